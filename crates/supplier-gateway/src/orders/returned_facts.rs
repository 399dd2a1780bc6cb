//! What a returned document says of an order besides its lines.
//!
//! A document that says whether it is posted speaks in full: УТ writes payment and shipment only when nothing is left,
//! so what it leaves out is not so. A document that is silent about posting brings news only of what it names.

use crate::orders::document::OnecFacts;
use crate::orders::local_time::iso_date_of;
use commerceml::model::Document;

const NUMBER: &[&str] = &["номерпо1с", "номер1с"];
const DATE: &[&str] = &["датапо1с", "дата1с"];
const POSTED: &[&str] = &["проведен"];
const DELETED: &[&str] = &["пометкаудаления"];
const CANCELLED: &[&str] = &["отменен"];
const PAYMENT_NUMBER: &[&str] = &["номероплатыпо1с", "номероплаты1с"];
const PAYMENT_DATE: &[&str] = &["датаоплатыпо1с", "датаоплаты1с"];
const SHIPMENT_NUMBER: &[&str] = &["номеротгрузкипо1с", "номеротгрузки1с"];
const SHIPMENT_DATE: &[&str] = &["датаотгрузкипо1с", "датаотгрузки1с"];

/// The facts after a document, given those before it.
pub(super) fn facts_after(before: &OnecFacts, document: &Document, has_lines_left: bool) -> OnecFacts {
    let named = |names: &[&str]| requisite(document, names);
    let text = |element: &str, names: &[&str]| {
        let own = element.trim();
        if own.is_empty() {
            named(names).unwrap_or_default().to_owned()
        } else {
            own.to_owned()
        }
    };
    let speaks_in_full = named(POSTED).is_some();
    let news = |new: String, old: &str| {
        if new.is_empty() && !speaks_in_full {
            old.to_owned()
        } else {
            new
        }
    };
    let date = |names: &[&str]| named(names).and_then(iso_date_of).unwrap_or_default();
    let keep = |new: String, old: &str| if new.is_empty() { old.to_owned() } else { new };
    let payment_number = news(text("", PAYMENT_NUMBER), &before.payment_number);
    let shipment_number = news(text("", SHIPMENT_NUMBER), &before.shipment_number);
    OnecFacts {
        // A number once given is not taken back.
        number: keep(text(&document.onec_number, NUMBER), &before.number),
        date: keep(
            iso_date_of(&text(&document.onec_date, DATE)).unwrap_or_default(),
            &before.date,
        ),
        is_posted: named(POSTED).map_or(before.is_posted, is_true),
        is_cancelled: document.is_deleted
            || named(DELETED).is_some_and(is_true)
            || named(CANCELLED).is_some_and(is_true)
            || !has_lines_left,
        payment_date: news(date(PAYMENT_DATE), &before.payment_date),
        shipment_date: news(date(SHIPMENT_DATE), &before.shipment_date),
        payment_number,
        shipment_number,
        due_date: news(iso_date_of(&document.due_date).unwrap_or_default(), &before.due_date),
    }
}

/// Whether the document is an order at all; older exporters leave the operation out.
pub(super) fn is_order(document: &Document) -> bool {
    let operation = folded(&document.operation);
    operation.is_empty() || operation == "заказтовара"
}

fn requisite<'a>(document: &'a Document, names: &[&str]) -> Option<&'a str> {
    document
        .requisites
        .iter()
        .find(|(name, value)| names.contains(&folded(name).as_str()) && !value.trim().is_empty())
        .map(|(_, value)| value.trim())
}

/// Lower case, without blanks, with one letter for what looks alike: "Номер по 1C" may have either C.
fn folded(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace() && *c != '_')
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'c' => 'с',
            'ё' => 'е',
            other => other,
        })
        .collect()
}

fn is_true(text: &str) -> bool {
    matches!(folded(text).as_str(), "true" | "1" | "да" | "истина")
}

#[cfg(test)]
mod tests {
    use super::*;
    use cabinet_domain::order::OrderState;

    fn document(requisites: &[(&str, &str)]) -> Document {
        Document {
            requisites: requisites
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            ..Document::default()
        }
    }

    #[test]
    fn each_spelling_is_understood() {
        for (name, requisites, state) in [
            ("nothing", vec![], OrderState::Held),
            (
                "taken",
                vec![("Номер по 1С", "A-1"), ("Проведен", "false")],
                OrderState::Taken,
            ),
            (
                "a Latin C",
                vec![("Номер по 1C", "A-1"), ("Проведён", "true")],
                OrderState::Reserved,
            ),
            (
                "3.1",
                vec![("Номер1С", "A-1"), ("Проведен", "true"), ("НомерОтгрузки1С", "S-1")],
                OrderState::Shipped,
            ),
            (
                "paid",
                vec![
                    ("Номер по 1С", "A-1"),
                    ("Проведен", "true"),
                    ("Номер оплаты по 1С", "P"),
                ],
                OrderState::Paid,
            ),
            (
                "cancelled",
                vec![("Номер по 1С", "A-1"), ("Отменен", "true")],
                OrderState::Cancelled,
            ),
            (
                "deleted",
                vec![("Номер по 1С", "A-1"), ("ПометкаУдаления", "true")],
                OrderState::Cancelled,
            ),
            (
                "not deleted",
                vec![("Номер по 1С", "A-1"), ("ПометкаУдаления", "false")],
                OrderState::Taken,
            ),
        ] {
            assert_eq!(
                facts_after(&OnecFacts::default(), &document(&requisites), true).state(),
                state,
                "{name}"
            );
        }
        assert_eq!(
            facts_after(&OnecFacts::default(), &document(&[]), false).state(),
            OrderState::Cancelled
        );
    }

    #[test]
    fn silence_takes_nothing_back_unless_the_document_speaks_in_full() {
        let paid = OnecFacts {
            number: "A-1".into(),
            payment_number: "P-1".into(),
            is_posted: true,
            ..OnecFacts::default()
        };
        let silent = facts_after(&paid, &document(&[("Номер по 1С", "A-1")]), true);
        assert_eq!(silent, paid);
        let full = facts_after(&paid, &document(&[("Проведен", "true")]), true);
        assert_eq!((full.number.as_str(), full.payment_number.as_str()), ("A-1", ""));
    }
}
