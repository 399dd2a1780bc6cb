//! The generated shelf as the rows that a gateway makes of the same export.

use crate::{SampleError, SampleFeed};
use cabinet_domain::line::VatRate;
use cabinet_domain::money::parse_scaled;
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::framing::KeyedRow;
use cabinet_protocol::rows::{
    GroupRow, ItemRow, PackRow, PriceRow, PriceTypeRow, PropertyRow, PropertyValueRow, ReferenceRow, StockRow,
    WarehouseRow,
};
use commerceml::model::{Offer, Product};
use demo_supplier::Shelf;
use prost::Message;

/// An item with its figures.
#[derive(Debug, Clone)]
pub(crate) struct Good {
    pub(crate) row: ItemRow,
    /// At the dealer's price type, in millionths; `None` when it is not sold at it.
    pub(crate) price_micro: Option<i64>,
    /// At the price type above.
    pub(crate) retail_micro: Option<i64>,
    /// By warehouse, in thousandths.
    pub(crate) stock: Vec<(String, i64)>,
}

impl Good {
    /// In all warehouses.
    pub(crate) fn stock_milli(&self) -> i64 {
        self.stock.iter().map(|(_, milli)| *milli).fold(0, i64::saturating_add)
    }
}

/// All goods, and the dealer's price type.
#[derive(Debug)]
pub(crate) struct Goods {
    pub(crate) list: Vec<Good>,
    pub(crate) wholesale: String,
}

/// Reads the shelf.
pub(crate) fn read(shelf: &Shelf) -> Result<Goods, SampleError> {
    let types: Vec<&str> = shelf
        .price_types
        .iter()
        .map(|price_type| price_type.id.as_str())
        .collect();
    let [retail, wholesale, ..] = types.as_slice() else {
        return Err(SampleError::TooFew);
    };
    let mut list = Vec::new();
    for (product, offers) in &shelf.goods {
        for offer in offers {
            list.push(Good {
                row: item(shelf, product, offer)?,
                price_micro: price(offer, wholesale)?,
                retail_micro: price(offer, retail)?,
                stock: stock(offer)?,
            });
        }
    }
    Ok(Goods {
        list,
        wholesale: (*wholesale).to_owned(),
    })
}

fn price(offer: &Offer, price_type: &str) -> Result<Option<i64>, SampleError> {
    let prices = offer.prices.as_deref().unwrap_or_default();
    let found = prices.iter().find(|price| price.price_type == price_type);
    Ok(found.map(|price| parse_scaled(&price.amount, 6)).transpose()?)
}

fn stock(offer: &Offer) -> Result<Vec<(String, i64)>, SampleError> {
    let rows = offer.stock.as_deref().unwrap_or_default().iter();
    rows.map(|row| Ok((row.warehouse.clone(), parse_scaled(&row.quantity, 3)?)))
        .collect()
}

fn item(shelf: &Shelf, product: &Product, offer: &Offer) -> Result<ItemRow, SampleError> {
    let unit = product.unit.as_ref();
    let mut packs = Vec::new();
    for conversion in unit.iter().flat_map(|unit| &unit.conversions) {
        let units_milli = parse_scaled(&conversion.factor, 3)?;
        // A factor of one is the base unit once more.
        if units_milli > 1000 {
            packs.push(PackRow {
                unit: pack_name(&conversion.unit).to_owned(),
                unit_code: conversion.unit.clone(),
                units_milli,
            });
        }
    }
    let variant = offer.characteristics.first();
    let properties = product.properties.iter().filter_map(|(id, value)| {
        let property = shelf.properties.iter().find(|property| property.id == *id)?;
        let word = property.variants.iter().find(|(known, _)| known == value);
        let value = word.map_or(value, |(_, word)| word);
        (!value.is_empty()).then(|| PropertyValueRow {
            name: property.name.clone(),
            value: value.clone(),
            property: id.clone(),
        })
    });
    let own = variant.map(|variant| PropertyValueRow {
        name: variant.name.clone(),
        value: variant.value.clone(),
        property: String::new(),
    });
    Ok(ItemRow {
        item: offer.id.clone(),
        article: offer.article.clone(),
        name: offer.name.clone(),
        variant: variant
            .map(|variant| format!("{} {}", variant.name, variant.value))
            .unwrap_or_default(),
        barcode: offer
            .barcodes
            .first()
            .or(product.barcodes.first())
            .cloned()
            .unwrap_or_default(),
        unit: unit.map(|unit| unit.name.clone()).unwrap_or_default(),
        unit_code: unit.map(|unit| unit.code.clone()).unwrap_or_default(),
        group: product.groups.first().cloned(),
        vat: product
            .taxes
            .first()
            .and_then(|(_, rate)| VatRate::parse(rate))
            .map(VatRate::code)
            .unwrap_or_default(),
        packs,
        properties: properties.chain(own).collect(),
        description: product.description.clone(),
        maker: product.maker.clone(),
        weight_g: 0,
        volume_cm3: 0,
        is_stale: false,
        full_name: full_name(product),
    })
}

