//! `draft set`, and the directories that it chooses from: `delivery ways|addresses|carriers|branches`.

use super::entity;
use crate::answer::Answer;
use crate::args::Directory;
use crate::exit::Failure;
use crate::shapes::{self, Items};
use crate::table::{Align, Table};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::catalogue;
use cabinet_commands::delivery::{self, BranchView, ChosenView, DeliveryOptions, DeliveryRequest, DeliveryView};
use cabinet_commands::drafts::{self, DraftView};
use cabinet_commands::error::{CommandError, ErrorCode};
use std::io::{self, Write};

/// How many branches are asked for at once.
const WINDOW: u32 = 500;

/// What `draft set` takes; an empty text leaves that part open.
pub struct Changes {
    pub draft: String,
    pub way: Option<String>,
    pub carrier: Option<String>,
    pub branch: Option<String>,
    pub address: Option<String>,
    pub date: Option<String>,
    pub own_number: Option<String>,
    pub ship_together: Option<String>,
    pub comment: Option<String>,
    pub item: Option<String>,
    pub item_comment: Option<String>,
}

/// Changes how a draft is delivered, its own number and its comments; what is not named stays.
pub async fn set(cabinet: &Cabinet, changes: Changes) -> Result<Answer, Failure> {
    let before = drafts::show(cabinet, changes.draft.clone()).await?;
    let options = delivery::options(cabinet, before.summary.entity.clone()).await?;
    let request = request(cabinet, &changes, &before.delivery, &options).await?;
    drafts::set_delivery(cabinet, request).await?;
    if let Some(comment) = changes.comment {
        drafts::describe(cabinet, changes.draft.clone(), None, Some(comment)).await?;
    }
    if let (Some(word), Some(comment)) = (changes.item, changes.item_comment) {
        let item = item_of(cabinet, &before, &word).await?;
        drafts::set_line_comment(cabinet, changes.draft.clone(), item, comment).await?;
    }
    let view = drafts::show(cabinet, changes.draft).await?;
    Ok(Answer::new(&shapes::whole_draft(&view), move |out| {
        write_delivery(out, &view.delivery)
    }))
}

async fn request(
    cabinet: &Cabinet,
    changes: &Changes,
    before: &DeliveryView,
    options: &DeliveryOptions,
) -> Result<DeliveryRequest, Failure> {
    let ways = options.ways.iter().map(|way| (way.id.as_str(), way.name.as_str()));
    let carriers = options
        .carriers
        .iter()
        .map(|carrier| (carrier.id.as_str(), carrier.name.as_str()));
    let addresses = options
        .addresses
        .iter()
        .map(|address| (address.id.as_str(), address.name.as_str()));
    let way = pick(changes.way.as_deref(), before.way.as_ref(), ways, "way")?;
    let own_carrier = options
        .ways
        .iter()
        .find(|one| Some(&one.id) == way.as_ref())
        .and_then(|one| one.carrier.clone());
    let carrier = match own_carrier {
        Some(own) => Some(own),
        None => pick(changes.carrier.as_deref(), before.carrier.as_ref(), carriers, "carrier")?,
    };
    let same_carrier = before.carrier.as_ref().map(|chosen| &chosen.id) == carrier.as_ref();
    let branch = match changes.branch.as_deref() {
        Some("") => None,
        Some(text) => Some(branch_of(cabinet, carrier.as_deref(), text).await?),
        // A branch of another carrier does not stay.
        None => before
            .branch
            .as_ref()
            .filter(|_| same_carrier)
            .map(|branch| branch.id.clone()),
    };
    let text = |changed: &Option<String>| changed.clone().filter(|text| !text.is_empty());
    Ok(DeliveryRequest {
        draft: changes.draft.clone(),
        way,
        carrier,
        branch,
        address: pick(
            changes.address.as_deref(),
            before.address.as_ref(),
            addresses,
            "address",
        )?,
        date: if changes.date.is_some() {
            text(&changes.date)
        } else {
            before.date.clone()
        },
        own_number: changes.own_number.clone().unwrap_or_else(|| before.own_number.clone()),
        ship_together: changes
            .ship_together
            .clone()
            .unwrap_or_else(|| before.ship_together.clone()),
    })
}

