//! The disposable files of a profile: opened when first needed, deleted and made anew when they are damaged.

use crate::cabinet::Inner;
use crate::reason::Reason;
use crate::sync::MIRROR_LOST;
use crate::vault::Keys;
use cabinet_desk::Desk;
use cabinet_domain::ids::EntityId;
use cabinet_mirror::{EntityMirror, MediaCache, Mirror, MirrorError, media_cache};
use cabinet_sqlite::OpenError;
use cabinet_sync::error::SyncError;
use cabinet_sync::files::Files;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

/// The mirror files with their keys.
pub(crate) struct ProfileFiles {
    directory: PathBuf,
    keys: Mutex<Keys>,
    goods: Mutex<Option<Arc<Mirror>>>,
    documents: Mutex<BTreeMap<EntityId, Arc<EntityMirror>>>,
    media: Mutex<Option<Arc<MediaCache>>>,
    /// Remembers that something was lost until a sync has brought it again.
    desk: Arc<Desk>,
    /// For telling the user that something was rebuilt; weak, because the profile owns these files.
    profile: Weak<Inner>,
}

impl ProfileFiles {
    pub(crate) fn new(profile: &Arc<Inner>, desk: Arc<Desk>, keys: Keys) -> Self {
        Self {
            directory: profile.directory.clone(),
            keys: Mutex::new(keys),
            goods: Mutex::new(None),
            documents: Mutex::new(BTreeMap::new()),
            media: Mutex::new(None),
            desk,
            profile: Arc::downgrade(profile),
        }
    }

    /// Closes the mirrors and deletes them: the next sync fetches everything anew.
    pub(crate) fn rebuild(&self) -> Result<(), SyncError> {
        lock(&self.documents).clear();
        *lock(&self.goods) = None;
        cabinet_mirror::mirror::delete(&self.goods_path()).map_err(SyncError::Remove)?;
        for entity in self.entities()? {
            cabinet_mirror::mirror::delete(&self.documents_path(&entity)).map_err(SyncError::Remove)?;
        }
        self.say_rebuilt()
    }

    fn goods_path(&self) -> PathBuf {
        self.directory.join(cabinet_mirror::mirror::FILE_NAME)
    }

    fn documents_path(&self, entity: &EntityId) -> PathBuf {
        self.directory.join(cabinet_mirror::entity::file_name(entity))
    }

    /// Pictures and files that were fetched; made when it is absent.
    pub(crate) fn media(&self) -> Result<Arc<MediaCache>, SyncError> {
        let mut media = lock(&self.media);
        if let Some(cache) = media.as_ref() {
            return Ok(cache.clone());
        }
        let path = self.media_path();
        let key = self.key(MEDIA, &path)?;
        let open = || MediaCache::open(&path, &key, media_cache::MOST_BYTES);
        let cache = match open() {
            Err(
                error @ (OpenError::WrongKeyOrDamaged { .. } | OpenError::Diverged { .. } | OpenError::Newer { .. }),
            ) => {
                tracing::warn!(media.cause = %error, "Fetched pictures and files are deleted; they are fetched again when looked at");
                cabinet_mirror::mirror::delete(&path).map_err(SyncError::Remove)?;
                open()?
            }
            other => other?,
        };
        let cache = Arc::new(cache);
        *media = Some(cache.clone());
        Ok(cache)
    }

    /// Closes the cache of pictures and files and deletes it: it failed, or nothing in it may be seen any more.
    pub(crate) fn forget_media(&self) -> Result<(), SyncError> {
        *lock(&self.media) = None;
        cabinet_mirror::mirror::delete(&self.media_path()).map_err(SyncError::Remove)
    }

    /// Forgets fetched pictures and files that the goods and documents of this device name no more.
    pub(crate) fn prune_media(&self) -> Result<(), SyncError> {
        let is_there = self.media_path().try_exists().map_err(SyncError::Remove)?;
        if !is_there {
            return Ok(());
        }
        let wanted = match self.fetchable() {
            Ok(wanted) => wanted,
            Err(Unknown::Sync(error)) => return Err(error),
            Err(Unknown::Mirror(MirrorError::Store(error))) => return Err(error.into()),
            Err(Unknown::Mirror(error)) => {
                tracing::warn!(media.cause = %error, "What can be fetched cannot be read");
                return Ok(());
            }
        };
        if wanted.is_empty() {
            return self.forget_media();
        }
        match self.media()?.keep_only(&wanted) {
            Ok(0) => Ok(()),
            Ok(gone) => {
                tracing::info!(
                    media.gone = gone,
                    "Pictures and files that nothing names any more were removed"
                );
                Ok(())
            }
            Err(error) => {
                tracing::warn!(media.cause = %error, "The cache of pictures failed and is deleted");
                self.forget_media()
            }
        }
    }

    /// What goods and documents of the supplier name; a lost right has taken its rows, and so its files go.
    fn fetchable(&self) -> Result<BTreeSet<String>, Unknown> {
        let mut wanted = self.goods()?.fetchable()?;
        for entity in self.entities()? {
            let documents = self.documents(&entity)?.supplier_documents()?;
            let files = documents.into_iter().filter_map(|document| document.file);
            wanted.extend(files.map(|file| file.blake3));
        }
        Ok(wanted)
    }

    fn media_path(&self) -> PathBuf {
        self.directory.join(media_cache::FILE_NAME)
    }

