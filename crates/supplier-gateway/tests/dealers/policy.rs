//! Every route against every role, and what one dealer may see of another.

use crate::support::{Device, Shop, code_of, line, own_clock, parse, place_command, request};
use crate::xml::article;
use axum::body::Body;
use axum::http::{Method as HttpMethod, Request, StatusCode};
use cabinet_domain::access::Role;
use cabinet_domain::ids::EntityId;
use cabinet_protocol::commands::{CommandsResponse, RejectReason, Verdict};
use cabinet_protocol::feed::{FeedName, FeedStanding};
use cabinet_protocol::problem::ProblemCode;
use cabinet_protocol::session::HelloResponse;
use futures_util::StreamExt as _;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use supplier_gateway::access::policy::{Method, Need, POLICY, Route, Rule};
use tower::ServiceExt as _;

/// What each role may do, written out here once more, so that a slip in the tables of the program is seen.
///
/// Goods, prices, documents with sums, documents without, ordering, people, claims.
const ROLES: [(Role, [bool; 7]); 6] = [
    (Role::Viewer, [true, false, false, false, false, false, false]),
    (Role::Buyer, [true, true, true, false, true, false, true]),
    (Role::Approver, [true, true, true, false, true, false, true]),
    (Role::Claims, [true, false, false, true, false, false, true]),
    (Role::Accountant, [true, true, true, false, false, false, true]),
    (Role::Admin, [true, true, true, false, true, true, true]),
];

/// A column of [`ROLES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asks {
    Goods,
    Prices,
    Documents,
    Unpriced,
    Ordering,
    People,
    Claims,
}

fn may(role: Role, asks: Asks) -> bool {
    let (_, row) = ROLES.iter().find(|(known, _)| *known == role).unwrap();
    row[asks as usize]
}

/// The feeds of a shop whose entity `e` has the price type `p1`, with what each takes.
fn feeds(e: &EntityId) -> [(FeedName, Asks); 17] {
    [
        (FeedName::reference(), Asks::Goods),
        (FeedName::Catalogue("all".into()), Asks::Goods),
        (FeedName::Media("all".into()), Asks::Goods),
        (FeedName::Analogues("all".into()), Asks::Goods),
        (FeedName::Arrivals("all".into()), Asks::Goods),
        (FeedName::stock("w1"), Asks::Goods),
        (FeedName::stock("w2"), Asks::Goods),
        (FeedName::Codes(e.to_string()), Asks::Goods),
        (FeedName::Templates(e.to_string()), Asks::Goods),
        (FeedName::prices("p1"), Asks::Prices),
        (FeedName::Rules(e.to_string()), Asks::Prices),
        (FeedName::Documents(e.to_string()), Asks::Documents),
        (FeedName::UnpricedDocuments(e.to_string()), Asks::Unpriced),
        (FeedName::Claims(e.to_string()), Asks::Claims),
        (FeedName::Delivery, Asks::Ordering),
        (FeedName::Branches, Asks::Ordering),
        (FeedName::Addresses(e.to_string()), Asks::Ordering),
    ]
}

/// Makes those feeds that come to be with their first row: a claim, a directory of delivery.
fn open_feeds(shop: &Shop, e: &EntityId) {
    for (feed, _) in feeds(e) {
        shop.write(|tx| supplier_gateway::feeds::ensure(tx, &feed, shop.state.now_ms()).unwrap());
    }
}

/// What a route asks of a member of the entity; `None`: nothing but a live device, or not even that.
fn asked_by(route: Route) -> Option<Asks> {
    match route {
        Route::Health | Route::Enroll | Route::Token | Route::Hello | Route::Live => None,
        // The feed decides.
        Route::Manifest | Route::Segment | Route::Changes | Route::Digest | Route::Rows | Route::File => None,
        Route::Checkout => Some(Asks::Ordering),
        // Each command has a verdict of its own.
        Route::Commands => None,
        Route::People => Some(Asks::People),
        Route::BeginUpload | Route::AddPiece | Route::ClaimFile => Some(Asks::Claims),
    }
}

