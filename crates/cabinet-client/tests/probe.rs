//! Why there is no connection, over real sockets: nobody there, silence, strangers, certificates, clocks, and a proxy that
//! wants a login.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, and the lints' own exemption does not reach helpers of a test binary"
)]

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::post;
use cabinet_client::address::GatewayAddress;
use cabinet_client::error::{ClientError, OfflineCause};
use cabinet_client::gateway::enroll;
use cabinet_client::probe::{Cause, Finding, Step, Target, Verdict, probe};
use cabinet_client::proxy::{ManualProxy, ProxyChoice};
use cabinet_protocol::invitation::CertificateFingerprint;
use cabinet_protocol::problem::{Problem, ProblemCode};
use cabinet_protocol::session::EnrollRequest;
use sha2::{Digest as _, Sha256};
use std::sync::Arc;
use std::time::Duration;
use testkit::gatekeeper::{Asks, Gatekeeper};
use tokio::net::TcpListener;

/// `ivan:secret` as a proxy gets it.
const AUTHORIZATION: &str = "Basic aXZhbjpzZWNyZXQ=";
const DATE_MS: i64 = 1_796_000_000_000;
const DATE: &str = "Mon, 30 Nov 2026 00:53:20 GMT";

struct Look<'a> {
    address: String,
    pinned: Option<CertificateFingerprint>,
    proxy: ProxyChoice,
    wall_ms: &'a (dyn Fn() -> i64 + Sync),
    patience: Duration,
}

fn at(address: impl Into<String>) -> Look<'static> {
    Look {
        address: address.into(),
        pinned: None,
        proxy: ProxyChoice::System,
        wall_ms: &|| DATE_MS,
        patience: Duration::from_secs(10),
    }
}

impl Look<'_> {
    async fn now(&self) -> Vec<Finding> {
        probe(&Target {
            address: &self.address,
            pinned: self.pinned,
            proxy: &self.proxy,
            app_version: "0.0.0",
            wall_ms: self.wall_ms,
            patience: self.patience,
        })
        .await
    }

    /// The first step that failed, and why.
    async fn ends(&self) -> (Step, Cause, String) {
        let found = self.now().await;
        assert_eq!(found.len(), 8, "every step is told once: {found:?}");
        for finding in &found {
            if let Verdict::Failed(cause) = finding.verdict {
                return (finding.step, cause, finding.detail.to_string());
            }
        }
        panic!("nothing failed: {found:?}");
    }
}

fn refusal() -> Response {
    let problem = Problem {
        status: 401,
        code: ProblemCode::TokenExpired,
        title: "the session has expired".into(),
    };
    let body = serde_json::to_vec(&problem).unwrap();
    let headers = [(header::CONTENT_TYPE, "application/problem+json"), (header::DATE, DATE)];
    (StatusCode::UNAUTHORIZED, headers, body).into_response()
}

/// What a gateway answers to `hello` without a token.
fn gateway() -> Router {
    Router::new()
        .route("/v1/hello", post(|| async { refusal() }))
        .fallback(|| async { (StatusCode::NOT_FOUND, [(header::DATE, DATE)]) })
}

/// A gateway whose clock stands in 2011.
fn gateway_of_2011() -> Router {
    let date = "Sat, 01 Jan 2011 00:00:00 GMT";
    Router::new().fallback(move || async move { (StatusCode::NOT_FOUND, [(header::DATE, date)]) })
}

async fn serve(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    format!("http://{address}")
}

/// A gateway with a certificate of its own, valid between these years; gives back `host:port` and the fingerprint.
async fn serve_tls(years: (i32, i32)) -> (String, CertificateFingerprint) {
    serve_tls_as(gateway(), years).await
}

async fn serve_tls_as(router: Router, years: (i32, i32)) -> (String, CertificateFingerprint) {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params =
        rcgen::CertificateParams::new(vec!["127.0.0.1".to_owned(), "orders.example.test".to_owned()]).unwrap();
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, "Чужой издатель");
    (params.not_before, params.not_after) = (rcgen::date_time_ymd(years.0, 1, 1), rcgen::date_time_ymd(years.1, 1, 1));
    let certificate = params.self_signed(&key).unwrap();
    let fingerprint = CertificateFingerprint::from_sha256(&<[u8; 32]>::from(Sha256::digest(certificate.der())));
    let key = rustls::pki_types::PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    let config = axum_server::tls_rustls::RustlsConfig::from_config(Arc::new(config));
    let server = axum_server::from_tcp_rustls(listener, config).unwrap();
    tokio::spawn(async move { server.serve(router.into_make_service()).await.unwrap() });
    (address.to_string(), fingerprint)
}

