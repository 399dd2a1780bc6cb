//! How the errors of the crates below become the one error of a front-end.
//!
//! Every match is exhaustive, so that a new way to fail must be decided here. Details go to the log, once.

use crate::error::{CommandError, ErrorCode};
use crate::reason::{DiskFault, FileDeed, ForeignKind, Reason, Thing};
use cabinet_client::address::AddressError;
use cabinet_client::error::{ClientError, OfflineCause, Stranger};
use cabinet_client::proxy::NotAProxy;
use cabinet_desk::{AdvanceError, DeskError, PlaceError};
use cabinet_intake::file::failure::{FileError, OldWorkbook};
use cabinet_mirror::FeedError;
use cabinet_protocol::invitation::NotAnInvitation;
use cabinet_protocol::problem::ProblemCode;
use cabinet_sqlite::{OpenError, StoreError};
use cabinet_sync::error::SyncError;
use std::path::Path;

impl CommandError {
    /// A failure with a file or folder of the system.
    #[must_use]
    pub fn file(deed: FileDeed, path: &Path, error: &std::io::Error) -> Self {
        Reason::File {
            deed,
            path: path.display().to_string(),
            fault: DiskFault::of(error),
            said: error.to_string(),
        }
        .into()
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
    pub(crate) fn not_found(what: Thing) -> Self {
        Reason::NoSuch { what }.into()
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
        let error = match error {
            // What failed is a file of this computer, and it is told as such.
            ClientError::TokenStore(source) => match source.downcast::<DeskError>() {
                Ok(desk) => return (*desk).into(),
                Err(source) => ClientError::TokenStore(source),
            },
            other => other,
        };
        let failed = match &error {
            ClientError::Offline { cause, origin, .. } => offline(*cause, origin.clone().unwrap_or_default()).into(),
            ClientError::NotAGateway { what, status } => stranger(what, *status).into(),
            ClientError::Certificate { is_pinned: true, .. } => Reason::OtherCertificate.into(),
            ClientError::Certificate { is_pinned: false, .. } => Reason::CertificateNotTrusted.into(),
            ClientError::Problem { code, .. } => problem(*code, &error),
            ClientError::SignedOut => Self::new(ErrorCode::SignedOut, error.to_string()),
            ClientError::Failing { status, .. } => Reason::ServerFailed { status: *status }.into(),
            ClientError::Damaged(found) => Reason::DataDamaged {
                said: found.to_string(),
            }
            .into(),
            ClientError::TooLarge { allowed } => Reason::AnswerTooLarge {
                allowed_bytes: *allowed,
            }
            .into(),
            ClientError::TokenStore(_)
            | ClientError::Tls(_)
            | ClientError::Request(_)
            | ClientError::Interrupted(_) => return Self::internal("a call to the gateway could not be made", &error),
        };
        tracing::info!(command.cause = %chain(&error), "A call to the gateway failed");
        failed
    }
}

fn offline(cause: OfflineCause, at: String) -> Reason {
    match cause {
        OfflineCause::Name => Reason::ServerNotFound { at },
        OfflineCause::ProxyPassword => Reason::ProxyPassword { at },
        OfflineCause::Connect => Reason::ServerUnreachable { at },
        OfflineCause::Timeout => Reason::ServerSilent { at },
        OfflineCause::BrokenOff => Reason::ConnectionBroken { at },
    }
}

fn stranger(what: &Stranger, status: u16) -> Reason {
    match what {
        Stranger::Page(title) => Reason::PageAnswers {
            title: title.clone().unwrap_or_default(),
            status,
        },
        Stranger::Redirect => Reason::AddressLeadsElsewhere { status },
        Stranger::OtherProtocol => Reason::OtherProtocol { status },
        Stranger::Unreadable => Reason::StrangeAnswer { status },
    }
}

/// A refusal of the gateway: most are told by their code.
fn problem(code: ProblemCode, error: &ClientError) -> CommandError {
    let code = match code {
        ProblemCode::TokenExpired | ProblemCode::DeviceRevoked => ErrorCode::SignedOut,
        ProblemCode::DeviceUnknown => return Reason::DeviceNotKnown.into(),
        ProblemCode::CodeUnknown => ErrorCode::CodeUnknown,
        ProblemCode::CodeUsed => ErrorCode::CodeUsed,
        ProblemCode::CodeExpired => ErrorCode::CodeExpired,
        ProblemCode::Forbidden => return Reason::RoleRefused.into(),
        ProblemCode::MixedCurrency => ErrorCode::MixedCurrency,
        ProblemCode::NotFound => return Reason::SupplierHasNone.into(),
        ProblemCode::TooManyChecks => ErrorCode::TooManyChecks,
        ProblemCode::TooManyRequests => return Reason::TooManyRequests.into(),
        ProblemCode::Internal => return Reason::ServerFailedItself.into(),
        ProblemCode::SnapshotNeeded | ProblemCode::Malformed | ProblemCode::Unknown => ErrorCode::Internal,
    };
    CommandError::new(code, error.to_string())
}

impl From<StoreError> for CommandError {
    fn from(error: StoreError) -> Self {
        match &error {
            StoreError::DiskFull(_) => Self::new(ErrorCode::DiskFull, "the disk is full; the change was not made"),
            StoreError::Locked(_) => Reason::FileHeld.into(),
            StoreError::Damaged(_) => Reason::ProfileFileDamaged.into(),
            StoreError::Cancelled => Reason::QueryCancelled.into(),
            StoreError::Disk(_) => Self::internal(
                "the disk could not be read or written, and the change was not made; see whether it is full, write-protected or failing, and try again",
                &error,
            ),
            StoreError::Statement(_) => Self::internal("a file of the profile failed", &error),
        }
    }
}

impl From<OpenError> for CommandError {
    fn from(error: OpenError) -> Self {
        // Warned of only: who asked is told by the error itself.
        tracing::warn!(command.cause = %chain(&error), "A file of the profile did not open");
        let named = |path: &Path| path.display().to_string();
        let reason = match &error {
            OpenError::WrongKeyOrDamaged { path, .. } => Reason::NamedFileDamaged { path: named(path) },
            OpenError::Newer {
                path,
                version,
                known,
                copy,
            } => Reason::DataNewer {
                path: named(path),
                version: *version,
                known: *known,
                copy: copy.as_deref().map(named),
            },
            OpenError::Diverged { path, version } => Reason::OtherBuild {
                path: named(path),
                version: *version,
            },
            OpenError::DiskFull { path, .. } => Reason::NoRoomToOpen { path: named(path) },
            OpenError::Copy { path, source } => Reason::NoCopyKept {
                path: named(path),
                fault: DiskFault::of(source),
                said: source.to_string(),
            },
            OpenError::Locked { path, .. } => Reason::NamedFileHeld { path: named(path) },
            OpenError::NotAFile { path, .. } => Reason::NotAFile { path: named(path) },
            OpenError::NoWriteAheadLog { path, mode } => Reason::NoJournal {
                path: named(path),
                mode: mode.clone(),
            },
            OpenError::Migration { .. } | OpenError::Disk { .. } | OpenError::Sqlite { .. } => {
                return Self::new(ErrorCode::Internal, error.to_string());
            }
        };
        reason.into()
    }
}

impl From<DeskError> for CommandError {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::NoSuchDraft => Self::not_found(Thing::Draft),
            DeskError::NoSuchClaim => Self::not_found(Thing::Claim),
            DeskError::NoSuchLine => Self::not_found(Thing::Line),
            DeskError::InTrash => Reason::DraftInTrash.into(),
            DeskError::LineInFlight => Reason::LineInFlight.into(),
            DeskError::ClaimInFlight => Reason::ClaimInFlight.into(),
            DeskError::NotAQuantity => Reason::QuantityNotPositive.into(),
            DeskError::NoSuchTemplate => CommandError::not_found(Thing::Template),
            DeskError::NoSuchPriceList => CommandError::not_found(Thing::PriceList),
            DeskError::NotTheLine => Reason::PartsNotTheLine.into(),
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
            PlaceError::Empty => Reason::NothingToPlace.into(),
            PlaceError::DraftChanged { .. } => Reason::DraftChanged.into(),
            PlaceError::Desk(error) => error.into(),
        }
    }
}

