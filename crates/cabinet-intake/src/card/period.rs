//! The period, the currency and the account that titles of books name.

use super::Books;
use super::sum::day_of_text;
use cabinet_domain::delivery::write_date;
use time::{Date, Month};

/// What the titles say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Titles {
    pub(super) period: Option<(String, String)>,
    pub(super) currency: Option<&'static str>,
    pub(super) books: Books,
}

/// Beginnings of the names of months.
const MONTHS: [(&str, &str); 12] = [
    ("январ", "січ"),
    ("феврал", "лют"),
    ("март", "берез"),
    ("апрел", "квіт"),
    ("ма", "трав"),
    ("июн", "черв"),
    ("июл", "лип"),
    ("август", "серп"),
    ("сентябр", "верес"),
    ("октябр", "жовт"),
    ("ноябр", "листопад"),
    ("декабр", "груд"),
];

const CURRENCIES: [(&str, &str); 10] = [
    ("руб", "RUB"),
    ("rub", "RUB"),
    ("грн", "UAH"),
    ("гривн", "UAH"),
    ("uah", "UAH"),
    ("usd", "USD"),
    ("долл", "USD"),
    ("eur", "EUR"),
    ("евро", "EUR"),
    ("євро", "EUR"),
];

/// Reads the titles, in small letters.
pub(super) fn titles(text: &str) -> Titles {
    let words: Vec<&str> = text
        .split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';' | '(' | ')' | '«' | '»' | '"' | ':'))
        .filter(|word| !word.is_empty())
        .collect();
    let currency = CURRENCIES
        .iter()
        .find(|(word, _)| words.iter().any(|written| written.starts_with(word)))
        .map(|(_, code)| *code);
    Titles {
        period: period(&words),
        currency,
        books: books(&words),
    }
}

fn books(words: &[&str]) -> Books {
    let mut after_account = words.windows(2).filter_map(|two| match two {
        [before, after] if before.starts_with("счет") || before.starts_with("счёт") || before.starts_with("рахун") => {
            Some(*after)
        }
        _ => None,
    });
    after_account
        .find_map(|account| match account.split('.').next().unwrap_or_default() {
            "60" | "631" | "632" | "63" | "371" => Some(Books::OfBuyer),
            "62" | "361" | "362" | "36" | "681" => Some(Books::OfSeller),
            _ => None,
        })
        .unwrap_or(Books::Unsaid)
}

/// `с 01.01.2026 по 31.03.2026`, `01.01.2026 - 31.03.2026`, `за 1 квартал 2026 г.`, `за январь 2026`, `за 2026 год`.
fn period(words: &[&str]) -> Option<(String, String)> {
    for (at, word) in words.iter().enumerate() {
        let rest = |by: usize| words.get(at.saturating_add(by)).copied().unwrap_or_default();
        if let Some(from) = day_of_text(word) {
            let is_joined = matches!(rest(1), "по" | "-" | "–" | "—" | "to");
            if let Some(to) = is_joined.then(|| day_of_text(rest(2))).flatten() {
                return Some((from, to));
            }
            if let Some((_, after)) = word
                .split_once(['-', '–', '—'])
                .filter(|(before, _)| before.contains('.'))
                && let Some(to) = day_of_text(after)
            {
                return Some((from, to));
            }
            continue;
        }
        if !matches!(*word, "за" | "for") {
            continue;
        }
        let quarter_or_half: Option<u8> = match rest(1) {
            "i" | "1" => Some(1),
            "ii" | "2" => Some(2),
            "iii" | "3" => Some(3),
            "iv" | "4" => Some(4),
            _ => None,
        };
        if let (Some(part), Some(year)) = (quarter_or_half, year(rest(3))) {
            if rest(2).starts_with("квартал") {
                let first = part.checked_sub(1)?.checked_mul(3)?.checked_add(1)?;
                return months(year, first, first.checked_add(2)?);
            }
            if rest(2).starts_with("полугод") || rest(2).starts_with("півріч") {
                let first = part.checked_sub(1)?.checked_mul(6)?.checked_add(1)?;
                return months(year, first, first.checked_add(5)?);
            }
        }
        if let (Some(month), Some(year)) = (month(rest(1)), year(rest(2))) {
            return months(year, month, month);
        }
        if let Some(year) = year(rest(1)).filter(|_| rest(2).starts_with('г') || rest(2).starts_with('р')) {
            return months(year, 1, 12);
        }
    }
    None
}

fn year(word: &str) -> Option<i32> {
    let digits = word.trim_end_matches(|letter: char| !letter.is_ascii_digit());
    (digits.len() == 4).then(|| digits.parse().ok()).flatten()
}

fn month(word: &str) -> Option<u8> {
    let at = MONTHS.iter().position(|(ru, uk)| {
        word.starts_with(ru) && !(*ru == "ма" && word.starts_with("март")) || word.starts_with(uk)
    })?;
    u8::try_from(at).ok()?.checked_add(1)
}

fn months(year: i32, first: u8, last: u8) -> Option<(String, String)> {
    let first = Date::from_calendar_date(year, Month::try_from(first).ok()?, 1).ok()?;
    let last = Month::try_from(last).ok()?;
    let last = Date::from_calendar_date(year, last, last.length(year)).ok()?;
    Some((write_date(first), write_date(last)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_tell_period_currency_and_account() {
        for (text, period, currency, books) in [
            (
                "карточка счета 60 за 1 квартал 2026 г.",
                Some(("2026-01-01", "2026-03-31")),
                None,
                Books::OfBuyer,
            ),
            (
                "картка рахунку 631 за січень 2026 р. грн",
                Some(("2026-01-01", "2026-01-31")),
                Some("UAH"),
                Books::OfBuyer,
            ),
            (
                "акт сверки за период: с 01.01.2026 по 15.02.2026 между ооо а и ооо б, руб.",
                Some(("2026-01-01", "2026-02-15")),
                Some("RUB"),
                Books::Unsaid,
            ),
            (
                "карточка счета 62.01 за 01.01.2026 - 28.02.2026",
                Some(("2026-01-01", "2026-02-28")),
                None,
                Books::OfSeller,
            ),
            (
                "осв по счету 60 за март 2026",
                Some(("2026-03-01", "2026-03-31")),
                None,
                Books::OfBuyer,
            ),
            (
                "за май 2026 г.",
                Some(("2026-05-01", "2026-05-31")),
                None,
                Books::Unsaid,
            ),
            (
                "за 2 полугодие 2025 г.",
                Some(("2025-07-01", "2025-12-31")),
                None,
                Books::Unsaid,
            ),
            ("за 2025 г.", Some(("2025-01-01", "2025-12-31")), None, Books::Unsaid),
            ("просто таблица", None, None, Books::Unsaid),
        ] {
            let period = period.map(|(from, to)| (from.to_owned(), to.to_owned()));
            let expected = Titles {
                period,
                currency,
                books,
            };
            assert_eq!(titles(text), expected, "{text}");
        }
    }
}