fn body_of(route: Route, e: &EntityId) -> Value {
    let lines = [line("a", 1, Some(100))];
    match route {
        Route::Enroll => json!({ "code": "7K2M-ABCD-EFGH-JKMN-PQRS", "device_name": "d", "app_version": "1" }),
        Route::Token => json!({ "refresh_token": "x" }),
        Route::Hello => {
            json!({ "app_version": "1", "schema": 1, "cursors": {}, "knows": ["rules", "codes", "templates"] })
        }
        Route::Checkout => json!({ "entity": e, "lines": lines }),
        Route::Commands => json!({ "commands": [place_command(e, "k-policy", &lines)] }),
        Route::Rows => json!({ "epoch": "none", "at": 1, "ranges": ["00", "a1b2"] }),
        Route::BeginUpload => json!({ "blake3": "0".repeat(64), "bytes": 10, "name": "a.jpg" }),
        Route::Health
        | Route::Manifest
        | Route::Segment
        | Route::Changes
        | Route::Digest
        | Route::File
        | Route::Live
        | Route::AddPiece
        | Route::ClaimFile
        | Route::People => Value::Null,
    }
}

async fn call(shop: &Shop, rule: Rule, feed: &FeedName, token: Option<&str>, e: &EntityId) -> (StatusCode, Vec<u8>) {
    let path = rule
        .path
        .replace("{feed}", &feed.to_string())
        .replace("{entity}", e.as_str())
        .replace("{claim}", "no-claim")
        .replace("{blake3}", &"0".repeat(64));
    let path = match rule.route {
        Route::Changes => path + "?cursor=none",
        Route::AddPiece => path + "?offset=0",
        Route::File => path + "?item=a",
        _ => path,
    };
    let method = match rule.method {
        Method::Get => HttpMethod::GET,
        Method::Post => HttpMethod::POST,
    };
    let request = request(method, &path, token, body_of(rule.route, e).to_string());
    if rule.route == Route::Live {
        return begin(shop, request).await;
    }
    let (status, _, body) = shop.call(request).await;
    (status, body)
}

/// The beginning of an answer that has no end of its own.
async fn begin(shop: &Shop, request: Request<Body>) -> (StatusCode, Vec<u8>) {
    let response = shop.app.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let first = response.into_body().into_data_stream().next().await;
    (status, first.unwrap().unwrap().to_vec())
}

/// What a caller who may do everything gets: these requests name things that do not exist.
fn status_when_allowed(route: Route) -> StatusCode {
    match route {
        Route::Health
        | Route::Hello
        | Route::Checkout
        | Route::Commands
        | Route::Manifest
        | Route::Digest
        | Route::Rows
        | Route::Live
        | Route::BeginUpload
        | Route::AddPiece
        | Route::People => StatusCode::OK,
        Route::Enroll => StatusCode::FORBIDDEN,
        Route::Token => StatusCode::UNAUTHORIZED,
        Route::Segment | Route::File | Route::ClaimFile => StatusCode::NOT_FOUND,
        Route::Changes => StatusCode::GONE,
    }
}

fn is_forbidden(body: &[u8]) -> bool {
    let answer: CommandsResponse = parse(body);
    let forbidden = Verdict::Rejected {
        reason: RejectReason::Forbidden,
    };
    answer.results[0].verdict == forbidden
}

