//! What a window makes of hints of the real gateway, and that nothing depends on them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; the lints spare only the bodies of tests"
)]

mod common;

use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::catalogue::{self, CatalogueQuery};
use cabinet_commands::drafts::{self, QuantityRequest};
use cabinet_commands::error::ErrorCode;
use cabinet_commands::orders::{self, PlaceOutcome, PlaceRequest};
use cabinet_commands::sync::{self, LiveState};
use common::{Bell, enrolled, until};
use std::sync::Arc;
use std::time::{Duration, Instant};
use testkit::export::{Goods, goods};
use testkit::proxy::{Mischief, Proxy};
use testkit::supplier::Supplier;

/// A window at work.
struct Window {
    cabinet: Cabinet,
    bell: Arc<Bell>,
    entity: String,
    _directory: tempfile::TempDir,
}

impl Window {
    async fn open(url: &str, supplier: &Supplier, entity: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let cabinet = enrolled(url, &supplier.invite(entity, "buyer"), directory.path()).await;
        let bell = Arc::new(Bell::default());
        cabinet.start_background(bell.clone());
        let window = Self {
            cabinet,
            bell,
            entity: entity.to_owned(),
            _directory: directory,
        };
        window.until_price("Б-1", 10_000_000).await;
        window
    }

    /// Asks again at each change until the answer is there; how long that took.
    async fn until<T, F: Future<Output = Option<T>>>(&self, ask: impl Fn() -> F) -> (T, Duration) {
        let began = Instant::now();
        let found = until(&self.bell, ask).await;
        (found, began.elapsed())
    }

    async fn until_live(&self, wanted: LiveState) -> Duration {
        let ask = || async {
            let status = sync::status(&self.cabinet).await.unwrap();
            (status.live == wanted).then_some(())
        };
        self.until(ask).await.1
    }

    async fn until_price(&self, article: &str, price_micro: i64) -> Duration {
        let ask = || async {
            let rows = self.rows(article).await;
            (rows.first()?.1 == Some(price_micro)).then_some(())
        };
        self.until(ask).await.1
    }

    /// Item, price and stock of what is found.
    async fn rows(&self, text: &str) -> Vec<(String, Option<i64>, Option<i64>)> {
        let query = CatalogueQuery::of_text(self.entity.clone(), text.to_owned());
        let page = catalogue::page(&self.cabinet, query, 0, 50).await.unwrap();
        page.rows
            .into_iter()
            .map(|row| (row.item, row.price_micro, row.stock_milli))
            .collect()
    }

    async fn order(&self, article: &str, quantity_milli: i64) -> i64 {
        let draft = drafts::create(&self.cabinet, self.entity.clone(), "Заказ".to_owned())
            .await
            .unwrap()
            .id;
        let request = QuantityRequest {
            draft: draft.clone(),
            item: self.rows(article).await[0].0.clone(),
            quantity_milli,
        };
        drafts::set_quantity(&self.cabinet, request).await.unwrap();
        let request = PlaceRequest {
            draft,
            check: None,
            decisions: Vec::new(),
            rules: None,
        };
        match orders::place(&self.cabinet, request).await.unwrap() {
            PlaceOutcome::Placed { total_minor, .. } => total_minor,
            other => panic!("{other:?}"),
        }
    }

    /// Number, state and sum of every order, the oldest first.
    async fn orders(&self) -> Vec<(String, String, i64)> {
        let list = orders::list(&self.cabinet, None).await.unwrap();
        let mut list: Vec<_> = list
            .into_iter()
            .map(|order| (order.number, order.state, order.total_minor.unwrap()))
            .collect();
        list.sort();
        list
    }
}

fn bolts(price: &str) -> Vec<Goods> {
    goods(&[("Б-1", "Болт М8х40", price, 1000), ("Б-2", "Болт М10х60", "20", 500)])
}

/// A gateway whose devices ask by themselves each so many seconds.
fn supplier(poll_s: u64) -> Option<Supplier> {
    let mut supplier = Supplier::with(&bolts("10"))?;
    supplier.kill();
    supplier.configure(&format!("[http]\npoll_s = {poll_s}\nlive_ping_s = 1\n"));
    supplier.serve();
    Some(supplier)
}

