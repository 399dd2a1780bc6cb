//! The list of what is in an archive, and of what is not: a table that spreadsheets open at a click.

use super::contents::Entry;
use crate::error::{CommandError, ErrorCode};
use cabinet_documents::sheet::{Sheet, Value, csv};
use cabinet_domain::money::hundredths_text;

const HEADS_RU: [&str; 8] = ["Вид", "Номер", "Дата", "Заказ", "Сумма", "Валюта", "Файл", "Примечание"];
const HEADS_UK: [&str; 8] = [
    "Вид",
    "Номер",
    "Дата",
    "Замовлення",
    "Сума",
    "Валюта",
    "Файл",
    "Примітка",
];

/// The name of the list in the archive.
pub(super) const fn file_name(is_ukrainian: bool) -> &'static str {
    if is_ukrainian {
        "Перелік.csv"
    } else {
        "Опись.csv"
    }
}

/// The row of a paper; without a file it says why.
pub(super) fn row(entry: &Entry, file: Option<&str>, error: Option<&CommandError>, is_ukrainian: bool) -> Vec<Value> {
    let note = match (file, error) {
        (Some(_), _) => String::new(),
        (None, Some(error)) if error.code == ErrorCode::Offline && is_ukrainian => {
            "файл не отримано: немає зв’язку".to_owned()
        }
        (None, Some(error)) if error.code == ErrorCode::Offline => "файл не получен: нет связи".to_owned(),
        (None, Some(_)) if is_ukrainian => "файл не отримано".to_owned(),
        (None, Some(_)) => "файл не получен".to_owned(),
        (None, None) if is_ukrainian => "постачальник надіслав без файлу".to_owned(),
        (None, None) => "поставщик прислал без файла".to_owned(),
    };
    vec![
        text(kind_word(&entry.kind, is_ukrainian)),
        text(&entry.number),
        text(&entry.date),
        text(&entry.order_number),
        entry
            .total_minor
            .map_or(Value::Empty, |minor| Value::Number(hundredths_text(minor))),
        text(&entry.currency),
        text(file.unwrap_or_default()),
        text(&note),
    ]
}

/// The whole list.
pub(super) fn table(rows: Vec<Vec<Value>>, is_ukrainian: bool) -> String {
    let heads = if is_ukrainian { HEADS_UK } else { HEADS_RU };
    csv(&Sheet {
        name: String::new(),
        heads: heads.iter().map(|head| (*head).to_owned()).collect(),
        rows,
    })
}

fn text(text: &str) -> Value {
    if text.is_empty() {
        Value::Empty
    } else {
        Value::Text(text.to_owned())
    }
}

fn kind_word(kind: &str, is_ukrainian: bool) -> &str {
    let (ru, uk) = match kind {
        "invoice" => ("Счёт (напечатан здесь)", "Рахунок (надрукований тут)"),
        "torg12" => ("ТОРГ-12 (напечатана здесь)", "ТОРГ-12 (надрукована тут)"),
        "upd_invoice" | "upd_transfer" => ("УПД (напечатан здесь)", "УПД (надрукований тут)"),
        "vydatkova" => (
            "Расходная накладная (напечатана здесь)",
            "Видаткова накладна (надрукована тут)",
        ),
        "ttn" => ("ТТН (напечатана здесь)", "ТТН (надрукована тут)"),
        "bill" => ("Счёт", "Рахунок"),
        "shipment" => ("Накладная", "Накладна"),
        "upd" => ("УПД", "УПД"),
        "tax_invoice" => ("Счёт-фактура", "Податкова накладна"),
        "payment" => ("Оплата", "Оплата"),
        "refund" => ("Возврат денег", "Повернення коштів"),
        "return" => ("Возврат товара", "Повернення товару"),
        "reconciliation" => ("Акт сверки", "Акт звірки"),
        _ => ("Документ", "Документ"),
    };
    if is_ukrainian { uk } else { ru }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_the_supplier_is_no_formula() {
        let list = table(vec![vec![text("=1+1"), text("УТ-1"), text("")]], false);
        assert!(list.ends_with("\r\n'=1+1;УТ-1;\r\n"), "{list}");
    }
}
