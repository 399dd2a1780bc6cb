//! Books against an act: only what differs, adding up to the kopeck.

use super::{DifferenceKind, ReconcileDoubt, ReconciliationView, view};
use cabinet_desk::Grant;
use cabinet_domain::access::Role;
use cabinet_domain::ids::EntityId;
use cabinet_domain::stock::StockMode;
use cabinet_intake::card::{Card, read_card};
use cabinet_protocol::settlement::{ActEntryRow, ActRow, CurrencyActRow};
use proptest::prelude::*;

fn row() -> ActRow {
    ActRow {
        from: "2026-01-01".to_owned(),
        to: "2026-03-31".to_owned(),
        ..ActRow::default()
    }
}

fn act(opening_minor: i64, entries: &[(&str, &str, i64)]) -> CurrencyActRow {
    let entries: Vec<ActEntryRow> = entries
        .iter()
        .map(|(date, number, owed)| ActEntryRow {
            date: (*date).to_owned(),
            kind: if *owed > 0 { "upd" } else { "payment" }.to_owned(),
            number: (*number).to_owned(),
            debit_minor: (*owed).max(0),
            credit_minor: (*owed).min(0).saturating_neg(),
            document: String::new(),
        })
        .collect();
    let moved: i64 = entries.iter().map(|entry| entry.debit_minor - entry.credit_minor).sum();
    CurrencyActRow {
        currency: "RUB".to_owned(),
        opening_minor,
        closing_minor: opening_minor + moved,
        entries,
        ..CurrencyActRow::default()
    }
}

fn grant() -> Grant {
    Grant {
        entity: EntityId::new("e"),
        name: "ООО Ромашка".to_owned(),
        inn: String::new(),
        kpp: String::new(),
        edrpou: String::new(),
        role: Role::Accountant,
        price_type: None,
        assortment: "all".to_owned(),
        stock: StockMode::Exact,
        contract: None,
    }
}

fn compared(card: &str, act: &CurrencyActRow) -> ReconciliationView {
    let card: Card = read_card(card.as_bytes()).unwrap();
    view(&grant(), &row(), act, &card).unwrap()
}

/// Each difference as kind, the dealer's number and sum, the supplier's, and how much it makes.
fn told(view: &ReconciliationView) -> Vec<(DifferenceKind, String, String, i64)> {
    let side = |side: &Option<super::DifferenceSideView>| {
        side.as_ref()
            .map(|side| format!("{} {}", side.number, side.owed_minor))
            .unwrap_or_default()
    };
    view.differences
        .iter()
        .map(|one| (one.kind, side(&one.ours), side(&one.theirs), one.difference_minor))
        .collect()
}

const CARD: &str = "Карточка счета 60 за 1 квартал 2026 г.;;;
Период;Документ;Дебет;Кредит
Сальдо на начало;;;1 000,50
12.01.2026;Поступление (акт, накладная) 0000-000012 от 12.01.2026 12:00:00 по вх.д. УТ-7 от 11.01.2026;;1 200,00
15.01.2026;Списание с расчетного счета 0000-000003 от 15.01.2026;500,07;
20.01.2026;Поступление (акт, накладная) 0000-000013 от 20.01.2026 вх. УТ-8 от 20.01.2026;;300,00
25.01.2026;Списание с расчетного счета 0000-000004 от 25.01.2026;100,00;
01.02.2026;Поступление (акт, накладная) 0000-000014 от 01.02.2026 вх. УТ-9 от 01.02.2026;;10,00
Сальдо на конец;;;1 910,43
";

#[test]
fn only_what_differs_is_shown_and_it_adds_up_to_the_difference_of_the_balances() {
    let act = act(
        100_150,
        &[
            ("2026-01-12", "УТ-000007", 120_000),
            ("2026-01-16", "118", -50_007),
            ("2026-01-20", "УТ-000008", 33_000),
            ("2026-01-25", "119", -10_000),
            ("2026-02-10", "УТ-000011", 5_001),
        ],
    );
    let view = compared(CARD, &act);
    assert_eq!(
        told(&view),
        [
            (DifferenceKind::Opening, " 100050".to_owned(), " 100150".to_owned(), 100),
            (
                DifferenceKind::DateDiffers,
                "0000-000003 -50007".to_owned(),
                "118 -50007".to_owned(),
                0
            ),
            (
                DifferenceKind::SumDiffers,
                "УТ-8, 0000-000013 30000".to_owned(),
                "УТ-000008 33000".to_owned(),
                3_000
            ),
            (
                DifferenceKind::MissingTheirs,
                "УТ-9, 0000-000014 1000".to_owned(),
                String::new(),
                -1_000
            ),
            (
                DifferenceKind::MissingOurs,
                String::new(),
                "УТ-000011 5001".to_owned(),
                5_001
            ),
        ]
    );
    assert_eq!((view.same, view.same_by_sum, view.outside), (2, 1, 0));
    assert_eq!(view.difference_minor, 7_101);
    assert_eq!(view.ours.closing_minor, Some(191_043));
    assert_eq!(
        view.theirs.closing_minor.unwrap() - view.ours.closing_minor.unwrap(),
        view.difference_minor
    );
    assert_eq!((view.ours.more_minor, view.ours.less_minor), (151_000, 60_007));
    assert!(view.doubts.is_empty(), "{:?}", view.doubts);
}

