//! The states of a command and which may follow which (docs/protocol.md, write side). Pure.

/// Where a command stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CommandState {
    /// Waits to be sent.
    Queued,
    /// On its way; the answer has not come.
    Sending,
    /// Sent, and the answer was lost: it may have been carried out. Sent again with the same key.
    Unknown,
    /// The gateway carried nothing out because something changed; the user decides, under a new key.
    NeedsUser,
    /// The gateway refused it for good.
    Rejected,
    /// Set aside with its reason; the user may retry or cancel.
    Parked,
    /// Carried out.
    Done,
    /// Withdrawn before it could have been carried out.
    Cancelled,
}

impl CommandState {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::Queued,
        Self::Sending,
        Self::Unknown,
        Self::NeedsUser,
        Self::Rejected,
        Self::Parked,
        Self::Done,
        Self::Cancelled,
    ];

    /// The word in SQL and towards front-ends.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Unknown => "unknown",
            Self::NeedsUser => "needs_user",
            Self::Rejected => "rejected",
            Self::Parked => "parked",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads [`CommandState::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether the program still has to do something about it by itself.
    #[must_use]
    pub const fn is_on_its_way(self) -> bool {
        matches!(self, Self::Queued | Self::Sending | Self::Unknown)
    }

    /// Whether it keeps the lines of its draft locked. A parked one does: it may have been carried out.
    #[must_use]
    pub const fn holds_lines(self) -> bool {
        matches!(self, Self::Queued | Self::Sending | Self::Unknown | Self::Parked)
    }

    /// Whether `next` may follow. A final state is never left.
    #[must_use]
    pub const fn may_become(self, next: Self) -> bool {
        match (self, next) {
            (Self::Queued | Self::Unknown, Self::Sending) => true,
            // Not sent after all (no connection), or put off.
            (Self::Queued | Self::Sending | Self::Unknown, Self::Queued | Self::Unknown) => true,
            (Self::Parked, Self::Queued | Self::Unknown) => true,
            // A verdict may arrive by another way than the answer, for example with the order's row in a feed.
            (
                Self::Queued | Self::Sending | Self::Unknown | Self::Parked,
                Self::NeedsUser | Self::Rejected | Self::Parked | Self::Done,
            ) => true,
            // Only what cannot have been carried out is withdrawn.
            (Self::Queued | Self::Parked, Self::Cancelled) => true,
            (Self::Sending | Self::Unknown, Self::Cancelled) | (Self::Parked | Self::Sending, Self::Sending) => false,
            (Self::NeedsUser | Self::Rejected | Self::Done | Self::Cancelled, _) => false,
        }
    }
}

/// A step of a command, with what the new state must carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    /// The first byte is about to leave. If nothing is heard the command is due again at `until_ms` (device clock).
    Sending {
        /// Device clock, ms.
        until_ms: i64,
    },
    /// Not sent: to be sent at that time.
    Queued {
        /// Device clock, ms.
        next_at_ms: i64,
        /// Code of the reason, when there is one to show ("offline").
        why: Option<String>,
    },
    /// Sent without an answer: to be sent again, with the same key, at that time.
    Unknown {
        /// Device clock, ms.
        next_at_ms: i64,
        /// Code of the reason ("timeout", "server").
        why: String,
    },
    /// The gateway asks the user.
    NeedsUser {
        /// Code of the reason ("changed").
        why: String,
        /// JSON of the verdict.
        verdict: String,
    },
    /// The gateway refused.
    Rejected {
        /// Code of the reason.
        why: String,
        /// JSON of the verdict, when there was one.
        verdict: Option<String>,
    },
    /// Set aside until the user decides.
    Parked {
        /// Code of the reason ("poison", "key_reused", "no_rights").
        why: String,
    },
    /// Carried out.
    Done {
        /// JSON of the verdict.
        verdict: String,
    },
}

impl Move {
    /// The state after the step.
    #[must_use]
    pub const fn state(&self) -> CommandState {
        match self {
            Self::Sending { .. } => CommandState::Sending,
            Self::Queued { .. } => CommandState::Queued,
            Self::Unknown { .. } => CommandState::Unknown,
            Self::NeedsUser { .. } => CommandState::NeedsUser,
            Self::Rejected { .. } => CommandState::Rejected,
            Self::Parked { .. } => CommandState::Parked,
            Self::Done { .. } => CommandState::Done,
        }
    }

    pub(crate) const fn next_at_ms(&self) -> Option<i64> {
        match self {
            Self::Sending { until_ms: at }
            | Self::Queued { next_at_ms: at, .. }
            | Self::Unknown { next_at_ms: at, .. } => Some(*at),
            Self::NeedsUser { .. } | Self::Rejected { .. } | Self::Parked { .. } | Self::Done { .. } => None,
        }
    }

    pub(crate) fn why(&self) -> Option<&str> {
        match self {
            Self::Queued { why, .. } => why.as_deref(),
            Self::Unknown { why, .. }
            | Self::NeedsUser { why, .. }
            | Self::Rejected { why, .. }
            | Self::Parked { why } => Some(why),
            Self::Sending { .. } | Self::Done { .. } => None,
        }
    }

    pub(crate) fn verdict(&self) -> Option<&str> {
        match self {
            Self::NeedsUser { verdict, .. } | Self::Done { verdict } => Some(verdict),
            Self::Rejected { verdict, .. } => verdict.as_deref(),
            Self::Sending { .. } | Self::Queued { .. } | Self::Unknown { .. } | Self::Parked { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CommandState as S;

    #[test]
    fn every_state_has_a_word_that_reads_back() {
        for state in S::ALL {
            assert_eq!(S::from_code(state.code()), Some(state));
        }
        assert_eq!(S::from_code("lost"), None);
    }

    #[test]
    fn a_settled_command_never_moves_and_a_sent_one_is_never_withdrawn() {
        for next in S::ALL {
            for settled in [S::NeedsUser, S::Rejected, S::Done, S::Cancelled] {
                assert!(!settled.may_become(next), "{settled:?} -> {next:?}");
            }
        }
        assert!(!S::Sending.may_become(S::Cancelled));
        assert!(!S::Unknown.may_become(S::Cancelled));
        assert!(S::Queued.may_become(S::Cancelled));
    }

    #[test]
    fn every_state_that_waits_can_reach_the_end() {
        for state in S::ALL {
            if state.holds_lines() {
                assert!(state.may_become(S::Done), "{state:?}");
                assert!(
                    state == S::Sending || state.may_become(S::Sending) || state.may_become(S::Queued),
                    "{state:?}"
                );
            }
        }
    }
}
