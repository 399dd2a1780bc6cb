//! Looks after what 1C leaves behind: files whose import it never asks for, and sessions that it never ends.
//!
//! УНФ does not ask for the import of its orders file, and a node of УТ may be set not to wait for one; such files are
//! taken after a quiet time.

use super::catalogue_files::{begin, is_xml};
use super::media_files::{is_waiting, take_media};
use super::session::{Session, SessionFile, Usage};
use super::{Exchange, blocking, still_open};
use std::sync::{Arc, Weak};
use std::time::Duration;

/// How often to look.
const EVERY: Duration = Duration::from_secs(2);
/// An orders file without an import request is taken after this long.
const QUIET_SALE_MS: i64 = 6_000;
/// A goods file after this long: its pictures may still be coming, and each of them begins the quiet anew.
const QUIET_GOODS_MS: i64 = 15_000;

/// Sweeps until the exchange is dropped.
pub(super) fn keep_sweeping(exchange: &Arc<Exchange>) {
    let weak: Weak<Exchange> = Arc::downgrade(exchange);
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(EVERY).await;
            let Some(exchange) = weak.upgrade() else { return };
            let now_ms = exchange.gateway.now_ms();
            for session in exchange.sessions.all() {
                // What a removed node or an old password left is not imported.
                if abandoned(&session, now_ms).is_empty() || still_open(&exchange, &session).await.is_err() {
                    continue;
                }
                for name in abandoned(&session, now_ms) {
                    tracing::info!(
                        exchange.node = session.node.name,
                        "Importing a file that 1C did not ask to import"
                    );
                    let job = begin(&exchange, &session, &name);
                    // One after another, in the order of names: import before offers.
                    let mut outcome = job.outcome.subscribe();
                    if outcome.wait_for(Option::is_some).await.is_err() {
                        break;
                    }
                }
            }
            for session in exchange
                .sessions
                .all()
                .into_iter()
                .filter(|session| has_quiet_media(session, now_ms))
            {
                let gateway = Arc::clone(&exchange.gateway);
                if let Err(error) = blocking(move || take_media(&gateway, &session)).await {
                    tracing::error!("Taking pictures of an export panicked: {error}");
                }
            }
            exchange.sessions.close_idle(now_ms);
        }
    });
}

/// Whether pictures lie there that came after the last import and have been quiet.
fn has_quiet_media(session: &Session, now_ms: i64) -> bool {
    if session.upload.try_lock().is_err() {
        return false;
    }
    let state = session.state();
    let quiet_ms = now_ms.saturating_sub(state.last_seen_ms);
    quiet_ms > QUIET_GOODS_MS
        && !state.has_running_job()
        && state.files.iter().any(|(name, file)| is_waiting(name, file))
}

/// Files that nobody has asked to import and that have been quiet.
fn abandoned(session: &Session, now_ms: i64) -> Vec<String> {
    // A piece that is coming in is not quiet, however slow it is.
    if session.upload.try_lock().is_err() {
        return Vec::new();
    }
    let state = session.state();
    if state.has_running_job() {
        return Vec::new();
    }
    let last_seen_ms = state.last_seen_ms;
    let is_abandoned = |name: &str, file: &SessionFile| {
        let quiet_ms = now_ms.saturating_sub(file.last_piece_ms.max(last_seen_ms));
        let is_due = quiet_ms > if file.is_sale { QUIET_SALE_MS } else { QUIET_GOODS_MS };
        let is_taken = file.usage != Usage::Waiting || state.jobs.contains_key(name);
        is_due && !is_taken && (file.is_archive || is_xml(name))
    };
    state
        .files
        .iter()
        .filter(|(name, file)| is_abandoned(name, file))
        .map(|(name, _)| name.clone())
        .collect()
}
