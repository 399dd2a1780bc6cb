//! The one place of the gateway that reads the system clock; everything else is given the time.

use std::time::UNIX_EPOCH;

/// Milliseconds since 1970, UTC. A clock set before 1970 reads as 0.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the edge where the clock is read")]
pub fn now_ms() -> i64 {
    std::time::SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |d| i64::try_from(d.as_millis()).unwrap_or(i64::MAX))
}
