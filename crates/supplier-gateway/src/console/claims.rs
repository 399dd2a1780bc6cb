//! `claim list`, `claim show`, `claim answer`, `claim close`: what dealers complain of, and the supplier's word on it.
//!
//! Works beside a running `serve`: the database is shared, and devices that listen are told at once.

use crate::claims::ClaimsError;
use crate::claims::answer::{Answer, Answered, answer};
use crate::claims::stored::{self, ClaimHead, StoredClaim};
use crate::claims::uploads::UploadError;
use crate::console::target::{Target, moment, write_json};
use crate::state::{GatewayState, OpenError};
use crate::storage::{StorageError, read, write};
use cabinet_domain::claim::ClaimState;
use cabinet_domain::ids::ClaimId;
use cabinet_domain::quantity::Quantity;
use cabinet_protocol::claims::{NAME_LIMIT, SentFile, TEXT_LIMIT};
use serde_json::{Value, json};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Why a command about claims did nothing.
#[derive(Debug, thiserror::Error)]
pub enum ClaimCommandError {
    /// The data directory cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Claims could not be read or written.
    #[error(transparent)]
    Claims(#[from] ClaimsError),
    /// The answer could not be printed.
    #[error("the answer cannot be printed")]
    Print(#[from] io::Error),
    /// No such claim.
    #[error("there is no claim «{0}»; see `claim list`")]
    UnknownClaim(String),
    /// The claim is closed.
    #[error("claim {number} is {}: nothing is added any more", state.code())]
    Over {
        /// Which claim.
        number: String,
        /// Where it stands.
        state: ClaimState,
    },
    /// Neither words nor a decision.
    #[error("say something with --text, attach a --file, or name a --decision")]
    Empty,
    /// The text is too long.
    #[error("the text is longer than {TEXT_LIMIT} characters; attach it as a file")]
    TooLong,
    /// A file cannot be attached.
    #[error("«{}» cannot be attached: {source}", path.display())]
    Attach {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: UploadError,
    },
    /// A file is larger than `gateway.toml` allows.
    #[error("«{}» is larger than max_file_bytes of gateway.toml ({limit} bytes)", path.display())]
    TooLarge {
        /// Which file.
        path: PathBuf,
        /// The limit.
        limit: u64,
    },
    /// A file of the claim cannot be saved.
    #[error("«{}» cannot be written: {source}", path.display())]
    Save {
        /// Where to.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

impl From<StorageError> for ClaimCommandError {
    fn from(error: StorageError) -> Self {
        Self::Claims(error.into())
    }
}

/// `claim …`
#[derive(Debug, clap::Subcommand)]
pub enum ClaimCommand {
    /// List claims.
    List(ClaimList),
    /// Show one claim with everything that was said.
    Show(ClaimShow),
    /// Answer a claim, or decide on it; whoever wrote in it is told.
    Answer(ClaimAnswer),
    /// Close a claim: nothing is added to it any more.
    Close(ClaimClose),
}

/// `claim list`
#[derive(Debug, clap::Args)]
pub struct ClaimList {
    #[command(flatten)]
    target: Target,
    /// Only those that wait for an answer.
    #[arg(long)]
    open: bool,
}

/// `claim show`
#[derive(Debug, clap::Args)]
pub struct ClaimShow {
    #[command(flatten)]
    target: Target,
    /// Number or id of the claim.
    claim: String,
    /// Save its files into this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// What an answer decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Decision {
    /// The demand is met.
    Accepted,
    /// The demand is refused.
    Declined,
    /// Nothing yet: it is being worked on, and the answer stays owed.
    InWork,
}

/// `claim answer`
#[derive(Debug, clap::Args)]
pub struct ClaimAnswer {
    #[command(flatten)]
    target: Target,
    /// Number or id of the claim.
    claim: String,
    /// What to say.
    #[arg(long, value_name = "TEXT", default_value = "")]
    text: String,
    /// What is decided [default: nothing; the claim is answered]
    #[arg(long, value_enum)]
    decision: Option<Decision>,
    /// Attach a file (photo, PDF, office document, text) as it is; may be given several times.
    #[arg(long, value_name = "FILE")]
    file: Vec<PathBuf>,
    /// Who answers, as the dealer reads it [default: the supplier's name in gateway.toml]
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
}

/// `claim close`
#[derive(Debug, clap::Args)]
pub struct ClaimClose {
    #[command(flatten)]
    target: Target,
    /// Number or id of the claim.
    claim: String,
    /// A last word.
    #[arg(long, value_name = "TEXT", default_value = "")]
    text: String,
    /// The document that closes it, as it is; may be given several times.
    #[arg(long, value_name = "FILE")]
    file: Vec<PathBuf>,
    /// Who closes it, as the dealer reads it [default: the supplier's name in gateway.toml]
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
}

/// Runs `claim …`.
///
/// # Errors
/// [`ClaimCommandError`].
pub fn claim(command: &ClaimCommand, out: &mut dyn Write) -> Result<(), ClaimCommandError> {
    match command {
        ClaimCommand::List(list) => list_claims(list, out),
        ClaimCommand::Show(show) => show_claim(show, out),
        ClaimCommand::Answer(wanted) => answer_claim(wanted, out),
        ClaimCommand::Close(close) => close_claim(close, out),
    }
}

fn list_claims(list: &ClaimList, out: &mut dyn Write) -> Result<(), ClaimCommandError> {
    let state = list.target.open()?;
    let mut heads = read(state.db.as_ref(), |tx| stored::list(tx))?;
    heads.retain(|head| !list.open || head.state.awaits_answer());
    let now_ms = state.now_ms();
    if list.target.json {
        let items: Vec<Value> = heads.iter().map(|head| head_json(head, now_ms)).collect();
        return Ok(write_json(out, &items)?);
    }
    for head in &heads {
        writeln!(out, "{}", head_text(head, now_ms))?;
    }
    Ok(())
}

fn show_claim(show: &ClaimShow, out: &mut dyn Write) -> Result<(), ClaimCommandError> {
    let state = show.target.open()?;
    let claim = find(&state, &show.claim)?;
    let saved = match &show.out {
        Some(folder) => save_files(&state, &claim, folder)?,
        None => Vec::new(),
    };
    let now_ms = state.now_ms();
    if show.target.json {
        let mut value = claim_json(&claim, now_ms);
        if let Value::Object(fields) = &mut value {
            let saved: Vec<String> = saved.iter().map(|path| path.display().to_string()).collect();
            fields.insert("saved".to_owned(), saved.into());
        }
        return Ok(write_json(out, &value)?);
    }
    writeln!(out, "{}", head_text(&claim.head, now_ms))?;
    for message in &claim.messages {
        writeln!(out, "  {}  {}: {}", moment(message.at_ms), message.who, message.text)?;
        for file in &message.files {
            writeln!(out, "    {} ({} bytes)", file.name, file.bytes)?;
        }
    }
    for change in &claim.history {
        writeln!(
            out,
            "  {}  {}  {}",
            moment(change.at_ms),
            change.state.code(),
            change.who
        )?;
    }
    for path in &saved {
        writeln!(out, "saved {}", path.display())?;
    }
    Ok(())
}

fn answer_claim(wanted: &ClaimAnswer, out: &mut dyn Write) -> Result<(), ClaimCommandError> {
    if wanted.text.trim().is_empty() && wanted.file.is_empty() && wanted.decision.is_none() {
        return Err(ClaimCommandError::Empty);
    }
    let state = wanted.target.open()?;
    let claim = find(&state, &wanted.claim)?;
    let next = match wanted.decision {
        Some(Decision::Accepted) => ClaimState::Accepted,
        Some(Decision::Declined) => ClaimState::Declined,
        Some(Decision::InWork) => ClaimState::InWork,
        // A word after a decision does not undo it.
        None if matches!(claim.head.state, ClaimState::Accepted | ClaimState::Declined) => claim.head.state,
        None => ClaimState::Answered,
    };
    let word = Word {
        text: &wanted.text,
        files: &wanted.file,
        who: wanted.who.as_deref(),
        next,
    };
    carry_out(&state, &wanted.target, &claim, &word, out)
}

fn close_claim(close: &ClaimClose, out: &mut dyn Write) -> Result<(), ClaimCommandError> {
    let state = close.target.open()?;
    let claim = find(&state, &close.claim)?;
    let word = Word {
        text: &close.text,
        files: &close.file,
        who: close.who.as_deref(),
        next: ClaimState::Closed,
    };
    carry_out(&state, &close.target, &claim, &word, out)
}

/// What the operator says, before its files are stored.
struct Word<'a> {
    text: &'a str,
    files: &'a [PathBuf],
    who: Option<&'a str>,
    next: ClaimState,
}

fn carry_out(
    state: &GatewayState,
    target: &Target,
    claim: &StoredClaim,
    said: &Word<'_>,
    out: &mut dyn Write,
) -> Result<(), ClaimCommandError> {
    if said.text.chars().count() > TEXT_LIMIT {
        return Err(ClaimCommandError::TooLong);
    }
    let over = |from| ClaimCommandError::Over {
        number: claim.head.number.to_string(),
        state: from,
    };
    if !claim.head.state.may_become(said.next) {
        return Err(over(claim.head.state));
    }
    let mut sent = Vec::with_capacity(said.files.len());
    for path in said.files {
        sent.push(attach(state, claim, path)?);
    }
    let supplier = &state.settings.supplier.name;
    let word = Answer {
        who: said.who.map_or_else(
            || {
                if supplier.is_empty() {
                    "—".to_owned()
                } else {
                    supplier.clone()
                }
            },
            str::to_owned,
        ),
        text: said.text.to_owned(),
        files: sent,
        state: said.next,
    };
    let now_ms = state.now_ms();
    match write(state.db.as_ref(), |tx| answer(tx, &claim.head.id, &word, now_ms))? {
        Answered::Done(now) if target.json => Ok(write_json(out, &claim_json(&now, now_ms))?),
        Answered::Done(now) => Ok(writeln!(out, "{}", head_text(&now.head, now_ms))?),
        Answered::UnknownClaim => Err(ClaimCommandError::UnknownClaim(claim.head.id.to_string())),
        Answered::NotFrom(from) => Err(over(from)),
    }
}

fn attach(state: &GatewayState, claim: &StoredClaim, path: &Path) -> Result<SentFile, ClaimCommandError> {
    let failed = |source| ClaimCommandError::Attach {
        path: path.to_owned(),
        source,
    };
    let limit = state.settings.claims.max_file_bytes;
    let bytes = std::fs::metadata(path).map_err(|error| failed(error.into()))?.len();
    if bytes > limit {
        return Err(ClaimCommandError::TooLarge {
            path: path.to_owned(),
            limit,
        });
    }
    let content = std::fs::read(path).map_err(|error| failed(error.into()))?;
    let name: String = path
        .file_name()
        .map(|name| name.to_string_lossy().chars().take(NAME_LIMIT).collect())
        .unwrap_or_default();
    let (blake3, kind) = state
        .uploads
        .put(state.db.as_ref(), &claim.head.entity, &name, &content, state.now_ms())
        .map_err(failed)?;
    Ok(SentFile {
        blake3,
        media_type: kind.media_type(&name).to_owned(),
        name,
        bytes,
    })
}

fn find(state: &GatewayState, word: &str) -> Result<StoredClaim, ClaimCommandError> {
    let found = read(state.db.as_ref(), |tx| {
        let id = match word.parse::<i64>() {
            Ok(number) => stored::id_of_number(tx, number)?,
            Err(_) => Some(ClaimId::from(word)),
        };
        match id {
            Some(id) => stored::load(tx, &id),
            None => Ok(None),
        }
    })?;
    found.ok_or_else(|| ClaimCommandError::UnknownClaim(word.to_owned()))
}

/// Saves under names of the gateway's own: what a dealer calls a file names no place on the supplier's disk.
fn save_files(state: &GatewayState, claim: &StoredClaim, folder: &Path) -> Result<Vec<PathBuf>, ClaimCommandError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| ClaimCommandError::Save { path, source }
    };
    std::fs::create_dir_all(folder).map_err(failed(folder))?;
    let mut saved = Vec::new();
    let files = claim.messages.iter().flat_map(|message| &message.files);
    for (file, place) in files.zip(1_u32..) {
        let path = folder.join(format!("{}-{place}-{}", claim.head.number, safe_name(&file.name)));
        let bytes = state
            .uploads
            .bytes(&claim.head.entity, &file.blake3)
            .map_err(failed(&path))?;
        let bytes = bytes.ok_or_else(|| failed(&path)(io::ErrorKind::NotFound.into()))?;
        std::fs::write(&path, bytes).map_err(failed(&path))?;
        saved.push(path);
    }
    Ok(saved)
}

fn safe_name(name: &str) -> String {
    let cleaned: String = name
        .chars()
        .map(|c| {
            if c.is_control() || "<>:\"/\\|?*".contains(c) {
                '_'
            } else {
                c
            }
        })
        .collect();
    cleaned.trim_matches(['.', ' ']).to_owned()
}

fn head_text(head: &ClaimHead, now_ms: i64) -> String {
    let deadline = match head.answer_by_ms {
        Some(by_ms) if by_ms < now_ms => format!("  OVERDUE since {}", moment(by_ms)),
        Some(by_ms) => format!("  answer by {}", moment(by_ms)),
        None => String::new(),
    };
    format!(
        "{}  {}  {}  order {}  {} {}  {} {}  {}, wants {}{deadline}",
        head.number,
        moment(head.filed_at_ms),
        head.state.code(),
        head.order_number,
        head.article,
        head.name,
        Quantity::from_milli(head.quantity_milli).to_decimal(),
        head.unit,
        head.kind.code(),
        head.remedy.code(),
    )
}

fn head_json(head: &ClaimHead, now_ms: i64) -> Value {
    json!({
        "id": head.id,
        "number": head.number.to_string(),
        "entity": head.entity,
        "state": head.state.code(),
        "kind": head.kind.code(),
        "remedy": head.remedy.code(),
        "order": head.order,
        "order_number": head.order_number,
        "item": head.item,
        "article": head.article,
        "name": head.name,
        "unit": head.unit,
        "quantity_milli": head.quantity_milli,
        "filed_by": head.filed_by,
        "filed_at_ms": head.filed_at_ms,
        "answer_by_ms": head.answer_by_ms,
        "is_overdue": head.answer_by_ms.is_some_and(|by_ms| by_ms < now_ms),
    })
}

fn claim_json(claim: &StoredClaim, now_ms: i64) -> Value {
    let messages: Vec<Value> = claim
        .messages
        .iter()
        .map(|message| {
            json!({
                "at_ms": message.at_ms,
                "who": message.who,
                "is_supplier": message.person.is_none(),
                "text": message.text,
                "files": message.files,
            })
        })
        .collect();
    let history: Vec<Value> = claim
        .history
        .iter()
        .map(|change| json!({ "state": change.state.code(), "at_ms": change.at_ms, "who": change.who }))
        .collect();
    let mut value = head_json(&claim.head, now_ms);
    if let Value::Object(fields) = &mut value {
        fields.insert("messages".to_owned(), messages.into());
        fields.insert("history".to_owned(), history.into());
    }
    value
}
