//! How a draft is to be delivered, what a new draft takes over from the last order, and comments on lines.

use crate::desk::{Desk, DeskError};
use crate::draft::open_draft;
use crate::line::touch;
use cabinet_domain::ids::{DraftId, EntityId, ItemId};
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use std::collections::BTreeMap;

/// Something chosen from a directory of the supplier, with the words it had then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// Its id.
    pub id: String,
    /// Copy of its name.
    pub words: String,
}

/// How a draft is to be delivered; `None` leaves a part open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftDelivery {
    /// The way.
    pub way: Option<Chosen>,
    /// The carrier.
    pub carrier: Option<Chosen>,
    /// A branch of it.
    pub branch: Option<Chosen>,
    /// An address of the legal entity.
    pub address: Option<Chosen>,
    /// The day on which goods are to leave, ISO.
    pub date: Option<String>,
    /// The user's own number of the order; may be empty.
    pub own_number: String,
    /// A mark: it is to be shipped together with orders that bear the same one; may be empty.
    pub ship_together: String,
}

const GET: &str = "
    SELECT way, way_words, carrier, carrier_words, branch, branch_words, address, address_words, ship_date, own_number,
           ship_together
    FROM draft_delivery
    WHERE draft = :draft";

const PUT: &str = "
    INSERT OR REPLACE INTO draft_delivery
        (draft, way, way_words, carrier, carrier_words, branch, branch_words, address, address_words, ship_date,
         own_number, ship_together)
    VALUES
        (:draft, :way, :way_words, :carrier, :carrier_words, :branch, :branch_words, :address, :address_words,
         :ship_date, :own_number, :ship_together)";

const BEGIN_WITH_LAST: &str = "
    INSERT INTO draft_delivery
        (draft, way, way_words, carrier, carrier_words, branch, branch_words, address, address_words)
    SELECT :draft, way, way_words, carrier, carrier_words, branch, branch_words, address, address_words
    FROM last_delivery
    WHERE entity = :entity";

const COPY: &str = "
    INSERT INTO draft_delivery
        (draft, way, way_words, carrier, carrier_words, branch, branch_words, address, address_words, ship_date, own_number,
         ship_together)
    SELECT :draft, way, way_words, carrier, carrier_words, branch, branch_words, address, address_words,
           coalesce(:ship_date, ship_date), own_number, ship_together
    FROM draft_delivery
    WHERE draft = :from";

const PUT_DATE: &str = "
    INSERT INTO draft_delivery (draft, ship_date)
    VALUES (:draft, :ship_date)";

const FORGET_LAST: &str = "
    DELETE FROM last_delivery
    WHERE entity = :entity";

const REMEMBER_LAST: &str = "
    INSERT INTO last_delivery
        (entity, way, way_words, carrier, carrier_words, branch, branch_words, address, address_words)
    SELECT :entity, way, way_words, carrier, carrier_words, branch, branch_words, address, address_words
    FROM draft_delivery
    WHERE draft = :draft";

const COMMENTS: &str = "
    SELECT item, comment
    FROM draft_line_comment
    WHERE draft = :draft";

const PUT_COMMENT: &str = "
    INSERT OR REPLACE INTO draft_line_comment (draft, item, comment)
    VALUES (:draft, :item, :comment)";

const DELETE_COMMENT: &str = "
    DELETE FROM draft_line_comment
    WHERE draft = :draft
      AND item = :item";

const HAS_FREE_LINE: &str = "
    SELECT in_command IS NULL AS is_free
    FROM draft_line
    WHERE draft = :draft
      AND item = :item";

const MARKS: &str = "
    SELECT DISTINCT d.ship_together
    FROM draft_delivery AS d
    JOIN draft ON draft.id = d.draft
    WHERE draft.entity = :entity
      AND draft.deleted_ms IS NULL
      AND d.ship_together <> ''
    ORDER BY d.ship_together";

