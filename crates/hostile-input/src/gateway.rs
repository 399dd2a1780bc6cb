//! The gateway itself: whole requests to its routes, and files of 1C into its database.

use crate::scratch;
use axum::Router;
use axum::body::Body;
use cabinet_domain::access::Role;
use std::cell::RefCell;
use std::sync::Arc;
use supplier_gateway::access::{entities, invitations, people};
use supplier_gateway::catalogue::{self, ImportRules, ImportSource};
use supplier_gateway::state::GatewayState;
use supplier_gateway::storage::{StorageError, write};
use tower::ServiceExt as _;

/// After so many inputs the gateway is made anew, so that its files stay small.
const INPUTS_OF_A_GATEWAY: u32 = 1_000;

/// 2026-02-01 09:00:00 UTC.
const NOW: i64 = 1_769_936_400_000;

/// The goods that are there before the first request.
const GOODS: &str = include_str!("../goods.xml");

struct Gateway {
    state: Arc<GatewayState>,
    app: Router,
    token: String,
    refresh: String,
    entity: String,
    left: u32,
    number: u32,
}

thread_local! {
    static GATEWAY: RefCell<Option<Gateway>> = const { RefCell::new(None) };
}

fn now() -> i64 {
    NOW
}

/// `METHOD path`, lines of headers, an empty line, a body. `TOKEN`, `REFRESH` and `ENTITY` stand for those of a device.
pub(crate) fn request(data: &[u8]) {
    let (head, body) = halves(data);
    let head = String::from_utf8_lossy(head);
    with(|gateway| {
        let head = gateway.filled(&head);
        let mut lines = head.lines();
        let Some((method, path)) = lines.next().and_then(|line| line.split_once(' ')) else {
            return;
        };
        // Such a line stays open by design.
        if path.starts_with("/v1/live") {
            return;
        }
        let mut request = http::Request::builder().method(method).uri(path);
        for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
            request = request.header(name, value);
        }
        let body = match std::str::from_utf8(body) {
            Ok(text) => gateway.filled(text).into_bytes(),
            Err(_) => body.to_vec(),
        };
        let Ok(request) = request.body(Body::from(body)) else {
            return;
        };
        scratch::wait(async {
            let answer = gateway.app.clone().oneshot(request).await;
            let answer = answer.expect("the router refuses nothing without an answer");
            assert_ne!(answer.status(), 500, "the gateway failed");
            let body = axum::body::to_bytes(answer.into_body(), 64 * 1024 * 1024).await;
            assert!(body.is_ok(), "an answer broke off");
        });
    });
}

/// A file of 1C into the database, as `mode=import` takes it.
pub(crate) fn import(data: &[u8]) {
    with(|gateway| {
        let done = gateway.import(data);
        if let Err(error) = done {
            assert!(!error.contains("panic"), "{error}");
        }
    });
}

/// Before and after the first empty line.
fn halves(data: &[u8]) -> (&[u8], &[u8]) {
    match data.windows(2).position(|pair| pair == b"\n\n") {
        Some(at) => (
            data.get(..at).unwrap_or_default(),
            data.get(at.saturating_add(2)..).unwrap_or_default(),
        ),
        None => (data, &[]),
    }
}

impl Gateway {
    fn new(number: u32) -> Self {
        let folder = scratch::path(&format!("gateway-{number}"));
        let state = Arc::new(GatewayState::open(&folder, now).expect("a new gateway"));
        let code = write(state.db.as_ref(), |tx| {
            let (codes, _) = entities::TaxCodes::sort("7707083893", "", "");
            let new = entities::NewEntity {
                name: "ООО «Ромашка»".to_owned(),
                codes,
                price_type: Some("p1".into()),
                ..entities::NewEntity::default()
            };
            let entity = entities::add(tx, &new, NOW).expect("a legal entity");
            let person = people::add(tx, "Анна", NOW).expect("a person");
            let code = invitations::invite(tx, &person.id, std::slice::from_ref(&entity), Role::Admin, None, NOW)
                .expect("an invitation")
                .to_string();
            Ok::<_, StorageError>((entity, code))
        });
        let (entity, code) = code.expect("a dealer");
        let app = scratch::wait(async {
            supplier_gateway::http::api(Arc::clone(&state))
                .merge(supplier_gateway::exchange1c::exchange(Arc::clone(&state)))
        });
        let mut gateway = Self {
            state,
            app,
            token: String::new(),
            refresh: String::new(),
            entity: entity.as_str().to_owned(),
            left: INPUTS_OF_A_GATEWAY,
            number,
        };
        gateway.import(GOODS.as_bytes()).expect("goods of ours");
        gateway.enrol(&code);
        gateway
    }

    fn enrol(&mut self, code: &str) {
        let body = serde_json::json!({ "code": code, "device_name": "d", "app_version": "1" }).to_string();
        let request = http::Request::post("/v1/enroll")
            .header("content-type", "application/json")
            .body(Body::from(body))
            .expect("a request of ours");
        let answer = scratch::wait(async {
            let answer = self.app.clone().oneshot(request).await.expect("an answer");
            axum::body::to_bytes(answer.into_body(), 1 << 20)
                .await
                .expect("a small answer")
        });
        let answer: cabinet_protocol::session::EnrollResponse =
            serde_json::from_slice(&answer).expect("the device is enrolled");
        self.token = answer.tokens.access_token;
        self.refresh = answer.tokens.refresh_token;
    }

    fn import(&self, xml: &[u8]) -> Result<(), String> {
        let source = ImportSource {
            node: "main".to_owned(),
            session: "s".to_owned(),
            file: "import.xml".to_owned(),
            is_by_hand: false,
        };
        let rules = ImportRules::from_settings(&self.state.settings);
        catalogue::import(self.state.db.as_ref(), &rules, &source, xml, NOW)
            .map(drop)
            .map_err(|error| error.to_string())
    }

    fn filled(&self, text: &str) -> String {
        text.replace("TOKEN", &self.token)
            .replace("REFRESH", &self.refresh)
            .replace("ENTITY", &self.entity)
    }
}

fn with(work: impl FnOnce(&Gateway)) {
    GATEWAY.with_borrow_mut(|slot| {
        let mut gateway = slot.take().unwrap_or_else(|| Gateway::new(0));
        if gateway.left == 0 {
            let (number, folder) = (gateway.number, gateway.state.data_dir.clone());
            drop(gateway);
            // A folder of the scratch folder; what stays goes with it.
            let _ = std::fs::remove_dir_all(folder);
            gateway = Gateway::new(number.wrapping_add(1));
        }
        gateway.left = gateway.left.saturating_sub(1);
        work(&gateway);
        *slot = Some(gateway);
    });
}
