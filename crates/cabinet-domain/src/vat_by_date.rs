//! Which rates of value added tax a paper of some year may carry, in Russia and in Ukraine.
//!
//! A rate outside of these is a warning, never a stop: returns and corrections keep the rate of their shipment
//! (domain facts, 3.9).

/// Whose tax it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VatCountry {
    /// Russia.
    Russia,
    /// Ukraine.
    Ukraine,
}

/// The main rate of a year in percent.
#[must_use]
pub const fn main_percent(country: VatCountry, year: i32) -> u8 {
    match country {
        VatCountry::Ukraine => 20,
        VatCountry::Russia if year <= 2018 => 18,
        VatCountry::Russia if year <= 2025 => 20,
        VatCountry::Russia => 22,
    }
}

/// Whether a paper of that year usually carries that rate.
#[must_use]
pub const fn is_usual_percent(country: VatCountry, year: i32, percent: u8) -> bool {
    if percent == 0 || percent == main_percent(country, year) {
        return true;
    }
    match country {
        VatCountry::Ukraine => matches!(percent, 7 | 14),
        // 5 and 7 came in 2025 with the simplified system.
        VatCountry::Russia => percent == 10 || (year >= 2025 && matches!(percent, 5 | 7)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_main_rate_of_russia_changed_twice() {
        for (year, percent) in [(2018, 18), (2019, 20), (2025, 20), (2026, 22), (2030, 22)] {
            assert_eq!(main_percent(VatCountry::Russia, year), percent, "{year}");
            assert_eq!(main_percent(VatCountry::Ukraine, year), 20, "{year}");
        }
    }

    #[test]
    fn a_rate_of_another_time_or_country_is_told() {
        for (country, year, percent, usual) in [
            (VatCountry::Russia, 2026, 22, true),
            (VatCountry::Russia, 2026, 20, false),
            (VatCountry::Russia, 2025, 22, false),
            (VatCountry::Russia, 2026, 10, true),
            (VatCountry::Russia, 2026, 0, true),
            (VatCountry::Russia, 2025, 5, true),
            (VatCountry::Russia, 2024, 5, false),
            (VatCountry::Ukraine, 2026, 14, true),
            (VatCountry::Ukraine, 2026, 22, false),
        ] {
            assert_eq!(
                is_usual_percent(country, year, percent),
                usual,
                "{country:?} {year} {percent}"
            );
        }
    }
}