#[tokio::test]
async fn every_route_answers_every_role_as_the_table_says() {
    let shop = Shop::new(&[article("a", "100", [5, 5])]);
    for role in Role::ALL {
        let e = shop.entity(&format!("Dealer {}", role.code()), Some("p1"));
        let orderer = shop.device(std::slice::from_ref(&e), Role::Admin).await;
        shop.placed(&orderer, &e, "first", &[line("a", 1, Some(100))]).await;
        open_feeds(&shop, &e);
        let device = shop.device(std::slice::from_ref(&e), role).await;
        for rule in POLICY {
            // Only the routes of feeds look at the feed; the others are called once.
            let times = if rule.need == Need::Feed { usize::MAX } else { 1 };
            for (feed, asks) in feeds(&e).into_iter().take(times) {
                let (status, body) = call(&shop, rule, &feed, Some(&device.token), &e).await;
                if rule.route == Route::Commands {
                    assert_eq!(is_forbidden(&body), !may(role, Asks::Ordering), "{role:?}");
                }
                let asks = if rule.need == Need::Feed {
                    Some(asks)
                } else {
                    asked_by(rule.route)
                };
                let expected = if asks.is_none_or(|asks| may(role, asks)) {
                    status_when_allowed(rule.route)
                } else {
                    StatusCode::FORBIDDEN
                };
                let words = String::from_utf8_lossy(&body);
                assert_eq!(status, expected, "{role:?} {} {feed}: {words}", rule.path);
            }
        }
    }
}

#[tokio::test]
async fn no_route_gives_a_stranger_or_a_revoked_device_what_is_an_entitys() {
    let shop = Shop::new(&[article("a", "100", [5, 5])]);
    let theirs = shop.entity("Они", Some("p1"));
    let orderer = shop.device(std::slice::from_ref(&theirs), Role::Admin).await;
    shop.placed(&orderer, &theirs, "first", &[line("a", 1, Some(100))])
        .await;
    open_feeds(&shop, &theirs);
    let mine = shop.entity("Мы", Some("p2"));
    let stranger = shop.device(std::slice::from_ref(&mine), Role::Admin).await;
    let nobodys = shop.device(&[], Role::Admin).await;
    for rule in POLICY {
        let times = if rule.need == Need::Feed { usize::MAX } else { 1 };
        for (feed, asks) in feeds(&theirs).into_iter().take(times) {
            for (who, device) in [("another dealer", &stranger), ("of no dealer", &nobodys)] {
                let (status, body) = call(&shop, rule, &feed, Some(&device.token), &theirs).await;
                // Goods are those of all dealers without a contract, and everybody who orders chooses of the same carriers.
                let is_own = matches!(feed, FeedName::Codes(_) | FeedName::Templates(_));
                let is_of_goods = asks == Asks::Goods && !is_own;
                let is_anybodys = is_of_goods || matches!(feed, FeedName::Delivery | FeedName::Branches);
                let is_shared = is_anybodys && who == "another dealer";
                let expected = match rule.need {
                    Need::Feed if is_shared => status_when_allowed(rule.route),
                    Need::Feed | Need::EntityInPath(_) | Need::EntityInBody(_) => StatusCode::FORBIDDEN,
                    Need::Nothing | Need::Device | Need::EntityInCommand => status_when_allowed(rule.route),
                };
                assert_eq!(status, expected, "{who}: {} {feed}", rule.path);
                if rule.route == Route::Commands {
                    assert!(is_forbidden(&body), "{who}");
                }
            }
        }
    }
    let devices = shop.write(|tx| supplier_gateway::access::devices::list(tx).unwrap());
    for device in devices {
        let why = supplier_gateway::access::devices::RevokedWhy::Operator;
        shop.write(|tx| supplier_gateway::access::devices::revoke(tx, &device.id, why, shop.state.now_ms()).unwrap());
    }
    for rule in POLICY.into_iter().filter(|rule| rule.need != Need::Nothing) {
        let (status, body) = call(&shop, rule, &FeedName::reference(), Some(&orderer.token), &theirs).await;
        let got = (status, code_of(&body));
        assert_eq!(
            got,
            (StatusCode::UNAUTHORIZED, ProblemCode::DeviceRevoked),
            "{}",
            rule.path
        );
    }
}

