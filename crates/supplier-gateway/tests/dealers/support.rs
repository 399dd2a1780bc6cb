//! A gateway in a fresh directory with a small shop imported from CommerceML, and devices that call it.

use crate::xml::{Article, catalogue_xml, offers_xml};
use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use cabinet_domain::access::Role;
use cabinet_domain::ids::{EntityId, PersonId};
use cabinet_protocol::claims::{ClaimFeedRow, ClaimRow};
use cabinet_protocol::codes::CodeRow;
use cabinet_protocol::commands::{Command, CommandBody, CommandResult, CommandsRequest, CommandsResponse, Verdict};
use cabinet_protocol::delivery::{AddressRow, BranchRow, DeliveryRow};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::framing::{HASH_HEADER, RAW_BYTES_HEADER, unpack_segment};
use cabinet_protocol::orders::{PlaceOrder, Quote, WantedLine};
use cabinet_protocol::personal::{NoticeRow, PersonalRow, SubscriptionRow};
use cabinet_protocol::problem::{Problem, ProblemCode};
use cabinet_protocol::rows::{DocumentRow, InvoiceRow, OrderRow, StockRow};
use cabinet_protocol::session::{EnrollRequest, EnrollResponse};
use cabinet_protocol::supplier_documents::SupplierDocumentRow;
use cabinet_protocol::templates::TemplateRow;
use prost::Message;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use supplier_gateway::access::{entities, invitations, people};
use supplier_gateway::catalogue::{self, ImportReport, ImportRules, ImportSource};
use supplier_gateway::state::GatewayState;
use supplier_gateway::storage::{Tx, write};
use tempfile::TempDir;
use tower::ServiceExt;

/// 2026-02-01 09:00:00 UTC.
pub const NOON: i64 = 1_769_936_400_000;

pub fn noon() -> i64 {
    NOON
}

/// A clock of its own for one test, which it may move.
macro_rules! own_clock {
    ($now:ident, $clock:ident) => {
        static $now: std::sync::atomic::AtomicI64 = std::sync::atomic::AtomicI64::new(crate::support::NOON);
        fn $clock() -> i64 {
            $now.load(std::sync::atomic::Ordering::SeqCst)
        }
    };
}
pub(crate) use own_clock;

pub struct Shop {
    dir: TempDir,
    pub state: Arc<GatewayState>,
    pub app: Router,
}

pub struct Device {
    pub token: String,
    pub refresh: String,
    pub person: PersonId,
}

