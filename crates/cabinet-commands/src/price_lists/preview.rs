//! `price_lists_preview`.

use super::make::{Goods, Made, Purchase, make};
use super::{PriceListPreview, PriceListRecipe, PriceListRow};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::reason::Reason;
use crate::settings;
use cabinet_pricing::own_price::MadeBy;

/// The most rows of one preview.
const MOST_ROWS: u32 = 1_000;

/// What a recipe comes to now, with its first rows; it need not be kept.
///
/// # Errors
/// `not_allowed` for who sees no prices, `not_loaded`, `invalid` for rules that cannot be meant or too many rows.
pub async fn preview(cabinet: &Cabinet, recipe: PriceListRecipe, rows: u32) -> Result<PriceListPreview, CommandError> {
    if rows > MOST_ROWS {
        return Err(Reason::TooManyRows { limit: MOST_ROWS }.into());
    }
    let purchase = if settings::get(cabinet).await?.hides_prices {
        Purchase::Kept
    } else {
        Purchase::Told
    };
    cabinet
        .ready()?
        .blocking(move |open| {
            let made = make(open, &recipe, purchase)?;
            let most = usize::try_from(rows).unwrap_or(usize::MAX);
            Ok(PriceListPreview {
                rows: made.goods.iter().take(most).map(|goods| row(&made, goods)).collect(),
                goods: made.count(),
                not_chosen: made.not_chosen,
                currency: made.currency.code().to_owned(),
                includes_vat: made.includes_vat,
                true_at_ms: made.true_at_ms,
                left_out: made.left_out,
                by_rule: made.by_rule,
                by_exception: made.by_exception,
                idle_exceptions: made.idle_exceptions,
            })
        })
        .await
}

fn row(made: &Made, goods: &Goods) -> PriceListRow {
    PriceListRow {
        item: goods.item.clone(),
        article: goods.article.clone(),
        name: goods.name.clone(),
        brand: goods.brand.clone(),
        group: made.group(goods).map(|group| group.path.clone()).unwrap_or_default(),
        unit: goods.unit.clone(),
        price_micro: goods.price_micro,
        purchase_micro: goods.purchase_micro,
        by_rule: match goods.by {
            MadeBy::Rule(at) => u32::try_from(at).ok(),
            MadeBy::Exception => None,
        },
    }
}
