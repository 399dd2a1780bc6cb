//! Shapes of the catalogue and of offers, one by one.

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
    Characteristic, Event, FileHeader, Group, Price, PriceType, Property, Section, SectionKind, Stock, Unit,
    UnitConversion, Warehouse,
};
use common::{events, file, offer, product, try_events};

fn text(value: &str) -> String {
    value.to_owned()
}

fn pair(key: &str, value: &str) -> (String, String) {
    (text(key), text(value))
}

#[test]
fn nested_groups_come_after_their_parent_even_when_its_name_comes_last() {
    let groups: Vec<Group> = events(
        "<Классификатор><Ид>c</Ид><Группы><Группа><Ид>a</Ид><Группы><Группа><Ид>b</Ид><Наименование>Б</Наименование>\
         <ПометкаУдаления>true</ПометкаУдаления></Группа></Группы><Наименование>А</Наименование></Группа>\
         <Группа><Ид>d</Ид><Наименование>Д</Наименование></Группа></Группы></Классификатор>",
    )
    .into_iter()
    .filter_map(|event| {
        if let Event::Group(group) = event {
            Some(group)
        } else {
            None
        }
    })
    .collect();
    let group = |id: &str, parent: Option<&str>, name: &str, is_deleted| Group {
        id: text(id),
        parent: parent.map(text),
        name: text(name),
        is_deleted,
    };
    assert_eq!(
        groups,
        [
            group("a", None, "А", false),
            group("b", Some("a"), "Б", true),
            group("d", None, "Д", false)
        ]
    );
}

#[test]
fn properties_are_read_in_the_old_and_the_new_spelling() {
    let read = events(
        "<Классификатор><Свойства>\
         <Свойство><Ид>1</Ид><Наименование>Цвет</Наименование><ТипЗначений>Справочник</ТипЗначений><ВариантыЗначений>\
         <Справочник><ИдЗначения>v1</ИдЗначения><Значение>Красный</Значение></Справочник></ВариантыЗначений></Свойство>\
         <СвойствоНоменклатуры><Ид>2</Ид><Наименование>Вес</Наименование></СвойствоНоменклатуры>\
         <Свойство><Ид>3</Ид><ВариантыЗначений><Значение>да</Значение><Значение/></ВариантыЗначений></Свойство>\
         </Свойства></Классификатор>",
    );
    let expected = [
        Property {
            id: text("1"),
            name: text("Цвет"),
            value_type: text("Справочник"),
            variants: vec![pair("v1", "Красный")],
            is_deleted: false,
        },
        Property {
            id: text("2"),
            name: text("Вес"),
            ..Property::default()
        },
        Property {
            id: text("3"),
            variants: vec![pair("да", "да")],
            ..Property::default()
        },
    ];
    assert_eq!(read[2..], expected.map(Event::Property));
}

#[test]
fn price_types_and_warehouses_are_read_wherever_they_stand() {
    let lists = "<ТипыЦен><ТипЦены><Ид>t</Ид><Наименование>Оптовая</Наименование><Валюта>RUB</Валюта>\
                 <Налог><Наименование>НДС</Наименование><УчтеноВСумме>true</УчтеноВСумме></Налог></ТипЦены></ТипыЦен>\
                 <Склады><Склад><Ид>w</Ид><Наименование>Главный</Наименование>\
                 <Адрес><Представление>г. Тула</Представление></Адрес></Склад></Склады>";
    let expected = [
        Event::PriceType(PriceType {
            id: text("t"),
            name: text("Оптовая"),
            currency: text("RUB"),
            includes_tax: Some(true),
            is_deleted: false,
        }),
        Event::Warehouse(Warehouse {
            id: text("w"),
            name: text("Главный"),
            address: text("г. Тула"),
            is_deleted: false,
        }),
    ];
    for section in ["Классификатор", "ПакетПредложений"] {
        assert_eq!(
            events(&format!("<{section}>{lists}</{section}>"))[2..],
            expected,
            "{section}"
        );
    }
    assert_eq!(events(lists)[1..], expected, "at the root");
}

#[test]
fn a_section_says_whether_it_holds_only_changes() {
    let kinds = [
        ("<Классификатор/>", SectionKind::Classifier, None),
        (
            "<Каталог СодержитТолькоИзменения=\"false\"/>",
            SectionKind::Catalogue,
            Some(false),
        ),
        (
            "<ПакетПредложений СодержитТолькоИзменения=\"true\"/>",
            SectionKind::Offers,
            Some(true),
        ),
        ("<ИзмененияПакетаПредложений/>", SectionKind::OfferChanges, None),
    ];
    for (body, kind, only_changes) in kinds {
        let header = FileHeader {
            schema_version: text("2.07"),
            made_at: text("2024-01-02T03:04:05"),
        };
        assert_eq!(
            events(body),
            [Event::Begin(header), Event::Section(Section { kind, only_changes })],
            "{body}"
        );
    }
}

