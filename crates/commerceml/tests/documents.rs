//! Shapes of documents and counterparties.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use commerceml::model::{Counterparty, DocumentLine, DocumentPayment, Event, LineDiscount, LineTax, Unit};
use common::{documents, events};

fn text(value: &str) -> String {
    value.to_owned()
}

#[test]
fn a_returned_order_keeps_its_lines_and_the_marks_of_1c() {
    let read = documents(
        "<Документ><Ид>u</Ид><Номер>17</Номер><Дата>2024-05-06</Дата><ХозОперация>Заказ товара</ХозОперация>\
         <Роль>Продавец</Роль><Валюта>RUB</Валюта><Курс>1</Курс><Сумма>120.00</Сумма><СрокПлатежа>2024-05-20</СрокПлатежа><Оплаты><Оплата><НомерДокумента>П-1</НомерДокумента>\
         <НомерТранзакции>T</НомерТранзакции><ДатаОплаты>2024-05-08</ДатаОплаты><СуммаОплаты>20.5</СуммаОплаты></Оплата></Оплаты><Время>07:08:09</Время>\
         <Комментарий>Срочно</Комментарий><Контрагенты><Контрагент><Ид>k</Ид><Наименование>ООО Ромашка</Наименование>\
         <Роль>Покупатель</Роль><ОфициальноеНаименование>ООО \"Ромашка\"</ОфициальноеНаименование><ИНН>7707083893</ИНН>\
         <КПП>770701001</КПП><КодПоОКПО>00032537</КодПоОКПО><ЮридическийАдрес><Представление>Москва</Представление>\
         </ЮридическийАдрес><Контакты><Контакт><Тип>Почта</Тип><Значение>a@b.ru</Значение></Контакт></Контакты>\
         <Представители><Представитель><Контрагент><Ид>z</Ид></Контрагент></Представитель></Представители>\
         </Контрагент></Контрагенты>\
         <Склады><Склад><Ид>w</Ид><Наименование>Склад</Наименование></Склад></Склады>\
         <Товары><Товар><Ид>p#c</Ид><Артикул>A</Артикул><Наименование>Болт</Наименование>\
         <БазоваяЕдиница Код=\"796\">шт</БазоваяЕдиница><ЦенаЗаЕдиницу>10</ЦенаЗаЕдиницу><Количество>12</Количество>\
         <Сумма>120</Сумма><Единица>796</Единица><Коэффициент>1</Коэффициент><Налоги><Налог><Наименование>НДС</Наименование>\
         <УчтеноВСумме>true</УчтеноВСумме><Сумма>20</Сумма></Налог></Налоги><СтавкиНалогов><СтавкаНалога>\
         <Наименование>НДС</Наименование><Ставка>20</Ставка></СтавкаНалога></СтавкиНалогов><Скидки><Скидка>\
         <Наименование>Акция</Наименование><Сумма>5</Сумма><УчтеноВСумме>false</УчтеноВСумме></Скидка></Скидки></Товар></Товары>\
         <ЗначенияРеквизитов><ЗначениеРеквизита><Наименование>Номер по 1С</Наименование><Значение>УТ-1</Значение>\
         </ЗначениеРеквизита><ЗначениеРеквизита><Наименование>Дата по 1С</Наименование><Значение>2024-05-07</Значение>\
         </ЗначениеРеквизита><ЗначениеРеквизита><Наименование>ПометкаУдаления</Наименование><Значение>true</Значение>\
         </ЗначениеРеквизита></ЗначенияРеквизитов></Документ>",
    );
    let [order] = read.as_slice() else {
        panic!("one document was expected, not {read:?}")
    };
    let head = [
        &order.number,
        &order.date,
        &order.time,
        &order.operation,
        &order.total,
        &order.comment,
    ];
    assert_eq!(
        head,
        ["17", "2024-05-06", "07:08:09", "Заказ товара", "120.00", "Срочно"]
    );
    assert_eq!(
        (order.onec_number.as_str(), order.onec_date.as_str()),
        ("УТ-1", "2024-05-07")
    );
    assert_eq!(order.due_date, "2024-05-20");
    let payment = DocumentPayment {
        number: text("П-1"),
        transaction: text("T"),
        date: text("2024-05-08"),
        sum: text("20.5"),
    };
    assert_eq!(order.payments, [payment]);
    assert!(order.is_deleted);
    assert_eq!(order.requisites.len(), 3);
    let buyer = Counterparty {
        id: text("k"),
        name: text("ООО Ромашка"),
        role: text("Покупатель"),
        official_name: text("ООО \"Ромашка\""),
        inn: text("7707083893"),
        kpp: text("770701001"),
        okpo: text("00032537"),
        address: text("Москва"),
        contacts: vec![(text("Почта"), text("a@b.ru"))],
        ..Counterparty::default()
    };
    assert_eq!(order.counterparties, [buyer]);
    let line = DocumentLine {
        id: text("p#c"),
        article: text("A"),
        name: text("Болт"),
        unit: Some(Unit {
            code: text("796"),
            name: text("шт"),
            ..Unit::default()
        }),
        price: text("10"),
        quantity: text("12"),
        sum: text("120"),
        factor: text("1"),
        taxes: vec![LineTax {
            name: text("НДС"),
            rate: text("20"),
            is_included: Some(true),
            sum: text("20"),
        }],
        discounts: vec![LineDiscount {
            name: text("Акция"),
            is_included: Some(false),
            sum: text("5"),
        }],
        requisites: Vec::new(),
    };
    assert_eq!(order.lines, [line]);
}

