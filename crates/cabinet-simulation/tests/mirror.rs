//! What becomes of a mirror that is too old, damaged, or served by a gateway of an earlier version: the engine that ships, its
//! real files and the real gateway, with one thing that goes wrong at a known moment.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use bytes::Bytes;
use cabinet_client::error::ClientError;
use cabinet_client::transport::Carrier;
use cabinet_domain::access::Role;
use cabinet_domain::ids::{EntityId, ItemId, PersonId};
use cabinet_mirror::Sight;
use cabinet_protocol::framing::{HASH_HEADER, RAW_BYTES_HEADER, hash, pack_changes, unpack_changes};
use cabinet_simulation::device::{gateway, keep_session, open_desk};
use cabinet_simulation::dice::Dice;
use cabinet_simulation::files::OpenFiles;
use cabinet_simulation::fuse::Fuse;
use cabinet_simulation::goods::{self, COUNT};
use cabinet_simulation::supplier::Supplier;
use cabinet_simulation::wire::Straight;
use cabinet_simulation::{clock, damage, dump};
use cabinet_sync::driver::{Driver, Haste, Report};
use cabinet_sync::files::Files as _;
use cabinet_sync::watch::{Changed, Progress, Watch};
use futures_util::future::BoxFuture;
use reqwest::{Request, Response};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tempfile::TempDir;

/// The clock belongs to the process.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

const MONTH_MS: i64 = 31 * 24 * 3_600_000;

struct Nobody;

impl Watch for Nobody {
    fn progress(&self, _: Progress) {}
    fn changed(&self, _: Changed) {}
}

/// What is done with a call.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Pass,
    /// No answer ever comes: the program is killed meanwhile.
    Hang,
}

type Hook = Arc<dyn Fn(&str) -> Fate + Send + Sync>;

/// A wire that tells of each call before it is carried.
struct Told {
    inner: Straight,
    hook: Hook,
    is_old: bool,
}

impl Carrier for Told {
    fn carry(&self, request: Request) -> BoxFuture<'_, Result<Response, ClientError>> {
        Box::pin(async move {
            let path = request.url().path().to_owned();
            if (self.hook)(&path) == Fate::Hang {
                return std::future::pending().await;
            }
            if self.is_old && (path.ends_with("/digest") || path.ends_with("/rows")) {
                return Ok(answer(
                    404,
                    "application/problem+json",
                    &[],
                    br#"{"status":404,"code":"not_found","title":"no such thing"}"#.to_vec(),
                ));
            }
            let response = self.inner.carry(request).await?;
            if self.is_old {
                Ok(as_before(&path, response).await)
            } else {
                Ok(response)
            }
        })
    }
}

fn answer(status: u16, kind: &str, headers: &[(&str, String)], body: Vec<u8>) -> Response {
    let mut answer = http::Response::builder().status(status).header("content-type", kind);
    for (name, value) in headers {
        answer = answer.header(*name, value);
    }
    Response::from(answer.body(Bytes::from(body)).unwrap())
}

/// The answer of a gateway that keeps no hashes.
async fn as_before(path: &str, response: Response) -> Response {
    let header = |name: &str| response.headers().get(name).unwrap().to_str().unwrap().to_owned();
    if path.ends_with("/changes") && response.status() == 200 {
        let (announced, raw_bytes) = (header(HASH_HEADER), header(RAW_BYTES_HEADER).parse().unwrap());
        let mut page = unpack_changes(&response.bytes().await.unwrap(), &announced, raw_bytes).unwrap();
        page.feed_hash = Vec::new();
        let (bytes, hash, raw) = pack_changes(&page).unwrap();
        return answer(
            200,
            "application/octet-stream",
            &[(HASH_HEADER, hash), (RAW_BYTES_HEADER, raw.to_string())],
            bytes,
        );
    }
    if path.ends_with("/manifest") || path.ends_with("/hello") {
        let text = response.text().await.unwrap();
        let mut json: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert!(text.contains("feed_hash"));
        json.as_object_mut().unwrap().remove("feed_hash");
        for feed in json
            .get_mut("feeds")
            .and_then(|feeds| feeds.as_array_mut())
            .into_iter()
            .flatten()
        {
            feed.as_object_mut().unwrap().remove("feed_hash");
        }
        let body = serde_json::to_vec(&json).unwrap();
        return answer(200, "application/json", &[(HASH_HEADER, hash(&body))], body);
    }
    response
}

struct House {
    supplier: Supplier,
    person: PersonId,
    folder: TempDir,
    _turn: MutexGuard<'static, ()>,
}

/// A program over the folder of a house.
struct Program {
    driver: Driver,
    files: Arc<OpenFiles>,
}

