//! The guards of routes: who calls, and whether the feed in the path is his to read.
//!
//! They leave behind what they found ([`Caller`], [`ReadableFeed`], [`EntityInPath`]) as extensions; a handler that asks for one cannot
//! stand on a route without the guard, it would refuse every call.

use crate::access::people;
use crate::access::policy::feeds_of;
use crate::access::tokens::{Authentication, Caller, authenticate, prove_rotation};
use crate::catalogue;
use crate::http::Api;
use crate::http::problem::Refusal;
use axum::extract::{ConnectInfo, FromRequestParts, Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use cabinet_domain::access::Right;
use cabinet_domain::ids::EntityId;
use cabinet_protocol::feed::FeedName;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// A feed that the caller may read.
#[derive(Debug, Clone)]
pub(super) struct ReadableFeed(pub(super) FeedName);

/// The entity in the path, in which the caller has the right of the route.
#[derive(Debug, Clone)]
pub(super) struct EntityInPath(pub(super) EntityId);

/// Where a call came from.
#[derive(Debug, Clone, Copy)]
pub(super) struct ClientAddress(pub(super) IpAddr);

/// Lets only live devices through.
pub(super) async fn device(State(api): State<Api>, mut request: Request, next: Next) -> Result<Response, Refusal> {
    let token = bearer(request.headers()).ok_or(Refusal::TokenExpired)?.to_owned();
    let now_ms = api.now_ms();
    let moment = api.moment();
    if let Some(caller) = moment.and_then(|moment| api.settled.caller(moment, &token, now_ms)) {
        request.extensions_mut().insert(caller);
        return Ok(next.run(request).await);
    }
    let shown = token.clone();
    let caller = match api.read(move |tx| Ok(authenticate(tx, &shown, now_ms)?)).await? {
        Authentication::Caller(caller) => caller,
        Authentication::Expired => return Err(Refusal::TokenExpired),
        Authentication::Revoked => return Err(Refusal::DeviceRevoked),
    };
    if let Some(moment) = moment {
        api.settled.keep_caller(moment, &token, &caller);
    }
    if caller.is_proof {
        let device = caller.device.clone();
        // Where nothing can be written, reading goes on.
        if api
            .write(move |tx| Ok(prove_rotation(tx, &device, &token)?))
            .await
            .is_err()
        {
            tracing::warn!("That a device got its new tokens could not be written down");
        }
    }
    request.extensions_mut().insert(caller);
    Ok(next.run(request).await)
}

/// Lets only readers of the feed through. A feed that is not granted and one that does not exist look alike.
pub(super) async fn feed(
    State(api): State<Api>,
    CallerOf(caller): CallerOf,
    Path(path): Path<HashMap<String, String>>,
    mut request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let feed = path
        .get("feed")
        .and_then(|name| name.parse::<FeedName>().ok())
        .ok_or(Refusal::Forbidden)?;
    let asked = feed.clone();
    let is_granted = api
        .read(move |tx| {
            let grants = people::grants(tx, &caller.person)?;
            let warehouses = catalogue::warehouses(tx)?;
            Ok(feeds_of(&caller.person, &grants, &warehouses).contains(&asked))
        })
        .await?;
    if !is_granted {
        return Err(Refusal::Forbidden);
    }
    request.extensions_mut().insert(ReadableFeed(feed));
    Ok(next.run(request).await)
}

/// Lets only those through who have the right in the entity that the path names. One that does not exist looks alike.
pub(super) async fn entity_in_path(
    State((api, right)): State<(Api, Right)>,
    CallerOf(caller): CallerOf,
    Path(path): Path<HashMap<String, String>>,
    mut request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let entity = EntityId::new(path.get("entity").cloned().unwrap_or_default());
    let asked = entity.clone();
    if !api
        .read(move |tx| Ok(people::may(tx, &caller.person, &asked, right)?))
        .await?
    {
        return Err(Refusal::Forbidden);
    }
    request.extensions_mut().insert(EntityInPath(entity));
    Ok(next.run(request).await)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The device that [`device`] let through.
pub(super) struct CallerOf(pub(super) Caller);

impl<S: Send + Sync> FromRequestParts<S> for CallerOf {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        parts
            .extensions
            .get::<Caller>()
            .cloned()
            .map(Self)
            .ok_or(Refusal::TokenExpired)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for ReadableFeed {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        parts.extensions.get::<Self>().cloned().ok_or(Refusal::Forbidden)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for EntityInPath {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        parts.extensions.get::<Self>().cloned().ok_or(Refusal::Forbidden)
    }
}

impl FromRequestParts<Api> for ClientAddress {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Refusal> {
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|info| info.0.ip());
        // Only the last entry was written by our own proxy; the ones before it are what the client claims.
        let forwarded = || {
            let last = parts
                .headers
                .get_all("x-forwarded-for")
                .iter()
                .next_back()?
                .to_str()
                .ok()?;
            last.rsplit(',').next()?.trim().parse::<IpAddr>().ok()
        };
        let named = if api.gateway.settings.http.behind_proxy {
            forwarded()
        } else {
            None
        };
        // Without either (a test without a socket) everyone shares one address, the strictest reading.
        Ok(Self(named.or(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))))
    }
}
