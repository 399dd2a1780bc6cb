//! A product with everything that shares its id before `#`, and which of it can be ordered.
//!
//! An item is an offer whose product is known, or a product that has no offers. What is deleted is no item; a deleted
//! product takes all that belongs to it.

use super::stored::{OfferDetails, ProductDetails};
use crate::storage::{Row, StorageError, Tx, Value};
use prost::Message;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// What [`Family::take`] reads of a key.
macro_rules! columns {
    () => {
        "k.id AS number, k.key AS id,
       p.article AS product_article, p.name AS product_name, p.is_stale, p.is_deleted AS is_product_deleted,
       p.details AS product_details,
       o.article AS offer_article, o.name AS offer_name, o.is_deleted AS is_offer_deleted, o.details AS offer_details"
    };
}

// The ids of a family, `base` and `base#…`, lie side by side among the keys; `$` is the character after `#`.
const SELECT_FAMILY: &str = concat!(
    "SELECT ",
    columns!(),
    "
FROM feed_key k
LEFT JOIN product p ON p.number = k.id
LEFT JOIN offer o ON o.number = k.id
WHERE k.key >= $1 AND k.key < $1 || '$'
ORDER BY k.key"
);
const SELECT_MARKED: &str = concat!(
    "SELECT u.base, u.what, ",
    columns!(),
    "
FROM (SELECT base, what FROM unpublished WHERE base > $1 ORDER BY base LIMIT $2) u
LEFT JOIN feed_key k ON k.key >= u.base AND k.key < u.base || '$'
LEFT JOIN product p ON p.number = k.id
LEFT JOIN offer o ON o.number = k.id"
);

/// A row of `product`.
#[derive(Debug, Clone)]
pub(crate) struct ProductRecord {
    pub id: String,
    pub article: String,
    pub name: String,
    pub is_stale: bool,
    pub is_deleted: bool,
    pub details: ProductDetails,
}

/// A row of `offer`.
#[derive(Debug, Clone)]
pub(crate) struct OfferRecord {
    pub number: i64,
    pub id: String,
    pub article: String,
    pub name: String,
    pub is_deleted: bool,
    pub details: OfferDetails,
}

/// All records of one product id.
#[derive(Debug, Default)]
pub(crate) struct Family {
    pub base: String,
    pub products: Vec<ProductRecord>,
    pub offers: Vec<OfferRecord>,
}

/// Something that can be ordered.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LiveItem<'f> {
    pub id: &'f str,
    /// The record that names it: its own, or that of the product before `#`.
    pub product: &'f ProductRecord,
    /// `None` for a product without offers.
    pub offer: Option<&'f OfferRecord>,
}

pub(crate) fn decode<M: Message + Default>(bytes: &[u8]) -> Result<M, StorageError> {
    M::decode(bytes).map_err(|_| StorageError::UnexpectedType("details"))
}

/// The part of an id before `#`.
pub(crate) fn base_of(id: &str) -> &str {
    id.split_once('#').map_or(id, |(base, _)| base)
}

/// Families on the list of `unpublished`, each with what is to be published of it: those after `after`, at most `limit`.
pub(crate) fn marked(tx: &mut dyn Tx, after: &str, limit: i64) -> Result<Vec<(Family, i64)>, StorageError> {
    // Put in order here: a database sorts whole rows for that, with all their details.
    let mut families: BTreeMap<String, (Family, i64)> = BTreeMap::new();
    tx.query(SELECT_MARKED, &[Value::from(after), Value::Int(limit)], &mut |row| {
        let base = row.text("base")?;
        let (family, _) = match families.entry(base) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => {
                let base = free.key().clone();
                free.insert((
                    Family {
                        base,
                        ..Family::default()
                    },
                    row.int("what")?,
                ))
            }
        };
        family.take(row)
    })?;
    Ok(families.into_values().collect())
}

impl Family {
    /// Everything known of a product id.
    pub(crate) fn read(tx: &mut dyn Tx, base: &str) -> Result<Self, StorageError> {
        let mut family = Self {
            base: base.to_owned(),
            ..Self::default()
        };
        tx.query(SELECT_FAMILY, &[Value::from(base)], &mut |row| family.take(row))?;
        Ok(family)
    }

