//! The lines of an order as 1C has them now, over the lines as placed.
//!
//! Matched by id, else by article. A line that 1C dropped stays with quantity 0, one that it added comes at the end.
//! Sums are 1C's where it states them: they are what the dealer owes.

use crate::orders::document::StoredLine;
use cabinet_domain::line::{VatRate, line_sum};
use cabinet_domain::money::{Currency, Money, MoneyError, UnitPrice, div_half_away, parse_scaled};
use cabinet_domain::quantity::Quantity;
use cabinet_pricing::sums::{LineSums, with_vat};
use commerceml::model::{DocumentLine, LineTax};

/// A number of a returned line that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}{}: a number in it cannot be read ({error})", named(.article))]
pub struct LineError {
    /// From 1.
    pub line: usize,
    /// Артикул, or what else names the goods; may be empty.
    pub article: String,
    /// What is wrong.
    #[source]
    pub error: MoneyError,
}

fn named(article: &str) -> String {
    if article.is_empty() {
        String::new()
    } else {
        format!(" ({article})")
    }
}

/// Lines after a returned document.
///
/// # Errors
/// [`LineError`] when a number of a line cannot be read; nothing of the document is then applied.
pub(super) fn lines_after(
    before: &[StoredLine],
    returned: &[DocumentLine],
    currency: Currency,
    vat_on_top: bool,
) -> Result<Vec<StoredLine>, LineError> {
    let mut after: Vec<StoredLine> = before.iter().map(dropped).collect();
    let mut is_seen = vec![false; after.len()];
    for (number, line) in (1..).zip(returned) {
        let unreadable = |error| LineError {
            line: number,
            article: [&line.article, &line.name, &line.id]
                .into_iter()
                .find(|text| !text.is_empty())
                .map(|text| text.chars().take(60).collect())
                .unwrap_or_default(),
            error,
        };
        let read = Read::new(line, currency, vat_on_top).map_err(unreadable)?;
        let Some(at) = position(&after, &is_seen, line) else {
            if read.quantity.is_positive() {
                after.push(added(after.len(), line, &read));
                is_seen.push(true);
            }
            continue;
        };
        if let (Some(stored), Some(seen)) = (after.get_mut(at), is_seen.get_mut(at)) {
            apply(stored, &read, *seen).map_err(unreadable)?;
            *seen = true;
        }
    }
    Ok(after)
}

/// Where a returned line belongs. Goods may stand in an order twice, once as a gift; a further line of the same item joins
/// the first.
fn position(lines: &[StoredLine], is_seen: &[bool], line: &DocumentLine) -> Option<usize> {
    let is_gift = UnitPrice::parse(&line.price).is_ok_and(|price| price.micro() == 0);
    let of_id = || {
        let of_id = lines.iter().enumerate();
        of_id.filter(|(_, stored)| !line.id.is_empty() && stored.item.as_str() == line.id)
    };
    let is_free = |at: usize| is_seen.get(at) == Some(&false);
    // One service may be done to several goods: then the count tells its lines apart.
    let counted = Quantity::parse(&line.quantity).map(Quantity::milli);
    let same_count = of_id().find(|(at, stored)| {
        is_free(*at) && stored.service.is_some() && counted.as_ref() == Ok(&stored.placed_quantity_milli)
    });
    let alike =
        same_count.or_else(|| of_id().find(|(at, stored)| (stored.price_micro == 0) == is_gift && is_free(*at)));
    let by_id = alike.or_else(|| of_id().next()).map(|(at, _)| at);
    by_id.or_else(|| {
        let free = |at: &usize| is_seen.get(*at) == Some(&false);
        let same = |at: &usize| lines.get(*at).is_some_and(|stored| stored.article == line.article);
        (0..lines.len())
            .filter(|at| !line.article.is_empty() && free(at))
            .find(same)
    })
}

fn dropped(line: &StoredLine) -> StoredLine {
    StoredLine {
        quantity_milli: 0,
        sum_minor: 0,
        vat_minor: 0,
        ..line.clone()
    }
}

