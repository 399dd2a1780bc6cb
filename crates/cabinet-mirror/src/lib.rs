//! The disposable files of a profile: `mirror.db` (goods, prices, stock, search), `entity-<id>.db` (documents) and
//! `media.db` (fetched pictures and files).
//!
//! In: snapshot segments and pages of changes (only cabinet-sync calls those). Out: plain structs for screens.
//! Invariants: rows and cursor change in one transaction; a row that cannot be read stops its page and removes
//! nothing; both files may be deleted at any moment. Not here: what the user made (cabinet-desk), the network.

mod article_text;
pub mod books;
mod by_item;
pub mod card;
pub mod changes;
pub mod claim;
pub mod codes;
pub mod delivery;
pub mod dictionary;
mod endings;
pub mod entity;
pub mod feed_error;
pub mod feed_file;
mod feed_rows;
pub mod find_each;
pub mod forgiving;
pub mod goods;
pub mod invoice;
mod item_key;
mod keyboard;
mod listing;
mod load_addresses;
mod lately;
mod load_analogues;
mod load_arrivals;
mod load_books;
mod load_branches;
mod load_catalogue;
mod load_claims;
mod load_codes;
mod load_delivery;
mod load_documents;
mod load_media;
mod load_news;
mod load_personal;
mod load_prices;
mod load_reference;
mod load_rules;
mod load_stock;
mod load_stock_level;
pub mod lookup;
pub mod media;
pub mod media_cache;
pub mod mirror;
mod named;
mod news;
mod one_by_one;
pub mod order;
pub mod personal;
pub mod price_history;
pub mod properties;
pub mod purchases;
pub mod repair;
mod row_seal;
pub mod rules;
mod search;
mod search_index;
pub mod sight;
pub mod snapshot;
mod sound;
mod spelling;
mod stored_rows;
pub mod supplier_document;
mod table;
mod text;
pub mod turns;
mod vocabulary;

#[cfg(test)]
mod plans;

pub use books::{OrderMoney, OwedDocument, OwedSum};
pub use card::{ItemCard, WarehouseStock};
pub use changes::Applied;
pub use codes::SharedCode;
pub use delivery::{Address, Branch, BranchesFound, Carrier, Way};
pub use dictionary::{Group, PriceType, Warehouse};
pub use entity::EntityMirror;
pub use feed_error::{FeedError, RowFault};
pub use feed_file::{FeedFile, FeedState};
pub use find_each::{Each, ItemName};
pub use forgiving::Reading;
pub use goods::{GoodsPage, GoodsQuery, GoodsRow, Pack, Price, PropertyFilter, Sort, SortBy};
pub use invoice::InvoiceSummary;
pub use lookup::{ItemBrief, ItemTerms};
pub use media::{Arrival, ItemMedia};
pub use media_cache::MediaCache;
pub use mirror::{Mirror, MirrorError};
pub use news::News;
pub use order::{Order, OrderDelivery, OrderLine, OrderSummary, ServiceLine, StateChange};
pub use personal::{StandingWish, Subscription};
pub use price_history::{PriceHistory, PricePoint};
pub use properties::{Facet, FacetValue};
pub use purchases::{Habit, MonthSum, Purchase};
pub use repair::{Checked, Standing};
pub use rules::{GroupPaths, Rules};
pub use sight::Sight;
pub use snapshot::{Published, SnapshotLoad};
pub use turns::{GoneItem, PriceMove, Turn, Turns};
