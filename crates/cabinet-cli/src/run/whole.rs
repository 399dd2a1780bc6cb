//! Whether an answer was read from a local copy that is whole: what is missing would look as if it did not exist. A device
//! that the supplier has signed out has no copy at all.

use super::tell_notice;
use crate::answer::Answer;
use crate::exit::{Failure, NOT_ALLOWED, NOT_LOADED};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::error::{CommandError, ErrorCode};
use cabinet_commands::{profile, sync};
use serde_json::{Value, json};
use std::io::Write as _;

/// What a device that was signed out has to say, and what can be done.
pub const SIGNED_OUT: &str = "the supplier has signed this device out, and his data were removed from it; to go on, run \
     `cabinet enroll URL CODE` with a new invitation. Drafts that were not sent: `cabinet unsent list`";

/// What of the supplier's data an answer is read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Goods with prices and stock.
    Goods,
    /// Orders and documents of the legal entities.
    Documents,
    /// None: what the person made on this device, which is always here.
    Own,
}

/// The answer as it is when its part is here; else with a warning in both forms and an exit code of its own.
pub async fn judge(cabinet: &Cabinet, part: Part, answer: Answer) -> Result<Answer, Failure> {
    let state = profile::state(cabinet).await?;
    if state.is_shut_out {
        writeln!(std::io::stderr().lock(), "cabinet: {SIGNED_OUT}")?;
        return Ok(answer.with_problem(signed_out()).with_exit(NOT_ALLOWED));
    }
    let status = sync::status(cabinet).await?;
    let words = match part {
        Part::Goods if !status.is_searchable && !status.is_whole => {
            "the supplier's goods are not in the local copy, so this answer is not whole: run `cabinet sync`"
        }
        Part::Documents if !status.is_whole => {
            "the supplier's orders and documents are not all in the local copy, so this answer is not whole: run `cabinet sync`"
        }
        Part::Goods | Part::Documents | Part::Own => return Ok(answer),
    };
    tell_notice(&state)?;
    writeln!(std::io::stderr().lock(), "cabinet: {words}")?;
    let problem = json!({ "code": ErrorCode::NotLoaded, "message": words });
    Ok(answer.with_problem(problem).with_exit(NOT_LOADED))
}

/// The warning of a device that was signed out, as it stands in the document of an answer.
pub fn signed_out() -> Value {
    json!({ "code": ErrorCode::SignedOut, "message": SIGNED_OUT })
}

/// Fails on a device that was signed out: whatever else is missing there is missing because of it.
pub async fn refuse_signed_out(cabinet: &Cabinet) -> Result<(), Failure> {
    if profile::state(cabinet).await?.is_shut_out {
        return Err(CommandError::new(ErrorCode::SignedOut, SIGNED_OUT).into());
    }
    Ok(())
}