fn added(lines_before: usize, line: &DocumentLine, read: &Read) -> StoredLine {
    let kind = line.requisites.iter().find(|(name, _)| name == "ТипНоменклатуры");
    StoredLine {
        ordinal: i64::try_from(lines_before).unwrap_or(i64::MAX).saturating_add(1),
        item: line.id.as_str().into(),
        on_order_milli: 0,
        article: line.article.clone(),
        name: line.name.clone(),
        unit: line.unit.as_ref().map(|unit| unit.name.clone()).unwrap_or_default(),
        unit_code: line.unit.as_ref().map(|unit| unit.code.clone()).unwrap_or_default(),
        product_type: kind.map_or_else(|| "Товар".to_owned(), |(_, value)| value.clone()),
        vat: read.rate.map(VatRate::code).unwrap_or_default(),
        quantity_milli: read.quantity.milli(),
        price_micro: read.price.micro(),
        sum_minor: read.sums.sum.minor(),
        vat_minor: read.sums.vat.minor(),
        placed_quantity_milli: 0,
        placed_price_micro: 0,
        service: None,
    }
}

fn apply(stored: &mut StoredLine, read: &Read, is_second: bool) -> Result<(), MoneyError> {
    let sums = match read.rate {
        Some(_) => read.sums,
        // The document said no rate: the line keeps its own.
        None => with_vat(read.base, VatRate::parse(&stored.vat), read.vat_on_top)?,
    };
    let already = |value: i64| if is_second { value } else { 0 };
    stored.quantity_milli = already(stored.quantity_milli)
        .checked_add(read.quantity.milli())
        .ok_or(MoneyError::Overflow)?;
    stored.sum_minor = already(stored.sum_minor)
        .checked_add(sums.sum.minor())
        .ok_or(MoneyError::Overflow)?;
    stored.vat_minor = already(stored.vat_minor)
        .checked_add(sums.vat.minor())
        .ok_or(MoneyError::Overflow)?;
    if read.quantity.is_positive() {
        stored.price_micro = read.price.micro();
    }
    if let Some(rate) = read.rate {
        stored.vat = rate.code();
    }
    Ok(())
}

/// The numbers of a returned line, per base unit.
struct Read {
    quantity: Quantity,
    price: UnitPrice,
    /// Сумма less the discounts that it does not include; VAT as `vat_on_top` says.
    base: Money,
    sums: LineSums,
    rate: Option<VatRate>,
    vat_on_top: bool,
}

impl Read {
    fn new(line: &DocumentLine, currency: Currency, order_vat_on_top: bool) -> Result<Self, MoneyError> {
        let factor = if line.factor.trim().is_empty() {
            1000
        } else {
            parse_scaled(&line.factor, 3)?
        };
        let in_units = Quantity::parse(if line.quantity.trim().is_empty() {
            "0"
        } else {
            &line.quantity
        })?;
        let milli = i128::from(in_units.milli())
            .checked_mul(i128::from(factor))
            .ok_or(MoneyError::Overflow)?;
        let quantity = Quantity::from_milli(div_half_away(milli, 1000)?.max(0));
        let stated = UnitPrice::parse(if line.price.trim().is_empty() { "0" } else { &line.price })?;
        let listed = stated.per_unit_of_pack(factor)?;
        let tax = line
            .taxes
            .iter()
            .find(|tax| tax.name.trim().to_lowercase().starts_with("ндс"));
        let tax = tax.or_else(|| {
            line.taxes
                .iter()
                .find(|tax| tax.name.trim().to_lowercase().starts_with("пдв"))
        });
        let vat_on_top = tax
            .and_then(|tax| tax.is_included)
            .map_or(order_vat_on_top, |included| !included);
        let base = base_of(line, listed, quantity, currency)?;
        let rate = tax.and_then(|tax| VatRate::parse(&tax.rate));
        let mut sums = with_vat(base, rate, vat_on_top)?;
        if let Some(stated) = tax.map(stated_vat).transpose()?.flatten() {
            let vat = Money::from_minor(stated, currency);
            sums = LineSums {
                sum: if vat_on_top { base.plus(vat)? } else { base },
                vat,
            };
        }
        Ok(Self {
            quantity,
            price: effective(listed, base, quantity, currency)?,
            base,
            sums,
            rate,
            vat_on_top,
        })
    }
}

