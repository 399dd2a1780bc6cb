//! `balance documents`: what legal entities owe document by document, out of a file; `balance settled`: that they owe nothing.

use super::balance::{
    BalanceCommandError, BalanceDocuments, BalanceSettled, currency_of, entity_of, minor, signed_minor,
};
use super::faults;
use super::import::Outcome;
use super::target::write_json;
use crate::access::books;
use crate::access::entities::{self, Entity};
use crate::goods_import::values::date;
use crate::storage::{StorageError, write};
use crate::table::{self, Fault, TableRow};
use cabinet_domain::ids::EntityId;
use cabinet_domain::supplier_document::DocumentKind;
use cabinet_protocol::books::OwedRow;
use serde_json::json;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

const CONTRACT: [&str; 3] = ["contract", "договор", "договір"];
const KIND: [&str; 5] = ["document", "документ", "вид документа", "вид", "kind"];
const NUMBER: [&str; 2] = ["number", "номер"];
const DATE: [&str; 2] = ["date", "дата"];
const DUE: [&str; 8] = [
    "due",
    "due date",
    "срок",
    "срок оплаты",
    "оплатить до",
    "строк",
    "строк оплати",
    "сплатити до",
];
const SUM: [&str; 4] = ["sum", "total", "сумма", "сума"];
const PAID: [&str; 3] = ["paid", "оплачено", "сплачено"];
const OWED: [&str; 5] = ["owed", "долг", "остаток", "борг", "залишок"];

/// Words of books for a document, by their beginning in small letters.
const KINDS: [(&str, DocumentKind); 14] = [
    ("упд", DocumentKind::Upd),
    ("реализац", DocumentKind::Shipment),
    ("реалізац", DocumentKind::Shipment),
    ("накладн", DocumentKind::Shipment),
    ("видатков", DocumentKind::Shipment),
    ("отгрузк", DocumentKind::Shipment),
    ("счет-фактур", DocumentKind::TaxInvoice),
    ("счет", DocumentKind::Bill),
    ("рахун", DocumentKind::Bill),
    ("аванс", DocumentKind::Payment),
    ("оплат", DocumentKind::Payment),
    ("платеж", DocumentKind::Payment),
    ("возврат", DocumentKind::Return),
    ("повернен", DocumentKind::Return),
];

