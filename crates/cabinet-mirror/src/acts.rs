//! Acts of reconciliation of one legal entity, as the gateway answered.

use crate::entity::EntityMirror;
use crate::mirror::MirrorError;
use cabinet_protocol::settlement::ActRow;
use prost::Message as _;
use rusqlite::{OptionalExtension, named_params};

const ALL: &str = "SELECT body FROM act";

const ONE: &str = "SELECT body FROM act WHERE id = :id";

impl EntityMirror {
    /// Every act that was asked for, the newest ask first.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn acts(&self) -> Result<Vec<ActRow>, MirrorError> {
        self.db().read(|conn| {
            let mut all = conn.prepare_cached(ALL)?;
            let mut rows = all.query([])?;
            let mut acts = Vec::new();
            while let Some(row) = rows.next()? {
                let body = row.get_ref("body")?.as_blob().map_err(rusqlite::Error::from)?;
                acts.push(ActRow::decode(body)?);
            }
            acts.sort_by(|a, b| b.asked_at_ms.cmp(&a.asked_at_ms).then_with(|| a.id.cmp(&b.id)));
            Ok(acts)
        })
    }

    /// One of them; `None` when there is none.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn act(&self, id: &str) -> Result<Option<ActRow>, MirrorError> {
        self.db().read(|conn| {
            let mut one = conn.prepare_cached(ONE)?;
            let body: Option<Vec<u8>> = one
                .query_row(named_params! { ":id": id }, |row| row.get("body"))
                .optional()?;
            Ok(body.map(|body| ActRow::decode(body.as_slice())).transpose()?)
        })
    }
}
