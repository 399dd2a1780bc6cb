//! A report as a table to be taken away, with a row of sums for each currency at its end.

use super::{PurchaseReport, ReportBy, ReportLeftOut, ReportQuery, ReportRowView, ReportTotal};
use cabinet_documents::sheet::{Sheet, Value};
use cabinet_domain::money::hundredths_text;
use cabinet_domain::quantity::Quantity;

/// What the file is called.
pub(super) fn title(query: &ReportQuery, is_ukrainian: bool) -> String {
    let word = word(is_ukrainian);
    let mut title = match query.by {
        ReportBy::Month => word("Закупки по месяцам", "Закупівлі за місяцями"),
        ReportBy::Goods => word("Закупки по товарам", "Закупівлі за товарами"),
        ReportBy::Entity => word("Закупки по юрлицам", "Закупівлі за юрособами"),
        ReportBy::Person => word("Закупки по людям", "Закупівлі за людьми"),
    };
    for (preposition, day) in [(word("с", "з"), &query.from), (word("по", "до"), &query.to)] {
        if let Some(day) = day {
            title = format!("{title} {preposition} {day}");
        }
    }
    title
}

/// The table.
pub(super) fn sheet(report: &PurchaseReport, by: ReportBy, is_ukrainian: bool) -> Sheet {
    let word = word(is_ukrainian);
    let first = match by {
        ReportBy::Month => word("Месяц", "Місяць"),
        ReportBy::Goods => word("Наименование", "Найменування"),
        ReportBy::Entity => word("Юрлицо", "Юрособа"),
        ReportBy::Person => word("Кто заказал", "Хто замовив"),
    };
    let is_goods = by == ReportBy::Goods;
    let mut heads = Vec::new();
    if is_goods {
        heads.push(word("Артикул", "Артикул"));
    }
    heads.push(first);
    if is_goods {
        heads.extend([
            word("Количество", "Кількість"),
            word("Возвращено, кол-во", "Повернено, к-сть"),
            word("Ед.", "Од."),
        ]);
    }
    heads.extend([
        word("Заказов", "Замовлень"),
        word("Куплено с НДС", "Куплено з ПДВ"),
        word("Возвращено", "Повернено"),
        word("Итого", "Разом"),
        word("Валюта", "Валюта"),
        word("Доля, %", "Частка, %"),
    ]);
    let unknown = if is_goods {
        word("Товар в документе не назван", "Товар у документі не названо")
    } else {
        word("не указан", "не вказано")
    };
    let mut rows: Vec<Vec<Value>> = report.rows.iter().map(|row| cells(row, by, &unknown)).collect();
    let all = word("Всего", "Усього");
    rows.extend(report.totals.iter().map(|total| sums(total, is_goods, &all)));
    Sheet {
        name: word("Закупки", "Закупівлі"),
        heads,
        rows,
    }
}

/// Below the sums, a line each: of which legal entities the table is, what it was narrowed to, and what is not in it. A file
/// that is passed on must say so itself.
pub(super) fn say_what_is_in_it(
    sheet: &mut Sheet,
    query: &ReportQuery,
    entities: &[&str],
    left_out: ReportLeftOut,
    is_ukrainian: bool,
) {
    let word = word(is_ukrainian);
    let mut lines = vec![format!("{}: {}", word("Юрлица", "Юрособи"), entities.join(", "))];
    for (preposition, day) in [(word("С", "З"), &query.from), (word("По", "До"), &query.to)] {
        if let Some(day) = day {
            lines.push(format!("{preposition}: {day}"));
        }
    }
    if !query.goods.trim().is_empty() {
        lines.push(format!("{}: {}", word("Товары", "Товари"), query.goods.trim()));
    }
    if let Some(person) = &query.person {
        let nobody = word("не указан", "не вказано");
        let person = if person.is_empty() { &nobody } else { person };
        lines.push(format!("{}: {person}", word("Кто заказал", "Хто замовив")));
    }
    for (count, what) in [
        (
            left_out.cancelled_orders,
            word("Не вошли отменённые заказы", "Не увійшли скасовані замовлення"),
        ),
        (
            left_out.dropped_lines,
            word(
                "Не вошли снятые поставщиком строки",
                "Не увійшли зняті постачальником рядки",
            ),
        ),
        (
            left_out.returns_without_sum,
            word(
                "Не вошли документы возврата без суммы",
                "Не увійшли документи повернення без суми",
            ),
        ),
    ] {
        if count > 0 {
            lines.push(format!("{what}: {count}"));
        }
    }
    let width = sheet.heads.len();
    let row = |first: Value| {
        let mut row = vec![Value::Empty; width];
        if let Some(cell) = row.first_mut() {
            *cell = first;
        }
        row
    };
    sheet.rows.push(row(Value::Empty));
    sheet.rows.extend(lines.into_iter().map(|line| row(Value::Text(line))));
}

fn word(is_ukrainian: bool) -> impl Fn(&str, &str) -> String + Copy {
    move |russian, ukrainian| if is_ukrainian { ukrainian } else { russian }.to_owned()
}

fn money(minor: i64) -> Value {
    Value::Price(hundredths_text(minor))
}

