//! Laws of the tree: every sum is that of the rows below it, by age too, and no two currencies meet.

use super::ageing::Age;
use super::calendar::days;
use super::documents::{OwedDocumentView, view};
use super::papers::sums;
use super::tree::{Known, Level, MoneyRowView, Source, Told, build};
use cabinet_domain::delivery::write_date;
use cabinet_mirror::OwedDocument;
use proptest::prelude::*;
use time::Date;
use time::macros::date;

const TODAY: Date = date!(2026 - 03 - 15);

fn document() -> impl Strategy<Value = OwedDocument> {
    let day = prop_oneof![
        Just(String::new()),
        (-100_i64..100).prop_map(|ahead| write_date(TODAY + time::Duration::days(ahead))),
    ];
    let owed = (-1_000_000_000_i64..1_000_000_000_000, 0_i64..1_000_000_000_000);
    let contract = prop::sample::select(vec!["", "17/26", "Б-2"]);
    let currency = prop::sample::select(vec!["RUB", "UAH"]);
    (contract, currency, day, owed).prop_map(
        |(contract, currency, due_date, (total_minor, paid_minor))| OwedDocument {
            id: String::new(),
            contract: contract.to_owned(),
            kind: "upd".to_owned(),
            number: "1".to_owned(),
            date: String::new(),
            due_date,
            currency: currency.to_owned(),
            total_minor,
            paid_minor,
        },
    )
}

fn told(name: &str, known: Known) -> Told {
    Told {
        entity: name.to_owned(),
        name: name.to_owned(),
        as_of_ms: match known {
            Known::Nothing => None,
            _ => Some(7),
        },
        known,
    }
}

fn same(above: &MoneyRowView, below: &[&MoneyRowView]) {
    let add = |of: fn(&MoneyRowView) -> i64| below.iter().map(|row| of(row)).sum::<i64>();
    assert_eq!(above.sums.owed_minor, add(|row| row.sums.owed_minor));
    assert_eq!(above.sums.total_minor, add(|row| row.sums.total_minor));
    assert_eq!(above.sums.paid_minor, add(|row| row.sums.paid_minor));
    assert_eq!(above.sums.overdue_minor, add(|row| row.sums.overdue_minor));
    assert_eq!(i64::from(above.sums.documents), add(|row| row.sums.documents.into()));
    for (index, age) in above.sums.ages.iter().enumerate() {
        assert_eq!(
            age.owed_minor,
            below.iter().map(|row| row.sums.ages[index].owed_minor).sum::<i64>()
        );
    }
}

fn within(row: &MoneyRowView) {
    let sums = &row.sums;
    assert_eq!(sums.owed_minor, sums.total_minor - sums.paid_minor);
    assert_eq!(sums.owed_minor, sums.ages.iter().map(|age| age.owed_minor).sum::<i64>());
    let late = sums.ages.iter().filter(|age| age.age.is_overdue());
    assert_eq!(sums.overdue_minor, late.map(|age| age.owed_minor).sum::<i64>());
}

proptest! {
    #[test]
    fn every_sum_is_that_of_the_rows_below_it_to_the_kopeck(
        books in prop::collection::vec(prop::collection::vec(document(), 0..40), 0..5)
    ) {
        let all = books.iter().enumerate().map(|(n, one)| told(&n.to_string(), Known::Books(sums(one).unwrap()))).collect();
        let tree = build(TODAY, all).unwrap();
        for row in &tree.rows {
            within(row);
            let below = |level: Level| tree.rows.iter().filter(|other| {
                other.level == level && other.currency == row.currency && (row.entity.is_empty() || other.entity == row.entity)
            }).collect::<Vec<_>>();
            match row.level {
                Level::Group => same(row, &below(Level::Entity)),
                Level::Entity => same(row, &below(Level::Contract)),
                Level::Contract => {
                    let of: Vec<OwedDocumentView> = books[row.entity.parse::<usize>().unwrap()]
                        .iter()
                        .filter(|one| one.contract == row.contract && one.currency == row.currency)
                        .map(|one| view(one.clone(), TODAY).unwrap())
                        .collect();
                    prop_assert_eq!(row.sums.owed_minor, of.iter().map(|one| one.owed_minor).sum::<i64>());
                    prop_assert_eq!(row.sums.late_days, of.iter().map(|one| one.late_days).max().unwrap());
                    for age in &row.sums.ages {
                        let sum: i64 = of.iter().filter(|one| one.age == Some(age.age)).map(|one| one.owed_minor).sum();
                        prop_assert_eq!(age.owed_minor, sum);
                    }
                }
            }
        }
        let groups = tree.rows.iter().filter(|row| row.level == Level::Group).map(|row| row.sums.owed_minor).sum::<i64>();
        prop_assert_eq!(groups, books.iter().flatten().map(|one| one.total_minor - one.paid_minor).sum::<i64>());
        prop_assert_eq!(tree.settled.len(), books.iter().filter(|one| one.is_empty()).count());
    }
}

