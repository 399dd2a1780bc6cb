//! What was found out since the last commit to the database, kept until the next: whose an access token is, and what
//! `hello` answered. Thousands of devices ask every few minutes, and hardly ever has anything changed.
//!
//! In memory only, named by hashes. One commit of whatever process, and all of it is forgotten: nothing here is older than
//! the database, a withdrawn right and a revoked device count at once.

use crate::access::tokens::Caller;
use crate::storage::Database;
use axum::body::Bytes;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The most bytes of answers that are kept: five thousand devices with a feed for each of ten price lists.
const MOST_BYTES: usize = 32 * 1024 * 1024;
/// The most tokens that are kept.
const MOST_CALLERS: usize = 50_000;

/// The state of the database that something was true in. A commit in the meantime makes it another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment(i64);

/// What no commit has outdated.
#[derive(Default)]
pub(super) struct Settled {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    moment: Option<Moment>,
    callers: HashMap<blake3::Hash, Caller>,
    answers: HashMap<blake3::Hash, Bytes>,
    bytes: usize,
}

impl Settled {
    /// The state of the database now; `None` when it cannot be told without waiting. Asked before a reading whose result
    /// is to be kept.
    pub(super) fn moment(&self, db: &dyn Database) -> Option<Moment> {
        db.version_at_once().map(Moment)
    }

    /// Whose the token is, if that is known and it still lives.
    pub(super) fn caller(&self, moment: Moment, token: &str, now_ms: i64) -> Option<Caller> {
        let inner = self.at(moment);
        let caller = inner.callers.get(&name_of_token(token))?;
        (now_ms < caller.access_until_ms).then(|| caller.clone())
    }

    /// Keeps whose a token is.
    pub(super) fn keep_caller(&self, moment: Moment, token: &str, caller: &Caller) {
        // A call that is still to be written down is no settled thing.
        if caller.is_proof {
            return;
        }
        let mut inner = self.at(moment);
        if inner.callers.len() >= MOST_CALLERS {
            inner.callers.clear();
        }
        inner.callers.insert(name_of_token(token), caller.clone());
    }

    /// What the same question of the same device was answered.
    pub(super) fn answer(&self, moment: Moment, caller: &Caller, question: &[u8]) -> Option<Bytes> {
        self.at(moment)
            .answers
            .get(&name_of_question(caller, question))
            .cloned()
    }

    /// Keeps an answer.
    pub(super) fn keep_answer(&self, moment: Moment, caller: &Caller, question: &[u8], answer: &Bytes) {
        let mut inner = self.at(moment);
        if inner.bytes.saturating_add(answer.len()) > MOST_BYTES {
            inner.answers.clear();
            inner.bytes = 0;
        }
        inner.bytes = inner.bytes.saturating_add(answer.len());
        inner.answers.insert(name_of_question(caller, question), answer.clone());
    }

    /// What is known at this moment. Of another one everything is forgotten; a late reader of an earlier one only costs
    /// what was kept since.
    fn at(&self, moment: Moment) -> MutexGuard<'_, Inner> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if inner.moment != Some(moment) {
            *inner = Inner {
                moment: Some(moment),
                ..Inner::default()
            };
        }
        inner
    }
}

fn name_of_token(token: &str) -> blake3::Hash {
    let context = "dealer-cabinet gateway 2026 token of a settled caller";
    blake3::Hash::from_bytes(blake3::derive_key(context, token.as_bytes()))
}

fn name_of_question(caller: &Caller, question: &[u8]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new_derive_key("dealer-cabinet gateway 2026 settled question");
    hasher.update(caller.device.as_bytes());
    hasher.update(&[0]);
    hasher.update(question);
    hasher.finalize()
}
