//! The device API: `/v1/*` and `/healthz`, over whatever transport [`serve`] gives it.
//!
//! In: requests of devices. Out: JSON, segments, changes, and `problem+json`.
//! Invariants: the router is built from `access::policy::POLICY` alone; rights are checked on every call; every body has
//! a limit and every call a time until its answer begins; the database is read and written only on blocking threads.

mod claims;
mod feeds;
mod guard;
mod live;
mod media;
mod orders;
mod people;
pub mod problem;
mod repair;
pub mod serve;
mod recent_enrolments;
mod session;
mod settled;
pub mod settings;
pub mod tls;

use crate::access::limits::AttemptLimit;
use crate::access::policy::{Method, Need, POLICY, Route, Rule};
use crate::http::problem::Refusal;
use crate::http::recent_enrolments::RecentEnrolments;
use crate::http::settled::{Moment, Settled};
use crate::state::GatewayState;
use crate::storage::Tx;
use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::handler::Handler;
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::time::Duration;

/// The largest body of a request, in bytes: 50 orders of some hundreds of lines.
const BODY_LIMIT: usize = 8 * 1024 * 1024;

/// How long the answer to a call may take.
const CALL_TIME: Duration = Duration::from_secs(60);

/// What the handlers share.
#[derive(Clone)]
struct Api {
    gateway: Arc<GatewayState>,
    codes: Arc<AttemptLimit>,
    recent_enrolments: Arc<RecentEnrolments>,
    settled: Arc<Settled>,
}

impl Api {
    fn now_ms(&self) -> i64 {
        self.gateway.now_ms()
    }

    /// The state of the database now; `None` when it cannot be told at once.
    fn moment(&self) -> Option<Moment> {
        self.settled.moment(self.gateway.db.as_ref())
    }

    /// Runs `work` in a read transaction on a blocking thread.
    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut dyn Tx) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        self.blocking(move |gateway| crate::storage::read(gateway.db.as_ref(), work))
            .await
    }

    /// Runs `work` in a write transaction on a blocking thread.
    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut dyn Tx) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        self.blocking(move |gateway| crate::storage::write(gateway.db.as_ref(), work))
            .await
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&GatewayState) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let gateway = Arc::clone(&self.gateway);
        tokio::task::spawn_blocking(move || work(&gateway))
            .await
            .map_err(Refusal::internal)?
    }
}

/// The device API of a gateway. It has no fallback outside `/v1`, so it merges with other routers.
pub fn api(state: Arc<GatewayState>) -> Router {
    let api = Api {
        gateway: state,
        codes: Arc::default(),
        recent_enrolments: Arc::default(),
        settled: Arc::default(),
    };
    let mut inside = Router::new();
    let mut outside = Router::new();
    for rule in POLICY {
        match rule.path.strip_prefix("/v1") {
            Some(path) => inside = inside.route(path, handler_of(rule, &api)),
            None => outside = outside.route(rule.path, handler_of(rule, &api)),
        }
    }
    let inside = inside
        .fallback(|| async { Refusal::NotFound })
        .method_not_allowed_fallback(|| async { Refusal::MethodNotAllowed });
    outside
        .nest("/v1", inside)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::from_fn(within_time))
        .with_state(api)
}

/// The handler of a rule behind its guard. No wildcard: a new route has to be answered here.
fn handler_of(rule: Rule, api: &Api) -> MethodRouter<Api> {
    match rule.route {
        Route::Health => guarded(rule, api, session::health),
        Route::Enroll => guarded(rule, api, session::enroll),
        Route::Token => guarded(rule, api, session::token),
        Route::Hello => guarded(rule, api, session::hello),
        Route::Manifest => guarded(rule, api, feeds::manifest),
        Route::Segment => guarded(rule, api, feeds::segment),
        Route::Changes => guarded(rule, api, feeds::changes),
        Route::Digest => guarded(rule, api, repair::digest),
        Route::Rows => guarded(rule, api, repair::rows),
        Route::File => guarded(rule, api, media::file),
        Route::Checkout => guarded(rule, api, orders::checkout),
        Route::Commands => guarded(rule, api, orders::commands),
        Route::Live => guarded(rule, api, live::live),
        Route::People => guarded(rule, api, people::people),
        Route::BeginUpload => guarded(rule, api, claims::begin_upload),
        Route::AddPiece => guarded(rule, api, claims::add_piece),
        Route::ClaimFile => guarded(rule, api, claims::file),
    }
}

fn guarded<H: Handler<T, Api>, T: 'static>(rule: Rule, api: &Api, handler: H) -> MethodRouter<Api> {
    let method_router = match rule.method {
        Method::Get => get(handler),
        Method::Post => post(handler),
    };
    let api = api.clone();
    match rule.need {
        Need::Nothing => method_router,
        Need::Device | Need::EntityInBody(_) | Need::EntityInCommand => {
            method_router.route_layer(middleware::from_fn_with_state(api, guard::device))
        }
        Need::EntityInPath(right) => method_router
            .route_layer(middleware::from_fn_with_state(
                (api.clone(), right),
                guard::entity_in_path,
            ))
            .route_layer(middleware::from_fn_with_state(api, guard::device)),
        Need::Feed => method_router
            .route_layer(middleware::from_fn_with_state(api.clone(), guard::feed))
            .route_layer(middleware::from_fn_with_state(api, guard::device)),
    }
}

async fn within_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(CALL_TIME, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Refusal::TooSlow.into_response(),
    }
}

/// A JSON body within the limit; anything else is a refusal in our own form.
struct Body<T>(T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let RawBody(bytes) = RawBody::from_request(request, state).await?;
        read_body(&bytes).map(Self)
    }
}

/// serde_json names line and column and the field; it does not repeat the values of strings at length.
fn read_body<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(bytes).map_err(|error| Refusal::Malformed(error.to_string()))
}

/// A body within the limit, as it came.
struct RawBody(Bytes);

impl<S: Send + Sync> FromRequest<S> for RawBody {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let bytes = Bytes::from_request(request, state).await;
        bytes.map(Self).map_err(|rejection: BytesRejection| {
            if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
                Refusal::TooLarge
            } else {
                Refusal::Malformed(rejection.body_text())
            }
        })
    }
}
