//! `orders_repeated`: the guard against goods that somebody has ordered a moment ago.

use super::order_of;
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::Open;
use crate::reason::Reason;
use cabinet_desk::{Draft, Grant, OutboxCommand};
use cabinet_domain::access::Right;
use cabinet_domain::ids::ItemId;
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::BTreeMap;

/// How far back is looked when nobody says.
const USUAL_DAYS: u32 = 3;

/// How far back can be looked.
const MOST_DAYS: u32 = 365;

const DAY_MS: i64 = 86_400_000;

/// An order of the last days with goods that the draft has too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RepeatedOrder {
    /// Order id, or the key of the command while it waits on this computer.
    pub order: String,
    /// Number; empty while it waits.
    pub number: String,
    /// When it was placed or queued, UTC, ms since 1970.
    #[specta(type = specta_typescript::Number)]
    pub at_ms: i64,
    /// Name of the person who ordered.
    pub who: String,
    /// The user himself.
    pub is_own: bool,
    /// The goods, in the order of the draft.
    pub lines: Vec<RepeatedLine>,
}

impl RepeatedOrder {
    /// The same goods may stand in several lines of an order: in parts, or bought and given as a gift.
    fn add(&mut self, line: RepeatedLine) {
        match self.lines.iter_mut().find(|known| known.item == line.item) {
            Some(known) => known.ordered_milli = known.ordered_milli.saturating_add(line.ordered_milli),
            None => self.lines.push(line),
        }
    }
}

/// Goods that are ordered already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RepeatedLine {
    /// Item id.
    pub item: String,
    /// Article.
    pub article: String,
    /// Name.
    pub name: String,
    /// Short name of the unit.
    pub unit: String,
    /// In that order, in thousandths.
    #[specta(type = specta_typescript::Number)]
    pub ordered_milli: i64,
    /// In the draft, in thousandths.
    #[specta(type = specta_typescript::Number)]
    pub asked_milli: i64,
}

/// Orders of the draft's legal entity of the last days, by whomever, that have goods of the draft; the newest first. `days` are
/// 3 when not said. Orders of this computer that wait to be sent count too. What the person may not see is not looked at.
///
/// # Errors
/// `not_found`, `invalid` for more than 365 days.
pub async fn repeated(cabinet: &Cabinet, draft: String, days: Option<u32>) -> Result<Vec<RepeatedOrder>, CommandError> {
    let days = days.unwrap_or(USUAL_DAYS);
    if days > MOST_DAYS {
        return Err(Reason::TooManyDays { limit: MOST_DAYS }.into());
    }
    let open = cabinet.ready()?;
    open.blocking(move |open| {
        let (grant, draft) = open.draft(&draft)?;
        look(open, &grant, &draft, days)
    })
    .await
}

fn look(open: &Open, grant: &Grant, draft: &Draft, days: u32) -> Result<Vec<RepeatedOrder>, CommandError> {
    let session = open.desk.session()?;
    let person = session
        .as_ref()
        .map(|session| session.person_name.as_str())
        .unwrap_or_default();
    // Orders bear the gateway's time.
    let ahead_ms = session.as_ref().map_or(0, |session| session.clock_offset_ms);
    let now_ms = open.clock.now_ms();
    let since_ms = now_ms
        .saturating_add(ahead_ms)
        .saturating_sub(i64::from(days).saturating_mul(DAY_MS));
    let wanted = Wanted::of(draft);
    let mut found = Vec::new();
    for command in open.desk.waiting_commands(&grant.entity)? {
        if command.state.holds_lines() && command.kind == cabinet_desk::PLACE {
            found.extend(waiting(&command, person, &wanted)?);
        }
    }
    found.reverse();
    if !grant.role.may(Right::SeeDocuments) {
        return Ok(found);
    }
    let mut orders: Vec<RepeatedOrder> = Vec::new();
    for late in open.documents(&grant.entity)?.lines_since(since_ms)? {
        let Some(line) = wanted.line(&late.item, late.quantity_milli) else {
            continue;
        };
        if let Some(last) = orders.last_mut().filter(|last| last.order == late.order.as_str()) {
            last.add(line);
            continue;
        }
        let is_own = late.placed_by == person;
        orders.push(RepeatedOrder {
            order: late.order.to_string(),
            number: late.number,
            at_ms: late.placed_at_ms,
            who: late.placed_by,
            is_own,
            lines: vec![line],
        });
    }
    found.extend(orders);
    for order in &mut found {
        order.lines.sort_by_key(|line| wanted.place(&line.item));
    }
    Ok(found)
}

/// An order of the outbox that has some of it.
fn waiting(command: &OutboxCommand, person: &str, wanted: &Wanted<'_>) -> Result<Option<RepeatedOrder>, CommandError> {
    let order = order_of(command)?;
    // An order that waits has each of its goods once.
    let lines: Vec<RepeatedLine> = order
        .lines
        .iter()
        .filter_map(|line| wanted.line(&line.item, line.quantity_milli))
        .collect();
    Ok((!lines.is_empty()).then(|| RepeatedOrder {
        order: command.key.to_string(),
        number: String::new(),
        at_ms: command.created_ms,
        who: person.to_owned(),
        is_own: true,
        lines,
    }))
}

/// The lines of a draft that are still to be sent, by item, with their places.
struct Wanted<'a>(BTreeMap<&'a str, (usize, &'a cabinet_desk::DraftLine)>);

impl<'a> Wanted<'a> {
    fn of(draft: &'a Draft) -> Self {
        let free = draft.lines.iter().filter(|line| line.in_command.is_none());
        Self(
            free.enumerate()
                .map(|(at, line)| (line.item.as_str(), (at, line)))
                .collect(),
        )
    }

    fn line(&self, item: &ItemId, ordered_milli: i64) -> Option<RepeatedLine> {
        self.0.get(item.as_str()).map(|(_, line)| RepeatedLine {
            item: line.item.to_string(),
            article: line.article.clone(),
            name: line.name.clone(),
            unit: line.unit.clone(),
            ordered_milli,
            asked_milli: line.quantity_milli,
        })
    }

    fn place(&self, item: &str) -> usize {
        self.0.get(item).map_or(usize::MAX, |(at, _)| *at)
    }
}
