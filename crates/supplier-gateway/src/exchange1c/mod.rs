//! The website exchange of 1C (`/1c/{node}` and `/bitrix/admin/1c_exchange.php`): goods in, orders out and back.
//!
//! In: the requests of family A (УТ 11 and its kin), B (УНФ) and C (the Bitrix module). Out: the few lines that each
//! takes for an answer. Invariants: `init` has exactly two lines unless the client names a version; a file is imported
//! whole or not at all; a portion sent twice is harmless; `success` confirms the orders of that session's answer only.

mod answer;
pub(crate) mod archive;
mod attempts;
mod catalogue_files;
mod journal;
mod media_files;
mod names;
pub mod nodes;
mod password;
mod request;
mod sale;
mod session;
mod sessions;
mod sign_in;
mod sweep;
mod upload;

pub(crate) use names::safe_name;

use crate::exchange_log::ExchangeKind;
use crate::state::GatewayState;
use crate::storage::read;
use answer::Answer;
use attempts::Attempts;
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::{HeaderMap, Method};
use axum::routing::any;
use request::{ExchangeRequest, Mode};
use session::Session;
use sessions::Sessions;
use std::sync::Arc;

/// What the handlers share.
struct Exchange {
    gateway: Arc<GatewayState>,
    sessions: Sessions,
    attempts: Attempts,
}

/// The routes of the exchange. Call it inside a tokio runtime: it looks after abandoned uploads in the background.
pub fn exchange(state: Arc<GatewayState>) -> Router {
    let exchange = Arc::new(Exchange {
        sessions: Sessions::new(state.data_dir.join("exchange"), state.now_ms()),
        attempts: Attempts::default(),
        gateway: state,
    });
    sweep::keep_sweeping(&exchange);
    Router::new()
        .route("/1c/{node}", any(by_node))
        .route("/1c/{node}/", any(by_node))
        .route("/bitrix/admin/1c_exchange.php", any(by_login))
        // Pieces of files are streamed to the disk under a limit of their own.
        .layer(DefaultBodyLimit::disable())
        .with_state(exchange)
}

async fn by_node(State(exchange): State<Arc<Exchange>>, Path(node): Path<String>, request: Request) -> Answer {
    handle(&exchange, Some(node), request).await
}

/// 1C adds this path to an address that has none; the login with its password then says which node it is.
async fn by_login(State(exchange): State<Arc<Exchange>>, request: Request) -> Answer {
    handle(&exchange, None, request).await
}

async fn handle(exchange: &Arc<Exchange>, node: Option<String>, http: Request) -> Answer {
    let (parts, body) = http.into_parts();
    let request = ExchangeRequest::parse(parts.uri.query().unwrap_or_default());
    let answer = match &request.mode {
        Mode::CheckAuth => {
            let address = request::client_address(&parts, exchange.gateway.settings.http.behind_proxy);
            sign_in::check_auth(exchange, node, &parts.headers, address).await
        }
        Mode::Unknown(mode) => Answer::failure(format!(
            "the gateway does not know mode={mode}; it speaks checkauth, init, file, import, query, success, deactivate, complete"
        )),
        Mode::Init | Mode::File | Mode::Import | Mode::Query | Mode::Success | Mode::EndOfExport => {
            match session_of(exchange, node.as_deref(), &request, &parts.headers) {
                Some(session) => match still_open(exchange, &session).await {
                    Ok(()) => in_session(exchange, &session, &request, &parts.method, body).await,
                    Err(why) => Answer::failure(why),
                },
                None => Answer::failure(
                    "the session is not known (the gateway may have been restarted): begin with checkauth again",
                ),
            }
        }
    };
    tracing::debug!(exchange.mode = ?request.mode, exchange.answer = answer.kind(), "Answered 1C");
    answer
}

