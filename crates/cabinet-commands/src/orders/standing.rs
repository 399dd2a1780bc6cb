//! Rules that were set beforehand, applied when an order meets changed terms while nobody watches.
//!
//! Invariant I10: only lines of that very order are sent again, as they stood in it, and nothing is taken beyond what the rules
//! allow of the terms that the user saw when he set them, however often the terms change. What the rules do not cover asks the
//! user, as without rules.

use super::check_view::check_view;
use super::outcome::quote;
use super::pending::order_of;
use super::place::{parts_of, queue_order};
use super::prepared::prepare;
use super::rules::{KeptRules, Seen, decide_by};
use super::{CheckView, Decision, LineDecision, RuledLineView, RulesView};
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::Open;
use cabinet_desk::{CommandState, Draft, DraftLine, Grant, NewLine, OutboxCommand, StandingRules};
use cabinet_domain::ids::{CommandKey, ItemId, OrderId};
use cabinet_mirror::EntityMirror;
use cabinet_protocol::orders::{PlaceOrder, WantedLine};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How often rules are applied to one order: terms that change more often than that are looked at by a person.
const ROUNDS: u32 = 5;

type SeenLines = BTreeMap<ItemId, Seen>;

/// Rules at the moment when they are set.
pub(super) fn first(rules: &RulesView, wanted: &[WantedLine]) -> Result<StandingRules, CommandError> {
    let seen: SeenLines = wanted.iter().map(|line| (line.item.clone(), Seen::of(line))).collect();
    Ok(StandingRules {
        rules: written(rules)?,
        seen: written(&seen)?,
        round: 0,
        applied: written(&Vec::<RuledLineView>::new())?,
        is_over: false,
    })
}

/// What rules took of the terms that a command goes by; empty without rules.
pub(super) fn applied(open: &Open, key: &CommandKey) -> Result<Vec<RuledLineView>, CommandError> {
    match open.desk.standing_rules(key)? {
        Some(standing) => read(&standing.applied),
        None => Ok(Vec::new()),
    }
}

/// The same of an order that was placed.
pub(super) fn applied_to(
    open: &Open,
    grant: &Grant,
    documents: &EntityMirror,
    order: &OrderId,
) -> Result<Vec<RuledLineView>, CommandError> {
    for key in open.desk.commands_with_rules(&grant.entity)? {
        if documents.order_of_command(&key)?.as_ref() == Some(order) {
            return applied(open, &key);
        }
    }
    Ok(Vec::new())
}

/// Follows an order through its rules: as long as they cover what changed, it is sent again. Returns the key of the last.
pub(super) async fn follow(open: &Arc<Open>, key: CommandKey) -> Result<CommandKey, CommandError> {
    let mut last = key;
    while let Some(next) = once(open, last.clone()).await? {
        last = next;
    }
    Ok(last)
}

/// Applies rules to every order that met changed terms and has some; called after each exchange. Returns whether anything was
/// sent again.
pub(crate) async fn follow_all(open: &Arc<Open>) -> Result<bool, CommandError> {
    let asking = open.blocking(|open| Ok(open.desk.asking_with_rules()?)).await?;
    let mut is_any = false;
    for key in asking {
        is_any |= follow(open, key.clone()).await? != key;
    }
    Ok(is_any)
}

async fn once(open: &Arc<Open>, key: CommandKey) -> Result<Option<CommandKey>, CommandError> {
    let next = open.blocking(move |open| apply(open, &key)).await?;
    if let Some(next) = &next {
        open.tell(Changes {
            drafts: true,
            outbox: true,
            orders: true,
            ..Changes::default()
        });
        if let Ok(driver) = open.driver() {
            driver.send(next, &open.reporter()).await?;
        }
    }
    Ok(next)
}

