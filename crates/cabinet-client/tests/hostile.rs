//! What the client makes of servers that are broken, strange, or not the one that was meant.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, and the lints' own exemption does not reach helpers of a test binary"
)]

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use cabinet_client::address::GatewayAddress;
use cabinet_client::error::{ClientError, OfflineCause, Stranger};
use cabinet_client::gateway::{Gateway, enroll};
use cabinet_client::proxy::ProxyChoice;
use cabinet_client::tokens::{TokenStore, TokenStoreError};
use cabinet_protocol::feed::{FeedName, SegmentInfo};
use cabinet_protocol::framing;
use cabinet_protocol::invitation::CertificateFingerprint;
use cabinet_protocol::problem::{Problem, ProblemCode};
use cabinet_protocol::session::{EnrollRequest, HelloRequest, HelloResponse, RefreshRequest, Tokens};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// Keeps the refresh token in memory, as a desk would in its file.
struct Drawer(Mutex<Option<String>>);

impl Drawer {
    fn with(token: &str) -> Arc<Self> {
        Arc::new(Self(Mutex::new(Some(token.to_owned()))))
    }
}

impl TokenStore for Drawer {
    fn refresh_token(&self) -> Result<Option<String>, TokenStoreError> {
        Ok(self.0.lock().unwrap().clone())
    }

    fn keep(&self, refresh_token: &str) -> Result<(), TokenStoreError> {
        *self.0.lock().unwrap() = Some(refresh_token.to_owned());
        Ok(())
    }
}

async fn serve(router: Router) -> GatewayAddress {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    GatewayAddress::parse(&format!("http://{address}")).unwrap()
}

/// Answers every connection with these bytes and closes it.
async fn serve_bytes(bytes: &'static [u8]) -> GatewayAddress {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(bytes).await;
        }
    });
    GatewayAddress::parse(&format!("http://{address}")).unwrap()
}

fn gateway(address: &GatewayAddress) -> Gateway {
    Gateway::new(address.clone(), None, "0.0.0", &ProxyChoice::System, Drawer::with("r0")).unwrap()
}

fn tokens(access: &str, refresh: &str) -> Tokens {
    Tokens {
        access_token: access.into(),
        access_expires_in_s: 600,
        refresh_token: refresh.into(),
    }
}

fn problem(status: StatusCode, code: ProblemCode) -> Response {
    let body = Problem {
        status: status.as_u16(),
        code,
        title: "no".into(),
    };
    (
        status,
        [(header::CONTENT_TYPE, "application/problem+json")],
        serde_json::to_string(&body).unwrap(),
    )
        .into_response()
}

fn hello() -> HelloRequest {
    HelloRequest {
        app_version: "0.0.0".into(),
        schema: 1,
        cursors: BTreeMap::new(),
        knows: Vec::new(),
        wants_queue_key: true,
    }
}

fn hello_answer() -> HelloResponse {
    HelloResponse {
        server_time_ms: 1,
        supplier_name: "S".into(),
        grants: Vec::new(),
        feeds: Vec::new(),
        poll_s: 300,
        backoff_s: 0,
        claims: None,
        queue: None,
    }
}

async fn hello_of(router: Router) -> Result<HelloResponse, ClientError> {
    let router = router.route("/v1/token", post(|| async { axum::Json(tokens("a1", "r1")) }));
    gateway(&serve(router).await).hello(&hello()).await
}