#[test]
fn a_unit_is_understood_in_each_of_its_shapes() {
    let unit = |code: &str, name: &str| Unit {
        code: text(code),
        name: text(name),
        ..Unit::default()
    };
    let uuid = "b025d000-4fc7-4c33-bf70-3716c9f9e045";
    let cases = [
        ("text", "<БазоваяЕдиница>шт</БазоваяЕдиница>".to_owned(), unit("", "шт")),
        (
            "bare code",
            "<БазоваяЕдиница>796</БазоваяЕдиница>".to_owned(),
            unit("796", ""),
        ),
        (
            "attributes and text",
            "<БазоваяЕдиница Код=\"796 \">шт</БазоваяЕдиница>".to_owned(),
            unit("796", "шт"),
        ),
        (
            "a reference",
            format!("<БазоваяЕдиница>{uuid}</БазоваяЕдиница>"),
            Unit {
                id: text(uuid),
                ..Unit::default()
            },
        ),
        (
            "all attributes and packs",
            "<БазоваяЕдиница Код=\"796\" НаименованиеПолное=\"Штука\" МеждународноеСокращение=\"PCE\" \
             НаименованиеКраткое=\"шт\"><Пересчет><Единица>778</Единица><Коэффициент>100</Коэффициент></Пересчет>\
             <Пересчет><Единица>778</Единица><Коэффициент>0,5</Коэффициент></Пересчет></БазоваяЕдиница>"
                .to_owned(),
            Unit {
                code: text("796"),
                name: text("шт"),
                full_name: text("Штука"),
                international: text("PCE"),
                conversions: vec![
                    UnitConversion {
                        unit: text("778"),
                        factor: text("100"),
                    },
                    UnitConversion {
                        unit: text("778"),
                        factor: text("0,5"),
                    },
                ],
                ..Unit::default()
            },
        ),
        (
            "child elements",
            "<БазоваяЕдиница><Ид>u</Ид><Код>166</Код><НаименованиеКраткое>кг</НаименованиеКраткое></БазоваяЕдиница>"
                .to_owned(),
            Unit {
                id: text("u"),
                ..unit("166", "кг")
            },
        ),
    ];
    for (name, body, expected) in cases {
        assert_eq!(product(&body).unit, Some(expected), "{name}");
    }
}

#[test]
fn units_of_their_own_are_events() {
    let read = events(
        "<Классификатор><ЕдиницыИзмерения><ЕдиницаИзмерения><Ид>u</Ид><Код>796 </Код>\
         <НаименованиеКраткое>шт</НаименованиеКраткое><НаименованиеПолное>Штука</НаименованиеПолное>\
         <МеждународноеСокращение>PCE</МеждународноеСокращение></ЕдиницаИзмерения></ЕдиницыИзмерения></Классификатор>",
    );
    let unit = Unit {
        id: text("u"),
        code: text("796"),
        name: text("шт"),
        full_name: text("Штука"),
        international: text("PCE"),
        ..Unit::default()
    };
    assert_eq!(read[2..], [Event::Unit(unit)]);
}