/// Сумма less the discounts that it does not include; price × quantity when it is not said.
fn base_of(line: &DocumentLine, price: UnitPrice, quantity: Quantity, currency: Currency) -> Result<Money, MoneyError> {
    if !quantity.is_positive() {
        return Ok(Money::zero(currency));
    }
    if line.sum.trim().is_empty() {
        return line_sum(price, quantity, currency);
    }
    let mut minor = parse_scaled(&line.sum, 2)?;
    for discount in line
        .discounts
        .iter()
        .filter(|discount| discount.is_included == Some(false))
    {
        minor = minor
            .checked_sub(parse_scaled(&discount.sum, 2)?)
            .ok_or(MoneyError::Overflow)?;
    }
    Ok(Money::from_minor(minor, currency))
}

/// The price that gives the sum: the listed one, or with a discount taken off it, so that a printed line multiplies out.
/// A kopeck of difference is how 1C rounded the sum, not another price.
fn effective(listed: UnitPrice, base: Money, quantity: Quantity, currency: Currency) -> Result<UnitPrice, MoneyError> {
    if !quantity.is_positive() || line_sum(listed, quantity, currency)?.minor().abs_diff(base.minor()) <= 1 {
        return Ok(listed);
    }
    // minor (1e-2) by milli (1e-3) into micro (1e-6): seven more digits.
    let exact = i128::from(base.minor())
        .checked_mul(10_000_000)
        .ok_or(MoneyError::Overflow)?;
    div_half_away(exact, i128::from(quantity.milli())).map(UnitPrice::from_micro)
}

