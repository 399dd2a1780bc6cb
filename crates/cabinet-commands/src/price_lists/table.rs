//! A made list as a table with a row for each item and the group beside it: to be filtered and taken over by programs.

use super::file::stock_text;
use super::make::{Goods, Made};
use cabinet_documents::figures::price_decimal;
use cabinet_documents::sheet::{Sheet, Value};
use cabinet_documents::words::Language;
use cabinet_domain::quantity::Quantity;

const HEADS_RU: [&str; 10] = [
    "Группа",
    "Артикул",
    "Наименование",
    "Производитель",
    "Штрихкод",
    "Ед.",
    "В упаковке",
    "Цена",
    "Валюта",
    "Остаток",
];
const HEADS_UK: [&str; 10] = [
    "Група",
    "Артикул",
    "Найменування",
    "Виробник",
    "Штрихкод",
    "Од.",
    "В упаковці",
    "Ціна",
    "Валюта",
    "Залишок",
];

/// The table; stock is its last column, where the list shows it.
pub(super) fn sheet(made: &Made, name: &str) -> Sheet {
    let heads = match made.language {
        Language::Ru => HEADS_RU,
        Language::Uk => HEADS_UK,
    };
    let shown = if made.shows_stock {
        heads.len()
    } else {
        heads.len().saturating_sub(1)
    };
    Sheet {
        name: name.to_owned(),
        heads: heads.iter().take(shown).map(|head| (*head).to_owned()).collect(),
        rows: made.goods.iter().map(|goods| row(made, goods)).collect(),
    }
}

fn row(made: &Made, goods: &Goods) -> Vec<Value> {
    let quantity = |milli: i64| Value::Number(Quantity::from_milli(milli).to_decimal());
    let mut cells = vec![
        text(made.group(goods).map_or("", |group| &group.path)),
        text(&goods.article),
        text(&goods.name),
        text(&goods.brand),
        text(&goods.barcode),
        text(&goods.unit),
        goods.pack_milli.map_or(Value::Empty, quantity),
        Value::Price(price_decimal(goods.price_micro)),
        text(made.currency.code()),
    ];
    if made.shows_stock {
        cells.push(match goods.stock_milli {
            Some(milli) => quantity(milli),
            None => text(&stock_text(goods, made.language)),
        });
    }
    cells
}

fn text(text: &str) -> Value {
    if text.is_empty() {
        Value::Empty
    } else {
        Value::Text(text.to_owned())
    }
}
