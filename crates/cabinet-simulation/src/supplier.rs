//! The supplier: the real gateway over a folder, which can die and come back, with 1C, people and rights behind it.

use crate::clock;
use crate::disk::{Trouble, TroubledDatabase};
use crate::goods::{self, Good};
use axum::Router;
use axum::body::Body;
use cabinet_domain::access::Role;
use cabinet_domain::ids::{EntityId, PersonId};
use cabinet_protocol::session::{EnrollRequest, EnrollResponse};
use http::{HeaderMap, Method, Request, StatusCode};
use std::path::Path;
use std::sync::Arc;
use supplier_gateway::access::{AccessError, entities, invitations, people};
use supplier_gateway::catalogue::{self, ImportRules, ImportSource};
use supplier_gateway::feeds::{self, Sizes};
use supplier_gateway::state::GatewayState;
use supplier_gateway::storage::{StorageError, Tx, read, write};
use supplier_gateway::{notices, orders, subscriptions};
use tempfile::TempDir;
use tower::ServiceExt as _;

/// The gateway while it runs.
struct Running {
    state: Arc<GatewayState>,
    app: Router,
}

/// The supplier.
pub struct Supplier {
    folder: TempDir,
    running: Option<Running>,
    /// How often it was started.
    pub life: u32,
    /// Fails transactions.
    pub trouble: Arc<Trouble>,
    /// The goods as 1C knows them.
    pub goods: Vec<Good>,
}

/// An answer of the gateway, whole.
#[derive(Debug, Clone)]
pub struct Answered {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Vec<u8>,
}

impl Supplier {
    /// A supplier in a fresh folder, started, with its goods imported.
    #[must_use]
    pub fn open(folder: TempDir, goods: Vec<Good>) -> Self {
        let mut supplier = Self {
            folder,
            running: None,
            life: 0,
            trouble: Arc::default(),
            goods,
        };
        supplier.start();
        let all = supplier.goods.clone();
        assert!(supplier.import(&goods::catalogue(&all)) && supplier.import(&goods::offers(&all)));
        supplier
    }

    /// Starts the gateway over what is in its folder.
    pub fn start(&mut self) {
        let mut state = GatewayState::open(self.folder.path(), clock::now_ms).unwrap();
        state.db = Arc::new(TroubledDatabase::new(state.db, self.trouble.clone()));
        state.feed_sizes = Sizes {
            segment_rows: 5,
            page_rows: 4,
            changes_worth_a_rebuild: 12,
        };
        let state = Arc::new(state);
        self.life += 1;
        self.running = Some(Running {
            app: supplier_gateway::http::api(state.clone()),
            state,
        });
    }

    /// Drops everything that the process had in memory.
    pub fn stop(&mut self) {
        self.running = None;
    }

    /// Whether it runs.
    #[must_use]
    pub const fn is_up(&self) -> bool {
        self.running.is_some()
    }

    /// What the gateway has in memory, and through it its database.
    ///
    /// # Panics
    /// When it does not run.
    #[must_use]
    pub fn state(&self) -> &Arc<GatewayState> {
        &self.running.as_ref().expect("the gateway runs").state
    }

    /// The API.
    ///
    /// # Panics
    /// When it does not run.
    pub fn app(&self) -> Router {
        self.running.as_ref().expect("the gateway runs").app.clone()
    }

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Hands a request to the gateway; `None` when it does not run.
    pub async fn call(&self, request: Request<Body>) -> Option<Answered> {
        let app = self.running.as_ref()?.app.clone();
        let response = app.oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Some(Answered {
            status: parts.status,
            headers: parts.headers,
            body,
        })
    }

    /// Imports a file of 1C; false when the database failed, and then 1C will send it again.
    pub fn import(&self, xml: &str) -> bool {
        let state = self.state();
        let source = ImportSource {
            node: "main".into(),
            session: "s".into(),
            file: "offers.xml".into(),
            is_by_hand: false,
        };
        let rules = ImportRules::from_settings(&state.settings);
        catalogue::import(state.db.as_ref(), &rules, &source, xml.as_bytes(), clock::now_ms()).is_ok()
    }

    /// Runs work in a transaction that is not to fail.
    pub fn write<T>(&self, work: impl FnOnce(&mut dyn Tx) -> Result<T, AccessError>) -> Option<T> {
        write(self.state().db.as_ref(), work).ok()
    }

    /// Reads.
    pub fn read<T>(&self, work: impl FnOnce(&mut dyn Tx) -> T) -> T {
        read(self.state().db.as_ref(), |tx| Ok::<_, StorageError>(work(tx))).unwrap()
    }

    /// A new entity that buys by `p1`. Ids are random, and lists go by them: one that is greater than `after`.
    pub fn entity(&self, name: &str, after: Option<&EntityId>) -> EntityId {
        loop {
            let (codes, _) = entities::TaxCodes::sort("7707083893", "", "");
            let new = entities::NewEntity {
                name: name.to_owned(),
                codes,
                price_type: Some("p1".into()),
                ..entities::NewEntity::default()
            };
            let id = self.write(|tx| entities::add(tx, &new, clock::now_ms())).unwrap();
            if after.is_none_or(|after| id > *after) {
                return id;
            }
        }
    }

    /// A new person.
    pub fn person(&self, name: &str) -> PersonId {
        self.write(|tx| people::add(tx, name, clock::now_ms())).unwrap().id
    }

    /// Gives a role, or takes it away; false when the database failed.
    pub fn set_role(&self, person: &PersonId, entity: &EntityId, role: Option<Role>) -> bool {
        let now_ms = clock::now_ms();
        self.write(|tx| match role {
            Some(role) => people::grant(tx, person, entity, role, now_ms),
            None => people::withdraw(tx, person, entity, now_ms).map(|_| ()),
        })
        .is_some()
    }

    /// A further device of a person, whose rights stay as they are.
    pub async fn enrol(&self, person: &PersonId) -> Option<EnrollResponse> {
        let now_ms = clock::now_ms();
        let granted: Vec<(EntityId, Role)> = self.read(|tx| {
            let grants = people::grants(tx, person).unwrap();
            grants.into_iter().map(|grant| (grant.entity, grant.role)).collect()
        });
        let (first, role) = granted.first()?.clone();
        let code = self
            .write(|tx| invitations::invite(tx, person, &[first], role, None, now_ms).map(|code| code.to_string()))?;
        let request = EnrollRequest {
            attempt: String::new(),
            code,
            device_name: "desk".to_owned(),
            app_version: "0.1.0".to_owned(),
        };
        let request = Request::builder()
            .method(Method::POST)
            .uri("/v1/enroll")
            .body(Body::from(serde_json::to_vec(&request).unwrap()))
            .unwrap();
        let answered = self.call(request).await?;
        if answered.status != StatusCode::OK {
            return None;
        }
        serde_json::from_slice(&answered.body).ok()
    }

    /// What the running gateway does from time to time by itself; false when the database failed.
    pub fn keep_house(&self) -> bool {
        let now_ms = clock::now_ms();
        let db = self.state().db.as_ref();
        let rules = ImportRules::from_settings(&self.state().settings);
        write(db, |tx| orders::end_expired_holds(tx, now_ms)).is_ok()
            && catalogue::refresh(db, &rules, now_ms).is_ok()
            && write(db, |tx| subscriptions::end_expired(tx, now_ms)).is_ok()
            && write(db, |tx| notices::prune(tx, now_ms)).is_ok()
            && write(db, |tx| feeds::prune(tx, now_ms)).is_ok()
    }
}
