//! How products and offers become items: variants, orphans, references, units, any order of files.

use crate::support::{House, catalogue, file, offer, offers, product};
use cabinet_domain::ids::{ItemId, PriceTypeId};
use supplier_gateway::catalogue;
use supplier_gateway::storage::read;

const CLASSIFIER: &str = "<Классификатор><Ид>k</Ид><Группы><Группа><Ид>g1</Ид><Наименование>Крепёж</Наименование><Группы><Группа><Ид>g2</Ид><Наименование>Болты</Наименование></Группа></Группы></Группа></Группы><Свойства><Свойство><Ид>thread</Ид><Наименование>Резьба</Наименование><ТипЗначений>Справочник</ТипЗначений><ВариантыЗначений><Справочник><ИдЗначения>value-m8</ИдЗначения><Значение>M8</Значение></Справочник></ВариантыЗначений></Свойство></Свойства></Классификатор>";

const BOLT: &str = "<Товар><Ид>bolt</Ид><Штрихкод>4600000000017</Штрихкод><Артикул>DIN 933</Артикул><Наименование>Болт</Наименование><БазоваяЕдиница Код=\"796 \" НаименованиеПолное=\"Штука\" МеждународноеСокращение=\"PCE\"><Пересчет><Единица>778</Единица><Коэффициент>100</Коэффициент></Пересчет></БазоваяЕдиница><Группы><Ид>g2</Ид></Группы><Изготовитель><Ид>m</Ид><Наименование>Завод</Наименование></Изготовитель><СтавкиНалогов><СтавкаНалога><Наименование>НДС</Наименование><Ставка>22</Ставка></СтавкаНалога></СтавкиНалогов><Описание>Оцинкованный</Описание><Вес>0,012</Вес><ЗначенияСвойств><ЗначенияСвойства><Ид>thread</Ид><Значение>value-m8</Значение></ЗначенияСвойства></ЗначенияСвойств><ЗначенияРеквизитов><ЗначениеРеквизита><Наименование>Объем</Наименование><Значение>0,000045</Значение></ЗначениеРеквизита><ЗначениеРеквизита><Наименование>ТипНоменклатуры</Наименование><Значение>Товар</Значение></ЗначениеРеквизита><ЗначениеРеквизита><Наименование>Полное наименование</Наименование><Значение>Болт шестигранный DIN 933</Значение></ЗначениеРеквизита></ЗначенияРеквизитов></Товар>";

const VARIANTS: &str = "<Предложение><Ид>bolt#40</Ид><Артикул>933-40</Артикул><Наименование>Болт (40)</Наименование><БазоваяЕдиница Код=\"796\"/><ХарактеристикиТовара><ХарактеристикаТовара><Наименование>длина</Наименование><Значение>40</Значение></ХарактеристикаТовара></ХарактеристикиТовара></Предложение><Предложение><Ид>bolt#60</Ид><Наименование>Болт</Наименование><ХарактеристикиТовара><ХарактеристикаТовара><Наименование>длина</Наименование><Значение>60</Значение></ХарактеристикаТовара></ХарактеристикиТовара></Предложение>";

#[test]
fn an_item_has_every_reference_resolved() {
    let mut house = House::new();
    house.import(
        "import0_1.xml",
        &file(&format!(
            "{CLASSIFIER}<Каталог><Ид>c</Ид><Товары>{BOLT}</Товары></Каталог>"
        )),
    );
    let row = &house.items()["bolt"];
    assert_eq!(row.name, "Болт");
    assert_eq!(
        (row.article.as_str(), row.barcode.as_str()),
        ("DIN 933", "4600000000017")
    );
    assert_eq!((row.unit.as_str(), row.unit_code.as_str()), ("шт", "796"));
    assert_eq!(
        (row.group.as_deref(), row.maker.as_str(), row.vat.as_str()),
        (Some("g2"), "Завод", "22")
    );
    assert_eq!(
        (row.weight_g, row.description.as_str(), row.is_stale),
        (12, "Оцинкованный", false)
    );
    assert_eq!(row.volume_cm3, 45, "Объем is in cubic metres");
    let pack = &row.packs[0];
    assert_eq!(
        (pack.unit.as_str(), pack.unit_code.as_str(), pack.units_milli),
        ("упак", "778", 100_000)
    );
    assert_eq!(
        row.full_name, "Болт шестигранный DIN 933",
        "it is not lost where it differs"
    );
    let properties: Vec<_> = row
        .properties
        .iter()
        .map(|p| (p.name.as_str(), p.value.as_str(), p.property.as_str()))
        .collect();
    assert_eq!(properties, [("Резьба", "M8", "thread")]);
    let group = house.reference()["g:g2"].group.clone().unwrap();
    assert_eq!((group.parent.as_deref(), group.ordinal), (Some("g1"), 2));
}

