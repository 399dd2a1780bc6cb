//! The mirror files of a device, under one known key so that they can be read and compared at the end.

use crate::fuse::{Fuse, Place};
use cabinet_domain::ids::EntityId;
use cabinet_mirror::{EntityMirror, Mirror};
use cabinet_sqlite::Key;
use cabinet_sync::error::SyncError;
use cabinet_sync::files::Files;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

/// The key of every file of every device.
pub const KEY: [u8; 32] = [7; 32];

/// The files of one life of a program.
pub struct OpenFiles {
    folder: PathBuf,
    fuse: Arc<Fuse>,
    goods: Mutex<Option<Arc<Mirror>>>,
    documents: Mutex<BTreeMap<EntityId, Arc<EntityMirror>>>,
}

impl OpenFiles {
    /// Files of a folder; nothing is opened yet.
    #[must_use]
    pub fn new(folder: PathBuf, fuse: Arc<Fuse>) -> Self {
        Self {
            folder,
            fuse,
            goods: Mutex::default(),
            documents: Mutex::default(),
        }
    }
}

impl Files for OpenFiles {
    fn goods(&self) -> Result<Arc<Mirror>, SyncError> {
        self.fuse.pass(Place::Files);
        let mut goods = self.goods.lock().unwrap();
        if let Some(open) = goods.as_ref() {
            return Ok(open.clone());
        }
        let path = self.folder.join(cabinet_mirror::mirror::FILE_NAME);
        let open = Arc::new(Mirror::open(&path, &Key::from_bytes(KEY))?);
        *goods = Some(open.clone());
        Ok(open)
    }

    fn documents(&self, entity: &EntityId) -> Result<Arc<EntityMirror>, SyncError> {
        self.fuse.pass(Place::Files);
        let mut documents = self.documents.lock().unwrap();
        if let Some(open) = documents.get(entity) {
            return Ok(open.clone());
        }
        let path = self.folder.join(cabinet_mirror::entity::file_name(entity));
        let open = Arc::new(EntityMirror::open(&path, &Key::from_bytes(KEY), entity)?);
        documents.insert(entity.clone(), open.clone());
        Ok(open)
    }

    fn entities(&self) -> Result<Vec<EntityId>, SyncError> {
        self.fuse.pass(Place::Files);
        let names = std::fs::read_dir(&self.folder).map_err(SyncError::Remove)?;
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let of_file = |name: String| Some(EntityId::new(name.strip_prefix("entity-")?.strip_suffix(".db")?));
        let mut entities: Vec<EntityId> = names.filter_map(of_file).collect();
        entities.sort();
        Ok(entities)
    }

    fn forget_everything(&self) -> Result<(), SyncError> {
        self.goods.lock().unwrap().take();
        cabinet_mirror::mirror::delete(&self.folder.join(cabinet_mirror::mirror::FILE_NAME))
            .map_err(SyncError::Remove)?;
        for entity in self.entities()? {
            self.forget_documents(&entity)?;
        }
        Ok(())
    }

    fn forget_documents(&self, entity: &EntityId) -> Result<(), SyncError> {
        self.fuse.pass(Place::Files);
        self.documents.lock().unwrap().remove(entity);
        let path = self.folder.join(cabinet_mirror::entity::file_name(entity));
        cabinet_mirror::mirror::delete(&path).map_err(SyncError::Remove)
    }
}
