//! What the legal entities of the person owe by the supplier's books, offline: group, legal entity, contract, document.
//!
//! In: the books that the gateway told (`cabinet_mirror::books`), or only the sum of a balance (the limits of the last hello), or, where
//! neither was told, the supplier's documents and orders (`papers`).
//! Out: rows whose sums are those of the rows below them to the kopeck, currency by currency. Not here: what is due is decided
//! by the supplier's dates alone, and nothing is guessed where there is none.

mod acts;
mod ageing;
mod calendar;
mod documents;
mod kept_papers;
#[cfg(test)]
mod laws;
mod papers;
mod paying;
mod reconcile;
mod reminders;
mod tree;
mod what_if;

pub(crate) use acts::find_act;
pub use acts::{ActEntryView, ActRequest, ActState, ActSumsView, ActView, act, act_contracts, acts, ask_act};
pub use ageing::{Age, AgeSumView};
pub use calendar::{DueDayView, DueEntityView, calendar};
pub use documents::{OwedDocumentView, documents};
pub(crate) use kept_papers::KeptPapers;
pub(crate) use papers::once_each;
pub use reconcile::{
    DifferenceKind, DifferenceSideView, DifferenceView, ReconcileDoubt, ReconcileRequest, ReconciliationView, SideView,
    UnreadRowView, reconcile, reconcile_export,
};
pub use reminders::{ReminderView, next_reminder, reminders};
pub use tree::{Level, MoneyRowView, MoneyView, OwedSums, PapersView, Source, UntoldView, tree};
pub use what_if::{CreditAfterView, Verdict, WhatIfView, what_if};

use crate::error::{CommandError, ErrorCode};

/// A sum beyond 64 bits.
fn too_large() -> CommandError {
    CommandError::new(ErrorCode::Internal, "a sum of what is owed is out of range")
}
