//! Own price lists under a name, of the person. How each is made is text here; nothing of it says what goods cost.

use crate::desk::{Desk, DeskError};
use cabinet_domain::ids::EntityId;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

/// A price list as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceList {
    /// A UUID made here.
    pub id: String,
    /// The legal entity whose goods and prices it is made of.
    pub entity: EntityId,
    /// As the user calls it.
    pub name: String,
    /// How it is made; JSON that only the commands read.
    pub recipe: String,
    /// UTC, ms since 1970.
    pub updated_ms: i64,
    /// In the trash since then; `None` when it is not.
    pub deleted_ms: Option<i64>,
}

const PUT: &str = "
    INSERT INTO price_list (id, entity, name, recipe, updated_ms)
    VALUES (:id, :entity, :name, :recipe, :now_ms)
    ON CONFLICT (id) DO UPDATE
    SET entity = excluded.entity, name = excluded.name, recipe = excluded.recipe,
        updated_ms = excluded.updated_ms, deleted_ms = NULL";

const LIST: &str = "
    SELECT id, entity, name, recipe, updated_ms, deleted_ms
    FROM price_list
    WHERE (deleted_ms IS NOT NULL) = :in_trash
    ORDER BY name, id";

const ONE: &str = "
    SELECT id, entity, name, recipe, updated_ms, deleted_ms
    FROM price_list
    WHERE id = :id";

const SET_DELETED: &str = "
    UPDATE price_list
    SET deleted_ms = :deleted_ms
    WHERE id = :id";

const DELETE_OLD: &str = "
    DELETE FROM price_list
    WHERE deleted_ms IS NOT NULL
      AND deleted_ms < :before_ms";

impl Desk {
    /// Keeps a price list: a new one, or in place of what `replaced` was, also out of the trash. Returns its id.
    ///
    /// # Errors
    /// [`DeskError::NoSuchPriceList`] when there is nothing to replace, [`DeskError::Store`].
    pub fn put_price_list(
        &self,
        entity: &EntityId,
        replaced: Option<&str>,
        name: &str,
        recipe: &str,
        now_ms: i64,
    ) -> Result<String, DeskError> {
        self.db.write(|tx| {
            if let Some(id) = replaced
                && find(tx, id)?.is_none()
            {
                return Err(DeskError::NoSuchPriceList);
            }
            let id = replaced.map_or_else(|| uuid::Uuid::new_v4().to_string(), str::to_owned);
            tx.prepare_cached(PUT)?.execute(named_params! {
                ":id": id,
                ":entity": entity.as_str(),
                ":name": name,
                ":recipe": recipe,
                ":now_ms": now_ms,
            })?;
            Ok(id)
        })
    }

    /// Price lists by name; those in the trash when `in_trash`.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn price_lists(&self, in_trash: bool) -> Result<Vec<PriceList>, DeskError> {
        self.db.read(|conn| {
            let mut list = conn.prepare_cached(LIST)?;
            let rows = list.query_map(named_params! { ":in_trash": in_trash }, price_list)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// A price list; `None` when there is none.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn price_list(&self, id: &str) -> Result<Option<PriceList>, DeskError> {
        self.db.read(|conn| find(conn, id))
    }

    /// Puts a price list into the trash, or takes it out when `deleted_ms` is `None`.
    ///
    /// # Errors
    /// [`DeskError::NoSuchPriceList`] or [`DeskError::Store`].
    pub fn set_price_list_deleted(&self, id: &str, deleted_ms: Option<i64>) -> Result<(), DeskError> {
        self.db.write(|tx| {
            let changed = tx
                .prepare_cached(SET_DELETED)?
                .execute(named_params! { ":id": id, ":deleted_ms": deleted_ms })?;
            if changed == 0 {
                return Err(DeskError::NoSuchPriceList);
            }
            Ok(())
        })
    }
}

/// Deletes for good what has been in the trash since before a moment.
pub(crate) fn forget_old(conn: &Connection, before_ms: i64) -> Result<(), DeskError> {
    conn.prepare_cached(DELETE_OLD)?
        .execute(named_params! { ":before_ms": before_ms })?;
    Ok(())
}

pub(crate) fn find(conn: &Connection, id: &str) -> Result<Option<PriceList>, DeskError> {
    let mut one = conn.prepare_cached(ONE)?;
    Ok(one.query_row(named_params! { ":id": id }, price_list).optional()?)
}

fn price_list(row: &Row<'_>) -> rusqlite::Result<PriceList> {
    Ok(PriceList {
        id: row.get("id")?,
        entity: EntityId::new(row.get::<_, String>("entity")?),
        name: row.get("name")?,
        recipe: row.get("recipe")?,
        updated_ms: row.get("updated_ms")?,
        deleted_ms: row.get("deleted_ms")?,
    })
}
