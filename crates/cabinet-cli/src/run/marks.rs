//! `draft label`, `draft labels`, `draft mark`: for whom or what lines are, when and from where they are wished.

use super::delivery::item_of;
use super::entity;
use crate::answer::Answer;
use crate::exit::Failure;
use crate::figures::{quantity, typed};
use crate::shapes;
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::drafts::{self, DraftLineView, MarkRequest, OnOrderRequest, PartView, QuantitySet};
use cabinet_commands::error::{CommandError, ErrorCode};
use serde_json::json;
use std::io::{self, Write};

/// What `draft mark` takes.
pub struct Marking {
    pub draft: String,
    pub goods: String,
    pub part: Option<u32>,
    pub quantity: Option<String>,
    pub label: Option<String>,
    pub date: Option<String>,
    pub warehouse: Option<String>,
    pub on_order: Option<bool>,
}

/// Says for whom or what a draft is.
pub async fn label(cabinet: &Cabinet, draft: String, label: String) -> Result<Answer, Failure> {
    let draft = drafts::set_label(cabinet, draft, label).await?;
    Ok(Answer::new(&shapes::draft(&draft), move |out| {
        writeln!(out, "{}: {}", draft.name, draft.label)
    }))
}

/// Labels that were typed before.
pub async fn labels(cabinet: &Cabinet, wanted: Option<String>) -> Result<Answer, Failure> {
    let entity = entity(cabinet, wanted).await?;
    let labels = drafts::labels(cabinet, entity).await?;
    Ok(Answer::new(&json!({ "items": labels }), move |out| {
        labels.iter().try_for_each(|label| writeln!(out, "{label}"))
    }))
}

/// Says for whom or what some of a line is, when and from where it is wished.
pub async fn mark(cabinet: &Cabinet, marking: Marking) -> Result<Answer, Failure> {
    let before = drafts::show(cabinet, marking.draft.clone()).await?;
    let item = item_of(cabinet, &before, &marking.goods).await?;
    if let Some(is_on_order) = marking.on_order {
        let request = OnOrderRequest {
            draft: marking.draft.clone(),
            item: item.clone(),
            is_on_order,
        };
        let set = drafts::set_on_order(cabinet, request).await?;
        if marking.label.is_none() && marking.date.is_none() && marking.warehouse.is_none() {
            return Ok(marked(set));
        }
    }
    let warehouse = match marking.warehouse {
        Some(word) if !word.is_empty() => Some(warehouse(cabinet, &marking.draft, &item, &word).await?),
        other => other,
    };
    let amount = marking.quantity.as_deref();
    let request = MarkRequest {
        draft: marking.draft,
        item,
        part: marking.part.unwrap_or(1).saturating_sub(1),
        quantity_milli: amount.map(|text| typed(text, "the quantity")).transpose()?,
        label: marking.label,
        date: marking.date,
        warehouse,
    };
    Ok(marked(drafts::mark(cabinet, request).await?))
}

fn marked(set: QuantitySet) -> Answer {
    let shape = json!({ "line": set.line.as_ref().map(shapes::draft_line), "draft": shapes::draft(&set.draft) });
    Answer::new(&shape, move |out| {
        set.line.iter().try_for_each(|line| write_parts(out, line))
    })
}

/// The id of a warehouse that holds the goods: an id, else an exact name.
async fn warehouse(cabinet: &Cabinet, draft: &str, item: &str, word: &str) -> Result<String, Failure> {
    let places = drafts::places(cabinet, draft.to_owned(), item.to_owned()).await?;
    let found = places
        .iter()
        .find(|place| place.warehouse == word)
        .or_else(|| places.iter().find(|place| place.name == word));
    match found {
        Some(place) => Ok(place.warehouse.clone()),
        None => {
            let names: Vec<&str> = places.iter().map(|place| place.name.as_str()).collect();
            let words = format!(
                "no warehouse «{word}» holds these goods; there are: {}",
                names.join(", ")
            );
            Err(CommandError::new(ErrorCode::NotFound, words).into())
        }
    }
}

/// The parts of a line, numbered as `--part` names them.
pub fn write_parts(out: &mut dyn Write, line: &DraftLineView) -> io::Result<()> {
    for (part, number) in line.parts.iter().zip(1_u32..) {
        writeln!(
            out,
            "{}  {number}: {} {}  {}",
            line.article,
            quantity(part.quantity_milli),
            line.unit,
            words(part)
        )?;
    }
    Ok(())
}

/// What is said of a part.
pub fn words(part: &PartView) -> String {
    let all = [
        part.label.as_str(),
        part.date.as_deref().unwrap_or_default(),
        part.warehouse_name.as_str(),
    ];
    let said: Vec<&str> = all.into_iter().filter(|text| !text.is_empty()).collect();
    said.join(", ")
}
