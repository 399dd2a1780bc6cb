//! `[claims]` of `gateway.toml`.

use crate::orders::local_time::{LocalTime, end_of_day_ms};
use cabinet_protocol::claims::ClaimLimits;
use serde::Deserialize;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// `[claims]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClaimSettings {
    /// Calendar days until an answer is owed; the day of the claim does not count.
    pub answer_days: u32,
    /// Files in one message.
    pub max_files: u32,
    /// Bytes of one file.
    pub max_file_bytes: u64,
    /// Bytes that one legal entity may have uploaded without having named them in a message.
    pub max_unused_bytes: u64,
}

impl Default for ClaimSettings {
    fn default() -> Self {
        let limits = ClaimLimits::default();
        Self {
            answer_days: limits.answer_days,
            max_files: limits.max_files,
            max_file_bytes: limits.max_file_bytes,
            max_unused_bytes: 500 * 1024 * 1024,
        }
    }
}

impl ClaimSettings {
    /// What devices are told.
    #[must_use]
    pub const fn limits(&self) -> ClaimLimits {
        ClaimLimits {
            max_files: self.max_files,
            max_file_bytes: self.max_file_bytes,
            answer_days: self.answer_days,
        }
    }

    /// When the answer to what comes now is owed: the end of a day at the supplier's, UTC, ms since 1970.
    #[must_use]
    pub fn answer_by_ms(&self, now_ms: i64, utc_offset_minutes: i32) -> i64 {
        let then_ms = now_ms.saturating_add(i64::from(self.answer_days).saturating_mul(DAY_MS));
        let day = LocalTime::at(then_ms, utc_offset_minutes).iso_date();
        end_of_day_ms(&day, utc_offset_minutes).unwrap_or(then_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_owed_by_the_end_of_a_day_at_the_suppliers() {
        let settings = ClaimSettings {
            answer_days: 5,
            ..ClaimSettings::default()
        };
        // 2026-01-31 22:30:05 UTC is February 1 in Moscow: owed by the end of February 6 there.
        let owed = settings.answer_by_ms(1_769_898_605_000, 180);
        assert_eq!(Some(owed), end_of_day_ms("2026-02-06", 180));
        // In London it is still January.
        assert_eq!(
            Some(settings.answer_by_ms(1_769_898_605_000, 0)),
            end_of_day_ms("2026-02-05", 0)
        );
    }
}
