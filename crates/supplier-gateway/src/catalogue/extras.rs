//! Brings the feeds `media:…`, `analogues:…` and `arrivals:…` to what is known of the marked goods.
//!
//! What is said of a product holds for each of its variants; what is said of a variant comes before it.

use super::assortment::Assortment;
use super::family::{Family, LiveItem, base_of, decode};
use super::publish::{To, publish_narrowed};
use super::stored::ProductDetails;
use super::unpublished::MEDIA;
use crate::feeds::{self, RowChange};
use crate::media::names;
use crate::storage::{Row, StorageError, Tx, Value, query_all};
use cabinet_domain::goods_file::FileKind;
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::media::{AnaloguesRow, ArrivalRow, ArrivalsRow, FileRow, MediaRow, PictureRow};
use prost::Message;
use std::collections::{BTreeMap, BTreeSet};

/// Pictures of one item, the supplier's choice of the first; more are of no use to a buyer.
const MOST_PICTURES: usize = 12;
/// Files, analogues and arrivals of one item.
const MOST_OTHERS: usize = 40;

const SELECT_FILES: &str = "SELECT DISTINCT f.name, f.blake3, f.extension, f.bytes, f.width, f.height, f.thumbnail
FROM unpublished u
JOIN goods_file_use n ON n.base = u.base
JOIN goods_file f ON f.name = n.name
WHERE u.base > $1 AND u.base <= $2 AND (u.what & 8) <> 0 AND f.blake3 <> ''";
const SELECT_ATTACHMENTS: &str = "SELECT a.item, a.is_picture, a.title, a.kind, a.valid_until,
       f.name, f.blake3, f.extension, f.bytes, f.width, f.height, f.thumbnail
FROM unpublished u
JOIN goods_attachment a ON a.base = u.base
JOIN goods_file f ON f.name = a.name
WHERE u.base > $1 AND u.base <= $2 AND (u.what & 8) <> 0 AND f.blake3 <> ''
ORDER BY a.base, a.item, a.is_picture, a.ordinal";
const SELECT_ANALOGUES: &str = "SELECT a.item, a.other
FROM unpublished u
JOIN goods_analogue a ON a.base = u.base
WHERE u.base > $1 AND u.base <= $2 AND (u.what & 8) <> 0
ORDER BY a.base, a.item, a.ordinal";
const SELECT_DETAILS: &str = "SELECT p.details
FROM feed_key k
CROSS JOIN product p
WHERE k.key >= $1 AND k.key < $1 || '$' AND p.number = k.id AND p.base = $1 AND p.is_deleted = 0
ORDER BY k.key
LIMIT 1";
const SELECT_ARRIVALS: &str = "SELECT a.item, a.expected_on, a.quantity_milli, a.note
FROM unpublished u
JOIN goods_arrival a ON a.base = u.base
WHERE u.base > $1 AND u.base <= $2 AND (u.what & 8) <> 0
ORDER BY a.base, a.item, a.expected_on, a.ordinal";

/// A file that is of use.
#[derive(Debug, Clone, Default)]
struct Ready {
    blake3: String,
    extension: String,
    bytes: u64,
    width: u32,
    height: u32,
    thumbnail: Vec<u8>,
}

/// A picture or a file that the operator gave.
struct Attachment {
    is_picture: bool,
    title: String,
    kind: String,
    valid_until: String,
    file: Ready,
}

/// What a page of products has beside its words.
#[derive(Default)]
struct Known {
    /// By name, of what 1C names.
    files: BTreeMap<String, Ready>,
    /// The others are by item.
    attachments: BTreeMap<String, Vec<Attachment>>,
    analogues: BTreeMap<String, Vec<String>>,
    arrivals: BTreeMap<String, Vec<ArrivalRow>>,
}

/// Rows of the three feeds. Those of analogues are not written yet: each assortment names others.
#[derive(Default)]
struct Changes {
    media: Vec<RowChange>,
    analogues: Vec<(String, Vec<String>)>,
    arrivals: Vec<RowChange>,
}

