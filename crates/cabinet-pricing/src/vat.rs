//! Which rate of VAT a document bears, by the country of the supplier and the date of the document.

use cabinet_domain::line::VatRate;
use time::{Date, Month};

/// Whose rates count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Country {
    /// The supplier did not say: rates are those of the catalogue, whatever the date.
    #[default]
    Unknown,
    /// Russia.
    Russia,
    /// Ukraine.
    Ukraine,
}

impl Country {
    /// ISO 3166, or empty.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unknown => "",
            Self::Russia => "RU",
            Self::Ukraine => "UA",
        }
    }

    /// The opposite of [`Self::code`], in any case.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Unknown, Self::Russia, Self::Ukraine]
            .into_iter()
            .find(|country| country.code().eq_ignore_ascii_case(code.trim()))
    }

    /// The rate of a document of this date for goods of which the catalogue says `stated`. `None`: the country had no such
    /// rate on that day, so that somebody must say which one is meant.
    ///
    /// The main rate of Russia was 18 until 2018, 20 until 2025 and is 22 since 2026 (law 425-ФЗ of 28.11.2025); a catalogue
    /// that states a former one means the main rate. Reduced rates: 10; 5 and 7 of the simplified system since 2025.
    /// Ukraine: 20, 14 (since 2021), 7.
    #[must_use]
    pub fn rate_on(self, stated: VatRate, date: Date) -> Option<VatRate> {
        let VatRate::Percent(percent) = stated else {
            return Some(stated);
        };
        let known = match (self, percent) {
            (Self::Unknown, _) | (Self::Russia, 0 | 10) | (Self::Ukraine, 0 | 7 | 20) => Some(percent),
            (Self::Russia, 18 | 20 | 22) => Some(main_rate_of_russia(date)),
            (Self::Russia, 5 | 7) => (date.year() >= 2025).then_some(percent),
            (Self::Ukraine, 14) => (since(date, 2021, Month::March)).then_some(percent),
            (Self::Russia | Self::Ukraine, _) => None,
        };
        known.map(VatRate::Percent)
    }
}

const fn main_rate_of_russia(date: Date) -> u8 {
    match date.year() {
        ..2019 => 18,
        2019..=2025 => 20,
        2026.. => 22,
    }
}

fn since(date: Date, year: i32, month: Month) -> bool {
    (date.year(), u8::from(date.month())) >= (year, u8::from(month))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn the_date_of_the_document_decides_on_the_rate() {
        let p = |percent| Some(VatRate::Percent(percent));
        for (country, stated, date, expected) in [
            (Country::Russia, 20, date!(2025 - 12 - 31), p(20)),
            (Country::Russia, 20, date!(2026 - 01 - 01), p(22)),
            (Country::Russia, 22, date!(2025 - 12 - 31), p(20)),
            (Country::Russia, 18, date!(2026 - 01 - 01), p(22)),
            (Country::Russia, 20, date!(2018 - 12 - 31), p(18)),
            (Country::Russia, 10, date!(2026 - 01 - 01), p(10)),
            (Country::Russia, 5, date!(2026 - 01 - 01), p(5)),
            (Country::Russia, 7, date!(2024 - 12 - 31), None),
            (Country::Russia, 0, date!(2026 - 01 - 01), p(0)),
            (Country::Russia, 14, date!(2026 - 01 - 01), None),
            (Country::Ukraine, 20, date!(2026 - 01 - 01), p(20)),
            (Country::Ukraine, 14, date!(2026 - 01 - 01), p(14)),
            (Country::Ukraine, 14, date!(2021 - 02 - 28), None),
            (Country::Ukraine, 7, date!(2026 - 01 - 01), p(7)),
            (Country::Ukraine, 22, date!(2026 - 01 - 01), None),
            (Country::Unknown, 20, date!(2026 - 01 - 01), p(20)),
            (Country::Unknown, 12, date!(2026 - 01 - 01), p(12)),
        ] {
            let rate = country.rate_on(VatRate::Percent(stated), date);
            assert_eq!(rate, expected, "{country:?} {stated} {date}");
        }
        let without = Country::Russia.rate_on(VatRate::None, date!(2026 - 01 - 01));
        assert_eq!(without, Some(VatRate::None));
    }
}
