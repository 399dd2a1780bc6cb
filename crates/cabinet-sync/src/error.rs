//! Why a sync did not come to its end. Whatever it is, nothing local was removed because of it.

use crate::machine::fault::Fault;
use cabinet_client::error::{ClientError, OfflineCause};
use cabinet_desk::{AdvanceError, DeskError};
use cabinet_mirror::FeedError;
use cabinet_protocol::problem::ProblemCode;
use cabinet_sqlite::{OpenError, StoreError};

/// Why a sync stopped, or why a feed of it was left as it was.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// Another sync is running.
    #[error("a sync is running already")]
    Busy,
    /// The user stopped it; what came before stays.
    #[error("the sync was stopped")]
    Stopped,
    /// A call failed.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The desk failed.
    #[error("the desk could not be read or written: {0}")]
    Desk(#[from] DeskError),
    /// A command of the outbox could not move.
    #[error("a command of the outbox could not move: {0}")]
    Advance(#[from] AdvanceError),
    /// A feed could not be taken over.
    #[error(transparent)]
    Feed(#[from] FeedError),
    /// A mirror file could not be read or written.
    #[error("the mirror could not be read or written: {0}")]
    Mirror(#[from] StoreError),
    /// A mirror file could not be opened or made.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The key of a mirror file could not be had.
    #[error("the key of a file could not be had")]
    Key(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A file could not be removed.
    #[error("a file could not be removed")]
    Remove(#[source] std::io::Error),
    /// A file of a command is not on this device any more.
    #[error("an attached file is not on this device any more")]
    LostFile,
    /// A file does not get to the gateway as it is here.
    #[error("an attached file arrives damaged again and again")]
    UploadStuck,
    /// A background thread of this program ended early.
    #[error("the work was interrupted")]
    Interrupted(#[from] tokio::task::JoinError),
}

impl SyncError {
    /// The same in the words of the machines.
    #[must_use]
    pub fn fault(&self) -> Fault {
        match self {
            Self::Client(error) => client_fault(error),
            Self::Feed(error) => feed_fault(error),
            Self::UploadStuck => Fault::Damaged,
            // Without its file the command says something else than the user meant.
            Self::LostFile => Fault::Malformed,
            Self::Busy
            | Self::Stopped
            | Self::Desk(_)
            | Self::Advance(_)
            | Self::Mirror(_)
            | Self::Open(_)
            | Self::Key(_)
            | Self::Remove(_)
            | Self::Interrupted(_) => Fault::Local,
        }
    }

    /// Whether the other feeds may go on after it: the fault lies in one feed's data, not in the way to it.
    #[must_use]
    pub fn is_of_one_feed(&self) -> bool {
        match self.fault() {
            Fault::Damaged
            | Fault::Differs
            | Fault::Gone
            | Fault::SnapshotNeeded
            | Fault::Forbidden
            | Fault::Malformed
            | Fault::UnreadableRow
            | Fault::OutOfStep => true,
            Fault::Unreachable | Fault::Broken | Fault::SignedOut | Fault::Local | Fault::TooManyChecks => false,
        }
    }

    /// Whether a mirror file is damaged, so that it should be deleted and fetched anew.
    #[must_use]
    pub const fn is_damaged_mirror(&self) -> bool {
        matches!(
            self,
            Self::Mirror(StoreError::Damaged(_))
                | Self::Feed(FeedError::Store(StoreError::Damaged(_)))
                | Self::Open(OpenError::WrongKeyOrDamaged { .. })
        )
    }
}

fn client_fault(error: &ClientError) -> Fault {
    match error {
        ClientError::Offline {
            cause: OfflineCause::Name | OfflineCause::ProxyPassword | OfflineCause::Connect,
            ..
        }
        | ClientError::Certificate { .. } => Fault::Unreachable,
        ClientError::Offline {
            cause: OfflineCause::Timeout | OfflineCause::BrokenOff,
            ..
        }
        | ClientError::NotAGateway { .. }
        | ClientError::Failing { .. }
        | ClientError::Interrupted(_) => Fault::Broken,
        ClientError::Problem { code, .. } => problem_fault(*code),
        ClientError::Damaged(_) | ClientError::TooLarge { .. } => Fault::Damaged,
        ClientError::SignedOut => Fault::SignedOut,
        ClientError::TokenStore(_) | ClientError::Tls(_) | ClientError::Request(_) => Fault::Local,
    }
}

const fn problem_fault(code: ProblemCode) -> Fault {
    match code {
        ProblemCode::TokenExpired | ProblemCode::DeviceRevoked | ProblemCode::DeviceUnknown => Fault::SignedOut,
        ProblemCode::Forbidden => Fault::Forbidden,
        ProblemCode::TooManyChecks => Fault::TooManyChecks,
        ProblemCode::NotFound => Fault::Gone,
        ProblemCode::SnapshotNeeded => Fault::SnapshotNeeded,
        ProblemCode::TooManyRequests | ProblemCode::Internal => Fault::Broken,
        ProblemCode::Malformed
        | ProblemCode::MixedCurrency
        | ProblemCode::CodeUnknown
        | ProblemCode::CodeUsed
        | ProblemCode::CodeExpired
        | ProblemCode::Unknown => Fault::Malformed,
    }
}

const fn feed_fault(error: &FeedError) -> Fault {
    match error {
        FeedError::UnreadableRow { .. } | FeedError::UnknownSchema { .. } | FeedError::TooManyCatalogues => {
            Fault::UnreadableRow
        }
        FeedError::WrongEpoch { .. }
        | FeedError::Gap { .. }
        | FeedError::NoSnapshot { .. }
        | FeedError::UnknownSegment { .. }
        | FeedError::Incomplete { .. } => Fault::OutOfStep,
        FeedError::WrongRowCount { .. } => Fault::Damaged,
        FeedError::WrongHash { .. } => Fault::Differs,
        FeedError::WrongFile { .. } => Fault::Malformed,
        FeedError::Store(_) => Fault::Local,
    }
}