/// Publishes a page of families into the feeds of each assortment; returns how many rows changed.
pub(super) fn publish_extras(
    tx: &mut dyn Tx,
    range: &[Value],
    families: &[(Family, i64)],
    to: &To<'_>,
) -> Result<u64, StorageError> {
    if families.iter().all(|(_, what)| what & MEDIA == 0) {
        return Ok(0);
    }
    let known = Known::read(tx, range)?;
    let mut changes = Changes::default();
    for (family, _) in families.iter().filter(|(_, what)| what & MEDIA != 0) {
        let live: BTreeMap<&str, LiveItem<'_>> = family.live_items().into_iter().map(|item| (item.id, item)).collect();
        for id in family.candidates() {
            let item = live.get(id);
            let put = |list: &mut Vec<RowChange>, body: Option<Vec<u8>>| {
                list.push(RowChange {
                    key: id.to_owned(),
                    body,
                });
            };
            put(
                &mut changes.media,
                item.and_then(|item| known.media(item, &family.base)),
            );
            let others = item.map(|item| known.analogues_of(item, &family.base));
            changes.analogues.push((id.to_owned(), others.unwrap_or_default()));
            put(
                &mut changes.arrivals,
                item.and_then(|item| known.arrivals_of(item, &family.base)),
            );
        }
    }
    let mut groups = Groups::default();
    let mut changed = 0_u64;
    for (assortment, members) in to.each_assortment() {
        let analogues = analogue_rows(tx, &changes.analogues, to.narrow(assortment), &mut groups)?;
        for (feed, rows) in [
            (FeedName::Media(assortment.to_owned()), &changes.media),
            (FeedName::Analogues(assortment.to_owned()), &analogues),
            (FeedName::Arrivals(assortment.to_owned()), &changes.arrivals),
        ] {
            // A device asks for the feed even while it has no rows.
            feeds::ensure(tx, &feed, to.now_ms)?;
            // Most goods have neither, and an import of all of them must not ask three times more for each.
            let rows = if feeds::has_rows(tx, &feed)? {
                rows.clone()
            } else {
                rows.iter().filter(|row| row.body.is_some()).cloned().collect()
            };
            changed = changed.saturating_add(publish_narrowed(tx, &feed, &rows, members.as_ref(), to.now_ms)?);
        }
    }
    Ok(changed)
}

impl Known {
    fn read(tx: &mut dyn Tx, range: &[Value]) -> Result<Self, StorageError> {
        let mut known = Self::default();
        tx.query(SELECT_FILES, range, &mut |row| {
            known.files.insert(row.text("name")?, Ready::read(row)?);
            Ok(())
        })?;
        tx.query(SELECT_ATTACHMENTS, range, &mut |row| {
            let attachment = Attachment {
                is_picture: row.int("is_picture")? != 0,
                title: row.text("title")?,
                kind: row.text("kind")?,
                valid_until: row.text("valid_until")?,
                file: Ready::read(row)?,
            };
            known.attachments.entry(row.text("item")?).or_default().push(attachment);
            Ok(())
        })?;
        tx.query(SELECT_ANALOGUES, range, &mut |row| {
            let others = known.analogues.entry(row.text("item")?).or_default();
            others.push(row.text("other")?);
            Ok(())
        })?;
        tx.query(SELECT_ARRIVALS, range, &mut |row| {
            let arrival = ArrivalRow {
                date: row.text("expected_on")?,
                quantity_milli: row.int("quantity_milli")?,
                note: row.text("note")?,
            };
            known.arrivals.entry(row.text("item")?).or_default().push(arrival);
            Ok(())
        })?;
        Ok(known)
    }

    /// `None` when the item has neither pictures nor files.
    fn media(&self, item: &LiveItem<'_>, base: &str) -> Option<Vec<u8>> {
        let own = item
            .offer
            .map(|offer| offer.details.pictures.as_slice())
            .unwrap_or_default();
        let of_product = item.product.details.pictures.as_slice();
        let named = if own.is_empty() { of_product } else { own };
        let attachments = || of_item(&self.attachments, item.id, base);
        let ready = |written: &str| names::of_1c(written).and_then(|name| self.files.get(&name));

        let mut seen = BTreeSet::new();
        let pictures: Vec<&Ready> = named
            .iter()
            .filter_map(|written| ready(written))
            .chain(attachments().filter(|given| given.is_picture).map(|given| &given.file))
            .filter(|file| file.width > 0 && seen.insert(file.blake3.clone()))
            .take(MOST_PICTURES)
            .collect();

        // Some exporters put instructions among the pictures, and УТ describes pictures as it describes files.
        let titled = item
            .product
            .details
            .files
            .iter()
            .map(|pair| (&pair.name, pair.value.as_str()));
        let of_1c = titled
            .chain(named.iter().map(|written| (written, "")))
            .filter_map(|(written, title)| ready(written).map(|file| (written, title, file)))
            .map(|(written, title, file)| file_row(file, title, written, "", ""));
        let given = attachments()
            .filter(|given| !given.is_picture)
            .map(|given| file_row(&given.file, &given.title, "", &given.kind, &given.valid_until));
        let mut listed = BTreeSet::new();
        let files: Vec<FileRow> = given
            .chain(of_1c.filter(|row| !pictures.iter().any(|picture| picture.blake3 == row.blake3)))
            .filter(|row| listed.insert(row.blake3.clone()))
            .take(MOST_OTHERS)
            .collect();

        let row = MediaRow {
            item: item.id.to_owned(),
            thumbnail: pictures.first().map(|file| file.thumbnail.clone()).unwrap_or_default(),
            pictures: pictures.iter().map(|file| file.picture_row()).collect(),
            files,
        };
        (!row.pictures.is_empty() || !row.files.is_empty()).then(|| row.encode_to_vec())
    }

