//! A person settles what the program doubts, and it is remembered.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

use cabinet_domain::quantity::Quantity;
use cabinet_domain::written::Written;
use cabinet_intake::table::layout::{Layout, Mark};
use cabinet_intake::table::roles::Role;
use cabinet_intake::table::rows::read_rows;
use cabinet_intake::table::{Catalogue, NoCatalogue};
use cabinet_intake::{Order, read_order};

fn read(text: &str) -> Order {
    read_order(text.as_bytes(), &NoCatalogue, &|_| None).unwrap()
}

fn amounts(order: &Order) -> Vec<Option<Written>> {
    order.rows.lines.iter().map(|line| line.quantity.clone()).collect()
}

fn exact(milli: i64) -> Option<Written> {
    Some(Written::Exact(Quantity::from_milli(milli)))
}

const TWO: &str = "Артикул;Кол-во план;Кол-во факт\nА-1;5;6\nА-2;7;8\n";

#[test]
fn where_two_columns_may_be_the_amount_both_are_offered_and_the_choice_of_a_person_is_read() {
    let mut order = read(TWO);
    assert_eq!(amounts(&order), [None, None]);
    assert!(order.tables[0].doubts().contains(&Role::Quantity));
    let offered: Vec<(u32, bool)> = order.tables[0]
        .candidates
        .iter()
        .filter(|candidate| candidate.role == Role::Quantity)
        .map(|candidate| (candidate.column, candidate.confidence < 50))
        .collect();
    assert_eq!(offered, [(1, true), (2, true)]);
    order.tables[0].layout.quantity = Some(2);
    let rows = read_rows(&order.book, &order.tables);
    assert_eq!(rows.lines[1].quantity, exact(8_000));
}

#[test]
fn a_layout_is_known_again_by_its_titles_whatever_the_rows_and_dates_are() {
    let first = read("Заказ 12.05.2024;;\nАртикул;Кол-во план 12;Кол-во факт\nА-1;5;6\n");
    let settled = Layout {
        quantity: Some(1),
        ..first.tables[0].layout
    };
    let known = first.tables[0].fingerprint.clone();
    let next = "Артикул;Кол-во план 19;Кол-во факт\nБ-7;9;10\nБ-8;11;12\n";
    let order = read_order(next.as_bytes(), &NoCatalogue, &|fingerprint| {
        (*fingerprint == known).then_some(settled)
    })
    .unwrap();
    assert!(order.tables[0].is_remembered);
    assert_eq!(amounts(&order), [exact(9_000), exact(11_000)]);
    let other = read("Артикул;Кол-во факт;Кол-во план 19\nБ-7;9;10\n");
    assert_ne!(other.tables[0].fingerprint, known);
    assert_eq!(known.as_str().len(), 32);
}

#[test]
fn what_a_comma_means_is_said_once_for_a_table() {
    let mut order = read("Артикул;Кол-во\nА-1;1,000\nА-2;12,500\n");
    assert!(
        amounts(&order)
            .iter()
            .all(|amount| matches!(amount, Some(Written::Doubtful(_))))
    );
    for (mark, milli) in [
        (Mark::Decimals, [1_000, 12_500]),
        (Mark::Thousands, [1_000_000, 12_500_000]),
    ] {
        order.tables[0].layout.mark = Some(mark);
        order.rows = read_rows(&order.book, &order.tables);
        assert_eq!(amounts(&order), milli.map(exact), "{mark:?}");
    }
}

#[test]
fn the_catalogue_tells_the_article_from_other_codes() {
    struct Known;
    impl Catalogue for Known {
        fn known(&self, texts: &[&str]) -> Option<usize> {
            Some(texts.iter().filter(|text| text.starts_with("ПС-")).count())
        }
    }
    let text = "НШ-1;ПС-1;5\nНШ-2;ПС-2;6\nНШ-3;ПС-3;7\n";
    let without = read(text);
    assert!(
        without.tables[0].doubts().contains(&Role::Article),
        "two columns of codes"
    );
    let with = read_order(text.as_bytes(), &Known, &|_| None).unwrap();
    assert_eq!(with.tables[0].layout.article, Some(1));
    assert_eq!(amounts(&with), [exact(5_000), exact(6_000), exact(7_000)]);
}

#[test]
fn numbers_under_places_are_asked_about_and_a_stock_beside_a_quantity_is_not() {
    let order = read("Артикул;Склад 1;Склад 2\nА-1;5;6\nА-2;7;8\n");
    assert_eq!(amounts(&order), [None, None]);
    assert!(order.tables[0].doubts().contains(&Role::Quantity));
    let order = read("Артикул;Кол-во;Склад\nА-1;5;60\nА-2;7;80\n");
    assert_eq!(amounts(&order), [exact(5_000), exact(7_000)]);
    assert!(!order.tables[0].doubts().contains(&Role::Quantity));
    let stock = read("Артикул;Остаток на складе\nА-1;60\nА-2;80\n");
    assert!(!stock.tables[0].doubts().contains(&Role::Quantity));
}
