//! Quantities in thousandths of the base unit: goods are sold by the piece, the metre and the kilogram.

use crate::money::{MoneyError, parse_scaled};

/// A count of thousandths of an item's base unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Quantity {
    milli: i64,
}

impl Quantity {
    /// None at all.
    pub const ZERO: Self = Self { milli: 0 };

    /// A quantity of `milli` thousandths.
    #[must_use]
    pub const fn from_milli(milli: i64) -> Self {
        Self { milli }
    }

    /// The count of thousandths.
    #[must_use]
    pub const fn milli(self) -> i64 {
        self.milli
    }

    /// Reads `12`, `1,5`, `1 000` as programs write it: a comma or a point is always the decimal mark. What a person wrote
    /// is read by [`crate::written::read`].
    ///
    /// # Errors
    /// [`MoneyError::NotANumber`] or [`MoneyError::Overflow`].
    pub fn parse(text: &str) -> Result<Self, MoneyError> {
        parse_scaled(text, 3).map(Self::from_milli)
    }

    /// Whether there is something to order.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.milli > 0
    }

    /// The sum, held at the largest value instead of overflowing (a stock of that size does not exist).
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            milli: self.milli.saturating_add(other.milli),
        }
    }

    /// What is left after taking `other`, never below zero.
    #[must_use]
    pub fn minus_floor(self, other: Self) -> Self {
        Self {
            milli: self.milli.saturating_sub(other.milli).max(0),
        }
    }

    /// The number in plain digits without trailing zeros (`1.5`, `12`), for files and 1C.
    #[must_use]
    pub fn to_decimal(self) -> String {
        let sign = if self.milli < 0 { "-" } else { "" };
        let whole = self.milli.unsigned_abs() / 1000;
        let part = self.milli.unsigned_abs() % 1000;
        if part == 0 {
            return format!("{sign}{whole}");
        }
        let text = format!("{sign}{whole}.{part:03}");
        text.trim_end_matches('0').to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantity_is_written_without_trailing_zeros() {
        for (milli, text) in [(0, "0"), (12_000, "12"), (1_500, "1.5"), (-250, "-0.25"), (1, "0.001")] {
            assert_eq!(Quantity::from_milli(milli).to_decimal(), text);
        }
    }
}
