//! Full exports: nothing is hidden, and what was passed by is marked only when that is certain.

use crate::support::{House, NOON, catalogue, full_catalogue, product};
use supplier_gateway::catalogue;

const HOUR_MS: i64 = 60 * 60 * 1000;

fn stale(house: &House) -> Vec<String> {
    house
        .items()
        .into_iter()
        .filter(|(_, row)| row.is_stale)
        .map(|(id, _)| id)
        .collect()
}

fn goods(ids: &[&str]) -> String {
    ids.iter().map(|id| product(id)).collect()
}

#[test]
fn goods_are_stale_once_a_later_full_export_has_begun() {
    let mut house = House::new();
    house.import("import0_1.xml", &full_catalogue(&goods(&["a"])));
    house.import("import0_2.xml", &catalogue(&goods(&["b"])));
    house.now_ms += HOUR_MS;
    house.import("import0_1.xml", &full_catalogue(&goods(&["a"])));
    assert_eq!(stale(&house), [""; 0], "b may be in a portion that is still to come");
    house.now_ms += HOUR_MS;
    house.import("import0_1.xml", &full_catalogue(&goods(&["a"])));
    assert_eq!(stale(&house), ["b"]);
    assert_eq!(house.item_ids(), ["a", "b"], "shown all the same");
    house.import("import0_2.xml", &catalogue(&goods(&["b"])));
    assert_eq!(stale(&house), [""; 0], "seen again");
}

#[test]
fn a_day_of_quiet_closes_a_full_export() {
    let mut house = House::new();
    house.import("import0_1.xml", &full_catalogue(&goods(&["a", "b"])));
    house.now_ms += HOUR_MS;
    house.import("import0_1.xml", &full_catalogue(&goods(&["a"])));
    let db = house.state.db.as_ref();
    catalogue::refresh(db, &house.rules, house.now_ms + 23 * HOUR_MS).unwrap();
    assert_eq!(stale(&house), [""; 0]);
    catalogue::refresh(db, &house.rules, house.now_ms + 24 * HOUR_MS).unwrap();
    assert_eq!(stale(&house), ["b"]);
}

#[test]
fn exports_of_changes_make_nothing_stale() {
    let mut house = House::new();
    house.import("import0_1.xml", &catalogue(&goods(&["a", "b"])));
    for _ in 0..3 {
        house.now_ms += 48 * HOUR_MS;
        house.import("import0_1.xml", &catalogue(&goods(&["a"])));
        catalogue::refresh(house.state.db.as_ref(), &house.rules, house.now_ms).unwrap();
    }
    assert_eq!(stale(&house), [""; 0]);
}

#[test]
fn another_catalogue_or_node_does_not_pass_goods_by() {
    let mut house = House::new();
    house.import("import0_1.xml", &full_catalogue(&goods(&["a"])));
    for round in 1..4 {
        house.now_ms = NOON + round * HOUR_MS;
        house.import("import1_1.xml", &full_catalogue(&goods(&["b"])));
        house
            .try_import("other", "import0_1.xml", &full_catalogue(&goods(&["c"])))
            .unwrap();
    }
    assert_eq!(stale(&house), [""; 0]);
}

#[test]
fn a_first_portion_that_1c_repeats_is_the_same_export() {
    let mut house = House::new();
    house.import("import0_1.xml", &full_catalogue(&goods(&["a", "b"])));
    house.now_ms += HOUR_MS;
    for _ in 0..4 {
        house.now_ms += 1000;
        house.import("import0_1.xml", &full_catalogue(&goods(&["a"])));
    }
    assert_eq!(stale(&house), [""; 0]);
}
