//! Delivery and comments in a document for 1C: the one place of what goes into which element.
//!
//! Everything travels twice. As requisites, each under its own name, for a 1C that is set up to read them; of these a
//! stock УТ 11 reads «Дата отгрузки» alone. And in words in Комментарий, which every 1C takes and people there see. The
//! buyer's own address in Контрагент stays his registered one: 1C would take another for his new one.

use crate::delivery::choice::OrderDelivery;
use crate::orders::delivery::{LineComments, comment_of};
use crate::orders::document::StoredLine;
use crate::orders::parts::{self, LineParts, Piece};
use crate::orders::services;
use cabinet_domain::quantity::Quantity;

/// The most characters of a requisite's value that 1C takes.
const VALUE_LIMIT: usize = 1000;

/// What says of a line that it was ordered without being there.
const ON_ORDER: &str = "Под заказ";

/// What was said of the delivery, under the names that 1C gets, those that were said.
fn said(delivery: &OrderDelivery) -> Vec<(&'static str, &str)> {
    // Where a branch was chosen, that is where the goods go.
    let address = if delivery.address_words.is_empty() {
        &delivery.branch_words
    } else {
        &delivery.address_words
    };
    [
        ("Способ доставки", &delivery.way_name),
        ("Перевозчик", &delivery.carrier_name),
        ("Отделение перевозчика", &delivery.branch_words),
        ("Адрес доставки", address),
        ("Дата отгрузки", &delivery.date),
        ("Номер по данным клиента", &delivery.own_number),
        ("Отгрузить вместе", &delivery.ship_together),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(name, value)| (name, value.as_str()))
    .collect()
}

/// ЗначенияРеквизитов of the document.
pub(super) fn requisites(delivery: &OrderDelivery) -> Vec<(String, String)> {
    said(delivery)
        .into_iter()
        .map(|(name, value)| (name.to_owned(), cut(value, VALUE_LIMIT)))
        .collect()
}

/// ЗначенияРеквизитов of a line, or of a part of it. People see the comment, so it says all that the others say.
pub(super) fn line_requisites(comment: &str, piece: &Piece) -> Vec<(String, String)> {
    let part = &piece.part;
    let of_part = parts::words(part);
    let on_order = if piece.is_on_order { ON_ORDER } else { "" };
    let said: Vec<&str> = [on_order, of_part.as_str(), comment]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    let mut found = vec![("Комментарий", said.join(": "))];
    found.push(("Метка", part.label.clone()));
    found.push(("Дата отгрузки", part.date.clone().unwrap_or_default()));
    found.push(("Склад", part.warehouse_name.clone()));
    if piece.is_on_order {
        found.push((ON_ORDER, "true".to_owned()));
    }
    found
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name.to_owned(), cut(&value, VALUE_LIMIT)))
        .collect()
}

/// Комментарий of the document: the delivery first, so that it is never cut off, then the buyer's words, then those on
/// lines. Within `limit` characters; what is cut off is marked.
pub(super) fn comment(
    buyer: &str,
    delivery: &OrderDelivery,
    lines: &[StoredLine],
    comments: &LineComments,
    line_parts: &LineParts,
    limit: usize,
) -> String {
    let mut rows: Vec<String> = said(delivery)
        .into_iter()
        // An address that only repeats the branch is said once.
        .filter(|(name, value)| *name != "Адрес доставки" || *value != delivery.branch_words)
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    if !buyer.trim().is_empty() {
        rows.push(buyer.to_owned());
    }
    for line in lines.iter().filter(|line| line.quantity_milli > 0) {
        let called = if line.article.is_empty() {
            &line.name
        } else {
            &line.article
        };
        let of_service = services::words(line, lines);
        let words = match &line.service {
            Some(_) => of_service.as_str(),
            None => comment_of(comments, line),
        };
        if !words.is_empty() {
            rows.push(format!("{called}: {words}"));
        }
        for piece in parts::pieces(line_parts, line) {
            let on_order = if piece.is_on_order { ON_ORDER } else { "" };
            let said = [on_order.to_owned(), parts::words(&piece.part)];
            let said: Vec<String> = said.into_iter().filter(|text| !text.is_empty()).collect();
            if !said.is_empty() {
                let amount = Quantity::from_milli(piece.part.quantity_milli).to_decimal();
                rows.push(format!("{called}, {amount} {}: {}", line.unit, said.join(": ")));
            }
        }
    }
    cut(&rows.join("\n"), limit)
}

/// At most `limit` characters; a cut text ends with a mark.
fn cut(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let mut kept: String = text.chars().take(limit.saturating_sub(1)).collect();
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_carrier() -> OrderDelivery {
        OrderDelivery {
            way_name: "Перевозчик".into(),
            carrier_name: "Новая почта".into(),
            branch_words: "Киев, № 12".into(),
            date: "2026-02-03".into(),
            own_number: "45/2".into(),
            ship_together: "Машина 3 февраля".into(),
            ..OrderDelivery::default()
        }
    }

    #[test]
    fn a_comment_says_the_delivery_once_and_before_all_else() {
        let text = comment(
            "до обеда",
            &by_carrier(),
            &[],
            &LineComments::new(),
            &LineParts::default(),
            3000,
        );
        let rows: Vec<&str> = text.lines().collect();
        assert_eq!(
            rows,
            [
                "Способ доставки: Перевозчик",
                "Перевозчик: Новая почта",
                "Отделение перевозчика: Киев, № 12",
                "Дата отгрузки: 2026-02-03",
                "Номер по данным клиента: 45/2",
                "Отгрузить вместе: Машина 3 февраля",
                "до обеда",
            ]
        );
        let long = comment(
            &"я".repeat(5000),
            &by_carrier(),
            &[],
            &LineComments::new(),
            &LineParts::default(),
            3000,
        );
        assert!(long.starts_with("Способ доставки") && long.ends_with('…'));
        assert_eq!(long.chars().count(), 3000);
        let nothing = OrderDelivery::default();
        assert_eq!(
            comment(
                "до обеда",
                &nothing,
                &[],
                &LineComments::new(),
                &LineParts::default(),
                3000
            ),
            "до обеда"
        );
        assert_eq!(requisites(&nothing), []);
    }

    #[test]
    fn the_branch_is_the_address_where_there_is_no_other() {
        let found = requisites(&by_carrier());
        assert!(found.contains(&("Адрес доставки".to_owned(), "Киев, № 12".to_owned())));
        let door = OrderDelivery {
            branch_words: String::new(),
            address_words: "Тула, ул. Мира, 1".into(),
            ..by_carrier()
        };
        let found = requisites(&door);
        assert!(found.contains(&("Адрес доставки".to_owned(), "Тула, ул. Мира, 1".to_owned())));
        assert!(!found.iter().any(|(name, _)| name == "Отделение перевозчика"));
    }
}
