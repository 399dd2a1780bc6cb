//! `drafts_divide`: a draft split by what its lines say of themselves.

use super::create::LONGEST_NAME;
use super::{DraftSummary, view};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::{Open, demand_draft};
use crate::reason::Reason;
use cabinet_desk::{Draft, DraftLine, DraftSplit, KeptLine, NewDraft, NewLine};
use cabinet_domain::ids::ItemId;
use cabinet_domain::marks::{LineMarks, LinePart, tidy, whole};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::BTreeSet;

/// By what a draft is split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SplitBy {
    /// For whom or what the goods are.
    Label,
    /// The day on which they are wished.
    Date,
    /// The warehouse from which they are wished.
    Warehouse,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct DividedView {
    /// The draft, with what stayed in it.
    pub kept: DraftSummary,
    /// The new ones, in the order in which their first line stood.
    pub made: Vec<DraftSummary>,
}

/// Splits a draft: each label, wished day or warehouse gets a draft of its own, named after it. What says nothing stays; where
/// everything says something, the first stays. A line that is divided goes by its parts. A draft of a label bears it, one of a
/// day is wished on that day.
///
/// # Errors
/// `not_found`, `not_allowed`, `invalid` (all lines say the same), `disk_full`.
pub async fn divide(cabinet: &Cabinet, draft: String, by: SplitBy) -> Result<DividedView, CommandError> {
    let divided = cabinet.ready()?.blocking(move |open| split(open, &draft, by)).await?;
    cabinet.tell(Changes {
        drafts: true,
        ..Changes::default()
    });
    Ok(divided)
}

fn split(open: &Open, id: &str, by: SplitBy) -> Result<DividedView, CommandError> {
    let (grant, draft) = open.draft(id)?;
    demand_draft(&grant)?;
    let plan = plan(&draft, by).ok_or(Reason::NothingToDivide)?;
    let (entity, now_ms) = (&grant.entity, open.clock.now_ms());
    let made = open.desk.split_draft(entity, &draft.summary.id, &plan, now_ms)?;
    let summary = |id: &str| {
        let (grant, draft) = open.draft(id)?;
        view::summary(open, &grant, &draft)
    };
    Ok(DividedView {
        kept: summary(id)?,
        made: made.iter().map(|id| summary(id.as_str())).collect::<Result<_, _>>()?,
    })
}

/// What a part says, with the words for the name of a draft; `None` when it says nothing.
fn said(part: &LinePart, by: SplitBy) -> Option<(&str, &str)> {
    let said = match by {
        SplitBy::Label => (part.label.as_str(), part.label.as_str()),
        SplitBy::Date => {
            let date = part.date.as_deref().unwrap_or_default();
            (date, date)
        }
        SplitBy::Warehouse => {
            let id = part.warehouse.as_ref().map_or("", |id| id.as_str());
            (id, part.warehouse_name.as_str())
        }
    };
    (!said.0.is_empty()).then_some(said)
}

/// What goes where; `None` when all of it says the same.
fn plan(draft: &Draft, by: SplitBy) -> Option<DraftSplit> {
    let lines: Vec<&DraftLine> = draft.lines.iter().filter(|line| line.in_command.is_none()).collect();
    let of_line = |line: &DraftLine| whole(&line.marks.parts, line.quantity_milli);
    let mut groups: Vec<(Option<String>, String)> = Vec::new();
    for line in &lines {
        for part in of_line(line) {
            let (key, words) = said(&part, by).unzip();
            if !groups.iter().any(|(known, _)| known.as_deref() == key) {
                groups.push((key.map(str::to_owned), words.unwrap_or_default().to_owned()));
            }
        }
    }
    let staying = match groups.iter().position(|(key, _)| key.is_none()) {
        Some(at) => groups.remove(at).0,
        None if groups.is_empty() => return None,
        None => groups.remove(0).0,
    };
    if groups.is_empty() {
        return None;
    }
    let mut split = DraftSplit::default();
    // What is done to goods is done once: in the part that stays, or in the first of those that go.
    let mut served: BTreeSet<ItemId> = lines
        .iter()
        .filter(|line| taken(line, &of_line(line), by, staying.as_deref(), false).is_some())
        .map(|line| line.item.clone())
        .collect();
    for (key, words) in &groups {
        let goes = lines
            .iter()
            .filter_map(|line| taken(line, &of_line(line), by, key.as_deref(), true))
            .map(|new| bearing(new, &lines, &mut served));
        split.made.push(NewDraft {
            name: name_of(&draft.summary.name, words),
            label: match by {
                SplitBy::Label => words.clone(),
                SplitBy::Date | SplitBy::Warehouse => draft.summary.label.clone(),
            },
            date: key.clone().filter(|_| by == SplitBy::Date),
            entity: None,
            delivery: None,
            lines: goes.collect(),
        });
    }
    for line in lines {
        match taken(line, &of_line(line), by, staying.as_deref(), false) {
            None => split.gone.push(line.item.clone()),
            Some(stays) if stays.quantity_milli != line.quantity_milli => split.kept.push(KeptLine {
                item: stays.item,
                quantity_milli: stays.quantity_milli,
                marks: stays.marks,
            }),
            Some(_) => {}
        }
    }
    Some(split)
}

