//! Dates in the supplier's time zone, and dates as 1C writes them.

use time::format_description::well_known::Iso8601;
use time::{Date, OffsetDateTime, UtcOffset};

/// A moment in the supplier's time zone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LocalTime(OffsetDateTime);

impl LocalTime {
    /// A moment given in ms since 1970. An offset or a moment out of range reads as UTC, or as 1970.
    pub(crate) fn at(ms: i64, utc_offset_minutes: i32) -> Self {
        let utc = OffsetDateTime::from_unix_timestamp(ms.div_euclid(1000)).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        let offset = UtcOffset::from_whole_seconds(utc_offset_minutes.saturating_mul(60)).unwrap_or(UtcOffset::UTC);
        Self(utc.checked_to_offset(offset).unwrap_or(utc))
    }

    /// The day.
    pub(crate) const fn date(self) -> Date {
        self.0.date()
    }

    /// `2026-02-01`.
    pub(crate) fn iso_date(self) -> String {
        format!(
            "{:04}-{:02}-{:02}",
            self.0.year(),
            u8::from(self.0.month()),
            self.0.day()
        )
    }

    /// `14:05:59`.
    pub(crate) fn time(self) -> String {
        format!("{:02}:{:02}:{:02}", self.0.hour(), self.0.minute(), self.0.second())
    }

    /// `01.02.2026`.
    pub(crate) fn printed_date(self) -> String {
        format!(
            "{:02}.{:02}.{:04}",
            self.0.day(),
            u8::from(self.0.month()),
            self.0.year()
        )
    }
}

/// When a day (`2026-02-01`) is over in the supplier's time zone, UTC, ms since 1970; `None` for no date.
pub(crate) fn end_of_day_ms(day: &str, utc_offset_minutes: i32) -> Option<i64> {
    let next = Date::parse(day, &Iso8601::DATE).ok()?.next_day()?;
    let offset = UtcOffset::from_whole_seconds(utc_offset_minutes.saturating_mul(60)).unwrap_or(UtcOffset::UTC);
    next.midnight().assume_offset(offset).unix_timestamp().checked_mul(1000)
}

/// When a day (`2026-02-01`) begins in the supplier's time zone, UTC, ms since 1970; `None` for no date.
pub(crate) fn start_of_day_ms(day: &str, utc_offset_minutes: i32) -> Option<i64> {
    let day = Date::parse(day, &Iso8601::DATE).ok()?;
    let offset = UtcOffset::from_whole_seconds(utc_offset_minutes.saturating_mul(60)).unwrap_or(UtcOffset::UTC);
    day.midnight().assume_offset(offset).unix_timestamp().checked_mul(1000)
}

/// The date in a text of 1C (`2026-02-01T10:00:00`, `01.02.2026 10:00`) in ISO; `None` when there is none.
pub(super) fn iso_date_of(text: &str) -> Option<String> {
    let day: String = text.trim().chars().take(10).collect();
    let numbers = |separator: char| -> Option<Vec<&str>> {
        let parts: Vec<&str> = day.split(separator).collect();
        let all_digits = parts
            .iter()
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
        (parts.len() == 3 && all_digits).then_some(parts)
    };
    if let Some([year, month, date]) = numbers('-').as_deref() {
        return (year.len() == 4).then(|| format!("{year}-{month:0>2}-{date:0>2}"));
    }
    if let Some([date, month, year]) = numbers('.').as_deref() {
        return (year.len() == 4).then(|| format!("{year}-{month:0>2}-{date:0>2}"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_in_the_time_zone_of_the_supplier() {
        // 2026-01-31 22:30:05 UTC.
        let ms = 1_769_898_605_000;
        let moscow = LocalTime::at(ms, 180);
        assert_eq!(
            (moscow.iso_date(), moscow.time()),
            ("2026-02-01".to_owned(), "01:30:05".to_owned())
        );
        assert_eq!(moscow.printed_date(), "01.02.2026");
        assert_eq!(LocalTime::at(ms, 0).iso_date(), "2026-01-31");
        assert_eq!(
            LocalTime::at(ms, i32::MAX).iso_date(),
            "2026-01-31",
            "an absurd offset is UTC"
        );
        assert_eq!(LocalTime::at(i64::MAX, 180).iso_date(), "1970-01-01");
    }

    #[test]
    fn a_day_ends_at_midnight_of_the_supplier() {
        assert_eq!(end_of_day_ms("2026-01-31", 180), Some(1_769_893_200_000));
        assert_eq!(end_of_day_ms("2026-01-31", 0), Some(1_769_904_000_000));
        assert_eq!(start_of_day_ms("2026-02-01", 180), Some(1_769_893_200_000));
        for text in ["", "31.01.2026", "2026-02-30", "завтра"] {
            assert_eq!(start_of_day_ms(text, 180), None, "{text}");
            assert_eq!(end_of_day_ms(text, 180), None, "{text}");
        }
    }

    #[test]
    fn dates_of_1c_are_read_in_both_forms() {
        for (text, date) in [
            ("2026-02-01", Some("2026-02-01")),
            ("2026-02-01T10:20:30", Some("2026-02-01")),
            ("01.02.2026 10:20:30", Some("2026-02-01")),
            ("", None),
            ("вчера", None),
            ("01.02.26", None),
        ] {
            assert_eq!(iso_date_of(text).as_deref(), date, "{text}");
        }
    }
}
