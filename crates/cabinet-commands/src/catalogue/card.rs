//! `catalogue_card`.

use super::{ItemCard, PackView, PropertyView, VariantView, WarehouseStockView, rows};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::{Open, sight};
use cabinet_domain::ids::ItemId;
use cabinet_domain::line::VatRate;

/// Everything about an item.
///
/// # Errors
/// `not_found`, `not_allowed`.
pub async fn card(
    cabinet: &Cabinet,
    entity: String,
    item: String,
    draft: Option<String>,
) -> Result<ItemCard, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| show(open, &entity, &item, draft.as_deref()))
        .await
}

fn show(open: &Open, entity: &str, item: &str, draft: Option<&str>) -> Result<ItemCard, CommandError> {
    let grant = open.grant(entity)?;
    let card = open.goods()?.item_card(&ItemId::new(item), &sight(&grant))?;
    let card = card.ok_or_else(|| CommandError::not_found("item"))?;
    let in_draft = rows::quantities(open, &grant, draft)?;
    let packs = card.row.packs.iter().map(|pack| PackView {
        unit: pack.unit.clone(),
        units_milli: pack.units_milli,
    });
    let variants = card.variants.into_iter().map(|row| VariantView {
        label: row.variant.clone(),
        row: rows::view(row, &in_draft),
    });
    Ok(ItemCard {
        full_name: card.full_name,
        barcode: card.barcode,
        maker: card.maker,
        description: card.description,
        weight_g: card
            .weight_g
            .map_or(0, |weight| u32::try_from(weight).unwrap_or(u32::MAX)),
        vat: vat_words(&card.row.vat),
        group_path: card.group_path,
        packs: packs.collect(),
        stock: card
            .stock
            .into_iter()
            .map(|stock| WarehouseStockView {
                warehouse: stock.name,
                quantity_milli: stock.quantity_milli,
                level: stock.level.map(|level| level.code().to_owned()),
                true_at_ms: stock.true_at_ms,
            })
            .collect(),
        properties: card
            .properties
            .into_iter()
            .map(|(name, value)| PropertyView { name, value })
            .collect(),
        variants: variants.collect(),
        row: rows::view(card.row, &in_draft),
    })
}

fn vat_words(code: &str) -> String {
    match VatRate::parse(code) {
        Some(VatRate::None) => "без НДС".to_owned(),
        Some(VatRate::Percent(percent)) => format!("{percent} %"),
        None => String::new(),
    }
}
