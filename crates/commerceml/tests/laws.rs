//! Laws: no input panics, and what is written is read back as it was.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use commerceml::model::{
    Counterparty, Document, DocumentLine, Event, LineDiscount, LineTax, Offer, Price, Product, Stock, Unit,
};
use commerceml::writer::catalogue::{CatalogueWriter, Classifier, ExportHeader};
use commerceml::writer::offers::{OfferChangesWriter, OfferLists, OffersWriter};
use commerceml::writer::orders::write_orders;
use common::{file, try_events};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};

const RICH: &str = "<Классификатор><Группы><Группа><Ид>g</Ид><Группы><Группа><Ид>h</Ид></Группа></Группы></Группа></Группы>\
    </Классификатор><Каталог СодержитТолькоИзменения=\"true\"><Товары><Товар Статус=\"Удален\"><Ид>p&amp;q</Ид>\
    <Наименование><![CDATA[<x>]]></Наименование><!-- note --></Товар></Товары></Каталог><Контейнер><Документ><Ид>1</Ид>\
    <Товары><Товар><Ид>p</Ид></Товар></Товары></Документ></Контейнер>";

/// A text as 1C may hold it: anything legal, without blanks around.
fn text() -> impl Strategy<Value = String> {
    "[а-яА-ЯїґєA-Za-z0-9<>&\"' #,.\\-\t\n\r№½\u{1f529}]{0,24}".prop_map(|text| text.trim().to_owned())
}

fn filled() -> impl Strategy<Value = String> {
    "[а-яїґA-Z<&\"]{1,3}[а-я0-9 &>]{0,12}".prop_map(|text| text.trim().to_owned())
}

fn pairs() -> impl Strategy<Value = Vec<(String, String)>> {
    vec((filled(), text()), 0..3)
}

fn unit() -> impl Strategy<Value = Unit> {
    ("[0-9]{3}", "[а-я]{1,4}", filled(), "[A-Z]{3}").prop_map(|(code, name, full_name, international)| Unit {
        code,
        name,
        full_name,
        international,
        ..Unit::default()
    })
}

fn line() -> impl Strategy<Value = DocumentLine> {
    let tax = (filled(), filled(), any::<Option<bool>>(), text()).prop_map(|(name, rate, is_included, sum)| LineTax {
        name,
        rate,
        is_included,
        sum,
    });
    let discount = (text(), any::<Option<bool>>(), text()).prop_map(|(name, is_included, sum)| LineDiscount {
        name,
        is_included,
        sum,
    });
    let numbers = (filled(), filled(), filled(), filled());
    (
        filled(),
        text(),
        text(),
        option::of(unit()),
        numbers,
        vec(tax, 0..3),
        vec(discount, 0..3),
        pairs(),
    )
        .prop_map(
            |(id, article, name, unit, (price, quantity, sum, factor), taxes, discounts, mut requisites)| {
                requisites.push(("ТипНоменклатуры".to_owned(), "Услуга".to_owned()));
                DocumentLine {
                    id,
                    article,
                    name,
                    unit,
                    price,
                    quantity,
                    sum,
                    factor,
                    taxes,
                    discounts,
                    requisites,
                }
            },
        )
}

fn party() -> impl Strategy<Value = Counterparty> {
    let codes = (text(), text(), text(), text());
    let names = prop_oneof![(filled(), text()), (Just(String::new()), filled())];
    (text(), filled(), text(), names, codes, text(), pairs()).prop_map(
        |(id, name, role, (official_name, full_name), (inn, kpp, okpo, edrpou), address, contacts)| Counterparty {
            id,
            name,
            role,
            official_name,
            full_name,
            inn,
            kpp,
            okpo,
            edrpou,
            address,
            contacts,
        },
    )
}

fn document() -> impl Strategy<Value = Document> {
    let head = (text(), text(), text(), text(), text(), text());
    let money = (text(), text(), text(), text());
    let onec = (text(), text(), any::<bool>());
    (head, money, onec, vec(party(), 0..3), vec(line(), 0..4), pairs()).prop_map(
        |((id, number, date, time, operation, role), (currency, rate, total, comment), onec, parties, lines, pairs)| {
            Document {
                id,
                number,
                date,
                time,
                operation,
                role,
                currency,
                rate,
                total,
                comment,
                counterparties: parties,
                lines,
                requisites: pairs,
                onec_number: onec.0,
                onec_date: onec.1,
                is_deleted: onec.2,
                ..Document::default()
            }
        },
    )
}

fn written(documents: &[Document]) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_orders(&mut bytes, "2024-05-06T07:08:09", documents).unwrap();
    bytes
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in vec(any::<u8>(), 0..400)) {
        prop_assert!(try_events(&bytes).is_err());
    }

    #[test]
    fn no_cut_makes_the_reader_panic_or_succeed(at in 0..file(RICH).len()) {
        prop_assert!(try_events(&file(RICH).as_bytes()[..at]).is_err());
    }

    #[test]
    fn no_changed_byte_makes_the_reader_panic(at in 0..file(RICH).len(), byte in any::<u8>()) {
        let mut bytes = file(RICH).into_bytes();
        bytes[at] = byte;
        // Either outcome is right: many bytes are only a letter of a text.
        let _ = try_events(&bytes).is_ok();
    }

    #[test]
    fn orders_are_read_back_as_they_were_written(documents in vec(document(), 0..3)) {
        let bytes = written(&documents);
        let read: Vec<Document> = try_events(&bytes).unwrap().into_iter().filter_map(|event| match event {
            Event::Document(document) => Some(*document),
            _ => None,
        }).collect();
        prop_assert_eq!(read, documents);
    }

    #[test]
    fn another_parser_reads_what_is_written(documents in vec(document(), 0..3), noise in any::<String>()) {
        let mut documents = documents;
        documents.push(Document { comment: noise, ..Document::default() });
        let text = String::from_utf8(written(&documents)).unwrap();
        let tree = roxmltree::Document::parse(&text).unwrap();
        let found = tree.root_element().children().filter(|node| node.has_tag_name("Документ")).count();
        prop_assert_eq!(found, documents.len());
    }
}