impl House {
    async fn open() -> Self {
        let turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        clock::set(clock::BEGIN_MS);
        let supplier = Supplier::open(cabinet_simulation::story::folder(), goods::first(&mut Dice::new(5)));
        let entity: EntityId = supplier.entity("ООО Первое", None);
        let person = supplier.person("Иванов");
        assert!(supplier.set_role(&person, &entity, Some(Role::Admin)));
        let house = Self {
            supplier,
            person,
            folder: cabinet_simulation::story::folder(),
            _turn: turn,
        };
        house.enrol(house.folder.path()).await;
        house
    }

    async fn enrol(&self, folder: &Path) {
        let desk = open_desk(folder, clock::now_ms());
        keep_session(&desk, &self.supplier.enrol(&self.person).await.unwrap());
    }

    fn program(&self, folder: &Path, hook: Hook, is_old: bool) -> Program {
        let desk = open_desk(folder, clock::now_ms());
        let fuse = Arc::new(Fuse::default());
        let wire = Told {
            inner: Straight(self.supplier.app()),
            hook,
            is_old,
        };
        let gateway = gateway(desk.clone(), fuse.clone(), Arc::new(wire));
        let files = Arc::new(OpenFiles::new(folder.to_owned(), fuse));
        let driver = Driver::new(gateway, desk, files.clone(), Arc::new(clock::now_ms), "0.1.0");
        Program { driver, files }
    }

    /// One sync of the device with a program of its own; every call is written down.
    async fn sync(&self, is_old: bool) -> (Report, Vec<String>) {
        let calls = Arc::new(Mutex::new(Vec::new()));
        let hook = {
            let calls = calls.clone();
            Arc::new(move |path: &str| {
                calls.lock().unwrap().push(path.to_owned());
                Fate::Pass
            })
        };
        let program = self.program(self.folder.path(), hook, is_old);
        let report = program.driver.sync(Haste::Everything, &Nobody).await.unwrap();
        assert!(report.problem.is_none(), "{:?}", report.problem);
        let calls = calls.lock().unwrap().clone();
        (report, calls)
    }

    /// The mirror has what a fresh device gets.
    async fn compare(&self) {
        let fresh = cabinet_simulation::story::folder();
        self.enrol(fresh.path()).await;
        let program = self.program(fresh.path(), Arc::new(|_| Fate::Pass), false);
        program.driver.sync(Haste::Everything, &Nobody).await.unwrap();
        drop(program);
        assert_eq!(dump::rows(self.folder.path()), dump::rows(fresh.path()));
    }

    fn strike(&self, sql: &str) {
        let conn = damage::open(&self.folder.path().join("mirror.db"));
        assert_eq!(conn.execute(sql, []).unwrap(), 1, "{sql}");
    }

    fn later(ms: i64) {
        clock::set(clock::now_ms() + ms);
    }
}

fn run(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(test);
}

fn asked(calls: &[String], what: &str) -> usize {
    calls.iter().filter(|path| path.contains(what)).count()
}

#[test]
fn a_damaged_row_is_found_within_a_week_and_mended_by_its_range_alone() {
    run(async {
        let house = House::open().await;
        house.sync(false).await;
        for sql in [
            "UPDATE price SET price_micro = 1 WHERE item_id = (SELECT max(item_id) FROM price)",
            "DELETE FROM item WHERE id = (SELECT max(id) FROM item)",
        ] {
            house.strike(sql);
            let (report, calls) = house.sync(false).await;
            assert_eq!(
                (report.feeds_mended, asked(&calls, "/digest")),
                (0, 0),
                "not due yet: {sql}"
            );
            House::later(MONTH_MS / 4);
            let (report, calls) = house.sync(false).await;
            assert_eq!(report.feeds_mended, 1, "{sql}");
            assert_eq!(
                (
                    asked(&calls, "/digest"),
                    asked(&calls, "/rows"),
                    asked(&calls, "/segments/")
                ),
                (1, 1, 0),
                "{calls:?}"
            );
            let (report, calls) = house.sync(false).await;
            assert_eq!((report.feeds_mended, asked(&calls, "/digest")), (0, 0), "{sql}");
            house.compare().await;
        }
    });
}

#[test]
fn a_change_of_a_damaged_row_finds_it_at_once() {
    run(async {
        let mut house = House::open().await;
        house.sync(false).await;
        house.strike("UPDATE price SET price_micro = 1 WHERE item_id = (SELECT max(item_id) FROM price)");
        house.supplier.goods[COUNT - 1].prices.push(777);
        let all = house.supplier.goods.clone();
        assert!(house.supplier.import(&goods::offers(&all)));
        let (_, calls) = house.sync(false).await;
        assert_eq!(
            (asked(&calls, "/digest"), asked(&calls, "/segments/")),
            (1, 0),
            "{calls:?}"
        );
        house.compare().await;
    });
}

