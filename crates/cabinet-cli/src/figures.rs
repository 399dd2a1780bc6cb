//! Exact decimals of scaled integers, for people and for JSON.

use crate::exit::Failure;
use cabinet_commands::error::{CommandError, ErrorCode};
use cabinet_domain::money::hundredths_text;
use cabinet_domain::quantity::Quantity;
use cabinet_domain::written::{self, Written};
use time::OffsetDateTime;

/// `123450` minor units as `1234.50`.
pub fn money(minor: i64) -> String {
    hundredths_text(minor)
}

/// A price in millionths with at least two decimals and no needless zeros: `12.30`, `0.0123`.
pub fn price(micro: i64) -> String {
    let sign = if micro < 0 { "-" } else { "" };
    let whole = micro.unsigned_abs() / 1_000_000;
    let mut part = format!("{:06}", micro.unsigned_abs() % 1_000_000);
    while part.len() > 2 && part.ends_with('0') {
        part.pop();
    }
    format!("{sign}{whole}.{part}")
}

/// Thousandths as a plain number: `1.5`, `12`.
pub fn quantity(milli: i64) -> String {
    Quantity::from_milli(milli).to_decimal()
}

/// The day of a moment (UTC, ms since 1970) in UTC: `2026-11-29`; empty for a moment that no calendar has.
pub fn day(at_ms: i64) -> String {
    OffsetDateTime::from_unix_timestamp(at_ms.div_euclid(1000))
        .map_or_else(|_| String::new(), |at| at.date().to_string())
}

/// Thousandths of a quantity that stands on the command line as `what`.
///
/// # Errors
/// `invalid` when it is not above zero, and when it may be read as two numbers, which are named.
pub fn typed(text: &str, what: &str) -> Result<i64, Failure> {
    let words = match written::read(text) {
        Ok(Written::Exact(quantity)) if quantity.is_positive() => return Ok(quantity.milli()),
        Ok(Written::Exact(_)) | Err(written::WrittenError::Negative) => format!("{what} must be a number above zero"),
        Ok(Written::Doubtful(readings)) => {
            let readings: Vec<String> = readings.into_iter().map(written::plain).collect();
            format!(
                "{what} \"{text}\" may be read in two ways; write {}",
                readings.join(" or ")
            )
        }
        Err(error) => format!("{what} \"{text}\" cannot be used: {error}"),
    };
    Err(CommandError::new(ErrorCode::Invalid, words).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_that_of_utc() {
        assert_eq!(day(1_764_374_400_000), "2025-11-29");
        assert_eq!(day(-1), "1969-12-31");
        assert_eq!(day(i64::MAX), "");
    }

    #[test]
    fn a_typed_quantity_is_taken_only_when_it_means_one_number() {
        assert_eq!(typed("1,5", "the quantity").unwrap(), 1_500);
        let doubt = typed("1,000", "the quantity").unwrap_err().to_string();
        assert!(doubt.contains("write 1000 or 1"), "{doubt}");
        for text in ["0", "-5", "x", "", "0,0005"] {
            assert!(typed(text, "the quantity").is_err(), "{text}");
        }
    }

    #[test]
    fn figures_are_exact() {
        for (minor, text) in [(0, "0.00"), (5, "0.05"), (123_450, "1234.50"), (-5, "-0.05")] {
            assert_eq!(money(minor), text);
        }
        for (micro, text) in [
            (12_300_000, "12.30"),
            (12_300, "0.0123"),
            (1, "0.000001"),
            (-500_000, "-0.50"),
        ] {
            assert_eq!(price(micro), text);
        }
    }
}