/// The id that a word means: an id, else an exact name.
fn pick<'a>(
    word: Option<&str>,
    before: Option<&ChosenView>,
    known: impl Iterator<Item = (&'a str, &'a str)> + Clone,
    what: &str,
) -> Result<Option<String>, Failure> {
    let Some(word) = word else {
        return Ok(before.map(|chosen| chosen.id.clone()));
    };
    if word.is_empty() {
        return Ok(None);
    }
    let mut named = known.clone().filter(|(_, name)| *name == word);
    let found = known
        .clone()
        .find(|(id, _)| *id == word)
        .or_else(|| named.next().filter(|_| named.next().is_none()));
    if let Some((id, _)) = found {
        return Ok(Some(id.to_owned()));
    }
    let ids: Vec<&str> = known.map(|(id, _)| id).collect();
    let words = format!("there is no {what} «{word}»; there are: {}", ids.join(", "));
    Err(CommandError::new(ErrorCode::NotFound, words).into())
}

/// The id of a branch: an id, else the only branch that a text finds.
async fn branch_of(cabinet: &Cabinet, carrier: Option<&str>, text: &str) -> Result<String, Failure> {
    let Some(carrier) = carrier else {
        return Err(CommandError::new(ErrorCode::Invalid, "a branch needs a carrier: name one with --carrier").into());
    };
    let all = every_branch(cabinet, carrier, "").await?;
    if let Some(branch) = all.iter().find(|branch| branch.id == text) {
        return Ok(branch.id.clone());
    }
    let found = every_branch(cabinet, carrier, text).await?;
    match found.as_slice() {
        [only] => Ok(only.id.clone()),
        [] => Err(CommandError::new(ErrorCode::NotFound, format!("there is no branch «{text}»")).into()),
        several => {
            let ids: Vec<String> = several
                .iter()
                .take(10)
                .map(|branch| format!("{} ({})", branch.id, branch.words))
                .collect();
            let words = format!("{} branches fit; name one by its id: {}", several.len(), ids.join(", "));
            Err(CommandError::new(ErrorCode::Invalid, words).into())
        }
    }
}

async fn every_branch(cabinet: &Cabinet, carrier: &str, text: &str) -> Result<Vec<BranchView>, Failure> {
    let mut rows = Vec::new();
    loop {
        let offset = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let page = delivery::branches(cabinet, carrier.to_owned(), text.to_owned(), offset, WINDOW).await?;
        let is_last = page.rows.is_empty();
        rows.extend(page.rows);
        if is_last || u32::try_from(rows.len()).is_ok_and(|count| count >= page.total) {
            return Ok(rows);
        }
    }
}

/// The item of a line of the draft.
pub async fn item_of(cabinet: &Cabinet, draft: &DraftView, word: &str) -> Result<String, Failure> {
    let mut lines = draft
        .lines
        .iter()
        .filter(|line| line.item == word || line.article == word);
    if let (Some(only), None) = (lines.next(), lines.next()) {
        return Ok(only.item.clone());
    }
    let candidates = catalogue::resolve(cabinet, draft.summary.entity.clone(), word.to_owned()).await?;
    let mut found = candidates
        .into_iter()
        .filter(|candidate| draft.lines.iter().any(|line| line.item == candidate.item));
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(only.item),
        _ => Err(CommandError::new(ErrorCode::NotFound, "the draft has no such line; name it by its id").into()),
    }
}

/// The parts that are chosen, and what is wrong with them.
pub fn write_delivery(out: &mut dyn Write, delivery: &DeliveryView) -> io::Result<()> {
    let words = |chosen: &Option<ChosenView>| chosen.as_ref().map(|chosen| chosen.words.clone()).unwrap_or_default();
    for (what, text) in [
        ("way", words(&delivery.way)),
        ("carrier", words(&delivery.carrier)),
        ("branch", words(&delivery.branch)),
        ("address", words(&delivery.address)),
        ("date", delivery.date.clone().unwrap_or_default()),
        ("own number", delivery.own_number.clone()),
        ("ship together", delivery.ship_together.clone()),
    ] {
        if !text.is_empty() {
            writeln!(out, "{what}  {text}")?;
        }
    }
    for problem in &delivery.problems {
        let earliest = problem
            .earliest
            .as_ref()
            .map(|day| format!("; from {day} on"))
            .unwrap_or_default();
        writeln!(
            out,
            "the delivery cannot be so: {}{earliest}",
            problem.problem.replace('_', " ")
        )?;
    }
    Ok(())
}