#[test]
fn the_answer_begins_with_its_declaration_and_an_empty_list_has_no_document() {
    let bytes = written(&[]);
    assert!(bytes.starts_with(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>"));
    let text = String::from_utf8(bytes).unwrap();
    assert!(!text.contains("xmlns") && !text.contains("<Документ"), "{text}");
    assert!(matches!(
        try_events(text.as_bytes()).unwrap().as_slice(),
        [Event::Begin(_)]
    ));
}

#[test]
fn characters_that_xml_forbids_are_removed() {
    let comment = "до\u{0}\u{1b} и после\u{ffff}".to_owned();
    let bytes = written(&[Document {
        comment,
        ..Document::default()
    }]);
    let events = try_events(&bytes).unwrap();
    assert!(
        matches!(&events[1], Event::Document(document) if document.comment == "до и после"),
        "{events:?}"
    );
}

#[test]
fn a_sole_trader_is_written_with_the_parts_of_the_name_and_a_firm_without() {
    let trader = Counterparty {
        name: "ИП Иванов Иван Иванович".into(),
        address: "300000, Тула".into(),
        ..Counterparty::default()
    };
    let firm = Counterparty {
        name: "Ромашка".into(),
        official_name: "ООО \"Ромашка\"".into(),
        ..Counterparty::default()
    };
    let document = Document {
        counterparties: vec![trader, firm],
        ..Document::default()
    };
    let text = String::from_utf8(written(&[document])).unwrap();
    let flat: String = text.split(['\n', '\t']).collect();
    let parts = [
        "<Фамилия>Иванов</Фамилия><Имя>Иван</Имя><Отчество>Иванович</Отчество>",
        "<Представление>300000, Тула</Представление><АдресноеПоле><Тип>Почтовый индекс</Тип><Значение>300000</Значение>",
        "<ОфициальноеНаименование>ООО \"Ромашка\"</ОфициальноеНаименование><ИНН/><КПП/>",
    ];
    for part in parts {
        assert!(flat.contains(part), "{part} in {flat}");
    }
    assert_eq!(flat.matches("<Фамилия>").count(), 1);
}

const HEADER: ExportHeader<'_> = ExportHeader {
    made_at: "2024-05-06T07:08:09",
    catalogue_id: "c",
    catalogue_name: "Каталог",
    owner_id: "o",
    owner_name: "ООО \"Метиз\" & Ко",
    only_changes: false,
};

#[test]
fn an_export_is_read_back_as_it_was_written() {
    let product = Product {
        id: "p".into(),
        barcodes: vec!["4600000000008".into()],
        name: "Болт 1/2\" & гайка".into(),
        unit: Some(Unit {
            code: "796".into(),
            name: "шт".into(),
            ..Unit::default()
        }),
        groups: vec!["g".into()],
        properties: vec![
            ("s".into(), "1".into()),
            ("s".into(), "2".into()),
            ("t".into(), String::new()),
        ],
        is_deleted: true,
        ..Product::default()
    };
    let mut writer = CatalogueWriter::begin(
        Vec::new(),
        &HEADER,
        Some(Classifier {
            groups: &[],
            properties: &[],
        }),
    )
    .unwrap();
    writer.product(&product).unwrap();
    let events = try_events(&writer.finish().unwrap()).unwrap();
    assert!(
        matches!(events.last(), Some(Event::Product(read)) if **read == product),
        "{events:?}"
    );
}

#[test]
fn offers_and_their_changes_are_read_back_as_they_were_written() {
    let offer = Offer {
        id: "p#c".into(),
        prices: Some(vec![Price {
            price_type: "t".into(),
            amount: "1.50".into(),
            ..Price::default()
        }]),
        stock: Some(vec![Stock {
            warehouse: "w".into(),
            quantity: "0".into(),
        }]),
        total_quantity: Some("0".into()),
        ..Offer::default()
    };
    let lists = OfferLists {
        classifier: Some(&[]),
        price_types: &[],
        warehouses: &[],
    };
    let mut full = OffersWriter::begin(Vec::new(), &HEADER, &lists).unwrap();
    full.offer(&offer).unwrap();
    let mut changes = OfferChangesWriter::begin(Vec::new(), &HEADER).unwrap();
    changes.offer(&offer).unwrap();
    for bytes in [full.finish().unwrap(), changes.finish().unwrap()] {
        let events = try_events(&bytes).unwrap();
        assert!(
            matches!(events.last(), Some(Event::Offer(read)) if **read == offer),
            "{events:?}"
        );
    }
}