/// Invariant I14.
#[tokio::test(flavor = "multi_thread")]
async fn i14_dropping_all_hints_changes_only_latency() {
    let Some(supplier) = supplier(5) else {
        return;
    };
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let mut seen = Vec::new();
    let with_hints = Proxy::before(supplier.address());
    let without = Proxy::before(supplier.address());
    without.set(Mischief::SilentLines);
    let listening = Window::open(&with_hints.url(), &supplier, &entity).await;
    let deaf = Window::open(&without.url(), &supplier, &entity).await;
    listening.until_live(LiveState::Listening).await;
    assert_ne!(sync::status(&deaf.cabinet).await.unwrap().live, LiveState::Listening);

    supplier.import(&bolts("12"));
    let soon = listening.until_price("Б-1", 12_000_000).await;
    let later = deaf.until_price("Б-1", 12_000_000).await;
    println!("a price arrived after {soon:?} with hints, {later:?} after that without");
    assert!(
        later < Duration::from_secs(5 + 1 + 10),
        "a period and a fifth of it: {later:?}"
    );

    // An order of either reaches the other, whether it is told of it or asks.
    assert_eq!(listening.order("Б-1", 10_000).await, 12_000);
    assert_eq!(deaf.order("Б-2", 5_000).await, 10_000);
    for window in [&listening, &deaf] {
        let both = || async {
            let orders = window.orders().await;
            let is_held = |order: &(String, String, i64)| !order.0.is_empty() && order.1 == "held";
            (orders.len() == 2 && orders.iter().all(is_held)).then_some(orders)
        };
        let orders = window.until(both).await.0;
        let stock = || async {
            let rows = window.rows("болт").await;
            let free: Vec<_> = rows.iter().map(|row| row.2).collect();
            (free == [Some(990_000), Some(495_000)]).then_some(rows)
        };
        let rows = window.until(stock).await.0;
        let status = sync::status(&window.cabinet).await.unwrap();
        let feeds: Vec<_> = status.feeds.iter().map(|feed| (feed.feed.clone(), feed.rows)).collect();
        assert_eq!((status.queued, status.needs_user, status.problem_code), (0, 0, None));
        // A person's own feed bears his name.
        let feeds: Vec<_> = feeds.into_iter().filter(|(feed, _)| !feed.starts_with("me:")).collect();
        seen.push((orders, rows, feeds));
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(supplier.orders(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hint_brings_news_long_before_the_period_also_after_the_line_was_cut() {
    let Some(supplier) = supplier(86_400) else {
        return;
    };
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let proxy = Proxy::before(supplier.address());
    let window = Window::open(&proxy.url(), &supplier, &entity).await;
    window.until_live(LiveState::Listening).await;
    supplier.import(&bolts("12"));
    let took = window.until_price("Б-1", 12_000_000).await;
    println!("a price arrived {took:?} after its import");
    assert!(took < Duration::from_secs(10), "{took:?}");

    proxy.set(Mischief::CutLines);
    window.until_live(LiveState::Waiting).await;
    // What nobody was told of is asked for when a line stands again.
    supplier.import(&bolts("15"));
    proxy.set(Mischief::None);
    window.until_price("Б-1", 15_000_000).await;
    window.until_live(LiveState::Listening).await;
    supplier.import(&bolts("16"));
    window.until_price("Б-1", 16_000_000).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_device_knows_it_within_seconds() {
    let Some(supplier) = supplier(86_400) else {
        return;
    };
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let window = Window::open(&supplier.url(), &supplier, &entity).await;
    window.until_live(LiveState::Listening).await;
    let device = window.cabinet.device_id().await.unwrap().unwrap();
    supplier.console(&["device", "revoke", &device]);
    let told = || async {
        let status = sync::status(&window.cabinet).await.unwrap();
        (status.problem_code == Some(ErrorCode::SignedOut)).then_some(())
    };
    let took = window.until(told).await.1;
    println!("the window knew {took:?} after the revocation");
    assert!(took < Duration::from_secs(15), "{took:?}");
    window.until_live(LiveState::Waiting).await;
}