fn stated_vat(tax: &LineTax) -> Result<Option<i64>, MoneyError> {
    if tax.sum.trim().is_empty() {
        Ok(None)
    } else {
        parse_scaled(&tax.sum, 2).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use commerceml::model::LineDiscount;

    fn placed(item: &str, article: &str, quantity_milli: i64, price_micro: i64) -> StoredLine {
        StoredLine {
            ordinal: 1,
            item: item.into(),
            on_order_milli: 0,
            article: article.to_owned(),
            name: item.to_owned(),
            unit: "шт".to_owned(),
            unit_code: "796".to_owned(),
            product_type: "Товар".to_owned(),
            vat: "20".to_owned(),
            quantity_milli,
            price_micro,
            sum_minor: 1,
            vat_minor: 1,
            placed_quantity_milli: quantity_milli,
            placed_price_micro: price_micro,
            service: None,
        }
    }

    fn line(id: &str, article: &str, quantity: &str, price: &str, sum: &str) -> DocumentLine {
        DocumentLine {
            id: id.to_owned(),
            article: article.to_owned(),
            quantity: quantity.to_owned(),
            price: price.to_owned(),
            sum: sum.to_owned(),
            taxes: vec![LineTax {
                name: "НДС".into(),
                rate: "20".into(),
                is_included: Some(true),
                sum: String::new(),
            }],
            ..DocumentLine::default()
        }
    }

    fn after(before: &[StoredLine], returned: &[DocumentLine]) -> Vec<(String, i64, i64, i64, i64)> {
        lines_after(before, returned, Currency::RUB, false)
            .unwrap()
            .into_iter()
            .map(|l| {
                (
                    l.item.to_string(),
                    l.quantity_milli,
                    l.price_micro,
                    l.sum_minor,
                    l.vat_minor,
                )
            })
            .collect()
    }

    #[test]
    fn lines_are_matched_changed_dropped_and_added() {
        let before = [
            placed("a", "A-1", 5_000, 100_000_000),
            placed("b", "B-1", 2_000, 10_000_000),
        ];
        let got = after(
            &before,
            &[line("a", "A-1", "3", "120", "360.00"), line("c", "C-1", "1", "7", "7")],
        );
        assert_eq!(
            got,
            [
                ("a".to_owned(), 3_000, 120_000_000, 36_000, 6_000),
                ("b".to_owned(), 0, 10_000_000, 0, 0),
                ("c".to_owned(), 1_000, 7_000_000, 700, 117),
            ]
        );
    }

    #[test]
    fn each_peculiarity_of_a_returned_line_is_understood() {
        let before = [placed("a", "A-1", 5_000, 100_000_000)];
        let discounted = DocumentLine {
            discounts: vec![LineDiscount {
                name: String::new(),
                is_included: Some(false),
                sum: "50".into(),
            }],
            ..line("a", "", "5", "100", "500")
        };
        let on_top = DocumentLine {
            taxes: vec![LineTax {
                name: "НДС".into(),
                rate: "20".into(),
                is_included: Some(false),
                sum: "100".into(),
            }],
            ..line("a", "", "5", "100", "500")
        };
        for (name, returned, expected) in [
            (
                "by article",
                vec![line("other id", "A-1", "5", "100", "500")],
                (5_000, 100_000_000, 50_000, 8_333),
            ),
            (
                "a local number",
                vec![line("a", "", "5,0", "100,00", "500,00")],
                (5_000, 100_000_000, 50_000, 8_333),
            ),
            (
                "no sum",
                vec![line("a", "", "5", "100", "")],
                (5_000, 100_000_000, 50_000, 8_333),
            ),
            (
                "packs",
                vec![DocumentLine {
                    factor: "10".into(),
                    ..line("a", "", "2", "1000", "2000")
                }],
                (20_000, 100_000_000, 200_000, 33_333),
            ),
            ("a discount", vec![discounted], (5_000, 90_000_000, 45_000, 7_500)),
            (
                "a sum that 1C rounded a kopeck down",
                vec![line("a", "", "5", "100", "499.99")],
                (5_000, 100_000_000, 49_999, 8_333),
            ),
            (
                "a sum that 1C rounded a kopeck up",
                vec![line("a", "", "5", "100", "500.01")],
                (5_000, 100_000_000, 50_001, 8_334),
            ),
            (
                "two kopecks are another price",
                vec![line("a", "", "5", "100", "499.98")],
                (5_000, 99_996_000, 49_998, 8_333),
            ),
            ("tax on top", vec![on_top], (5_000, 100_000_000, 60_000, 10_000)),
            (
                "two lines of one item",
                vec![line("a", "", "2", "100", "200"), line("a", "", "3", "100", "300")],
                (5_000, 100_000_000, 50_000, 8_333),
            ),
            (
                "a line of nothing",
                vec![line("a", "", "0", "100", "0")],
                (0, 100_000_000, 0, 0),
            ),
        ] {
            let got = after(&before, &returned);
            assert_eq!(
                got,
                [("a".to_owned(), expected.0, expected.1, expected.2, expected.3)],
                "{name}"
            );
        }
        for bad in [
            line("a", "", "много", "1", "1"),
            line("a", "", "1", "дорого", "1"),
            line("a", "", "1", "1", "?"),
        ] {
            let good = line("a", "", "1", "1", "1");
            let error = lines_after(&before, &[good, bad], Currency::RUB, false).unwrap_err();
            assert_eq!((error.line, error.error), (2, MoneyError::NotANumber));
        }
    }

    #[test]
    fn goods_that_were_bought_and_given_come_back_as_two_lines_in_any_order() {
        let before = [placed("a", "A-1", 10_000, 100_000_000), placed("a", "A-1", 2_000, 0)];
        let bought = line("a", "A-1", "10", "100", "1000");
        let given = line("a", "A-1", "2", "0", "0");
        for returned in [vec![bought.clone(), given.clone()], vec![given, bought]] {
            let lines: Vec<(i64, i64)> = after(&before, &returned)
                .into_iter()
                .map(|(_, quantity, price, ..)| (quantity, price))
                .collect();
            assert_eq!(lines, [(10_000, 100_000_000), (2_000, 0)]);
        }
    }

    #[test]
    fn a_line_that_comes_back_as_it_went_is_the_same() {
        let mut before = placed("a", "A-1", 1_333, 12_345);
        let base = line_sum(
            UnitPrice::from_micro(12_345),
            Quantity::from_milli(1_333),
            Currency::RUB,
        )
        .unwrap();
        let sums = with_vat(base, Some(VatRate::Percent(20)), false).unwrap();
        (before.sum_minor, before.vat_minor) = (sums.sum.minor(), sums.vat.minor());
        let back = DocumentLine {
            ..line(
                "a",
                "A-1",
                "1.333",
                "0.012345",
                &super::super::sums::sum_text(base.minor()),
            )
        };
        assert_eq!(
            lines_after(std::slice::from_ref(&before), &[back], Currency::RUB, false).unwrap(),
            [before]
        );
    }
}
