//! `place`: check 1, decisions by a fixed rule, check 2 at the gateway.

use super::checks::{write_check, write_ruled};
use super::decisions::Wishes;
use crate::answer::Answer;
use crate::exit::{FAILED, Failure, WORSE};
use crate::figures::money;
use crate::shapes;
use crate::why;
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::error::ErrorCode;
use cabinet_commands::orders::{
    self, ChangedLineView, CheckView, Decision, LineDecision, PlaceOutcome, PlaceRequest, RuledLineView, RulesView,
};
use cabinet_commands::sync;
use serde_json::json;

/// How often terms may change between check 1 and check 2 before a person has to look.
const ROUNDS: u32 = 5;

/// Places a draft.
pub async fn place(cabinet: &Cabinet, draft: String, wishes: Wishes) -> Result<Answer, Failure> {
    let accept = wishes.accept;
    if let Some(rules) = wishes.rules()? {
        return by_rules(cabinet, draft, rules).await;
    }
    if !wishes.decide.is_empty() {
        return decided(cabinet, draft, &wishes).await;
    }
    let mut check = match orders::check(cabinet, draft.clone()).await {
        Ok(check) => Some(check),
        // The order waits on this computer until the gateway answers again.
        Err(error)
            if matches!(
                error.code,
                ErrorCode::Offline | ErrorCode::Proxy | ErrorCode::NotAGateway | ErrorCode::Failing
            ) =>
        {
            tracing::info!(cli.code = ?error.code, "The draft is queued unchecked");
            None
        }
        Err(error) => return Err(error.into()),
    };
    for _ in 0..ROUNDS {
        if let Some(worse) = check.as_ref().filter(|check| !check.is_clean && !accept) {
            return Ok(changed(worse.clone()));
        }
        // With nothing left that could be sent, the terms are the answer.
        if let Some(hopeless) = check.as_ref().filter(|check| is_nothing_left(check)) {
            return Ok(changed(hopeless.clone()));
        }
        let decisions = check.as_ref().map(decisions).unwrap_or_default();
        let accepted = check.clone();
        let request = PlaceRequest {
            draft: draft.clone(),
            check: check.take(),
            decisions,
            rules: None,
        };
        match orders::place(cabinet, request).await? {
            PlaceOutcome::Changed { check: worse } if accept => check = Some(worse),
            outcome => {
                if matches!(outcome, PlaceOutcome::Placed { .. }) {
                    bring_documents(cabinet).await;
                }
                let accepted = accepted.filter(|check| !check.changed.is_empty());
                return Ok(answer(outcome, accepted, Vec::new()));
            }
        }
    }
    match check {
        Some(worse) => Ok(changed(worse)),
        None => Err(Failure::Command(cabinet_commands::error::CommandError::new(
            ErrorCode::Internal,
            "the order was neither placed nor refused",
        ))),
    }
}

/// With rules: what the gateway says is measured by the terms of the draft, now or when the order goes by itself.
async fn by_rules(cabinet: &Cabinet, draft: String, rules: RulesView) -> Result<Answer, Failure> {
    let request = PlaceRequest {
        draft,
        check: None,
        decisions: Vec::new(),
        rules: Some(rules),
    };
    let outcome = orders::place(cabinet, request).await?;
    let mut ruled = Vec::new();
    if let PlaceOutcome::Placed { order, .. } = &outcome {
        bring_documents(cabinet).await;
        ruled = orders::show(cabinet, order.clone()).await?.ruled;
    }
    Ok(answer(outcome, None, ruled))
}

/// With a decision for each line that needs one; lines without one stay in the draft.
async fn decided(cabinet: &Cabinet, draft: String, wishes: &Wishes) -> Result<Answer, Failure> {
    let check = orders::check(cabinet, draft.clone()).await?;
    let decisions = wishes.decisions(cabinet, &check).await?;
    let request = PlaceRequest {
        draft,
        check: Some(check.clone()),
        decisions,
        rules: None,
    };
    let outcome = orders::place(cabinet, request).await?;
    if matches!(outcome, PlaceOutcome::Placed { .. }) {
        bring_documents(cabinet).await;
    }
    Ok(answer(
        outcome,
        Some(check).filter(|check| !check.changed.is_empty()),
        Vec::new(),
    ))
}

