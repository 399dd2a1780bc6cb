//! The date of a document, written the way its form wants it.

use crate::words::Language;

const MONTHS_RU: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];
const MONTHS_UK: [&str; 12] = [
    "січня",
    "лютого",
    "березня",
    "квітня",
    "травня",
    "червня",
    "липня",
    "серпня",
    "вересня",
    "жовтня",
    "листопада",
    "грудня",
];

/// A calendar date without time and zone.
///
/// Shape: a day that exists. Source: the ISO text of the wire (`2026-02-01`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentDate(time::Date);

impl DocumentDate {
    /// Reads `2026-02-01`, also when a time follows after `T` or a blank; anything else is `None`.
    #[must_use]
    pub fn from_iso(text: &str) -> Option<Self> {
        let day = text.trim().split(['T', ' ']).next()?;
        let format = time::macros::format_description!("[year]-[month]-[day]");
        time::Date::parse(day, format).ok().map(Self)
    }

    /// `1 февраля 2026`, `1 лютого 2026`.
    #[must_use]
    pub fn in_words(self, language: Language) -> String {
        let months = match language {
            Language::Ru => &MONTHS_RU,
            Language::Uk => &MONTHS_UK,
        };
        let index = usize::from(u8::from(self.0.month()).saturating_sub(1));
        let month = months.get(index).copied().unwrap_or_default();
        format!("{} {month} {}", self.0.day(), self.0.year())
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.0.year()
    }

    /// `2026-02-01`.
    #[must_use]
    pub fn in_iso(self) -> String {
        format!(
            "{:04}-{:02}-{:02}",
            self.0.year(),
            u8::from(self.0.month()),
            self.0.day()
        )
    }

    /// `01.02.2026`.
    #[must_use]
    pub fn in_digits(self) -> String {
        format!(
            "{:02}.{:02}.{:04}",
            self.0.day(),
            u8::from(self.0.month()),
            self.0.year()
        )
    }

    /// Midnight of the day in UTC, seconds since 1970.
    #[must_use]
    pub fn unix_s(self) -> i64 {
        self.0.midnight().assume_utc().unix_timestamp()
    }
}

impl From<time::Date> for DocumentDate {
    fn from(date: time::Date) -> Self {
        Self(date)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_and_written() {
        let date = DocumentDate::from_iso("2026-02-01").unwrap();
        assert_eq!(date.in_words(Language::Ru), "1 февраля 2026");
        assert_eq!(date.in_words(Language::Uk), "1 лютого 2026");
        assert_eq!(date.in_digits(), "01.02.2026");
        assert_eq!(date.in_iso(), "2026-02-01");
        assert_eq!(date.unix_s(), 1_769_904_000);
        assert_eq!(DocumentDate::from_iso("2026-02-01T10:00:00"), Some(date));
    }

    #[test]
    fn a_day_that_does_not_exist_is_no_date() {
        for text in ["", "2026-02-30", "01.02.2026", "2026-2-1", "вчера"] {
            assert_eq!(DocumentDate::from_iso(text), None, "{text}");
        }
    }
}