#[test]
fn goods_warehouses_and_parties_of_a_document_are_not_events_of_their_own() {
    let read = events(
        "<Документ><Ид>1</Ид><Контрагенты><Контрагент><Ид>k</Ид></Контрагент></Контрагенты>\
         <Склады><Склад><Ид>w</Ид></Склад></Склады><Товары><Товар><Ид>p</Ид></Товар></Товары></Документ>",
    );
    assert!(
        matches!(&read[1..], [Event::Document(document)] if document.lines.len() == 1),
        "{read:?}"
    );
}

#[test]
fn a_container_binds_its_documents_to_the_order_in_it() {
    let read = documents(
        "<Контейнер><Документ><Ид>order</Ид><ХозОперация>Заказ товара</ХозОперация><Номер1С>УТ-2</Номер1С>\
         <Дата1С>2024-01-01</Дата1С></Документ><Документ><Ид>ship</Ид><ХозОперация>Отпуск товара</ХозОперация></Документ>\
         </Контейнер><Контейнер><Документ><Ид>pay</Ид><ХозОперация>Выплата безналичных денег</ХозОперация></Документ></Контейнер>",
    );
    let ids: Vec<(&str, &str)> = read
        .iter()
        .map(|document| (document.id.as_str(), document.parent.as_str()))
        .collect();
    assert_eq!(ids, [("order", ""), ("ship", "order"), ("pay", "")]);
    assert_eq!(
        (read[0].onec_number.as_str(), read[0].onec_date.as_str()),
        ("УТ-2", "2024-01-01")
    );
}

#[test]
fn documents_under_a_document_come_after_it_and_name_it() {
    let read = documents(
        "<Документ><Ид>a</Ид><ПодчиненныеДокументы><ПодчиненныйДокумент><Ид>b</Ид><ПодчиненныеДокументы>\
         <ПодчиненныйДокумент><Ид>c</Ид></ПодчиненныйДокумент></ПодчиненныеДокументы></ПодчиненныйДокумент>\
         </ПодчиненныеДокументы></Документ><Документ><Ид>d</Ид></Документ>",
    );
    let ids: Vec<(&str, &str)> = read
        .iter()
        .map(|document| (document.id.as_str(), document.parent.as_str()))
        .collect();
    assert_eq!(ids, [("a", ""), ("b", "a"), ("c", "b"), ("d", "")]);
}

#[test]
fn a_file_of_counterparties_gives_each_of_them() {
    let read = events(
        "<Контрагенты СодержитТолькоИзменения=\"true\"><Контрагент><Ид>1</Ид><Наименование>А</Наименование></Контрагент>\
         <Контрагент><Ид>2</Ид><ЕДРПОУ>32855961</ЕДРПОУ></Контрагент></Контрагенты>",
    );
    assert!(
        matches!(&read[1..], [Event::Counterparty(first), Event::Counterparty(second)]
            if first.name == "А" && second.edrpou == "32855961"),
        "{read:?}"
    );
}

#[test]
fn the_unit_and_price_of_a_3_1_line_are_read_from_their_own_elements() {
    let read = documents(
        "<Документ><Ид>1</Ид><Товары><Товар><Ид>p</Ид><Единица><Ид>796</Ид><НаименованиеКраткое>шт</НаименованиеКраткое>\
         <Код>796</Код></Единица><Цена>100</Цена></Товар></Товары></Документ>",
    );
    let line = &read[0].lines[0];
    assert_eq!(line.price, "100");
    assert_eq!(
        line.unit.as_ref().map(|unit| (unit.code.as_str(), unit.name.as_str())),
        Some(("796", "шт"))
    );
}
