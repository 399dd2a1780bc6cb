//! Exit codes, and how a failure is told.

use cabinet_commands::error::{CommandError, ErrorCode};
use cabinet_commands::reason::Reason;
use std::io::{self, Write as _};
use std::process::ExitCode;

/// Something failed.
pub const FAILED: u8 = 1;
/// A check found worse terms.
pub const WORSE: u8 = 3;
/// No network where it is needed.
pub const OFFLINE: u8 = 4;
/// The profile does not open.
pub const LOCKED: u8 = 5;
/// Signed out, or not allowed.
pub const NOT_ALLOWED: u8 = 6;
/// Another program uses the profile.
pub const BUSY: u8 = 7;

/// The local copy is not whole.
pub const NOT_LOADED: u8 = 8;

/// Why a command gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The cabinet said why.
    #[error("{0}")]
    Command(#[from] CommandError),
    /// A file could not be read or written, or no thread could be started.
    #[error("{what}: {source}")]
    Io {
        /// What was to be done.
        what: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A list that is none, or cannot be read.
    #[error("{0}")]
    List(#[source] cabinet_intake::file::failure::FileError),
    /// There is no passphrase where one is needed.
    #[error(
        "a passphrase is needed, because no keyring keeps the key here: set CABINET_PASSPHRASE or name a file with --passphrase-file"
    )]
    NoPassphrase,
}

impl From<io::Error> for Failure {
    fn from(source: io::Error) -> Self {
        Self::Io {
            what: "the program could not start".to_owned(),
            source,
        }
    }
}

impl Failure {
    /// A failure with a file.
    pub fn file(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }

    fn code(&self) -> ErrorCode {
        match self {
            Self::Command(error) => error.code,
            Self::Io { .. } | Self::List(_) => ErrorCode::Invalid,
            Self::NoPassphrase => ErrorCode::PassphraseNeeded,
        }
    }

    /// The cause for scripts; `None` where the code says everything.
    const fn reason(&self) -> Option<&Reason> {
        match self {
            Self::Command(error) => error.reason.as_ref(),
            Self::Io { .. } | Self::List(_) | Self::NoPassphrase => None,
        }
    }

    /// Tells the failure: words on standard error, and a JSON document on standard output when that was asked for.
    pub fn print(&self, is_json: bool) -> io::Result<ExitCode> {
        writeln!(io::stderr().lock(), "cabinet: {self}")?;
        if is_json {
            let document = serde_json::json!({
                "error": { "code": self.code(), "message": self.to_string(), "reason": self.reason() }
            });
            writeln!(io::stdout().lock(), "{document:#}")?;
        }
        Ok(ExitCode::from(exit_code(self.code())))
    }
}

/// Tells what is wrong with the command line, as a failure is told; help and the version are answers.
pub fn misunderstood(error: &clap::Error) -> ExitCode {
    let is_json = error.use_stderr() && std::env::args_os().any(|argument| argument == "--json");
    let printed = error.print().and_then(|()| {
        if !is_json {
            return Ok(());
        }
        let message = error.to_string();
        let document = serde_json::json!({ "error": { "code": "usage", "message": message.trim_end() } });
        writeln!(io::stdout().lock(), "{document:#}")
    });
    let code = u8::try_from(error.exit_code()).unwrap_or(2);
    ExitCode::from(if printed.is_ok() { code } else { FAILED })
}

/// One row for each code, without a wildcard, so that a new code must be decided here.
const fn exit_code(code: ErrorCode) -> u8 {
    match code {
        ErrorCode::Offline
        | ErrorCode::Proxy
        | ErrorCode::NotAGateway
        | ErrorCode::Failing
        | ErrorCode::Certificate => OFFLINE,
        ErrorCode::NotLoaded => NOT_LOADED,
        ErrorCode::NotReady | ErrorCode::WrongSecret | ErrorCode::PassphraseNeeded | ErrorCode::KeyMissing => LOCKED,
        ErrorCode::SignedOut | ErrorCode::NotAllowed | ErrorCode::Sample => NOT_ALLOWED,
        ErrorCode::Busy => BUSY,
        ErrorCode::TooManyChecks
        | ErrorCode::CodeUnknown
        | ErrorCode::CodeUsed
        | ErrorCode::CodeExpired
        | ErrorCode::NotFound
        | ErrorCode::Invalid
        | ErrorCode::MixedCurrency
        | ErrorCode::DiskFull
        | ErrorCode::Stopped
        | ErrorCode::Newer
        | ErrorCode::Damaged
        | ErrorCode::Printer
        | ErrorCode::Internal => FAILED,
    }
}
