//! `codes_import`: own codes out of a table of any kind, whose columns are told as in order lists.

use super::teach::{Taught, is_usable, teach};
use super::{CodeRowView, CodesImported, book};
use crate::cabinet::Cabinet;
use crate::drafts::{Known, candidates, read_list};
use crate::error::CommandError;
use crate::open::{Open, demand_draft, sight};
use crate::reason::Reason;
use crate::small_command::send_all;
use cabinet_domain::article::article_norm;
use cabinet_domain::ids::{CommandKey, ItemId};
use cabinet_intake::file::read_file;
use cabinet_intake::pairs::{Pair, read_pairs};
use std::collections::HashMap;
use std::path::PathBuf;

/// Learns the codes of a file; see [`import`].
///
/// # Errors
/// As [`import`]; `invalid` for a file that cannot be read.
pub async fn import_file(cabinet: &Cabinet, entity: String, path: PathBuf) -> Result<CodesImported, CommandError> {
    let bytes = tokio::task::spawn_blocking(move || read_list(&path)).await??;
    import(cabinet, entity, bytes).await
}

/// Learns the codes of a table: a column of codes and one of the supplier's articles, ids or barcodes. Each filled row is
/// counted or listed. A code that two rows give different goods is learned from neither.
///
/// # Errors
/// `not_allowed`, `not_loaded` (nothing was learned), `invalid` (no table, or none with two such columns), `disk_full`.
pub async fn import(cabinet: &Cabinet, entity: String, bytes: Vec<u8>) -> Result<CodesImported, CommandError> {
    let open = cabinet.ready()?;
    let (mut report, queued) = open.blocking(move |open| learn(open, &entity, &bytes)).await?;
    if !queued.is_empty() {
        report.sent = Some(send_all(&open, queued).await?);
    }
    Ok(report)
}

fn learn(open: &Open, entity: &str, bytes: &[u8]) -> Result<(CodesImported, Vec<CommandKey>), CommandError> {
    let grant = open.grant(entity)?;
    demand_draft(&grant)?;
    let goods = open.loaded_goods()?;
    let file = read_file(bytes)?;
    let pairs = read_pairs(&file, &Known::seen_by(&grant, &goods)).ok_or(Reason::NoCodesInFile)?;
    let sight = sight(&grant).without_prices();
    let words: Vec<&str> = pairs.iter().map(|pair| pair.article.as_str()).collect();
    let found = candidates(&goods, &sight, &words)?;
    let mut report = CodesImported {
        learned: 0,
        known: 0,
        not_found: Vec::new(),
        several: Vec::new(),
        unusable: Vec::new(),
        sent: None,
    };
    let mut meant: HashMap<String, ItemId> = HashMap::new();
    let mut is_contradicted: HashMap<String, bool> = HashMap::new();
    for (pair, items) in pairs.iter().zip(&found) {
        if let [only] = items.as_slice() {
            let norm = article_norm(&pair.code);
            let before = meant.insert(norm.clone(), only.item.clone());
            if before.is_some_and(|before| before != only.item) {
                is_contradicted.insert(norm, true);
            }
        }
    }
    let before = book::words_of(open, &grant)?;
    let mut taught: HashMap<String, Taught> = HashMap::new();
    for (pair, items) in pairs.into_iter().zip(found) {
        let norm = article_norm(&pair.code);
        if pair.article.is_empty() || !is_usable(&pair.code) || is_contradicted.contains_key(&norm) {
            report.unusable.push(row(pair));
            continue;
        }
        let mut items = items.into_iter();
        let Some(item) = items.next() else {
            report.not_found.push(row(pair));
            continue;
        };
        if items.next().is_some() {
            report.several.push(row(pair));
            continue;
        }
        let stands = before
            .get(&norm)
            .and_then(|words| words.first())
            .and_then(|word| word.item.as_ref());
        if stands == Some(&item.item) {
            report.known = report.known.saturating_add(1);
        } else {
            let word = Taught {
                text: pair.code,
                item: Some(item.item),
                article: item.article,
            };
            if taught.insert(norm, word).is_none() {
                report.learned = report.learned.saturating_add(1);
            } else {
                // The same code for the same goods in two rows.
                report.known = report.known.saturating_add(1);
            }
        }
    }
    let queued = if taught.is_empty() {
        Vec::new()
    } else {
        teach(open, &grant, taught.into_values().collect(), &before)?
    };
    Ok((report, queued))
}

fn row(pair: Pair) -> CodeRowView {
    CodeRowView {
        sheet: pair.sheet,
        row: pair.row,
        code: pair.code,
        article: pair.article,
    }
}