    fn analogues_of(&self, item: &LiveItem<'_>, base: &str) -> Vec<String> {
        let given = of_item(&self.analogues, item.id, base);
        let mut seen = BTreeSet::new();
        given
            .chain(&item.product.details.analogues)
            .filter(|other| *other != item.id && *other != base && seen.insert((*other).clone()))
            .cloned()
            .collect()
    }

    fn arrivals_of(&self, item: &LiveItem<'_>, base: &str) -> Option<Vec<u8>> {
        // An arrival of the product as a whole is not one of each variant.
        let of_it = if item.id == base { base } else { item.id };
        let mut arrivals: Vec<ArrivalRow> = self.arrivals.get(of_it).cloned().unwrap_or_default();
        arrivals.sort_by(|a, b| a.date.cmp(&b.date));
        arrivals.truncate(MOST_OTHERS);
        let row = ArrivalsRow {
            item: item.id.to_owned(),
            arrivals,
        };
        (!row.arrivals.is_empty()).then(|| row.encode_to_vec())
    }
}

/// The groups of products, as they are asked for. `None`: the product is not there, or has no group.
#[derive(Default)]
struct Groups {
    by_base: BTreeMap<String, Option<String>>,
}

impl Groups {
    fn of(&mut self, tx: &mut dyn Tx, base: &str) -> Result<Option<&str>, StorageError> {
        if !self.by_base.contains_key(base) {
            let details = query_all(tx, SELECT_DETAILS, &[base.into()], |row| row.bytes("details"))?;
            let group = match details.first() {
                Some(details) => decode::<ProductDetails>(details)?.group,
                None => None,
            };
            self.by_base.insert(base.to_owned(), group);
        }
        Ok(self.by_base.get(base).and_then(Option::as_deref))
    }
}

/// The rows of analogues as an assortment has them: it names nothing that does not belong to it.
fn analogue_rows(
    tx: &mut dyn Tx,
    known: &[(String, Vec<String>)],
    narrow: Option<&Assortment>,
    groups: &mut Groups,
) -> Result<Vec<RowChange>, StorageError> {
    let mut rows = Vec::with_capacity(known.len());
    for (item, others) in known {
        let mut row = AnaloguesRow {
            item: item.clone(),
            others: Vec::new(),
        };
        for other in others {
            let base = base_of(other);
            let is_of_it = match narrow {
                Some(assortment) => assortment.has(base, groups.of(tx, base)?),
                None => true,
            };
            if is_of_it && row.others.len() < MOST_OTHERS {
                row.others.push(other.clone());
            }
        }
        rows.push(RowChange {
            key: item.clone(),
            body: (!row.others.is_empty()).then(|| row.encode_to_vec()),
        });
    }
    Ok(rows)
}

/// What is known of an item, then what is known of its product.
fn of_item<'k, T>(by_item: &'k BTreeMap<String, Vec<T>>, item: &str, base: &str) -> impl Iterator<Item = &'k T> {
    let own = by_item.get(item);
    let of_product = by_item.get(base).filter(|_| item != base);
    own.into_iter().chain(of_product).flatten()
}

fn file_row(file: &Ready, title: &str, written: &str, kind: &str, valid_until: &str) -> FileRow {
    let bare = written.rsplit(['/', '\\']).next().unwrap_or(written);
    let title = if title.is_empty() { bare } else { title };
    let kind = FileKind::from_code(kind).unwrap_or_else(|| FileKind::of_words(title));
    FileRow {
        blake3: file.blake3.clone(),
        bytes: file.bytes,
        title: title.to_owned(),
        kind: kind.code().to_owned(),
        extension: file.extension.clone(),
        valid_until: valid_until.to_owned(),
    }
}

impl Ready {
    fn read(row: &dyn Row) -> Result<Self, StorageError> {
        Ok(Self {
            blake3: row.text("blake3")?,
            extension: row.text("extension")?,
            bytes: u64::try_from(row.int("bytes")?).unwrap_or(0),
            width: u32::try_from(row.int("width")?).unwrap_or(0),
            height: u32::try_from(row.int("height")?).unwrap_or(0),
            thumbnail: row.bytes("thumbnail")?,
        })
    }

    fn picture_row(&self) -> PictureRow {
        PictureRow {
            blake3: self.blake3.clone(),
            bytes: self.bytes,
            width: self.width,
            height: self.height,
        }
    }
}
