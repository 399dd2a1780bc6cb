//! Products, offers, their units, prices and stock.

use super::{is_deleted, push_values, requisite, requisites};
use crate::fragment::Node;
use crate::model::{Characteristic, Offer, Price, Product, Stock, Unit, UnitConversion};

/// A characteristic id that 1C writes for "none".
const NO_CHARACTERISTIC: &str = "00000000-0000-0000-0000-000000000000";

/// Товар of the catalogue.
pub(super) fn product(node: Node<'_>) -> Product {
    let requisites = requisites(node);
    Product {
        id: id_with_characteristic(node),
        barcodes: texts(node, "Штрихкод"),
        article: node.value("Артикул"),
        name: node.value("Наименование"),
        full_name: requisite(&requisites, "Полное наименование").unwrap_or_else(|| node.value("ПолноеНаименование")),
        unit: node.child("БазоваяЕдиница").map(unit),
        groups: node
            .items("Группы", "Ид")
            .map(|id| id.text().to_owned())
            .filter(|id| !id.is_empty())
            .collect(),
        maker: maker(node),
        taxes: node
            .items("СтавкиНалогов", "СтавкаНалога")
            .map(|tax| (tax.value("Наименование"), tax.value("Ставка")))
            .collect(),
        characteristics: characteristics(node),
        description: node.value("Описание"),
        pictures: texts(node, "Картинка"),
        files: files(node, &requisites),
        analogues: node
            .items("Аналоги", "Аналог")
            .map(|analogue| {
                let id = id_with_characteristic(analogue);
                if id.is_empty() { analogue.text().to_owned() } else { id }
            })
            .filter(|id| !id.is_empty())
            .collect(),
        properties: properties(node),
        weight: node
            .said("Вес")
            .or_else(|| requisite(&requisites, "Вес"))
            .unwrap_or_default(),
        requisites,
        prices: prices(node).unwrap_or_default(),
        stock: stock(node).unwrap_or_default(),
        total_quantity: total_quantity(node),
        is_deleted: is_deleted(node),
    }
}

/// Предложение.
pub(super) fn offer(node: Node<'_>) -> Offer {
    Offer {
        id: id_with_characteristic(node),
        article: node.value("Артикул"),
        name: node.value("Наименование"),
        barcodes: texts(node, "Штрихкод"),
        unit: node.child("БазоваяЕдиница").map(unit),
        characteristics: characteristics(node),
        pictures: texts(node, "Картинка"),
        properties: properties(node),
        prices: prices(node),
        stock: stock(node),
        total_quantity: total_quantity(node),
        is_deleted: is_deleted(node),
    }
}

/// A unit in any of its shapes: attributes and text, a bare code, or an object with children.
pub(super) fn unit(node: Node<'_>) -> Unit {
    let fact = |name: &'static str| node.attribute(name).map_or_else(|| node.value(name), str::to_owned);
    let mut unit = Unit {
        id: node.value("Ид"),
        code: fact("Код"),
        name: fact("НаименованиеКраткое"),
        full_name: fact("НаименованиеПолное"),
        international: fact("МеждународноеСокращение"),
        conversions: node.children_named("Пересчет").map(conversion).collect(),
    };
    let text = node.text();
    if unit.code.is_empty() && !text.is_empty() && text.chars().all(|digit| digit.is_ascii_digit()) {
        unit.code = text.to_owned();
    } else if unit.id.is_empty() && looks_like_uuid(text) {
        unit.id = text.to_owned();
    } else if unit.name.is_empty() && text != unit.code {
        unit.name = text.to_owned();
    }
    if unit.name.is_empty() {
        unit.name = node.value("Наименование");
    }
    unit
}

/// ЦенаЗаЕдиницу of the price types; `None` when Цены is absent.
fn prices(node: Node<'_>) -> Option<Vec<Price>> {
    node.child("Цены")?;
    Some(node.items("Цены", "Цена").map(price).collect())
}

fn price(node: Node<'_>) -> Price {
    Price {
        price_type: node.value("ИдТипаЦены"),
        amount: node.value("ЦенаЗаЕдиницу"),
        currency: node.value("Валюта"),
        unit: node.value("Единица"),
        factor: node.value("Коэффициент"),
        min_quantity: node.value("МинКоличество"),
    }
}

/// Stock by warehouse; `None` when no spelling of it names a warehouse.
///
/// Spellings: `Склад` with attributes (2.06+), `Склады` with the same attributes (light update),
/// `Склады/Склад`, and `Остатки/Остаток/Склад` with children (3.1).
fn stock(node: Node<'_>) -> Option<Vec<Stock>> {
    let mut rows: Vec<Stock> = Vec::new();
    for child in node.children() {
        match child.name() {
            "Склад" => rows.extend(stock_row(child)),
            "Склады" => {
                rows.extend(stock_row(child));
                rows.extend(child.children_named("Склад").filter_map(stock_row));
            }
            "Остатки" => {
                rows.extend(child.items("Остаток", "Склад").filter_map(stock_row));
            }
            _ => {}
        }
    }
    (!rows.is_empty()).then_some(rows)
}

