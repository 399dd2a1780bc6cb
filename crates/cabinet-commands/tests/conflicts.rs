//! The conflict desk: terms that changed before an order was placed, decided line by line, or by rules while nobody watches.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::documents::{self, PaperForm, PaperRequest};
use cabinet_commands::drafts;
use cabinet_commands::orders::{self, CheckView, Decision, LineDecision, PlaceOutcome, PlaceRequest, RulesView};
use cabinet_commands::{subscriptions, sync};
use common::enrolled;
use testkit::export::{Goods, goods};
use testkit::supplier::Supplier;

fn before() -> Vec<Goods> {
    goods(&[
        ("Б-1", "Болт М8х40", "10.00", 1000),
        ("Б-2", "Болт М10х60", "20.00", 500),
        ("Б-3", "Болт М12", "30.00", 100),
        ("Б-4", "Болт М12 кл. 8.8", "30.30", 100),
    ])
}

/// A desk with a draft of ten of the first three goods each; the fourth stands in for the third.
struct Desk {
    supplier: Supplier,
    cabinet: Cabinet,
    entity: String,
    draft: String,
    _directory: tempfile::TempDir,
}

impl Desk {
    async fn new() -> Option<Self> {
        let supplier = Supplier::with(&before())?;
        let entity = supplier.entity("ООО Ромашка", "7707083893");
        let table = supplier.path().join("analogues.csv");
        std::fs::write(&table, "article;analogue\nБ-3;Б-4\n").unwrap();
        supplier.console(&["goods", "import", table.to_str().unwrap(), "--kind", "analogues"]);
        let directory = tempfile::tempdir().unwrap();
        let cabinet = enrolled(&supplier.url(), &supplier.invite(&entity, "buyer"), directory.path()).await;
        sync::now(&cabinet).await.unwrap();
        let draft = drafts::create(&cabinet, entity.clone(), "Заказ".to_owned())
            .await
            .unwrap()
            .id;
        add(&cabinet, &draft, "Б-1;10\nБ-2;10\nБ-3;10").await;
        Some(Self {
            supplier,
            cabinet,
            entity,
            draft,
            _directory: directory,
        })
    }

    fn now_there(&self, list: &[(&str, &str, &str, u32)]) {
        self.supplier.import(&goods(list));
    }

    async fn place(
        &self,
        check: Option<CheckView>,
        decisions: Vec<LineDecision>,
        rules: Option<RulesView>,
    ) -> PlaceOutcome {
        let request = PlaceRequest {
            draft: self.draft.clone(),
            check,
            decisions,
            rules,
        };
        orders::place(&self.cabinet, request).await.unwrap()
    }

    /// The order is queued while the supplier cannot be reached, the terms change, and the next exchange finds them.
    async fn meets(&mut self, rules: RulesView, list: &[(&str, &str, &str, u32)]) {
        self.supplier.kill();
        let outcome = self.place(None, Vec::new(), Some(rules)).await;
        assert!(matches!(outcome, PlaceOutcome::Queued { .. }), "{outcome:?}");
        self.now_there(list);
        self.supplier.serve();
        sync::now(&self.cabinet).await.unwrap();
        // What the order came to is told by the exchange after it.
        sync::now(&self.cabinet).await.unwrap();
    }

    /// Articles with the quantity and the price of the lines of the only order.
    async fn placed(&self) -> (Vec<(String, i64, i64)>, orders::OrderView) {
        let list = orders::list(&self.cabinet, None).await.unwrap();
        let order = list.iter().find(|order| order.state == "held").expect("it is placed");
        let view = orders::show(&self.cabinet, order.id.clone()).await.unwrap();
        let lines = view
            .lines
            .iter()
            .map(|line| {
                (
                    line.article.clone(),
                    line.quantity_milli / 1000,
                    line.price_micro.unwrap() / 10_000,
                )
            })
            .collect();
        (lines, view)
    }