impl Shop {
    /// A shop with settings and articles; the price types are `p1` (VAT included) and `p2` (VAT on top).
    pub fn open(settings: &str, clock: fn() -> i64, articles: &[Article]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("gateway.toml"), settings).unwrap();
        let state = Arc::new(GatewayState::open(dir.path(), clock).unwrap());
        let shop = Self {
            dir,
            app: supplier_gateway::http::api(Arc::clone(&state)),
            state,
        };
        shop.import(&catalogue_xml(articles));
        shop.import(&offers_xml(articles));
        shop
    }

    pub fn new(articles: &[Article]) -> Self {
        Self::open("", noon, articles)
    }

    pub fn path(&self) -> &std::path::Path {
        self.dir.path()
    }

    pub fn write<T>(&self, work: impl FnOnce(&mut dyn Tx) -> T) -> T {
        write(self.state.db.as_ref(), |tx| {
            Ok::<_, supplier_gateway::storage::StorageError>(work(tx))
        })
        .unwrap()
    }

    pub fn import(&self, xml: &str) -> ImportReport {
        let source = ImportSource {
            node: "main".into(),
            session: "s".into(),
            file: "offers.xml".into(),
            is_by_hand: false,
        };
        let rules = ImportRules::from_settings(&self.state.settings);
        catalogue::import(
            self.state.db.as_ref(),
            &rules,
            &source,
            xml.as_bytes(),
            self.state.now_ms(),
        )
        .unwrap()
    }

    /// A new export of prices and stock.
    pub fn offers(&self, articles: &[Article]) {
        self.import(&offers_xml(articles));
    }

    pub fn entity(&self, name: &str, price_type: Option<&str>) -> EntityId {
        self.entity_with_inn(name, "7707083893", price_type)
    }

    pub fn entity_with_inn(&self, name: &str, inn: &str, price_type: Option<&str>) -> EntityId {
        let (codes, _) = entities::TaxCodes::sort(inn, "", "");
        let new = entities::NewEntity {
            name: name.to_owned(),
            codes,
            price_type: price_type.map(Into::into),
            ..entities::NewEntity::default()
        };
        self.write(|tx| entities::add(tx, &new, NOON).unwrap())
    }

    /// A printed code for a new person.
    pub fn invite(&self, entities: &[EntityId], role: Role) -> String {
        let now_ms = self.state.now_ms();
        self.write(|tx| {
            let person = people::add(tx, "Иванов", now_ms).unwrap();
            invitations::invite(tx, &person.id, entities, role, None, now_ms)
                .unwrap()
                .to_string()
        })
    }

    pub async fn enroll(&self, code: &str) -> Result<EnrollResponse, Problem> {
        let request = EnrollRequest {
            attempt: String::new(),
            code: code.to_owned(),
            device_name: "desk".to_owned(),
            app_version: "1".to_owned(),
        };
        let (status, body) = self.post("/v1/enroll", None, &json!(request)).await;
        if status == StatusCode::OK {
            Ok(parse(&body))
        } else {
            Err(parse(&body))
        }
    }

    pub async fn device(&self, entities: &[EntityId], role: Role) -> Device {
        let enrolled = self.enroll(&self.invite(entities, role)).await.unwrap();
        Device {
            token: enrolled.tokens.access_token,
            refresh: enrolled.tokens.refresh_token,
            person: enrolled.person,
        }
    }

    pub async fn call(&self, request: Request<Body>) -> (StatusCode, axum::http::HeaderMap, Vec<u8>) {
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
        if parts.status.is_client_error() || parts.status.is_server_error() {
            assert_eq!(
                parts.headers[header::CONTENT_TYPE],
                "application/problem+json",
                "{}",
                parts.status
            );
            let problem: Problem = parse(&bytes);
            assert_eq!(problem.status, parts.status.as_u16());
        }
        (parts.status, parts.headers, bytes)
    }

    pub async fn post(&self, path: &str, token: Option<&str>, body: &Value) -> (StatusCode, Vec<u8>) {
        let (status, _, bytes) = self.call(request(Method::POST, path, token, body.to_string())).await;
        (status, bytes)
    }

    pub async fn get(&self, path: &str, token: Option<&str>) -> (StatusCode, Vec<u8>) {
        let (status, _, bytes) = self.call(request(Method::GET, path, token, String::new())).await;
        (status, bytes)
    }

    pub async fn checkout(&self, device: &Device, entity: &EntityId, lines: &[WantedLine]) -> Quote {
        let body = json!({ "entity": entity, "lines": lines });
        let (status, body) = self.post("/v1/checkout", Some(&device.token), &body).await;
        assert_eq!(status, StatusCode::OK, "{}", String::from_utf8_lossy(&body));
        parse(&body)
    }

    pub async fn place(&self, device: &Device, entity: &EntityId, key: &str, lines: &[WantedLine]) -> CommandResult {
        self.command(device, place_command(entity, key, lines)).await
    }

    pub async fn command(&self, device: &Device, command: Command) -> CommandResult {
        let body = json!(CommandsRequest {
            commands: vec![command]
        });
        let (status, body) = self.post("/v1/commands", Some(&device.token), &body).await;
        assert_eq!(status, StatusCode::OK, "{}", String::from_utf8_lossy(&body));
        let mut response: CommandsResponse = parse(&body);
        response.results.remove(0)
    }

    /// Places an order that must stand; returns its number.
    pub async fn placed(&self, device: &Device, entity: &EntityId, key: &str, lines: &[WantedLine]) -> String {
        match self.place(device, entity, key, lines).await.verdict {
            Verdict::Placed { number, .. } => number,
            other => panic!("not placed: {other:?}"),
        }
    }

    /// Every row of a feed, as a device that starts anew gets it.
    pub async fn rows(&self, device: &Device, feed: &FeedName) -> Vec<Vec<u8>> {
        let feed = feed.to_string();
        let (status, body) = self
            .get(&format!("/v1/feeds/{feed}/manifest"), Some(&device.token))
            .await;
        assert_eq!(status, StatusCode::OK, "{feed}: {}", String::from_utf8_lossy(&body));
        let manifest: cabinet_protocol::feed::Manifest = parse(&body);
        let mut rows = Vec::new();
        for info in &manifest.segments {
            let path = format!("/v1/feeds/{feed}/segments/{}", info.blake3);
            let (_, bytes) = self.get(&path, Some(&device.token)).await;
            rows.extend(unpack_segment(&bytes, info).unwrap().into_iter().map(|row| row.body));
        }
        // What was published after the snapshot was made.
        let path = format!("/v1/feeds/{feed}/changes?cursor={}", manifest.cursor);
        let (status, headers, bytes) = self
            .call(request(Method::GET, &path, Some(&device.token), String::new()))
            .await;
        assert_eq!(status, StatusCode::OK);
        let raw: u64 = headers[RAW_BYTES_HEADER].to_str().unwrap().parse().unwrap();
        let page = cabinet_protocol::framing::unpack_changes(&bytes, headers[HASH_HEADER].to_str().unwrap(), raw);
        let page = page.unwrap();
        if page.changes.is_empty() {
            rows
        } else {
            rows_after(&feed, rows, &page.changes)
        }
    }

    /// What the device's person subscribed to and was told, the oldest notice first.
    pub async fn personal(&self, device: &Device) -> (Vec<SubscriptionRow>, Vec<NoticeRow>) {
        let feed = FeedName::Personal(device.person.to_string());
        let (status, _) = self
            .get(&format!("/v1/feeds/{feed}/manifest"), Some(&device.token))
            .await;
        if status == StatusCode::NOT_FOUND {
            return (Vec::new(), Vec::new());
        }
        let rows = self.rows(device, &feed).await;
        let rows: Vec<PersonalRow> = rows
            .iter()
            .map(|body| PersonalRow::decode(body.as_slice()).unwrap())
            .collect();
        let subscriptions = rows.iter().filter_map(|row| row.subscription.clone()).collect();
        let mut notices: Vec<NoticeRow> = rows.into_iter().filter_map(|row| row.notice).collect();
        notices.sort_by_key(|notice| notice.at_ms);
        (subscriptions, notices)
    }

    /// A further device of a person.
    pub async fn another_device(&self, person: &PersonId, entities: &[EntityId], role: Role) -> Device {
        let now_ms = self.state.now_ms();
        let code = self.write(|tx| {
            invitations::invite(tx, person, entities, role, None, now_ms)
                .unwrap()
                .to_string()
        });
        let enrolled = self.enroll(&code).await.unwrap();
        Device {
            token: enrolled.tokens.access_token,
            refresh: enrolled.tokens.refresh_token,
            person: enrolled.person,
        }
    }

    /// Orders and invoices of an entity as the device sees them.
    pub async fn documents(&self, device: &Device, entity: &EntityId) -> (Vec<OrderRow>, Vec<InvoiceRow>) {
        let rows = self.rows(device, &FeedName::Documents(entity.to_string())).await;
        let rows: Vec<DocumentRow> = rows
            .iter()
            .map(|body| DocumentRow::decode(body.as_slice()).unwrap())
            .collect();
        let orders = rows.iter().filter_map(|row| row.order.clone()).collect();
        (orders, rows.into_iter().filter_map(|row| row.invoice).collect())
    }

    /// Documents of the supplier as the device sees them in a feed, by number.
    pub async fn supplier_documents(&self, device: &Device, feed: &FeedName) -> Vec<SupplierDocumentRow> {
        let rows = self.rows(device, feed).await;
        let mut documents: Vec<SupplierDocumentRow> = rows
            .iter()
            .filter_map(|body| DocumentRow::decode(body.as_slice()).unwrap().supplier_document)
            .collect();
        documents.sort_by(|a, b| a.number.cmp(&b.number));
        documents
    }

    /// Claims of an entity as the device sees them, by number.
    pub async fn claims(&self, device: &Device, entity: &EntityId) -> Vec<ClaimRow> {
        let rows = self.rows(device, &FeedName::Claims(entity.to_string())).await;
        let mut claims: Vec<ClaimRow> = rows
            .iter()
            .map(|body| ClaimFeedRow::decode(body.as_slice()).unwrap().claim.unwrap())
            .collect();
        claims.sort_by_key(|claim| claim.number.parse::<u32>().unwrap());
        claims
    }

    /// The only order of an entity and its invoice.
    pub async fn document(&self, device: &Device, entity: &EntityId) -> (OrderRow, InvoiceRow) {
        let (orders, invoices) = self.documents(device, entity).await;
        assert_eq!((orders.len(), invoices.len()), (1, 1));
        (orders[0].clone(), invoices[0].clone())
    }

    /// Stock of an item in a warehouse as the device sees it, in whole units.
    pub async fn stock(&self, device: &Device, warehouse: &str, item: &str) -> i64 {
        let rows = self.rows(device, &FeedName::stock(warehouse)).await;
        let rows = rows.iter().map(|body| StockRow::decode(body.as_slice()).unwrap());
        rows.filter(|row| row.item == item)
            .map(|row| row.quantity_milli / 1000)
            .sum()
    }

    pub fn count_orders(&self) -> usize {
        self.write(|tx| supplier_gateway::orders::stored::list(tx).unwrap().len())
    }
}