/// Takes the documents of a file. Broken rows go to `err`.
///
/// # Errors
/// [`BalanceCommandError`].
pub(super) fn take(
    BalanceDocuments { import, whole }: &BalanceDocuments,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Outcome, BalanceCommandError> {
    let state = import.target.open()?;
    let shown = import.file.display().to_string();
    let table = table::read(&import.file).map_err(|source| BalanceCommandError::File {
        path: shown.clone(),
        source,
    })?;
    let now_ms = state.now_ms();
    let (read, settled) = write(state.db.as_ref(), |tx| {
        let known = entities::list(tx)?;
        let read = read_rows(&table.rows, &known);
        for (entity, documents) in &read.whole {
            books::replace(tx, entity, documents, now_ms)?;
        }
        let settled = if *whole { read.absent(&known) } else { Vec::new() };
        for entity in &settled {
            books::replace(tx, entity, &BTreeMap::new(), now_ms)?;
        }
        Ok::<_, StorageError>((read, settled))
    })?;
    let taken: usize = read.whole.values().map(BTreeMap::len).sum();
    if import.target.json {
        let shape = json!({
            "id": shown,
            "ok": read.broken.is_empty(),
            "rows": table.rows.len(),
            "taken": taken,
            "entities": read.whole.len(),
            "left": read.left,
            "settled": settled,
            "nameless": read.nameless,
            "faults": read.broken,
        });
        write_json(out, &shape)?;
    } else {
        writeln!(
            out,
            "{shown}: {} rows, {taken} taken for {} legal entities",
            table.rows.len(),
            read.whole.len()
        )?;
        for entity in &read.left {
            writeln!(out, "{entity}: stays as it was, for it has a broken row")?;
        }
        for entity in &settled {
            writeln!(out, "{entity}: owes nothing, for it is not in the file")?;
        }
        if *whole && read.nameless > 0 {
            writeln!(
                out,
                "{} rows name no known legal entity and may be of one that is not in the file: all these stay as they were",
                read.nameless
            )?;
        }
    }
    faults::list(&read.broken, err)?;
    Ok(if read.broken.is_empty() {
        Outcome::Done
    } else {
        Outcome::NotAll
    })
}

/// Takes away what legal entities owe by the books.
///
/// # Errors
/// [`BalanceCommandError`]; nothing is done when one of them does not exist.
pub(super) fn settle(given: &BalanceSettled, out: &mut dyn Write) -> Result<(), BalanceCommandError> {
    let state = given.target.open()?;
    let now_ms = state.now_ms();
    let settled = write(state.db.as_ref(), |tx| {
        let known = entities::list(tx)?;
        let mut settled = BTreeSet::new();
        for asked in &given.entities {
            let Some(entity) = known.iter().find(|entity| entity.id.as_str() == asked) else {
                return Err(BalanceCommandError::UnknownEntity(asked.clone()));
            };
            settled.insert(entity.id.clone());
        }
        for entity in &settled {
            books::replace(tx, entity, &BTreeMap::new(), now_ms)?;
        }
        Ok(settled)
    })?;
    if given.target.json {
        return Ok(write_json(out, &json!({ "settled": settled }))?);
    }
    for entity in &settled {
        writeln!(out, "{entity}: owes nothing")?;
    }
    Ok(())
}

/// What a file says.
struct Read {
    /// Documents by their id, of entities all whose rows can be read.
    whole: BTreeMap<EntityId, BTreeMap<String, OwedRow>>,
    /// Entities with a broken row: a part of their documents would be a wrong sum.
    left: BTreeSet<EntityId>,
    /// Rows that name no known entity, or several.
    nameless: u32,
    broken: Vec<Fault>,
}

impl Read {
    /// Entities of which the file says nothing; none while a row may be of any of them.
    fn absent(&self, known: &[Entity]) -> Vec<EntityId> {
        if self.nameless > 0 {
            return Vec::new();
        }
        known
            .iter()
            .map(|entity| &entity.id)
            .filter(|id| !self.whole.contains_key(*id) && !self.left.contains(*id))
            .cloned()
            .collect()
    }
}

fn read_rows(rows: &[TableRow], known: &[Entity]) -> Read {
    let mut whole: BTreeMap<EntityId, BTreeMap<String, OwedRow>> = BTreeMap::new();
    let mut left = BTreeSet::new();
    let mut nameless = 0_u32;
    let mut broken = Vec::new();
    for row in rows {
        let mut fault = |(column, message)| {
            broken.push(Fault {
                row: row.line,
                column,
                message,
            });
        };
        let entity = match entity_of(row, known) {
            Ok(entity) => entity,
            Err(why) => {
                fault(why);
                nameless = nameless.saturating_add(1);
                continue;
            }
        };
        let documents = whole.entry(entity.id.clone()).or_default();
        match read_row(row, entity) {
            Ok(document) => match documents.entry(document.id.clone()) {
                Entry::Vacant(place) => {
                    place.insert(document);
                }
                Entry::Occupied(_) => {
                    fault((
                        "number",
                        "this document stands in an earlier row too; one row for each".to_owned(),
                    ));
                    left.insert(entity.id.clone());
                }
            },
            Err(why) => {
                fault(why);
                left.insert(entity.id.clone());
            }
        }
    }
    whole.retain(|entity, _| !left.contains(entity));
    Read {
        whole,
        left,
        nameless,
        broken,
    }
}

fn read_row(row: &TableRow, entity: &Entity) -> Result<OwedRow, (&'static str, String)> {
    let day = |names: &[&str], column: &'static str| match row.cell(names) {
        "" => Ok(String::new()),
        written => date(written).map_err(|message| (column, message)),
    };
    let total_minor = signed_minor(row.cell(&SUM)).map_err(|message| ("sum", message))?;
    let paid_minor = match row.cell(&PAID) {
        "" => 0,
        written => minor(written).map_err(|message| ("paid", message))?,
    };
    let owed_minor = total_minor
        .checked_sub(paid_minor)
        .ok_or(("sum", "the sum is too large".to_owned()))?;
    let owed = row.cell(&OWED);
    if !owed.is_empty() && signed_minor(owed).map_err(|message| ("owed", message))? != owed_minor {
        return Err(("owed", format!("«{owed}» is not the sum less what is paid")));
    }
    let mut document = OwedRow {
        id: String::new(),
        contract: row.cell(&CONTRACT).to_owned(),
        kind: kind(row.cell(&KIND)).code().to_owned(),
        number: row.cell(&NUMBER).to_owned(),
        date: day(&DATE, "date")?,
        due_date: day(&DUE, "due")?,
        currency: currency_of(row, entity)?.code().to_owned(),
        total_minor,
        paid_minor,
    };
    if document.number.is_empty() && document.date.is_empty() {
        return Err(("number", "the document has neither a number nor a date".to_owned()));
    }
    document.id = books::id_of(&document);
    Ok(document)
}

/// What is not known is another document.
fn kind(written: &str) -> DocumentKind {
    let folded = written.to_lowercase().replace('ё', "е");
    DocumentKind::from_code(&folded)
        .or_else(|| {
            KINDS
                .iter()
                .find(|(word, _)| folded.starts_with(word))
                .map(|(_, kind)| *kind)
        })
        .unwrap_or(DocumentKind::Other)
}
