//! A believable supplier of any size, written as a УТ 11 export.
//!
//! In: a [`Plan`] (how many products, which seed). Out: `import0_<n>.xml` and `offers0_<n>.xml` in portions
//! of 1,000 goods, and a [`Summary`] of what a correct importer will count.
//! Invariants: the same plan gives the same bytes; product `i` depends on the seed and on `i` alone,
//! so memory does not grow with the number of products and a light update needs no earlier files;
//! no clock is read; brands, firms and prices are invented.

mod assortment;
mod changes;
mod classifier;
mod digits;
mod directories;
mod export;
mod plan;
mod shelf;
mod showcase;
mod supply;

pub use changes::{ChangesSummary, write_changes};
pub use directories::{DirectoriesSummary, write_directories};
pub use export::{Summary, generate, generate_dressed};
pub use plan::{GenerateError, PORTION_PRODUCTS, PRODUCTS_MAX, PRODUCTS_MIN, Plan};
pub use shelf::Shelf;
