//! How the errors of the crates below become the one error of a front-end.
//!
//! Every match is exhaustive, so that a new way to fail must be decided here. Details go to the log, once.

use crate::error::{CommandError, ErrorCode};
use cabinet_client::error::{ClientError, OfflineCause};
use cabinet_desk::{AdvanceError, DeskError, PlaceError};
use cabinet_mirror::FeedError;
use cabinet_protocol::problem::ProblemCode;
use cabinet_sqlite::{OpenError, StoreError};
use cabinet_sync::error::SyncError;
use std::path::Path;

impl CommandError {
    /// A failure with a file or folder of the system.
    #[must_use]
    pub fn file(what: &str, path: &Path, error: &std::io::Error) -> Self {
        let code = match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => ErrorCode::DiskFull,
            _ => ErrorCode::Invalid,
        };
        Self::new(code, format!("{what}: {}: {error}", path.display()))
    }

    /// A fault of the program; the cause goes to the log.
    pub(crate) fn internal(what: &str, cause: &dyn std::error::Error) -> Self {
        tracing::error!(command.cause = %chain(cause), "{what}");
        Self::new(ErrorCode::Internal, what)
    }

    /// What was asked would send something, and this is the built-in sample.
    pub(crate) fn sample() -> Self {
        let words = "this is the built-in sample: nothing of it is sent to anybody; enrol with a code of your supplier to order";
        Self::new(ErrorCode::Sample, words)
    }

    /// There is no such thing.
    pub(crate) fn not_found(what: &str) -> Self {
        Self::new(ErrorCode::NotFound, format!("there is no such {what}"))
    }
}

/// An error with its causes, for the log.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}

impl From<ClientError> for CommandError {
    fn from(error: ClientError) -> Self {
        let code = match &error {
            ClientError::Offline {
                cause: OfflineCause::ProxyPassword,
                ..
            } => ErrorCode::Proxy,
            ClientError::Offline { .. } => ErrorCode::Offline,
            ClientError::NotAGateway { .. } => ErrorCode::NotAGateway,
            ClientError::Certificate { .. } => ErrorCode::Certificate,
            ClientError::Problem { code, .. } => problem(*code),
            ClientError::SignedOut => ErrorCode::SignedOut,
            ClientError::Failing { .. } | ClientError::Damaged(_) | ClientError::TooLarge { .. } => ErrorCode::Failing,
            ClientError::TokenStore(_)
            | ClientError::Tls(_)
            | ClientError::Request(_)
            | ClientError::Interrupted(_) => return Self::internal("a call to the gateway could not be made", &error),
        };
        tracing::info!(command.cause = %chain(&error), "A call to the gateway failed");
        Self::new(code, error.to_string())
    }
}

const fn problem(code: ProblemCode) -> ErrorCode {
    match code {
        ProblemCode::TokenExpired | ProblemCode::DeviceRevoked => ErrorCode::SignedOut,
        ProblemCode::CodeUnknown => ErrorCode::CodeUnknown,
        ProblemCode::CodeUsed => ErrorCode::CodeUsed,
        ProblemCode::CodeExpired => ErrorCode::CodeExpired,
        ProblemCode::Forbidden => ErrorCode::NotAllowed,
        ProblemCode::MixedCurrency => ErrorCode::MixedCurrency,
        ProblemCode::NotFound => ErrorCode::NotFound,
        ProblemCode::TooManyChecks => ErrorCode::TooManyChecks,
        ProblemCode::TooManyRequests | ProblemCode::Internal => ErrorCode::Failing,
        ProblemCode::SnapshotNeeded | ProblemCode::Malformed | ProblemCode::Unknown => ErrorCode::Internal,
    }
}

impl From<StoreError> for CommandError {
    fn from(error: StoreError) -> Self {
        match &error {
            StoreError::DiskFull(_) => Self::new(ErrorCode::DiskFull, "the disk is full; the change was not made"),
            StoreError::Locked(_) => Self::new(ErrorCode::Busy, "another program holds a file of the profile"),
            StoreError::Damaged(_) => Self::new(ErrorCode::Damaged, "a file of the profile is damaged"),
            StoreError::Cancelled => Self::new(ErrorCode::Busy, "the query was cancelled"),
            StoreError::Disk(_) | StoreError::Statement(_) => Self::internal("a file of the profile failed", &error),
        }
    }
}

