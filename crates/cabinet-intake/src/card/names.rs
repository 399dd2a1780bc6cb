//! Numbers and days of documents in the words of an entry.

use super::sum::day_of_text;
use super::{Named, Words};

/// What stands between a number and its day.
const OF: [&str; 4] = ["от", "від", "from", "dated"];
/// What stands before a number.
const SIGNS: [&str; 6] = ["№", "n", "no", "no.", "#", "номер"];
/// Beginnings of words behind which stand numbers of contracts, not of documents.
const OTHERS: [&str; 3] = ["догов", "договір", "контракт"];

/// The names of a document: the supplier's own number («вх.») first.
pub(super) fn named(text: &str) -> Vec<Named> {
    let words: Vec<&str> = text
        .split(|letter: char| letter.is_whitespace() || matches!(letter, '(' | ')' | ',' | ';' | '«' | '»' | '"'))
        .filter(|word| !word.is_empty())
        .collect();
    let mut incoming: Vec<Named> = Vec::new();
    let mut own: Vec<Named> = Vec::new();
    let mut is_other = false;
    let mut is_incoming = false;
    let mut at = 0_usize;
    while let Some(word) = words.get(at) {
        let small = word.to_lowercase();
        let step = at.saturating_add(1);
        if OTHERS.iter().any(|other| small.starts_with(other)) {
            is_other = true;
        } else if small.starts_with("вх") {
            is_incoming = true;
        }
        let is_sign = SIGNS.contains(&small.as_str());
        let written = word.trim_start_matches(['№', '#']);
        let has_sign = written.len() != word.len()
            || at
                .checked_sub(1)
                .and_then(|at| words.get(at))
                .is_some_and(|before| SIGNS.contains(&before.to_lowercase().as_str()));
        let day = words
            .get(step)
            .filter(|next| OF.contains(&next.to_lowercase().as_str()))
            .and_then(|_| words.get(step.saturating_add(1)))
            .and_then(|day| day_of_text(day));
        let is_number = written.contains(|letter: char| letter.is_ascii_digit()) && day_of_text(written).is_none();
        if is_number && !is_sign && (day.is_some() || has_sign) {
            let name = Named {
                number: written.trim_matches(['.', ':']).to_owned(),
                date: day.clone().unwrap_or_default(),
            };
            if std::mem::take(&mut is_other) {
                // Of a contract.
            } else if std::mem::take(&mut is_incoming) {
                incoming.push(name);
            } else {
                own.push(name);
            }
            at = if day.is_some() { step.saturating_add(2) } else { step };
            continue;
        }
        at = step;
    }
    incoming.extend(own);
    incoming
}

/// What the words of an entry say that it is.
pub(super) fn words(text: &str) -> Words {
    let small = text.to_lowercase();
    let has = |all: &[&str]| all.iter().any(|word| small.contains(word));
    if has(&["возврат", "повернен"]) {
        Words::Other
    } else if has(&[
        "поступление товар",
        "поступление (акт",
        "поступление акт",
        "надходження товар",
        "надходження (акт",
        "приход",
        "прихід",
        "покупка",
        "закупка",
        "прибутков",
        "получено",
        "списание с расчетного",
        "списание с р/с",
        "списання з",
        "платежное поручение исходящее",
        "оплата поставщику",
        "оплата постачальник",
    ]) {
        Words::OfBuyer
    } else if has(&[
        "реализация",
        "реалізація",
        "продажа",
        "продаж",
        "отгрузка",
        "відвантаж",
        "видатков",
        "поступление на расчетный",
        "поступление на р/с",
        "надходження на",
        "оплата от покупател",
        "оплата від покупц",
    ]) {
        Words::OfSeller
    } else {
        Words::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_named_by_the_suppliers_number_first_and_never_by_its_contract() {
        let of = |text: &str| {
            named(text)
                .into_iter()
                .map(|name| format!("{}@{}", name.number, name.date))
                .collect::<Vec<_>>()
                .join(" ")
        };
        for (text, expected) in [
            (
                "Поступление (акт, накладная) 0000-000012 от 12.01.2026 12:00:00",
                "0000-000012@2026-01-12",
            ),
            (
                "Поступление 12 от 12.01.2026 по вх.д. УТ-7 от 11.01.2026",
                "УТ-7@2026-01-11 12@2026-01-12",
            ),
            ("Продажа (УТ-000123 от 12.01.26)", "УТ-000123@2026-01-12"),
            ("Оплата (№ 45 від 13.01.2026)", "45@2026-01-13"),
            ("Оплата №45", "45@"),
            (
                "Списание с расчетного счета 0000-000003 от 15.01.2026 Договор № 7 от 01.02.2025",
                "0000-000003@2026-01-15",
            ),
            ("Договор 17/26 от 01.01.2026", ""),
            ("Оплата 12.01.2026", ""),
            ("Ввод остатков", ""),
        ] {
            assert_eq!(of(text), expected, "{text}");
        }
    }

    #[test]
    fn words_tell_whose_books_they_are() {
        for (text, expected) in [
            ("Поступление товаров и услуг 1 от 01.01.2026", Words::OfBuyer),
            ("Списание с расчетного счета 1", Words::OfBuyer),
            ("Надходження товарів 1", Words::OfBuyer),
            ("Реализация товаров и услуг 1", Words::OfSeller),
            ("Поступление на расчетный счет 1", Words::OfSeller),
            ("Возврат товаров поставщику 1", Words::Other),
            ("Оплата", Words::Other),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }
}