#[tokio::test]
async fn a_page_for_people_is_recognised_with_its_title() {
    let page = "<html><head><title>Вход в сеть</title></head><body>please sign in</body></html>";
    let router = Router::new().route("/v1/hello", post(move || async move { Html(page) }));
    match hello_of(router).await {
        Err(ClientError::NotAGateway {
            what: Stranger::Page(Some(title)),
            status: 200,
        }) => {
            assert_eq!(title, "Вход в сеть");
        }
        other => panic!("{:?}", other.err()),
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let router = Router::new()
        .route("/v1/hello", post(|| async { Redirect::temporary("/elsewhere") }))
        .route("/elsewhere", post(|| async { axum::Json(hello_answer()) }));
    let error = hello_of(router).await.unwrap_err();
    assert!(
        matches!(
            error,
            ClientError::NotAGateway {
                what: Stranger::Redirect,
                ..
            }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_failing_gateway_is_told_from_a_strange_one() {
    for (status, retry_after) in [(500, None), (502, None), (503, Some(7))] {
        let router = Router::new().route(
            "/v1/hello",
            post(move || async move {
                let mut headers = HeaderMap::new();
                headers.insert(header::CONTENT_TYPE, "text/html".parse().unwrap());
                if let Some(seconds) = retry_after {
                    headers.insert(header::RETRY_AFTER, u64::to_string(&seconds).parse().unwrap());
                }
                (
                    StatusCode::from_u16(status).unwrap(),
                    headers,
                    "<title>Bad gateway</title>",
                )
            }),
        );
        let error = hello_of(router).await.unwrap_err();
        assert!(matches!(error, ClientError::Failing { .. }), "{error:?}");
        assert_eq!(error.retry_after_s(), retry_after);
        assert!(error.is_transient());
    }
}

#[tokio::test]
async fn json_of_another_shape_is_not_a_gateways() {
    let router = Router::new().route("/v1/hello", post(|| async { axum::Json(vec![1, 2, 3]) }));
    let error = hello_of(router).await.unwrap_err();
    assert!(
        matches!(
            error,
            ClientError::NotAGateway {
                what: Stranger::Unreadable,
                ..
            }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn half_a_body_is_a_broken_connection() {
    let address =
        serve_bytes(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{\"device\":")
            .await;
    let error = enroll(&address, None, &enroll_request(), &ProxyChoice::System)
        .await
        .err()
        .unwrap();
    assert!(
        matches!(
            error,
            ClientError::Offline {
                cause: OfflineCause::BrokenOff,
                ..
            }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn another_protocol_is_recognised() {
    let address = serve_bytes(b"220 mail.example.com ESMTP\r\n").await;
    let error = enroll(&address, None, &enroll_request(), &ProxyChoice::System)
        .await
        .err()
        .unwrap();
    assert!(
        matches!(
            error,
            ClientError::NotAGateway {
                what: Stranger::OtherProtocol,
                ..
            }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn nobody_listening_means_offline() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = GatewayAddress::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let error = enroll(&address, None, &enroll_request(), &ProxyChoice::System)
        .await
        .err()
        .unwrap();
    assert!(
        matches!(
            error,
            ClientError::Offline {
                cause: OfflineCause::Connect,
                ..
            }
        ),
        "{error:?}"
    );
    let words = error.to_string();
    assert!(words.contains(&format!("127.0.0.1:{port})")), "{words}");
    assert!(!words.contains("enroll"), "{words}");
}

#[tokio::test]
async fn a_used_code_is_told_by_its_own_word() {
    let router = Router::new().route(
        "/v1/enroll",
        post(|| async { problem(StatusCode::CONFLICT, ProblemCode::CodeUsed) }),
    );
    let error = enroll(&serve(router).await, None, &enroll_request(), &ProxyChoice::System)
        .await
        .err()
        .unwrap();
    assert!(
        matches!(
            error,
            ClientError::Problem {
                code: ProblemCode::CodeUsed,
                ..
            }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_segment_is_read_no_further_than_announced_and_used_only_with_its_hash() {
    let (bytes, raw_bytes) = framing::pack_segment([("k", b"body".as_slice())].into_iter()).unwrap();
    let info = SegmentInfo {
        blake3: blake3_hex(&bytes),
        bytes: bytes.len() as u64,
        raw_bytes,
        rows: 1,
    };
    let longer = [bytes.clone(), vec![0; 100_000]].concat();
    let mut flipped = bytes.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    for (name, served, is_taken) in [
        ("as announced", bytes.clone(), true),
        ("longer", longer, false),
        ("flipped", flipped, false),
    ] {
        let router = Router::new()
            .route("/v1/token", post(|| async { axum::Json(tokens("a1", "r1")) }))
            .route(
                "/v1/feeds/{feed}/segments/{hash}",
                get(move || async move { ([(header::CONTENT_TYPE, "application/octet-stream")], served) }),
            );
        let address = serve(router).await;
        let got = gateway(&address).segment(&FeedName::reference(), &info).await;
        match (is_taken, got) {
            (true, Ok(rows)) => assert_eq!(rows.len(), 1),
            (false, Err(ClientError::Damaged(_) | ClientError::TooLarge { .. })) => {}
            (_, other) => panic!("{name}: {:?}", other.err()),
        }
    }
}

/// Tokens as a gateway gives them: each refresh token works once.
#[derive(Clone, Default)]
struct Issuer {
    generation: Arc<AtomicU32>,
    refreshes: Arc<AtomicU32>,
}

async fn refresh(State(issuer): State<Issuer>, axum::Json(request): axum::Json<RefreshRequest>) -> Response {
    issuer.refreshes.fetch_add(1, Ordering::SeqCst);
    let generation = issuer.generation.load(Ordering::SeqCst);
    if request.refresh_token != format!("r{generation}") {
        return problem(StatusCode::UNAUTHORIZED, ProblemCode::DeviceRevoked);
    }
    let next = generation + 1;
    issuer.generation.store(next, Ordering::SeqCst);
    axum::Json(tokens(&format!("a{next}"), &format!("r{next}"))).into_response()
}

async fn hello_with_token(State(issuer): State<Issuer>, headers: HeaderMap) -> Response {
    let expected = format!("Bearer a{}", issuer.generation.load(Ordering::SeqCst));
    if headers
        .get(header::AUTHORIZATION)
        .is_some_and(|value| value.to_str().unwrap() == expected)
    {
        axum::Json(hello_answer()).into_response()
    } else {
        problem(StatusCode::UNAUTHORIZED, ProblemCode::TokenExpired)
    }
}

#[tokio::test]
async fn many_calls_at_once_refresh_the_token_once() {
    let issuer = Issuer::default();
    let router = Router::new()
        .route("/v1/token", post(refresh))
        .route("/v1/hello", post(hello_with_token))
        .with_state(issuer.clone());
    let gateway = Arc::new(gateway(&serve(router).await));
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let gateway = gateway.clone();
            tokio::spawn(async move { gateway.hello(&hello()).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(issuer.refreshes.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_refused_token_is_refreshed_once_and_a_refused_refresh_means_signed_out() {
    let issuer = Issuer::default();
    let router = Router::new()
        .route("/v1/token", post(refresh))
        .route("/v1/hello", post(hello_with_token))
        .with_state(issuer.clone());
    let drawer = Drawer::with("r0");
    let gateway = Gateway::new(serve(router).await, None, "0.0.0", &ProxyChoice::System, drawer.clone()).unwrap();
    gateway.begin_with(&tokens("too old", "r0")).await;
    gateway.hello(&hello()).await.unwrap();
    assert_eq!(drawer.refresh_token().unwrap().as_deref(), Some("r1"));

    issuer.generation.store(9, Ordering::SeqCst);
    let error = gateway.hello(&hello()).await.unwrap_err();
    assert!(matches!(error, ClientError::SignedOut), "{error:?}");
}

#[tokio::test]
async fn tokens_that_were_damaged_or_given_for_another_token_are_not_kept() {
    for (name, told_for, spoils, is_kept) in [
        ("whole", "r0", false, true),
        ("a wrong letter", "r0", true, false),
        ("those of yesterday", "r-of-yesterday", false, false),
    ] {
        let answer = move || async move {
            let mut bytes = serde_json::to_vec(&tokens("a1", "r1")).unwrap();
            let told = framing::hash_of_tokens(told_for, &bytes);
            if spoils {
                let at = bytes.windows(2).position(|pair| pair == b"r1").unwrap();
                bytes[at + 1] = b'7';
            }
            let headers = [
                (header::CONTENT_TYPE.as_str(), "application/json".to_owned()),
                (framing::TOKENS_HEADER, told),
            ];
            (headers, bytes).into_response()
        };
        let router = Router::new()
            .route("/v1/token", post(answer))
            .route("/v1/hello", post(|| async { axum::Json(hello_answer()) }));
        let drawer = Drawer::with("r0");
        let gateway = Gateway::new(serve(router).await, None, "0.0.0", &ProxyChoice::System, drawer.clone()).unwrap();
        let said = gateway.hello(&hello()).await;
        let kept = drawer.refresh_token().unwrap();
        if is_kept {
            said.unwrap();
            assert_eq!(kept.as_deref(), Some("r1"), "{name}");
        } else {
            let error = said.unwrap_err();
            assert!(matches!(error, ClientError::Damaged(_)), "{name}: {error:?}");
            assert_eq!(kept.as_deref(), Some("r0"), "{name}");
        }
    }
}

fn enroll_request() -> EnrollRequest {
    EnrollRequest {
        attempt: String::new(),
        code: "7K2MABCDEFGHJKMNPQRS".into(),
        device_name: "test".into(),
        app_version: "0.0.0".into(),
    }
}

fn blake3_hex(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// A server with its own certificate; returns its address and the certificate's SHA-256.
async fn serve_tls() -> (GatewayAddress, [u8; 32]) {
    let made = rcgen::generate_simple_self_signed(vec!["gateway.invalid".to_owned()]).unwrap();
    let digest: [u8; 32] = Sha256::digest(made.cert.der()).into();
    let key = rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().route(
        "/v1/enroll",
        post(|| async { problem(StatusCode::GONE, ProblemCode::CodeExpired) }),
    );
    let server = axum_server::from_tcp_rustls(
        listener,
        axum_server::tls_rustls::RustlsConfig::from_config(Arc::new(config)),
    )
    .unwrap();
    tokio::spawn(async move { server.serve(router.into_make_service()).await.unwrap() });
    (GatewayAddress::parse(&format!("https://{address}")).unwrap(), digest)
}

#[tokio::test]
async fn only_the_pinned_certificate_is_believed() {
    let (address, digest) = serve_tls().await;
    let pinned = CertificateFingerprint::from_sha256(&digest);
    let answered = enroll(&address, Some(pinned), &enroll_request(), &ProxyChoice::System)
        .await
        .err()
        .unwrap();
    assert!(
        matches!(
            answered,
            ClientError::Problem {
                code: ProblemCode::CodeExpired,
                ..
            }
        ),
        "{answered:?}"
    );

    let other = CertificateFingerprint::from_sha256(&[7; 32]);
    let refused = enroll(&address, Some(other), &enroll_request(), &ProxyChoice::System)
        .await
        .err()
        .unwrap();
    assert!(
        matches!(refused, ClientError::Certificate { is_pinned: true, .. }),
        "{refused:?}"
    );

    let untrusted = enroll(&address, None, &enroll_request(), &ProxyChoice::System)
        .await
        .err()
        .unwrap();
    assert!(
        matches!(untrusted, ClientError::Certificate { is_pinned: false, .. }),
        "{untrusted:?}"
    );
}

#[tokio::test]
async fn plain_http_behind_an_https_address_is_another_protocol() {
    let address = serve(Router::new()).await.to_string().replace("http://", "https://");
    let address = GatewayAddress::parse(&address).unwrap();
    let error = enroll(&address, None, &enroll_request(), &ProxyChoice::System)
        .await
        .err()
        .unwrap();
    assert!(
        matches!(
            error,
            ClientError::NotAGateway {
                what: Stranger::OtherProtocol,
                ..
            }
        ),
        "{error:?}"
    );
}
