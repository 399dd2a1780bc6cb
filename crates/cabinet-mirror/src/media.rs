//! What belongs to an item beside its words: small picture, what can be fetched, analogues, arrivals.

use crate::goods::{GoodsRow, RowReader, Shown};
use crate::item_key;
use crate::mirror::{Mirror, MirrorError};
use crate::sight::Sight;
use cabinet_domain::ids::ItemId;
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::media::{AnaloguesRow, ArrivalsRow, FileRow, MediaRow, PictureRow};
use prost::Message;
use rusqlite::{Connection, OptionalExtension, Statement, named_params};
use std::collections::BTreeSet;

/// Pictures and files of an item.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ItemMedia {
    /// The feed that brought them: bytes are fetched from it.
    pub feed: String,
    /// JPEG; empty when there is no picture.
    pub thumbnail: Vec<u8>,
    /// The main one first.
    pub pictures: Vec<PictureRow>,
    /// Certificates, instructions and the like.
    pub files: Vec<FileRow>,
}

/// Something that comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// The day, ISO.
    pub date: String,
    /// In thousandths of the base unit.
    pub quantity_milli: i64,
    /// The supplier's own words; may be empty.
    pub note: String,
}

const MEDIA: &str = "
    SELECT f.feed, m.thumbnail, m.body
    FROM media AS m
    JOIN feed_state AS f ON f.id = m.feed_id
    WHERE m.item_id = :item_id
      AND f.feed = :feed";

const THUMBNAIL: &str = "
    SELECT thumbnail
    FROM media
    WHERE item_id = :item_id
      AND length(thumbnail) > 0
    LIMIT 1";

const ANY_PICTURE: &str = "
    SELECT EXISTS (SELECT 1 FROM media WHERE length(thumbnail) > 0) AS found";

const EVERY_MEDIA: &str = "
    SELECT body
    FROM media";

const ANALOGUES: &str = "
    SELECT a.body
    FROM analogue AS a
    JOIN feed_state AS f ON f.id = a.feed_id
    WHERE a.item_id = :item_id
      AND f.feed = :feed";

pub(crate) const ARRIVALS: &str = "
    SELECT body
    FROM arrival
    WHERE feed_id = :feed_id
      AND item_id = :item_id";

/// The first item of a product that may be seen, or the item itself.
const OF_PRODUCT: &str = "
    SELECT i.id
    FROM item AS i
    JOIN item_key AS k ON k.id = i.id
    WHERE (k.item = :product OR (k.item > :product || '#' AND k.item < :product || '$'))
      AND i.in_feeds & :mask <> 0
    ORDER BY k.item
    LIMIT 1";

