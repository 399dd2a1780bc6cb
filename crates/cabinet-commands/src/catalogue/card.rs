//! `catalogue_card`.

use super::{ArrivalView, ItemCard, PackView, PropertyView, VariantView, WarehouseStockView, matrix, media, rows};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::{Open, sight};
use crate::pricing::Pricer;
use crate::reason::Thing;
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
    let item = ItemId::new(item);
    let card = open.goods()?.item_card(&item, &sight(&grant))?;
    let card = card.ok_or_else(|| CommandError::not_found(Thing::Item))?;
    let media = media::of(open, &item, &grant.assortment)?;
    let in_draft = rows::quantities(open, &grant, draft)?;
    let pricer = Pricer::of(open, &grant)?;
    let packs = card.row.packs.iter().map(|pack| PackView {
        unit: pack.unit.clone(),
        units_milli: pack.units_milli,
    });
    let vats: Vec<String> = card.variants.iter().map(|row| row.vat.clone()).collect();
    let variants: Vec<VariantView> = card
        .variants
        .into_iter()
        .map(|row| VariantView {
            label: row.variant.clone(),
            row: rows::view(row, &in_draft, &pricer),
        })
        .collect();
    let goods = open.goods()?;
    let matrix = matrix::of(&variants, &card.characteristics, &vats, &pricer);
    let analogues = goods.analogues(&item, &sight(&grant))?;
    // By the day and the country of the supplier, as in a draft: 1C may name a rate that is no more.
    let vat = pricer
        .price_row(&card.row, 0)
        .rate
        .or_else(|| VatRate::parse(&card.row.vat));
    let arrivals = card.row.arrivals.iter().cloned().map(ArrivalView::of).collect();
    Ok(ItemCard {
        full_name: card.full_name,
        barcode: card.barcode,
        maker: card.maker,
        description: card.description,
        weight_g: card
            .weight_g
            .map_or(0, |weight| u32::try_from(weight).unwrap_or(u32::MAX)),
        volume_cm3: card
            .volume_cm3
            .map_or(0, |volume| u32::try_from(volume).unwrap_or(u32::MAX)),
        vat: vat_words(vat),
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
        variants,
        matrix,
        analogues: analogues
            .into_iter()
            .map(|row| rows::view(row, &in_draft, &pricer))
            .collect(),
        arrivals,
        thumbnail: media.thumbnail,
        pictures: media.pictures,
        files: media.files,
        row: rows::view(card.row, &in_draft, &pricer),
    })
}

fn vat_words(rate: Option<VatRate>) -> String {
    match rate {
        Some(VatRate::None) => "без НДС".to_owned(),
        Some(VatRate::Percent(percent)) => format!("{percent} %"),
        None => String::new(),
    }
}
