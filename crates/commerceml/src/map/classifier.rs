//! Groups, properties, price types and warehouses.

use super::{boolean, is_deleted};
use crate::fragment::Node;
use crate::model::{Event, Group, PriceType, Property, Warehouse};

/// A group, then the groups inside it.
pub(super) fn groups(node: Node<'_>, parent: Option<&str>, out: &mut Vec<Event>) {
    let id = node.value("Ид");
    out.push(Event::Group(Group {
        id: id.clone(),
        parent: parent.map(str::to_owned),
        name: node.value("Наименование"),
        is_deleted: is_deleted(node),
    }));
    for inner in node.items("Группы", "Группа") {
        groups(inner, Some(&id), out);
    }
}

/// Свойство, and СвойствоНоменклатуры of old files.
pub(super) fn property(node: Node<'_>) -> Property {
    Property {
        id: node.value("Ид"),
        name: node.value("Наименование"),
        value_type: node.first_of(&["ТипЗначений", "ТипыЗначений"]),
        variants: node.children_named("ВариантыЗначений").flat_map(variants).collect(),
        is_deleted: is_deleted(node),
    }
}

/// Справочник with its id, or a bare Значение, which is its own id.
fn variants<'a>(list: Node<'a>) -> impl Iterator<Item = (String, String)> + 'a {
    list.children().filter_map(|item| match item.name() {
        "Справочник" => Some((item.first_of(&["ИдЗначения", "Ид"]), item.value("Значение"))),
        "Значение" if !item.text().is_empty() => Some((item.text().to_owned(), item.text().to_owned())),
        _ => None,
    })
}

/// ТипЦены.
pub(super) fn price_type(node: Node<'_>) -> PriceType {
    PriceType {
        id: node.value("Ид"),
        name: node.value("Наименование"),
        currency: node.value("Валюта"),
        includes_tax: node.child("Налог").and_then(|tax| boolean(&tax.value("УчтеноВСумме"))),
        is_deleted: is_deleted(node),
    }
}

/// Склад as an object: with a name, unlike the `Склад` of an offer.
pub(super) fn warehouse(node: Node<'_>) -> Warehouse {
    Warehouse {
        id: node.value("Ид"),
        name: node.value("Наименование"),
        address: node
            .child("Адрес")
            .map(|address| address.value("Представление"))
            .unwrap_or_default(),
        is_deleted: is_deleted(node),
    }
}
