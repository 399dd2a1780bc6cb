//! Answers of enrolments that were lost on their way: the same try of the same code is answered the same for a while.
//!
//! In memory only: what is in the answer are tokens, and a restart of the gateway in these minutes costs a new code.

use cabinet_protocol::session::{EnrollRequest, EnrollResponse};
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// How long an answer can be asked again, in ms.
const KEPT_MS: i64 = 10 * 60 * 1000;
/// The most answers that are kept.
const MOST: usize = 256;
/// A try is a random text of the device; a short one could be guessed.
const LEAST_TRY_BYTES: usize = 32;

/// Answers of the last minutes.
#[derive(Default)]
pub(super) struct RecentEnrolments {
    answers: Mutex<VecDeque<Answer>>,
}

struct Answer {
    of: blake3::Hash,
    at_ms: i64,
    response: EnrollResponse,
}

impl RecentEnrolments {
    /// The answer that this very try was given before.
    pub(super) fn find(&self, request: &EnrollRequest, now_ms: i64) -> Option<EnrollResponse> {
        let of = name_of(request)?;
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.retain(|answer| (0..KEPT_MS).contains(&now_ms.saturating_sub(answer.at_ms)));
        let found = answers.iter().find(|answer| answer.of == of);
        found.map(|answer| answer.response.clone())
    }

    /// Keeps an answer.
    pub(super) fn keep(&self, request: &EnrollRequest, response: &EnrollResponse, now_ms: i64) {
        let Some(of) = name_of(request) else { return };
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.truncate(MOST - 1);
        answers.push_front(Answer {
            of,
            at_ms: now_ms,
            response: response.clone(),
        });
    }
}

/// What tells one try from others; `None` for an app that names none.
fn name_of(request: &EnrollRequest) -> Option<blake3::Hash> {
    if request.attempt.len() < LEAST_TRY_BYTES {
        return None;
    }
    let mut hasher = blake3::Hasher::new_derive_key("dealer-cabinet gateway 2026 enrolment try");
    hasher.update(request.attempt.as_bytes());
    hasher.update(request.code.as_bytes());
    Some(hasher.finalize())
}