fn session_of(
    exchange: &Exchange,
    node: Option<&str>,
    request: &ExchangeRequest,
    headers: &HeaderMap,
) -> Option<Arc<Session>> {
    let found = request
        .session_id
        .iter()
        .cloned()
        .chain(request::cookie_values(headers))
        .find_map(|id| exchange.sessions.find(&id, exchange.gateway.now_ms()))?;
    // A session of one node opens nothing at another.
    node.is_none_or(|node| node == found.node.name).then_some(found)
}

/// Whether the session's node stands as it did when it signed in: `node remove` and `node password` run in another
/// process, and end what an old password opened.
async fn still_open(exchange: &Arc<Exchange>, session: &Arc<Session>) -> Result<(), &'static str> {
    let (gateway, name) = (Arc::clone(&exchange.gateway), session.node.name.clone());
    match blocking(move || read(gateway.db.as_ref(), |tx| nodes::by_name(tx, &name))).await {
        Ok(Ok(Some(node))) if node.is_same_login(&session.node) => Ok(()),
        Ok(Ok(_)) => {
            exchange.sessions.end(&session.id);
            tracing::info!(
                exchange.node = session.node.name,
                "Ended a session: its node was removed or has another password"
            );
            Err("the node was removed or its password was changed: begin with checkauth again, with the new password")
        }
        Ok(Err(error)) => {
            tracing::error!("The node of a session cannot be read: {error}");
            Err("the database of the gateway failed: try again later")
        }
        Err(error) => {
            tracing::error!("The node of a session cannot be read: {error}");
            Err("the gateway failed: try again later")
        }
    }
}

async fn in_session(
    exchange: &Arc<Exchange>,
    session: &Arc<Session>,
    request: &ExchangeRequest,
    method: &Method,
    body: Body,
) -> Answer {
    match request.mode {
        Mode::Init => {
            session.state().begin_round();
            let zip = session.node.takes_zip;
            let limit = exchange.gateway.settings.exchange.file_limit_bytes;
            Answer::init(zip, limit, request.version.is_some().then_some(session.id.as_str()))
        }
        Mode::File if *method != Method::POST && *method != Method::PUT => {
            Answer::failure("mode=file needs the content of the file as the body of a POST")
        }
        Mode::File => {
            let limit = exchange.gateway.settings.exchange.session_limit_bytes;
            let answer = upload::receive(session, request, body, limit, exchange.gateway.clock).await;
            if let Answer::Failure(why) = &answer {
                note_failed_upload(exchange, session, &request.file_name, why.clone()).await;
            }
            answer
        }
        Mode::Import => catalogue_files::import(exchange, session, request).await,
        Mode::Query => sale::query(exchange, session, request).await,
        Mode::Success => sale::success(exchange, session).await,
        // Family C: nothing is switched off on the evidence of an export, so there is nothing to do.
        Mode::EndOfExport => Answer::success(),
        Mode::CheckAuth | Mode::Unknown(_) => Answer::failure("begin with checkauth"),
    }
}

async fn note_failed_upload(exchange: &Exchange, session: &Arc<Session>, name: &str, why: String) {
    let (gateway, session) = (Arc::clone(&exchange.gateway), Arc::clone(session));
    let file = safe_name(name).unwrap_or_default();
    let noted = blocking(move || {
        let note = journal::Note {
            session: &session,
            kind: ExchangeKind::Upload,
            file: &file,
            started_at_ms: gateway.now_ms(),
        };
        note.failed(&gateway, &why);
    });
    if let Err(error) = noted.await {
        tracing::error!("A failed upload was not written down: {error}");
    }
}

/// Mode and file name, session ids and login of a request.
pub(crate) fn read_request(query: &str, headers: &HeaderMap) -> (String, Vec<String>, Option<String>) {
    let read = ExchangeRequest::parse(query);
    let ids = read.session_id.iter().cloned().chain(request::cookie_values(headers));
    let login = request::basic(headers).map(|(login, _)| login);
    (format!("{:?} {}", read.mode, read.file_name), ids.collect(), login)
}

/// Runs work that touches disk or database; a panic in it is answered, not hung up on.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, tokio::task::JoinError> {
    tokio::task::spawn_blocking(work).await
}
