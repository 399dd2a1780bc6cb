//! What the supplier does with a claim: takes it into work, answers, decides, closes.

use crate::claims::ClaimsError;
use crate::claims::publish::{publish, tell};
use crate::claims::stored::{self, Message, StoredClaim};
use crate::storage::Tx;
use cabinet_domain::claim::ClaimState;
use cabinet_domain::ids::ClaimId;
use cabinet_protocol::claims::SentFile;

/// A word of the supplier.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Who writes, as dealers read it.
    pub who: String,
    /// Plain text; empty for none.
    pub text: String,
    /// Files that are stored already.
    pub files: Vec<SentFile>,
    /// Where the claim stands after it.
    pub state: ClaimState,
}

/// What became of it.
#[derive(Debug)]
pub enum Answered {
    /// It is done; the claim as it stands now.
    Done(Box<StoredClaim>),
    /// There is no such claim.
    UnknownClaim,
    /// The claim may not go there from where it is.
    NotFrom(ClaimState),
}

/// Carries a word of the supplier out, and tells the people who wrote in the claim.
///
/// # Errors
/// [`ClaimsError`]; nothing happened then.
pub fn answer(tx: &mut dyn Tx, id: &ClaimId, answer: &Answer, now_ms: i64) -> Result<Answered, ClaimsError> {
    let Some(claim) = stored::load(tx, id)? else {
        return Ok(Answered::UnknownClaim);
    };
    let head = claim.head;
    if !head.state.may_become(answer.state) {
        return Ok(Answered::NotFrom(head.state));
    }
    let says_something = !answer.text.trim().is_empty() || !answer.files.is_empty();
    if says_something {
        let message = Message {
            at_ms: now_ms,
            person: None,
            who: answer.who.clone(),
            command_key: String::new(),
            text: answer.text.trim().to_owned(),
            files: answer.files.clone(),
        };
        stored::add_message(tx, id, &message)?;
    }
    // Work on it does not put the answer off.
    let answer_by_ms = head.answer_by_ms.filter(|_| answer.state.awaits_answer());
    stored::set_state(tx, &head, answer.state, answer_by_ms, now_ms, &answer.who)?;
    let now = publish(tx, id, now_ms)?;
    if says_something || answer.state != head.state {
        tell(tx, &now, now_ms)?;
    }
    Ok(Answered::Done(Box::new(now)))
}