/// What a device makes of a snapshot and the changes after it; the rows of these feeds carry their key inside.
fn rows_after(feed: &str, rows: Vec<Vec<u8>>, changes: &[cabinet_protocol::framing::Change]) -> Vec<Vec<u8>> {
    let key = |body: &[u8]| match feed.split(':').next() {
        Some("stock") => StockRow::decode(body).unwrap().item,
        Some("doc") => {
            let row = DocumentRow::decode(body).unwrap();
            row.order
                .map(|o| format!("o:{}", o.id))
                .or(row.invoice.map(|i| format!("i:{}", i.id)))
                .or(row.supplier_document.map(|d| format!("d:{}", d.id)))
                .or(row.act.map(|a| format!("a:{}", a.id)))
                .unwrap()
        }
        Some("claim") => ClaimFeedRow::key(&ClaimFeedRow::decode(body).unwrap().claim.unwrap().id),
        Some("me") => {
            let row = PersonalRow::decode(body).unwrap();
            row.subscription
                .map(|s| PersonalRow::subscription_key(&s.entity, &s.item))
                .or(row.notice.map(|n| PersonalRow::notice_key(&n.id)))
                .or(row.wish.map(|w| PersonalRow::wish_key(&w.entity, &w.norm)))
                .unwrap()
        }
        Some("branches") => {
            let row = BranchRow::decode(body).unwrap();
            BranchRow::key(&row.carrier, &row.id)
        }
        Some("codes") => CodeRow::decode(body).unwrap().key(),
        Some("templates") => TemplateRow::decode(body).unwrap().key(),
        Some("addr") => AddressRow::decode(body).unwrap().id,
        Some("delivery") => {
            let row = DeliveryRow::decode(body).unwrap();
            row.way
                .map(|w| format!("w:{}", w.id))
                .or(row.carrier.map(|c| format!("c:{}", c.id)))
                .unwrap()
        }
        _ => panic!("no key for {feed}"),
    };
    let mut by_key: BTreeMap<String, Vec<u8>> = rows.into_iter().map(|body| (key(&body), body)).collect();
    for change in changes {
        by_key.remove(&change.key);
        if !change.is_deleted {
            by_key.insert(change.key.clone(), change.body.clone());
        }
    }
    by_key.into_values().collect()
}

