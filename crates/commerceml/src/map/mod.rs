//! What the elements of one object mean: from its small tree to the events of [`crate::model`].
//!
//! Names are local names. Every spelling of the same fact that is known from the field is read here and nowhere else.

use crate::fragment::Node;
use crate::model::Event;

mod classifier;
mod documents;
mod goods;

/// Kinds of objects that are read as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ObjectKind {
    /// Группа with the groups inside it.
    Group,
    /// Свойство, СвойствоНоменклатуры.
    Property,
    /// ТипЦены.
    PriceType,
    /// Склад.
    Warehouse,
    /// ЕдиницаИзмерения, Единица.
    Unit,
    /// Товар.
    Product,
    /// Предложение.
    Offer,
    /// Документ with the documents under it.
    Document,
    /// Контрагент.
    Counterparty,
}

impl ObjectKind {
    /// Whether an element of a list of this kind is such an object.
    pub(crate) fn is_named(self, name: &str) -> bool {
        match self {
            Self::Group => name == "Группа",
            Self::Property => matches!(name, "Свойство" | "СвойствоНоменклатуры"),
            Self::PriceType => name == "ТипЦены",
            Self::Warehouse => name == "Склад",
            Self::Unit => matches!(name, "ЕдиницаИзмерения" | "Единица"),
            Self::Product => name == "Товар",
            Self::Offer => name == "Предложение",
            Self::Document => name == "Документ",
            Self::Counterparty => name == "Контрагент",
        }
    }
}

/// Adds what the object holds, a container before what it contains.
pub(crate) fn events(kind: ObjectKind, node: Node<'_>, out: &mut Vec<Event>) {
    match kind {
        ObjectKind::Group => classifier::groups(node, None, out),
        ObjectKind::Property => out.push(Event::Property(classifier::property(node))),
        ObjectKind::PriceType => out.push(Event::PriceType(classifier::price_type(node))),
        ObjectKind::Warehouse => out.push(Event::Warehouse(classifier::warehouse(node))),
        ObjectKind::Unit => out.push(Event::Unit(goods::unit(node))),
        ObjectKind::Product => out.push(Event::Product(Box::new(goods::product(node)))),
        ObjectKind::Offer => out.push(Event::Offer(Box::new(goods::offer(node)))),
        ObjectKind::Document => documents::documents(node, "", out),
        ObjectKind::Counterparty => out.push(Event::Counterparty(Box::new(documents::counterparty(node)))),
    }
}

/// A boolean as 1C and site modules write it; `None` for anything else.
pub(crate) fn boolean(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "true" | "1" | "да" | "истина" => Some(true),
        "false" | "0" | "нет" | "ложь" => Some(false),
        _ => None,
    }
}

/// The three spellings of deletion: `@Статус`, `<Статус>`, `<ПометкаУдаления>` of the object itself.
fn is_deleted(node: Node<'_>) -> bool {
    let says_deleted = |text: &str| matches!(text.to_lowercase().as_str(), "удален" | "удалён" | "удалена");
    node.attribute("Статус").is_some_and(says_deleted)
        || node.children_named("Статус").any(|status| says_deleted(status.text()))
        || node
            .children_named("ПометкаУдаления")
            .any(|mark| boolean(mark.text()) == Some(true))
}

/// ЗначенияРеквизитов: name and value; a requisite with several values gives several pairs.
fn requisites(node: Node<'_>) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for requisite in node.items("ЗначенияРеквизитов", "ЗначениеРеквизита") {
        push_values(&mut pairs, requisite.value("Наименование"), requisite);
    }
    pairs
}

/// Adds a pair for each Значение; one empty pair when there is none, because that says "cleared".
fn push_values(pairs: &mut Vec<(String, String)>, key: String, node: Node<'_>) {
    let before = pairs.len();
    pairs.extend(
        node.children_named("Значение")
            .map(|value| (key.clone(), value.text().to_owned())),
    );
    if pairs.len() == before {
        pairs.push((key, String::new()));
    }
}

/// The first requisite of this name that is not empty.
fn requisite(requisites: &[(String, String)], name: &str) -> Option<String> {
    requisites
        .iter()
        .find(|(key, value)| key == name && !value.is_empty())
        .map(|(_, value)| value.clone())
}