#[tokio::test]
async fn a_gateway_that_is_there_and_in_order_is_called_so() {
    let found = at(serve(gateway()).await).now().await;
    let verdicts: Vec<_> = found
        .iter()
        .map(|finding| (finding.step, finding.verdict.clone()))
        .collect();
    let good = |step| (step, Verdict::Good);
    let expected = [
        good(Step::Address),
        good(Step::Proxy),
        good(Step::Name),
        good(Step::Connect),
        (Step::Certificate, Verdict::Skipped),
        good(Step::Answer),
        good(Step::Clock),
        good(Step::Protocol),
    ];
    assert_eq!(verdicts, expected, "{found:?}");
}

#[tokio::test]
async fn an_address_that_is_none_or_not_secure_ends_at_once() {
    for (address, cause) in [
        ("", Cause::NotAnAddress),
        ("ftp://orders.example.com", Cause::NotAnAddress),
        ("http://orders.example.com", Cause::NotSecure),
    ] {
        let (step, met, _) = at(address).ends().await;
        assert_eq!((step, met), (Step::Address, cause), "{address}");
    }
    let direct = Look {
        proxy: ProxyChoice::Direct,
        ..at("https://no-such-name.invalid")
    };
    let (step, cause, _) = direct.ends().await;
    assert_eq!((step, cause), (Step::Name, Cause::NoSuchName));
}

#[tokio::test]
async fn a_port_that_refuses_is_told_from_one_that_says_nothing() {
    let gone = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let (step, cause, detail) = at(format!("http://{gone}")).ends().await;
    assert_eq!((step, cause), (Step::Connect, Cause::Refused), "{detail}");

    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    for scheme in ["http", "https"] {
        let look = Look {
            patience: Duration::from_millis(300),
            ..at(format!("{scheme}://{}", silent.local_addr().unwrap()))
        };
        let (step, cause, detail) = look.ends().await;
        let expected = if scheme == "http" {
            Step::Answer
        } else {
            Step::Certificate
        };
        assert_eq!((step, cause), (expected, Cause::NoAnswer), "{scheme} {detail}");
    }
}

#[tokio::test]
async fn strangers_are_told_apart() {
    let page = || async { Html("<html><title>Вход в Wi-Fi</title></html>") };
    let sign_in = || async { (StatusCode::UNAUTHORIZED, [(header::CONTENT_TYPE, "text/plain")], "no").into_response() };
    for (name, router, cause) in [
        ("a page", Router::new().fallback(page), Cause::Page),
        (
            "elsewhere",
            Router::new().fallback(|| async { Redirect::temporary("http://portal.invalid/") }),
            Cause::Redirect,
        ),
        (
            "a failure",
            Router::new().fallback(|| async { StatusCode::BAD_GATEWAY }),
            Cause::Failing,
        ),
        ("a sign-in", Router::new().fallback(sign_in), Cause::SignIn),
        (
            "another program",
            Router::new().fallback(|| async { axum::Json(serde_json::json!({ "hello": 1 })) }),
            Cause::Stranger,
        ),
    ] {
        let (step, met, detail) = at(serve(router).await).ends().await;
        assert_eq!((step, met), (Step::Answer, cause), "{name}: {detail}");
        assert_eq!(detail.contains("Вход в Wi-Fi"), cause == Cause::Page, "{detail}");
    }
    // Plain HTTP where TLS is expected.
    let plain = serve(gateway()).await.replace("http://", "https://");
    let (step, cause, detail) = at(plain).ends().await;
    assert_eq!((step, cause), (Step::Certificate, Cause::NoTls), "{detail}");
}

#[tokio::test]
async fn certificates_are_told_by_what_is_wrong_with_them() {
    let (address, fingerprint) = serve_tls((2020, 2060)).await;
    let url = format!("https://{address}");
    let (step, cause, detail) = at(url.clone()).ends().await;
    assert_eq!((step, cause), (Step::Certificate, Cause::UnknownIssuer), "{detail}");
    assert!(
        detail.contains("Чужой издатель") && detail.contains("sha256"),
        "{detail}"
    );

    let other = CertificateFingerprint::from_sha256(&[7; 32]);
    let changed = Look {
        pinned: Some(other),
        ..at(url.clone())
    };
    let (step, cause, detail) = changed.ends().await;
    assert_eq!((step, cause), (Step::Certificate, Cause::OtherCertificate), "{detail}");

    let right = Look {
        pinned: Some(fingerprint),
        ..at(url)
    };
    let found = right.now().await;
    assert!(
        found.iter().all(|finding| finding.verdict == Verdict::Good),
        "{found:?}"
    );
}

