//! What went back, by the supplier's documents of return, as parts of a report. Pure.
//!
//! The sum of a document is what it says, else that of its lines where all of them say theirs; what its lines do not tell of it
//! belongs to no goods. A return of a cancelled order is left out like the order, and one that is told twice counts once.

use super::ReportBy;
use crate::money::once_each;
use cabinet_domain::article::article_norm;
use cabinet_mirror::ReturnedGoods;
use cabinet_mirror::purchase_report::ReportRow;
use cabinet_protocol::supplier_documents::SupplierDocumentLineRow;
use std::collections::{HashMap, HashSet};

/// A part of a document of return, as a row of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Returned {
    pub(super) key: String,
    pub(super) article: String,
    pub(super) name: String,
    pub(super) unit: String,
    pub(super) currency: String,
    pub(super) quantity_milli: i64,
    /// Below zero where the document takes a return back.
    pub(super) sum_minor: i64,
}

/// What the documents of a legal entity come to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Returns {
    pub(super) parts: Vec<Returned>,
    /// Documents that do not say what they come to.
    pub(super) without_sum: u32,
}

/// Takes documents apart; `is_narrowed`: only their lines that are here are wanted. `None` for sums beyond 64 bits.
pub(super) fn of(documents: Vec<ReturnedGoods>, by: ReportBy, is_narrowed: bool) -> Option<Returns> {
    let heads = documents.iter().map(|document| document.head.clone()).collect();
    let counted: HashSet<String> = once_each(heads).into_iter().map(|head| head.id).collect();
    let mut returns = Returns::default();
    for document in documents {
        let is_counted =
            counted.contains(&document.head.id) && document.head.counted_by.is_empty() && !document.is_of_cancelled;
        if is_counted {
            returns.put(document, by, is_narrowed)?;
        }
    }
    Some(returns)
}

impl Returns {
    fn put(&mut self, document: ReturnedGoods, by: ReportBy, is_narrowed: bool) -> Option<()> {
        let is_about_others = is_narrowed && document.line_count > 0 && document.lines.is_empty();
        if is_about_others {
            return Some(());
        }
        let mut of_lines = 0_i64;
        for line in &document.lines {
            of_lines = of_lines.checked_add(line.sum_minor.unwrap_or(0))?;
        }
        let are_lines_told = !document.lines.is_empty() && document.lines.iter().all(|line| line.sum_minor.is_some());
        let total = match document.head.total_minor {
            Some(total) if !is_narrowed => Some(total),
            _ => are_lines_told.then_some(of_lines),
        };
        let Some(total) = total.filter(|_| !document.head.currency.is_empty()) else {
            self.without_sum = self.without_sum.saturating_add(1);
            return Some(());
        };
        let currency = document.head.currency;
        if by != ReportBy::Goods {
            let key = match by {
                ReportBy::Month => document.day.chars().take(7).collect(),
                ReportBy::Person => document.person,
                ReportBy::Goods | ReportBy::Entity => String::new(),
            };
            self.parts.push(Returned {
                key,
                article: String::new(),
                name: String::new(),
                unit: String::new(),
                currency,
                quantity_milli: 0,
                sum_minor: total,
            });
            return Some(());
        }
        for line in document.lines {
            let key = key_of(&line);
            self.parts.push(Returned {
                key,
                article: line.article,
                name: line.name,
                unit: line.unit,
                currency: currency.clone(),
                quantity_milli: line.quantity_milli,
                sum_minor: line.sum_minor.unwrap_or(0),
            });
        }
        let rest = total.checked_sub(of_lines)?;
        if rest != 0 {
            self.parts.push(Returned {
                key: String::new(),
                article: String::new(),
                name: String::new(),
                unit: String::new(),
                currency,
                quantity_milli: 0,
                sum_minor: rest,
            });
        }
        Some(())
    }
}

const BY_SUPPLIER: &str = "supplier:";