fn stock_row(node: Node<'_>) -> Option<Stock> {
    let fact = |attribute: &'static str, child: &'static str| {
        let said = node.attribute(attribute).map(str::to_owned);
        said.unwrap_or_else(|| node.first_of(&[child, attribute]))
    };
    let warehouse = fact("ИдСклада", "Ид");
    (!warehouse.is_empty()).then(|| Stock {
        warehouse,
        quantity: fact("КоличествоНаСкладе", "Количество"),
    })
}

/// Количество of the object, or of an Остаток that names no warehouse; an empty element says nothing.
fn total_quantity(node: Node<'_>) -> Option<String> {
    let own = node.said("Количество").filter(|quantity| !quantity.is_empty());
    own.or_else(|| {
        let without_warehouse = node
            .items("Остатки", "Остаток")
            .find(|rest| rest.child("Склад").is_none());
        without_warehouse
            .and_then(|rest| rest.said("Количество"))
            .filter(|quantity| !quantity.is_empty())
    })
}

/// Ид, with a separate ИдХарактеристики joined by `#`.
fn id_with_characteristic(node: Node<'_>) -> String {
    let id = node.value("Ид");
    let characteristic = node.value("ИдХарактеристики");
    if id.contains('#') || characteristic.is_empty() || characteristic == NO_CHARACTERISTIC {
        id
    } else {
        format!("{id}#{characteristic}")
    }
}

fn characteristics(node: Node<'_>) -> Vec<Characteristic> {
    node.items("ХарактеристикиТовара", "ХарактеристикаТовара")
        .map(|item| Characteristic {
            id: item.value("Ид"),
            name: item.value("Наименование"),
            value: item.value("Значение"),
        })
        .collect()
}

fn properties(node: Node<'_>) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for list in node.children_named("ЗначенияСвойств") {
        for item in list
            .children()
            .filter(|item| matches!(item.name(), "ЗначенияСвойства" | "ЗначениеСвойства"))
        {
            match item.said("ИдЗначения").filter(|id| !id.is_empty()) {
                Some(value_id) => pairs.push((item.value("Ид"), value_id)),
                None => push_values(&mut pairs, item.value("Ид"), item),
            }
        }
    }
    pairs
}

/// Files of a product by their paths, each once; a title that comes apart from its path is put to it.
///
/// Spellings: `Файл` with a text or with children, requisites «Файл» (`path` or `path#title`) and «ОписаниеФайла»
/// (`path#title`), which УТ writes for pictures too.
fn files(node: Node<'_>, requisites: &[(String, String)]) -> Vec<(String, String)> {
    let split = |written: &str| match written.split_once('#') {
        Some((path, title)) => (path.trim().to_owned(), title.trim().to_owned()),
        None => (written.trim().to_owned(), String::new()),
    };
    let elements = node.children_named("Файл").map(|file| {
        let path = file.first_of(&["Путь", "ИмяФайла", "Ид"]);
        if path.is_empty() {
            split(file.text())
        } else {
            (path, file.first_of(&["Наименование", "Описание"]))
        }
    });
    let named = requisites
        .iter()
        .filter(|(name, _)| matches!(name.trim(), "Файл" | "ОписаниеФайла"))
        .map(|(_, value)| split(value));
    let mut files: Vec<(String, String)> = Vec::new();
    for (path, title) in elements.chain(named).filter(|(path, _)| !path.is_empty()) {
        match files.iter_mut().find(|(known, _)| *known == path) {
            Some((_, known)) if known.is_empty() => *known = title,
            Some(_) => {}
            None => files.push((path, title)),
        }
    }
    files
}

fn maker(node: Node<'_>) -> String {
    let named = node
        .child("Изготовитель")
        .map(|maker| maker.first_of(&["Наименование", "ОфициальноеНаименование"]));
    named
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| node.value("ТорговаяМарка"))
}

fn conversion(node: Node<'_>) -> UnitConversion {
    let unit = node.child("Единица");
    let code = unit
        .map(|unit| unit.first_of(&["Код", "НаименованиеКраткое", "Ид"]))
        .unwrap_or_default();
    UnitConversion {
        unit: if code.is_empty() {
            node.value("Единица")
        } else {
            code
        },
        factor: node.value("Коэффициент"),
    }
}

fn texts(node: Node<'_>, name: &'static str) -> Vec<String> {
    node.children_named(name)
        .map(|child| child.text().to_owned())
        .filter(|text| !text.is_empty())
        .collect()
}

fn looks_like_uuid(text: &str) -> bool {
    text.len() == 36
        && text
            .chars()
            .all(|character| character == '-' || character.is_ascii_hexdigit())
}