#[tokio::test]
async fn an_old_certificate_is_told_from_a_wrong_clock() {
    // Valid long ago; the server says that it is 2026, and so does this computer.
    let (address, _) = serve_tls((2010, 2012)).await;
    let (step, cause, detail) = at(format!("https://{address}")).ends().await;
    assert_eq!((step, cause), (Step::Certificate, Cause::Expired), "{detail}");
    let (address, _) = serve_tls((2090, 2095)).await;
    let (_, cause, detail) = at(format!("https://{address}")).ends().await;
    assert_eq!(cause, Cause::NotYetValid, "{detail}");

    // Valid on the day that the server says, and over by this computer's clock, which is fifteen years ahead of it.
    let (address, _) = serve_tls_as(gateway_of_2011(), (2010, 2012)).await;
    let (_, cause, detail) = at(format!("https://{address}")).ends().await;
    assert_eq!(cause, Cause::ClockSpoilsCertificate, "{detail}");
    assert!(detail.contains("ahead of"), "{detail}");
}

#[tokio::test]
async fn a_clock_that_is_off_is_told_and_stops_nothing() {
    let url = serve(gateway()).await;
    for (off_ms, words) in [
        (3 * 3_600_000 + 12 * 60_000, "3 h 12 min ahead of"),
        (-10 * 60_000, "10 min behind"),
        (-3 * 86_400_000, "3 d 0 h behind"),
    ] {
        let wall = move || DATE_MS + off_ms;
        let look = Look {
            wall_ms: &wall,
            ..at(url.clone())
        };
        let found = look.now().await;
        let clock = found.iter().find(|finding| finding.step == Step::Clock).unwrap();
        assert_eq!(clock.verdict, Verdict::Doubtful(Cause::ClockOff));
        assert!(clock.detail.to_string().contains(words), "{}", clock.detail);
        assert_eq!(found.last().unwrap().verdict, Verdict::Good);
    }
}

fn through(address: &str, login: Option<(&str, &str)>) -> ProxyChoice {
    let login = login.map(|(login, password)| (login.to_owned(), password.to_owned()));
    ProxyChoice::Manual(ManualProxy::parse(address, login).unwrap())
}

#[tokio::test]
async fn a_proxy_that_wants_a_login_is_named_and_let_through_with_one() {
    let (address, fingerprint) = serve_tls((2020, 2060)).await;
    let keeper = Gatekeeper::before(&address, AUTHORIZATION, Asks::Basic);
    let url = "https://orders.example.test";
    let look = |login| Look {
        pinned: Some(fingerprint),
        proxy: through(keeper.address(), login),
        ..at(url)
    };
    for login in [None, Some(("ivan", "wrong"))] {
        let (step, cause, detail) = look(login).ends().await;
        assert_eq!((step, cause), (Step::Proxy, Cause::ProxyPassword), "{detail}");
        assert!(!detail.contains("wrong"), "{detail}");
    }
    assert_eq!(keeper.let_through(), 0);
    let found = look(Some(("ivan", "secret"))).now().await;
    let failed = found
        .iter()
        .filter(|finding| matches!(finding.verdict, Verdict::Failed(_)))
        .count();
    assert_eq!(failed, 0, "{found:?}");
    assert!(keeper.let_through() > 0);

    // The same of a real call: 407 has a name of its own, and with the login the gateway itself answers.
    let gateway = GatewayAddress::parse(url).unwrap();
    let request = EnrollRequest {
        attempt: String::new(),
        code: "7K2MABCDEFGHJKMNPQRS".into(),
        device_name: "test".into(),
        app_version: "0.0.0".into(),
    };
    let refused = enroll(&gateway, Some(fingerprint), &request, &through(keeper.address(), None))
        .await
        .err()
        .unwrap();
    let is_named = matches!(
        refused,
        ClientError::Offline {
            cause: OfflineCause::ProxyPassword,
            ..
        }
    );
    assert!(is_named && refused.is_transient(), "{refused:?}");
    let proxy = through(keeper.address(), Some(("ivan", "secret")));
    let answered = enroll(&gateway, Some(fingerprint), &request, &proxy)
        .await
        .err()
        .unwrap();
    assert!(
        matches!(answered, ClientError::NotAGateway { status: 404, .. }),
        "{answered:?}"
    );
}

#[tokio::test]
async fn other_troubles_with_a_proxy_have_their_own_names() {
    let gone = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .to_string();
    let windows = Gatekeeper::before("127.0.0.1:1", AUTHORIZATION, Asks::Windows);
    let closed = Gatekeeper::before("127.0.0.1:1", AUTHORIZATION, Asks::Never);
    for (address, cause) in [
        (gone.as_str(), Cause::ProxyUnreachable),
        (windows.address(), Cause::ProxySignIn),
        (closed.address(), Cause::ProxyDenies),
    ] {
        let look = Look {
            proxy: through(address, Some(("ivan", "secret"))),
            ..at("https://orders.example.test")
        };
        let (step, met, detail) = look.ends().await;
        assert_eq!((step, met), (Step::Proxy, cause), "{detail}");
    }
}
