//! The API over a real socket: TLS with our own certificate, and a graceful end.

use crate::support::{Shop, noon};
use cabinet_domain::access::Role;
use cabinet_protocol::session::EnrollResponse;
use serde_json::json;
use std::net::TcpListener;
use supplier_gateway::http::serve::{STOP_TIME, serve};
use supplier_gateway::http::tls::{self, Transport};

#[tokio::test]
async fn a_device_enrols_over_tls_with_our_own_certificate() {
    let shop = Shop::open("[http]\nself_signed = true\n", noon, &[]);
    let e = shop.entity("ООО Ромашка", None);
    let code = shop.invite(&[e], Role::Buyer);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let transport = tls::transport(address, &shop.state.settings.http, shop.path()).unwrap();
    assert_eq!(transport.scheme(), "https");
    let handle = axum_server::Handle::new();
    let server = tokio::spawn(serve(listener, transport, shop.app.clone(), handle.clone()));

    rustls::crypto::ring::default_provider().install_default().ok();
    let pem = std::fs::read(shop.path().join("tls/cert.pem")).unwrap();
    let client = reqwest::Client::builder()
        .tls_certs_only([reqwest::Certificate::from_pem(&pem).unwrap()])
        .no_proxy()
        .build()
        .unwrap();
    let base = format!("https://localhost:{}", address.port());
    let body = json!({ "code": code, "device_name": "d", "app_version": "1" });
    let answer = client
        .post(format!("{base}/v1/enroll"))
        .json(&body)
        .send()
        .await
        .unwrap();
    let enrolled: EnrollResponse = answer.json().await.unwrap();
    assert_eq!(enrolled.grants.len(), 1);
    let stranger = reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([])
        .build()
        .unwrap();
    assert!(
        stranger.get(format!("{base}/healthz")).send().await.is_err(),
        "who does not trust it is not served"
    );

    drop(client);
    handle.graceful_shutdown(Some(STOP_TIME));
    server.await.unwrap().unwrap();
}

#[tokio::test]
async fn many_guesses_from_one_address_do_not_keep_another_from_enrolling() {
    let shop = Shop::open("[http]\nbehind_proxy = true\n", noon, &[]);
    let e = shop.entity("ООО Ромашка", None);
    let code = shop.invite(&[e], Role::Buyer);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let handle = axum_server::Handle::new();
    let server = tokio::spawn(serve(listener, Transport::Plain, shop.app.clone(), handle.clone()));
    rustls::crypto::ring::default_provider().install_default().ok();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let enroll = async |code: &str, forwarded: &str| {
        let body = json!({ "code": code, "device_name": "d", "app_version": "1" });
        let request = client
            .post(format!("{base}/v1/enroll"))
            .header("x-forwarded-for", forwarded)
            .json(&body);
        request.send().await.unwrap().status().as_u16()
    };
    for _ in 0..10 {
        assert_eq!(enroll("7K2M-ABCD-EFGH-JKMN-PQRS", "203.0.113.9").await, 403);
    }
    assert_eq!(enroll("7K2M-ABCD-EFGH-JKMN-PQRS", "203.0.113.9").await, 429);
    assert_eq!(
        enroll(&code, "198.51.100.1, 203.0.113.9").await,
        429,
        "what the client claims before it does not help"
    );
    assert_eq!(enroll(&code, "203.0.113.10").await, 200);
    drop(client);
    handle.graceful_shutdown(Some(STOP_TIME));
    server.await.unwrap().unwrap();
}
