//! `codes_add`.

use super::CodeRequest;
use super::teach::{Taught, before, teach, usable};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::{Open, demand_draft, sight};
use crate::reason::Thing;
use crate::small_command::{Subscribed, send_all};
use cabinet_domain::ids::{CommandKey, ItemId};

/// Says what a code means, in place of what the user said of it before; queued when there is no connection, and known here at
/// once. In the sample it stays here.
///
/// # Errors
/// `not_allowed`, `not_found` (no such item among the goods that the person sees), `invalid` (no code), `disk_full`.
pub async fn add(cabinet: &Cabinet, request: CodeRequest) -> Result<Subscribed, CommandError> {
    let open = cabinet.ready()?;
    let queued = open.blocking(move |open| learn(open, &request)).await?;
    send_all(&open, queued).await
}

fn learn(open: &Open, request: &CodeRequest) -> Result<Vec<CommandKey>, CommandError> {
    let grant = open.grant(&request.entity)?;
    demand_draft(&grant)?;
    let text = usable(&request.code)?;
    let item = ItemId::new(request.item.as_str());
    let terms = open.loaded_goods()?.terms_of(&sight(&grant).without_prices(), &item)?;
    let brief = terms.brief.ok_or_else(|| CommandError::not_found(Thing::Item))?;
    let before = before(open, &grant, &text)?;
    let taught = Taught {
        text,
        item: Some(item),
        article: brief.article,
    };
    teach(open, &grant, vec![taught], &before)
}
