//! `document …`: documents of the supplier that came without 1C's exchange, and those that found no place.

use super::import::Outcome;
use super::target::{Target, moment, write_json};
use crate::access::entities;
use crate::documents::{
    Attach, AttachError, DocumentsError, Facts, FileError, FileTaken, StoredDocument, Taken, TextReader, TextsError,
    Tries, attach, load, read_texts, stored, take_file, withdraw_one,
};
use crate::orders::stored as orders;
use crate::orders::sum_text;
use crate::state::OpenError;
use crate::storage::{StorageError, Tx, read, write};
use cabinet_domain::delivery::read_date;
use cabinet_domain::ids::{EntityId, OrderId};
use cabinet_domain::quantity::Quantity;
use cabinet_domain::supplier_document::DocumentKind;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Why a command about documents did nothing.
#[derive(Debug, thiserror::Error)]
pub enum DocumentCommandError {
    /// The data directory cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Documents could not be read or written.
    #[error(transparent)]
    Documents(#[from] DocumentsError),
    /// It was not attached.
    #[error(transparent)]
    Attach(#[from] AttachError),
    /// The answer could not be printed.
    #[error("the answer cannot be printed")]
    Print(#[from] io::Error),
    /// Not a kind.
    #[error(
        "«{0}» is no kind of document; write one of bill, shipment, upd, tax_invoice, payment, refund, return, reconciliation, other"
    )]
    UnknownKind(String),
    /// Not a day.
    #[error("«{0}» is not a day; write it as 2026-12-31")]
    NotADay(String),
    /// No such order.
    #[error("there is no order {0}; see `order list`")]
    UnknownOrder(String),
}

impl From<StorageError> for DocumentCommandError {
    fn from(error: StorageError) -> Self {
        Self::Documents(error.into())
    }
}

/// `document …`
#[derive(Debug, clap::Subcommand)]
pub enum DocumentCommand {
    /// Take files: УПД as XML or zip, PDF, scans. A name may say kind, number, date, ИНН and order.
    Add(Box<DocumentAdd>),
    /// List documents, the earliest first.
    List(Target),
    /// List those that no dealer sees, with why.
    Unmatched(Target),
    /// Put a document to a legal entity, and to one of its orders.
    Attach(DocumentAttach),
    /// Show one document with its lines and what does not add up in it.
    Show(DocumentShow),
    /// Take a document back from its dealer; its number and its bytes are free again.
    Withdraw(DocumentShow),
}

/// `document add`
#[derive(Debug, clap::Args)]
pub struct DocumentAdd {
    #[command(flatten)]
    target: Target,
    /// What it is, where its content does not say so.
    #[arg(long)]
    kind: Option<String>,
    /// Its number, where its content does not say so.
    #[arg(long)]
    number: Option<String>,
    /// Its date, where its content does not say so.
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<String>,
    /// Whose it is, whatever its content says.
    #[arg(long, value_name = "ID")]
    entity: Option<String>,
    /// Of which order of that legal entity: number or id.
    #[arg(long, requires = "entity")]
    order: Option<String>,
    /// The files.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// `document attach`
#[derive(Debug, clap::Args)]
pub struct DocumentAttach {
    #[command(flatten)]
    target: Target,
    /// Id of the document.
    document: String,
    /// Whose it is.
    #[arg(long, value_name = "ID")]
    entity: String,
    /// Of which of its orders: number or id.
    #[arg(long)]
    order: Option<String>,
}

/// `document show` and `document withdraw`
#[derive(Debug, clap::Args)]
pub struct DocumentShow {
    #[command(flatten)]
    target: Target,
    /// Id of the document.
    document: String,
}

/// Runs `document …`. Files that were not taken go to `err`.
///
/// # Errors
/// [`DocumentCommandError`].
pub(super) fn document(
    command: &DocumentCommand,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Outcome, DocumentCommandError> {
    match command {
        DocumentCommand::Add(add) => return add_files(add, out, err),
        DocumentCommand::List(target) => list(target, stored::list, out)?,
        DocumentCommand::Unmatched(target) => list(target, stored::unmatched, out)?,
        DocumentCommand::Attach(attach) => put(attach, out)?,
        DocumentCommand::Show(show) => show_one(show, out)?,
        DocumentCommand::Withdraw(named) => take_back(named, out)?,
    }
    Ok(Outcome::Done)
}

fn add_files(add: &DocumentAdd, out: &mut dyn Write, err: &mut dyn Write) -> Result<Outcome, DocumentCommandError> {
    let state = add.target.open()?;
    let kind = add
        .kind
        .as_ref()
        .map(|kind| DocumentKind::from_code(kind).ok_or_else(|| DocumentCommandError::UnknownKind(kind.clone())))
        .transpose()?;
    if let Some(date) = add.date.as_ref().filter(|date| read_date(date).is_none()) {
        return Err(DocumentCommandError::NotADay(date.clone()));
    }
    let to = match &add.entity {
        Some(entity) => Some(read(state.db.as_ref(), |tx| place(tx, entity, add.order.as_deref()))?),
        None => None,
    };
    let known = |facts: &mut Facts| {
        if let Some(kind) = kind.filter(|_| facts.kind == DocumentKind::Other) {
            facts.kind = kind;
        }
        let told = [(&mut facts.number, &add.number), (&mut facts.date, &add.date)];
        for (fact, said) in told {
            if let Some(said) = said {
                fact.clone_from(said);
            }
        }
    };
    let mut items = Vec::new();
    let mut is_all = true;
    for path in &add.files {
        let name = path
            .file_name()
            .unwrap_or(path.as_os_str())
            .to_string_lossy()
            .into_owned();
        let all = match read_bytes(path) {
            Ok(bytes) => {
                take_file(&state, &name, &bytes, "console", &known).unwrap_or_else(|error| vec![of(&name, error)])
            }
            Err(error) => {
                is_all = false;
                writeln!(err, "error: {}: {error}", path.display())?;
                items.push(json!({ "id": Value::Null, "file": name, "ok": false, "error": error.to_string() }));
                continue;
            }
        };
        for mut one in all {
            if let (Some(to), Ok(taken)) = (&to, &one.taken)
                && !matches!(taken, Taken::OtherOfThatNumber(_))
            {
                let id = taken.document().id.clone();
                let now_ms = state.now_ms();
                let attached = write(state.db.as_ref(), |tx| attach(tx, &id, to, now_ms))?;
                one.taken = Ok(match taken {
                    Taken::Added(_) => Taken::Added(attached),
                    _ => Taken::Updated(attached),
                });
            }
            is_all &= tell(&one, add.target.json, &mut items, out, err)?;
        }
    }
    if let Err(error) = TextReader::this_program()
        .map_err(TextsError::from)
        .and_then(|reader| read_texts(&state, &reader, &mut Tries::default()))
    {
        // They are in; a gateway that serves tries the texts again.
        writeln!(err, "note: texts were not read, and are not found yet: {error}")?;
    }
    if add.target.json {
        write_json(out, &items)?;
    }
    Ok(if is_all { Outcome::Done } else { Outcome::NotAll })
}

fn of(name: &str, error: FileError) -> FileTaken {
    FileTaken {
        name: name.to_owned(),
        taken: Err(error),
    }
}

fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    std::fs::read(path)
}

/// Says what became of a document; whether it is in.
fn tell(
    one: &FileTaken,
    is_json: bool,
    items: &mut Vec<Value>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<bool, DocumentCommandError> {
    let (word, document) = match &one.taken {
        Err(error) => {
            writeln!(err, "error: {}: {error}", one.name)?;
            items.push(json!({ "id": Value::Null, "file": one.name, "ok": false, "error": error.to_string() }));
            return Ok(false);
        }
        Ok(Taken::Added(document)) => ("added", document),
        Ok(Taken::Updated(document)) => ("updated", document),
        Ok(Taken::Same(document)) => ("duplicate", document),
        Ok(Taken::OtherOfThatNumber(document)) => {
            writeln!(
                err,
                "error: {}: one of its kind, number, date and seller is there as {} with other content; nothing was changed; if this one counts, `document withdraw` the other first",
                one.name, document.id
            )?;
            items.push(json!({ "id": document.id, "file": one.name, "ok": false, "error": "same_number" }));
            return Ok(false);
        }
    };
    let mut item = as_json(document);
    if let Value::Object(fields) = &mut item {
        fields.insert("file".to_owned(), json!(one.name));
        fields.insert("ok".to_owned(), json!(true));
        fields.insert("became".to_owned(), json!(word));
    }
    items.push(item);
    if !is_json {
        writeln!(out, "{word}  {}", line(document))?;
    }
    if let Some(why) = document.why_unseen() {
        writeln!(err, "note: {}: no dealer sees it: {why}", one.name)?;
    }
    for doubt in &document.facts.doubts {
        writeln!(err, "note: {}: {}", one.name, doubt_words(doubt))?;
    }
    Ok(true)
}

/// A doubt for the operator.
fn doubt_words(doubt: &crate::documents::Doubt) -> String {
    let sum = |minor: &str| minor.parse::<i64>().map_or_else(|_| minor.to_owned(), sum_text);
    let place = if doubt.line == 0 {
        String::new()
    } else {
        format!("line {}: ", doubt.line)
    };
    let (stated, computed) = (&doubt.stated, &doubt.computed);
    match doubt.code.as_str() {
        "total" | "total_net" | "total_vat" => {
            let which = match doubt.code.as_str() {
                "total_net" => "total without VAT",
                "total_vat" => "total of VAT",
                _ => "total",
            };
            format!(
                "its {which} does not add up: {} stands there, its lines come to {}",
                sum(stated),
                sum(computed)
            )
        }
        "line_sum" => format!("{place}price times quantity is {}, not {}", sum(computed), sum(stated)),
        "line_tax" => format!(
            "{place}the sum without tax and the tax are {}, not {}",
            sum(computed),
            sum(stated)
        ),
        "tax_number" => format!("the check digit of the ИНН «{stated}» does not fit"),
        "rate" => format!("{place}the VAT rate «{stated}» is not one of that year"),
        "quantity" => format!("{place}the quantity «{stated}» was rounded to thousandths"),
        "sides" => format!("it has {stated} sellers, buyers or consignees; the first one counts"),
        "version" => format!("the edition «{stated}» is newer than this gateway knows"),
        _ => "it has no lines".to_owned(),
    }
}

fn list(
    target: &Target,
    of: fn(&mut dyn Tx) -> Result<Vec<StoredDocument>, DocumentsError>,
    out: &mut dyn Write,
) -> Result<(), DocumentCommandError> {
    let state = target.open()?;
    let all = read(state.db.as_ref(), |tx| of(tx))?;
    if target.json {
        let items: Vec<Value> = all.iter().map(as_json).collect();
        return Ok(write_json(out, &items)?);
    }
    for one in &all {
        writeln!(out, "{}", line(one))?;
        if let Some(why) = one.why_unseen() {
            writeln!(out, "    {why}")?;
        }
    }
    Ok(())
}

fn put(command: &DocumentAttach, out: &mut dyn Write) -> Result<(), DocumentCommandError> {
    let state = command.target.open()?;
    let now_ms = state.now_ms();
    let attached = write(state.db.as_ref(), |tx| {
        let to = place(tx, &command.entity, command.order.as_deref())?;
        Ok::<_, DocumentCommandError>(attach(tx, &command.document, &to, now_ms)?)
    })?;
    if command.target.json {
        return Ok(write_json(out, &as_json(&attached))?);
    }
    Ok(writeln!(out, "{}", line(&attached))?)
}

fn take_back(named: &DocumentShow, out: &mut dyn Write) -> Result<(), DocumentCommandError> {
    let state = named.target.open()?;
    let now_ms = state.now_ms();
    let document = write(state.db.as_ref(), |tx| withdraw_one(tx, &named.document, now_ms))?;
    if named.target.json {
        return Ok(write_json(out, &as_json(&document))?);
    }
    Ok(writeln!(out, "withdrawn  {}", line(&document))?)
}

fn show_one(show: &DocumentShow, out: &mut dyn Write) -> Result<(), DocumentCommandError> {
    let state = show.target.open()?;
    let found = read(state.db.as_ref(), |tx| load(tx, &show.document))?;
    let document = found.ok_or_else(|| AttachError::UnknownDocument(show.document.clone()))?;
    if show.target.json {
        return Ok(write_json(out, &as_json(&document))?);
    }
    writeln!(out, "{}", line(&document))?;
    for goods in &document.facts.lines {
        writeln!(
            out,
            "    {}  {}  {} {}  {}",
            goods.article,
            goods.name,
            Quantity::from_milli(goods.quantity_milli).to_decimal(),
            goods.unit,
            goods.sum_minor.map(sum_text).unwrap_or_default()
        )?;
    }
    for doubt in &document.facts.doubts {
        writeln!(out, "    note: {}", doubt_words(doubt))?;
    }
    if let Some(why) = document.why_unseen() {
        writeln!(out, "    no dealer sees it: {why}")?;
    }
    Ok(())
}

fn place(tx: &mut dyn Tx, entity: &str, order: Option<&str>) -> Result<Attach, DocumentCommandError> {
    let entity = EntityId::from(entity);
    if entities::get(tx, &entity).map_err(DocumentsError::from)?.is_none() {
        return Err(AttachError::UnknownEntity(entity).into());
    }
    let order = match order {
        None => None,
        Some(written) => {
            let by_number = match written.parse::<i64>() {
                Ok(number) => orders::id_of_number(tx, number)?,
                Err(_) => None,
            };
            let id = by_number.unwrap_or_else(|| OrderId::from(written));
            let found = orders::load(tx, &id).map_err(DocumentsError::from)?;
            if found.is_none_or(|order| order.head.entity != entity) {
                return Err(DocumentCommandError::UnknownOrder(written.to_owned()));
            }
            Some(id)
        }
    };
    Ok(Attach { entity, order })
}

fn line(document: &StoredDocument) -> String {
    let facts = &document.facts;
    format!(
        "{}  {}  № {} {}  {} {}  {}{}  {}",
        document.id,
        facts.kind.code(),
        facts.number,
        facts.date,
        facts.total_minor.map(sum_text).unwrap_or_default(),
        facts.currency,
        document.entity.as_ref().map_or("nobody", EntityId::as_str),
        document
            .order
            .as_ref()
            .map(|order| format!(" order {order}"))
            .unwrap_or_default(),
        moment(document.came_at_ms)
    )
}

fn as_json(document: &StoredDocument) -> Value {
    let facts = &document.facts;
    let lines: Vec<Value> = facts
        .lines
        .iter()
        .map(|line| {
            json!({
                "item": line.item,
                "article": line.article,
                "name": line.name,
                "unit": line.unit,
                "quantity_milli": line.quantity_milli,
                "sum_minor": line.sum_minor,
            })
        })
        .collect();
    json!({
        "id": document.id,
        "kind": facts.kind.code(),
        "number": facts.number,
        "date": facts.date,
        "correction": facts.correction,
        "seller": facts.seller,
        "buyer": { "name": facts.buyer_name, "inn": facts.buyer.inn, "kpp": facts.buyer.kpp, "edrpou": facts.buyer.edrpou },
        "currency": facts.currency,
        "total_minor": facts.total_minor,
        "vat_minor": facts.vat_minor,
        "entity": document.entity,
        "order": document.order,
        "by_hand": document.is_by_hand,
        "trouble": document.trouble.map(|trouble| json!({ "code": trouble.code(), "message": trouble.words() })),
        "counted_by": document.counted_by,
        "withdrawn": document.is_withdrawn,
        "origin": document.origin,
        "came_at_ms": document.came_at_ms,
        "bytes": document.file.as_ref().map(|file| file.bytes),
        "blake3": document.file.as_ref().map(|file| file.blake3.clone()),
        "lines": lines,
        "doubts": facts.doubts,
    })
}