fn cells(row: &ReportRowView, by: ReportBy, unknown: &str) -> Vec<Value> {
    let is_goods = by == ReportBy::Goods;
    let mut cells = Vec::with_capacity(11);
    if is_goods {
        cells.push(Value::Text(row.article.clone()));
    }
    let name = match by {
        ReportBy::Goods | ReportBy::Entity => &row.name,
        ReportBy::Month | ReportBy::Person => &row.key,
    };
    cells.push(Value::Text(if name.is_empty() { unknown } else { name }.to_owned()));
    if is_goods {
        let quantity = |milli: Option<i64>| Value::Number(Quantity::from_milli(milli.unwrap_or(0)).to_decimal());
        cells.push(quantity(row.quantity_milli));
        cells.push(quantity(row.returned_milli));
        cells.push(Value::Text(row.unit.clone()));
    }
    cells.push(Value::Number(row.orders.to_string()));
    cells.extend([row.total_minor, row.returned_minor, row.net_minor].map(money));
    cells.push(Value::Text(row.currency.clone()));
    cells.push(Value::Number(hundredths_text(i64::from(row.share_bp))));
    cells
}

fn sums(total: &ReportTotal, is_goods: bool, all: &str) -> Vec<Value> {
    let mut cells = Vec::with_capacity(11);
    if is_goods {
        cells.push(Value::Empty);
    }
    cells.push(Value::Text(all.to_owned()));
    if is_goods {
        cells.extend([Value::Empty, Value::Empty, Value::Empty]);
    }
    cells.push(Value::Number(total.orders.to_string()));
    cells.extend([total.total_minor, total.returned_minor, total.net_minor].map(money));
    cells.push(Value::Text(total.currency.clone()));
    cells.push(Value::Empty);
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::purchases::ReportLeftOut;

    fn report() -> PurchaseReport {
        PurchaseReport {
            rows: vec![ReportRowView {
                key: "i1".to_owned(),
                article: "007".to_owned(),
                name: "Болт".to_owned(),
                unit: "шт".to_owned(),
                currency: "RUB".to_owned(),
                orders: 2,
                quantity_milli: Some(12_500),
                returned_milli: Some(500),
                total_minor: 12_345,
                returned_minor: 45,
                net_minor: 12_300,
                share_bp: 10_000,
            }],
            totals: vec![ReportTotal {
                currency: "RUB".to_owned(),
                total_minor: 12_345,
                returned_minor: 45,
                net_minor: 12_300,
                orders: 2,
            }],
            left_out: ReportLeftOut::default(),
        }
    }

    #[test]
    fn each_row_has_a_value_for_each_head_and_the_sums_stand_at_the_end() {
        for by in [ReportBy::Month, ReportBy::Goods, ReportBy::Entity, ReportBy::Person] {
            for is_ukrainian in [false, true] {
                let sheet = sheet(&report(), by, is_ukrainian);
                assert_eq!(sheet.rows.len(), 2);
                for row in &sheet.rows {
                    assert_eq!(row.len(), sheet.heads.len(), "{by:?}");
                }
            }
        }
        let goods = sheet(&report(), ReportBy::Goods, false);
        let text = |word: &str| Value::Text(word.to_owned());
        let number = |digits: &str| Value::Number(digits.to_owned());
        let price = |digits: &str| Value::Price(digits.to_owned());
        assert_eq!(
            goods.rows[0],
            [
                text("007"),
                text("Болт"),
                number("12.5"),
                number("0.5"),
                text("шт"),
                number("2"),
                price("123.45"),
                price("0.45"),
                price("123.00"),
                text("RUB"),
                number("100.00")
            ]
        );
        assert_eq!(
            (&goods.rows[1][1], &goods.rows[1][8]),
            (&text("Всего"), &price("123.00"))
        );
    }

    #[test]
    fn below_the_sums_a_file_says_of_whom_it_is_and_what_is_not_in_it() {
        let mut query = ReportQuery {
            entity: None,
            from: Some("2026-01-01".to_owned()),
            to: None,
            by: ReportBy::Goods,
            goods: " болт ".to_owned(),
            person: Some(String::new()),
        };
        let left_out = ReportLeftOut {
            cancelled_orders: 2,
            dropped_lines: 0,
            returns_without_sum: 1,
        };
        let said = |query: &ReportQuery, left_out| -> Vec<Value> {
            let mut sheet = sheet(&report(), query.by, false);
            let before = sheet.rows.len();
            say_what_is_in_it(&mut sheet, query, &["ООО Ромашка", "ООО Василёк"], left_out, false);
            for row in &sheet.rows {
                assert_eq!(row.len(), sheet.heads.len());
            }
            let below = sheet.rows.split_off(before).into_iter();
            below.filter_map(|row| row.into_iter().next()).collect()
        };
        let text = |words: &str| Value::Text(words.to_owned());
        assert_eq!(
            said(&query, left_out),
            [
                Value::Empty,
                text("Юрлица: ООО Ромашка, ООО Василёк"),
                text("С: 2026-01-01"),
                text("Товары: болт"),
                text("Кто заказал: не указан"),
                text("Не вошли отменённые заказы: 2"),
                text("Не вошли документы возврата без суммы: 1"),
            ]
        );
        query.person = None;
        let plain = said(&query, ReportLeftOut::default());
        assert_eq!(plain.len(), 4, "{plain:?}");
    }

    #[test]
    fn a_file_says_what_is_in_it() {
        let query = ReportQuery {
            entity: None,
            from: Some("2026-01-01".to_owned()),
            to: None,
            by: ReportBy::Goods,
            goods: String::new(),
            person: None,
        };
        assert_eq!(title(&query, false), "Закупки по товарам с 2026-01-01");
        assert_eq!(title(&query, true), "Закупівлі за товарами з 2026-01-01");
    }
}