/// Short names of the generator's packs, by their ОКЕИ codes.
fn pack_name(code: &str) -> &str {
    match code {
        "778" => "упак",
        "812" => "ящ",
        other => other,
    }
}

fn full_name(product: &Product) -> String {
    let named = product
        .requisites
        .iter()
        .find(|(name, _)| name == "Полное наименование");
    named
        .map(|(_, full)| full.clone())
        .filter(|full| *full != product.name)
        .unwrap_or_default()
}

impl Goods {
    /// The feeds of goods.
    pub(crate) fn feeds(&self, shelf: &Shelf, now_ms: i64) -> Vec<SampleFeed> {
        let feed = |feed: FeedName, rows: Vec<KeyedRow>| self::feed(feed, now_ms, rows);
        let items = self.list.iter().map(|good| keyed(&good.row.item, &good.row)).collect();
        let prices = self.list.iter().filter_map(|good| {
            let price = PriceRow {
                item: good.row.item.clone(),
                price_micro: good.price_micro?,
                currency: "RUB".to_owned(),
            };
            Some(keyed(&price.item, &price))
        });
        let mut feeds = vec![
            feed(FeedName::reference(), reference(shelf)),
            feed(FeedName::Catalogue("all".to_owned()), items),
            feed(FeedName::prices(&self.wholesale), prices.collect()),
        ];
        for warehouse in &shelf.warehouses {
            let rows = self.list.iter().filter_map(|good| {
                let (_, quantity_milli) = good.stock.iter().find(|(at, _)| *at == warehouse.id)?;
                let row = StockRow {
                    item: good.row.item.clone(),
                    quantity_milli: *quantity_milli,
                    level: String::new(),
                };
                Some(keyed(&row.item, &row))
            });
            feeds.push(feed(FeedName::stock(&warehouse.id), rows.collect()));
        }
        feeds
    }
}

fn reference(shelf: &Shelf) -> Vec<KeyedRow> {
    let groups = (0_u32..).zip(&shelf.groups).map(|(ordinal, group)| {
        let row = ReferenceRow {
            group: Some(GroupRow {
                id: group.id.clone(),
                name: group.name.clone(),
                parent: group.parent.clone(),
                ordinal,
            }),
            ..ReferenceRow::default()
        };
        keyed(&format!("g:{}", group.id), &row)
    });
    let properties = shelf.properties.iter().map(|property| {
        let row = ReferenceRow {
            property: Some(PropertyRow {
                id: property.id.clone(),
                name: property.name.clone(),
            }),
            ..ReferenceRow::default()
        };
        keyed(&format!("p:{}", property.id), &row)
    });
    let price_types = shelf.price_types.iter().map(|price_type| {
        let row = ReferenceRow {
            price_type: Some(PriceTypeRow {
                id: price_type.id.clone(),
                name: price_type.name.clone(),
                currency: price_type.currency.clone(),
                includes_vat: price_type.includes_tax.unwrap_or(true),
            }),
            ..ReferenceRow::default()
        };
        keyed(&format!("t:{}", price_type.id), &row)
    });
    let warehouses = shelf.warehouses.iter().map(|warehouse| {
        let row = ReferenceRow {
            warehouse: Some(WarehouseRow {
                id: warehouse.id.clone(),
                name: warehouse.name.clone(),
                address: warehouse.address.clone(),
            }),
            ..ReferenceRow::default()
        };
        keyed(&format!("w:{}", warehouse.id), &row)
    });
    groups.chain(properties).chain(price_types).chain(warehouses).collect()
}

/// A row under its key.
pub(crate) fn keyed(key: &str, row: &impl Message) -> KeyedRow {
    KeyedRow {
        key: key.to_owned(),
        body: row.encode_to_vec(),
    }
}

/// A feed with its rows in the order of keys.
pub(crate) fn feed(feed: FeedName, true_at_ms: i64, mut rows: Vec<KeyedRow>) -> SampleFeed {
    rows.sort_by(|one, two| one.key.cmp(&two.key));
    SampleFeed { feed, true_at_ms, rows }
}
