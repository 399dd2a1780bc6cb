//! `price_lists_save`.

use super::after_sync::rewrite_kept;
use super::list::whole;
use super::make::demand_prices;
use super::recipe::{prices, proper_name, to_text};
use super::{PriceListRequest, PriceListView};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::reason::Reason;

/// Keeps a price list: a new one, or in place of what one was; a file that it is written to is written anew.
///
/// # Errors
/// `not_allowed` for who sees no prices of the legal entity; `not_found` (what it would replace); `invalid` (the name is empty,
/// too long or another list's; rules that cannot be meant); `disk_full`.
pub async fn save(cabinet: &Cabinet, request: PriceListRequest) -> Result<PriceListView, CommandError> {
    let name = proper_name(&request.name)?;
    prices(&request.recipe)?;
    let open = cabinet.ready()?;
    let id = open
        .blocking(move |open| {
            let grant = open.grant(&request.recipe.entity)?;
            demand_prices(&grant)?;
            let others = open.desk.price_lists(false)?;
            let is_taken = others
                .iter()
                .any(|other| other.name == name && Some(&other.id) != request.replaces.as_ref());
            if is_taken {
                return Err(Reason::PriceListNameTaken { name }.into());
            }
            let recipe = to_text(&request.recipe)?;
            let now_ms = open.clock.now_ms();
            let id = open
                .desk
                .put_price_list(&grant.entity, request.replaces.as_deref(), &name, &recipe, now_ms)?;
            Ok(id)
        })
        .await?;
    rewrite_kept(&open).await;
    open.blocking(move |open| whole(open, &id)).await
}
