//! What the cabinet does by itself while a window is open: syncs, sends what waits, tells what changed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use cabinet_commands::cabinet::{Cabinet, OpenOptions};
use cabinet_commands::catalogue::{self, CatalogueQuery};
use cabinet_commands::drafts::{self, QuantityRequest};
use cabinet_commands::error::ErrorCode;
use cabinet_commands::orders::{self, Decision, LineDecision, PlaceOutcome, PlaceRequest, Why};
use cabinet_commands::sync::{LinkState, SyncPhase};
use cabinet_commands::{documents, settings, sync};
use common::{Bell, enrolled, eventually, opened_again, until};
use std::sync::Arc;
use testkit::export::{Goods, goods};
use testkit::proxy::{Mischief, Proxy};
use testkit::supplier::Supplier;

fn bolts() -> Vec<Goods> {
    goods(&[
        ("Б-1", "Болт М8х40", "12.30", 1000),
        ("Б-2", "Болт М10х60", "20", 500),
        ("Б-3", "Болт М12", "30", 5),
    ])
}

fn query(entity: &str, text: &str, draft: Option<&str>) -> CatalogueQuery {
    CatalogueQuery {
        draft: draft.map(str::to_owned),
        ..CatalogueQuery::of_text(entity.to_owned(), text.to_owned())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sync_that_is_stopped_keeps_what_came_and_goes_on_from_there() {
    let Some(supplier) = Supplier::with(&bolts()) else {
        return;
    };
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let proxy = Proxy::before(supplier.address());
    let directory = tempfile::tempdir().unwrap();
    let cabinet = enrolled(&proxy.url(), &supplier.invite(&entity, "buyer"), directory.path()).await;
    // Of no effect on syncs to come.
    sync::stop(&cabinet).await.unwrap();
    proxy.set(Mischief::SilentSegments);
    let bell = Arc::new(Bell::default());
    cabinet.start_background(bell.clone());
    until(&bell, || async {
        let status = sync::status(&cabinet).await.unwrap();
        (status.phase == SyncPhase::Loading).then_some(())
    })
    .await;
    sync::stop(&cabinet).await.unwrap();
    let status = until(&bell, || async {
        let status = sync::status(&cabinet).await.unwrap();
        (status.phase == SyncPhase::Idle).then_some(status)
    })
    .await;
    assert_eq!((status.problem_code, status.is_searchable), (None, false));

    proxy.set(Mischief::None);
    let report = until(&bell, || async {
        // The stopped one may still be putting its things away.
        match sync::now(&cabinet).await {
            Err(error) if error.code == ErrorCode::Busy => None,
            other => Some(other.unwrap()),
        }
    })
    .await;
    assert!(report.status.is_searchable);
    let page = catalogue::page(&cabinet, query(&entity, "болт", None), 0, 50)
        .await
        .unwrap();
    assert_eq!(page.total, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_of_the_goods_that_stand_are_not_fetched_again_after_a_stop_or_a_restart() {
    // More than one segment of goods: a segment has 16,384 rows.
    let many: Vec<Goods> = (0..17_000)
        .map(|number| Goods {
            article: format!("Б{number:05}"),
            name: format!("Болт {number}"),
            price: "12.30".to_owned(),
            currency: "RUB".to_owned(),
            stock: 5,
            in_the_north: 0,
        })
        .collect();
    let Some(supplier) = Supplier::with(&many) else { return };
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let proxy = Proxy::before(supplier.address());
    let directory = tempfile::tempdir().unwrap();
    let cabinet = enrolled(&proxy.url(), &supplier.invite(&entity, "buyer"), directory.path()).await;
    // The dictionaries and both parts of the goods come, in whatever order; what follows is waited for.
    proxy.set(Mischief::SomeSegments(3));
    cabinet.start_background(Arc::new(Bell::default()));
    eventually(|| async { sync::status(&cabinet).await.unwrap().rows_done >= 16_384 }).await;
    sync::stop(&cabinet).await.unwrap();
    eventually(|| async { sync::status(&cabinet).await.unwrap().phase == SyncPhase::Idle }).await;
    let before = proxy.segments();
    assert_eq!(before.len(), 3);
    drop(cabinet);

    proxy.set(Mischief::None);
    let cabinet = opened_again(directory.path()).await;
    let report = sync::now(&cabinet).await.unwrap();
    assert!(report.status.is_searchable);
    let after = proxy.segments().split_off(before.len());
    assert!(
        !after.is_empty() && after.iter().all(|path| !before.contains(path)),
        "{before:?} came, then {after:?}"
    );
    let page = catalogue::page(&cabinet, query(&entity, "Б16999", None), 0, 50)
        .await
        .unwrap();
    assert_eq!(page.total, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_syncs_and_sends_by_itself() {
    let Some(supplier) = Supplier::with(&bolts()) else {
        return;
    };
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let proxy = Proxy::before(supplier.address());
    let directory = tempfile::tempdir().unwrap();
    let cabinet = enrolled(&proxy.url(), &supplier.invite(&entity, "buyer"), directory.path()).await;
    let bell = Arc::new(Bell::default());
    cabinet.start_background(bell.clone());
    until(&bell, || async {
        let page = catalogue::page(&cabinet, query(&entity, "болт", None), 0, 50)
            .await
            .unwrap();
        (page.total == 3 && page.rows[0].price_micro.is_some()).then_some(())
    })
    .await;

    let first = catalogue::page(&cabinet, query(&entity, "болт", None), 0, 1)
        .await
        .unwrap();
    assert_eq!((first.rows.len(), first.total, first.is_counted), (1, 2, false));
    let counted = catalogue::count(&cabinet, query(&entity, "болт", None)).await.unwrap();
    assert_eq!(counted, Some(3));

    let draft = drafts::create(&cabinet, entity.clone(), "Заказ".to_owned())
        .await
        .unwrap()
        .id;
    let rows = catalogue::page(&cabinet, query(&entity, "Б-1", None), 0, 1)
        .await
        .unwrap()
        .rows;
    let request = QuantityRequest {
        draft: draft.clone(),
        item: rows[0].item.clone(),
        quantity_milli: 10_000,
    };
    let set = drafts::set_quantity(&cabinet, request).await.unwrap();
    assert_eq!(
        (set.draft.total_minor, set.line.unwrap().sum_minor),
        (Some(12_300), Some(12_300))
    );
    let shown = catalogue::page(&cabinet, query(&entity, "Б-1", Some(&draft)), 0, 1)
        .await
        .unwrap();
    assert_eq!(shown.rows[0].in_draft_milli, 10_000);

    proxy.set(Mischief::HalfBody);
    let outcome = orders::place(
        &cabinet,
        PlaceRequest {
            draft: draft.clone(),
            check: None,
            decisions: Vec::new(),
            rules: None,
        },
    )
    .await
    .unwrap();
    assert!(matches!(outcome, PlaceOutcome::Queued { .. }), "{outcome:?}");
    until(&bell, || async {
        let status = sync::status(&cabinet).await.unwrap();
        (status.link == LinkState::Offline && status.queued == 1).then_some(())
    })
    .await;
    proxy.set(Mischief::None);
    let order = until(&bell, || async {
        let list = orders::list(&cabinet, None).await.unwrap();
        list.into_iter()
            .find(|order| order.state == "held" && !order.number.is_empty())
    })
    .await;
    until(&bell, || async {
        let list = documents::list(&cabinet, Some(entity.clone())).await.unwrap();
        list.into_iter().find(|document| document.order == order.id)
    })
    .await;
    assert_eq!(supplier.orders(), 1);
    assert!(bell.seen().outbox && bell.seen().orders);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_changed_lines_are_decided_and_the_good_ones_go() {
    let Some(supplier) = Supplier::with(&bolts()) else {
        return;
    };
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let directory = tempfile::tempdir().unwrap();
    let cabinet = enrolled(&supplier.url(), &supplier.invite(&entity, "buyer"), directory.path()).await;
    sync::now(&cabinet).await.unwrap();
    let draft = drafts::create(&cabinet, entity.clone(), "Заказ".to_owned())
        .await
        .unwrap()
        .id;
    let report = drafts::add_lines(&cabinet, draft.clone(), "Б-1;10\nБ-2;10\nБ-3;10".to_owned())
        .await
        .unwrap();
    let item = |article: &str| {
        report
            .matched
            .iter()
            .find(|line| line.article == article)
            .unwrap()
            .item
            .clone()
    };
    supplier.import(&goods(&[
        ("Б-1", "Болт М8х40", "12.30", 1000),
        ("Б-2", "Болт М10х60", "25", 500),
        ("Б-3", "Болт М12", "30", 5),
    ]));

    let check = orders::check(&cabinet, draft.clone()).await.unwrap();
    assert_eq!((check.changed.len(), check.lines_total, check.is_clean), (2, 3, false));
    assert_eq!(check.changed[0].price_change_bp, Some(2_500));
    assert_eq!(
        (check.total_was_minor, check.total_now_minor),
        (12_300 + 20_000 + 30_000, 12_300 + 25_000 + 15_000)
    );
    let decisions = vec![
        LineDecision {
            item: item("Б-2"),
            decision: Decision::Remove,
        },
        LineDecision {
            item: item("Б-3"),
            decision: Decision::Reduce { quantity_milli: 3_000 },
        },
    ];
    let request = PlaceRequest {
        draft: draft.clone(),
        check: Some(check),
        decisions,
        rules: None,
    };
    match orders::place(&cabinet, request).await.unwrap() {
        PlaceOutcome::Placed {
            total_minor,
            lines_left,
            order,
            ..
        } => {
            assert_eq!((total_minor, lines_left), (12_300 + 9_000, 0));
            let view = orders::show(&cabinet, order).await.unwrap();
            assert_eq!((view.summary.state.as_str(), view.lines.len()), ("held", 2));
        }
        other => panic!("{other:?}"),
    }
    let gone = drafts::show(&cabinet, draft).await.unwrap_err();
    assert_eq!(gone.code, ErrorCode::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_can_be_dismissed_and_a_queued_order_withdrawn() {
    let Some(mut supplier) = Supplier::with(&bolts()) else {
        return;
    };
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let directory = tempfile::tempdir().unwrap();
    let cabinet = enrolled(&supplier.url(), &supplier.invite(&entity, "buyer"), directory.path()).await;
    sync::now(&cabinet).await.unwrap();
    supplier.kill();
    let draft = drafts::create(&cabinet, entity.clone(), "Заказ".to_owned())
        .await
        .unwrap()
        .id;
    drafts::add_lines(&cabinet, draft.clone(), "Б-1;10".to_owned())
        .await
        .unwrap();
    let place = || {
        orders::place(
            &cabinet,
            PlaceRequest {
                draft: draft.clone(),
                check: None,
                decisions: Vec::new(),
                rules: None,
            },
        )
    };

    let PlaceOutcome::Queued { command } = place().await.unwrap() else {
        panic!("not queued")
    };
    let in_flight = drafts::set_deleted(&cabinet, draft.clone(), true).await.unwrap_err();
    assert_eq!(in_flight.code, ErrorCode::Invalid);
    assert_eq!(
        orders::retry(&cabinet, command.clone()).await.unwrap_err().code,
        ErrorCode::Offline
    );
    let queue = sync::queue(&cabinet).await.unwrap();
    assert_eq!(queue.len(), 1, "{queue:?}");
    assert_eq!((queue[0].kind.as_str(), queue[0].about.as_str()), ("place", "Заказ"));
    assert_eq!((queue[0].state.as_str(), queue[0].why), ("queued", Some(Why::Offline)));
    assert!(queue[0].next_try_in_s.is_some_and(|seconds| seconds <= 15 * 60));
    orders::withdraw(&cabinet, command).await.unwrap();
    assert!(orders::list(&cabinet, None).await.unwrap().is_empty());
    assert!(sync::queue(&cabinet).await.unwrap().is_empty());

    let PlaceOutcome::Queued { command } = place().await.unwrap() else {
        panic!("not queued")
    };
    supplier.import(&goods(&[("Б-1", "Болт М8х40", "99", 1000)]));
    supplier.serve();
    let outcome = orders::retry(&cabinet, command.clone()).await.unwrap();
    assert!(matches!(outcome, PlaceOutcome::Changed { .. }), "{outcome:?}");
    let check = orders::pending_check(&cabinet, command.clone()).await.unwrap();
    assert_eq!(check.changed[0].price_now_micro, Some(99_000_000));
    assert_eq!(
        orders::show(&cabinet, command.clone()).await.unwrap().summary.state,
        "needs_user"
    );
    let queue = sync::queue(&cabinet).await.unwrap();
    assert_eq!((queue[0].state.as_str(), queue[0].next_try_in_s), ("needs_user", None));
    orders::withdraw(&cabinet, command).await.unwrap();
    assert!(orders::list(&cabinet, None).await.unwrap().is_empty());
    drafts::set_deleted(&cabinet, draft.clone(), true).await.unwrap();
    assert_eq!(drafts::list(&cabinet, None, true).await.unwrap().len(), 1);
    drafts::set_deleted(&cabinet, draft, false).await.unwrap();
    assert_eq!(drafts::list(&cabinet, Some(entity), false).await.unwrap().len(), 1);
    assert_eq!(supplier.orders(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn choices_are_kept_before_and_after_enrolment() {
    let directory = tempfile::tempdir().unwrap();
    let profile = directory.path().join("profile");
    let cabinet = Cabinet::open(profile.clone(), OpenOptions::default()).await.unwrap();
    let mut choices = settings::get(&cabinet).await.unwrap();
    assert_eq!((choices.language.as_str(), choices.density.as_str()), ("", "compact"));
    choices.language = "uk".to_owned();
    settings::set(&cabinet, choices.clone()).await.unwrap();
    let wrong = settings::Settings {
        theme: "pink".to_owned(),
        ..choices
    };
    assert_eq!(
        settings::set(&cabinet, wrong).await.unwrap_err().code,
        ErrorCode::Invalid
    );
    assert_eq!(
        settings::recall(&cabinet, "x".to_owned()).await.unwrap_err().code,
        ErrorCode::NotReady
    );
    drop(cabinet);
    let again = Cabinet::open(profile, OpenOptions::default()).await.unwrap();
    assert_eq!(settings::get(&again).await.unwrap().language, "uk");
}

#[tokio::test(flavor = "multi_thread")]
async fn prices_stay_hidden_until_the_code_is_given() {
    let Some(supplier) = Supplier::with(&bolts()) else {
        return;
    };
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let directory = tempfile::tempdir().unwrap();
    let cabinet = enrolled(&supplier.url(), &supplier.invite(&entity, "buyer"), directory.path()).await;
    let short = settings::set_price_pin(&cabinet, None, Some("123".to_owned())).await;
    assert_eq!(short.unwrap_err().code, ErrorCode::Invalid);
    let chosen = settings::set_price_pin(&cabinet, None, Some("2468".to_owned()))
        .await
        .unwrap();
    assert!(chosen.has_price_pin && !chosen.hides_prices);
    assert!(settings::hide_prices(&cabinet).await.unwrap().hides_prices);
    // Other choices neither show prices nor take the code off.
    let tried = settings::Settings {
        hides_prices: false,
        has_price_pin: false,
        ..settings::get(&cabinet).await.unwrap()
    };
    let kept = settings::set(&cabinet, tried).await.unwrap();
    assert!(kept.hides_prices && kept.has_price_pin);
    for wrong in [None, Some("1111".to_owned())] {
        let refused = settings::show_prices(&cabinet, wrong.clone()).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::WrongSecret);
        let refused = settings::set_price_pin(&cabinet, wrong, None).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::WrongSecret);
    }
    assert!(settings::get(&cabinet).await.unwrap().hides_prices);
    let shown = settings::show_prices(&cabinet, Some("2468".to_owned())).await.unwrap();
    assert!(!shown.hides_prices && shown.has_price_pin);
    settings::hide_prices(&cabinet).await.unwrap();
    settings::forget_price_pin(&cabinet).await.unwrap();
    let shown = settings::show_prices(&cabinet, None).await.unwrap();
    assert!(!shown.hides_prices && !shown.has_price_pin);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_column_of_quantities_is_settled_once_and_remembered_for_lists_of_that_form() {
    let Some(supplier) = Supplier::with(&bolts()) else {
        return;
    };
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let directory = tempfile::tempdir().unwrap();
    let cabinet = enrolled(&supplier.url(), &supplier.invite(&entity, "buyer"), directory.path()).await;
    sync::now(&cabinet).await.unwrap();
    let draft = drafts::create(&cabinet, entity.clone(), "Заказ".to_owned())
        .await
        .unwrap()
        .id;
    let form = |first: u32, second: u32| {
        format!("Артикул;Заказ Москва, шт;Заказ Тула, шт\nБ-1;{first};{second}\nБ-1;;3\n").into_bytes()
    };
    let read = drafts::add_bytes(&cabinet, draft.clone(), form(5, 7)).await.unwrap();
    assert!(read.matched.is_empty() && read.not_found.len() == 2, "{read:?}");
    let doubt = &read.doubts[0];
    let second = doubt
        .columns
        .iter()
        .find(|column| column.title.contains("Тула"))
        .unwrap();
    assert_eq!(second.samples, ["7", "3"]);

    let other = drafts::create(&cabinet, entity, "Другой".to_owned()).await.unwrap().id;
    let lost = drafts::settle_columns(&cabinet, other.clone(), doubt.table, doubt.role, second.column).await;
    assert_eq!(lost.unwrap_err().code, ErrorCode::NotFound, "a list of another draft");
    let settled = drafts::settle_columns(&cabinet, draft.clone(), doubt.table, doubt.role, second.column)
        .await
        .unwrap();
    let quantities: Vec<i64> = settled.matched.iter().map(|line| line.quantity_milli).collect();
    assert_eq!(quantities, [7_000, 3_000], "{settled:?}");
    assert!(settled.doubts.is_empty() && settled.not_found.is_empty(), "{settled:?}");
    let again = drafts::settle_columns(&cabinet, draft, doubt.table, doubt.role, second.column).await;
    assert_eq!(again.unwrap_err().code, ErrorCode::NotFound, "nothing is added twice");

    let next = drafts::add_bytes(&cabinet, other, form(1, 2)).await.unwrap();
    let quantities: Vec<i64> = next.matched.iter().map(|line| line.quantity_milli).collect();
    assert_eq!(quantities, [2_000, 3_000], "{next:?}");
}
