//! Assortments: parts of what the supplier sells, made of groups with everything below them and of single products.
//!
//! A product that 1C moves into such a group belongs to it from the next publication on. An assortment has no feed rows of
//! its own accord: it is published because a contract names it.

use crate::storage::{StorageError, Tx, query_all};
use cabinet_domain::stock::StockMode;
use cabinet_protocol::feed::{ALL_GOODS, FeedName};
use std::collections::{BTreeMap, BTreeSet};

/// What an assortment is made of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A group (1C id) with everything below it.
    Group(String),
    /// A product (1C id, before `#`) with all its variants.
    Product(String),
}

impl Part {
    const fn kind(&self) -> &'static str {
        match self {
            Self::Group(_) => "group",
            Self::Product(_) => "product",
        }
    }

    fn code(&self) -> &str {
        match self {
            Self::Group(code) | Self::Product(code) => code,
        }
    }
}

/// An assortment with its groups looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assortment {
    /// [`ALL_GOODS`], or the id under which it is stored.
    pub id: String,
    /// Named groups and all below them.
    groups: BTreeSet<String>,
    /// Named products.
    products: BTreeSet<String>,
}

const INSERT: &str = "
    INSERT INTO assortment (id, added_at_ms)
    VALUES ($1, $2)
    ON CONFLICT (id) DO NOTHING";

const INSERT_PART: &str = "
    INSERT INTO assortment_part (assortment, kind, code)
    VALUES ($1, $2, $3)
    ON CONFLICT (assortment, kind, code) DO NOTHING";

const SELECT_PARTS: &str = "
    SELECT assortment, kind, code
    FROM assortment_part
    WHERE $1 = '' OR assortment = $1
    ORDER BY assortment";

const SELECT_GROUPS: &str = "
    SELECT id, parent
    FROM product_group
    WHERE is_deleted = 0";

const SELECT_WORDS: &str = "
    SELECT DISTINCT assortment
    FROM contract
    WHERE stock_mode = 'words'";

