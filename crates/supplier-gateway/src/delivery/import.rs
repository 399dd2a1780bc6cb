//! Brings a directory to what a file says, row by row, with a report.
//!
//! A file is the whole list: of ways, of carriers, of the branches of each carrier in it, of the addresses of each
//! legal entity in it. What it does not name is withdrawn, unless one of its rows is broken: then the good rows are
//! taken and nothing is withdrawn.

use super::directory::{self, Address, Branch, Carrier, Way};
use super::{DeliveryError, publish};
use crate::access::entities;
use crate::settings::Settings;
use crate::storage::Tx;
use crate::table::{Fault, TableRow};
use cabinet_domain::delivery::{WayKind, WayTerms, Weekdays};
use cabinet_domain::ids::EntityId;
use std::collections::{BTreeMap, BTreeSet};

/// Which directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum DirectoryKind {
    /// Ways of delivery.
    Ways,
    /// Addresses of legal entities.
    Addresses,
    /// Carriers.
    Carriers,
    /// Branches of carriers.
    Branches,
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct DirectoryReport {
    /// Rows of the file.
    pub rows: u64,
    /// New ones.
    pub added: u64,
    /// Changed ones.
    pub changed: u64,
    /// Those that the file does not name any more.
    pub withdrawn: u64,
    /// Broken rows. With any of them nothing is withdrawn.
    pub faults: Vec<Fault>,
}

/// The longest cell, in characters; ids are held shorter.
const LONGEST: usize = 250;
const LONGEST_ID: usize = 100;

/// Names of columns: ours, then how else operators write them.
const COLUMNS: &[(&str, &[&str])] = &[
    ("id", &["код", "ид", "ідентифікатор", "идентификатор", "code", "ref"]),
    ("name", &["название", "наименование", "назва", "найменування"]),
    ("kind", &["вид", "тип", "type"]),
    ("carrier", &["перевозчик", "перевізник", "тк"]),
    (
        "min_days",
        &["дней", "днів", "рабочих дней", "робочих днів", "срок", "термін"],
    ),
    ("days", &["дни", "дні", "дни недели", "дні тижня"]),
    ("note", &["примечание", "примітка", "комментарий", "коментар"]),
    ("city", &["город", "місто", "населенный пункт", "населений пункт"]),
    ("number", &["номер", "№"]),
    ("address", &["адрес", "адреса"]),
    (
        "entity",
        &[
            "контрагент",
            "юрлицо",
            "юридическое лицо",
            "юрособа",
            "инн",
            "едрпоу",
            "єдрпоу",
            "inn",
            "edrpou",
        ],
    ),
];

/// Cells of a row, by our names.
struct Cells<'a>(&'a TableRow);

impl Cells<'_> {
    /// The cell, or empty.
    fn get(&self, column: &str) -> &str {
        let others = COLUMNS
            .iter()
            .find(|(name, _)| *name == column)
            .map_or(&[][..], |(_, others)| others);
        match self.0.cell(&[column]) {
            "" => self.0.cell(others),
            cell => cell,
        }
    }

    fn fault(&self, column: &'static str, message: impl Into<String>) -> Fault {
        Fault {
            row: self.0.line,
            column,
            message: message.into(),
        }
    }

    fn text(&self, column: &'static str) -> Result<String, Fault> {
        let text = self.get(column);
        if text.chars().count() > LONGEST {
            return Err(self.fault(column, format!("it is longer than {LONGEST} characters")));
        }
        Ok(text.to_owned())
    }

    fn required(&self, column: &'static str) -> Result<String, Fault> {
        let text = self.text(column)?;
        if text.is_empty() {
            return Err(self.fault(column, "it is empty; fill it in"));
        }
        Ok(text)
    }

    /// The id, or what stands for it where the file has none.
    fn id(&self, otherwise: &str) -> Result<String, Fault> {
        let id = match self.get("id") {
            "" => otherwise,
            id => id,
        };
        if id.is_empty() || id.chars().count() > LONGEST_ID {
            return Err(self.fault("id", format!("it must have 1 to {LONGEST_ID} characters")));
        }
        Ok(id.to_owned())
    }
}