#[test]
fn the_day_to_pay_is_not_late_and_each_bucket_ends_where_it_says() {
    for (days, age) in [
        (-1, Age::NotDue),
        (0, Age::NotDue),
        (1, Age::Late1To7),
        (7, Age::Late1To7),
        (8, Age::Late8To30),
        (30, Age::Late8To30),
        (31, Age::Late31To60),
        (60, Age::Late31To60),
        (61, Age::Late61),
    ] {
        assert_eq!(Age::of(Some(days)), age, "{days}");
    }
    assert_eq!(Age::of(None), Age::Undated);
}

proptest! {
    #[test]
    fn the_days_of_the_calendar_are_the_debts_that_have_one(
        books in prop::collection::vec(prop::collection::vec(document(), 0..40), 0..5)
    ) {
        let all: Vec<_> = books
            .iter()
            .enumerate()
            .map(|(n, one)| told(&n.to_string(), Known::Books(sums(one).unwrap())))
            .collect();
        let days = days(TODAY, &all).unwrap();
        for day in &days {
            prop_assert_eq!(day.owed_minor, day.entities.iter().map(|one| one.owed_minor).sum::<i64>());
            prop_assert!(day.owed_minor > 0);
        }
        let open = books.iter().flatten().filter(|one| !one.due_date.is_empty());
        let debts: i64 = open.map(|one| (one.total_minor - one.paid_minor).max(0)).sum();
        prop_assert_eq!(days.iter().map(|day| day.owed_minor).sum::<i64>(), debts);
        prop_assert!(days.is_sorted_by_key(|day| (day.date.clone(), day.currency.clone())));
        let late: i64 = days.iter().filter(|day| day.in_days < 0).map(|day| day.owed_minor).sum();
        let tree = build(TODAY, all).unwrap();
        let groups = tree.rows.iter().filter(|row| row.level == Level::Group);
        prop_assert_eq!(late, groups.map(|row| row.sums.overdue_minor).sum::<i64>());
    }
}

#[test]
fn a_balance_without_documents_is_a_row_and_nothing_told_is_said_to_be_so() {
    let balance = |debt_minor, overdue_minor| Known::Balance {
        contract: "17/26".to_owned(),
        currency: "RUB".to_owned(),
        debt_minor,
        overdue_minor,
    };
    let all = vec![
        told("a", balance(70_000, 20_000)),
        told("b", balance(-500, 0)),
        told("c", Known::Nothing),
    ];
    let tree = build(TODAY, all).unwrap();
    tree.rows.iter().for_each(within);
    let group = &tree.rows[0];
    assert_eq!(
        (group.level, group.sums.owed_minor, group.sums.overdue_minor),
        (Level::Group, 69_500, 20_000)
    );
    assert_eq!(
        (tree.rows[1].source, tree.rows[1].sums.documents),
        (Some(Source::Balance), 0)
    );
    assert_eq!((tree.untold.len(), tree.untold[0].name.as_str()), (1, "c"));
    assert!(build(TODAY, vec![told("a", balance(i64::MAX, 0)), told("b", balance(1, 0))]).is_err());
}

#[test]
fn who_has_papers_without_sums_alone_is_not_said_to_owe_nothing() {
    let papers = |uncounted| Known::Papers {
        sums: Vec::new(),
        uncounted,
    };
    let tree = build(TODAY, vec![told("a", papers(2)), told("b", papers(0))]).unwrap();
    let settled: Vec<&str> = tree.settled.iter().map(|one| one.name.as_str()).collect();
    assert_eq!((settled, tree.untold.len()), (vec!["b"], 0));
    let left_out: Vec<_> = tree
        .papers
        .iter()
        .map(|one| (one.name.as_str(), one.uncounted))
        .collect();
    assert_eq!(left_out, [("a", 2), ("b", 0)]);
}
