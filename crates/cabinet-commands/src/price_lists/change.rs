//! `price_lists_set_deleted`.

use super::PriceListView;
use super::after_sync::rewrite_kept;
use super::list::whole;
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::reason::Reason;

/// Puts a price list into the trash, where it stays for 90 days, or takes it out.
///
/// # Errors
/// `not_found`; `invalid` when another list has its name by now.
pub async fn set_deleted(cabinet: &Cabinet, list: String, is_deleted: bool) -> Result<PriceListView, CommandError> {
    let open = cabinet.ready()?;
    let id = list.clone();
    open.blocking(move |open| {
        let name = whole(open, &list)?.summary.name;
        let others = open.desk.price_lists(false)?;
        if !is_deleted && others.iter().any(|other| other.name == name && other.id != list) {
            return Err(Reason::PriceListNameTaken { name }.into());
        }
        let now_ms = open.clock.now_ms();
        open.desk.set_price_list_deleted(&list, is_deleted.then_some(now_ms))?;
        Ok(())
    })
    .await?;
    if !is_deleted {
        // Its file stood still meanwhile.
        rewrite_kept(&open).await;
    }
    open.blocking(move |open| whole(open, &id)).await
}
