//! What was done with a file, and what the system said to it.

use serde::{Deserialize, Serialize};
use specta::Type;
use std::io::ErrorKind;

/// What was being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is explained by its words")]
pub enum FileDeed {
    ReadDesk,
    SetDeskAside,
    UseProfile,
    LockProfile,
    ReadProfile,
    MakeProfile,
    WriteProfile,
    RemoveFromProfile,
    RemoveEmptyProfile,
    KeepKeys,
    MakeSample,
    DeleteSample,
    ReadSettings,
    WriteSettings,
    ReadList,
    ReadPicture,
    WriteFile,
    WriteCopy,
    WriteArchive,
}

impl FileDeed {
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::ReadDesk => "the desk cannot be read",
            Self::SetDeskAside => "the damaged desk cannot be set aside",
            Self::UseProfile => "the profile cannot be used",
            Self::LockProfile => "the profile cannot be locked",
            Self::ReadProfile => "the directory of the profile cannot be read",
            Self::MakeProfile => "the directory of the profile cannot be made",
            Self::WriteProfile => "the profile cannot be written",
            Self::RemoveFromProfile => "a file of the profile cannot be removed",
            Self::RemoveEmptyProfile => "an empty profile cannot be removed",
            Self::KeepKeys => "the keys cannot be read or written",
            Self::MakeSample => "the sample cannot be made",
            Self::DeleteSample => "the sample cannot be deleted",
            Self::ReadSettings => "the settings cannot be read",
            Self::WriteSettings => "the settings cannot be written",
            Self::ReadList => "the list cannot be read",
            Self::ReadPicture => "the picture cannot be read",
            Self::WriteFile => "the file cannot be written",
            Self::WriteCopy => "the copy cannot be written",
            Self::WriteArchive => "the archive cannot be written",
        }
    }
}

/// What stood in the way, as far as a person can do something about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum DiskFault {
    /// There is no such file or folder.
    NotThere,
    /// Something of that name is there already.
    Taken,
    /// The system does not let this user.
    NoAccess,
    /// The disk takes no writing.
    ReadOnly,
    /// Another program holds it.
    InUse,
    /// The disk, or the share of it, is full.
    NoRoom,
    /// A folder stands where a file is meant, or the other way round.
    WrongKind,
    /// The name is one that the system does not take.
    BadName,
    /// The network drive is gone.
    NetworkGone,
    /// Anything else; only the system's own words tell.
    Other,
}

impl DiskFault {
    /// What an error of the system comes to.
    #[must_use]
    pub fn of(error: &std::io::Error) -> Self {
        // What Windows answers while another program has the file open; the library has no kind for it.
        const SHARING_VIOLATION: i32 = 32;
        if cfg!(windows) && error.raw_os_error() == Some(SHARING_VIOLATION) {
            return Self::InUse;
        }
        match error.kind() {
            ErrorKind::NotFound => Self::NotThere,
            ErrorKind::AlreadyExists => Self::Taken,
            ErrorKind::PermissionDenied => Self::NoAccess,
            ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => Self::InUse,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::NoRoom,
            ErrorKind::IsADirectory | ErrorKind::NotADirectory => Self::WrongKind,
            ErrorKind::InvalidFilename => Self::BadName,
            ErrorKind::StaleNetworkFileHandle
            | ErrorKind::NetworkDown
            | ErrorKind::NetworkUnreachable
            | ErrorKind::HostUnreachable => Self::NetworkGone,
            _ => Self::Other,
        }
    }
}