    /// Takes the product and the offer of one id.
    fn take(&mut self, row: &dyn Row) -> Result<(), StorageError> {
        // Without an id when nothing is known of the product; and `base!` lies between `base` and `base#`.
        let Some(id) = row.opt_text("id")?.filter(|id| base_of(id) == self.base) else {
            return Ok(());
        };
        if let Some(deleted) = row.opt_int("is_product_deleted")? {
            self.products.push(ProductRecord {
                id: id.clone(),
                article: row.text("product_article")?,
                name: row.text("product_name")?,
                is_stale: row.int("is_stale")? != 0,
                is_deleted: deleted != 0,
                details: decode(&row.bytes("product_details")?)?,
            });
        }
        if let Some(deleted) = row.opt_int("is_offer_deleted")? {
            self.offers.push(OfferRecord {
                number: row.int("number")?,
                id,
                article: row.text("offer_article")?,
                name: row.text("offer_name")?,
                is_deleted: deleted != 0,
                details: decode(&row.bytes("offer_details")?)?,
            });
        }
        Ok(())
    }

    fn record(&self, id: &str) -> Option<&ProductRecord> {
        self.products.iter().find(|product| product.id == id)
    }

    /// What can be ordered now.
    pub(crate) fn live_items(&self) -> Vec<LiveItem<'_>> {
        let whole = self.record(&self.base);
        if whole.is_some_and(|product| product.is_deleted) {
            return Vec::new();
        }
        let mut items = Vec::new();
        for offer in self.offers.iter().filter(|offer| !offer.is_deleted) {
            if let Some(product) = self.record(&offer.id).or(whole).filter(|product| !product.is_deleted) {
                items.push(LiveItem {
                    id: &offer.id,
                    product,
                    offer: Some(offer),
                });
            }
        }
        for product in self.products.iter().filter(|product| !product.is_deleted) {
            // A plain product stands for itself only while nothing more exact is known.
            let is_plain = product.id == self.base;
            let has_exact = if is_plain {
                !self.offers.is_empty() || self.products.len() > 1
            } else {
                self.offers.iter().any(|offer| offer.id == product.id)
            };
            if !has_exact {
                items.push(LiveItem {
                    id: &product.id,
                    product,
                    offer: None,
                });
            }
        }
        items
    }

    /// Every id that is or may have been an item of this family.
    pub(crate) fn candidates(&self) -> BTreeSet<&str> {
        let products = self.products.iter().map(|product| product.id.as_str());
        let offers = self.offers.iter().map(|offer| offer.id.as_str());
        products.chain(offers).chain([self.base.as_str()]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(id: &str, is_deleted: bool) -> ProductRecord {
        ProductRecord {
            id: id.to_owned(),
            article: String::new(),
            name: String::new(),
            is_stale: false,
            is_deleted,
            details: ProductDetails::default(),
        }
    }

    fn offer(id: &str, is_deleted: bool) -> OfferRecord {
        OfferRecord {
            number: 0,
            id: id.to_owned(),
            article: String::new(),
            name: String::new(),
            is_deleted,
            details: OfferDetails::default(),
        }
    }

    #[test]
    fn items_are_offers_of_known_products_and_products_without_offers() {
        let (live, gone) = (false, true);
        for (case, products, offers, expected) in [
            ("a plain product without an offer", vec![("p", live)], vec![], vec!["p"]),
            ("a plain offer", vec![("p", live)], vec![("p", live)], vec!["p"]),
            (
                "variants replace the plain product",
                vec![("p", live)],
                vec![("p#1", live), ("p#2", live)],
                vec!["p#1", "p#2"],
            ),
            (
                "a deleted variant",
                vec![("p", live)],
                vec![("p#1", gone), ("p#2", live)],
                vec!["p#2"],
            ),
            ("all variants deleted", vec![("p", live)], vec![("p#1", gone)], vec![]),
            (
                "a deleted product takes its variants",
                vec![("p", gone)],
                vec![("p#1", live)],
                vec![],
            ),
            ("an orphan is no item", vec![], vec![("p", live), ("p#1", live)], vec![]),
            (
                "split goods",
                vec![("p#1", live), ("p#2", gone)],
                vec![("p#1", live), ("p#2", live)],
                vec!["p#1"],
            ),
            ("split goods without offers", vec![("p#1", live)], vec![], vec!["p#1"]),
        ] {
            let family = Family {
                base: "p".to_owned(),
                products: products
                    .into_iter()
                    .map(|(id, is_deleted)| product(id, is_deleted))
                    .collect(),
                offers: offers
                    .into_iter()
                    .map(|(id, is_deleted)| offer(id, is_deleted))
                    .collect(),
            };
            let items: Vec<_> = family.live_items().into_iter().map(|item| item.id).collect();
            assert_eq!(items, expected, "{case}");
        }
    }
}
