//! `subscribe`, `unsubscribe`, `subscriptions` and `notices`.

use super::entity;
use super::goods::item;
use crate::answer::Answer;
use crate::exit::{FAILED, Failure};
use crate::figures::{money, price, quantity, typed};
use crate::shapes::{self, Items};
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::notices::{self, NoticeView};
use cabinet_commands::small_command::Subscribed;
use cabinet_commands::subscriptions::{self, SubscribeRequest};
use cabinet_commands::sync;
use serde_json::json;

/// What `subscribe` takes.
pub struct Wish {
    pub goods: String,
    pub threshold: Option<String>,
    pub watches_price: bool,
    pub until: Option<String>,
    pub entity: Option<String>,
}

/// Subscribes to goods.
pub async fn subscribe(cabinet: &Cabinet, wish: Wish) -> Result<Answer, Failure> {
    let entity = entity(cabinet, wish.entity).await?;
    let item = item(cabinet, &entity, &wish.goods).await?;
    let threshold_milli = match (&wish.threshold, wish.watches_price) {
        (Some(text), _) => Some(typed(text, "the threshold")?),
        // Who only watches the price need not wait for an arrival.
        (None, true) => None,
        (None, false) => Some(1_000),
    };
    let request = SubscribeRequest {
        entity: entity.clone(),
        item: item.clone(),
        threshold_milli,
        watches_price: wish.watches_price,
        until: wish.until,
    };
    let outcome = subscriptions::subscribe(cabinet, request).await?;
    bring(cabinet, &outcome).await;
    Ok(answer(outcome, &item, &entity))
}

/// Ends a subscription.
pub async fn unsubscribe(cabinet: &Cabinet, goods: String, wanted: Option<String>) -> Result<Answer, Failure> {
    let entity = entity(cabinet, wanted).await?;
    let item = item(cabinet, &entity, &goods).await?;
    let outcome = subscriptions::unsubscribe(cabinet, entity.clone(), item.clone()).await?;
    bring(cabinet, &outcome).await;
    Ok(answer(outcome, &item, &entity))
}

/// Lists subscriptions.
pub async fn list(cabinet: &Cabinet, wanted: Option<String>) -> Result<Answer, Failure> {
    let list = subscriptions::list(cabinet, wanted).await?;
    Ok(Answer::new(&Items::of(&list, shapes::subscription), move |out| {
        let mut table = Table::new(&[
            ("id", Align::Left),
            ("article", Align::Left),
            ("name", Align::Left),
            ("waits for", Align::Right),
            ("unit", Align::Left),
            ("price", Align::Left),
            ("until", Align::Left),
            ("entity", Align::Left),
            ("", Align::Left),
        ]);
        for row in &list {
            table.row(vec![
                row.item.clone(),
                row.article.clone(),
                row.name.clone(),
                row.threshold_milli.map(quantity).unwrap_or_default(),
                row.unit.clone(),
                if row.watches_price { "watched" } else { "" }.to_owned(),
                row.until.clone().unwrap_or_default(),
                row.entity_name.clone(),
                state(row.is_waiting, &row.problem),
            ]);
        }
        table.write(out)
    }))
}

/// Lists notices.
pub async fn notices(cabinet: &Cabinet, wanted: Option<String>) -> Result<Answer, Failure> {
    let list = notices::list(cabinet, wanted).await?;
    let shape = json!({
        "items": list.rows.iter().map(shapes::notice).collect::<serde_json::Value>(),
        "unread": list.unread,
    });
    Ok(Answer::new(&shape, move |out| {
        let mut table = Table::new(&[
            ("id", Align::Left),
            ("", Align::Left),
            ("what", Align::Left),
            ("", Align::Left),
            ("entity", Align::Left),
        ]);
        for row in &list.rows {
            table.row(vec![
                row.id.clone(),
                if row.is_read { "" } else { "new" }.to_owned(),
                row.kind.clone(),
                words(row),
                row.entity_name.clone(),
            ]);
        }
        table.write(out)?;
        writeln!(out, "{} of {} not read", list.unread, list.rows.len())
    }))
}

fn words(row: &NoticeView) -> String {
    let goods = format!("{} {}", row.article, row.name);
    match (row.quantity_milli, row.price_micro, row.total_minor) {
        (Some(milli), _, _) => format!("{goods}: {} {}", quantity(milli), row.unit),
        (_, Some(micro), _) => format!(
            "{goods}: {} instead of {} {}",
            price(micro),
            row.old_price_micro.map(price).unwrap_or_default(),
            row.currency
        ),
        (_, _, Some(minor)) => format!(
            "invoice {} of order {}: {} {}",
            row.document_number,
            row.order_number,
            money(minor),
            row.currency
        ),
        _ if !row.claim.is_empty() => format!("claim {} on {goods}: {}", row.claim_number, row.claim_state),
        _ if !row.act.is_empty() => format!("the act for {} to {} was answered", row.act_from, row.act_to),
        _ if !row.document_kind.is_empty() && row.document_number.is_empty() => {
            format!("{}: {}", row.document_kind, row.name)
        }
        _ if !row.document_kind.is_empty() => format!("{} {}", row.document_kind, row.document_number),
        _ if !row.news.is_empty() => row.name.clone(),
        // Where stock is not told in numbers, only that the goods are there is.
        _ if !row.item.is_empty() => format!("{goods}: there"),
        _ => format!("order {}: {}", row.order_number, row.order_state),
    }
}

/// Fetches what the supplier made of it at once. It stands whatever comes of that, so a failure is only logged.
pub async fn bring(cabinet: &Cabinet, outcome: &Subscribed) {
    if matches!(outcome, Subscribed::Done)
        && let Err(error) = sync::now(cabinet).await
    {
        tracing::warn!(cli.code = ?error.code, "It is done; the list is brought up to date by the next sync");
    }
}

/// How far a subscription or a wish has come; empty once the supplier has it.
pub fn state(is_waiting: bool, problem: &str) -> String {
    if is_waiting { "not sent yet" } else { problem }.to_owned()
}

/// What came of a command, in both forms.
pub fn answer(outcome: Subscribed, item: &str, entity: &str) -> Answer {
    let (word, reason) = match &outcome {
        Subscribed::Done => ("done", String::new()),
        Subscribed::Queued => ("queued", String::new()),
        Subscribed::Rejected { reason } => ("rejected", reason.clone()),
    };
    let shape = json!({ "id": item, "entity": entity, "outcome": word, "reason": reason });
    let is_rejected = matches!(outcome, Subscribed::Rejected { .. });
    let answer = Answer::new(&shape, move |out| match outcome {
        Subscribed::Done => writeln!(out, "The supplier has it."),
        Subscribed::Queued => writeln!(
            out,
            "Queued: there is no connection; it goes with the next `cabinet sync` that has one."
        ),
        Subscribed::Rejected { reason } => writeln!(out, "Refused by the supplier ({reason})."),
    });
    if is_rejected { answer.with_exit(FAILED) } else { answer }
}
