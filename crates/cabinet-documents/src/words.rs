//! A sum in words, in Russian and Ukrainian, as payment papers want it.
//!
//! Integers only. Major units in words, minor units as two digits, first letter capital, zero written
//! («Ноль рублей 50 копеек»). The declension rule: by n mod 100 (11-14: many), then by n mod 10.

mod currency;
mod numerals;

use cabinet_domain::money::Money;

pub use currency::short_name;
pub use numerals::{Gender, cardinal};

/// A language of printed forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// Russian.
    Ru,
    /// Ukrainian.
    Uk,
}

/// The three forms of a noun after a number: 1 рубль, 2 рубля, 5 рублей.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Forms {
    pub one: &'static str,
    pub few: &'static str,
    pub many: &'static str,
}

impl Forms {
    /// The form that stands after `count`.
    pub(crate) fn after(self, count: u64) -> &'static str {
        match (count % 100, count % 10) {
            (11..=14, _) => self.many,
            (_, 1) => self.one,
            (_, 2..=4) => self.few,
            _ => self.many,
        }
    }
}

/// The sum in words: «Одна тысяча двести рублей 05 копеек».
///
/// A currency that the tables lack is named by its letters and a fraction: «Сто CNY 05/100».
/// A negative sum starts with «Минус» («Мінус»).
#[must_use]
pub fn sum_in_words(sum: Money, language: Language) -> String {
    let magnitude = sum.minor().unsigned_abs();
    let (major, minor) = (magnitude / 100, magnitude % 100);
    let code = sum.currency();
    let text = match currency::names(code.code(), language) {
        Some(names) => {
            let words = cardinal(major, names.gender, language);
            format!(
                "{words} {} {minor:02} {}",
                names.major.after(major),
                names.minor.after(minor)
            )
        }
        None => format!("{} {code} {minor:02}/100", cardinal(major, Gender::Masculine, language)),
    };
    let sign = match (sum.minor() < 0, language) {
        (false, _) => "",
        (true, Language::Ru) => "минус ",
        (true, Language::Uk) => "мінус ",
    };
    capitalised(&format!("{sign}{text}"))
}

pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use cabinet_domain::money::Currency;

    fn words(minor: i64, code: &str, language: Language) -> String {
        sum_in_words(Money::from_minor(minor, Currency::from_code(code).unwrap()), language)
    }

    #[test]
    fn sums_in_russian() {
        for (name, minor, code, expected) in [
            ("zero roubles are written", 50, "RUB", "Ноль рублей 50 копеек"),
            ("one of each", 101, "RUB", "Один рубль 01 копейка"),
            ("two of each", 202, "RUB", "Два рубля 02 копейки"),
            ("eleven is many", 1_111, "RUB", "Одиннадцать рублей 11 копеек"),
            ("twelve is many", 1_212, "RUB", "Двенадцать рублей 12 копеек"),
            ("thirteen is many", 1_313, "RUB", "Тринадцать рублей 13 копеек"),
            ("fourteen is many", 1_414, "RUB", "Четырнадцать рублей 14 копеек"),
            ("twenty-one is one", 2_121, "RUB", "Двадцать один рубль 21 копейка"),
            ("a thousand is feminine", 100_000, "RUB", "Одна тысяча рублей 00 копеек"),
            ("two thousand", 200_000, "RUB", "Две тысячи рублей 00 копеек"),
            ("twelve thousand", 1_200_000, "RUB", "Двенадцать тысяч рублей 00 копеек"),
            (
                "a million is masculine",
                100_000_000,
                "RUB",
                "Один миллион рублей 00 копеек",
            ),
            (
                "five milliards",
                500_000_000_000,
                "RUB",
                "Пять миллиардов рублей 00 копеек",
            ),
            (
                "a hundred and eleven thousand",
                11_100_267,
                "RUB",
                "Сто одиннадцать тысяч два рубля 67 копеек",
            ),
            (
                "hryvnias are feminine",
                200_103,
                "UAH",
                "Две тысячи одна гривна 03 копейки",
            ),
            ("dollars", 2_204, "USD", "Двадцать два доллара 04 цента"),
            ("euros do not decline", 505, "EUR", "Пять евро 05 евроцентов"),
            ("Belarusian roubles", 321, "BYN", "Три белорусских рубля 21 копейка"),
            ("tenge", 102, "KZT", "Один тенге 02 тиына"),
            ("a currency without a table", 10_005, "CNY", "Сто CNY 05/100"),
            ("a refund", -100, "RUB", "Минус один рубль 00 копеек"),
        ] {
            assert_eq!(words(minor, code, Language::Ru), expected, "{name}");
        }
    }

    #[test]
    fn sums_in_ukrainian() {
        for (name, minor, code, expected) in [
            ("zero", 50, "UAH", "Нуль гривень 50 копійок"),
            ("one of each", 101, "UAH", "Одна гривня 01 копійка"),
            ("two of each", 202, "UAH", "Дві гривні 02 копійки"),
            ("fourteen is many", 1_414, "UAH", "Чотирнадцять гривень 14 копійок"),
            ("twenty-one", 2_100, "UAH", "Двадцять одна гривня 00 копійок"),
            (
                "two millions end in -и",
                200_000_000,
                "UAH",
                "Два мільйони гривень 00 копійок",
            ),
            (
                "hundreds",
                99_967,
                "UAH",
                "Дев'ятсот дев'яносто дев'ять гривень 67 копійок",
            ),
            ("roubles are masculine", 201, "RUB", "Два рублі 01 копійка"),
            ("dollars", 404, "USD", "Чотири долари 04 центи"),
            ("Belarusian roubles", 205, "BYN", "Два білоруські рублі 05 копійок"),
            ("a refund", -100, "UAH", "Мінус одна гривня 00 копійок"),
        ] {
            assert_eq!(words(minor, code, Language::Uk), expected, "{name}");
        }
    }

    #[test]
    fn the_largest_and_the_smallest_sums_have_words() {
        for minor in [i64::MAX, i64::MIN] {
            for language in [Language::Ru, Language::Uk] {
                assert!(words(minor, "RUB", language).len() > 100);
            }
        }
    }
}
