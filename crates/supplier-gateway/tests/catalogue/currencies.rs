//! Currencies as written become ISO codes, or wait for the operator.

use crate::support::{House, catalogue, offers, price, product};
use supplier_gateway::catalogue::{self, NoteKind};

fn offer_in(id: &str, currency: &str) -> String {
    let currency = if currency.is_empty() {
        String::new()
    } else {
        format!("<Валюта>{currency}</Валюта>")
    };
    format!(
        "<Предложение><Ид>{id}</Ид><Наименование>Т</Наименование><Цены>{}</Цены></Предложение>",
        price("p1", "12.5", &currency)
    )
}

#[test]
fn one_base_may_write_one_currency_in_many_ways() {
    let mut house = House::new();
    let written = [
        ("a", "руб"),
        ("b", "643"),
        ("c", "RUR"),
        ("d", "RUB"),
        ("e", ""),
        ("f", "грн"),
        ("g", "980"),
        ("h", "USD"),
    ];
    house.import("import.xml", &catalogue(&written.map(|(id, _)| product(id)).concat()));
    let report = house.import(
        "offers.xml",
        &offers(&written.map(|(id, currency)| offer_in(id, currency)).concat()),
    );
    assert_eq!(report.notes, []);
    let prices = house.prices("p1");
    for (id, code) in [
        ("a", "RUB"),
        ("b", "RUB"),
        ("c", "RUB"),
        ("d", "RUB"),
        ("e", "RUB"),
        ("f", "UAH"),
        ("g", "UAH"),
        ("h", "USD"),
    ] {
        assert_eq!(prices[id], (12_500_000, code.to_owned()), "{id}");
    }
}

#[test]
fn a_house_word_is_reported_and_its_prices_wait_for_the_operators_table() {
    let mut house = House::new();
    house.import("import.xml", &catalogue(&["a", "b"].map(product).concat()));
    let report = house.import(
        "offers.xml",
        &offers(&[offer_in("a", "PRO"), offer_in("b", "RUB")].concat()),
    );
    assert_eq!(report.notes.len(), 1);
    let note = &report.notes[0];
    assert_eq!(
        (note.kind, note.written.as_str(), note.count),
        (NoteKind::UnknownCurrency, "PRO", 1)
    );
    let text = note.to_string();
    assert!(
        text.contains("[currencies]") && text.contains("gateway.toml"),
        "it says what to do: {text}"
    );
    assert_eq!(house.prices("p1").into_keys().collect::<Vec<_>>(), ["b"]);
    assert_eq!(house.stats().prices, 2, "the price is kept");

    house.with_settings("[currencies]\n\"pro\" = \"KZT\"\n");
    catalogue::refresh(house.state.db.as_ref(), &house.rules, house.now_ms).unwrap();
    assert_eq!(house.prices("p1")["a"], (12_500_000, "KZT".to_owned()));

    house.with_settings("");
    house.import("import.xml", &catalogue(""));
    assert!(
        !house.prices("p1").contains_key("a"),
        "and the next import follows a table that was cut again"
    );
}

#[test]
fn the_currency_of_a_price_type_stands_for_its_prices_and_is_reported_when_unknown() {
    let mut house = House::new();
    house.import("import.xml", &catalogue(&product("a")));
    let list = offers(&offer_in("a", "")).replace("<Валюта>руб</Валюта>", "<Валюта>у.е.</Валюта>");
    let report = house.import("offers.xml", &list);
    assert_eq!(
        report
            .notes
            .iter()
            .map(|note| note.written.as_str())
            .collect::<Vec<_>>(),
        ["у.е."]
    );
    assert!(house.prices("p1").is_empty());
    house.import("offers.xml", &list.replace("у.е.", "EUR"));
    assert_eq!(house.prices("p1")["a"].1, "EUR");
    let row = house.reference()["t:p1"].price_type.clone().unwrap();
    assert_eq!(row.currency, "EUR");
}
