//! Days of the sample in the forms that documents want.

use time::OffsetDateTime;
use time::macros::format_description;

/// Milliseconds of a day.
pub(crate) const DAY_MS: i64 = 86_400_000;
/// Milliseconds of an hour.
pub(crate) const HOUR_MS: i64 = 3_600_000;

/// `2026-02-01`; empty for a moment that no calendar has.
pub(crate) fn iso(at_ms: i64) -> String {
    written(at_ms, format_description!("[year]-[month]-[day]"))
}

/// `01.02.2026`, as documents say it.
pub(crate) fn printed(at_ms: i64) -> String {
    written(at_ms, format_description!("[day].[month].[year]"))
}

fn written(at_ms: i64, form: &[time::format_description::BorrowedFormatItem<'_>]) -> String {
    OffsetDateTime::from_unix_timestamp(at_ms / 1000)
        .ok()
        .and_then(|moment| moment.format(form).ok())
        .unwrap_or_default()
}