#[test]
fn routes_are_made_of_the_table_alone() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut makers = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            if text.contains(".route(") || text.contains(".route_service(") || text.contains(".nest_service(") {
                makers.insert(path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/"));
            }
        }
    }
    // The second one is 1C's door, which knows no dealers.
    assert_eq!(
        makers,
        BTreeSet::from(["exchange1c/mod.rs".to_owned(), "http/mod.rs".to_owned()])
    );
}

#[tokio::test]
async fn nobody_without_a_live_token_gets_past_the_public_routes() {
    own_clock!(NOW, clock);
    let shop = Shop::open("", clock, &[article("a", "100", [5, 5])]);
    let e = shop.entity("ООО Ромашка", Some("p1"));
    let device = shop.device(std::slice::from_ref(&e), Role::Admin).await;
    NOW.fetch_add(11 * 60 * 1000, std::sync::atomic::Ordering::SeqCst);
    for rule in POLICY {
        for token in [None, Some("x"), Some(device.token.as_str())] {
            let (status, body) = call(&shop, rule, &FeedName::reference(), token, &e).await;
            if rule.need == Need::Nothing {
                assert_eq!(status, status_when_allowed(rule.route), "{}", rule.path);
            } else {
                assert_eq!(
                    (status, code_of(&body)),
                    (StatusCode::UNAUTHORIZED, ProblemCode::TokenExpired),
                    "{}",
                    rule.path
                );
            }
        }
    }
}

#[tokio::test]
async fn hello_names_exactly_the_feeds_of_the_role() {
    let shop = Shop::new(&[article("a", "100", [5, 5])]);
    for role in Role::ALL {
        let e = shop.entity(&format!("Dealer {}", role.code()), Some("p1"));
        let orderer = shop.device(std::slice::from_ref(&e), Role::Admin).await;
        shop.placed(&orderer, &e, "first", &[line("a", 1, Some(100))]).await;
        open_feeds(&shop, &e);
        let device = shop.device(std::slice::from_ref(&e), role).await;
        let (_, body) = shop
            .post("/v1/hello", Some(&device.token), &body_of(Route::Hello, &e))
            .await;
        let answer: HelloResponse = parse(&body);
        let got: BTreeSet<FeedName> = answer.feeds.iter().map(|status| status.feed.clone()).collect();
        let expected = feeds(&e)
            .into_iter()
            .filter(|(_, asks)| may(role, *asks))
            .map(|(feed, _)| feed)
            .collect();
        assert_eq!(got, expected, "{role:?}");
        assert!(
            answer
                .feeds
                .iter()
                .all(|status| status.standing == FeedStanding::Snapshot)
        );
        assert_eq!(
            answer.grants[0].price_type.is_some(),
            may(role, Asks::Prices),
            "{role:?}"
        );
    }
}

struct TwoDealers {
    shop: Shop,
    mine: EntityId,
    theirs: EntityId,
    me: Device,
}

async fn two_dealers() -> TwoDealers {
    let shop = Shop::new(&[article("a", "100", [50, 50])]);
    let mine = shop.entity("Мы", Some("p1"));
    let theirs = shop.entity("Они", Some("p2"));
    let them = shop.device(std::slice::from_ref(&theirs), Role::Admin).await;
    shop.placed(&them, &theirs, "theirs", &[line("a", 1, Some(100))]).await;
    let me = shop.device(std::slice::from_ref(&mine), Role::Admin).await;
    TwoDealers { shop, mine, theirs, me }
}

