//! The words of errors that crates below have already, asked for with the figures that a cause kept of them.

use cabinet_client::error::{ClientError, OfflineCause, Stranger};
use cabinet_keys::KeysError;
use cabinet_protocol::problem::ProblemCode;
use cabinet_sqlite::OpenError;

pub(super) fn offline(cause: OfflineCause, at: &str) -> ClientError {
    ClientError::Offline {
        cause,
        origin: (!at.is_empty()).then(|| at.to_owned()),
        source: None,
    }
}

pub(super) const fn stranger(what: Stranger, status: u16) -> ClientError {
    ClientError::NotAGateway { what, status }
}

pub(super) fn page(title: &str, status: u16) -> ClientError {
    let title = (!title.is_empty()).then(|| title.to_owned());
    stranger(Stranger::Page(title), status)
}

pub(super) const fn certificate(is_pinned: bool) -> ClientError {
    ClientError::Certificate {
        is_pinned,
        source: None,
    }
}

pub(super) const fn failing(status: u16) -> ClientError {
    ClientError::Failing {
        status,
        retry_after_s: None,
    }
}

pub(super) const fn problem(code: ProblemCode) -> ClientError {
    ClientError::Problem {
        code,
        status: 0,
        retry_after_s: None,
    }
}

pub(super) const fn too_large(allowed: u64) -> ClientError {
    ClientError::TooLarge { allowed }
}

pub(super) fn newer(path: &str, version: i64, known: i64, copy: Option<&str>) -> OpenError {
    OpenError::Newer {
        path: path.into(),
        version,
        known,
        copy: copy.map(Into::into),
    }
}

pub(super) fn keys_file_missing(keys: &str, encrypted: &str) -> KeysError {
    KeysError::KeysFileMissing {
        keys: keys.into(),
        encrypted: encrypted.into(),
    }
}

pub(super) fn keys_damaged(path: &str) -> KeysError {
    KeysError::Damaged {
        path: path.into(),
        source: None,
    }
}
