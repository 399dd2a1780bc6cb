//! What a line and an order cost: one rounding per line, tax taken from the line's sum.

use crate::money::{Currency, Money, MoneyError, UnitPrice, div_half_away};
use crate::quantity::Quantity;

/// The tax rate of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VatRate {
    /// "Без НДС": the supplier or the goods are outside the tax.
    None,
    /// A rate in whole percent, zero included.
    Percent(u8),
}

impl VatRate {
    /// Reads what 1C writes: `20`, `20%`, `0`, `Без НДС`, `без ПДВ`; unknown words are `None` of the option.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches('%').trim();
        let lower = text.to_lowercase();
        if lower.starts_with("без") || lower == "none" {
            return Some(Self::None);
        }
        text.parse::<u8>().ok().filter(|p| *p <= 100).map(Self::Percent)
    }

    /// The form used on the wire and in SQL: `none` or the percent.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::None => "none".to_owned(),
            Self::Percent(p) => p.to_string(),
        }
    }
}

/// The sum of a line: price × quantity, rounded half away from zero to the minor unit.
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn line_sum(price: UnitPrice, quantity: Quantity, currency: Currency) -> Result<Money, MoneyError> {
    // micro × milli = 1e-9 of the unit; the minor unit is 1e-2, so 1e7 of them make one.
    let exact = i128::from(price.micro())
        .checked_mul(i128::from(quantity.milli()))
        .ok_or(MoneyError::Overflow)?;
    div_half_away(exact, 10_000_000).map(|minor| Money::from_minor(minor, currency))
}

/// The tax contained in a sum that includes it: sum × r / (100 + r), rounded per line.
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn included_vat(sum: Money, rate: VatRate) -> Result<Money, MoneyError> {
    match rate {
        VatRate::None => Ok(Money::zero(sum.currency())),
        VatRate::Percent(percent) => {
            let exact = i128::from(sum.minor())
                .checked_mul(i128::from(percent))
                .ok_or(MoneyError::Overflow)?;
            let by = i128::from(percent).checked_add(100).ok_or(MoneyError::Overflow)?;
            div_half_away(exact, by).map(|minor| Money::from_minor(minor, sum.currency()))
        }
    }
}

/// The tax to be added to a sum that does not include it: sum × r / 100, rounded per line.
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn added_vat(sum: Money, rate: VatRate) -> Result<Money, MoneyError> {
    match rate {
        VatRate::None => Ok(Money::zero(sum.currency())),
        VatRate::Percent(percent) => {
            let exact = i128::from(sum.minor())
                .checked_mul(i128::from(percent))
                .ok_or(MoneyError::Overflow)?;
            div_half_away(exact, 100).map(|minor| Money::from_minor(minor, sum.currency()))
        }
    }
}

/// The price of one unit without tax, as papers of the state print it beside the sum without tax: that sum by the
/// quantity, to the minor unit, since the sum stands and the price explains it.
///
/// # Errors
/// [`MoneyError::Overflow`]; [`MoneyError::NotANumber`] when the quantity is not positive.
pub fn price_without_vat(sum: Money, vat: Money, quantity: Quantity) -> Result<UnitPrice, MoneyError> {
    let without = i128::from(sum.minor())
        .checked_sub(i128::from(vat.minor()))
        .and_then(|minor| minor.checked_mul(1000))
        .ok_or(MoneyError::Overflow)?;
    let minor = div_half_away(without, i128::from(quantity.milli()))?;
    let micro = minor.checked_mul(10_000).ok_or(MoneyError::Overflow)?;
    Ok(UnitPrice::from_micro(micro))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_is_rounded_once() {
        for (name, price, quantity, minor) in [
            ("bolts at 0.0123", "0.0123", "1000", 1_230),
            ("half a kopeck goes up", "0.005", "1", 1),
            ("a third of a metre", "10", "0.333", 333),
            ("a returned line", "3.18", "-2", -636),
        ] {
            let sum = line_sum(
                UnitPrice::parse(price).unwrap(),
                Quantity::parse(quantity).unwrap(),
                Currency::RUB,
            )
            .unwrap();
            assert_eq!(sum.minor(), minor, "{name}");
        }
    }

    #[test]
    fn tax_is_taken_out_of_or_added_to_the_sum() {
        let sum = Money::from_minor(12_000, Currency::RUB);
        assert_eq!(included_vat(sum, VatRate::Percent(20)).unwrap().minor(), 2_000);
        assert_eq!(added_vat(sum, VatRate::Percent(22)).unwrap().minor(), 2_640);
        assert_eq!(included_vat(sum, VatRate::None).unwrap().minor(), 0);
    }

    #[test]
    fn the_price_without_tax_comes_from_the_sum() {
        let money = |minor| Money::from_minor(minor, Currency::RUB);
        for (sum, vat, quantity, micro) in [
            (12_200, 2_200, 1_000, 100_000_000),
            (12_200, 2_200, 3_000, 33_330_000),
            (100, 0, 8_000, 130_000),
        ] {
            let price = price_without_vat(money(sum), money(vat), Quantity::from_milli(quantity)).unwrap();
            assert_eq!(price.micro(), micro, "{sum}");
        }
        assert!(price_without_vat(money(1), money(0), Quantity::from_milli(0)).is_err());
    }

    #[test]
    fn rates_are_read_in_the_words_of_1c() {
        for (text, rate) in [
            ("20", Some(VatRate::Percent(20))),
            ("22%", Some(VatRate::Percent(22))),
            ("Без НДС", Some(VatRate::None)),
            ("без ПДВ", Some(VatRate::None)),
            ("0", Some(VatRate::Percent(0))),
            ("прочее", None),
        ] {
            assert_eq!(VatRate::parse(text), rate, "{text}");
        }
    }

    proptest! {
        #[test]
        fn whole_units_sum_as_repeated_addition(minor in 0_i64..1_000_000, count in 1_i64..500) {
            let price = UnitPrice::from_micro(minor * 10_000);
            let sum = line_sum(price, Quantity::from_milli(count * 1000), Currency::RUB).unwrap();
            prop_assert_eq!(sum.minor(), minor * count);
        }
    }
}
