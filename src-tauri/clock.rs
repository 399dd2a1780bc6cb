//! The one place of the shell that reads the clock: for the user's quiet hours only.

use chrono::{Local, Timelike};

/// The minute of the user's day, 0 to 1439.
pub fn local_minute() -> u16 {
    let now = Local::now();
    u16::try_from(now.hour().saturating_mul(60).saturating_add(now.minute())).unwrap_or(0)
}