/// Queues the order again on the terms that the rules allow; `None` when there is no question, or it is for the user to say.
fn apply(open: &Open, key: &CommandKey) -> Result<Option<CommandKey>, CommandError> {
    let command = open.desk.command(key)?;
    let Some(command) = command.filter(|one| one.state == CommandState::NeedsUser) else {
        return Ok(None);
    };
    let Some(standing) = open.desk.standing_rules(key)?.filter(|one| !one.is_over) else {
        return Ok(None);
    };
    let next = again(open, &command, standing)?;
    if next.is_none() {
        // Once the user is asked, nothing goes behind his back, whatever changes after it.
        open.desk.end_rules(key)?;
    }
    Ok(next)
}

fn again(open: &Open, command: &OutboxCommand, standing: StandingRules) -> Result<Option<CommandKey>, CommandError> {
    if standing.round >= ROUNDS {
        return Ok(None);
    }
    let rules = RulesView::from(read::<KeptRules>(&standing.rules)?);
    let mut seen: SeenLines = read(&standing.seen)?;
    let Some((check, draft, order)) = question(open, command)? else {
        return Ok(None);
    };
    let decisions = decide_by(&check, &rules, &seen);
    let Some(decisions) = complete(&check, &rules, decisions) else {
        return Ok(None);
    };
    let grant = open.grant(command.entity.as_str())?;
    let mut prepared = prepare(open, &grant, &draft, Some(&check), &decisions, Some(&order.lines))?;
    prepared
        .accepted
        .settled
        .rewritten
        .extend(given_back(&draft.lines, &decisions, &seen));
    if prepared.accepted.wanted.is_empty() {
        return Ok(None);
    }
    for (item, other) in &prepared.accepted.settled.replaced {
        // What stands in is measured by what was seen of the line.
        if let Some(of) = seen.get(item).cloned() {
            let of = Seen {
                is_analogue: true,
                ..of
            };
            seen.insert(other.item.clone(), of);
        }
    }
    let mut applied: Vec<RuledLineView> = read(&standing.applied)?;
    applied.extend(told(&check, &decisions));
    let next = StandingRules {
        rules: standing.rules,
        seen: written(&seen)?,
        round: standing.round.saturating_add(1),
        applied: written(&applied)?,
        is_over: false,
    };
    let wanted = prepared.accepted.wanted;
    let mut order = PlaceOrder {
        quote: Some(check.quote),
        lines: wanted,
        ..order
    };
    let items: Vec<ItemId> = order.lines.iter().map(|line| line.item.clone()).collect();
    order.line_comments.retain(|item, _| items.contains(item));
    order.on_order = prepared.accepted.on_order.clone();
    order.line_services = prepared.accepted.services.clone();
    order.line_parts = parts_of(&draft, &prepared.accepted.settled, &order.lines);
    let queued = queue_order(open, &grant, order, &prepared.accepted.settled, Some(next))?;
    tracing::info!(
        orders.ruled = applied.len(),
        "An order goes again on terms that the rules of its user allow"
    );
    Ok(Some(queued))
}

/// Lines that stay after all, in the quantities that the user asked for: an earlier round may have taken less of them.
fn given_back(lines: &[DraftLine], decisions: &[LineDecision], seen: &SeenLines) -> Vec<NewLine> {
    let is_kept = |item: &ItemId| {
        decisions
            .iter()
            .any(|one| one.item == item.as_str() && one.decision == Decision::Keep)
    };
    let kept = lines
        .iter()
        .filter(|line| line.in_command.is_none() && is_kept(&line.item));
    kept.filter_map(|line| {
        let asked = seen.get(&line.item)?;
        (!asked.is_analogue && asked.quantity_milli > line.quantity_milli).then(|| NewLine {
            quantity_milli: asked.quantity_milli,
            ..NewLine::from(line)
        })
    })
    .collect()
}

/// The question of a command, unless the user has touched its lines since: then he is at it himself.
fn question(open: &Open, command: &OutboxCommand) -> Result<Option<(CheckView, Draft, PlaceOrder)>, CommandError> {
    let order = order_of(command)?;
    let quote = quote(command)?;
    let grant = open.grant(command.entity.as_str())?;
    let Some(draft) = open.desk.draft(&command.entity, &order.draft)? else {
        return Ok(None);
    };
    let stands = |wanted: &WantedLine| {
        draft.lines.iter().any(|line| {
            line.item == wanted.item && line.in_command.is_none() && line.quantity_milli == wanted.quantity_milli
        })
    };
    if draft.summary.deleted_ms.is_some() || !order.lines.iter().all(stands) {
        return Ok(None);
    }
    let check = check_view(open, &grant, &order.draft, Some(&command.key), &order.delivery, &quote)?;
    Ok(Some((check, draft, order)))
}

