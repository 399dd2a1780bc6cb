//! The one place of this crate that reads the clock.
//!
//! The device's clock is read once at the start; from then on the monotonic clock counts. So a clock that is set
//! while the program runs moves nothing but [`Clock::wall_ms`], and one that is years off moves only what people read.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970 that never run backwards while the program runs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    began_ms: i64,
    began: Instant,
}

impl Clock {
    pub(crate) fn start() -> Self {
        Self {
            began_ms: Self::wall_ms(),
            began: Instant::now(),
        }
    }

    /// The device's clock, UTC, ms since 1970: for noticing that the machine slept, and nothing else.
    #[expect(
        clippy::disallowed_methods,
        reason = "the edge of the app: everything else is told the time"
    )]
    pub(crate) fn wall_ms() -> i64 {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .ok()
            .and_then(|since| i64::try_from(since.as_millis()).ok())
            .unwrap_or(0)
    }

    pub(crate) fn now_ms(&self) -> i64 {
        let passed = i64::try_from(self.began.elapsed().as_millis()).unwrap_or(i64::MAX);
        self.began_ms.saturating_add(passed)
    }
}
