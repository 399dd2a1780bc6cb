//! The built-in sample supplier: what a gateway would send of an invented supplier, made on this device.
//!
//! In: the present moment, from which the ages of orders and notices are counted. Out: grants and the rows of feeds.
//! Invariants: the same moment gives the same rows; every name, number and price is invented; sums are those of
//! `cabinet_domain`, so a sample order adds up as a real one does.
//! Not here: files, a network, and anything that could be sent.

mod day;
mod from_supplier;
mod goods;
mod people;
mod news;
mod papers;
mod told;

use cabinet_domain::ids::{EntityId, ItemId, PersonId};
use cabinet_domain::money::MoneyError;
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::framing::KeyedRow;
use cabinet_protocol::session::Grant;
use demo_supplier::{GenerateError, Plan, Shelf};

/// Products on the sample shelf: enough to search in, made within a moment.
const PRODUCTS: u64 = 600;

/// Everything of the sample.
#[derive(Debug)]
pub struct Sample {
    /// Name of the supplier.
    pub supplier_name: String,
    /// Who looks at it.
    pub person: PersonId,
    /// His name.
    pub person_name: String,
    /// His legal entities: one that buys, and one that sees no prices.
    pub grants: Vec<Grant>,
    /// What the mirror gets.
    pub feeds: Vec<SampleFeed>,
    /// A draft to begin with.
    pub draft: SampleDraft,
}

/// The rows of one feed, in the order of their keys.
#[derive(Debug)]
pub struct SampleFeed {
    /// Which feed.
    pub feed: FeedName,
    /// When its figures were true, UTC, ms since 1970.
    pub true_at_ms: i64,
    /// All rows.
    pub rows: Vec<KeyedRow>,
}

/// A draft to begin with.
#[derive(Debug)]
pub struct SampleDraft {
    /// For which entity.
    pub entity: EntityId,
    /// Its name.
    pub name: String,
    /// Its lines.
    pub lines: Vec<SampleLine>,
}

/// A line of the draft.
#[derive(Debug)]
pub struct SampleLine {
    /// Which item.
    pub item: ItemId,
    /// How much, in thousandths of the base unit.
    pub quantity_milli: i64,
    /// The price that was seen, in millionths of the rouble.
    pub price_micro: i64,
    /// Article.
    pub article: String,
    /// Name.
    pub name: String,
    /// Short name of the unit.
    pub unit: String,
}

