//! The supplier's catalogue: what 1C exported, and the feeds made of it.
//!
//! In: CommerceML files, one transaction each. Out: rows of the feeds `ref`, `cat:…`, `price:…`, `stock:…`, for all goods
//! and for each assortment, terms of items for orders, counts.
//! Invariants: a file is taken whole or not at all; absence is no news; what is deleted can come back; nothing is lost
//! because of the order in which files come; only rows that changed are published.

mod assortment;
mod currencies;
mod currency;
mod extras;
mod family;
mod file;
mod generations;
mod goods;
mod group_tree;
mod import;
mod importer;
mod item;
mod measures;
mod offers;
mod plain_text;
mod publish;
mod publish_prices;
mod publish_reference;
mod publish_stock;
mod read_ahead;
mod reference;
mod report;
mod stats;
mod stored;
mod terms;
mod units;
pub(crate) mod unpublished;
mod words;

pub use assortment::{Assortment, Part, assortment, define};
pub use currency::CurrencyTable;
pub use file::{FileError, FileKind, Peek, import_file, import_files, peek};
pub use group_tree::{GroupTree, group_tree};
pub use import::{ImportError, ImportRules, ImportSource, import, refresh};
pub(crate) use publish::publish_media;
pub(crate) use publish_reference::groups_shown;
pub use publish_stock::publish_held;
pub(crate) use reference::DEFAULT_WAREHOUSE;
pub use report::{Counts, ImportReport, Note, NoteKind};
pub use stats::{Stats, stats};
pub use terms::{
    ItemTerms, PriceType, available_milli, first_price_type, price_types, republish_all, republish_stock, tells_stock,
    terms, warehouses,
};
pub(crate) use unpublished::{ITEMS, MEDIA};
