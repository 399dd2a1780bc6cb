//! What the user calls goods: his last word on each code, kept with the commands that tell his colleagues.

use crate::desk::{Desk, DeskError};
use crate::outbox::{NewCommand, insert};
use crate::session::is_sample;
use cabinet_domain::ids::{EntityId, ItemId};
use rusqlite::{Connection, Row, named_params};

/// The user's last word on a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnCode {
    /// Normal form of the code.
    pub norm: String,
    /// As it was written.
    pub text: String,
    /// Which item; `None`: it means nothing any more.
    pub item: Option<ItemId>,
    /// The article of the item when it was said; empty without one.
    pub article: String,
    /// UTC by the gateway's clock as far as known, ms since 1970.
    pub said_at_ms: i64,
}

const ALL: &str = "
    SELECT norm, text, item, article, said_at_ms
    FROM own_code
    WHERE entity = :entity";

const OF_NORM: &str = "
    SELECT norm, text, item, article, said_at_ms
    FROM own_code
    WHERE entity = :entity
      AND norm = :norm";

const PUT: &str = "
    INSERT INTO own_code (entity, norm, text, item, article, said_at_ms)
    VALUES (:entity, :norm, :text, :item, :article, :said_at_ms)
    ON CONFLICT (entity, norm) DO UPDATE SET
        text = excluded.text,
        item = excluded.item,
        article = excluded.article,
        said_at_ms = excluded.said_at_ms";

impl Desk {
    /// The user's words for an entity, in no order.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn own_codes(&self, entity: &EntityId) -> Result<Vec<OwnCode>, DeskError> {
        self.db.read(|conn| {
            let mut list = conn.prepare_cached(ALL)?;
            let rows = list.query_map(named_params! { ":entity": entity.as_str() }, read)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The user's word on one code; `None` when he never said any.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn own_code(&self, entity: &EntityId, norm: &str) -> Result<Option<OwnCode>, DeskError> {
        self.db.read(|conn| {
            let mut list = conn.prepare_cached(OF_NORM)?;
            let mut rows = list.query_map(named_params! { ":entity": entity.as_str(), ":norm": norm }, read)?;
            Ok(rows.next().transpose()?)
        })
    }

    /// Keeps words, each in place of the one before, and queues the commands that tell them to the gateway; all or nothing.
    /// A sample keeps them and tells nobody.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn put_own_codes(
        &self,
        entity: &EntityId,
        codes: &[OwnCode],
        commands: &[NewCommand],
        now_ms: i64,
    ) -> Result<(), DeskError> {
        self.db.write(|tx| {
            for code in codes {
                put(tx, entity, code)?;
            }
            if !is_sample(tx)? {
                for command in commands {
                    insert(tx, command, now_ms)?;
                }
            }
            Ok(())
        })
    }
}

fn put(conn: &Connection, entity: &EntityId, code: &OwnCode) -> Result<(), DeskError> {
    conn.prepare_cached(PUT)?.execute(named_params! {
        ":entity": entity.as_str(),
        ":norm": code.norm,
        ":text": code.text,
        ":item": code.item.as_ref().map(ItemId::as_str),
        ":article": code.article,
        ":said_at_ms": code.said_at_ms,
    })?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<OwnCode> {
    Ok(OwnCode {
        norm: row.get("norm")?,
        text: row.get("text")?,
        item: row.get::<_, Option<String>>("item")?.map(ItemId::new),
        article: row.get("article")?,
        said_at_ms: row.get("said_at_ms")?,
    })
}