#[test]
fn the_name_that_is_shown_is_the_short_one_while_there_is_one() {
    let full = "<Наименование>Полное наименование</Наименование>";
    for (name, from, to, shown) in [
        ("it repeats the name", "Болт шестигранный DIN 933", "Болт", "Болт"),
        (
            "there is no other",
            "<Наименование>Болт</Наименование>",
            "",
            "Болт шестигранный DIN 933",
        ),
        ("it is not said", full, "<Наименование>Иное</Наименование>", "Болт"),
    ] {
        let mut house = House::new();
        house.import("import.xml", &catalogue(&BOLT.replace(from, to)));
        let row = &house.items()["bolt"];
        assert_eq!((row.name.as_str(), row.full_name.as_str()), (shown, ""), "{name}");
    }
}

#[test]
fn a_reference_id_means_what_its_own_property_says() {
    let property = |id: &str, value: &str| {
        format!(
            "<Свойство><Ид>{id}</Ид><Наименование>{id}</Наименование><ТипЗначений>Справочник</ТипЗначений><ВариантыЗначений><Справочник><ИдЗначения>1</ИдЗначения><Значение>{value}</Значение></Справочник></ВариантыЗначений></Свойство>"
        )
    };
    let values = "<ЗначенияСвойств><ЗначенияСвойства><Ид>colour</Ид><Значение>1</Значение></ЗначенияСвойства><ЗначенияСвойства><Ид>size</Ид><Значение>1</Значение></ЗначенияСвойства></ЗначенияСвойств>";
    let mut house = House::new();
    house.import(
        "import0_1.xml",
        &file(&format!(
            "<Классификатор><Ид>k</Ид><Свойства>{}{}</Свойства></Классификатор><Каталог><Ид>c</Ид><Товары><Товар><Ид>hat</Ид><Наименование>Шапка</Наименование>{values}</Товар></Товары></Каталог>",
            property("colour", "красный"),
            property("size", "большой"),
        )),
    );
    let shown: Vec<_> = house.items()["hat"]
        .properties
        .iter()
        .map(|p| (p.name.clone(), p.value.clone()))
        .collect();
    assert_eq!(
        shown,
        [
            ("colour".to_owned(), "красный".to_owned()),
            ("size".to_owned(), "большой".to_owned())
        ]
    );
}

#[test]
fn variants_replace_the_plain_product_and_are_told_apart() {
    let mut house = House::new();
    house.import("import0_1.xml", &catalogue(BOLT));
    assert_eq!(
        house.item_ids(),
        ["bolt"],
        "without offers the product itself is shown, without a price"
    );
    house.import("offers0_1.xml", &offers(VARIANTS));
    let items = house.items();
    assert_eq!(items.keys().collect::<Vec<_>>(), ["bolt#40", "bolt#60"]);
    assert_eq!(
        (items["bolt#40"].name.as_str(), items["bolt#40"].variant.as_str()),
        ("Болт (40)", "длина 40")
    );
    assert_eq!(
        items["bolt#60"].name, "Болт (60)",
        "a characteristic that the name leaves out is added"
    );
    assert_eq!(
        (items["bolt#40"].article.as_str(), items["bolt#60"].article.as_str()),
        ("933-40", "DIN 933")
    );
    assert_eq!(items["bolt#60"].full_name, "Болт шестигранный DIN 933");
    assert_eq!(
        items["bolt#60"].unit, "шт",
        "what an offer does not say stands with the product"
    );
    assert_eq!(items["bolt#40"].packs.len(), 1);
    assert_eq!((house.stats().products, house.stats().variants), (1, 2));
}

#[test]
fn any_order_of_files_gives_the_same_feeds() {
    let files = [
        file(CLASSIFIER),
        catalogue(&format!("{BOLT}{}", product("a"))),
        offers(VARIANTS),
        offers(
            &["bolt#40", "a"]
                .map(|id| offer(id, "10", "5"))
                .concat()
                .replace("<Наименование>Товар bolt#40</Наименование>", ""),
        ),
    ];
    let mut seen = None;
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 2]] {
        let mut house = House::new();
        for index in order {
            house.import(&format!("f{index}.xml"), &files[index]);
        }
        let all = (house.items(), house.reference(), house.prices("p1"), house.stock("w1"));
        assert_eq!(all.0.len(), 3);
        assert_eq!(seen.get_or_insert_with(|| all.clone()), &all, "{order:?}");
    }
}

#[test]
fn orphan_offers_are_kept_counted_and_join_when_their_product_arrives() {
    let mut house = House::new();
    house.import(
        "offers0_1.xml",
        &offers(&["a", "b#1"].map(|id| offer(id, "10", "5")).concat()),
    );
    assert_eq!(house.item_ids(), [""; 0]);
    assert!(house.prices("p1").is_empty() && house.stock("w1").is_empty());
    let stats = house.stats();
    assert_eq!(
        (stats.products, stats.variants, stats.prices, stats.stock_rows),
        (0, 1, 2, 2)
    );

    house.import("import0_1.xml", &catalogue(&["a", "b"].map(product).concat()));
    assert_eq!(house.item_ids(), ["a", "b#1"]);
    assert_eq!((house.prices("p1").len(), house.stock("w1").len()), (2, 2));
}

