//! Errors over HTTP: `application/problem+json` (RFC 9457) with a code that the app may branch on.

use serde::{Deserialize, Serialize};

/// The body of an error answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// What the app may branch on.
    pub code: ProblemCode,
    /// One sentence for logs and support; never shown as the only text.
    pub title: String,
}

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// The access token is missing, unknown or out of date: refresh it.
    TokenExpired,
    /// The device was revoked or the refresh token reused: enrol again.
    DeviceRevoked,
    /// The gateway does not know the device, and nobody has revoked it: its database is another one, or was put back from a
    /// backup that is older than the device.
    DeviceUnknown,
    /// The code is unknown.
    CodeUnknown,
    /// The code was used.
    CodeUsed,
    /// The code is older than seven days.
    CodeExpired,
    /// The person has no right to this.
    Forbidden,
    /// There is no such thing.
    NotFound,
    /// The cursor cannot be served: fetch the snapshot.
    SnapshotNeeded,
    /// The request cannot be read.
    Malformed,
    /// The goods are priced in different currencies: order them apart.
    MixedCurrency,
    /// Too many requests; wait.
    TooManyRequests,
    /// Stock that is not shown was asked about in too many quantities today.
    TooManyChecks,
    /// The gateway itself failed; try later.
    Internal,
    /// A code of a newer gateway.
    #[serde(other)]
    Unknown,
}