#[test]
fn a_gateway_without_hashes_is_served_as_before_and_damage_leads_to_a_fresh_snapshot() {
    run(async {
        let mut house = House::open().await;
        house.sync(true).await;
        house.supplier.goods[3].prices.push(55);
        let all = house.supplier.goods.clone();
        assert!(house.supplier.import(&goods::offers(&all)));
        let (report, calls) = house.sync(true).await;
        assert_eq!((report.feeds_mended, asked(&calls, "/digest")), (0, 0));
        house.strike(
            "DELETE FROM stock WHERE rowid = (SELECT max(rowid) FROM stock)"
                .replace("rowid", "item_id || feed_id")
                .as_str(),
        );
        House::later(MONTH_MS / 4);
        let (report, calls) = house.sync(true).await;
        assert_eq!(report.feeds_mended, 1);
        assert!(
            asked(&calls, "/digest") == 1 && asked(&calls, "/segments/") > 0 && asked(&calls, "/rows") == 0,
            "{calls:?}"
        );
        // The gateway was updated meanwhile.
        let (report, calls) = house.sync(false).await;
        assert_eq!((report.feeds_mended, asked(&calls, "/manifest")), (0, 0), "{calls:?}");
        House::later(MONTH_MS / 4);
        house.sync(false).await;
        house.compare().await;
    });
}

/// The prices of all goods as a screen would read them.
fn prices(files: &OpenFiles) -> Vec<Option<i64>> {
    let ids: Vec<ItemId> = (0..COUNT).map(|at| ItemId::new(format!("i{at:02}"))).collect();
    let sight = Sight {
        price_type: Some("p1".into()),
        ..Sight::default()
    };
    let terms = files.goods().unwrap().terms(&sight, &ids).unwrap();
    terms
        .into_iter()
        .map(|terms| terms.price.map(|price| price.price_micro))
        .collect()
}

#[test]
fn below_the_floor_a_feed_is_rebuilt_beside_the_old_one_which_is_read_throughout_and_over_kills() {
    run(async {
        let mut house = House::open().await;
        house.sync(false).await;
        // A good is deleted and all prices change; a month later the deletion is forgotten.
        let old = prices(
            &house
                .program(house.folder.path(), Arc::new(|_| Fate::Pass), false)
                .files,
        );
        house.supplier.goods[3].is_there = false;
        for good in &mut house.supplier.goods {
            good.prices.push(1_000);
        }
        let all = house.supplier.goods.clone();
        assert!(house.supplier.import(&goods::catalogue(&all)) && house.supplier.import(&goods::offers(&all)));
        House::later(MONTH_MS);
        house.supplier.keep_house();
        House::later(MONTH_MS);
        house.supplier.keep_house();
        let new: Vec<Option<i64>> = (0..COUNT).map(|at| (at != 3).then_some(1_000_000_000)).collect();
        assert_ne!(old, new);

        let seen: Arc<Mutex<Vec<Vec<Option<i64>>>>> = Arc::default();
        let segments: Arc<Mutex<Vec<String>>> = Arc::default();
        let mut lives = 0;
        loop {
            lives += 1;
            let left = Arc::new(Mutex::new(lives + 3));
            let files: Arc<Mutex<Option<Arc<OpenFiles>>>> = Arc::default();
            let hook: Hook = {
                let (left, files, seen, segments) = (left.clone(), files.clone(), seen.clone(), segments.clone());
                Arc::new(move |path: &str| {
                    if let Some(files) = files.lock().unwrap().as_ref() {
                        seen.lock().unwrap().push(prices(files));
                    }
                    let mut left = left.lock().unwrap();
                    // Downloads that were begun beside it hang too.
                    if *left == 0 {
                        return Fate::Hang;
                    }
                    *left -= 1;
                    if path.contains("/segments/") {
                        segments.lock().unwrap().push(path.to_owned());
                    }
                    Fate::Pass
                })
            };
            let program = house.program(house.folder.path(), hook, false);
            *files.lock().unwrap() = Some(program.files.clone());
            let sync = program.driver.sync(Haste::Everything, &Nobody);
            let ended = tokio::time::timeout(Duration::from_secs(3_600), sync).await;
            files.lock().unwrap().take();
            if let Ok(report) = ended {
                assert!(report.unwrap().problem.is_none());
                break;
            }
            assert!(lives < 60, "it never ends");
        }
        assert!(lives > 3, "it was killed {} times only", lives - 1);
        let seen = seen.lock().unwrap().clone();
        assert!(seen.contains(&old) && seen.contains(&new), "both were read");
        assert!(
            seen.iter().all(|read| *read == old || *read == new),
            "never anything between"
        );
        // What was applied before a kill is not fetched again: only what was on its way then.
        let segments = segments.lock().unwrap().clone();
        let mut different = segments.clone();
        different.sort();
        different.dedup();
        assert!(
            segments.len() <= different.len() + 3 * lives,
            "{} segments were fetched, {} there are, {lives} lives",
            segments.len(),
            different.len()
        );
        house.compare().await;
    });
}