impl Desk {
    /// Marks of orders that ship together, of the drafts of an entity, by name.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn shipment_marks(&self, entity: &EntityId) -> Result<Vec<String>, DeskError> {
        self.db.read(|conn| {
            let mut list = conn.prepare_cached(MARKS)?;
            let rows = list.query_map(named_params! { ":entity": entity.as_str() }, |row| {
                row.get("ship_together")
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// How a draft is to be delivered; nothing chosen when it was never said, or there is no such draft.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn draft_delivery(&self, draft: &DraftId) -> Result<DraftDelivery, DeskError> {
        self.db.read(|conn| {
            let mut get = conn.prepare_cached(GET)?;
            Ok(get
                .query_row(named_params! { ":draft": draft.as_str() }, delivery)
                .optional()?
                .unwrap_or_default())
        })
    }

    /// Keeps how a draft is to be delivered; it is on the disk when this returns.
    ///
    /// # Errors
    /// [`DeskError`]: a missing or trashed draft.
    pub fn set_draft_delivery(
        &self,
        entity: &EntityId,
        draft: &DraftId,
        delivery: &DraftDelivery,
        now_ms: i64,
    ) -> Result<(), DeskError> {
        self.db.write(|tx| {
            open_draft(tx, entity, draft)?;
            put_delivery(tx, draft, delivery)?;
            touch(tx, draft, now_ms)
        })
    }

    /// Comments on lines of a draft, those on lines that were taken out included.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn line_comments(&self, draft: &DraftId) -> Result<BTreeMap<ItemId, String>, DeskError> {
        self.db.read(|conn| {
            let mut list = conn.prepare_cached(COMMENTS)?;
            let rows = list.query_map(named_params! { ":draft": draft.as_str() }, |row| {
                Ok((ItemId::new(row.get::<_, String>("item")?), row.get("comment")?))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Writes a comment on a line, or takes it away when it is empty.
    ///
    /// # Errors
    /// [`DeskError`]: a missing or trashed draft, [`DeskError::NoSuchLine`], a line in flight.
    pub fn set_line_comment(
        &self,
        entity: &EntityId,
        draft: &DraftId,
        item: &ItemId,
        comment: &str,
        now_ms: i64,
    ) -> Result<(), DeskError> {
        self.db.write(|tx| {
            open_draft(tx, entity, draft)?;
            let key = named_params! { ":draft": draft.as_str(), ":item": item.as_str() };
            let is_free: Option<bool> = tx
                .prepare_cached(HAS_FREE_LINE)?
                .query_row(key, |row| row.get("is_free"))
                .optional()?;
            match is_free {
                None => return Err(DeskError::NoSuchLine),
                Some(false) => return Err(DeskError::LineInFlight),
                Some(true) => {}
            }
            if comment.is_empty() {
                tx.prepare_cached(DELETE_COMMENT)?.execute(key)?;
            } else {
                tx.prepare_cached(PUT_COMMENT)?.execute(named_params! {
                    ":draft": draft.as_str(), ":item": item.as_str(), ":comment": comment,
                })?;
            }
            touch(tx, draft, now_ms)
        })
    }
}

/// A new draft is delivered as the entity's last order was, date and number aside.
pub(crate) fn begin_with_last(conn: &Connection, entity: &EntityId, draft: &DraftId) -> Result<(), DeskError> {
    conn.prepare_cached(BEGIN_WITH_LAST)?
        .execute(named_params! { ":draft": draft.as_str(), ":entity": entity.as_str() })?;
    Ok(())
}

/// A draft is delivered as another one is; on another day, where one is named.
pub(crate) fn copy_delivery(
    conn: &Connection,
    from: &DraftId,
    to: &DraftId,
    date: Option<&str>,
) -> Result<(), DeskError> {
    let copied = conn
        .prepare_cached(COPY)?
        .execute(named_params! { ":draft": to.as_str(), ":from": from.as_str(), ":ship_date": date })?;
    if copied == 0
        && let Some(date) = date
    {
        conn.prepare_cached(PUT_DATE)?
            .execute(named_params! { ":draft": to.as_str(), ":ship_date": date })?;
    }
    Ok(())
}

/// The draft is being ordered: the next one begins with its delivery.
pub(crate) fn remember_last(conn: &Connection, entity: &EntityId, draft: &DraftId) -> Result<(), DeskError> {
    conn.prepare_cached(FORGET_LAST)?
        .execute(named_params! { ":entity": entity.as_str() })?;
    conn.prepare_cached(REMEMBER_LAST)?
        .execute(named_params! { ":entity": entity.as_str(), ":draft": draft.as_str() })?;
    Ok(())
}

/// Writes how a draft is to be delivered, the whole of it.
pub(crate) fn put_delivery(conn: &Connection, draft: &DraftId, delivery: &DraftDelivery) -> Result<(), DeskError> {
    let id = |chosen: &Option<Chosen>| chosen.as_ref().map(|chosen| chosen.id.clone());
    let words = |chosen: &Option<Chosen>| chosen.as_ref().map_or_else(String::new, |chosen| chosen.words.clone());
    conn.prepare_cached(PUT)?.execute(named_params! {
        ":draft": draft.as_str(),
        ":way": id(&delivery.way),
        ":way_words": words(&delivery.way),
        ":carrier": id(&delivery.carrier),
        ":carrier_words": words(&delivery.carrier),
        ":branch": id(&delivery.branch),
        ":branch_words": words(&delivery.branch),
        ":address": id(&delivery.address),
        ":address_words": words(&delivery.address),
        ":ship_date": delivery.date,
        ":own_number": delivery.own_number,
        ":ship_together": delivery.ship_together,
    })?;
    Ok(())
}

fn delivery(row: &Row<'_>) -> rusqlite::Result<DraftDelivery> {
    let chosen = |id: &str, words: &str| -> rusqlite::Result<Option<Chosen>> {
        let words = row.get(words)?;
        Ok(row.get::<_, Option<String>>(id)?.map(|id| Chosen { id, words }))
    };
    Ok(DraftDelivery {
        way: chosen("way", "way_words")?,
        carrier: chosen("carrier", "carrier_words")?,
        branch: chosen("branch", "branch_words")?,
        address: chosen("address", "address_words")?,
        date: row.get("ship_date")?,
        own_number: row.get("own_number")?,
        ship_together: row.get("ship_together")?,
    })
}