/// What of a line says this; where its draft says it for all lines, the parts need not any more.
fn taken(
    line: &DraftLine,
    parts: &[LinePart],
    by: SplitBy,
    key: Option<&str>,
    is_said_by_draft: bool,
) -> Option<NewLine> {
    let mut parts: Vec<LinePart> = parts
        .iter()
        .filter(|part| said(part, by).map(|(known, _)| known) == key)
        .cloned()
        .collect();
    let quantity_milli = parts
        .iter()
        .fold(0_i64, |sum, part| sum.saturating_add(part.quantity_milli));
    for part in parts.iter_mut().filter(|_| is_said_by_draft) {
        match by {
            SplitBy::Label => part.label.clear(),
            SplitBy::Date => part.date = None,
            SplitBy::Warehouse => {}
        }
    }
    (quantity_milli > 0).then(|| NewLine {
        quantity_milli,
        marks: LineMarks {
            parts: tidy(parts),
            ..line.marks.fit(quantity_milli)
        },
        ..NewLine::from(line)
    })
}

/// The line with its services, where no other part has them yet.
fn bearing(new: NewLine, lines: &[&DraftLine], served: &mut BTreeSet<ItemId>) -> NewLine {
    let services = match lines.iter().find(|line| line.item == new.item) {
        Some(line) if served.insert(new.item.clone()) => line.marks.services.clone(),
        _ => Vec::new(),
    };
    NewLine {
        marks: LineMarks { services, ..new.marks },
        ..new
    }
}

/// "Ремонт — Цех 2", within what a name may be.
pub(super) fn name_of(name: &str, words: &str) -> String {
    let tail = format!(" — {words}");
    let room = LONGEST_NAME.saturating_sub(tail.chars().count());
    name.chars().take(room).chain(tail.chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use cabinet_desk::{DraftKind, DraftSummary};

    fn part(label: &str, date: Option<&str>, quantity_milli: i64) -> LinePart {
        LinePart {
            label: label.into(),
            date: date.map(str::to_owned),
            ..LinePart::plain(quantity_milli)
        }
    }

    fn line(item: &str, quantity_milli: i64, parts: Vec<LinePart>) -> DraftLine {
        DraftLine {
            item: item.into(),
            quantity_milli,
            seen_price: None,
            article: item.into(),
            name: item.into(),
            unit: "шт".into(),
            marks: LineMarks {
                parts,
                ..LineMarks::default()
            },
            in_command: None,
        }
    }

    fn draft(lines: Vec<DraftLine>) -> Draft {
        Draft {
            summary: DraftSummary {
                id: "d".into(),
                entity: "e".into(),
                kind: DraftKind::Order,
                name: "Ремонт".into(),
                comment: String::new(),
                label: String::new(),
                created_ms: 0,
                updated_ms: 0,
                deleted_ms: None,
                line_count: 0,
                in_flight_count: 0,
            },
            lines,
        }
    }

    #[test]
    fn each_label_gets_a_draft_and_what_has_none_stays() {
        let draft = draft(vec![
            line("a", 5_000, vec![part("Цех 2", None, 3_000), part("", None, 2_000)]),
            line("b", 4_000, vec![part("Лесная", Some("2026-12-01"), 4_000)]),
            line("c", 1_000, vec![]),
        ]);
        let split = plan(&draft, SplitBy::Label).unwrap();
        let made: Vec<_> = split
            .made
            .iter()
            .map(|new| (new.name.as_str(), new.label.as_str(), new.lines[0].quantity_milli))
            .collect();
        assert_eq!(
            made,
            [("Ремонт — Цех 2", "Цех 2", 3_000), ("Ремонт — Лесная", "Лесная", 4_000)]
        );
        assert!(split.made[0].lines[0].marks.parts.is_empty(), "the draft says it now");
        assert_eq!(
            split.made[1].lines[0].marks.parts,
            [part("", Some("2026-12-01"), 4_000)]
        );
        assert_eq!((split.kept[0].quantity_milli, split.kept.len()), (2_000, 1));
        assert_eq!(split.gone, ["b".into()]);
    }

    #[test]
    fn where_everything_says_something_the_first_stays() {
        let dated = |item, date| line(item, 2_000, vec![part("", Some(date), 2_000)]);
        let two = draft(vec![dated("a", "2026-12-01"), dated("b", "2026-12-05")]);
        let split = plan(&two, SplitBy::Date).unwrap();
        assert_eq!((split.gone, split.kept), (vec!["b".into()], vec![]));
        assert_eq!(split.made[0].date.as_deref(), Some("2026-12-05"));
        assert_eq!(plan(&draft(vec![dated("a", "2026-12-01")]), SplitBy::Date), None);
        assert_eq!(plan(&draft(vec![line("a", 1_000, vec![])]), SplitBy::Label), None);
        assert_eq!(plan(&draft(vec![]), SplitBy::Warehouse), None);
    }
}