#[test]
fn a_product_keeps_all_that_is_said_of_it() {
    let read = product(
        "<Штрихкод>4600000000008</Штрихкод><Штрихкод/><Штрихкод>4600000000015</Штрихкод><Артикул> A-1\n</Артикул>\
         <Наименование>Болт &quot;М8&quot; &amp; гайка &#8960;5</Наименование>\
         <Группы><Ид>g1</Ид><Ид>g2</Ид></Группы><Описание><![CDATA[<b>да</b>]]></Описание>\
         <Картинка>a.jpg</Картинка><Картинка>b.jpg</Картинка><Изготовитель><Ид>m</Ид><Наименование>Завод</Наименование></Изготовитель>\
         <ЗначенияСвойств><ЗначенияСвойства><Ид>s1</Ид><Значение>1</Значение><Значение>2</Значение></ЗначенияСвойства>\
         <ЗначенияСвойства><Ид>s2</Ид><Значение/></ЗначенияСвойства></ЗначенияСвойств>\
         <СтавкиНалогов><СтавкаНалога><Наименование>НДС</Наименование><Ставка>20</Ставка></СтавкаНалога></СтавкиНалогов>\
         <ЗначенияРеквизитов><ЗначениеРеквизита><Наименование>Полное наименование</Наименование>\
         <Значение>Болт М8 полный</Значение></ЗначениеРеквизита><ЗначениеРеквизита><Наименование>Статус</Наименование>\
         <Значение>Удален</Значение></ЗначениеРеквизита></ЗначенияРеквизитов><Вес>0.5</Вес>\
         <Цены><Цена><ИдТипаЦены>BASE</ИдТипаЦены><Валюта>UAH</Валюта><ЦенаЗаЕдиницу>1002</ЦенаЗаЕдиницу></Цена></Цены>\
         <Количество>7</Количество>",
    );
    assert_eq!(read.barcodes, ["4600000000008", "4600000000015"]);
    assert_eq!(
        (read.article.as_str(), read.name.as_str()),
        ("A-1", "Болт \"М8\" & гайка \u{2300}5")
    );
    assert_eq!(read.groups, ["g1", "g2"]);
    assert_eq!(read.description, "<b>да</b>");
    assert_eq!(read.pictures, ["a.jpg", "b.jpg"]);
    assert_eq!(read.maker, "Завод");
    assert_eq!(read.properties, [pair("s1", "1"), pair("s1", "2"), pair("s2", "")]);
    assert_eq!(read.taxes, [pair("НДС", "20")]);
    assert_eq!(read.full_name, "Болт М8 полный");
    assert_eq!(
        read.requisites,
        [pair("Полное наименование", "Болт М8 полный"), pair("Статус", "Удален")]
    );
    assert_eq!(read.weight, "0.5");
    assert_eq!((read.prices.len(), read.prices[0].amount.as_str()), (1, "1002"));
    assert_eq!(read.total_quantity.as_deref(), Some("7"));
    assert!(
        !read.is_deleted,
        "a status among the requisites is not the status of the product"
    );
}

#[test]
fn the_trade_mark_stands_in_for_an_absent_maker() {
    assert_eq!(product("<ТорговаяМарка>Bosch</ТорговаяМарка>").maker, "Bosch");
}

#[test]
fn deletion_is_understood_in_three_spellings() {
    let cases = [
        ("<Товар Статус=\"Удален\"><Ид>p</Ид></Товар>", true),
        ("<Товар><Ид>p</Ид><Статус>Удален</Статус></Товар>", true),
        ("<Товар><Ид>p</Ид><ПометкаУдаления>true</ПометкаУдаления></Товар>", true),
        (
            "<Товар Статус=\"Изменен\"><Ид>p</Ид><ПометкаУдаления>false</ПометкаУдаления></Товар>",
            false,
        ),
        ("<Товар Статус=\"Новый\"><Ид>p</Ид><Статус/></Товар>", false),
        (
            "<Товар><Ид>p</Ид><Изготовитель><ПометкаУдаления>true</ПометкаУдаления></Изготовитель></Товар>",
            false,
        ),
    ];
    for (body, expected) in cases {
        let read = events(&format!("<Каталог><Товары>{body}</Товары></Каталог>"));
        assert!(
            matches!(&read[2], Event::Product(product) if product.is_deleted == expected),
            "{body}"
        );
    }
    assert!(offer("<ПометкаУдаления>true</ПометкаУдаления>").is_deleted);
}

#[test]
fn stock_is_understood_in_each_spelling() {
    let stock = |rows: &[(&str, &str)]| {
        let rows = rows.iter().map(|(warehouse, quantity)| Stock {
            warehouse: text(warehouse),
            quantity: text(quantity),
        });
        Some(rows.collect::<Vec<_>>())
    };
    let cases = [
        ("nothing said", "<Артикул/>", None, None),
        (
            "2.06 attributes",
            "<Количество>3</Количество><Склад ИдСклада=\"a\" КоличествоНаСкладе=\"1\"/>\
             <Склад ИдСклада=\"b\" КоличествоНаСкладе=\"2.5\"/>",
            stock(&[("a", "1"), ("b", "2.5")]),
            Some("3"),
        ),
        (
            "light update",
            "<Склады ИдСклада=\"a\" КоличествоНаСкладе=\"0\"/><Склады ИдСклада=\"b\" КоличествоНаСкладе=\"4\"/>",
            stock(&[("a", "0"), ("b", "4")]),
            None,
        ),
        (
            "a list of rows",
            "<Склады><Склад ИдСклада=\"a\" КоличествоНаСкладе=\"5\"/></Склады>",
            stock(&[("a", "5")]),
            None,
        ),
        (
            "3.1",
            "<Остатки><Остаток><Склад><Ид>a</Ид><Количество>6</Количество></Склад></Остаток>\
             <Остаток><Склад><Ид>b</Ид><Количество>0</Количество></Склад></Остаток></Остатки>",
            stock(&[("a", "6"), ("b", "0")]),
            None,
        ),
        (
            "3.1 no warehouse",
            "<Остатки><Остаток><Количество>8</Количество></Остаток></Остатки>",
            None,
            Some("8"),
        ),
        ("an empty quantity", "<Количество/>", None, None),
    ];
    for (name, body, rows, total) in cases {
        let read = offer(body);
        assert_eq!((read.stock, read.total_quantity.as_deref()), (rows, total), "{name}");
    }
}