#[tokio::test]
async fn what_belongs_to_another_dealer_looks_like_what_does_not_exist() {
    let TwoDealers { shop, mine, theirs, me } = two_dealers().await;
    for feed in [
        format!("doc:{theirs}"),
        "doc:no-such-entity".to_owned(),
        "price:p2".to_owned(),
        "price:no-such-list".to_owned(),
        "stock:no-such-warehouse:exact".to_owned(),
        "cat:other".to_owned(),
        "not-a-feed".to_owned(),
    ] {
        for tail in [
            "manifest".to_owned(),
            format!("segments/{}", "0".repeat(64)),
            "changes?cursor=x".to_owned(),
        ] {
            let (status, body) = shop.get(&format!("/v1/feeds/{feed}/{tail}"), Some(&me.token)).await;
            assert_eq!(
                (status, code_of(&body)),
                (StatusCode::FORBIDDEN, ProblemCode::Forbidden),
                "{feed}/{tail}"
            );
        }
    }
    // A segment of a foreign feed is not served under the name of one's own.
    shop.placed(&me, &mine, "mine", &[line("a", 1, Some(100))]).await;
    let them = shop.device(std::slice::from_ref(&theirs), Role::Admin).await;
    let (_, body) = shop
        .get(&format!("/v1/feeds/doc:{theirs}/manifest"), Some(&them.token))
        .await;
    let foreign = parse::<cabinet_protocol::feed::Manifest>(&body).segments[0]
        .blake3
        .clone();
    let (status, _) = shop
        .get(&format!("/v1/feeds/doc:{mine}/segments/{foreign}"), Some(&me.token))
        .await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    for path in ["../../gateway.db", "..%2f..%2fgateway.db", "ABC"] {
        let (status, _) = shop
            .get(&format!("/v1/feeds/doc:{mine}/segments/{path}"), Some(&me.token))
            .await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn nobody_orders_or_asks_prices_for_another_dealer() {
    let TwoDealers { shop, theirs, me, .. } = two_dealers().await;
    let lines = [line("a", 1, Some(100))];
    for entity in [theirs.clone(), "no-such-entity".into()] {
        let body = json!({ "entity": entity, "lines": lines });
        let (status, body) = shop.post("/v1/checkout", Some(&me.token), &body).await;
        assert_eq!(
            (status, code_of(&body)),
            (StatusCode::FORBIDDEN, ProblemCode::Forbidden)
        );
        for key in ["theirs", "fresh"] {
            let result = shop.place(&me, &entity, key, &lines).await;
            assert_eq!(
                result.verdict,
                Verdict::Rejected {
                    reason: RejectReason::Forbidden
                },
                "{entity} {key}"
            );
        }
    }
    assert_eq!(shop.count_orders(), 1);
}

#[tokio::test]
async fn requests_that_cannot_be_read_are_told_so() {
    let TwoDealers { shop, mine, me, .. } = two_dealers().await;
    let token = Some(me.token.as_str());
    for (name, path, body) in [
        ("not JSON", "/v1/hello", "{".to_owned()),
        ("another shape", "/v1/checkout", json!({ "lines": [] }).to_string()),
        (
            "no lines",
            "/v1/checkout",
            json!({ "entity": mine, "lines": [] }).to_string(),
        ),
        (
            "a float",
            "/v1/checkout",
            json!({ "entity": mine, "lines": [{ "item": "a", "quantity_milli": 1.5 }] }).to_string(),
        ),
        (
            "51 commands",
            "/v1/commands",
            json!({ "commands": vec![place_command(&mine, "k", &[]); 51] }).to_string(),
        ),
    ] {
        let (status, _, body) = shop.call(request(HttpMethod::POST, path, token, body)).await;
        assert_eq!(
            (status, code_of(&body)),
            (StatusCode::BAD_REQUEST, ProblemCode::Malformed),
            "{name}"
        );
    }
    let huge = " ".repeat(9 * 1024 * 1024);
    let (status, _, _) = shop.call(request(HttpMethod::POST, "/v1/hello", token, huge)).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    let (status, _) = shop.get("/v1/nothing", token).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let (status, _) = shop.get("/v1/hello", token).await;
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
    let (status, _) = shop.get(&format!("/v1/feeds/doc:{mine}/changes"), token).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}
