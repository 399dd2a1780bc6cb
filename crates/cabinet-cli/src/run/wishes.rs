//! `wish`, `unwish` and `wishes`.

use super::entity;
use super::subscriptions::{answer, bring, state};
use crate::answer::Answer;
use crate::exit::Failure;
use crate::figures::{day, quantity, typed};
use crate::shapes::{self, Items};
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::wishes::{self, WishRequest};

/// What `wish` takes.
pub struct Wanted {
    pub article: String,
    pub quantity: Option<String>,
    pub note: String,
    pub entity: Option<String>,
}

/// Wishes for an article that the supplier does not have.
pub async fn wish(cabinet: &Cabinet, wanted: Wanted) -> Result<Answer, Failure> {
    let entity = entity(cabinet, wanted.entity).await?;
    let request = WishRequest {
        entity: entity.clone(),
        article: wanted.article.clone(),
        quantity_milli: wanted
            .quantity
            .as_deref()
            .map(|text| typed(text, "the quantity"))
            .transpose()?,
        note: wanted.note,
    };
    let outcome = wishes::wish(cabinet, request).await?;
    bring(cabinet, &outcome).await;
    Ok(answer(outcome, &wanted.article, &entity))
}

/// Ends a wish.
pub async fn unwish(cabinet: &Cabinet, article: String, wanted: Option<String>) -> Result<Answer, Failure> {
    let entity = entity(cabinet, wanted).await?;
    let outcome = wishes::unwish(cabinet, entity.clone(), article.clone()).await?;
    bring(cabinet, &outcome).await;
    Ok(answer(outcome, &article, &entity))
}

/// Lists wishes.
pub async fn list(cabinet: &Cabinet, wanted: Option<String>) -> Result<Answer, Failure> {
    let list = wishes::list(cabinet, wanted).await?;
    Ok(Answer::new(&Items::of(&list, shapes::wish), move |out| {
        let mut table = Table::new(&[
            ("article", Align::Left),
            ("quantity", Align::Right),
            ("note", Align::Left),
            ("since (UTC)", Align::Left),
            ("entity", Align::Left),
            ("", Align::Left),
        ]);
        for row in &list {
            table.row(vec![
                row.article.clone(),
                row.quantity_milli.map(quantity).unwrap_or_default(),
                row.note.clone(),
                day(row.wished_at_ms),
                row.entity_name.clone(),
                state(row.is_waiting, &row.problem),
            ]);
        }
        table.write(out)
    }))
}
