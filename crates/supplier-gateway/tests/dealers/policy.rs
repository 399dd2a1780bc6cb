//! Every route against every role, and what one dealer may see of another.

use crate::support::{Device, Shop, code_of, line, own_clock, parse, place_command, request};
use crate::xml::article;
use axum::body::Body;
use axum::http::{Method as HttpMethod, Request, StatusCode};
use cabinet_domain::access::{Right, Role};
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

/// The feeds of a shop whose entity `e` has the price type `p1`, with the right that each takes.
fn feeds(e: &EntityId) -> [(FeedName, Right); 9] {
    [
        (FeedName::Reference, Right::SeeGoods),
        (FeedName::Catalogue("all".into()), Right::SeeGoods),
        (FeedName::Media("all".into()), Right::SeeGoods),
        (FeedName::Analogues("all".into()), Right::SeeGoods),
        (FeedName::Arrivals("all".into()), Right::SeeGoods),
        (FeedName::Stock("w1".into()), Right::SeeGoods),
        (FeedName::Stock("w2".into()), Right::SeeGoods),
        (FeedName::Prices("p1".into()), Right::SeePrices),
        (FeedName::Documents(e.to_string()), Right::SeeDocuments),
    ]
}

fn body_of(route: Route, e: &EntityId) -> Value {
    let lines = [line("a", 1, Some(100))];
    match route {
        Route::Enroll => json!({ "code": "7K2M-ABCD-EFGH-JKMN-PQRS", "device_name": "d", "app_version": "1" }),
        Route::Token => json!({ "refresh_token": "x" }),
        Route::Hello => json!({ "app_version": "1", "schema": 1, "cursors": {} }),
        Route::Checkout => json!({ "entity": e, "lines": lines }),
        Route::Commands => json!({ "commands": [place_command(e, "k-policy", &lines)] }),
        Route::BeginUpload => json!({ "blake3": "0".repeat(64), "bytes": 10, "name": "a.jpg" }),
        Route::Health
        | Route::Manifest
        | Route::Segment
        | Route::Changes
        | Route::File
        | Route::Live
        | Route::AddPiece
        | Route::ClaimFile => Value::Null,
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
        | Route::Live
        | Route::BeginUpload
        | Route::AddPiece => StatusCode::OK,
        Route::Enroll => StatusCode::FORBIDDEN,
        Route::Token => StatusCode::UNAUTHORIZED,
        Route::Segment | Route::File | Route::ClaimFile => StatusCode::NOT_FOUND,
        Route::Changes => StatusCode::GONE,
    }
}

#[tokio::test]
async fn every_route_answers_every_role_as_the_table_says() {
    let shop = Shop::new(&[article("a", "100", [5, 5])]);
    for role in Role::ALL {
        let e = shop.entity(&format!("Dealer {}", role.code()), Some("p1"));
        let orderer = shop.device(std::slice::from_ref(&e), Role::Admin).await;
        shop.placed(&orderer, &e, "first", &[line("a", 1, Some(100))]).await;
        let device = shop.device(std::slice::from_ref(&e), role).await;
        for rule in POLICY {
            // Only the routes of feeds look at the feed; the others are called once.
            let times = if rule.need == Need::Feed { usize::MAX } else { 1 };
            for (feed, right) in feeds(&e).into_iter().take(times) {
                let (status, body) = call(&shop, rule, &feed, Some(&device.token), &e).await;
                let is_allowed = match rule.need {
                    Need::Nothing | Need::Device => true,
                    Need::Feed => role.may(right),
                    Need::EntityInBody(right) | Need::EntityInPath(right) => role.may(right),
                    Need::EntityInCommand => {
                        let right = Right::PlaceOrders;
                        let answer: CommandsResponse = parse(&body);
                        let forbidden = Verdict::Rejected {
                            reason: RejectReason::Forbidden,
                        };
                        assert_eq!(answer.results[0].verdict == forbidden, !role.may(right), "{role:?}");
                        true
                    }
                };
                let expected = if is_allowed {
                    status_when_allowed(rule.route)
                } else {
                    StatusCode::FORBIDDEN
                };
                assert_eq!(
                    status,
                    expected,
                    "{role:?} {} {feed}: {}",
                    rule.path,
                    String::from_utf8_lossy(&body)
                );
            }
        }
    }
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
            let (status, body) = call(&shop, rule, &FeedName::Reference, token, &e).await;
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
        let device = shop.device(std::slice::from_ref(&e), role).await;
        let (_, body) = shop
            .post("/v1/hello", Some(&device.token), &body_of(Route::Hello, &e))
            .await;
        let answer: HelloResponse = parse(&body);
        let got: BTreeSet<FeedName> = answer.feeds.iter().map(|status| status.feed.clone()).collect();
        let expected = feeds(&e)
            .into_iter()
            .filter(|(_, right)| role.may(*right))
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
            role.may(Right::SeePrices),
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
