//! Documents of `type=sale` and counterparties.

use super::goods::unit;
use super::{boolean, requisite, requisites};
use crate::fragment::Node;
use crate::model::{Counterparty, Document, DocumentLine, DocumentPayment, Event, LineDiscount, LineTax};

/// A document, then the documents under it.
pub(super) fn documents(node: Node<'_>, parent: &str, out: &mut Vec<Event>) {
    let document = document(node, parent);
    let id = document.id.clone();
    out.push(Event::Document(Box::new(document)));
    for list in node.children_named("ПодчиненныеДокументы") {
        for inner in list
            .children()
            .filter(|item| matches!(item.name(), "ПодчиненныйДокумент" | "Документ"))
        {
            documents(inner, &id, out);
        }
    }
}

fn document(node: Node<'_>, parent: &str) -> Document {
    let requisites = requisites(node);
    let said_by_onec =
        |element: &'static str, name: &str| requisite(&requisites, name).unwrap_or_else(|| node.value(element));
    Document {
        id: node.value("Ид"),
        number: node.value("Номер"),
        date: node.value("Дата"),
        time: node.value("Время"),
        operation: node.value("ХозОперация"),
        role: node.value("Роль"),
        currency: node.value("Валюта"),
        rate: node.value("Курс"),
        total: node.value("Сумма"),
        due_date: node.value("СрокПлатежа"),
        payments: node.items("Оплаты", "Оплата").map(payment).collect(),
        comment: node.value("Комментарий"),
        counterparties: node.items("Контрагенты", "Контрагент").map(counterparty).collect(),
        lines: node.items("Товары", "Товар").map(line).collect(),
        onec_number: said_by_onec("Номер1С", "Номер по 1С"),
        onec_date: said_by_onec("Дата1С", "Дата по 1С"),
        is_deleted: super::is_deleted(node)
            || requisite(&requisites, "ПометкаУдаления").is_some_and(|mark| boolean(&mark) == Some(true)),
        requisites,
        parent: parent.to_owned(),
    }
}

fn payment(node: Node<'_>) -> DocumentPayment {
    DocumentPayment {
        number: node.value("НомерДокумента"),
        transaction: node.value("НомерТранзакции"),
        date: node.value("ДатаОплаты"),
        sum: node.value("СуммаОплаты"),
    }
}

/// Контрагент of a document, or of a file of counterparties.
pub(super) fn counterparty(node: Node<'_>) -> Counterparty {
    let address = ["Адрес", "ЮридическийАдрес", "АдресРегистрации"]
        .iter()
        .filter_map(|name| node.child(name))
        .map(|address| address.value("Представление"))
        .find(|text| !text.is_empty());
    Counterparty {
        id: node.value("Ид"),
        name: node.value("Наименование"),
        role: node.value("Роль"),
        official_name: node.value("ОфициальноеНаименование"),
        full_name: node.value("ПолноеНаименование"),
        inn: node.value("ИНН"),
        kpp: node.value("КПП"),
        okpo: node.first_of(&["ОКПО", "КодПоОКПО"]),
        edrpou: node.value("ЕДРПОУ"),
        address: address.unwrap_or_default(),
        contacts: node
            .items("Контакты", "Контакт")
            .map(|contact| (contact.first_of(&["Тип", "КонтактВид"]), contact.value("Значение")))
            .collect(),
    }
}

fn line(node: Node<'_>) -> DocumentLine {
    DocumentLine {
        id: node.value("Ид"),
        article: node.value("Артикул"),
        name: node.value("Наименование"),
        unit: node.child("БазоваяЕдиница").or_else(|| node.child("Единица")).map(unit),
        price: node.first_of(&["ЦенаЗаЕдиницу", "Цена"]),
        quantity: node.value("Количество"),
        sum: node.value("Сумма"),
        factor: node.value("Коэффициент"),
        taxes: taxes(node),
        discounts: node
            .items("Скидки", "Скидка")
            .map(|discount| LineDiscount {
                name: discount.value("Наименование"),
                is_included: boolean(&discount.value("УчтеноВСумме")),
                sum: discount.value("Сумма"),
            })
            .collect(),
        requisites: requisites(node),
    }
}

/// Налоги with their sums; a rate that is missing there is taken from СтавкиНалогов, which otherwise stand alone.
fn taxes(node: Node<'_>) -> Vec<LineTax> {
    let rates: Vec<(String, String)> = node
        .items("СтавкиНалогов", "СтавкаНалога")
        .map(|tax| (tax.value("Наименование"), tax.value("Ставка")))
        .collect();
    let mut taxes: Vec<LineTax> = node
        .items("Налоги", "Налог")
        .map(|tax| LineTax {
            name: tax.value("Наименование"),
            rate: tax.value("Ставка"),
            is_included: boolean(&tax.value("УчтеноВСумме")),
            sum: tax.value("Сумма"),
        })
        .collect();
    for tax in taxes.iter_mut().filter(|tax| tax.rate.is_empty()) {
        if let Some((_, rate)) = rates.iter().find(|(name, _)| *name == tax.name) {
            tax.rate.clone_from(rate);
        }
    }
    if taxes.is_empty() {
        taxes.extend(rates.into_iter().map(|(name, rate)| LineTax {
            name,
            rate,
            ..LineTax::default()
        }));
    }
    taxes
}