#[test]
fn a_file_of_a_longer_period_is_cut_and_its_balance_moved_to_the_first_day() {
    let card = CARD.replace(
        "12.01.2026;Поступление",
        "30.12.2025;Поступление (акт, накладная) 0000-000009 от 30.12.2025;;50,00\n12.01.2026;Поступление",
    );
    let view = compared(&card, &act(105_050, &[]));
    assert_eq!((view.ours.opening_minor, view.outside), (Some(105_050), 1));
    assert!(
        view.doubts.contains(&ReconcileDoubt::DoesNotAddUp),
        "the row was added to it"
    );
}

#[test]
fn whose_account_it_is_is_guessed_by_what_fits_and_said() {
    let card = "Дата;Номер;Дебет;Кредит\n12.01.2026;7;;12,00\n13.01.2026;8;5,00;\n";
    let buyers = compared(card, &act(0, &[("2026-01-12", "7", 1_200), ("2026-01-13", "8", -500)]));
    assert_eq!((buyers.same, buyers.differences.len()), (2, 0), "{buyers:?}");
    let sellers = compared(card, &act(0, &[("2026-01-12", "7", -1_200), ("2026-01-13", "8", 500)]));
    assert_eq!((sellers.same, sellers.differences.len()), (2, 0), "{sellers:?}");
    for view in [buyers, sellers] {
        assert_eq!(view.doubts, [ReconcileDoubt::SideGuessed, ReconcileDoubt::NoOpening]);
        assert_eq!((view.ours.closing_minor, view.difference_minor), (None, 0));
    }
}

#[test]
fn what_could_not_be_read_and_a_period_that_is_too_short_are_said() {
    let card = "Карточка счета 60 за январь 2026 г.;;;\nДата;Документ;Дебет;Кредит\n12.01.2026;Приход (7 от 12.01.2026);;1,000\n13.01.2026;Приход (8 от 13.01.2026);;2,00\n";
    let view = compared(card, &act(0, &[("2026-01-13", "8", 200)]));
    assert_eq!(view.unread.len(), 1);
    assert_eq!((view.unread[0].row, view.unread[0].why.as_str()), (3, "sum"));
    assert_eq!(view.doubts, [ReconcileDoubt::NoOpening, ReconcileDoubt::PeriodShorter]);
}

proptest! {
    #[test]
    fn differences_add_up_to_the_kopeck_whatever_the_books(
        ours in prop::collection::vec((1_u8..29, 0_u8..6, -900_000_i64..900_000), 1..25),
        theirs in prop::collection::vec((1_u8..29, 0_u8..6, -900_000_i64..900_000), 0..25),
        openings in (-900_000_i64..900_000, -900_000_i64..900_000),
    ) {
        let money = |minor: i64| format!("{}{},{:02}", if minor < 0 { "-" } else { "" }, minor.abs() / 100, minor.abs() % 100);
        let mut card = format!("Карточка счета 60;;;\nДата;Номер;Дебет;Кредит\nСальдо на начало;;;{}\n", money(openings.0));
        for (at, (day, number, minor)) in ours.iter().enumerate() {
            card.push_str(&format!("{day:02}.01.2026;{number}-{at};;{}\n", money(*minor)));
        }
        let entries: Vec<(String, String, i64)> = theirs.iter().map(|(day, number, minor)| (format!("2026-01-{day:02}"), number.to_string(), *minor)).collect();
        let entries: Vec<(&str, &str, i64)> = entries.iter().map(|(date, number, minor)| (date.as_str(), number.as_str(), *minor)).collect();
        let act = act(openings.1, &entries);
        let view = compared(&card, &act);
        let moved: i64 = ours.iter().map(|(_, _, minor)| minor).sum();
        prop_assert_eq!(view.ours.opening_minor, Some(openings.0));
        prop_assert_eq!(view.ours.closing_minor, Some(openings.0 + moved));
        prop_assert_eq!(view.difference_minor, act.closing_minor - openings.0 - moved);
        prop_assert_eq!(view.differences.iter().map(|one| one.difference_minor).sum::<i64>(), view.difference_minor);
        prop_assert!(view.differences.iter().all(|one| one.difference_minor != 0 || one.kind == DifferenceKind::DateDiffers));
    }
}
