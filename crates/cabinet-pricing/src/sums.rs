//! The sums of a line with its VAT, and their total.

use cabinet_domain::line::{VatRate, added_vat, included_vat, line_sum};
use cabinet_domain::money::{Currency, Money, MoneyError, UnitPrice};
use cabinet_domain::quantity::Quantity;

/// The sums of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineSums {
    /// VAT included, whatever the price is.
    pub sum: Money,
    /// VAT in it.
    pub vat: Money,
}

/// Sums of a line. `vat_on_top` says that the price does not include VAT; of a rate that is not known no VAT is counted.
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn line_sums(
    price: UnitPrice,
    quantity: Quantity,
    currency: Currency,
    rate: Option<VatRate>,
    vat_on_top: bool,
) -> Result<LineSums, MoneyError> {
    with_vat(line_sum(price, quantity, currency)?, rate, vat_on_top)
}

/// Sums of a line whose price × quantity is known.
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn with_vat(base: Money, rate: Option<VatRate>, vat_on_top: bool) -> Result<LineSums, MoneyError> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vat_is_inside_or_on_top_as_the_price_list_says() {
        let price = UnitPrice::parse("100").unwrap();
        let two = Quantity::from_milli(2_000);
        for (name, rate, on_top, sum, vat) in [
            ("inside", Some(VatRate::Percent(20)), false, 20_000, 3_333),
            ("on top", Some(VatRate::Percent(22)), true, 24_400, 4_400),
            ("none", Some(VatRate::None), true, 20_000, 0),
            ("not known", None, true, 20_000, 0),
        ] {
            let sums = line_sums(price, two, Currency::RUB, rate, on_top).unwrap();
            assert_eq!((sums.sum.minor(), sums.vat.minor()), (sum, vat), "{name}");
        }
    }
}
