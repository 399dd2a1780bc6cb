//! What the person subscribed to and was told, as the gateway has it.

use crate::mirror::{Mirror, MirrorError};
use cabinet_domain::ids::{EntityId, ItemId};
use cabinet_protocol::personal::NoticeRow;
use prost::Message;
use rusqlite::{OptionalExtension, Row, named_params};

/// A subscription that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Which item.
    pub item: ItemId,
    /// Article when it was subscribed to.
    pub article: String,
    /// Name when it was subscribed to.
    pub name: String,
    /// Short name of the base unit.
    pub unit: String,
    /// From how much on, in thousandths; `None` when arrivals are not waited for.
    pub threshold_milli: Option<i64>,
    /// Falls of the price are told.
    pub watches_price: bool,
    /// The last day, ISO; `None` for as long as it takes.
    pub until: Option<String>,
    /// UTC, ms since 1970.
    pub subscribed_at_ms: i64,
}

/// A wish that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingWish {
    /// Normal form of the article.
    pub norm: String,
    /// As the person wrote it.
    pub article: String,
    /// In thousandths; `None` when that was not said.
    pub quantity_milli: Option<i64>,
    /// What the supplier should know; empty for nothing.
    pub note: String,
    /// UTC, ms since 1970.
    pub wished_at_ms: i64,
}

const WISHES: &str = "
    SELECT norm, article, quantity_milli, note, wished_at_ms
    FROM wish
    WHERE entity = :entity
    ORDER BY wished_at_ms DESC, norm";

const SUBSCRIPTIONS: &str = "
    SELECT item, article, name, unit, threshold_milli, watches_price, until, subscribed_at_ms
    FROM subscription
    WHERE entity = :entity
    ORDER BY subscribed_at_ms DESC, item";

const NOTICES: &str = "
    SELECT body
    FROM notice
    WHERE entity = :entity
    ORDER BY at_ms DESC, id
    LIMIT :limit";

const NOTICE: &str = "
    SELECT body
    FROM notice
    WHERE entity = :entity
      AND id = :id";

impl Mirror {
    /// The person's subscriptions for an entity, the newest first.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn subscriptions(&self, entity: &EntityId) -> Result<Vec<Subscription>, MirrorError> {
        self.feeds().db.read(|conn| {
            let mut list = conn.prepare_cached(SUBSCRIPTIONS)?;
            let rows = list.query_map(named_params! { ":entity": entity.as_str() }, subscription)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The person's wishes for an entity, the newest first.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn wishes(&self, entity: &EntityId) -> Result<Vec<StandingWish>, MirrorError> {
        self.feeds().db.read(|conn| {
            let mut list = conn.prepare_cached(WISHES)?;
            let rows = list.query_map(named_params! { ":entity": entity.as_str() }, |row| {
                Ok(StandingWish {
                    norm: row.get("norm")?,
                    article: row.get("article")?,
                    quantity_milli: row.get("quantity_milli")?,
                    note: row.get("note")?,
                    wished_at_ms: row.get("wished_at_ms")?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// What the person was told about an entity, the newest first.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn notices(&self, entity: &EntityId, limit: u32) -> Result<Vec<NoticeRow>, MirrorError> {
        self.feeds().db.read(|conn| {
            let mut list = conn.prepare_cached(NOTICES)?;
            let bodies = list
                .query_map(named_params! { ":entity": entity.as_str(), ":limit": limit }, |row| {
                    row.get::<_, Vec<u8>>("body")
                })?
                .collect::<Result<Vec<_>, _>>()?;
            Ok(bodies
                .iter()
                .map(|body| NoticeRow::decode(body.as_slice()))
                .collect::<Result<_, _>>()?)
        })
    }

    /// One notice; `None` when it is not here.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn notice(&self, entity: &EntityId, id: &str) -> Result<Option<NoticeRow>, MirrorError> {
        self.feeds().db.read(|conn| {
            let mut one = conn.prepare_cached(NOTICE)?;
            let body: Option<Vec<u8>> = one
                .query_row(named_params! { ":entity": entity.as_str(), ":id": id }, |row| {
                    row.get("body")
                })
                .optional()?;
            Ok(body.map(|bytes| NoticeRow::decode(bytes.as_slice())).transpose()?)
        })
    }
}

fn subscription(row: &Row<'_>) -> rusqlite::Result<Subscription> {
    Ok(Subscription {
        item: ItemId::new(row.get::<_, String>("item")?),
        article: row.get("article")?,
        name: row.get("name")?,
        unit: row.get("unit")?,
        threshold_milli: row.get("threshold_milli")?,
        watches_price: row.get("watches_price")?,
        until: row.get("until")?,
        subscribed_at_ms: row.get("subscribed_at_ms")?,
    })
}