impl From<OpenError> for CommandError {
    fn from(error: OpenError) -> Self {
        let code = match &error {
            OpenError::WrongKeyOrDamaged { .. } => ErrorCode::Damaged,
            OpenError::Newer { .. } | OpenError::Diverged { .. } => ErrorCode::Newer,
            OpenError::DiskFull { .. } => ErrorCode::DiskFull,
            OpenError::Copy { source, .. } if source.kind() == std::io::ErrorKind::StorageFull => ErrorCode::DiskFull,
            OpenError::Copy { .. } => ErrorCode::Invalid,
            OpenError::Locked { .. } => ErrorCode::Busy,
            OpenError::NotAFile { .. } | OpenError::NoWriteAheadLog { .. } => ErrorCode::Invalid,
            OpenError::Migration { .. } | OpenError::Sqlite { .. } => ErrorCode::Internal,
        };
        // Warned of only: who asked is told by the error itself.
        tracing::warn!(command.cause = %chain(&error), "A file of the profile did not open");
        Self::new(code, error.to_string())
    }
}

impl From<DeskError> for CommandError {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::NoSuchDraft => Self::not_found("draft"),
            DeskError::NoSuchClaim => Self::not_found("claim"),
            DeskError::NoSuchLine => Self::not_found("line"),
            DeskError::InTrash | DeskError::LineInFlight | DeskError::ClaimInFlight | DeskError::NotAQuantity => {
                Self::new(ErrorCode::Invalid, error.to_string())
            }
            DeskError::Sample => Self::sample(),
            DeskError::UnknownWord(_) => {
                Self::internal("the desk holds something that this version cannot read", &error)
            }
            DeskError::Store(error) => error.into(),
        }
    }
}

impl From<PlaceError> for CommandError {
    fn from(error: PlaceError) -> Self {
        match error {
            PlaceError::Empty | PlaceError::DraftChanged { .. } => Self::new(ErrorCode::Invalid, error.to_string()),
            PlaceError::Desk(error) => error.into(),
        }
    }
}

impl From<AdvanceError> for CommandError {
    fn from(error: AdvanceError) -> Self {
        match error {
            AdvanceError::NoSuchCommand => Self::not_found("order in the outbox"),
            AdvanceError::NotAllowed { .. } => Self::new(ErrorCode::Invalid, error.to_string()),
            AdvanceError::Desk(error) => error.into(),
        }
    }
}

impl From<FeedError> for CommandError {
    fn from(error: FeedError) -> Self {
        match error {
            FeedError::Store(error) => error.into(),
            FeedError::UnknownSchema { .. } => Self::new(ErrorCode::Newer, error.to_string()),
            FeedError::UnreadableRow { .. }
            | FeedError::WrongFile { .. }
            | FeedError::WrongEpoch { .. }
            | FeedError::Gap { .. }
            | FeedError::NoSnapshot { .. }
            | FeedError::UnknownSegment { .. }
            | FeedError::Incomplete { .. }
            | FeedError::WrongRowCount { .. }
            | FeedError::TooManyCatalogues => {
                tracing::error!(command.cause = %chain(&error), "A feed was left as it was");
                Self::new(ErrorCode::Internal, format!("{error}; the data of before was kept"))
            }
        }
    }
}

impl From<SyncError> for CommandError {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::Busy => Self::new(ErrorCode::Busy, "a sync is running already"),
            SyncError::Stopped => Self::new(ErrorCode::Stopped, "the sync was stopped; what was loaded is kept"),
            SyncError::Client(error) => error.into(),
            SyncError::Desk(error) => error.into(),
            SyncError::Advance(error) => error.into(),
            SyncError::Feed(error) => error.into(),
            SyncError::Mirror(error) => error.into(),
            SyncError::Open(error) => error.into(),
            SyncError::UploadStuck => Self::new(ErrorCode::Failing, error.to_string()),
            SyncError::LostFile => Self::internal("an attached file is not on this device any more", &error),
            SyncError::Key(_) | SyncError::Remove(_) | SyncError::Interrupted(_) => {
                Self::internal("the sync was interrupted", &error)
            }
        }
    }
}

impl From<tokio::task::JoinError> for CommandError {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::internal("a background thread ended early", &error)
    }
}

impl From<cabinet_mirror::MirrorError> for CommandError {
    fn from(error: cabinet_mirror::MirrorError) -> Self {
        match error {
            cabinet_mirror::MirrorError::Store(error) => error.into(),
            cabinet_mirror::MirrorError::Unreadable(_) | cabinet_mirror::MirrorError::UnknownWord(_) => Self::internal(
                "the local copy of the supplier's data cannot be read; sync again",
                &error,
            ),
        }
    }
}
