//! What to generate, and why it can fail.

use crate::classifier::{PRICE_TYPES, WAREHOUSES};
use std::path::PathBuf;

/// Fewest products of a supplier.
pub const PRODUCTS_MIN: u64 = 10;

/// Most products of a supplier.
pub const PRODUCTS_MAX: u64 = 1_000_000;

/// Goods of one portion, as УТ 11 cuts its exports.
pub const PORTION_PRODUCTS: u64 = 1_000;

/// A supplier: the same plan is always the same supplier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Products on sale, from [`PRODUCTS_MIN`] to [`PRODUCTS_MAX`]; those marked deleted come on top ([`Plan::written`]).
    pub products: u64,
    /// Chooses ids, names, prices and stock.
    pub seed: u64,
    /// How many of the supplier's price types there are, three at most.
    pub price_types: usize,
    /// How many of its warehouses, three at most.
    pub warehouses: usize,
}

impl Plan {
    /// A supplier with the seed that the demo uses.
    #[must_use]
    pub fn new(products: u64) -> Self {
        Self {
            products,
            seed: 1,
            price_types: PRICE_TYPES.len(),
            warehouses: WAREHOUSES.len(),
        }
    }

    /// Products in the files: those on sale, and one marked deleted for every hundred of them.
    pub(crate) const fn written(&self) -> u64 {
        self.products + self.products.div_ceil(100)
    }

    /// Whether a product is one of the deleted, which come last.
    pub(crate) const fn is_deleted(&self, number: u64) -> bool {
        number >= self.products
    }

    /// # Errors
    /// [`GenerateError::ProductsOutOfRange`].
    pub(crate) fn check(&self) -> Result<(), GenerateError> {
        if (PRODUCTS_MIN..=PRODUCTS_MAX).contains(&self.products) {
            Ok(())
        } else {
            Err(GenerateError::ProductsOutOfRange { asked: self.products })
        }
    }
}

/// Why nothing, or not all, was generated.
#[derive(Debug, thiserror::Error)]
pub enum GenerateError {
    /// The plan asks for too few or too many products: ask for another number.
    #[error("the number of products must be from {PRODUCTS_MIN} to {PRODUCTS_MAX}, not {asked}")]
    ProductsOutOfRange {
        /// What the plan says.
        asked: u64,
    },
    /// More changes than there are prices, or none: ask for another number.
    #[error("the number of changed prices must be from 1 to {available}, not {asked}")]
    ChangesOutOfRange {
        /// What was asked.
        asked: u64,
        /// Prices of this supplier.
        available: u64,
    },
    /// A file could not be written: look at the disk and the folder.
    #[error("{}: {source}", path.display())]
    Write {
        /// The file or the folder.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
}