/// Lists a directory.
pub async fn list(cabinet: &Cabinet, directory: Directory) -> Result<Answer, Failure> {
    match directory {
        Directory::Ways { query, entity: of } => {
            let rows = options(cabinet, of).await?.ways;
            let rows: Vec<_> = rows
                .into_iter()
                .filter(|row| fits(&query, &[&row.id, &row.name]))
                .collect();
            Ok(Answer::new(&Items::of(&rows, shapes::way), move |out| {
                let mut table = Table::new(&[
                    ("id", Align::Left),
                    ("name", Align::Left),
                    ("kind", Align::Left),
                    ("carrier", Align::Left),
                    ("earliest", Align::Left),
                    ("note", Align::Left),
                ]);
                for row in rows {
                    let carrier = row.carrier.unwrap_or_default();
                    table.row(vec![row.id, row.name, row.kind, carrier, row.earliest, row.note]);
                }
                table.write(out)
            }))
        }
        Directory::Carriers { query, entity: of } => {
            let rows = options(cabinet, of).await?.carriers;
            let rows: Vec<_> = rows
                .into_iter()
                .filter(|row| fits(&query, &[&row.id, &row.name]))
                .collect();
            Ok(Answer::new(&Items::of(&rows, shapes::carrier), move |out| {
                let mut table = Table::new(&[("id", Align::Left), ("name", Align::Left), ("branches", Align::Right)]);
                for row in rows {
                    table.row(vec![row.id, row.name, row.branches.to_string()]);
                }
                table.write(out)
            }))
        }
        Directory::Addresses { query, entity: of } => {
            let rows = options(cabinet, of).await?.addresses;
            let rows: Vec<_> = rows
                .into_iter()
                .filter(|row| fits(&query, &[&row.id, &row.name, &row.address]))
                .collect();
            Ok(Answer::new(&Items::of(&rows, shapes::address), move |out| {
                let mut table = Table::new(&[
                    ("id", Align::Left),
                    ("name", Align::Left),
                    ("address", Align::Left),
                    ("note", Align::Left),
                ]);
                for row in rows {
                    table.row(vec![row.id, row.name, row.address, row.note]);
                }
                table.write(out)
            }))
        }
        Directory::Branches { query, carrier, limit } => branches(cabinet, &query, carrier, limit).await,
    }
}

async fn branches(cabinet: &Cabinet, query: &str, carrier: Option<String>, limit: u32) -> Result<Answer, Failure> {
    let carriers = match carrier {
        Some(one) => vec![one],
        None => {
            let all = options(cabinet, None).await?.carriers;
            all.into_iter().map(|carrier| carrier.id).collect()
        }
    };
    let mut rows = Vec::new();
    let mut total = 0_u32;
    for carrier in carriers {
        let left = limit.saturating_sub(u32::try_from(rows.len()).unwrap_or(u32::MAX));
        let page = delivery::branches(cabinet, carrier, query.to_owned(), 0, left).await?;
        total = total.saturating_add(page.total);
        rows.extend(page.rows);
    }
    let shape = serde_json::json!({
        "items": rows.iter().map(shapes::branch).collect::<serde_json::Value>(),
        "total": total,
    });
    Ok(Answer::new(&shape, move |out| {
        let mut table = Table::new(&[
            ("carrier", Align::Left),
            ("id", Align::Left),
            ("city", Align::Left),
            ("number", Align::Left),
            ("address", Align::Left),
            ("note", Align::Left),
        ]);
        let shown = rows.len();
        for row in rows {
            table.row(vec![row.carrier, row.id, row.city, row.number, row.address, row.note]);
        }
        table.write(out)?;
        writeln!(out, "{shown} of {total}")
    }))
}

/// Directories are the same for all legal entities, addresses aside; then one must be named where there are several.
async fn options(cabinet: &Cabinet, wanted: Option<String>) -> Result<DeliveryOptions, Failure> {
    let entity = entity(cabinet, wanted).await?;
    Ok(delivery::options(cabinet, entity).await?)
}

/// Whether a row has the query in one of its texts.
fn fits(query: &str, texts: &[&str]) -> bool {
    let query = query.to_lowercase();
    texts.iter().any(|text| text.to_lowercase().contains(&query))
}
