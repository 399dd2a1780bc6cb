//! `act …`: acts of reconciliation that dealers asked for, and what the supplier's people answer.

use super::target::{Target, moment, write_json};
use crate::documents::{
    Attach, AttachError, Facts, FileError, Taken, TextReader, TextsError, Tries, attach, read_texts, take_file,
};
use crate::orders::sum_text;
use crate::settlement::{self, Listed, SettlementError};
use crate::state::{GatewayState, OpenError};
use crate::storage::{StorageError, read, write};
use cabinet_domain::settlement::ActTrouble;
use cabinet_domain::supplier_document::DocumentKind;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::path::PathBuf;

/// Why a command about acts did nothing.
#[derive(Debug, thiserror::Error)]
pub enum ActCommandError {
    /// The data directory cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Acts could not be read or made.
    #[error(transparent)]
    Settlement(#[from] SettlementError),
    /// The file cannot be read.
    #[error("{path}: {source}")]
    Read {
        /// As it was named.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// The file was not taken.
    #[error("{path}: {source}")]
    File {
        /// As it was named.
        path: String,
        /// Why.
        source: Box<FileError>,
    },
    /// The file cannot be given to the dealer.
    #[error(transparent)]
    Attach(#[from] AttachError),
    /// A container, or a document of another dealer.
    #[error("{0}: it holds no single document, or one that another legal entity sees already")]
    NotOne(String),
    /// The answer could not be printed.
    #[error("the answer cannot be printed")]
    Print(#[from] io::Error),
}

impl From<StorageError> for ActCommandError {
    fn from(error: StorageError) -> Self {
        Self::Settlement(error.into())
    }
}

/// `act …`
#[derive(Debug, clap::Subcommand)]
pub enum ActCommand {
    /// List asks that could not be answered out of what 1C told, the earliest first.
    List(ActList),
    /// Show one with its entries.
    Show(ActNamed),
    /// Make the act anew, out of what is known by now.
    Make(ActNamed),
    /// Answer with a file: the act as the supplier signs it. The dealer gets it with his documents.
    Answer(ActAnswer),
    /// Say in words why there is no act.
    Refuse(ActRefuse),
}

/// `act list`
#[derive(Debug, clap::Args)]
pub struct ActList {
    #[command(flatten)]
    target: Target,
    /// Also those that are answered.
    #[arg(long)]
    all: bool,
}

/// `act show`, `act make`
#[derive(Debug, clap::Args)]
pub struct ActNamed {
    #[command(flatten)]
    target: Target,
    /// Which, by the id that `act list` prints.
    id: String,
}

/// `act answer`
#[derive(Debug, clap::Args)]
pub struct ActAnswer {
    #[command(flatten)]
    target: Target,
    /// Which, by the id that `act list` prints.
    id: String,
    /// PDF, scan or workbook.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What to say to it.
    #[arg(long, default_value = "")]
    note: String,
}

/// `act refuse`
#[derive(Debug, clap::Args)]
pub struct ActRefuse {
    #[command(flatten)]
    target: Target,
    /// Which, by the id that `act list` prints.
    id: String,
    /// Why, in the words that the dealer reads.
    #[arg(long)]
    why: String,
}

/// Runs `act …`. What is worth knowing beside the answer goes to `err`.
///
/// # Errors
/// [`ActCommandError`].
pub(super) fn act(command: &ActCommand, out: &mut dyn Write, err: &mut dyn Write) -> Result<(), ActCommandError> {
    match command {
        ActCommand::List(list) => {
            let state = list.target.open()?;
            let mut all = read(state.db.as_ref(), |tx| settlement::list(tx))?;
            all.retain(|one| list.all || one.is_open);
            if list.target.json {
                let items: Vec<Value> = all.iter().map(as_json).collect();
                return Ok(write_json(out, &items)?);
            }
            for one in &all {
                writeln!(out, "{}", line(one))?;
            }
            Ok(())
        }
        ActCommand::Show(named) => {
            let state = named.target.open()?;
            let found = read(state.db.as_ref(), |tx| settlement::get(tx, &named.id))?;
            let one = found.ok_or_else(|| SettlementError::Unknown(named.id.clone()))?;
            tell(&one, &named.target, out)
        }
        ActCommand::Make(named) => {
            let state = named.target.open()?;
            let now_ms = state.now_ms();
            let one = write(state.db.as_ref(), |tx| {
                settlement::make_again(tx, &state.settings, &named.id, now_ms)
            })?;
            tell(&one, &named.target, out)
        }
        ActCommand::Answer(given) => {
            let state = given.target.open()?;
            let one = answer(&state, given, err)?;
            tell(&one, &given.target, out)
        }
        ActCommand::Refuse(given) => {
            let state = given.target.open()?;
            let now_ms = state.now_ms();
            let one = write(state.db.as_ref(), |tx| {
                settlement::answer(tx, &given.id, &given.why, None, now_ms)
            })?;
            tell(&one, &given.target, out)
        }
    }
}

/// Gives the dealer a file of the supplier for an answer.
fn answer(state: &GatewayState, given: &ActAnswer, err: &mut dyn Write) -> Result<Listed, ActCommandError> {
    let path = given.file.display().to_string();
    let asked = read(state.db.as_ref(), |tx| settlement::get(tx, &given.id))?
        .ok_or_else(|| SettlementError::Unknown(given.id.clone()))?;
    let bytes = std::fs::read(&given.file).map_err(|source| ActCommandError::Read {
        path: path.clone(),
        source,
    })?;
    let name = given
        .file
        .file_name()
        .unwrap_or(given.file.as_os_str())
        .to_string_lossy()
        .into_owned();
    let known = |facts: &mut Facts| {
        facts.kind = DocumentKind::Reconciliation;
        if facts.date.is_empty() {
            facts.date.clone_from(&asked.row.to);
        }
    };
    let refused = |source| ActCommandError::File {
        path: path.clone(),
        source: Box::new(source),
    };
    let mut taken = take_file(state, &name, &bytes, "console", &known).map_err(refused)?;
    let (Some(only), true) = (taken.pop(), taken.is_empty()) else {
        return Err(ActCommandError::NotOne(path));
    };
    let document = match only.taken.map_err(refused)? {
        Taken::OtherOfThatNumber(_) => return Err(ActCommandError::NotOne(path)),
        Taken::Added(document) | Taken::Updated(document) | Taken::Same(document) => document,
    };
    if document.entity.as_ref().is_some_and(|entity| *entity != asked.entity) {
        return Err(ActCommandError::NotOne(path));
    }
    let now_ms = state.now_ms();
    let to = Attach {
        entity: asked.entity,
        order: None,
    };
    let one = write(state.db.as_ref(), |tx| {
        attach(tx, &document.id, &to, now_ms)?;
        Ok::<_, ActCommandError>(settlement::answer(
            tx,
            &given.id,
            &given.note,
            Some(&document.id),
            now_ms,
        )?)
    })?;
    let read = TextReader::this_program()
        .map_err(TextsError::from)
        .and_then(|reader| read_texts(state, &reader, &mut Tries::default()));
    if let Err(error) = read {
        // It is in; a gateway that serves tries the text again.
        writeln!(err, "note: its text was not read, and is not found yet: {error}")?;
    }
    Ok(one)
}

fn tell(one: &Listed, target: &Target, out: &mut dyn Write) -> Result<(), ActCommandError> {
    if target.json {
        return Ok(write_json(out, &as_json(one))?);
    }
    writeln!(out, "{}", line(one))?;
    for act in &one.row.acts {
        writeln!(
            out,
            "  {}  opening {} ({} {})",
            act.currency,
            sum_text(act.opening_minor),
            act.opening_by,
            act.opening_day
        )?;
        for entry in &act.entries {
            writeln!(
                out,
                "    {}  {} № {}  debit {}  credit {}",
                entry.date,
                entry.kind,
                entry.number,
                sum_text(entry.debit_minor),
                sum_text(entry.credit_minor)
            )?;
        }
        writeln!(out, "  {}  closing {}", act.currency, sum_text(act.closing_minor))?;
    }
    Ok(())
}

fn line(one: &Listed) -> String {
    let row = &one.row;
    let became = if !row.document.is_empty() {
        format!("answered with the document {}", row.document)
    } else if !row.note.is_empty() {
        "refused".to_owned()
    } else if row.trouble.is_empty() {
        "made".to_owned()
    } else {
        format!("not made: {}", trouble_words(&row.trouble))
    };
    let numbers = Some(row.numbers.join(", ")).filter(|text| !text.is_empty());
    let contract = Some(row.contract.clone()).filter(|number| !number.is_empty());
    let parts = [
        Some(row.id.clone()),
        Some(one.entity_name.clone()),
        contract.map(|number| format!("№ {number}")),
        Some(format!("{}..{}", row.from, row.to)),
        Some(row.asked_by.clone()),
        Some(moment(row.asked_at_ms)),
        Some(became),
        numbers,
        Some(row.note.clone()).filter(|note| !note.is_empty()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("  ")
}

/// A trouble for the operator, with what he can do.
fn trouble_words(code: &str) -> &'static str {
    match ActTrouble::from_code(code) {
        Some(ActTrouble::NothingTold) => {
            "neither documents nor a balance of this legal entity are known; `balance import` tells one"
        }
        Some(ActTrouble::WithoutSum) => "documents of the period name no sum",
        Some(ActTrouble::WithoutDate) => "documents have no day",
        Some(ActTrouble::OnlyOrders) => "1C told of shipments or payments of orders without their documents",
        Some(ActTrouble::OfContract) => "the documents do not say by which contract they are",
        Some(ActTrouble::TooMany) => "there are more documents than an act takes",
        Some(ActTrouble::OutOfRange) => "a sum does not fit",
        None => "for a reason that another version of the gateway wrote",
    }
}

fn as_json(one: &Listed) -> Value {
    let row = &one.row;
    let acts: Vec<Value> = row
        .acts
        .iter()
        .map(|act| {
            let entries: Vec<Value> = act
                .entries
                .iter()
                .map(|entry| {
                    json!({
                        "date": entry.date,
                        "kind": entry.kind,
                        "number": entry.number,
                        "debit_minor": entry.debit_minor,
                        "credit_minor": entry.credit_minor,
                        "document": entry.document,
                    })
                })
                .collect();
            json!({
                "currency": act.currency,
                "opening_minor": act.opening_minor,
                "opening_by": act.opening_by,
                "opening_day": act.opening_day,
                "entries": entries,
                "closing_minor": act.closing_minor,
            })
        })
        .collect();
    json!({
        "id": row.id,
        "entity": one.entity,
        "entity_name": one.entity_name,
        "contract": row.contract,
        "from": row.from,
        "to": row.to,
        "asked_by": row.asked_by,
        "asked_at_ms": row.asked_at_ms,
        "answered_at_ms": row.answered_at_ms,
        "open": one.is_open,
        "trouble": row.trouble,
        "numbers": row.numbers,
        "note": row.note,
        "document": row.document,
        "acts": acts,
    })
}
