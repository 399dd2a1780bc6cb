//! What each entry of a pasted list is: one item, several, or none.
//!
//! Exactly only: by article in any spelling, else by barcode. Nothing is guessed for thousands of entries at once; the
//! search looks into one that was not found.

use crate::mirror::{Mirror, MirrorError};
use crate::sight::{Sight, mask};
use cabinet_domain::article::{article_norm, as_typed_by_hand, cells, may_be_barcode};
use cabinet_domain::ids::ItemId;
use rusqlite::{CachedStatement, Connection, named_params};

/// What an entry is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Each {
    /// This item and no other.
    One(ItemName),
    /// So many items have its article or barcode, two at least: variants mostly.
    Several(usize),
    /// No item.
    None,
}

/// What people know an item by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemName {
    /// Which item.
    pub item: ItemId,
    /// As the supplier writes it; empty when there is none.
    pub article: String,
    /// Наименование.
    pub name: String,
}

pub(crate) const BY_ARTICLE: &str = "
    SELECT i.id, i.item, i.article, i.name
    FROM item_article AS a
    JOIN item AS i ON i.id = a.id
    WHERE a.art_norm = :typed
      AND i.in_feeds & :mask <> 0";

pub(crate) const BY_BARCODE: &str = "
    SELECT id, item, article, name
    FROM item
    WHERE barcode = :typed
      AND barcode <> ''
      AND in_feeds & :mask <> 0";

impl Mirror {
    /// What each entry is, in the order asked. An entry of several cells (see [`cells`]) is what its cells are together.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn find_each(&self, sight: &Sight, entries: &[&str]) -> Result<Vec<Each>, MirrorError> {
        self.db().read(|conn| {
            let mut finder = Finder::new(conn, mask(conn, sight)?)?;
            entries.iter().map(|entry| finder.find(entry)).collect()
        })
    }
}

struct Finder<'a> {
    mask: i64,
    by_article: CachedStatement<'a>,
    by_barcode: CachedStatement<'a>,
}

impl<'a> Finder<'a> {
    fn new(conn: &'a Connection, mask: i64) -> Result<Self, MirrorError> {
        Ok(Self {
            mask,
            by_article: conn.prepare_cached(BY_ARTICLE)?,
            by_barcode: conn.prepare_cached(BY_BARCODE)?,
        })
    }

    fn find(&mut self, entry: &str) -> Result<Each, MirrorError> {
        let cells = cells(entry);
        let mut found = Vec::new();
        if cells.len() > 1 {
            // A semicolon may belong to the article itself.
            self.add(entry, &mut found)?;
        }
        if found.is_empty() {
            for cell in cells {
                self.add(cell, &mut found)?;
            }
        }
        found.sort_by_key(|(id, _)| *id);
        found.dedup_by_key(|(id, _)| *id);
        let several = found.len();
        Ok(match found.pop() {
            None => Each::None,
            Some((_, name)) if several == 1 => Each::One(name),
            Some(_) => Each::Several(several),
        })
    }

    /// Adds the items with the article, else those with the barcode.
    fn add(&mut self, text: &str, found: &mut Vec<(i64, ItemName)>) -> Result<(), MirrorError> {
        let before = found.len();
        let norm = article_norm(text);
        if !norm.is_empty() {
            read(&mut self.by_article, &norm, self.mask, found)?;
        }
        if found.len() == before
            && let Some(typed) = as_typed_by_hand(text)
        {
            read(&mut self.by_article, &article_norm(&typed), self.mask, found)?;
        }
        if found.len() == before && may_be_barcode(text) {
            read(&mut self.by_barcode, text, self.mask, found)?;
        }
        Ok(())
    }
}

fn read(
    statement: &mut CachedStatement<'_>,
    typed: &str,
    mask: i64,
    found: &mut Vec<(i64, ItemName)>,
) -> Result<(), MirrorError> {
    let mut rows = statement.query(named_params! { ":typed": typed, ":mask": mask })?;
    while let Some(row) = rows.next()? {
        let name = ItemName {
            item: ItemId::new(row.get::<_, String>("item")?),
            article: row.get("article")?,
            name: row.get("name")?,
        };
        found.push((row.get("id")?, name));
    }
    Ok(())
}
