//! The HTTP client of the supplier's gateway: requests, tokens, and the retry of a single harmless call.
//!
//! In: an address, perhaps a pinned certificate, and a place for tokens. Out: wire types, or a [`error::ClientError`]
//! told apart by what the caller can do.
//! Invariants: HTTPS except on loopback; nothing is read beyond an announced or allowed size; a redirect is never
//! followed; a token never stands in an error or a log line.

pub mod address;
mod answer;
pub mod certificate;
pub mod error;
pub mod gateway;
#[doc(hidden)]
pub mod hostile;
pub mod live;
pub mod probe;
pub mod proxy;
pub mod tokens;
pub mod transport;
