//! Prices: packages, tiers, unreadable ones, and what silence means.

use crate::support::{House, catalogue, file, offer, offers, price, product};
use cabinet_protocol::feed::FeedName;
use supplier_gateway::catalogue::NoteKind;

fn house_with(prices: &str) -> (House, supplier_gateway::catalogue::ImportReport) {
    let mut house = House::new();
    house.import("import.xml", &catalogue(&product("a")));
    let report = house.import(
        "offers.xml",
        &offers(&format!(
            "<Предложение><Ид>a</Ид><Наименование>Т</Наименование><Цены>{prices}</Цены></Предложение>"
        )),
    );
    (house, report)
}

#[test]
fn a_price_is_of_one_base_unit_at_the_lowest_threshold() {
    for (case, prices, micro) in [
        ("plain", price("p1", "100.5", ""), 100_500_000),
        ("as people write it", price("p1", "1\u{a0}234,50", ""), 1_234_500_000),
        ("four decimals", price("p1", "0.0123", ""), 12_300),
        (
            "of a package",
            price("p1", "100", "<Коэффициент>8</Коэффициент>"),
            12_500_000,
        ),
        (
            "of a package that does not divide",
            price("p1", "100", "<Коэффициент>3</Коэффициент>"),
            33_333_333,
        ),
        (
            "a factor of one",
            price("p1", "100", "<Коэффициент>1</Коэффициент>"),
            100_000_000,
        ),
        (
            "tiers in any order",
            [("90", "10"), ("100", "0"), ("80", "100")]
                .map(|(amount, from)| price("p1", amount, &format!("<МинКоличество>{from}</МинКоличество>")))
                .concat(),
            100_000_000,
        ),
    ] {
        let (house, report) = house_with(&prices);
        assert_eq!(report.notes, [], "{case}");
        assert_eq!(house.prices("p1")["a"].0, micro, "{case}");
        assert_eq!(house.stats().prices, 1, "{case}");
    }
}

#[test]
fn an_unreadable_price_is_reported_and_the_rest_goes_through() {
    let prices = [
        price("p1", "abc", ""),
        price("p2", "5", "<Валюта>RUB</Валюта>"),
        price("p3", "-1", ""),
    ]
    .concat();
    let (house, report) = house_with(&prices);
    let notes: Vec<_> = report
        .notes
        .iter()
        .map(|n| (n.kind, n.written.as_str(), n.first_at.as_str()))
        .collect();
    assert_eq!(
        notes,
        [
            (NoteKind::UnreadablePrice, "-1", "a"),
            (NoteKind::UnreadablePrice, "abc", "a")
        ]
    );
    assert_eq!(house.prices("p2")["a"].0, 5_000_000);
    assert_eq!(house.stats().prices, 1);
}

#[test]
fn a_price_of_nothing_is_stored_and_not_shown() {
    let (house, _) = house_with(&price("p1", "0", ""));
    assert!(house.prices("p1").is_empty());
    assert_eq!((house.stats().prices, house.item_ids()), (1, vec!["a".to_owned()]));
}

#[test]
fn silence_about_prices_is_no_news() {
    let mut house = House::new();
    house.import("import.xml", &catalogue(&product("a")));
    house.import("offers.xml", &offers(&offer("a", "10", "5")));
    house.import("rests.xml", &file("<ПакетПредложений><Ид>x</Ид><Предложения><Предложение><Ид>a</Ид><Количество>3</Количество><Склад ИдСклада=\"w1\" КоличествоНаСкладе=\"3\"/></Предложение></Предложения></ПакетПредложений>"));
    assert_eq!((house.prices("p1")["a"].0, house.stock("w1")["a"]), (10_000_000, 3_000));
    assert_eq!(house.items()["a"].name, "Товар a", "nor about the name");
}

#[test]
fn a_price_type_that_only_prices_name_has_a_placeholder_until_it_is_named() {
    let mut house = House::new();
    house.import("import.xml", &catalogue(&product("a")));
    let prices = price("px", "10", "<Валюта>UAH</Валюта>");
    house.import(
        "prices.xml",
        &file(&format!("<ПакетПредложений><Ид>x</Ид><Предложения><Предложение><Ид>a</Ид><Цены>{prices}</Цены></Предложение></Предложения></ПакетПредложений>")),
    );
    assert_eq!(house.stats().price_types, 1);
    let row = |house: &House| house.reference()["t:px"].price_type.clone().unwrap();
    assert_eq!(
        (row(&house).name.as_str(), row(&house).currency.as_str()),
        ("px", "UAH")
    );
    assert_eq!(house.prices("px")["a"], (10_000_000, "UAH".to_owned()));
    house.import("offers.xml", &file("<ПакетПредложений><Ид>x</Ид><ТипыЦен><ТипЦены><Ид>px</Ид><Наименование>Розничная</Наименование><Валюта>UAH</Валюта></ТипЦены></ТипыЦен></ПакетПредложений>"));
    assert_eq!(row(&house).name, "Розничная");
    assert_eq!((house.stats().price_types, house.prices("px").len()), (1, 1));
}

#[test]
fn only_what_changed_is_published() {
    let mut house = House::new();
    let ids: Vec<String> = (0..50).map(|n| format!("a{n:02}")).collect();
    let goods: String = ids.iter().map(|id| product(id)).collect();
    let list: String = ids.iter().map(|id| offer(id, "10", "5")).collect();
    house.import("import.xml", &catalogue(&goods));
    house.import("offers.xml", &offers(&list));
    let feeds = ["ref", "cat:all", "price:p1", "stock:w1:exact"].map(|name| name.parse::<FeedName>().unwrap());
    let before = feeds.each_ref().map(|feed| house.head(feed));

    let again = [
        house.import("import.xml", &catalogue(&goods)),
        house.import("offers.xml", &offers(&list)),
    ];
    assert_eq!(
        again.map(|report| report.published),
        [0, 0],
        "the same portion twice is harmless"
    );
    assert_eq!(feeds.each_ref().map(|feed| house.head(feed)), before);

    let report = house.import(
        "offers.xml",
        &offers(&list.replacen("<ЦенаЗаЕдиницу>10<", "<ЦенаЗаЕдиницу>11<", 1)),
    );
    assert_eq!(report.published, 1);
    let after = feeds.each_ref().map(|feed| house.head(feed));
    assert_eq!(after, [before[0], before[1], before[2] + 1, before[3]]);
}