    /// The key of a disposable file. Where there is none, a file of that name was made by a lost key and goes first,
    /// so that no new key is ever made over an existing file. Where there is one and the file is gone or empty, it was
    /// lost: what is read from its successor is not whole.
    fn key(&self, name: &str, path: &Path) -> Result<cabinet_sqlite::Key, SyncError> {
        let mut keys = lock(&self.keys);
        if let Some(key) = keys.find(name).map_err(SyncError::Key)? {
            if std::fs::metadata(path).map_or(true, |file| file.len() == 0) {
                self.say_rebuilt()?;
            }
            return Ok(key);
        }
        cabinet_mirror::mirror::delete(path).map_err(SyncError::Remove)?;
        keys.make(name).map_err(SyncError::Key)
    }

    /// Opens a disposable file; one that does not open is deleted and made anew.
    fn open<T>(&self, path: &Path, open: impl Fn() -> Result<T, OpenError>) -> Result<T, SyncError> {
        match open() {
            Ok(file) => Ok(file),
            Err(
                error @ (OpenError::WrongKeyOrDamaged { .. } | OpenError::Diverged { .. } | OpenError::Newer { .. }),
            ) => {
                tracing::warn!(mirror.cause = %error, "A mirror file is deleted and fetched anew");
                cabinet_mirror::mirror::delete(path).map_err(SyncError::Remove)?;
                self.say_rebuilt()?;
                Ok(open()?)
            }
            Err(error) => Err(error.into()),
        }
    }

    fn say_rebuilt(&self) -> Result<(), SyncError> {
        self.desk.put_setting(MIRROR_LOST, "1")?;
        if let Some(profile) = self.profile.upgrade() {
            profile.add_notice(Reason::CopyLost);
        }
        Ok(())
    }
}

/// Why it cannot be told what may be fetched.
enum Unknown {
    Sync(SyncError),
    Mirror(MirrorError),
}

impl From<SyncError> for Unknown {
    fn from(error: SyncError) -> Self {
        Self::Sync(error)
    }
}

impl From<MirrorError> for Unknown {
    fn from(error: MirrorError) -> Self {
        Self::Mirror(error)
    }
}

impl Files for ProfileFiles {
    fn goods(&self) -> Result<Arc<Mirror>, SyncError> {
        let mut goods = lock(&self.goods);
        if let Some(mirror) = goods.as_ref() {
            return Ok(mirror.clone());
        }
        let path = self.goods_path();
        let key = self.key(GOODS, &path)?;
        let mirror = Arc::new(self.open(&path, || Mirror::open(&path, &key))?);
        *goods = Some(mirror.clone());
        Ok(mirror)
    }

    fn documents(&self, entity: &EntityId) -> Result<Arc<EntityMirror>, SyncError> {
        let mut documents = lock(&self.documents);
        if let Some(mirror) = documents.get(entity) {
            return Ok(mirror.clone());
        }
        let path = self.documents_path(entity);
        let key = self.key(&key_name(entity), &path)?;
        let mirror = Arc::new(self.open(&path, || EntityMirror::open(&path, &key, entity))?);
        documents.insert(entity.clone(), mirror.clone());
        Ok(mirror)
    }

    fn entities(&self) -> Result<Vec<EntityId>, SyncError> {
        let mut entities = Vec::new();
        for entry in std::fs::read_dir(&self.directory).map_err(SyncError::Remove)? {
            let name = entry.map_err(SyncError::Remove)?.file_name();
            entities.extend(name.to_str().and_then(entity_of));
        }
        Ok(entities)
    }

    fn forget_everything(&self) -> Result<(), SyncError> {
        for entity in self.entities()? {
            self.forget_documents(&entity)?;
        }
        *lock(&self.goods) = None;
        lock(&self.keys).forget(GOODS).map_err(SyncError::Key)?;
        cabinet_mirror::mirror::delete(&self.goods_path()).map_err(SyncError::Remove)?;
        lock(&self.keys).forget(MEDIA).map_err(SyncError::Key)?;
        self.forget_media()?;
        // What the viewer got lies there in the clear.
        crate::media::remove_copies(&self.directory);
        Ok(())
    }

    fn forget_documents(&self, entity: &EntityId) -> Result<(), SyncError> {
        lock(&self.documents).remove(entity);
        // The key first: even if the file cannot be removed now, nobody can read it any more.
        lock(&self.keys).forget(&key_name(entity)).map_err(SyncError::Key)?;
        cabinet_mirror::mirror::delete(&self.documents_path(entity)).map_err(SyncError::Remove)
    }
}

/// The name of the key of the goods.
const GOODS: &str = "mirror";

/// The name of the key of fetched pictures and files.
const MEDIA: &str = "media";

fn key_name(entity: &EntityId) -> String {
    format!("entity-{entity}")
}

/// The entity of a file's name, as `cabinet_mirror::entity::file_name` writes it.
fn entity_of(name: &str) -> Option<EntityId> {
    let id = name.strip_prefix("entity-")?.strip_suffix(".db")?;
    if let Some(hex) = id.strip_prefix('x') {
        let digits: Option<Vec<u8>> = hex
            .chars()
            .map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok()))
            .collect();
        if let Some(digits) = digits {
            let bytes = digits
                .chunks(2)
                .map(|pair| pair.iter().fold(0_u8, |byte, digit| (byte << 4) | digit))
                .collect();
            return String::from_utf8(bytes).ok().map(EntityId::new);
        }
    }
    Some(EntityId::new(id))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entity_of_a_file_reads_back() {
        for id in ["0b3c-e1", "../x", "ООО", ""] {
            let entity = EntityId::new(id);
            assert_eq!(entity_of(&cabinet_mirror::entity::file_name(&entity)), Some(entity));
        }
        for other in ["mirror.db", "entity-1.db-wal", "desk.db"] {
            assert_eq!(entity_of(other), None, "{other}");
        }
    }
}
