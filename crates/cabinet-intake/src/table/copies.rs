//! A sheet whose lines are those of an earlier one: copied to be changed, or kept as it was sent. Ordered twice, it would
//! double the order, so its rows are shown to a person.

use super::rows::{Line, Rows, UnreadRow};
use crate::Unreadable;
use std::collections::BTreeMap;

/// Fewer lines may be alike by accident.
const LEAST: usize = 2;

/// Takes the lines of sheets that repeat an earlier one out of those to order.
pub(super) fn set_aside(rows: &mut Rows) {
    let mut sheets: BTreeMap<usize, Vec<&Line>> = BTreeMap::new();
    for line in &rows.lines {
        sheets.entry(line.at.sheet).or_default().push(line);
    }
    let mut seen: Vec<&[&Line]> = Vec::new();
    let mut copies: Vec<usize> = Vec::new();
    for (sheet, lines) in &sheets {
        // Hidden lines are asked about as they are; beside them the copy that is seen is the order.
        if lines.iter().any(|line| line.is_hidden) {
            continue;
        }
        let is_copy = lines.len() >= LEAST && seen.iter().any(|earlier| are_same(earlier, lines));
        if is_copy {
            copies.push(*sheet);
        } else {
            seen.push(lines);
        }
    }
    if copies.is_empty() {
        return;
    }
    let (copied, kept) = std::mem::take(&mut rows.lines)
        .into_iter()
        .partition::<Vec<_>, _>(|line| copies.contains(&line.at.sheet));
    rows.lines = kept;
    rows.unreadable.extend(copied.into_iter().map(|line| UnreadRow {
        at: line.at,
        why: Unreadable::CopiedSheet,
        is_hidden: line.is_hidden,
    }));
    rows.unreadable.sort_by_key(|row| row.at);
}

fn are_same(one: &[&Line], other: &[&Line]) -> bool {
    fn content(line: &Line) -> impl PartialEq + '_ {
        (&line.article, &line.barcode, &line.name, &line.quantity, &line.unit)
    }
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| content(one) == content(other))
}