pub fn request(method: Method, path: &str, token: Option<&str>, body: String) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    request.body(Body::from(body)).unwrap()
}

pub fn parse<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> T {
    serde_json::from_slice(bytes).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(bytes)))
}

pub fn code_of(bytes: &[u8]) -> ProblemCode {
    parse::<Problem>(bytes).code
}

/// A line of whole units at a price in whole currency units.
pub fn line(item: &str, quantity: i64, price: Option<i64>) -> WantedLine {
    WantedLine {
        item: item.into(),
        quantity_milli: quantity * 1000,
        price_micro: price.map(|p| p * 1_000_000),
        currency: None,
    }
}

pub fn place_command(entity: &EntityId, key: &str, lines: &[WantedLine]) -> Command {
    let order = PlaceOrder {
        prepaid: false,
        draft: "d-1".into(),
        draft_name: "Черновик".to_owned(),
        quote: None,
        lines: lines.to_vec(),
        comment: "до обеда".to_owned(),
        delivery: Box::default(),
        own_number: String::new(),
        ship_together: String::new(),
        line_comments: BTreeMap::new(),
        line_parts: BTreeMap::new(),
        on_order: BTreeSet::new(),
        line_services: BTreeMap::new(),
        gifts: Vec::new(),
    };
    Command {
        key: key.into(),
        entity: entity.clone(),
        body: CommandBody::Place(order),
    }
}
