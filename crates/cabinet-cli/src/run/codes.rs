//! `codes`: what a dealer's people call goods.

use super::goods::item;
use super::subscriptions::bring;
use super::{entity, input};
use crate::answer::Answer;
use crate::exit::{FAILED, Failure};
use crate::figures::day;
use crate::shapes::{self, Items};
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::codes::{self, CodeRequest, CodeRowView, CodesImported};
use cabinet_commands::small_command::Subscribed;
use serde_json::json;

/// Lists codes.
pub async fn list(cabinet: &Cabinet, wanted: Option<String>) -> Result<Answer, Failure> {
    let list = codes::list(cabinet, wanted).await?;
    Ok(Answer::new(&Items::of(&list, shapes::code), move |out| {
        let mut table = Table::new(&[
            ("code", Align::Left),
            ("article", Align::Left),
            ("name", Align::Left),
            ("said by", Align::Left),
            ("on (UTC)", Align::Left),
            ("entity", Align::Left),
            ("", Align::Left),
        ]);
        for row in &list {
            let note = match row.earlier.first() {
                _ if row.is_gone => "the goods are no more".to_owned(),
                Some(before) => format!("before: {} by {}", before.article, before.person_name),
                None => String::new(),
            };
            table.row(vec![
                row.code.clone(),
                row.article.clone(),
                row.name.clone(),
                row.person_name.clone(),
                day(row.said_at_ms),
                row.entity_name.clone(),
                note,
            ]);
        }
        table.write(out)
    }))
}

/// Says what a code means.
pub async fn add(cabinet: &Cabinet, code: String, goods: &str, wanted: Option<String>) -> Result<Answer, Failure> {
    let entity = entity(cabinet, wanted).await?;
    let item = item(cabinet, &entity, goods).await?;
    let request = CodeRequest {
        entity: entity.clone(),
        code: code.clone(),
        item: item.clone(),
    };
    let outcome = codes::add(cabinet, request).await?;
    bring(cabinet, &outcome).await;
    Ok(answer(&outcome, &code, Some(&item), &entity))
}

/// Says that a code means nothing any more.
pub async fn remove(cabinet: &Cabinet, code: String, wanted: Option<String>) -> Result<Answer, Failure> {
    let entity = entity(cabinet, wanted).await?;
    let outcome = codes::remove(cabinet, entity.clone(), code.clone()).await?;
    bring(cabinet, &outcome).await;
    Ok(answer(&outcome, &code, None, &entity))
}

fn answer(outcome: &Subscribed, code: &str, item: Option<&str>, entity: &str) -> Answer {
    let (outcome, words) = words(outcome);
    let shape = json!({ "code": code, "item": item, "entity": entity, "outcome": outcome });
    // A code that colleagues do not learn is known here all the same.
    let exit = if outcome == "rejected" { FAILED } else { 0 };
    let text = format!("{code}: {words}");
    Answer::new(&shape, move |out| writeln!(out, "{text}")).with_exit(exit)
}

fn words(outcome: &Subscribed) -> (&'static str, &'static str) {
    match outcome {
        Subscribed::Done => ("done", "known here and to your colleagues"),
        Subscribed::Queued => (
            "queued",
            "known here; your colleagues learn it when there is a connection",
        ),
        Subscribed::Rejected { .. } => (
            "rejected",
            "known here; the supplier did not take it for your colleagues",
        ),
    }
}

/// Writes codes into a file.
pub async fn export(cabinet: &Cabinet, file: String, wanted: Option<String>) -> Result<Answer, Failure> {
    let entity = entity(cabinet, wanted).await?;
    let saved = codes::export(cabinet, entity, None, Some(file)).await?;
    let shape = json!({ "path": saved.path, "bytes": saved.bytes });
    Ok(Answer::new(&shape, move |out| writeln!(out, "{}", saved.path)))
}

/// Learns the codes of a file.
pub async fn import(cabinet: &Cabinet, file: &str, wanted: Option<String>) -> Result<Answer, Failure> {
    let entity = entity(cabinet, wanted).await?;
    let report = codes::import(cabinet, entity, input::read(file)?).await?;
    if let Some(sent) = &report.sent {
        bring(cabinet, sent).await;
    }
    let rows = |rows: &[CodeRowView]| rows.iter().map(shapes::code_row).collect::<serde_json::Value>();
    let shape = json!({
        "learned": report.learned,
        "known": report.known,
        "not_found": rows(&report.not_found),
        "several": rows(&report.several),
        "unusable": rows(&report.unusable),
        "outcome": report.sent.as_ref().map(|sent| words(sent).0),
    });
    Ok(Answer::new(&shape, move |out| write(out, &report)))
}

fn write(out: &mut dyn std::io::Write, report: &CodesImported) -> std::io::Result<()> {
    writeln!(out, "learned {}, known before {}", report.learned, report.known)?;
    for (rows, why) in [
        (&report.not_found, "the supplier does not have it"),
        (&report.several, "several items have this article"),
        (
            &report.unusable,
            "a half is missing, too long, or said of other goods in another row",
        ),
    ] {
        for row in rows {
            let sheet = if row.sheet.is_empty() {
                String::new()
            } else {
                format!("{} ", row.sheet)
            };
            writeln!(out, "{sheet}row {}: {} = {}: {why}", row.row, row.code, row.article)?;
        }
    }
    if let Some(sent) = &report.sent {
        writeln!(out, "{}", words(sent).1)?;
    }
    Ok(())
}
