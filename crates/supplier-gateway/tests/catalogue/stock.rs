//! Stock by warehouse, stock as a total only, and what silence about a warehouse means.

use crate::support::{House, catalogue, file, product};
use cabinet_domain::ids::ItemId;
use supplier_gateway::catalogue::{self, NoteKind};
use supplier_gateway::storage::{StorageError, Value, read, write};

fn offers(list: &str) -> String {
    file(&format!(
        "<ПакетПредложений><Ид>x</Ид><Предложения>{list}</Предложения></ПакетПредложений>"
    ))
}

fn stock(id: &str, total: Option<&str>, rows: &[(&str, &str)]) -> String {
    let total = total
        .map(|total| format!("<Количество>{total}</Количество>"))
        .unwrap_or_default();
    let rows: String = rows
        .iter()
        .map(|(warehouse, quantity)| format!("<Склад ИдСклада=\"{warehouse}\" КоличествоНаСкладе=\"{quantity}\"/>"))
        .collect();
    format!("<Предложение><Ид>{id}</Ид>{total}{rows}</Предложение>")
}

fn shop() -> House {
    let mut house = House::new();
    house.import("import.xml", &catalogue(&["a", "b"].map(product).concat()));
    house
}

#[test]
fn a_total_without_warehouses_goes_to_an_implicit_one_that_is_not_counted() {
    let mut house = shop();
    house.import("offers.xml", &offers(&stock("a", Some("7,5"), &[])));
    assert_eq!(house.stock("default")["a"], 7_500);
    assert_eq!(
        house.reference()["w:default"].warehouse.as_ref().unwrap().name,
        "Основной склад"
    );
    assert_eq!((house.stats().warehouses, house.stats().stock_rows), (0, 0));

    house.import("offers.xml", &offers(&stock("a", None, &[("w1", "4")])));
    assert_eq!(house.stock("w1")["a"], 4_000);
    assert!(house.stock("default").is_empty(), "rows of warehouses win over a total");
    assert_eq!((house.stats().warehouses, house.stats().stock_rows), (1, 1));
}

#[test]
fn when_the_rows_make_up_the_total_a_warehouse_left_out_is_empty() {
    let mut house = shop();
    house.import(
        "offers.xml",
        &offers(&stock("a", Some("9"), &[("w1", "4"), ("w2", "5")])),
    );
    house.import("offers.xml", &offers(&stock("a", Some("4"), &[("w1", "4")])));
    assert_eq!((house.stock("w1")["a"], house.stock("w2")["a"]), (4_000, 0));

    house.import(
        "offers.xml",
        &offers(&stock("a", Some("9"), &[("w1", "4"), ("w2", "5")])),
    );
    house.import("offers.xml", &offers(&stock("a", None, &[("w1", "3")])));
    assert_eq!(
        (house.stock("w1")["a"], house.stock("w2")["a"]),
        (3_000, 5_000),
        "without a total nothing follows"
    );

    house
        .try_import("other", "offers.xml", &offers(&stock("a", Some("1"), &[("w3", "1")])))
        .unwrap();
    assert_eq!(
        house.stock("w2")["a"],
        5_000,
        "another node says nothing about warehouses that it does not have"
    );
}

#[test]
fn stock_below_zero_is_shown_as_none() {
    let mut house = shop();
    house.import("offers.xml", &offers(&stock("a", None, &[("w1", "-3")])));
    assert_eq!(house.stock("w1")["a"], 0);
}

#[test]
fn an_unreadable_quantity_is_reported_and_the_other_rows_are_taken() {
    let mut house = shop();
    let report = house.import(
        "offers.xml",
        &offers(&stock("a", None, &[("w1", "много"), ("w2", "2")])),
    );
    assert_eq!(
        report
            .notes
            .iter()
            .map(|n| (n.kind, n.written.as_str()))
            .collect::<Vec<_>>(),
        [(NoteKind::UnreadableQuantity, "много")]
    );
    assert!(house.stock("w1").is_empty());
    assert_eq!(house.stock("w2")["a"], 2_000);
}

#[test]
fn holds_are_taken_off_what_is_shown_but_not_off_the_terms() {
    let mut house = shop();
    house.import("offers.xml", &offers(&stock("a", None, &[("w1", "10")])));
    let (db, now_ms) = (house.state.db.as_ref(), house.now_ms);
    let item = [ItemId::from("a")];
    let hold = |expires_at_ms: i64| {
        write(db, |tx| -> Result<(), StorageError> {
            tx.execute("DELETE FROM hold", &[])?;
            tx.execute(
                "INSERT INTO hold (order_id, item, warehouse, quantity_milli, expires_at_ms) VALUES ('o', 'a', 'w1', 3000, $1)",
                &[Value::Int(expires_at_ms)],
            )?;
            catalogue::republish_stock(tx, &item, now_ms)
        })
        .unwrap();
    };
    hold(now_ms + 1);
    assert_eq!(house.stock("w1")["a"], 7_000);
    let terms = read(db, |tx| catalogue::terms(tx, None, &item)).unwrap();
    assert_eq!(terms[0].as_ref().unwrap().stock[0].1.milli(), 10_000);
    hold(now_ms);
    assert_eq!(house.stock("w1")["a"], 10_000, "an expired hold holds nothing");
}
