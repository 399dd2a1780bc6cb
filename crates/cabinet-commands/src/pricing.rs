//! Sums of lines at the prices of one price type, by the rules of cabinet-domain.

use cabinet_desk::Grant;
use cabinet_domain::line::{VatRate, added_vat, line_sum};
use cabinet_domain::money::{Currency, Money, MoneyError, UnitPrice};
use cabinet_domain::quantity::Quantity;
use cabinet_mirror::{Mirror, MirrorError};

/// Whether a price type's prices contain VAT.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PriceBook {
    includes_vat: bool,
}

impl PriceBook {
    /// The book of the entity's price type. Before its description came prices count as containing VAT.
    pub(crate) fn of(mirror: &Mirror, grant: &Grant) -> Result<Self, MirrorError> {
        let Some(id) = &grant.price_type else {
            return Ok(Self { includes_vat: true });
        };
        let found = mirror
            .price_types()?
            .into_iter()
            .find(|price_type| price_type.id == *id);
        Ok(Self {
            includes_vat: found.is_none_or(|price_type| price_type.includes_vat),
        })
    }

    /// The sum of a line, VAT included.
    pub(crate) fn sum(
        self,
        price_micro: i64,
        quantity_milli: i64,
        currency: Currency,
        vat: &str,
    ) -> Result<Money, MoneyError> {
        let sum = line_sum(
            UnitPrice::from_micro(price_micro),
            Quantity::from_milli(quantity_milli),
            currency,
        )?;
        if self.includes_vat {
            return Ok(sum);
        }
        let rate = VatRate::parse(vat).unwrap_or(VatRate::None);
        sum.plus(added_vat(sum, rate)?)
    }
}

/// A sum over lines; lines of a second currency are left out and counted.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Total {
    sum: Option<Money>,
    /// Lines that could not be added: another currency, or a sum beyond 64 bits.
    pub(crate) left_out: u32,
}

impl Total {
    /// Adds the sum of a line.
    pub(crate) fn add(&mut self, line: Money) {
        match self.sum.map_or(Ok(line), |sum| sum.plus(line)) {
            Ok(sum) => self.sum = Some(sum),
            Err(_) => self.left_out = self.left_out.saturating_add(1),
        }
    }

    /// Minor units; `None` when nothing has a price, and when something could not be added: a sum of a part is no total.
    pub(crate) fn minor(self) -> Option<i64> {
        self.sum.filter(|_| self.left_out == 0).map(Money::minor)
    }

    /// ISO 4217; empty when there is nothing.
    pub(crate) fn currency(self) -> String {
        self.sum.map(|sum| sum.currency().code().to_owned()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vat_is_added_only_to_prices_without_it() {
        let sum = |includes_vat, vat| {
            PriceBook { includes_vat }
                .sum(10_000_000, 2_000, Currency::RUB, vat)
                .unwrap()
                .minor()
        };
        assert_eq!(sum(true, "20"), 2_000);
        assert_eq!(sum(false, "20"), 2_400);
        assert_eq!(sum(false, "none"), 2_000);
        assert_eq!(sum(false, ""), 2_000);
    }

    #[test]
    fn with_a_second_currency_there_is_no_total() {
        let mut total = Total::default();
        total.add(Money::from_minor(100, Currency::RUB));
        total.add(Money::from_minor(100, Currency::UAH));
        total.add(Money::from_minor(50, Currency::RUB));
        assert_eq!(
            (total.minor(), total.currency().as_str(), total.left_out),
            (None, "RUB", 1)
        );
    }
}
