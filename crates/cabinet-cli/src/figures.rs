//! Exact decimals of scaled integers, for people and for JSON.

use cabinet_domain::quantity::Quantity;

/// `123450` minor units as `1234.50`.
pub fn money(minor: i64) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", minor.unsigned_abs() / 100, minor.unsigned_abs() % 100)
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

#[cfg(test)]
mod tests {
    use super::*;

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
