//! The last check of each draft that the user looked at since the program started, with his decisions: what is printed of it.

use super::{CheckView, LineDecision};
use crate::open::Open;
use std::sync::PoisonError;

/// A check as it stands on the screen.
#[derive(Debug, Clone)]
pub(crate) struct SeenCheck {
    /// The check.
    pub(crate) check: CheckView,
    /// What is decided so far.
    pub(crate) decisions: Vec<LineDecision>,
    /// What that comes to; `None` when nothing of it has a price, or before it was asked for.
    pub(crate) total_minor: Option<i64>,
}

/// Keeps a check in place of an earlier one of the draft.
pub(super) fn keep_check(open: &Open, check: &CheckView) {
    let seen = SeenCheck {
        check: check.clone(),
        decisions: Vec::new(),
        total_minor: None,
    };
    keep(open, seen);
}

pub(super) fn keep(open: &Open, seen: SeenCheck) {
    let mut checks = open.seen_checks.lock().unwrap_or_else(PoisonError::into_inner);
    checks.insert(seen.check.draft.clone(), seen);
}

/// The last one of a draft.
pub(crate) fn last_check(open: &Open, draft: &str) -> Option<SeenCheck> {
    let checks = open.seen_checks.lock().unwrap_or_else(PoisonError::into_inner);
    checks.get(draft).cloned()
}
