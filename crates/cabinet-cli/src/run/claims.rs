//! `claim new`, `claim list`, `claim show` and `claim say`.

use crate::answer::Answer;
use crate::args::{KindArg, RemedyArg};
use crate::exit::{FAILED, Failure};
use crate::figures::{quantity, typed};
use crate::shapes::{self, Items};
use crate::table::{Align, Table};
use crate::why;
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::claims::{self, AttachReport, ClaimSent, ClaimView, ClaimWordsRequest};
use cabinet_commands::error::{CommandError, ErrorCode};
use cabinet_commands::{orders, sync};
use cabinet_domain::claim::{ClaimKind, ClaimRemedy};
use serde_json::{Value, json};
use std::io::{self, Write};
use std::path::PathBuf;

/// What `claim new` takes.
pub struct Wish {
    pub order: String,
    pub goods: String,
    pub kind: KindArg,
    pub remedy: RemedyArg,
    pub quantity: Option<String>,
    pub text: String,
    pub files: Vec<PathBuf>,
}

/// Files a claim. With a file that cannot be attached nothing is sent: a claim without its proof is not what was meant.
pub async fn new(cabinet: &Cabinet, wish: Wish) -> Result<Answer, Failure> {
    let item = item_of(cabinet, &wish.order, &wish.goods).await?;
    let begun = claims::begin(cabinet, wish.order, item).await?;
    let quantity_milli = match &wish.quantity {
        Some(text) => typed(text, "the quantity")?,
        None => begun.summary.quantity_milli,
    };
    let id = begun.summary.id;
    let words = ClaimWordsRequest {
        claim: id.clone(),
        kind: kind(wish.kind).code().to_owned(),
        remedy: remedy(wish.remedy).code().to_owned(),
        quantity_milli,
        text: wish.text,
    };
    claims::describe(cabinet, words).await?;
    let report = claims::attach(cabinet, id.clone(), wish.files).await?;
    if !report.refused.is_empty() {
        claims::discard(cabinet, id.clone(), true).await?;
        return Ok(not_attached(&id, report));
    }
    let sent = match claims::send(cabinet, id.clone()).await {
        Ok(sent) => sent,
        Err(error) => {
            claims::discard(cabinet, id.clone(), true).await?;
            return Err(error.into());
        }
    };
    bring(cabinet, &sent).await;
    Ok(answer(&id, sent))
}

/// Says something in a claim.
pub async fn say(cabinet: &Cabinet, claim: String, text: String, files: Vec<PathBuf>) -> Result<Answer, Failure> {
    let id = claims::show(cabinet, claim).await?.summary.id;
    let report = claims::attach(cabinet, id.clone(), files).await?;
    if !report.refused.is_empty() {
        return Ok(not_attached(&id, report));
    }
    let sent = claims::say(cabinet, id.clone(), text).await?;
    bring(cabinet, &sent).await;
    Ok(answer(&id, sent))
}

/// Lists claims.
pub async fn list(cabinet: &Cabinet, wanted: Option<String>) -> Result<Answer, Failure> {
    let list = claims::list(cabinet, wanted).await?;
    Ok(Answer::new(&Items::of(&list, shapes::claim), move |out| {
        let mut table = Table::new(&[
            ("id", Align::Left),
            ("number", Align::Left),
            ("state", Align::Left),
            ("order", Align::Left),
            ("article", Align::Left),
            ("name", Align::Left),
            ("quantity", Align::Right),
            ("unit", Align::Left),
            ("wrong", Align::Left),
            ("demand", Align::Left),
            ("", Align::Left),
        ]);
        for claim in &list {
            let files = match (claim.files_waiting, claim.files_queued) {
                (0, _) => String::new(),
                (waiting, of) => format!("{waiting} of {of} files wait"),
            };
            let note = claim.why.map(why::words).map_or(files, str::to_owned);
            table.row(vec![
                claim.id.clone(),
                claim.number.clone(),
                claim.state.clone(),
                claim.order_number.clone(),
                claim.article.clone(),
                claim.name.clone(),
                quantity(claim.quantity_milli),
                claim.unit.clone(),
                claim.kind.clone(),
                claim.remedy.clone(),
                if claim.is_overdue {
                    "the answer is overdue".to_owned()
                } else {
                    note
                },
            ]);
        }
        table.write(out)
    }))
}

/// Shows a claim, and saves its files where asked.
pub async fn show(cabinet: &Cabinet, claim: String, out: Option<PathBuf>) -> Result<Answer, Failure> {
    let view = claims::show(cabinet, claim).await?;
    let saved = match out {
        Some(folder) => save_files(cabinet, &view, &folder).await?,
        None => Vec::new(),
    };
    let mut shape = shapes::whole_claim(&view);
    if let Value::Object(fields) = &mut shape {
        fields.insert("saved".to_owned(), saved.clone().into());
    }
    Ok(Answer::new(&shape, move |out| {
        write_claim(out, &view)?;
        saved.iter().try_for_each(|path| writeln!(out, "saved {path}"))
    }))
}

