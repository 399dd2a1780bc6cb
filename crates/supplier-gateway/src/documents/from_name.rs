//! What the name of a file says of a document that cannot be read itself: a PDF or a scan.
//!
//! «7707083893/Счёт № 15 от 01.02.2026 заказ 1000012.pdf» says kind, number, date, buyer and order. The folder counts as part of
//! the name. A tax number is taken only if its check digits fit, so no other number passes for one.

use crate::access::entities::TaxCodes;
use crate::documents::facts::{Facts, Hint};
use cabinet_domain::supplier_document::DocumentKind;
use cabinet_domain::tax_id::check_tax_id;

/// Beginnings of words, and the kind that they say. The first that is found counts.
const KINDS: [(&str, DocumentKind); 14] = [
    ("упд", DocumentKind::Upd),
    ("счет-фактура", DocumentKind::TaxInvoice),
    ("счетфактура", DocumentKind::TaxInvoice),
    ("сверк", DocumentKind::Reconciliation),
    ("звірк", DocumentKind::Reconciliation),
    ("возврат", DocumentKind::Return),
    ("накладна", DocumentKind::Shipment),
    ("торг-12", DocumentKind::Shipment),
    ("торг12", DocumentKind::Shipment),
    ("платеж", DocumentKind::Payment),
    ("счет", DocumentKind::Bill),
    ("рахунок", DocumentKind::Bill),
    ("invoice", DocumentKind::Bill),
    ("upd", DocumentKind::Upd),
];

const ORDER_WORDS: [&str; 4] = ["заказ", "замовлення", "order", "заказа"];

/// The facts that a path says, its folders between `/`.
pub(super) fn facts(path: &str) -> Facts {
    let folded = path.to_lowercase().replace('ё', "е");
    let kind = KINDS
        .iter()
        .find(|(word, _)| folded.contains(word))
        .map_or(DocumentKind::Other, |(_, kind)| *kind);
    let stem = folded.rsplit_once('.').map_or(folded.as_str(), |(stem, _)| stem);
    let words: Vec<&str> = stem
        .split(|c: char| c.is_whitespace() || matches!(c, '/' | '\\' | '_' | ',' | ';' | '(' | ')'))
        .filter(|word| !word.is_empty())
        .collect();
    let mut facts = Facts::new(kind);
    let mut before = "";
    for word in words {
        let bare = word.trim_start_matches(['№', '#', 'n']).trim_matches('.');
        if let Some(day) = day(word) {
            if facts.date.is_empty() {
                facts.date = day;
            }
        } else if is_tax_number(bare) {
            facts.buyer = TaxCodes::sort(bare, "", "").0;
        } else if is_number(bare) {
            let is_marked = bare.len() < word.len();
            if ORDER_WORDS.contains(&before) {
                facts.hints.push(Hint {
                    number: bare.to_owned(),
                    ..Hint::default()
                });
            } else if facts.number.is_empty() || is_marked {
                // As it is written in the name, not in lower case.
                facts.number = as_written(path, bare);
            }
            continue;
        }
        // «заказ № 12»: the mark between is no word.
        if !bare.is_empty() {
            before = word;
        }
    }
    facts
}

fn as_written(path: &str, lower: &str) -> String {
    let letters: Vec<char> = path.chars().collect();
    let wanted: Vec<char> = lower.chars().collect();
    letters
        .windows(wanted.len().max(1))
        .find(|window| {
            window
                .iter()
                .copied()
                .flat_map(char::to_lowercase)
                .eq(wanted.iter().copied())
        })
        .map_or_else(|| lower.to_owned(), |window| window.iter().collect())
}

/// A number of a document has a figure, and letters only beside figures.
fn is_number(word: &str) -> bool {
    (1..=40).contains(&word.chars().count())
        && word.chars().any(|c| c.is_ascii_digit())
        && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '/'))
        && !word.starts_with("торг")
}

fn is_tax_number(word: &str) -> bool {
    let bare = word
        .strip_prefix("инн")
        .or_else(|| word.strip_prefix("inn"))
        .unwrap_or(word);
    // An eight-figure number may be anything: ЄДРПОУ is taken from folders of that name by the operator's own attach.
    matches!(bare.len(), 10 | 12) && check_tax_id(bare).is_valid
}

/// `01.02.2026`, `2026-02-01`, `01-02-2026` as ISO.
fn day(word: &str) -> Option<String> {
    let parts: Vec<&str> = word.trim_matches('.').split(['.', '-']).collect();
    let iso = match parts.as_slice() {
        [year, month, day] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        [day, month, year] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => return None,
    };
    cabinet_domain::delivery::read_date(&iso).map(cabinet_domain::delivery::write_date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_say_what_people_write_into_them() {
        for (name, kind, number, date, inn, order) in [
            (
                "7707083893/Счёт № 15-А от 01.02.2026 заказ 1000012.pdf",
                DocumentKind::Bill,
                "15-А",
                "2026-02-01",
                "7707083893",
                "1000012",
            ),
            (
                "УПД 77 2026-02-01 500100732259.PDF",
                DocumentKind::Upd,
                "77",
                "2026-02-01",
                "500100732259",
                "",
            ),
            ("scan_0001.jpg", DocumentKind::Other, "0001", "", "", ""),
            (
                "Акт сверки 7707083894.pdf",
                DocumentKind::Reconciliation,
                "7707083894",
                "",
                "",
                "",
            ),
            (
                "заказ № 12 накладная №ТД-5.pdf",
                DocumentKind::Shipment,
                "ТД-5",
                "",
                "",
                "12",
            ),
            ("без номера.pdf", DocumentKind::Other, "", "", "", ""),
        ] {
            let facts = facts(name);
            assert_eq!(
                (
                    facts.kind,
                    facts.number.as_str(),
                    facts.date.as_str(),
                    facts.buyer.inn.as_str(),
                    facts.hints.first().map_or("", |hint| hint.number.as_str())
                ),
                (kind, number, date, inn, order),
                "{name}"
            );
        }
    }
}