/// Whether no line can be sent, whatever is accepted.
fn is_nothing_left(check: &CheckView) -> bool {
    if is_undeliverable(check) {
        return true;
    }
    let unavailable = check.changed.iter().filter(|line| is_unavailable(line)).count();
    u32::try_from(unavailable).is_ok_and(|count| count == check.lines_total)
}

/// Nobody but the user can say where the goods go instead.
fn is_undeliverable(check: &CheckView) -> bool {
    !check.delivery.problems.is_empty()
}

const fn is_unavailable(line: &ChangedLineView) -> bool {
    // Where it is not told how much there is, only a smaller quantity that a person names can be tried.
    line.is_gone || line.is_unpriced || matches!(line.available_milli, None | Some(..=0))
}

/// New prices and smaller quantities are taken; what is gone or has no price stays in the draft.
fn decisions(check: &CheckView) -> Vec<LineDecision> {
    let decide = |line: &ChangedLineView| LineDecision {
        item: line.item.clone(),
        decision: if is_unavailable(line) {
            Decision::Keep
        } else {
            Decision::Accept
        },
    };
    check.changed.iter().map(decide).collect()
}

/// Fetches the order and its invoice at once. The order stands whatever comes of it, so a failure is only logged.
async fn bring_documents(cabinet: &Cabinet) {
    if let Err(error) = sync::now(cabinet).await {
        tracing::warn!(cli.code = ?error.code, "The order is placed; its documents come with the next sync");
    }
}

fn changed(check: CheckView) -> Answer {
    let shape = json!({ "outcome": "changed", "id": check.draft, "check": shapes::check(&check) });
    Answer::new(&shape, move |out| {
        write_check(out, &check)?;
        let way_out = if is_undeliverable(&check) {
            "Nothing was placed: choose another delivery with `cabinet draft set`, or leave it open (--way '')."
        } else if is_nothing_left(&check) {
            "Nothing was placed: no line of the draft can be bought at present; the lines stay in the draft."
        } else {
            "Nothing was placed. Place again with --accept to take these terms."
        };
        writeln!(out, "{way_out}")
    })
    .with_exit(WORSE)
}

/// `accepted` are the terms that were taken for the user, where they differ from those of the draft; `ruled` what rules took.
fn answer(outcome: PlaceOutcome, accepted: Option<CheckView>, ruled: Vec<RuledLineView>) -> Answer {
    match outcome {
        PlaceOutcome::Placed {
            order,
            number,
            total_minor,
            currency,
            lines_left,
        } => {
            let shape = json!({
                "outcome": "placed",
                "id": order,
                "order": order,
                "number": number,
                "total": money(total_minor),
                "total_minor": total_minor,
                "currency": currency,
                "lines_left": lines_left,
                "accepted": accepted.as_ref().map_or_else(|| json!([]), shapes::changed_lines),
                "ruled": ruled.iter().map(shapes::ruled_line).collect::<serde_json::Value>(),
            });
            Answer::new(&shape, move |out| {
                if let Some(check) = &accepted {
                    write_check(out, check)?;
                }
                write_ruled(out, &ruled)?;
                writeln!(
                    out,
                    "Placed: order {number}, {} {currency}; the supplier holds the goods.",
                    money(total_minor)
                )?;
                if lines_left > 0 {
                    writeln!(out, "{lines_left} lines stayed in the draft.")?;
                }
                Ok(())
            })
        }
        PlaceOutcome::Queued { command } => Answer::new(
            &json!({ "outcome": "queued", "id": command, "command": command }),
            move |out| {
                writeln!(
                    out,
                    "Queued: the gateway does not answer now; the order goes with the next `cabinet sync` that it answers."
                )
            },
        ),
        PlaceOutcome::Changed { check } => changed(check),
        PlaceOutcome::Rejected { reason } => {
            Answer::new(&json!({ "outcome": "rejected", "reason": reason }), move |out| {
                writeln!(out, "Refused: {}. The lines are back in the draft.", why::words(reason))
            })
            .with_exit(FAILED)
        }
        PlaceOutcome::Settled { waiting } => {
            Answer::new(&json!({ "outcome": "settled", "waiting": waiting }), move |out| {
                writeln!(
                    out,
                    "Nothing was left to be sent; {waiting} lines wait until the goods are there."
                )
            })
        }
    }
}
