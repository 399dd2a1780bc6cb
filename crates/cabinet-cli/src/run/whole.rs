//! Whether an answer was read from a local copy that is whole: what is missing would look as if it did not exist.

use super::tell_notice;
use crate::answer::Answer;
use crate::exit::{Failure, NOT_LOADED};
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::error::ErrorCode;
use cabinet_commands::{profile, sync};
use serde_json::json;
use std::io::Write as _;

/// What of the supplier's data an answer is read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Goods with prices and stock.
    Goods,
    /// Orders and documents of the legal entities.
    Documents,
}

/// The answer as it is when its part is here; else with a warning in both forms and an exit code of its own.
pub async fn judge(cabinet: &Cabinet, part: Part, answer: Answer) -> Result<Answer, Failure> {
    let status = sync::status(cabinet).await?;
    let is_here = match part {
        Part::Goods => status.is_searchable || status.is_whole,
        Part::Documents => status.is_whole,
    };
    if is_here {
        return Ok(answer);
    }
    tell_notice(&profile::state(cabinet).await?)?;
    let words = match part {
        Part::Goods => {
            "the supplier's goods are not in the local copy, so this answer is not whole: run `cabinet sync`"
        }
        Part::Documents => {
            "the supplier's orders and documents are not all in the local copy, so this answer is not whole: run `cabinet sync`"
        }
    };
    writeln!(std::io::stderr().lock(), "cabinet: {words}")?;
    let problem = json!({ "code": ErrorCode::NotLoaded, "message": words });
    Ok(answer.with_problem(problem).with_exit(NOT_LOADED))
}
