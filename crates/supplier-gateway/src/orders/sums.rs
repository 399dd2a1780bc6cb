//! What lines cost, by the rules of `cabinet_domain::line`, and numbers as 1C reads them.

use cabinet_domain::line::{VatRate, added_vat, included_vat, line_sum};
use cabinet_domain::money::{Currency, Money, MoneyError, UnitPrice};
use cabinet_domain::quantity::Quantity;

/// The sums of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LineSums {
    /// VAT included, whatever the price is.
    pub(super) sum: Money,
    /// VAT in it.
    pub(super) vat: Money,
}

/// Sums of a line. `vat_on_top` says that the price does not include VAT; of a rate that is not known no VAT is counted.
pub(super) fn line_sums(
    price: UnitPrice,
    quantity: Quantity,
    currency: Currency,
    rate: Option<VatRate>,
    vat_on_top: bool,
) -> Result<LineSums, MoneyError> {
    let base = line_sum(price, quantity, currency)?;
    with_vat(base, rate, vat_on_top)
}

/// Sums of a line whose price × quantity is known.
pub(super) fn with_vat(base: Money, rate: Option<VatRate>, vat_on_top: bool) -> Result<LineSums, MoneyError> {
    let rate = rate.unwrap_or(VatRate::None);
    if vat_on_top {
        let vat = added_vat(base, rate)?;
        Ok(LineSums {
            sum: base.plus(vat)?,
            vat,
        })
    } else {
        Ok(LineSums {
            sum: base,
            vat: included_vat(base, rate)?,
        })
    }
}

/// The rate of goods: what their export said, else the supplier's usual one; `None` when neither says anything, which is
/// another thing than goods without VAT.
pub(super) fn rate_of(item_vat: &str, usual_vat: &str) -> Option<VatRate> {
    VatRate::parse(item_vat).or_else(|| VatRate::parse(usual_vat))
}

/// A sum as `1234.50`.
pub(crate) fn sum_text(minor: i64) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", minor.unsigned_abs() / 100, minor.unsigned_abs() % 100)
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
    fn vat_is_inside_or_on_top_as_the_price_type_says() {
        let price = UnitPrice::parse("100").unwrap();
        let two = Quantity::from_milli(2_000);
        for (name, rate, on_top, sum, vat) in [
            ("inside", Some(VatRate::Percent(20)), false, 20_000, 3_333),
            ("on top", Some(VatRate::Percent(20)), true, 24_000, 4_000),
            ("none", Some(VatRate::None), true, 20_000, 0),
            ("not known", None, true, 20_000, 0),
        ] {
            let sums = line_sums(price, two, Currency::RUB, rate, on_top).unwrap();
            assert_eq!((sums.sum.minor(), sums.vat.minor()), (sum, vat), "{name}");
        }
    }

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