    async fn in_draft(&self) -> Vec<String> {
        match drafts::show(&self.cabinet, self.draft.clone()).await {
            Ok(view) => view.lines.into_iter().map(|line| line.article).collect(),
            Err(_) => Vec::new(),
        }
    }
}

async fn add(cabinet: &Cabinet, draft: &str, text: &str) {
    drafts::add_lines(cabinet, draft.to_owned(), text.to_owned())
        .await
        .unwrap();
}

fn line(check: &CheckView, article: &str) -> String {
    let found = check.changed.iter().find(|line| line.article == article);
    found.expect("it changed").item.clone()
}

fn so(item: String, decision: Decision) -> LineDecision {
    LineDecision { item, decision }
}

const RULES: RulesView = RulesView {
    rise_bp: Some(200),
    least_bp: Some(8_000),
    takes_other_warehouse: false,
    takes_analogue: true,
    sends_rest: false,
};

#[tokio::test(flavor = "multi_thread")]
async fn an_analogue_and_a_wait_are_decided_weighed_printed_and_carried_out() {
    let Some(desk) = Desk::new().await else { return };
    desk.now_there(&[
        ("Б-1", "Болт М8х40", "10.00", 1000),
        ("Б-2", "Болт М10х60", "20.00", 7),
        ("Б-3", "Болт М12", "45.00", 100),
        ("Б-4", "Болт М12 кл. 8.8", "30.30", 100),
    ]);
    let check = orders::check(&desk.cabinet, desk.draft.clone()).await.unwrap();
    let offered = &check.changed[1].analogues;
    assert_eq!(offered.len(), 1, "{:?}", check.changed);
    assert_eq!(
        (offered[0].article.as_str(), offered[0].price_micro),
        ("Б-4", Some(30_300_000))
    );
    assert!(offered[0].is_enough && !offered[0].is_own);

    let none = orders::weigh(&desk.cabinet, check.clone(), Vec::new()).await.unwrap();
    assert_eq!(
        (none.total_minor, none.lines_to_send, none.lines_left),
        (Some(10_000), 1, 2)
    );
    let decisions = vec![
        so(line(&check, "Б-2"), Decision::Backorder),
        so(
            line(&check, "Б-3"),
            Decision::Analogue {
                item: offered[0].item.clone(),
            },
        ),
    ];
    let weighed = orders::weigh(&desk.cabinet, check.clone(), decisions.clone())
        .await
        .unwrap();
    assert_eq!(weighed.total_minor, Some(10_000 + 14_000 + 30_300));
    assert_eq!(
        (weighed.lines_to_send, weighed.lines_waiting, weighed.lines_left),
        (3, 1, 0)
    );
    let paper = PaperRequest::new(PaperForm::CheckSheet, desk.draft.clone());
    let saved = documents::save(&desk.cabinet, paper, None).await.unwrap();
    assert!(saved.bytes > 1_000 && saved.path.contains("Изменения"), "{saved:?}");

    let outcome = desk.place(Some(check), decisions, None).await;
    let PlaceOutcome::Placed {
        total_minor,
        lines_left,
        ..
    } = outcome
    else {
        panic!("{outcome:?}")
    };
    assert_eq!((total_minor, lines_left), (54_300, 0));
    let list = drafts::list(&desk.cabinet, Some(desk.entity.clone()), false)
        .await
        .unwrap();
    assert_eq!((list.len(), list[0].kind.as_str(), list[0].lines), (1, "waiting", 1));
    let waiting = drafts::show(&desk.cabinet, list[0].id.clone()).await.unwrap();
    assert_eq!(
        (waiting.lines[0].article.as_str(), waiting.lines[0].quantity_milli),
        ("Б-2", 3_000)
    );
    sync::now(&desk.cabinet).await.unwrap();
    // Less waits than the order has taken: what it took is not told as an arrival.
    let awaited = subscriptions::list(&desk.cabinet, None).await.unwrap();
    assert_eq!((awaited.len(), awaited[0].threshold_milli), (1, Some(3_000)));

    // The next time the analogue is the user's own, and is offered so.
    let again = drafts::create(&desk.cabinet, desk.entity.clone(), "Ещё".to_owned())
        .await
        .unwrap()
        .id;
    add(&desk.cabinet, &again, "Б-3;1000").await;
    let check = orders::check(&desk.cabinet, again).await.unwrap();
    assert!(check.changed[0].analogues[0].is_own);
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_that_the_draft_has_already_are_no_replacement() {
    let Some(desk) = Desk::new().await else { return };
    add(&desk.cabinet, &desk.draft, "Б-4;1").await;
    desk.now_there(&[
        ("Б-1", "Болт М8х40", "10.00", 1000),
        ("Б-2", "Болт М10х60", "20.00", 500),
        ("Б-3", "Болт М12", "45.00", 100),
        ("Б-4", "Болт М12 кл. 8.8", "30.30", 100),
    ]);
    let check = orders::check(&desk.cabinet, desk.draft.clone()).await.unwrap();
    assert!(check.changed[0].analogues.is_empty());
    let other = drafts::show(&desk.cabinet, desk.draft.clone()).await.unwrap().lines[3]
        .item
        .clone();
    let decisions = vec![so(line(&check, "Б-3"), Decision::Analogue { item: other })];
    let refused = orders::weigh(&desk.cabinet, check, decisions).await.unwrap_err();
    assert_eq!(
        refused.reason,
        Some(cabinet_commands::reason::Reason::AnalogueInDraft),
        "{refused:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_may_wait_and_then_nothing_is_sent() {
    let Some(desk) = Desk::new().await else { return };
    desk.now_there(&[
        ("Б-1", "Болт М8х40", "10.00", 0),
        ("Б-2", "Болт М10х60", "20.00", 0),
        ("Б-3", "Болт М12", "30.00", 0),
    ]);
    let check = orders::check(&desk.cabinet, desk.draft.clone()).await.unwrap();
    let all = ["Б-1", "Б-2", "Б-3"].map(|article| so(line(&check, article), Decision::Backorder));
    let outcome = desk.place(Some(check), all.to_vec(), None).await;
    assert!(matches!(outcome, PlaceOutcome::Settled { waiting: 3 }), "{outcome:?}");
    assert_eq!(desk.supplier.orders(), 0);
    assert_eq!(desk.in_draft().await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_waits_of_an_order_that_met_other_terms_on_the_way() {
    let Some(desk) = Desk::new().await else { return };
    let short = |second: u32| {
        [
            ("Б-1", "Болт М8х40", "10.00", 1000),
            ("Б-2", "Болт М10х60", "20.00", second),
            ("Б-3", "Болт М12", "30.00", 0),
        ]
    };
    desk.now_there(&short(7));
    let check = orders::check(&desk.cabinet, desk.draft.clone()).await.unwrap();
    let wait = |check: &CheckView| {
        let of = |article: &str| so(line(check, article), Decision::Backorder);
        vec![of("Б-2"), of("Б-3")]
    };
    let decisions = wait(&check);
    desk.now_there(&short(4));
    let outcome = desk.place(Some(check), decisions, None).await;
    let PlaceOutcome::Changed { check } = outcome else {
        panic!("{outcome:?}")
    };
    let quantities = |view: drafts::DraftView| -> Vec<i64> {
        let free = view.lines.into_iter().filter(|line| !line.is_in_flight);
        free.map(|line| line.quantity_milli).collect()
    };
    let draft = drafts::show(&desk.cabinet, desk.draft.clone()).await.unwrap();
    assert_eq!(quantities(draft), [10_000, 10_000, 10_000], "as before he decided");
    assert_eq!(subscriptions::list(&desk.cabinet, None).await.unwrap().len(), 0);
    let list = drafts::list(&desk.cabinet, Some(desk.entity.clone()), false);
    assert_eq!(list.await.unwrap().len(), 1, "no draft of what waits");

    // What waited whole was not in that order: the next check names it again.
    assert_eq!(check.changed.len(), 1, "{:?}", check.changed);
    let check = orders::check(&desk.cabinet, desk.draft.clone()).await.unwrap();
    let decisions = wait(&check);
    let second = desk.place(Some(check), decisions, None).await;
    assert!(matches!(second, PlaceOutcome::Placed { .. }), "{second:?}");
    let list = drafts::list(&desk.cabinet, Some(desk.entity.clone()), false)
        .await
        .unwrap();
    assert_eq!((list.len(), list[0].kind.as_str()), (1, "waiting"));
    let waiting = drafts::show(&desk.cabinet, list[0].id.clone()).await.unwrap();
    assert_eq!(quantities(waiting), [6_000, 10_000]);
    sync::now(&desk.cabinet).await.unwrap();
    assert_eq!(subscriptions::list(&desk.cabinet, None).await.unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_set_beforehand_take_what_they_allow_while_nobody_watches() {
    let Some(mut desk) = Desk::new().await else { return };
    desk.meets(
        RULES,
        &[
            ("Б-1", "Болт М8х40", "10.20", 1000),
            ("Б-2", "Болт М10х60", "20.00", 8),
            ("Б-3", "Болт М12", "45.00", 100),
            ("Б-4", "Болт М12 кл. 8.8", "30.30", 100),
        ],
    )
    .await;
    let (lines, view) = desk.placed().await;
    let expected = [("Б-1", 10, 1_020), ("Б-2", 8, 2_000), ("Б-4", 10, 3_030)];
    let expected: Vec<_> = expected
        .map(|(article, milli, price)| (article.to_owned(), milli, price))
        .to_vec();
    assert_eq!(lines, expected);
    assert_eq!(view.ruled.len(), 3, "{:?}", view.ruled);
    assert_eq!(view.ruled[2].instead.as_deref(), Some("Б-4 Болт М12 кл. 8.8"));
    assert_eq!(desk.supplier.orders(), 1);
    assert_eq!(desk.in_draft().await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_rules_do_not_cover_asks_the_user_or_stays_behind_alone() {
    let Some(mut desk) = Desk::new().await else { return };
    // A step beyond: 2.1 % dearer.
    let list = [
        ("Б-1", "Болт М8х40", "10.21", 1000),
        ("Б-2", "Болт М10х60", "20.00", 8),
        ("Б-3", "Болт М12", "30.00", 100),
        ("Б-4", "Болт М12 кл. 8.8", "30.30", 100),
    ];
    desk.meets(RULES, &list).await;
    assert_eq!(
        desk.supplier.orders(),
        0,
        "one line is not covered, and the others wait for it"
    );
    let asking = orders::list(&desk.cabinet, None).await.unwrap();
    assert_eq!(asking[0].state, "needs_user");
    // What the user is asked about is his: terms that come into the rules later do not send it behind his back.
    let better = list.map(|(article, name, price, stock)| {
        let price = if article == "Б-1" { "10.20" } else { price };
        (article, name, price, stock)
    });
    desk.now_there(&better);
    sync::now(&desk.cabinet).await.unwrap();
    sync::now(&desk.cabinet).await.unwrap();
    assert_eq!(desk.supplier.orders(), 0);

    // The same, with lines that need not wait.
    desk.now_there(
        &before()
            .iter()
            .map(|one| (one.article.as_str(), one.name.as_str(), one.price.as_str(), one.stock))
            .collect::<Vec<_>>(),
    );
    sync::now(&desk.cabinet).await.unwrap();
    let rules = RulesView {
        sends_rest: true,
        ..RULES
    };
    desk.meets(rules, &list).await;
    let (lines, view) = desk.placed().await;
    assert_eq!(
        lines.iter().map(|line| line.0.as_str()).collect::<Vec<_>>(),
        ["Б-2", "Б-3"]
    );
    assert_eq!(desk.in_draft().await, ["Б-1"]);
    assert!(
        view.ruled
            .iter()
            .any(|line| line.decision == Decision::Keep && line.article == "Б-1")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_that_were_added_after_the_order_was_queued_are_never_sent_by_rules() {
    let Some(mut desk) = Desk::new().await else { return };
    desk.supplier.kill();
    desk.place(None, Vec::new(), Some(RULES)).await;
    add(&desk.cabinet, &desk.draft, "Б-4;5").await;
    desk.now_there(&[
        ("Б-1", "Болт М8х40", "10.20", 1000),
        ("Б-2", "Болт М10х60", "20.00", 500),
        ("Б-3", "Болт М12", "30.00", 100),
        ("Б-4", "Болт М12 кл. 8.8", "30.30", 100),
    ]);
    desk.supplier.serve();
    sync::now(&desk.cabinet).await.unwrap();
    sync::now(&desk.cabinet).await.unwrap();
    let (lines, _) = desk.placed().await;
    assert_eq!(
        lines.iter().map(|line| line.0.as_str()).collect::<Vec<_>>(),
        ["Б-1", "Б-2", "Б-3"]
    );
    assert_eq!(desk.in_draft().await, ["Б-4"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_that_a_colleague_has_ordered_are_told_before_they_are_ordered_again() {
    let Some(desk) = Desk::new().await else { return };
    let none = orders::repeated(&desk.cabinet, desk.draft.clone(), None).await.unwrap();
    assert_eq!(none, []);
    let other = desk.supplier.console(&[
        "invite",
        "--entity",
        &desk.entity,
        "--person",
        "Олена Коваль",
        "--role",
        "buyer",
    ]);
    let directory = tempfile::tempdir().unwrap();
    let colleague = enrolled(&desk.supplier.url(), other["code"].as_str().unwrap(), directory.path()).await;
    sync::now(&colleague).await.unwrap();
    let theirs = drafts::create(&colleague, desk.entity.clone(), "Её".to_owned())
        .await
        .unwrap()
        .id;
    add(&colleague, &theirs, "Б-3;7\nБ-1;2\nБ-4;1").await;
    let request = PlaceRequest {
        draft: theirs,
        check: None,
        decisions: Vec::new(),
        rules: None,
    };
    let outcome = orders::place(&colleague, request).await.unwrap();
    assert!(matches!(outcome, PlaceOutcome::Placed { .. }), "{outcome:?}");
    sync::now(&desk.cabinet).await.unwrap();

    let found = orders::repeated(&desk.cabinet, desk.draft.clone(), None).await.unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].who.as_str(), found[0].is_own), ("Олена Коваль", false));
    let lines: Vec<_> = found[0]
        .lines
        .iter()
        .map(|line| (line.article.as_str(), line.ordered_milli, line.asked_milli))
        .collect();
    assert_eq!(
        lines,
        [("Б-1", 2_000, 10_000), ("Б-3", 7_000, 10_000)],
        "in the order of the draft"
    );
    let long = orders::repeated(&desk.cabinet, desk.draft.clone(), Some(366))
        .await
        .unwrap_err();
    assert!(long.reason.is_some());

    // What waits on this computer is ordered too.
    let mut desk = desk;
    desk.supplier.kill();
    desk.place(None, Vec::new(), None).await;
    let again = drafts::create(&desk.cabinet, desk.entity.clone(), "Ещё".to_owned())
        .await
        .unwrap()
        .id;
    add(&desk.cabinet, &again, "Б-2;1").await;
    let found = orders::repeated(&desk.cabinet, again, None).await.unwrap();
    assert_eq!((found.len(), found[0].number.as_str(), found[0].is_own), (1, "", true));
}
