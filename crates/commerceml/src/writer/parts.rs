//! Pieces that goods, offers and document lines share.

use super::xml::XmlOut;
use crate::model::{Characteristic, Price, Unit};
use std::io::{self, Write};

/// БазоваяЕдиница of a document line: the short name is its text.
pub(super) fn unit_with_text<W: Write>(xml: &mut XmlOut<W>, unit: &Unit) -> io::Result<()> {
    let name = if unit.name.is_empty() { &unit.id } else { &unit.name };
    write_unit(xml, unit, &said(&[CODE, FULL_NAME, INTERNATIONAL], unit), name)
}

/// БазоваяЕдиница as УТ 11 writes it: all of its names are attributes.
pub(super) fn unit_with_attributes<W: Write>(xml: &mut XmlOut<W>, unit: &Unit) -> io::Result<()> {
    write_unit(
        xml,
        unit,
        &said(&[CODE, FULL_NAME, INTERNATIONAL, SHORT_NAME], unit),
        "",
    )
}

type UnitAttribute = (&'static str, fn(&Unit) -> &str);

const CODE: UnitAttribute = ("Код", |unit| &unit.code);
const FULL_NAME: UnitAttribute = ("НаименованиеПолное", |unit| &unit.full_name);
const INTERNATIONAL: UnitAttribute = ("МеждународноеСокращение", |unit| {
    &unit.international
});
const SHORT_NAME: UnitAttribute = ("НаименованиеКраткое", |unit| &unit.name);

fn said<'u>(attributes: &[UnitAttribute], unit: &'u Unit) -> Vec<(&'static str, &'u str)> {
    attributes
        .iter()
        .map(|(name, value)| (*name, value(unit)))
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

fn write_unit<W: Write>(
    xml: &mut XmlOut<W>,
    unit: &Unit,
    attributes: &[(&'static str, &str)],
    text: &str,
) -> io::Result<()> {
    if unit.conversions.is_empty() {
        return xml.leaf_with("БазоваяЕдиница", attributes, text);
    }
    xml.start("БазоваяЕдиница", attributes)?;
    xml.text(text)?;
    for conversion in &unit.conversions {
        xml.start("Пересчет", &[])?;
        xml.leaf("Единица", &conversion.unit)?;
        xml.leaf("Коэффициент", &conversion.factor)?;
        xml.end()?;
    }
    xml.end()
}

/// A list of pairs such as ЗначенияРеквизитов or Контакты; nothing when it is empty.
pub(super) fn pairs<W: Write>(
    xml: &mut XmlOut<W>,
    (list, item): (&'static str, &'static str),
    (key, value): (&'static str, &'static str),
    rows: &[(String, String)],
) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    xml.start(list, &[])?;
    for (first, second) in rows {
        xml.start(item, &[])?;
        xml.leaf(key, first)?;
        xml.leaf(value, second)?;
        xml.end()?;
    }
    xml.end()
}

/// ЗначенияРеквизитов.
pub(super) fn requisites<W: Write>(xml: &mut XmlOut<W>, rows: &[(String, String)]) -> io::Result<()> {
    pairs(
        xml,
        ("ЗначенияРеквизитов", "ЗначениеРеквизита"),
        ("Наименование", "Значение"),
        rows,
    )
}

/// ХарактеристикиТовара.
pub(super) fn characteristics<W: Write>(xml: &mut XmlOut<W>, rows: &[Characteristic]) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    xml.start("ХарактеристикиТовара", &[])?;
    for row in rows {
        xml.start("ХарактеристикаТовара", &[])?;
        xml.leaf_if_said("Ид", &row.id)?;
        xml.leaf("Наименование", &row.name)?;
        xml.leaf("Значение", &row.value)?;
        xml.end()?;
    }
    xml.end()
}

/// ЗначенияСвойств: one element for the values of one property that stand together.
pub(super) fn properties<W: Write>(xml: &mut XmlOut<W>, rows: &[(String, String)]) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    xml.start("ЗначенияСвойств", &[])?;
    for group in rows.chunk_by(|left, right| left.0 == right.0) {
        let Some((id, _)) = group.first() else { continue };
        xml.start("ЗначенияСвойства", &[])?;
        xml.leaf("Ид", id)?;
        for (_, value) in group {
            xml.leaf("Значение", value)?;
        }
        xml.end()?;
    }
    xml.end()
}

/// Цены.
pub(super) fn prices<W: Write>(xml: &mut XmlOut<W>, prices: &[Price]) -> io::Result<()> {
    xml.start("Цены", &[])?;
    for price in prices {
        xml.start("Цена", &[])?;
        xml.leaf("Представление", &[&*price.amount, &*price.currency].join(" "))?;
        xml.leaf("ИдТипаЦены", &price.price_type)?;
        xml.leaf("ЦенаЗаЕдиницу", &price.amount)?;
        xml.leaf_if_said("Валюта", &price.currency)?;
        xml.leaf_if_said("Единица", &price.unit)?;
        xml.leaf_if_said("Коэффициент", &price.factor)?;
        xml.leaf_if_said("МинКоличество", &price.min_quantity)?;
        xml.end()?;
    }
    xml.end()
}