impl From<AdvanceError> for CommandError {
    fn from(error: AdvanceError) -> Self {
        match error {
            AdvanceError::NoSuchCommand => Self::not_found(Thing::QueuedOrder),
            AdvanceError::NotAllowed { from, to } => Reason::MovedOn {
                from: from.code().to_owned(),
                to: to.code().to_owned(),
            }
            .into(),
            AdvanceError::Desk(error) => error.into(),
        }
    }
}

impl From<FileError> for Reason {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Empty => Self::ListEmpty,
            FileError::Password => Self::ListUnderPassword,
            FileError::Damaged(_) => Self::ListDamaged,
            FileError::TooLarge => Self::ListTooLong,
            FileError::OldWorkbook(OldWorkbook::Binary) => Self::BinaryWorkbook,
            FileError::OldWorkbook(OldWorkbook::Excel4) => Self::WorkbookOfExcel4,
            FileError::NotATable(kind) => Self::NotATable {
                kind: ForeignKind::of(kind),
            },
        }
    }
}

impl From<FileError> for CommandError {
    fn from(error: FileError) -> Self {
        Reason::from(error).into()
    }
}

impl From<AddressError> for CommandError {
    fn from(error: AddressError) -> Self {
        match error {
            AddressError::NotAnAddress => Reason::NotAnAddress.into(),
            AddressError::NotSecure => Reason::AddressNotSecure.into(),
        }
    }
}

impl From<NotAnInvitation> for CommandError {
    fn from(error: NotAnInvitation) -> Self {
        match error {
            NotAnInvitation::Code => Reason::CodeUnreadable.into(),
            NotAnInvitation::Fingerprint => Reason::FingerprintUnreadable.into(),
        }
    }
}

impl From<NotAProxy> for CommandError {
    fn from(_: NotAProxy) -> Self {
        Reason::NotAProxy.into()
    }
}

impl From<FeedError> for CommandError {
    fn from(error: FeedError) -> Self {
        match error {
            FeedError::Store(error) => error.into(),
            FeedError::UnknownSchema { feed, schema } => Reason::FeedNewer {
                feed: feed.to_string(),
                schema,
            }
            .into(),
            FeedError::UnreadableRow { .. }
            | FeedError::WrongFile { .. }
            | FeedError::WrongEpoch { .. }
            | FeedError::Gap { .. }
            | FeedError::NoSnapshot { .. }
            | FeedError::UnknownSegment { .. }
            | FeedError::Incomplete { .. }
            | FeedError::WrongRowCount { .. }
            | FeedError::WrongHash { .. }
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
            SyncError::Busy => Reason::SyncRunning.into(),
            SyncError::Stopped => Self::new(ErrorCode::Stopped, "the sync was stopped; what was loaded is kept"),
            SyncError::Client(error) => error.into(),
            SyncError::Desk(error) => error.into(),
            SyncError::Advance(error) => error.into(),
            SyncError::Feed(error) => error.into(),
            SyncError::Mirror(error) => error.into(),
            SyncError::Open(error) => error.into(),
            SyncError::UploadStuck => Reason::UploadStuck.into(),
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
