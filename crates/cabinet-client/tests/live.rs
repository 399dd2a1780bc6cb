//! What the client makes of lines of hints that are cut, endless, strange, or simply in pieces.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, and the lints' own exemption does not reach helpers of a test binary"
)]

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use cabinet_client::address::GatewayAddress;
use cabinet_client::error::{ClientError, OfflineCause, Stranger};
use cabinet_client::gateway::Gateway;
use cabinet_client::live::{LiveEvent, LiveLine, MAX_EVENT_BYTES};
use cabinet_client::proxy::ProxyChoice;
use cabinet_client::tokens::{TokenStore, TokenStoreError};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::live::{Bye, Hint};
use cabinet_protocol::problem::{Problem, ProblemCode};
use cabinet_protocol::session::Tokens;
use futures_util::{StreamExt as _, stream};
use std::sync::Arc;
use tokio::net::TcpListener;

struct Drawer;

impl TokenStore for Drawer {
    fn refresh_token(&self) -> Result<Option<String>, TokenStoreError> {
        Ok(Some("r0".to_owned()))
    }

    fn keep(&self, _: &str) -> Result<(), TokenStoreError> {
        Ok(())
    }
}

async fn gateway(router: Router) -> Gateway {
    let tokens = Tokens {
        access_token: "fresh".into(),
        access_expires_in_s: 600,
        refresh_token: "r1".into(),
    };
    let router = router.route("/v1/token", post(|| async { axum::Json(tokens) }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    Gateway::new(
        GatewayAddress::parse(&address).unwrap(),
        None,
        "0.0.0",
        &ProxyChoice::System,
        Arc::new(Drawer),
    )
    .unwrap()
}

/// A line on which these pieces come, one after the other; `None` breaks the connection.
async fn line(pieces: Vec<Option<Bytes>>) -> LiveLine {
    let answer = move || async move {
        let pieces = pieces
            .into_iter()
            .map(|piece| piece.ok_or_else(|| std::io::Error::other("cut")));
        // A pause between the pieces lets each travel alone.
        let body = Body::from_stream(stream::iter(pieces).then(|piece| async {
            tokio::task::yield_now().await;
            piece
        }));
        ([(header::CONTENT_TYPE, "text/event-stream")], body)
    };
    gateway(Router::new().route("/v1/live", get(answer)))
        .await
        .live()
        .await
        .unwrap()
}

fn pieces(texts: &[&str]) -> Vec<Option<Bytes>> {
    texts.iter().map(|text| Some(Bytes::from((*text).to_owned()))).collect()
}

#[tokio::test]
async fn events_are_read_however_they_are_cut_into_pieces() {
    let mut line = line(pieces(&[
        ": hello\n\nevent: ping\nda",
        "ta: {}\n\nevent: hint\r\ndata: {\"feed\":\"price:",
        "p1\",\"head\":7,\"later\":true}\r\n\r\nevent: grants\ndata: {}\n\nevent: weather\ndata: sun\n\n",
        "event: hint\ndata: {\"feed\":\"kind-of-tomorrow:x\",\"head\":1}\n\nevent: bye\ndata: {\"reconnect_in_s\":9}\n\n",
        "event: hint\ndata: never fini",
    ]))
    .await;
    let hint = Hint {
        feed: FeedName::prices("p1"),
        epoch: String::new(),
        head: 7,
        spread_ms: 0,
    };
    for expected in [
        LiveEvent::Ping,
        LiveEvent::Hint(hint),
        LiveEvent::Grants,
        LiveEvent::Other,
        LiveEvent::Other,
        LiveEvent::Bye(Bye { reconnect_in_s: 9 }),
    ] {
        assert_eq!(line.next().await.unwrap(), Some(expected));
    }
    assert_eq!(line.next().await.unwrap(), None, "half an event is none");
}

#[tokio::test]
async fn a_line_that_breaks_is_told_from_one_that_ends() {
    let mut broken = pieces(&["event: ping\ndata: {}\n\n"]);
    broken.push(None);
    let mut line = line(broken).await;
    assert_eq!(line.next().await.unwrap(), Some(LiveEvent::Ping));
    let error = line.next().await.unwrap_err();
    let cut = OfflineCause::BrokenOff;
    assert!(
        matches!(error, ClientError::Offline { cause, .. } if cause == cut),
        "{error:?}"
    );
}

#[tokio::test]
async fn an_event_without_an_end_is_given_up() {
    let flood = |piece: &'static str| {
        let piece = Bytes::from_static(piece.as_bytes());
        let count = 4 * MAX_EVENT_BYTES / piece.len();
        let mut all = pieces(&["event: hint\ndata: "]);
        all.extend(std::iter::repeat_n(Some(piece), count));
        all
    };
    for piece in [
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "\n: still here",
        "\ndata:",
    ] {
        let mut line = line(flood(piece)).await;
        let error = line.next().await.unwrap_err();
        assert!(matches!(error, ClientError::TooLarge { .. }), "{piece}: {error:?}");
    }
}

#[tokio::test]
async fn bytes_that_are_no_text_are_no_gateways() {
    let mut line = line(vec![Some(Bytes::from_static(b"event: hint\ndata: \xff\xfe\n\n"))]).await;
    let error = line.next().await.unwrap_err();
    assert!(matches!(error, ClientError::NotAGateway { .. }), "{error:?}");
}

fn problem(status: StatusCode, code: ProblemCode, retry_after: &'static str) -> Response {
    let body = Problem {
        status: status.as_u16(),
        code,
        title: "no".into(),
    };
    let headers = [
        (header::CONTENT_TYPE, "application/problem+json"),
        (header::RETRY_AFTER, retry_after),
    ];
    (status, headers, serde_json::to_string(&body).unwrap()).into_response()
}

#[tokio::test]
async fn a_refused_line_says_why_and_when_to_come_back() {
    let busy = || async { problem(StatusCode::SERVICE_UNAVAILABLE, ProblemCode::TooManyRequests, "300") };
    let error = gateway(Router::new().route("/v1/live", get(busy)))
        .await
        .live()
        .await
        .err()
        .unwrap();
    assert_eq!(error.retry_after_s(), Some(300));

    let old = || async { problem(StatusCode::NOT_FOUND, ProblemCode::NotFound, "1") };
    let error = gateway(Router::new().route("/v1/live", get(old)))
        .await
        .live()
        .await
        .err()
        .unwrap();
    let missing = ProblemCode::NotFound;
    assert!(
        matches!(error, ClientError::Problem { code, .. } if code == missing),
        "{error:?}"
    );

    let page = || async { Html("<title>Wi-Fi</title>") };
    let error = gateway(Router::new().route("/v1/live", get(page)))
        .await
        .live()
        .await
        .err()
        .unwrap();
    let expected = Stranger::Page(Some("Wi-Fi".into()));
    assert!(matches!(error, ClientError::NotAGateway { what, .. } if what == expected));

    let revoked = || async { problem(StatusCode::UNAUTHORIZED, ProblemCode::DeviceRevoked, "1") };
    let error = gateway(Router::new().route("/v1/live", get(revoked)))
        .await
        .live()
        .await
        .err()
        .unwrap();
    assert!(matches!(error, ClientError::SignedOut), "{error:?}");
}

#[tokio::test]
async fn a_token_that_died_is_replaced_before_the_line_is_given_up() {
    let answer = |headers: HeaderMap| async move {
        if headers
            .get(header::AUTHORIZATION)
            .is_some_and(|token| token == "Bearer fresh")
        {
            ([(header::CONTENT_TYPE, "text/event-stream")], "event: ping\n\n").into_response()
        } else {
            problem(StatusCode::UNAUTHORIZED, ProblemCode::TokenExpired, "1")
        }
    };
    let gateway = gateway(Router::new().route("/v1/live", get(answer))).await;
    gateway
        .begin_with(&Tokens {
            access_token: "dead".into(),
            access_expires_in_s: 600,
            refresh_token: "r0".into(),
        })
        .await;
    let mut line = gateway.live().await.unwrap();
    assert_eq!(line.next().await.unwrap(), Some(LiveEvent::Ping));
}
