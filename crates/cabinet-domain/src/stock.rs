//! How much a legal entity sees of stock: the number, a word, or nothing.

use crate::quantity::Quantity;
use serde::{Deserialize, Serialize};

/// What is shown of stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StockMode {
    /// The quantity.
    #[default]
    Exact,
    /// A word: none, few, many.
    Words,
    /// Nothing.
    Hidden,
}

impl StockMode {
    /// Every mode, for help texts and tables.
    pub const ALL: [Self; 3] = [Self::Exact, Self::Words, Self::Hidden];

    /// The word used on the wire, in SQL and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Words => "words",
            Self::Hidden => "hidden",
        }
    }

    /// Reads [`StockMode::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.code() == code)
    }

    /// Whether quantities of stock may be told at all: in lists, in checks, in notices.
    #[must_use]
    pub const fn tells_quantities(self) -> bool {
        matches!(self, Self::Exact)
    }
}

/// Stock in one word. The order is that of having more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StockLevel {
    /// Nothing is there.
    None,
    /// Something is there, less than [`MANY_FROM`].
    Few,
    /// At least [`MANY_FROM`].
    Many,
}

/// From so much on there is «many» of an item, in its base unit.
pub const MANY_FROM: Quantity = Quantity::from_milli(10_000);

impl StockLevel {
    /// Every level, for tables.
    pub const ALL: [Self; 3] = [Self::None, Self::Few, Self::Many];

    /// The word for a quantity.
    #[must_use]
    pub fn of(quantity: Quantity) -> Self {
        if quantity >= MANY_FROM {
            Self::Many
        } else if quantity.is_positive() {
            Self::Few
        } else {
            Self::None
        }
    }

    /// The word used on the wire and in SQL.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Few => "few",
            Self::Many => "many",
        }
    }

    /// Reads [`StockLevel::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_covers_a_range_and_gives_no_number_away() {
        for (milli, level) in [
            (-1_000, StockLevel::None),
            (0, StockLevel::None),
            (1, StockLevel::Few),
            (9_999, StockLevel::Few),
            (10_000, StockLevel::Many),
            (37_000_000, StockLevel::Many),
        ] {
            assert_eq!(StockLevel::of(Quantity::from_milli(milli)), level, "{milli}");
        }
    }

    #[test]
    fn codes_read_back() {
        for mode in StockMode::ALL {
            assert_eq!(StockMode::from_code(mode.code()), Some(mode));
        }
        for level in StockLevel::ALL {
            assert_eq!(StockLevel::from_code(level.code()), Some(level));
        }
    }
}
