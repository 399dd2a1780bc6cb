//! `healthz`, enrolment, tokens, and `hello`.

use crate::access::invitations::{self, Enrolment};
use crate::access::people;
use crate::access::policy::feeds_of;
use crate::access::tokens::{self, RefreshRefusal, Refreshed};
use crate::http::guard::{CallerOf, ClientAddress};
use crate::http::problem::Refusal;
use crate::http::{Api, Body, RawBody, read_body};
use crate::{catalogue, feeds};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::framing::{TOKENS_HEADER, hash_of_tokens};
use cabinet_protocol::problem::ProblemCode;
use cabinet_protocol::session::{
    EnrollRequest, EnrollResponse, HelloRequest, HelloResponse, KNOWS_CODES, KNOWS_RULES, KNOWS_TEMPLATES,
    RefreshRequest,
};

type NoStore<T> = ([(HeaderName, &'static str); 1], Json<T>);

/// Answers that carry secrets or are true for a moment are kept by no cache.
fn no_store<T>(body: T) -> NoStore<T> {
    ([(header::CACHE_CONTROL, "no-store")], Json(body))
}

/// The server is up and its database answers.
pub(super) async fn health(State(api): State<Api>) -> Result<&'static str, Refusal> {
    api.read(|tx| Ok(catalogue::first_price_type(tx).map(drop)?)).await?;
    Ok("ok\n")
}

/// A code becomes a device.
pub(super) async fn enroll(
    State(api): State<Api>,
    ClientAddress(address): ClientAddress,
    Body(request): Body<EnrollRequest>,
) -> Result<NoStore<EnrollResponse>, Refusal> {
    let now_ms = api.now_ms();
    if !api.codes.try_begin(address, now_ms) {
        tracing::warn!("Too many codes were tried; further attempts are refused for a while");
        return Err(Refusal::TooManyRequests);
    }
    if let Some(response) = api.recent_enrolments.find(&request, now_ms) {
        api.codes.succeeded(address);
        tracing::info!(
            access.device = response.device,
            "The answer of an enrolment was asked again"
        );
        return Ok(no_store(response));
    }
    let supplier_name = api.gateway.settings.supplier.name.clone();
    let (request, enrolment) = api
        .write(move |tx| {
            let enrolment = invitations::enroll(tx, &request, &supplier_name, now_ms)?;
            Ok((request, enrolment))
        })
        .await?;
    match enrolment {
        Enrolment::Done(response) => {
            api.codes.succeeded(address);
            api.recent_enrolments.keep(&request, &response, now_ms);
            tracing::info!(access.device = response.device, "A device was enrolled");
            Ok(no_store(*response))
        }
        Enrolment::Unknown => Err(Refusal::Code(ProblemCode::CodeUnknown)),
        Enrolment::Used => Err(Refusal::Code(ProblemCode::CodeUsed)),
        Enrolment::Expired => Err(Refusal::Code(ProblemCode::CodeExpired)),
    }
}

/// A new pair of tokens. All that leads to a new enrolment looks alike outside.
pub(super) async fn token(
    State(api): State<Api>,
    Body(request): Body<RefreshRequest>,
) -> Result<impl IntoResponse, Refusal> {
    let now_ms = api.now_ms();
    let shown = request.refresh_token.clone();
    match api
        .write(move |tx| Ok(tokens::refresh(tx, &request.refresh_token, now_ms)?))
        .await?
    {
        Refreshed::Tokens(tokens) => {
            let bytes = serde_json::to_vec(&tokens).map_err(Refusal::internal)?;
            let headers = [
                (header::CONTENT_TYPE, "application/json".to_owned()),
                (header::CACHE_CONTROL, "no-store".to_owned()),
                (HeaderName::from_static(TOKENS_HEADER), hash_of_tokens(&shown, &bytes)),
            ];
            Ok((headers, bytes))
        }
        Refreshed::Refused(why) => {
            match why {
                RefreshRefusal::Reused => {
                    tracing::warn!("An old refresh token was shown again; its device was revoked");
                }
                RefreshRefusal::TooOld | RefreshRefusal::Revoked => {
                    tracing::info!(access.why = ?why, "A refresh token was refused");
                }
                RefreshRefusal::Unknown => {
                    tracing::warn!("A device that is not in this database asked for tokens");
                    return Err(Refusal::DeviceUnknown);
                }
                RefreshRefusal::Late => return Err(Refusal::TokenExpired),
            }
            Err(Refusal::DeviceRevoked)
        }
    }
}

/// Everything that a device has to know to decide what to fetch.
pub(super) async fn hello(
    State(api): State<Api>,
    CallerOf(caller): CallerOf,
    RawBody(question): RawBody,
) -> Result<Response, Refusal> {
    let moment = api.moment();
    if let Some(rest) = moment.and_then(|moment| api.settled.answer(moment, &caller, &question)) {
        return Ok(answer(api.now_ms(), &rest));
    }
    let request = read_body::<HelloRequest>(&question)?;
    let gateway = api.gateway.clone();
    let (person, device) = (caller.person.clone(), caller.device.clone());
    let response = api
        .read(move |tx| {
            let mut grants = people::grants(tx, &person)?;
            for grant in &mut grants {
                let limits = grant.contract.as_mut().and_then(|contract| contract.limits.as_mut());
                if let Some(credit) = limits.and_then(|limits| limits.credit.as_mut()) {
                    credit.over_limit = gateway.settings.orders.over_limit;
                }
            }
            let warehouses = catalogue::warehouses(tx)?;
            let mut statuses = Vec::new();
            for feed in feeds_of(&person, &grants, &warehouses) {
                // A device that does not know such feeds could not read the answer.
                if !is_known(&feed, &request.knows) {
                    continue;
                }
                let cursor = request.cursors.get(&feed).map(String::as_str);
                // A feed that nothing was ever published to has no status yet; it appears with its first row.
                statuses.extend(feeds::status(
                    tx,
                    &feed,
                    cursor,
                    request.schema,
                    &gateway.cursor_secret,
                )?);
            }
            Ok(HelloResponse {
                server_time_ms: 0,
                supplier_name: gateway.settings.supplier.name.clone(),
                grants,
                feeds: statuses,
                poll_s: gateway.settings.http.poll_s,
                backoff_s: 0,
                claims: Some(gateway.settings.claims.limits()),
                queue: request.wants_queue_key.then(|| gateway.queue_secret.of_device(&device)),
            })
        })
        .await?;
    let rest = without_time(&response)?;
    if let Some(moment) = moment {
        api.settled.keep_answer(moment, &caller, &question, &rest);
    }
    Ok(answer(api.now_ms(), &rest))
}

/// The JSON of an answer behind its first field, the time, which is another one in each answer.
fn without_time(response: &HelloResponse) -> Result<Bytes, Refusal> {
    let text = serde_json::to_string(response).map_err(Refusal::internal)?;
    let rest = text
        .strip_prefix(TIME_AT_ZERO)
        .ok_or_else(|| Refusal::internal(std::fmt::Error))?;
    Ok(Bytes::copy_from_slice(rest.as_bytes()))
}

/// How the JSON of a [`HelloResponse`] begins at the time 0.
const TIME_AT_ZERO: &str = "{\"server_time_ms\":0";

fn answer(now_ms: i64, rest: &[u8]) -> Response {
    let mut text = format!("{{\"server_time_ms\":{now_ms}").into_bytes();
    text.extend_from_slice(rest);
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_TYPE, "application/json"),
    ];
    (headers, text).into_response()
}

/// Whether a device can read the name of a feed at all: it says which kinds it knows beside the first ones.
fn is_known(feed: &FeedName, knows: &[String]) -> bool {
    let word = match feed {
        FeedName::Rules(_) => KNOWS_RULES,
        FeedName::Codes(_) => KNOWS_CODES,
        FeedName::Templates(_) => KNOWS_TEMPLATES,
        _ => return true,
    };
    knows.iter().any(|kind| kind == word)
}
