//! Claims of one legal entity, as the gateway has them.

use crate::entity::EntityMirror;
use crate::mirror::MirrorError;
use cabinet_domain::ids::ClaimId;
use cabinet_protocol::claims::ClaimRow;
use prost::Message;
use rusqlite::{OptionalExtension, named_params};

const LIST: &str = "
    SELECT body
    FROM claim
    ORDER BY filed_at_ms DESC, id";

const ONE: &str = "
    SELECT body
    FROM claim
    WHERE id = :id";

impl EntityMirror {
    /// Claims, the newest first.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn claims(&self) -> Result<Vec<ClaimRow>, MirrorError> {
        self.db().read(|conn| {
            let mut list = conn.prepare_cached(LIST)?;
            let bodies = list
                .query_map([], |row| row.get::<_, Vec<u8>>("body"))?
                .collect::<Result<Vec<_>, _>>()?;
            Ok(bodies
                .iter()
                .map(|body| ClaimRow::decode(body.as_slice()))
                .collect::<Result<_, _>>()?)
        })
    }

    /// One claim; `None` when it is not here.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn claim(&self, id: &ClaimId) -> Result<Option<ClaimRow>, MirrorError> {
        self.db().read(|conn| {
            let mut one = conn.prepare_cached(ONE)?;
            let body: Option<Vec<u8>> = one
                .query_row(named_params! { ":id": id.as_str() }, |row| row.get("body"))
                .optional()?;
            Ok(body.map(|bytes| ClaimRow::decode(bytes.as_slice())).transpose()?)
        })
    }
}