#[test]
fn goods_split_by_characteristic_in_the_catalogue_count_as_one_product() {
    let mut house = House::new();
    house.import("import0_1.xml", &catalogue(&["x#1", "x#2"].map(product).concat()));
    assert_eq!(
        (house.stats().products, house.stats().variants),
        (1, 0),
        "a variant is an offer"
    );
    assert_eq!(house.item_ids(), ["x#1", "x#2"]);
    house.import("offers0_1.xml", &offers(&offer("x#1", "10", "5")));
    assert_eq!((house.stats().products, house.stats().variants), (1, 1));
    assert_eq!(house.item_ids(), ["x#1", "x#2"]);
}

#[test]
fn prices_and_stock_inside_a_product_make_its_own_offer() {
    let mut house = House::new();
    house.import("import.xml", &catalogue("<Товар><Ид>a</Ид><Наименование>Т</Наименование><Цены><Цена><ИдТипаЦены>BASE</ИдТипаЦены><Валюта>UAH</Валюта><ЦенаЗаЕдиницу>1002</ЦенаЗаЕдиницу></Цена></Цены><Количество>3</Количество></Товар>"));
    assert_eq!(house.prices("BASE")["a"], (1_002_000_000, "UAH".to_owned()));
    assert_eq!(house.stock("default")["a"], 3_000);
    assert_eq!(house.item_ids(), ["a"]);
}

#[test]
fn what_the_export_does_not_say_about_vat_the_settings_may() {
    let mut house = House::new();
    house.import("import.xml", &catalogue(&product("a")));
    assert_eq!(house.items()["a"].vat, "");
    house.with_settings("[supplier]\nvat = \"20\"\n");
    let changed = product("a").replace("Товар a", "Товар А");
    house.import("import.xml", &catalogue(&changed));
    assert_eq!(house.items()["a"].vat, "20");
}

#[test]
fn units_of_3_1_are_objects_of_their_own() {
    let mut house = House::new();
    let goods = "<Товар><Ид>a</Ид><Наименование>Т</Наименование><БазоваяЕдиница>9f1c2d3e-0000-4000-8000-000000000001</БазоваяЕдиница></Товар><Товар><Ид>b</Ид><Наименование>Т</Наименование><БазоваяЕдиница>166</БазоваяЕдиница></Товар>";
    house.import("goods.xml", &catalogue(goods));
    assert_eq!(house.items()["b"].unit, "кг");
    house.import("units.xml", &file("<Классификатор><Ид>k</Ид><ЕдиницыИзмерения><ЕдиницаИзмерения><Ид>9f1c2d3e-0000-4000-8000-000000000001</Ид><Код>778</Код><НаименованиеКраткое>упак</НаименованиеКраткое></ЕдиницаИзмерения></ЕдиницыИзмерения></Классификатор>"));
    assert_eq!(
        (house.items()["a"].unit.as_str(), house.items()["a"].unit_code.as_str()),
        ("упак", "778")
    );
}

#[test]
fn terms_say_what_an_order_needs() {
    let mut house = House::new();
    house.import("import.xml", &catalogue(&format!("{BOLT}{}", product("gone"))));
    house.import(
        "offers.xml",
        &offers(&[offer("bolt", "10", "5"), offer("gone", "1", "1")].concat()),
    );
    house.import(
        "import.xml",
        &catalogue("<Товар Статус=\"Удален\"><Ид>gone</Ид></Товар>"),
    );
    let ids = ["bolt", "nothing", "gone"].map(ItemId::from);
    let price_type = PriceTypeId::from("p1");
    let terms = read(house.state.db.as_ref(), |tx| {
        catalogue::terms(tx, Some(&price_type), &ids)
    })
    .unwrap();
    let bolt = terms[0].as_ref().unwrap();
    assert_eq!(
        (bolt.unit.as_str(), bolt.vat.as_str(), bolt.product_type.as_str()),
        ("шт", "22", "Товар")
    );
    assert_eq!(bolt.name, "Болт", "orders bear the name that is shown");
    assert_eq!(bolt.price.unwrap().0.micro(), 10_000_000);
    assert_eq!(
        (bolt.stock[0].0.as_str(), bolt.stock[0].1.milli(), bolt.is_on_sale),
        ("w1", 5_000, true)
    );
    assert_eq!(terms[1], None);
    assert!(!terms[2].as_ref().unwrap().is_on_sale);
    let first = read(house.state.db.as_ref(), |tx| catalogue::first_price_type(tx)).unwrap();
    assert_eq!(first, Some(price_type));
}