/// The decisions, when they answer everything that the gateway asks: with lines that no rule covers only if the others need not
/// wait for them, and never with a delivery that is not possible or a gift that is lost.
fn complete(check: &CheckView, rules: &RulesView, mut decisions: Vec<LineDecision>) -> Option<Vec<LineDecision>> {
    if !check.delivery.problems.is_empty() || check.gifts.iter().any(|gift| gift.given_milli < gift.asked_milli) {
        return None;
    }
    let is_open = |item: &str| !decisions.iter().any(|one| one.item == item);
    let undecided: Vec<String> = check
        .changed
        .iter()
        .filter(|line| line.must_be_decided() && is_open(&line.item))
        .map(|line| line.item.clone())
        .collect();
    if !undecided.is_empty() && !rules.sends_rest {
        return None;
    }
    decisions.extend(undecided.into_iter().map(|item| LineDecision {
        item,
        decision: Decision::Keep,
    }));
    Some(decisions)
}

/// What was decided, in the words of the check.
fn told<'a>(check: &'a CheckView, decisions: &'a [LineDecision]) -> impl Iterator<Item = RuledLineView> + 'a {
    decisions.iter().filter_map(|one| {
        let line = check.changed.iter().find(|line| line.item == one.item)?;
        let other = match &one.decision {
            Decision::Analogue { item } => line.analogues.iter().find(|other| other.item == *item),
            _ => None,
        };
        Some(RuledLineView {
            item: line.item.clone(),
            article: line.article.clone(),
            name: line.name.clone(),
            unit: line.unit.clone(),
            decision: one.decision.clone(),
            instead: other.map(|other| format!("{} {}", other.article, other.name).trim().to_owned()),
            price_was_micro: line.price_was_micro,
            price_now_micro: other.map_or(line.price_now_micro, |other| other.price_micro),
            currency: other.map_or_else(|| check.currency.clone(), |other| other.currency.clone()),
            asked_milli: line.asked_milli,
            available_milli: match &one.decision {
                Decision::OtherWarehouse { .. } => line.moved_milli,
                _ if other.is_some() => Some(line.asked_milli),
                _ => line.available_milli,
            },
        })
    })
}

fn written<T: Serialize>(value: &T) -> Result<String, CommandError> {
    serde_json::to_string(value).map_err(|error| CommandError::internal("rules could not be written", &error))
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, CommandError> {
    serde_json::from_str(text).map_err(|error| CommandError::internal("stored rules cannot be read", &error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use cabinet_domain::marks::LineMarks;

    #[test]
    fn a_line_that_stays_after_an_earlier_round_took_less_is_asked_for_as_at_first() {
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
        let asked = |quantity_milli, is_analogue| Seen {
            price_micro: None,
            currency: String::new(),
            quantity_milli,
            is_analogue,
        };
        let lines = [
            line("reduced", 85_000),
            line("whole", 7_000),
            line("stands in", 5_000),
            line("goes", 3_000),
        ];
        let seen = SeenLines::from([
            ("reduced".into(), asked(100_000, false)),
            ("whole".into(), asked(7_000, false)),
            ("stands in".into(), asked(9_000, true)),
            ("goes".into(), asked(4_000, false)),
        ]);
        let keep = |item: &str| LineDecision {
            item: item.to_owned(),
            decision: Decision::Keep,
        };
        let decisions = [keep("reduced"), keep("whole"), keep("stands in")];
        let back: Vec<(String, i64)> = given_back(&lines, &decisions, &seen)
            .into_iter()
            .map(|line| (line.item.to_string(), line.quantity_milli))
            .collect();
        assert_eq!(back, [("reduced".to_owned(), 100_000)]);
    }
}
