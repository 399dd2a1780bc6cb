//! What became of a command, for whoever waits for it.

use super::check_view::check_view;
use super::pending::order_of;
use super::{PlaceOutcome, Why};
use crate::error::CommandError;
use crate::open::Open;
use crate::reason::Thing;
use cabinet_desk::{CommandState, OutboxCommand, Withdrawal};
use cabinet_domain::ids::CommandKey;
use cabinet_protocol::commands::Verdict;
use cabinet_protocol::orders::Quote;

/// Reads the outcome from where the command stands now.
pub(super) fn outcome(open: &Open, key: &CommandKey) -> Result<PlaceOutcome, CommandError> {
    let command = open
        .desk
        .command(key)?
        .ok_or_else(|| CommandError::not_found(Thing::Order))?;
    match command.state {
        CommandState::Queued | CommandState::Sending | CommandState::Unknown => Ok(PlaceOutcome::Queued {
            command: key.to_string(),
        }),
        CommandState::Done => placed(open, &command),
        CommandState::NeedsUser => changed(open, &command),
        CommandState::Rejected => Ok(PlaceOutcome::Rejected { reason: why(&command) }),
        CommandState::Parked => parked(open, &command),
        CommandState::Cancelled => Ok(PlaceOutcome::Rejected { reason: Why::Withdrawn }),
    }
}

fn why(command: &OutboxCommand) -> Why {
    command.why.as_deref().map_or(Why::Other, Why::of)
}

fn placed(open: &Open, command: &OutboxCommand) -> Result<PlaceOutcome, CommandError> {
    let Verdict::Placed {
        order,
        number,
        total_minor,
        currency,
    } = verdict(command)?
    else {
        return Err(unreadable());
    };
    let draft = order_of(command)?.draft;
    let left = open
        .desk
        .draft(&command.entity, &draft)?
        .map_or(0, |draft| draft.lines.len());
    Ok(PlaceOutcome::Placed {
        order: order.to_string(),
        number,
        total_minor,
        currency,
        lines_left: u32::try_from(left).unwrap_or(u32::MAX),
    })
}

fn changed(open: &Open, command: &OutboxCommand) -> Result<PlaceOutcome, CommandError> {
    let quote = quote(command)?;
    let grant = open.grant(command.entity.as_str())?;
    let order = order_of(command)?;
    Ok(PlaceOutcome::Changed {
        check: check_view(open, &grant, &order.draft, Some(&command.key), &order.delivery, &quote)?,
    })
}

/// A command that the gateway would not even take, and that was never sent before, is over: its lines go back.
fn parked(open: &Open, command: &OutboxCommand) -> Result<PlaceOutcome, CommandError> {
    if command.attempt <= 1 {
        let gone = open.desk.withdraw(&command.entity, &command.key, open.clock.now_ms())?;
        if gone == Withdrawal::Cancelled {
            return Ok(PlaceOutcome::Rejected { reason: why(command) });
        }
    }
    Ok(PlaceOutcome::Queued {
        command: command.key.to_string(),
    })
}

/// The quote that a command met.
pub(super) fn quote(command: &OutboxCommand) -> Result<Quote, CommandError> {
    match verdict(command)? {
        Verdict::Changed { quote } => Ok(quote),
        _ => Err(unreadable()),
    }
}

/// The stored verdict.
pub(super) fn verdict(command: &OutboxCommand) -> Result<Verdict, CommandError> {
    let text = command.verdict.as_deref().unwrap_or_default();
    serde_json::from_str(text).map_err(|error| CommandError::internal("a stored verdict cannot be read", &error))
}

fn unreadable() -> CommandError {
    CommandError::new(
        crate::error::ErrorCode::Internal,
        "a stored verdict does not fit its order",
    )
}
