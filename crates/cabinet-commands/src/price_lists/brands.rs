//! `price_lists_brands`.

use super::BrandView;
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::sight;
use cabinet_pricing::own_price::known_as;
use cabinet_sqlite::Cancel;
use std::collections::BTreeMap;

/// The brands of the goods that a legal entity sees, by name.
///
/// # Errors
/// `not_allowed`, `not_loaded`.
pub async fn brands(cabinet: &Cabinet, entity: String) -> Result<Vec<BrandView>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let grant = open.grant(&entity)?;
            let goods = open.loaded_goods()?;
            let mut found: BTreeMap<String, BrandView> = BTreeMap::new();
            for row in goods.shelf(&sight(&grant).without_prices(), &Cancel::new())? {
                let key = known_as(&row.maker);
                if key.is_empty() {
                    continue;
                }
                let brand = found.entry(key).or_insert_with(|| BrandView {
                    name: row.maker.trim().to_owned(),
                    goods: 0,
                });
                brand.goods = brand.goods.saturating_add(1);
            }
            Ok(found.into_values().collect())
        })
        .await
}