/// What a line is told apart by: its item, else its article in any spelling, else its name.
fn key_of(line: &SupplierDocumentLineRow) -> String {
    if !line.item.is_empty() {
        return line.item.clone();
    }
    let article = article_norm(&line.article);
    if !article.is_empty() {
        return format!("{BY_SUPPLIER}{article}");
    }
    // No article has a space: such a key is that of no other line.
    match line
        .name
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
    {
        name if name.is_empty() => name,
        name => format!("{BY_SUPPLIER} {name}"),
    }
}

/// Items that were bought, by their articles: goods that a document names only by an article are put beside them.
pub(super) struct Items(HashMap<String, Option<String>>);

impl Items {
    pub(super) fn of(bought: &[ReportRow]) -> Self {
        let mut items: HashMap<String, Option<String>> = HashMap::new();
        for row in bought {
            let article = article_norm(&row.article);
            if article.is_empty() {
                continue;
            }
            let item = items.entry(article).or_insert_with(|| Some(row.key.clone()));
            // An article of two items tells neither.
            if item.as_ref() != Some(&row.key) {
                *item = None;
            }
        }
        Self(items)
    }

    /// The item of a part that has none.
    pub(super) fn of_part(&self, part: &Returned) -> Option<String> {
        if !part.key.starts_with(BY_SUPPLIER) {
            return None;
        }
        self.0.get(&article_norm(&part.article)).cloned().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cabinet_protocol::supplier_documents::SupplierDocumentHead;

    fn line(item: &str, quantity_milli: i64, sum_minor: Option<i64>) -> SupplierDocumentLineRow {
        SupplierDocumentLineRow {
            item: item.to_owned(),
            article: format!("A-{item}"),
            name: "Болт".to_owned(),
            unit: "шт".to_owned(),
            quantity_milli,
            sum_minor,
        }
    }

    fn document(id: &str, total_minor: Option<i64>, lines: Vec<SupplierDocumentLineRow>) -> ReturnedGoods {
        ReturnedGoods {
            head: SupplierDocumentHead {
                id: id.to_owned(),
                kind: "return".to_owned(),
                number: id.to_owned(),
                date: "2026-03-05".to_owned(),
                currency: "RUB".to_owned(),
                total_minor,
                ..SupplierDocumentHead::default()
            },
            day: "2026-03-05".to_owned(),
            person: "Иванов".to_owned(),
            is_of_cancelled: false,
            line_count: lines.len(),
            lines,
        }
    }

    fn parts(documents: Vec<ReturnedGoods>, by: ReportBy, is_narrowed: bool) -> (Vec<(String, i64, i64)>, u32) {
        let returns = of(documents, by, is_narrowed).unwrap();
        let part = |one: Returned| (one.key, one.quantity_milli, one.sum_minor);
        (returns.parts.into_iter().map(part).collect(), returns.without_sum)
    }

    fn is(found: &(Vec<(String, i64, i64)>, u32), expected: &[(&str, i64, i64)], without_sum: u32, name: &str) {
        let expected: Vec<_> = expected
            .iter()
            .map(|(key, quantity, sum)| ((*key).to_owned(), *quantity, *sum))
            .collect();
        assert_eq!(*found, (expected, without_sum), "{name}");
    }

    #[test]
    fn the_parts_of_a_document_are_its_sum() {
        let two = || vec![line("i1", 1000, Some(300)), line("", 500, Some(200))];
        for (name, total, lines, expected, without_sum) in [
            (
                "its lines tell all",
                Some(500),
                two(),
                vec![("i1", 1000, 300), ("supplier:A", 500, 200)],
                0,
            ),
            (
                "a rest is of no goods",
                Some(501),
                two(),
                vec![("i1", 1000, 300), ("supplier:A", 500, 200), ("", 0, 1)],
                0,
            ),
            (
                "no sum but those of the lines",
                None,
                two(),
                vec![("i1", 1000, 300), ("supplier:A", 500, 200)],
                0,
            ),
            ("no lines", Some(7), vec![], vec![("", 0, 7)], 0),
            (
                "a line without a sum",
                Some(7),
                vec![line("i1", 1, None)],
                vec![("i1", 1, 0), ("", 0, 7)],
                0,
            ),
            (
                "no sum at all",
                None,
                vec![line("i1", 1, Some(3)), line("i2", 1, None)],
                vec![],
                1,
            ),
            ("a return taken back", Some(-5), vec![], vec![("", 0, -5)], 0),
        ] {
            is(
                &parts(vec![document("d", total, lines)], ReportBy::Goods, false),
                &expected,
                without_sum,
                name,
            );
        }
        is(
            &parts(vec![document("d", Some(5), two())], ReportBy::Month, false),
            &[("2026-03", 0, 5)],
            0,
            "by months",
        );
        is(
            &parts(vec![document("d", Some(5), two())], ReportBy::Person, false),
            &[("Иванов", 0, 5)],
            0,
            "by people",
        );
        let huge = vec![line("i1", 1, Some(i64::MAX)), line("i2", 1, Some(1))];
        assert_eq!(of(vec![document("d", None, huge)], ReportBy::Goods, false), None);
    }

    #[test]
    fn goods_without_an_item_are_told_apart_and_put_beside_what_was_bought() {
        let named = |article: &str, name: &str| SupplierDocumentLineRow {
            article: article.to_owned(),
            name: name.to_owned(),
            ..line("", 1000, Some(1))
        };
        for (name, article, goods, expected) in [
            ("an article", "мш-0125/а", "Болт", "supplier:MШ0125A"),
            ("no article", "", "Болт  М8", "supplier: болт м8"),
            ("another name", "-", "Гайка", "supplier: гайка"),
            ("nothing", "", " ", ""),
        ] {
            assert_eq!(key_of(&named(article, goods)), expected, "{name}");
        }
        let bought = |item: &str, article: &str| ReportRow {
            key: item.to_owned(),
            article: article.to_owned(),
            name: String::new(),
            unit: "шт".to_owned(),
            currency: "RUB".to_owned(),
            orders: 1,
            quantity_milli: Some(1),
            total_minor: 1,
        };
        let items = Items::of(&[
            bought("i1", "МШ 0125А"),
            bought("i1", "MШ-0125A"),
            bought("i2", "7"),
            bought("i3", "7"),
            bought("i4", ""),
        ]);
        let returns = |article: &str| {
            let of_line = of(
                vec![document("d", Some(1), vec![named(article, "x")])],
                ReportBy::Goods,
                false,
            );
            items.of_part(&of_line.unwrap().parts[0])
        };
        assert_eq!(returns("мш-0125/а").as_deref(), Some("i1"));
        assert_eq!(returns("7"), None, "of two items neither");
        assert_eq!(returns(""), None);
        assert_eq!(returns("8"), None);
    }

    #[test]
    fn of_wanted_goods_only_their_lines_count() {
        let narrowed = |total, line_count, lines| {
            let document = ReturnedGoods {
                line_count,
                ..document("d", total, lines)
            };
            parts(vec![document], ReportBy::Month, true)
        };
        is(
            &narrowed(Some(500), 2, vec![line("i1", 1000, Some(300))]),
            &[("2026-03", 0, 300)],
            0,
            "one of two lines",
        );
        is(&narrowed(Some(500), 2, vec![]), &[], 0, "other goods");
        is(&narrowed(Some(500), 0, vec![]), &[], 1, "it may be of these goods");
        is(
            &narrowed(Some(500), 2, vec![line("i1", 1000, None)]),
            &[],
            1,
            "these goods have no sum",
        );
    }

    #[test]
    fn a_return_counts_once_and_not_with_a_cancelled_order() {
        let of_order = || {
            let mut document = document("a", Some(5), vec![]);
            document.head.order = "o1".to_owned();
            document.head.number = "7".to_owned();
            document
        };
        let mut beside = document("b", Some(5), vec![]);
        beside.head.number = "7".to_owned();
        is(
            &parts(vec![of_order(), beside], ReportBy::Month, false),
            &[("2026-03", 0, 5)],
            0,
            "told beside its order",
        );
        let mut cancelled = of_order();
        cancelled.is_of_cancelled = true;
        is(
            &parts(vec![cancelled], ReportBy::Month, false),
            &[],
            0,
            "of a cancelled order",
        );
    }
}