async fn save_files(cabinet: &Cabinet, view: &ClaimView, folder: &std::path::Path) -> Result<Vec<String>, Failure> {
    let failed = || Failure::file(format!("{} cannot be used", folder.display()));
    std::fs::create_dir_all(folder).map_err(failed())?;
    let folder = std::path::absolute(folder).map_err(failed())?;
    let said = view.messages.iter().flat_map(|message| &message.files);
    let mut saved = Vec::new();
    for (file, place) in view.files.iter().chain(said).zip(1_u32..) {
        // Numbered, and without what would name another place.
        let name: String = file
            .name
            .chars()
            .map(|c| {
                if c.is_control() || "<>:\"/\\|?*".contains(c) {
                    '_'
                } else {
                    c
                }
            })
            .collect();
        let path = folder.join(format!("{place}-{name}")).display().to_string();
        let id = view.summary.id.clone();
        saved.push(claims::save(cabinet, id, file.blake3.clone(), Some(path)).await?.path);
    }
    Ok(saved)
}

fn write_claim(out: &mut dyn Write, view: &ClaimView) -> io::Result<()> {
    let claim = &view.summary;
    writeln!(
        out,
        "{}  {}  {}  {}",
        claim.id, claim.number, claim.state, claim.entity_name
    )?;
    writeln!(
        out,
        "order {}  {} {}  {} {}: {}, wants {}",
        claim.order_number,
        claim.article,
        claim.name,
        quantity(claim.quantity_milli),
        claim.unit,
        claim.kind,
        claim.remedy,
    )?;
    if let Some(why) = claim.why {
        writeln!(out, "{}", why::words(why))?;
    }
    if !view.text.is_empty() {
        writeln!(out, "{}", view.text)?;
    }
    for file in &view.files {
        writeln!(out, "  {} ({} bytes)", file.name, file.bytes)?;
    }
    for message in &view.messages {
        let mark = if message.state.is_empty() {
            ""
        } else {
            " (not sent yet)"
        };
        writeln!(out, "{}{mark}: {}", message.who, message.text)?;
        for file in &message.files {
            writeln!(out, "  {} ({} bytes)", file.name, file.bytes)?;
        }
    }
    Ok(())
}

/// The one item of the order that a word means: its id, or its article.
async fn item_of(cabinet: &Cabinet, order: &str, word: &str) -> Result<String, Failure> {
    let lines = match orders::show(cabinet, order.to_owned()).await {
        Ok(view) => view.lines,
        // An invoice may stand for its order; then only the id of the item is understood.
        Err(error) if error.code == ErrorCode::NotFound => return Ok(word.to_owned()),
        Err(error) => return Err(error.into()),
    };
    let mut found = lines.iter().filter(|line| line.item == word || line.article == word);
    match (found.next(), found.next()) {
        (Some(line), None) => Ok(line.item.clone()),
        (Some(_), Some(_)) => {
            let words = "several lines of the order have this article; name one by its id";
            Err(CommandError::new(ErrorCode::Invalid, words).into())
        }
        (None, _) => Err(CommandError::new(ErrorCode::NotFound, "the order has no such goods").into()),
    }
}

const fn kind(kind: KindArg) -> ClaimKind {
    match kind {
        KindArg::Defect => ClaimKind::Defect,
        KindArg::Packing => ClaimKind::Packing,
        KindArg::Quantity => ClaimKind::Quantity,
        KindArg::Quality => ClaimKind::Quality,
    }
}

const fn remedy(remedy: RemedyArg) -> ClaimRemedy {
    match remedy {
        RemedyArg::Replace => ClaimRemedy::Replace,
        RemedyArg::Repair => ClaimRemedy::Repair,
        RemedyArg::Refund => ClaimRemedy::Refund,
        RemedyArg::Deliver => ClaimRemedy::Deliver,
        RemedyArg::PriceReduction => ClaimRemedy::PriceReduction,
    }
}

/// Fetches what the supplier made of it at once. It stands whatever comes of that, so a failure is only logged.
async fn bring(cabinet: &Cabinet, sent: &ClaimSent) {
    if matches!(sent, ClaimSent::Done)
        && let Err(error) = sync::now(cabinet).await
    {
        tracing::warn!(cli.code = ?error.code, "It is done; the list is brought up to date by the next sync");
    }
}

fn not_attached(id: &str, report: AttachReport) -> Answer {
    let shape = json!({
        "id": id,
        "outcome": "not_attached",
        "refused": shapes::refused_files(&report),
    });
    let answer = Answer::new(&shape, move |out| {
        for file in &report.refused {
            writeln!(out, "{}: {}", file.name, file.message)?;
        }
        writeln!(out, "Nothing was sent.")
    });
    answer.with_exit(FAILED)
}

fn answer(id: &str, sent: ClaimSent) -> Answer {
    let (word, reason, files_waiting) = match &sent {
        ClaimSent::Done => ("done", None, 0),
        ClaimSent::Queued { files_waiting } => ("queued", None, *files_waiting),
        ClaimSent::Rejected { reason } => ("rejected", Some(*reason), 0),
    };
    let shape = json!({
        "id": id,
        "outcome": word,
        "why": reason,
        "why_words": reason.map(why::words),
        "files_waiting": files_waiting,
    });
    let is_rejected = matches!(sent, ClaimSent::Rejected { .. });
    let id = id.to_owned();
    let answer = Answer::new(&shape, move |out| match sent {
        ClaimSent::Done => writeln!(out, "The supplier has it: `cabinet claim show {id}` tells his answers."),
        ClaimSent::Queued { files_waiting } => writeln!(
            out,
            "Queued ({files_waiting} files wait): it goes with the next `cabinet sync` that has a connection."
        ),
        ClaimSent::Rejected { reason } => writeln!(out, "Not taken: {}. Words and files are kept.", why::words(reason)),
    });
    if is_rejected { answer.with_exit(FAILED) } else { answer }
}