impl Mirror {
    /// Pictures and files of an item as an assortment has them; `None` when there are none or no such item.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn media(&self, item: &ItemId, assortment: &str) -> Result<Option<ItemMedia>, MirrorError> {
        self.db().read(|conn| {
            let Some(id) = item_key::find(conn, item.as_str())? else {
                return Ok(None);
            };
            let feed = FeedName::Media(assortment.to_owned()).to_string();
            let mut statement = conn.prepare_cached(MEDIA)?;
            let found = statement.query_row(named_params! { ":item_id": id, ":feed": feed }, |row| {
                Ok((
                    row.get::<_, String>("feed")?,
                    row.get::<_, Vec<u8>>("thumbnail")?,
                    row.get::<_, Vec<u8>>("body")?,
                ))
            });
            let Some((feed, thumbnail, body)) = found.optional()? else {
                return Ok(None);
            };
            let row = MediaRow::decode(body.as_slice())?;
            Ok(Some(ItemMedia {
                feed,
                thumbnail,
                pictures: row.pictures,
                files: row.files,
            }))
        })
    }

    /// Small pictures of items, in the order asked; empty where there is none.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn thumbnails(&self, items: &[ItemId]) -> Result<Vec<Vec<u8>>, MirrorError> {
        self.db().read(|conn| {
            let mut statement = conn.prepare_cached(THUMBNAIL)?;
            let mut all = Vec::with_capacity(items.len());
            for item in items {
                let found = match item_key::find(conn, item.as_str())? {
                    Some(id) => statement
                        .query_row(named_params! { ":item_id": id }, |row| row.get("thumbnail"))
                        .optional()?,
                    None => None,
                };
                all.push(found.unwrap_or_default());
            }
            Ok(all)
        })
    }

    /// Whether any goods have a small picture.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn has_pictures(&self) -> Result<bool, MirrorError> {
        self.db().read(|conn| {
            let mut statement = conn.prepare_cached(ANY_PICTURE)?;
            Ok(statement.query_row([], |row| row.get("found"))?)
        })
    }

    /// Hashes of everything that can be fetched: what else was fetched before is to be forgotten.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn fetchable(&self) -> Result<BTreeSet<String>, MirrorError> {
        self.db().read(|conn| {
            let mut statement = conn.prepare_cached(EVERY_MEDIA)?;
            let mut rows = statement.query([])?;
            let mut hashes = BTreeSet::new();
            while let Some(row) = rows.next()? {
                let body = row.get_ref("body")?.as_blob().map_err(rusqlite::Error::from)?;
                let media = MediaRow::decode(body)?;
                hashes.extend(media.pictures.into_iter().map(|picture| picture.blake3));
                hashes.extend(media.files.into_iter().map(|file| file.blake3));
            }
            Ok(hashes)
        })
    }

    /// What stands in for an item, the best first; only what these eyes see.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn analogues(&self, item: &ItemId, sight: &Sight) -> Result<Vec<GoodsRow>, MirrorError> {
        self.db().read(|conn| {
            let Some(row) = analogues_row(conn, item, sight)? else {
                return Ok(Vec::new());
            };
            let shown = Shown::of(conn, sight)?;
            let mut reader = RowReader::new(conn, &shown)?;
            let mut find = conn.prepare_cached(OF_PRODUCT)?;
            let mut rows = Vec::new();
            for other in &row.others {
                let id: Option<i64> = find
                    .query_row(named_params! { ":product": other, ":mask": shown.mask }, |row| {
                        row.get("id")
                    })
                    .optional()?;
                if let Some(id) = id {
                    rows.extend(reader.read(id)?);
                }
            }
            Ok(rows)
        })
    }
}

/// What comes of the item with this id, by a feed of arrivals; the statement is [`ARRIVALS`].
pub(crate) fn arrivals_of(
    statement: &mut Statement<'_>,
    feed_id: i64,
    item_id: i64,
) -> Result<Vec<Arrival>, MirrorError> {
    let found: Option<Vec<u8>> = statement
        .query_row(named_params! { ":feed_id": feed_id, ":item_id": item_id }, |row| {
            row.get("body")
        })
        .optional()?;
    let row = found.map(|bytes| ArrivalsRow::decode(bytes.as_slice())).transpose()?;
    Ok(row.map(of_row).unwrap_or_default())
}

fn of_row(row: ArrivalsRow) -> Vec<Arrival> {
    row.arrivals
        .into_iter()
        .map(|arrival| Arrival {
            date: arrival.date,
            quantity_milli: arrival.quantity_milli,
            note: arrival.note,
        })
        .collect()
}

fn analogues_row(conn: &Connection, item: &ItemId, sight: &Sight) -> Result<Option<AnaloguesRow>, MirrorError> {
    let Some(id) = item_key::find(conn, item.as_str())? else {
        return Ok(None);
    };
    let feed = FeedName::Analogues(sight.assortment.clone()).to_string();
    let mut statement = conn.prepare_cached(ANALOGUES)?;
    let found: Option<Vec<u8>> = statement
        .query_row(named_params! { ":item_id": id, ":feed": feed }, |row| row.get("body"))
        .optional()?;
    Ok(found.map(|bytes| AnaloguesRow::decode(bytes.as_slice())).transpose()?)
}
