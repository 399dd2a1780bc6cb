//! Brings the rules to what a file says, row by row, with a report.
//!
//! A file is the whole list: what it does not name is withdrawn, unless one of its rows is broken; then the good rows are
//! taken and nothing is withdrawn.

use super::goods::Known;
use super::row::Reader;
use super::stored::{self, StoredRule};
use super::{PricingError, columns, publish};
use crate::settings::Settings;
use crate::storage::Tx;
use crate::table::{Fault, Table};
use std::collections::BTreeMap;

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct RulesReport {
    /// Rows of the file.
    pub rows: u64,
    /// New rules.
    pub added: u64,
    /// Changed ones.
    pub changed: u64,
    /// Those that the file does not name any more.
    pub withdrawn: u64,
    /// Headings that are no column of rules; what stands below them was not read.
    pub unknown_columns: Vec<String>,
    /// Broken rows. With any of them nothing is withdrawn.
    pub faults: Vec<Fault>,
}

/// Takes the rows of a file and publishes what follows from them. Call it in a write transaction.
///
/// # Errors
/// [`PricingError`]; broken rows are in the report.
pub fn import(tx: &mut dyn Tx, settings: &Settings, table: &Table, now_ms: i64) -> Result<RulesReport, PricingError> {
    let known = Known::read(tx, settings)?;
    let mut report = RulesReport {
        rows: count(table.rows.len()),
        unknown_columns: columns::unknown(table),
        ..RulesReport::default()
    };
    let mut wanted: BTreeMap<String, StoredRule> = BTreeMap::new();
    for row in &table.rows {
        let reader = Reader { known: &known, row };
        match reader.read(tx)? {
            Ok(stored) if wanted.contains_key(&stored.rule.id) => report.faults.push(Fault {
                row: row.line,
                column: "id",
                message: "an earlier row of the file is about the same; give each an id, or take one out".to_owned(),
            }),
            Ok(stored) => {
                wanted.insert(stored.rule.id.clone(), stored);
            }
            Err(fault) => report.faults.push(fault),
        }
    }
    let standing: BTreeMap<String, StoredRule> = stored::all(tx)?
        .into_iter()
        .map(|stored| (stored.rule.id.clone(), stored))
        .collect();
    for (id, stored) in &wanted {
        match standing.get(id) {
            Some(same) if same == stored => continue,
            Some(_) => report.changed = report.changed.saturating_add(1),
            None => report.added = report.added.saturating_add(1),
        }
        stored::put(tx, stored)?;
    }
    if report.faults.is_empty() {
        for id in standing.keys().filter(|id| !wanted.contains_key(*id)) {
            stored::delete(tx, id)?;
            report.withdrawn = report.withdrawn.saturating_add(1);
        }
    }
    publish::publish(tx, settings, now_ms)?;
    Ok(report)
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
