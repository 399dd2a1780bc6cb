//! `drafts_take_back`: a list that was added by mistake leaves the draft again.

use super::{DraftSummary, view};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::Open;
use cabinet_desk::{DraftLine, NewLine, Settlement};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::BTreeMap;

/// So much of an item was added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AddedLine {
    /// Item id.
    pub item: String,
    /// In thousandths of the base unit.
    #[specta(type = specta_typescript::Number)]
    pub quantity_milli: i64,
}

/// A draft without what was added to it.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct TakenBack {
    /// The draft as it is now.
    pub draft: DraftSummary,
    /// Lines that went or became less.
    pub lines: u32,
    /// Lines that are on their way to the supplier, and stay.
    pub left: u32,
}

/// Takes quantities off the lines of a draft; a line of which nothing is left goes, and can be brought back like any other.
/// Lines that the user has taken out meanwhile stay out.
///
/// # Errors
/// `not_found`, `disk_full`; nothing was changed then.
pub async fn take_back(cabinet: &Cabinet, draft: String, added: Vec<AddedLine>) -> Result<TakenBack, CommandError> {
    let back = cabinet
        .ready()?
        .blocking(move |open| take(open, &draft, &added))
        .await?;
    cabinet.tell(Changes {
        drafts: true,
        ..Changes::default()
    });
    Ok(back)
}

fn take(open: &Open, draft: &str, added: &[AddedLine]) -> Result<TakenBack, CommandError> {
    let (grant, found) = open.draft(draft)?;
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    for line in added.iter().filter(|line| line.quantity_milli > 0) {
        let sum = sums.entry(line.item.as_str()).or_default();
        *sum = sum.saturating_add(line.quantity_milli);
    }
    let (on_way, free): (Vec<&DraftLine>, Vec<&DraftLine>) = found
        .lines
        .iter()
        .filter(|line| sums.contains_key(line.item.as_str()))
        .partition(|line| line.in_command.is_some());
    let less = less(&free, &sums);
    if !less.is_empty() {
        open.desk
            .settle_lines(&grant.entity, &found.summary.id, &less, open.clock.now_ms())?;
    }
    let (grant, after) = open.draft(draft)?;
    Ok(TakenBack {
        draft: view::summary(open, &grant, &after)?,
        lines: u32::try_from(free.len()).unwrap_or(u32::MAX),
        left: u32::try_from(on_way.len()).unwrap_or(u32::MAX),
    })
}

fn less(free: &[&DraftLine], sums: &BTreeMap<&str, i64>) -> Settlement {
    let mut less = Settlement::default();
    for line in free {
        let sum = sums.get(line.item.as_str()).copied().unwrap_or_default();
        let rest = line.quantity_milli.saturating_sub(sum);
        if rest <= 0 {
            less.removed.push(line.item.clone());
        } else {
            less.rewritten.push(NewLine {
                quantity_milli: rest,
                marks: line.marks.fit(rest),
                ..NewLine::from(*line)
            });
        }
    }
    less
}

#[cfg(test)]
mod tests {
    use super::*;
    use cabinet_domain::marks::LineMarks;

    #[test]
    fn a_line_goes_where_nothing_is_left_of_it_and_becomes_less_elsewhere() {
        let line = |item: &str, quantity_milli| DraftLine {
            item: item.into(),
            quantity_milli,
            seen_price: None,
            article: item.into(),
            name: item.into(),
            unit: "шт".into(),
            marks: LineMarks::default(),
            in_command: None,
        };
        let (all, part, reduced) = (line("all", 5_000), line("part", 15_000), line("reduced since", 2_000));
        let sums = BTreeMap::from([("all", 5_000), ("part", 5_000), ("reduced since", 7_000)]);
        let less = less(&[&all, &part, &reduced], &sums);
        assert_eq!(less.removed, ["all".into(), "reduced since".into()]);
        let rewritten: Vec<_> = less
            .rewritten
            .iter()
            .map(|line| (line.item.as_str(), line.quantity_milli))
            .collect();
        assert_eq!(rewritten, [("part", 10_000)]);
    }
}