/// Stores an assortment and returns its id; the same parts give the same id whenever they are given.
///
/// # Errors
/// [`StorageError`].
pub fn define(tx: &mut dyn Tx, parts: &BTreeSet<Part>, now_ms: i64) -> Result<String, StorageError> {
    let mut hasher = blake3::Hasher::new_derive_key("dealer-cabinet gateway 2026 assortment");
    for part in parts {
        hasher.update(part.kind().as_bytes());
        hasher.update(&u64::try_from(part.code().len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(part.code().as_bytes());
    }
    let id: String = hasher.finalize().to_hex().chars().take(16).collect();
    tx.execute(INSERT, &[id.as_str().into(), now_ms.into()])?;
    for part in parts {
        let params = [id.as_str().into(), part.kind().into(), part.code().into()];
        tx.execute(INSERT_PART, &params)?;
    }
    Ok(id)
}

/// An assortment by its id. One that is not stored has no goods.
///
/// # Errors
/// [`StorageError`].
pub fn assortment(tx: &mut dyn Tx, id: &str) -> Result<Assortment, StorageError> {
    let empty = Assortment {
        id: id.to_owned(),
        groups: BTreeSet::new(),
        products: BTreeSet::new(),
    };
    if id == ALL_GOODS {
        return Ok(empty);
    }
    Ok(read(tx, id)?.into_iter().next().unwrap_or(empty))
}

/// Every assortment but that of all goods.
///
/// # Errors
/// [`StorageError`].
pub(crate) fn narrow(tx: &mut dyn Tx) -> Result<Vec<Assortment>, StorageError> {
    read(tx, "")
}

/// Ids of the assortments whose stock somebody sees in words.
///
/// # Errors
/// [`StorageError`].
pub(crate) fn shown_in_words(tx: &mut dyn Tx) -> Result<BTreeSet<String>, StorageError> {
    let ids = query_all(tx, SELECT_WORDS, &[], |row| row.text("assortment"))?;
    Ok(ids.into_iter().collect())
}

/// The feeds of goods that there are: one set for each assortment.
pub(crate) struct Feeds {
    assortments: Vec<String>,
    in_words: BTreeSet<String>,
}

impl Feeds {
    pub(crate) fn read(tx: &mut dyn Tx) -> Result<Self, StorageError> {
        let mut assortments = vec![ALL_GOODS.to_owned()];
        assortments.extend(narrow(tx)?.into_iter().map(|one| one.id));
        Ok(Self {
            assortments,
            in_words: shown_in_words(tx)?,
        })
    }

    pub(crate) fn references(&self) -> impl Iterator<Item = FeedName> {
        self.assortments.iter().cloned().map(FeedName::Reference)
    }

    pub(crate) fn catalogues(&self) -> impl Iterator<Item = FeedName> {
        self.assortments.iter().cloned().map(FeedName::Catalogue)
    }

    pub(crate) fn prices(&self, list: &str) -> impl Iterator<Item = FeedName> {
        self.assortments
            .iter()
            .cloned()
            .map(move |assortment| FeedName::Prices {
                list: list.to_owned(),
                assortment,
            })
    }

    pub(crate) fn stock(&self, warehouse: &str) -> impl Iterator<Item = FeedName> {
        let feed = move |assortment: &String, mode| FeedName::Stock {
            warehouse: warehouse.to_owned(),
            mode,
            assortment: assortment.clone(),
        };
        let exact = self.assortments.iter().map(move |one| feed(one, StockMode::Exact));
        let words = self.assortments.iter().filter(|one| self.in_words.contains(*one));
        exact.chain(words.map(move |one| feed(one, StockMode::Words)))
    }
}

fn read(tx: &mut dyn Tx, id: &str) -> Result<Vec<Assortment>, StorageError> {
    let parts = query_all(tx, SELECT_PARTS, &[id.into()], |row| {
        Ok((row.text("assortment")?, row.text("kind")?, row.text("code")?))
    })?;
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let below = below(tx)?;
    let mut found: BTreeMap<String, Assortment> = BTreeMap::new();
    for (id, kind, code) in parts {
        let assortment = found.entry(id.clone()).or_insert_with(|| Assortment {
            id,
            groups: BTreeSet::new(),
            products: BTreeSet::new(),
        });
        if kind == "group" {
            add_below(&below, code, &mut assortment.groups);
        } else {
            assortment.products.insert(code);
        }
    }
    Ok(found.into_values().collect())
}

/// The groups right below each group.
fn below(tx: &mut dyn Tx) -> Result<BTreeMap<String, Vec<String>>, StorageError> {
    let groups = query_all(tx, SELECT_GROUPS, &[], |row| {
        Ok((row.text("id")?, row.opt_text("parent")?))
    })?;
    let mut below: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (id, parent) in groups {
        if let Some(parent) = parent {
            below.entry(parent).or_default().push(id);
        }
    }
    Ok(below)
}

/// A group that is met twice (groups in a circle) is passed by.
fn add_below(below: &BTreeMap<String, Vec<String>>, group: String, groups: &mut BTreeSet<String>) {
    let mut open = vec![group];
    while let Some(group) = open.pop() {
        if groups.insert(group.clone()) {
            open.extend(below.get(&group).into_iter().flatten().cloned());
        }
    }
}

impl Assortment {
    /// Whether it is that of all goods.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.id == ALL_GOODS
    }

    /// Whether a product (1C id, before `#`) of a group belongs to it.
    #[must_use]
    pub fn has(&self, base: &str, group: Option<&str>) -> bool {
        self.is_all() || self.products.contains(base) || group.is_some_and(|group| self.groups.contains(group))
    }

    /// The products that are named one by one.
    pub(crate) const fn products(&self) -> &BTreeSet<String> {
        &self.products
    }

    /// The named groups and all below them.
    pub(crate) const fn groups(&self) -> &BTreeSet<String> {
        &self.groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_brings_what_is_below_it_and_a_circle_ends() {
        let below = BTreeMap::from([
            ("a".to_owned(), vec!["b".to_owned(), "c".to_owned()]),
            ("c".to_owned(), vec!["d".to_owned()]),
            ("d".to_owned(), vec!["a".to_owned()]),
        ]);
        let mut groups = BTreeSet::new();
        add_below(&below, "c".to_owned(), &mut groups);
        let all: Vec<&str> = groups.iter().map(String::as_str).collect();
        assert_eq!(all, ["a", "b", "c", "d"]);
        let mut alone = BTreeSet::new();
        add_below(&below, "b".to_owned(), &mut alone);
        assert_eq!(alone.len(), 1);
    }
}