/// Takes the rows of a file into a directory and publishes it. Call it in a write transaction.
///
/// # Errors
/// [`DeliveryError`]; broken rows are in the report.
pub fn import(
    tx: &mut dyn Tx,
    settings: &Settings,
    kind: DirectoryKind,
    rows: &[TableRow],
    now_ms: i64,
) -> Result<DirectoryReport, DeliveryError> {
    let mut report = DirectoryReport {
        rows: u64::try_from(rows.len()).unwrap_or(u64::MAX),
        ..DirectoryReport::default()
    };
    match kind {
        DirectoryKind::Ways => import_ways(tx, settings, rows, now_ms, &mut report)?,
        DirectoryKind::Carriers => import_carriers(tx, rows, now_ms, &mut report)?,
        DirectoryKind::Branches => import_branches(tx, rows, now_ms, &mut report)?,
        DirectoryKind::Addresses => import_addresses(tx, rows, now_ms, &mut report)?,
    }
    report.faults.sort_by_key(|fault| fault.row);
    Ok(report)
}

/// What of the file differs from what stands, and what the file does not name. Keys are unique in both.
struct Difference<K, T> {
    put: Vec<T>,
    gone: Vec<K>,
}

impl DirectoryReport {
    /// Keeps the good rows of a file, the first of each key.
    fn sieve<K: Ord + Clone, T>(
        &mut self,
        rows: &[TableRow],
        read: impl Fn(&Cells<'_>, u32) -> Result<(K, T), Fault>,
    ) -> BTreeMap<K, T> {
        let mut good = BTreeMap::new();
        for (row, ordinal) in rows.iter().zip(1_u32..) {
            let cells = Cells(row);
            match read(&cells, ordinal) {
                Ok((key, _)) if good.contains_key(&key) => {
                    self.faults
                        .push(cells.fault("id", "an earlier row of the file has the same id"));
                }
                Ok((key, value)) => {
                    good.insert(key, value);
                }
                Err(fault) => self.faults.push(fault),
            }
        }
        good
    }

    /// Compares the file with what stands, and counts.
    fn compare<K: Ord + Clone, T: PartialEq>(
        &mut self,
        standing: &BTreeMap<K, T>,
        wanted: BTreeMap<K, T>,
    ) -> Difference<K, T> {
        let gone: Vec<K> = if self.faults.is_empty() {
            standing
                .keys()
                .filter(|key| !wanted.contains_key(*key))
                .cloned()
                .collect()
        } else {
            Vec::new()
        };
        let mut put = Vec::new();
        for (key, value) in wanted {
            match standing.get(&key) {
                Some(same) if *same == value => continue,
                Some(_) => self.changed = self.changed.saturating_add(1),
                None => self.added = self.added.saturating_add(1),
            }
            put.push(value);
        }
        self.withdrawn = self
            .withdrawn
            .saturating_add(u64::try_from(gone.len()).unwrap_or(u64::MAX));
        Difference { put, gone }
    }
}

fn import_ways(
    tx: &mut dyn Tx,
    settings: &Settings,
    rows: &[TableRow],
    now_ms: i64,
    report: &mut DirectoryReport,
) -> Result<(), DeliveryError> {
    let carriers: BTreeSet<String> = directory::carriers(tx)?.into_iter().map(|carrier| carrier.id).collect();
    let wanted = report.sieve(rows, |cells, ordinal| {
        let name = cells.required("name")?;
        let way = Way {
            id: cells.id(&name)?,
            ordinal,
            name,
            terms: read_terms(cells)?,
            carrier: known_carrier(cells, &carriers)?,
            note: cells.text("note")?,
        };
        Ok((way.id.clone(), way))
    });
    let standing = directory::ways(tx)?
        .into_iter()
        .map(|way| (way.id.clone(), way))
        .collect();
    let Difference { put, gone } = report.compare(&standing, wanted);
    for way in &put {
        directory::put_way(tx, way)?;
    }
    for id in &gone {
        directory::delete_way(tx, id)?;
    }
    Ok(publish::publish_ways(tx, settings, &put, &gone, now_ms)?)
}

fn read_terms(cells: &Cells<'_>) -> Result<WayTerms, Fault> {
    let kind = match cells.required("kind")?.to_lowercase().as_str() {
        "pickup" | "самовывоз" | "самовивіз" => WayKind::Pickup,
        "transport" | "транспорт" | "доставка" | "наш транспорт" | "транспорт поставщика" => {
            WayKind::Transport
        }
        "carrier" | "перевозчик" | "перевізник" | "тк" => WayKind::Carrier,
        other => {
            let words = format!("«{other}» is no kind; write pickup, transport or carrier");
            return Err(cells.fault("kind", words));
        }
    };
    let min_working_days = match cells.get("min_days") {
        "" => 0,
        text => match text.parse::<u16>() {
            Ok(days) if days <= 250 => days,
            _ => return Err(cells.fault("min_days", format!("«{text}» is not a number of days from 0 to 250"))),
        },
    };
    let days = read_days(cells.get("days")).ok_or_else(|| {
        cells.fault(
            "days",
            "write days of the week such as «пн,ср,пт», «mon-fri» or «1,3,5»",
        )
    })?;
    Ok(WayTerms {
        kind,
        min_working_days,
        days,
    })
}

/// How operators write the days of the week, Monday first.
const DAYS: [&[&str]; 7] = [
    &["1", "пн", "mon"],
    &["2", "вт", "tue"],
    &["3", "ср", "wed"],
    &["4", "чт", "thu"],
    &["5", "пт", "fri"],
    &["6", "сб", "sat"],
    &["7", "вс", "нд", "sun"],
];

/// Days and ranges of days; no text is every day. `None` when a word is not a day.
fn read_days(text: &str) -> Option<Weekdays> {
    let text = text.to_lowercase();
    let day = |word: &str| DAYS.iter().position(|names| names.contains(&word));
    let mut bits = 0_u8;
    for part in text.split(|c: char| c == ',' || c == ';' || c.is_whitespace()) {
        if part.is_empty() {
            continue;
        }
        let (from, to) = match part.split_once(['-', '–', '—']) {
            Some((from, to)) => (day(from)?, day(to)?),
            None => (day(part)?, day(part)?),
        };
        if from > to {
            return None;
        }
        for at in from..=to {
            bits |= 1_u8.checked_shl(u32::try_from(at).ok()?)?;
        }
    }
    if bits == 0 {
        Some(Weekdays::EVERY)
    } else {
        Weekdays::from_bits(bits)
    }
}

fn known_carrier(cells: &Cells<'_>, carriers: &BTreeSet<String>) -> Result<String, Fault> {
    let id = cells.text("carrier")?;
    if id.is_empty() || carriers.contains(&id) {
        return Ok(id);
    }
    let words = format!("there is no carrier with the id «{id}»; import carriers first");
    Err(cells.fault("carrier", words))
}

fn import_carriers(
    tx: &mut dyn Tx,
    rows: &[TableRow],
    now_ms: i64,
    report: &mut DirectoryReport,
) -> Result<(), DeliveryError> {
    let wanted = report.sieve(rows, |cells, ordinal| {
        let name = cells.required("name")?;
        let id = cells.id(&name)?;
        if id.contains('/') {
            return Err(cells.fault("id", "the id of a carrier has no slash"));
        }
        Ok((id.clone(), Carrier { id, ordinal, name }))
    });
    for way in directory::ways(tx)? {
        if !way.carrier.is_empty() && !wanted.contains_key(&way.carrier) {
            let message = format!(
                "the way «{}» goes with the carrier «{}», which the file does not name; withdraw the way first",
                way.id, way.carrier
            );
            report.faults.push(Fault {
                row: 0,
                column: "",
                message,
            });
        }
    }
    let standing = directory::carriers(tx)?
        .into_iter()
        .map(|carrier| (carrier.id.clone(), carrier))
        .collect();
    let Difference { put, gone } = report.compare(&standing, wanted);
    for carrier in &put {
        directory::put_carrier(tx, carrier)?;
    }
    for id in &gone {
        // Its branches go with it.
        let branches: Vec<(String, String)> = directory::branches(tx, id)?
            .into_iter()
            .map(|branch| (branch.carrier, branch.id))
            .collect();
        for (carrier, branch) in &branches {
            directory::delete_branch(tx, carrier, branch)?;
        }
        publish::publish_branches(tx, &[], &branches, now_ms)?;
        directory::delete_carrier(tx, id)?;
    }
    Ok(publish::publish_carriers(tx, &put, &gone, now_ms)?)
}

fn import_branches(
    tx: &mut dyn Tx,
    rows: &[TableRow],
    now_ms: i64,
    report: &mut DirectoryReport,
) -> Result<(), DeliveryError> {
    let carriers: BTreeSet<String> = directory::carriers(tx)?.into_iter().map(|carrier| carrier.id).collect();
    let wanted = report.sieve(rows, |cells, _| {
        cells.required("carrier")?;
        let city = cells.required("city")?;
        let number = cells.text("number")?;
        let address = cells.text("address")?;
        if number.is_empty() && address.is_empty() {
            return Err(cells.fault("number", "a branch needs a number or an address"));
        }
        let called = if number.is_empty() { &address } else { &number };
        let branch = Branch {
            carrier: known_carrier(cells, &carriers)?,
            id: cells.id(&format!("{city} {called}"))?,
            city,
            number,
            address,
            note: cells.text("note")?,
        };
        Ok(((branch.carrier.clone(), branch.id.clone()), branch))
    });
    let named: BTreeSet<String> = wanted.keys().map(|(carrier, _)| carrier.clone()).collect();
    let mut standing = BTreeMap::new();
    for carrier in &named {
        let branches = directory::branches(tx, carrier)?;
        standing.extend(
            branches
                .into_iter()
                .map(|branch| ((branch.carrier.clone(), branch.id.clone()), branch)),
        );
    }
    let Difference { put, gone } = report.compare(&standing, wanted);
    for branch in &put {
        directory::put_branch(tx, branch)?;
    }
    for (carrier, id) in &gone {
        directory::delete_branch(tx, carrier, id)?;
    }
    Ok(publish::publish_branches(tx, &put, &gone, now_ms)?)
}

fn import_addresses(
    tx: &mut dyn Tx,
    rows: &[TableRow],
    now_ms: i64,
    report: &mut DirectoryReport,
) -> Result<(), DeliveryError> {
    let known = entities::list(tx)?;
    let wanted = report.sieve(rows, |cells, ordinal| {
        let asked = cells.required("entity")?;
        let mut found = known.iter().filter(|entity| {
            entity.id.as_str() == asked
                || (entity.codes.inn == asked || entity.codes.edrpou == asked)
                || entity.name == asked
        });
        let entity = match (found.next(), found.next()) {
            (Some(only), None) => only.id.clone(),
            (None, _) => {
                let words = format!("there is no legal entity «{asked}»; write its id, ИНН or ЄДРПОУ");
                return Err(cells.fault("entity", words));
            }
            (Some(_), Some(_)) => {
                let words = format!("several legal entities are «{asked}»; write the id of one (`entity list`)");
                return Err(cells.fault("entity", words));
            }
        };
        let name = cells.text("name")?;
        let address = cells.required("address")?;
        let called = if name.is_empty() { &address } else { &name };
        // A long address names itself by its beginning.
        let otherwise: String = called.chars().take(LONGEST_ID).collect();
        let address = Address {
            id: cells.id(&otherwise)?,
            entity,
            ordinal,
            name,
            address,
            note: cells.text("note")?,
        };
        Ok(((address.entity.clone(), address.id.clone()), address))
    });
    let named: BTreeSet<EntityId> = wanted.keys().map(|(entity, _)| entity.clone()).collect();
    let mut standing = BTreeMap::new();
    for entity in &named {
        let addresses = directory::addresses(tx, entity)?;
        standing.extend(
            addresses
                .into_iter()
                .map(|address| ((address.entity.clone(), address.id.clone()), address)),
        );
    }
    let Difference { put, gone } = report.compare(&standing, wanted);
    for entity in &named {
        let put: Vec<Address> = put
            .iter()
            .filter(|address| address.entity == *entity)
            .cloned()
            .collect();
        let gone: Vec<String> = gone
            .iter()
            .filter(|(of, _)| of == entity)
            .map(|(_, id)| id.clone())
            .collect();
        for address in &put {
            directory::put_address(tx, address)?;
        }
        for id in &gone {
            directory::delete_address(tx, entity, id)?;
        }
        publish::publish_addresses(tx, entity, &put, &gone, now_ms)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_week_are_read_as_people_write_them() {
        for (text, bits) in [
            ("", Some(0b111_1111)),
            ("пн,ср,пт", Some(0b001_0101)),
            ("Пн-Пт", Some(0b001_1111)),
            ("mon, sat–sun", Some(0b110_0001)),
            ("1;3;5", Some(0b001_0101)),
            ("пт-пн", None),
            ("завтра", None),
            ("8", None),
        ] {
            assert_eq!(read_days(text).map(Weekdays::bits), bits, "{text}");
        }
    }
}
