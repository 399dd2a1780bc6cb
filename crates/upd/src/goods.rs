//! ТаблСчФакт: the lines and what they come to.

use crate::error::{ReadError, ReadErrorKind};
use crate::model::{Declaration, Doubt, Line, Rate, Sums};
use crate::walk::{Element, Walk};
use cabinet_domain::line::VatRate;
use cabinet_domain::money::{Currency, Money, UnitPrice, parse_scaled};
use cabinet_domain::quantity::Quantity;

/// More lines than any shipment has.
const MAX_LINES: usize = 50_000;
/// More pairs and declarations than any line has.
const MAX_EXTRAS: usize = 1_000;

/// What a table holds.
#[derive(Default)]
pub(crate) struct Goods {
    pub(crate) lines: Vec<Line>,
    pub(crate) totals: Sums,
    pub(crate) doubts: Vec<Doubt>,
}

/// Reads the element entered last.
pub(crate) fn read(walk: &mut Walk<'_>, currency: Currency) -> Result<Goods, ReadError> {
    let mut goods = Goods::default();
    walk.children(|walk, child| {
        match child.name.as_str() {
            "СведТов" => {
                if goods.lines.len() == MAX_LINES {
                    return Err(walk.error(ReadErrorKind::TooLarge("the number of lines")));
                }
                let number = goods.lines.len().saturating_add(1);
                goods
                    .lines
                    .push(line(walk, &child, currency, number, &mut goods.doubts)?);
            }
            "ВсегоОпл" => goods.totals = totals(walk, &child, currency)?,
            _ => {}
        }
        Ok(())
    })?;
    Ok(goods)
}

fn line(
    walk: &mut Walk<'_>,
    element: &Element<'_>,
    currency: Currency,
    number: usize,
    doubts: &mut Vec<Doubt>,
) -> Result<Line, ReadError> {
    let quantity = element.get("КолТов").map(|text| quantity(walk, text)).transpose()?;
    if let (Some(text), Some((_, true))) = (element.get("КолТов"), quantity) {
        doubts.push(Doubt::QuantityRounded {
            line: number,
            written: text.chars().take(40).collect(),
        });
    }
    let price = element
        .get("ЦенаТов")
        .map(|text| {
            UnitPrice::parse(text).map_err(|_| walk.error(ReadErrorKind::unreadable("the price ЦенаТов", text)))
        })
        .transpose()?;
    let mut line = Line {
        ordinal: element.get("НомСтр").and_then(|text| text.parse().ok()).unwrap_or(0),
        name: element.text("НаимТов").unwrap_or_default(),
        article: None,
        code: None,
        gtin: None,
        unit_code: element.text("ОКЕИ_Тов"),
        unit: element.text("НаимЕдИзм"),
        quantity: quantity.map(|(quantity, _)| quantity),
        price,
        rate: rate(element.get("НалСт").unwrap_or_default()),
        sums: Sums {
            net: money(walk, element, "СтТовБезНДС", currency)?,
            vat: None,
            gross: money(walk, element, "СтТовУчНал", currency)?,
        },
        declarations: Vec::new(),
        notes: Vec::new(),
    };
    walk.children(|walk, child| {
        match child.name.as_str() {
            "СумНал" => line.sums.vat = tax(walk, currency)?,
            "СвТД" | "СвДТ" if line.declarations.len() < MAX_EXTRAS => line.declarations.push(Declaration {
                country_code: child.text("КодПроисх"),
                number: child.first_of(&["НомерТД", "НомерДТ"]).map(str::to_owned),
            }),
            "ДопСведТов" => {
                line.article = child.text("АртикулТов");
                line.code = child.text("КодТов");
                line.gtin = child.text("ГТИН");
                if line.unit.is_none() {
                    line.unit = child.text("НаимЕдИзм");
                }
                if line.name.is_empty() {
                    line.name = child.text("ХарактерТов").unwrap_or_default();
                }
            }
            "ИнфПолФХЖ2" if line.notes.len() < MAX_EXTRAS => line.notes.extend(pair(&child)),
            _ => {}
        }
        Ok(())
    })?;
    Ok(line)
}

/// A free pair of a name and a value.
pub(crate) fn pair(element: &Element<'_>) -> Option<(String, String)> {
    Some((element.text("Идентиф")?, element.text("Значен")?))
}

fn totals(walk: &mut Walk<'_>, element: &Element<'_>, currency: Currency) -> Result<Sums, ReadError> {
    let mut totals = Sums {
        net: money(walk, element, "СтТовБезНДСВсего", currency)?,
        vat: None,
        gross: money(walk, element, "СтТовУчНалВсего", currency)?,
    };
    walk.children(|walk, child| {
        if child.name == "СумНалВсего" {
            totals.vat = tax(walk, currency)?;
        }
        Ok(())
    })?;
    Ok(totals)
}

/// СумНДСТип: a sum, or the words that there is none.
fn tax(walk: &mut Walk<'_>, currency: Currency) -> Result<Option<Money>, ReadError> {
    let mut vat = None;
    walk.children(|walk, child| {
        match child.name.as_str() {
            "СумНал" => {
                let text = walk.content()?;
                vat = Some(amount(walk, "the tax СумНал", &text, currency)?);
            }
            "БезНДС" => vat = Some(Money::zero(currency)),
            _ => {}
        }
        Ok(())
    })?;
    Ok(vat)
}

fn money(
    walk: &Walk<'_>,
    element: &Element<'_>,
    name: &'static str,
    currency: Currency,
) -> Result<Option<Money>, ReadError> {
    element
        .get(name)
        .map(|text| amount(walk, name, text, currency))
        .transpose()
}

fn amount(walk: &Walk<'_>, what: &'static str, text: &str, currency: Currency) -> Result<Money, ReadError> {
    parse_scaled(text, 2)
        .map(|minor| Money::from_minor(minor, currency))
        .map_err(|_| walk.error(ReadErrorKind::unreadable(what, text)))
}

/// A quantity, and whether it had more decimals than are kept.
fn quantity(walk: &Walk<'_>, text: &str) -> Result<(Quantity, bool), ReadError> {
    let unreadable = |_| walk.error(ReadErrorKind::unreadable("the quantity КолТов", text));
    let quantity = Quantity::parse(text).map_err(unreadable)?;
    let decimals = text.split_once(['.', ',']).map_or("", |(_, after)| after);
    let is_rounded = decimals.trim_end_matches('0').len() > 3;
    Ok((quantity, is_rounded))
}

/// НалСт in words of all editions.
fn rate(text: &str) -> Rate {
    if text.starts_with("НДС исчисляется") {
        return Rate::ByAgent;
    }
    if let Some((percent, whole)) = text.split_once('/')
        && let (Ok(percent), Ok(whole)) = (percent.trim().parse::<u8>(), whole.trim().parse::<u16>())
        && u16::from(percent).checked_add(100) == Some(whole)
    {
        return Rate::Inside(percent);
    }
    VatRate::parse(text).map_or_else(|| Rate::Unknown(text.chars().take(40).collect()), Rate::Of)
}
