//! Writes an item as the row of the feed `cat:all`: every reference resolved, every text as a dealer reads it.

use super::family::LiveItem;
use super::measures::Measure;
use super::stored::{Pair, StoredUnit};
use super::words::Words;
use crate::storage::{StorageError, Tx};
use cabinet_domain::line::VatRate;
use cabinet_domain::money::parse_scaled;
use cabinet_protocol::rows::{ItemRow, PackRow, PropertyValueRow};

/// The row of an item. What `measure` says of weight and volume counts more than the export. `default_vat` is `none`, a percent, or empty: what to assume when the export says nothing.
pub(crate) fn item_row(
    tx: &mut dyn Tx,
    words: &mut Words,
    item: LiveItem<'_>,
    measure: Measure,
    default_vat: &str,
) -> Result<ItemRow, StorageError> {
    let product = item.product;
    let details = &product.details;
    let offer = item.offer;
    let offer_details = offer.map(|offer| &offer.details);

    let written_unit = offer_details.and_then(|d| d.unit.as_ref()).or(details.unit.as_ref());
    let unit = match written_unit {
        Some(unit) => words.unit(tx, unit)?,
        None => StoredUnit::default(),
    };
    // An offer repeats the unit without its packs.
    let with_packs = [offer_details.and_then(|d| d.unit.as_ref()), details.unit.as_ref()];
    let conversions = with_packs
        .into_iter()
        .flatten()
        .map(|unit| &unit.conversions)
        .find(|list| !list.is_empty());
    let packs = conversions.map(|list| packs(list, &unit)).unwrap_or_default();

    let characteristics = offer_details
        .map(|d| &d.characteristics)
        .filter(|list| !list.is_empty());
    let characteristics = characteristics.unwrap_or(&details.characteristics);
    let variant = variant_text(item, characteristics);

    let name = shown_name(item, characteristics);
    let full_name = full_name(item, &name);
    let mut properties: Vec<PropertyValueRow> = Vec::new();
    for Pair { name: id, value } in details
        .properties
        .iter()
        .chain(offer_details.iter().flat_map(|d| &d.properties))
    {
        if value.trim().is_empty() {
            continue;
        }
        if let Some(name) = words.property(tx, id)? {
            let value = words.value(tx, id, value)?;
            properties.push(PropertyValueRow {
                name,
                value,
                property: id.clone(),
            });
        }
    }
    properties.extend(
        characteristics
            .iter()
            .filter(|c| !c.value.is_empty())
            .map(|c| PropertyValueRow {
                name: c.name.clone(),
                value: c.value.clone(),
                property: String::new(),
            }),
    );

    Ok(ItemRow {
        item: item.id.to_owned(),
        article: first_of([offer.map_or("", |o| o.article.as_str()), &product.article]),
        name,
        variant,
        barcode: first_of([offer_details.map_or("", |d| d.barcode.as_str()), &details.barcode]),
        unit: unit.name.clone(),
        unit_code: unit.code.clone(),
        group: details.group.clone(),
        vat: vat(&details.vat, default_vat),
        packs,
        properties,
        description: super::plain_text::plain(&details.description),
        maker: details.maker.clone(),
        weight_g: said(measure.weight_g, || scaled(&details.weight, GRAMS)),
        volume_cm3: said(measure.volume_cm3, || scaled(&details.volume, CUBIC_CENTIMETRES)),
        is_stale: product.is_stale,
        full_name,
    })
}

fn first_of<const N: usize>(texts: [&str; N]) -> String {
    texts
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or_default()
        .to_owned()
}

fn vat(written: &str, default_vat: &str) -> String {
    VatRate::parse(written)
        .or_else(|| VatRate::parse(default_vat))
        .map(VatRate::code)
        .unwrap_or_default()
}

/// Decimals of a kilogram, in which Вес is written.
const GRAMS: u32 = 3;
/// Decimals of a cubic metre, in which Объем is written.
const CUBIC_CENTIMETRES: u32 = 6;

fn said(of_operator: u64, of_export: impl FnOnce() -> u64) -> u64 {
    if of_operator > 0 { of_operator } else { of_export() }
}

/// What cannot be read is unknown.
fn scaled(written: &str, decimals: u32) -> u64 {
    parse_scaled(written, decimals)
        .ok()
        .and_then(|number| u64::try_from(number).ok())
        .unwrap_or(0)
}

fn packs(conversions: &[Pair], base: &StoredUnit) -> Vec<PackRow> {
    let mut packs: Vec<PackRow> = Vec::new();
    for Pair {
        name: written,
        value: factor,
    } in conversions
    {
        let Ok(units_milli) = parse_scaled(factor, 3) else {
            continue;
        };
        // A factor of one is the base unit once more.
        if units_milli <= 1000 {
            continue;
        }
        let written = written.trim();
        let is_code = written.chars().all(|c| c.is_ascii_digit());
        let unit = super::units::by_code(written).map_or_else(|| written.to_owned(), str::to_owned);
        let unit = if unit.is_empty() || unit == base.name {
            format!("{} × {factor}", base.name)
        } else {
            unit
        };
        let unit_code = if is_code { written.to_owned() } else { String::new() };
        if !packs
            .iter()
            .any(|pack| pack.unit == unit && pack.units_milli == units_milli)
        {
            packs.push(PackRow {
                unit,
                unit_code,
                units_milli,
            });
        }
    }
    packs
}

/// What tells variants apart: «длина 40, цвет синий»; without characteristics, what the name adds in brackets.
fn variant_text(item: LiveItem<'_>, characteristics: &[Pair]) -> String {
    if !item.id.contains('#') {
        return String::new();
    }
    let parts: Vec<String> = characteristics
        .iter()
        .filter(|c| !c.value.is_empty())
        .map(|c| match c.name.as_str() {
            "" | "Характеристика" | "характеристика" => c.value.clone(),
            name => format!("{name} {}", c.value),
        })
        .collect();
    if !parts.is_empty() {
        return parts.join(", ");
    }
    let offer_name = item.offer.map_or("", |offer| offer.name.as_str());
    offer_name
        .strip_prefix(item.product.name.as_str())
        .map(|rest| {
            rest.trim()
                .trim_start_matches(['(', ',', '-'])
                .trim_end_matches(')')
                .trim()
                .to_owned()
        })
        .unwrap_or_default()
}

/// Полное наименование where it says something else than the names that are shown anyway.
fn full_name(item: LiveItem<'_>, shown: &str) -> String {
    let full = item.product.details.full_name.trim();
    if full == shown || full == item.product.name.trim() {
        String::new()
    } else {
        full.to_owned()
    }
}

/// Наименование, by which people know the item; the full name only where there is no other.
fn shown_name(item: LiveItem<'_>, characteristics: &[Pair]) -> String {
    let product = item.product;
    let (own, full) = (product.name.as_str(), product.details.full_name.trim());
    let offered = item.offer.map_or("", |offer| offer.name.as_str());
    if !item.id.contains('#') {
        return first_of([own, offered, full]);
    }
    let named = first_of([offered, own, full]);
    // 1C of the УТ family puts the characteristic into the name; others do not.
    let missing: Vec<&str> = characteristics
        .iter()
        .map(|c| c.value.as_str())
        .filter(|value| !named.contains(value))
        .collect();
    if missing.is_empty() {
        named
    } else {
        format!("{named} ({})", missing.join(", "))
    }
}