/// Why there is no sample: the generator and the rules of money disagree, which a test would have shown.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// The plan of the generator.
    #[error(transparent)]
    Goods(#[from] GenerateError),
    /// A figure of the generator is none.
    #[error("a figure of the sample cannot be read: {0}")]
    Figure(#[from] MoneyError),
    /// The shelf has fewer goods than orders are made of.
    #[error("the sample has too few goods")]
    TooFew,
}

/// The sample as of `now_ms` (UTC, ms since 1970).
///
/// # Errors
/// [`SampleError`]; never for the built-in plan.
pub fn sample(now_ms: i64) -> Result<Sample, SampleError> {
    let shelf = Shelf::of(&Plan::new(PRODUCTS))?;
    let goods = goods::read(&shelf)?;
    let papers = papers::write(&goods, now_ms)?;
    let mut feeds = goods.feeds(&shelf, now_ms);
    feeds.push(told::tell(&goods, &papers, now_ms)?);
    feeds.push(news::tell(now_ms));
    let draft = papers::draft(&goods)?;
    feeds.extend(papers.into_feeds(now_ms));
    Ok(Sample {
        supplier_name: people::SUPPLIER.to_owned(),
        person: PersonId::new(people::PERSON_ID),
        person_name: people::PERSON.to_owned(),
        grants: people::grants(&goods),
        feeds,
        draft,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use cabinet_protocol::rows::{DocumentRow, ItemRow, PriceRow};
    use std::collections::BTreeSet;

    const NOW_MS: i64 = 1_796_000_000_000;

    fn rows<M: prost::Message + Default>(sample: &Sample, kind: fn(&FeedName) -> bool) -> Vec<M> {
        let feeds = sample.feeds.iter().filter(|feed| kind(&feed.feed));
        feeds
            .flat_map(|feed| &feed.rows)
            .map(|row| M::decode(row.body.as_slice()).unwrap())
            .collect()
    }

    #[test]
    fn the_same_moment_gives_the_same_bytes_and_keys_stand_in_order_once() {
        let (one, two) = (sample(NOW_MS).unwrap(), sample(NOW_MS).unwrap());
        let bytes = |sample: &Sample| sample.feeds.iter().map(|feed| feed.rows.clone()).collect::<Vec<_>>();
        assert_eq!(bytes(&one), bytes(&two));
        for feed in &one.feeds {
            assert!(!feed.rows.is_empty(), "{}", feed.feed);
            assert!(feed.rows.windows(2).all(|two| two[0].key < two[1].key), "{}", feed.feed);
        }
    }

    #[test]
    fn every_price_is_of_an_item_and_every_grant_has_the_feeds_it_needs() {
        let sample = sample(NOW_MS).unwrap();
        let items: Vec<ItemRow> = rows(&sample, |feed| matches!(feed, FeedName::Catalogue(_)));
        let ids: BTreeSet<_> = items.iter().map(|item| item.item.clone()).collect();
        assert!(ids.len() > 600);
        let prices: Vec<PriceRow> = rows(&sample, |feed| matches!(feed, FeedName::Prices { .. }));
        assert!(
            prices
                .iter()
                .all(|price| ids.contains(&price.item) && price.price_micro > 0)
        );
        for grant in &sample.grants {
            let names: Vec<String> = sample.feeds.iter().map(|feed| feed.feed.to_string()).collect();
            assert!(
                names.contains(&format!("doc:{}", grant.entity))
                    || !grant.role.may(cabinet_domain::access::Right::SeeDocuments)
            );
            if let Some(price_type) = &grant.price_type {
                assert!(names.contains(&format!("price:{price_type}")));
            }
        }
    }

    #[test]
    fn the_supplier_s_own_documents_are_one_overdue_and_one_to_come_and_add_up() {
        let sample = sample(NOW_MS).unwrap();
        let documents: Vec<DocumentRow> = rows(&sample, |feed| matches!(feed, FeedName::Documents(_)));
        let own: Vec<_> = documents
            .iter()
            .filter_map(|row| row.supplier_document.as_ref())
            .collect();
        let today = day::iso(NOW_MS);
        let told: Vec<_> = own
            .iter()
            .map(|document| {
                (
                    document.kind.as_str(),
                    document.due_date < today,
                    document.order.is_empty(),
                )
            })
            .collect();
        assert_eq!(told, [("bill", false, false), ("shipment", true, true)]);
        for document in own {
            let lines = document.lines.iter().map(|line| line.sum_minor.unwrap());
            assert_eq!(Some(lines.sum::<i64>()), document.total_minor);
            assert!(document.total_minor > Some(0) && document.date < today);
        }
    }

    #[test]
    fn orders_and_invoices_add_up_to_the_kopeck() {
        let sample = sample(NOW_MS).unwrap();
        let documents: Vec<DocumentRow> = rows(&sample, |feed| matches!(feed, FeedName::Documents(_)));
        let orders: Vec<_> = documents.iter().filter_map(|row| row.order.as_ref()).collect();
        let invoices: Vec<_> = documents.iter().filter_map(|row| row.invoice.as_ref()).collect();
        assert_eq!((orders.len(), invoices.len()), (3, 3));
        for order in &orders {
            assert_eq!(
                order.lines.iter().map(|line| line.sum_minor).sum::<i64>(),
                order.total_minor
            );
            assert!(order.placed_at_ms < NOW_MS);
            assert_eq!(order.history.last().unwrap().state, order.state);
        }
        for invoice in &invoices {
            let lines = || invoice.lines.iter();
            assert_eq!(lines().map(|line| line.sum_minor).sum::<i64>(), invoice.total_minor);
            assert_eq!(lines().map(|line| line.vat_minor).sum::<i64>(), invoice.vat_minor);
        }
        let states: BTreeSet<_> = orders.iter().map(|order| order.state.as_str()).collect();
        assert_eq!(states, BTreeSet::from(["completed", "held", "reserved"]));
    }
}
