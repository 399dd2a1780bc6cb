//! How far this computer's clock is from a server's.

use std::fmt;

/// A difference, in whole minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Skew {
    /// Whether this computer's clock is ahead of the server's.
    pub is_ahead: bool,
    /// By whole days.
    pub days: u64,
    /// And whole hours, below 24.
    pub hours: u64,
    /// And minutes, below 60.
    pub minutes: u64,
}

impl Skew {
    /// The difference of this computer's clock less the server's, in milliseconds.
    pub(super) const fn of(skew_ms: i64) -> Self {
        let minutes = skew_ms.unsigned_abs() / 60_000;
        Self {
            is_ahead: skew_ms > 0,
            days: minutes / 1440,
            hours: minutes / 60 % 24,
            minutes: minutes % 60,
        }
    }
}

impl fmt::Display for Skew {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            days, hours, minutes, ..
        } = self;
        f.write_str("this computer's clock is ")?;
        match (days, hours) {
            (0, 0) => write!(f, "{minutes} min")?,
            (0, _) => write!(f, "{hours} h {minutes} min")?,
            _ => write!(f, "{days} d {hours} h")?,
        }
        let side = if self.is_ahead { "ahead of" } else { "behind" };
        write!(f, " {side} the server's")
    }
}
