//! The rate of goods, and numbers as 1C reads them.

use cabinet_domain::line::VatRate;
use cabinet_domain::money::{UnitPrice, hundredths_text};

/// The rate of goods: what their export said, else the supplier's usual one; `None` when neither says anything, which is
/// another thing than goods without VAT.
pub(super) fn rate_of(item_vat: &str, usual_vat: &str) -> Option<VatRate> {
    VatRate::parse(item_vat).or_else(|| VatRate::parse(usual_vat))
}

/// A sum as `1234.50`.
pub(crate) fn sum_text(minor: i64) -> String {
    hundredths_text(minor)
}

/// A unit price in plain digits, at least two decimals: `37.50`, `0.0123`.
pub(crate) fn price_text(price: UnitPrice) -> String {
    let micro = price.micro();
    let sign = if micro < 0 { "-" } else { "" };
    let mut text = format!(
        "{sign}{}.{:06}",
        micro.unsigned_abs() / 1_000_000,
        micro.unsigned_abs() % 1_000_000
    );
    for _ in 0..4 {
        if !text.ends_with('0') {
            break;
        }
        text.pop();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_for_1c_have_a_dot_and_no_blanks() {
        for (micro, text) in [
            (37_500_000, "37.50"),
            (12_300, "0.0123"),
            (1_000_000_000, "1000.00"),
            (1, "0.000001"),
        ] {
            assert_eq!(price_text(UnitPrice::from_micro(micro)), text);
        }
        assert_eq!(sum_text(123_456), "1234.56");
        assert_eq!(sum_text(-5), "-0.05");
    }
}