#[test]
fn absent_prices_are_no_news_and_empty_prices_are_none() {
    assert_eq!(offer("").prices, None);
    assert_eq!(offer("<Цены/>").prices, Some(Vec::new()));
    let price = "<Цены><Цена><Представление>1 за шт</Представление><ИдТипаЦены>t</ИдТипаЦены>\
                 <ЦенаЗаЕдиницу>12.34</ЦенаЗаЕдиницу><Валюта>643</Валюта><Единица>PCE</Единица>\
                 <Коэффициент>1</Коэффициент><МинКоличество>10</МинКоличество></Цена></Цены>";
    let expected = Price {
        price_type: text("t"),
        amount: text("12.34"),
        currency: text("643"),
        unit: text("PCE"),
        factor: text("1"),
        min_quantity: text("10"),
    };
    assert_eq!(offer(price).prices, Some(vec![expected]));
}

#[test]
fn a_separate_characteristic_is_joined_to_the_id() {
    let cases = [
        ("", "p"),
        ("<ИдХарактеристики>c</ИдХарактеристики>", "p#c"),
        ("<ИдХарактеристики/>", "p"),
        (
            "<ИдХарактеристики>00000000-0000-0000-0000-000000000000</ИдХарактеристики>",
            "p",
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(offer(body).id, expected, "{body}");
    }
}

#[test]
fn characteristics_keep_their_names_and_values() {
    let read = offer(
        "<ХарактеристикиТовара><ХарактеристикаТовара><Ид>c</Ид><Наименование>Цвет</Наименование>\
         <Значение>Синий</Значение></ХарактеристикаТовара><ХарактеристикаТовара><Наименование>Длина</Наименование>\
         <Значение/></ХарактеристикаТовара></ХарактеристикиТовара>",
    );
    let expected = [
        Characteristic {
            id: text("c"),
            name: text("Цвет"),
            value: text("Синий"),
        },
        Characteristic {
            id: text(""),
            name: text("Длина"),
            value: text(""),
        },
    ];
    assert_eq!(read.characteristics, expected);
}

#[test]
fn the_namespace_and_the_prefix_mean_nothing() {
    let read = try_events(
        "<c:КоммерческаяИнформация xmlns:c=\"urn:any\" c:ВерсияСхемы=\"2.10\"><c:Каталог><c:Товары><c:Товар>\
         <c:Ид>p</c:Ид></c:Товар></c:Товары></c:Каталог></c:КоммерческаяИнформация>"
            .as_bytes(),
    )
    .unwrap();
    assert!(matches!(&read[0], Event::Begin(header) if header.schema_version == "2.10"));
    assert!(matches!(&read[2], Event::Product(product) if product.id == "p"));
}

#[test]
fn owners_and_categories_of_a_section_are_not_objects() {
    let read = events(
        "<Классификатор><Владелец><Ид>o</Ид><Наименование>Фирма</Наименование></Владелец>\
         <Контрагенты><Контрагент><Ид>x</Ид></Контрагент></Контрагенты>\
         <Категории><Категория><Ид>k</Ид><Свойства><Ид>1</Ид></Свойства></Категория></Категории></Классификатор>",
    );
    assert_eq!(read.len(), 2, "{read:?}");
}

#[test]
fn files_of_seven_point_seven_are_refused_by_name() {
    let bodies = [
        "<Каталог Идентификатор=\"1\" Наименование=\"К\"/>",
        "<Каталог><Товар Идентификатор=\"1\" Наименование=\"Т\"/></Каталог>",
        "<ПакетПредложений><Предложение ИдентификаторТовара=\"1\" Цена=\"2\"/></ПакетПредложений>",
    ];
    for body in bodies {
        let error = try_events(file(body).as_bytes()).unwrap_err();
        assert!(
            matches!(error.kind, commerceml::reader::ReadErrorKind::VersionOne),
            "{body}: {error}"
        );
    }
}
