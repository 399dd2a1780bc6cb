//! `serve`: 1C and dealers' programs on one address, until stopped.

use super::serve_lock::{self, ServeLockError};
use super::target::{Target, write_json};
use crate::catalogue::{self, ImportRules};
use crate::delivery::{self, DeliveryError};
use crate::documents::{self, folder};
use crate::http::tls::{self, TlsError};
use crate::pricing::{self, PricingError};
use crate::settings::Supplier;
use crate::state::{GatewayState, OpenError};
use crate::storage::{StorageError, read, write};
use crate::{exchange_log, exchange1c, feeds, http, media, news, notices, orders, subscriptions};
use axum_server::Handle;
use clap::Args;
use serde_json::json;
use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::task::JoinError;

/// How often expired holds are looked for.
const HOLDS_EVERY: Duration = Duration::from_secs(60);
/// How often the folder of documents is looked into; a file is taken at the second look that finds it unchanged.
const FOLDER_EVERY: Duration = Duration::from_secs(3);
/// How long feeds stand still until their snapshots are made; portions of one import follow each other faster.
const STILL_FOR: Duration = Duration::from_secs(30);
/// How many of those rounds pass between two rounds of slow work.
const SLOW_EVERY: u32 = 60;

/// Why the gateway does not serve.
#[derive(Debug, thiserror::Error)]
pub(super) enum ServeError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Pricing(#[from] PricingError),
    #[error(transparent)]
    Orders(#[from] orders::OrdersError),
    #[error(transparent)]
    Delivery(#[from] DeliveryError),
    #[error(transparent)]
    Lock(#[from] ServeLockError),
    #[error(transparent)]
    Tls(#[from] TlsError),
    #[error(
        "the gateway cannot listen on {address}: {source}; is another one running? Choose another address with --listen"
    )]
    Listen {
        address: SocketAddr,
        #[source]
        source: io::Error,
    },
    #[error("the server cannot be started: {0}")]
    Runtime(#[source] io::Error),
    #[error("the server stopped: {0}")]
    Stopped(#[source] io::Error),
    #[error("the answer cannot be printed")]
    Print(#[source] io::Error),
}

#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    target: Target,
    /// Address and port; port 0 takes a free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8850")]
    listen: SocketAddr,
}

pub(super) fn serve(serve: &Serve, out: &mut dyn Write) -> Result<(), ServeError> {
    let state = Arc::new(serve.target.open_or_make()?);
    let _lock = serve_lock::take(&state.data_dir)?;
    warn_of_missing_requisites(&state.settings.supplier);
    // The operator may have changed gateway.toml since the last start.
    let rules = ImportRules::from_settings(&state.settings);
    catalogue::refresh(state.db.as_ref(), &rules, state.now_ms())?;
    write(state.db.as_ref(), |tx| orders::fill_unpriced(tx, state.now_ms()))?;
    write(state.db.as_ref(), |tx| {
        delivery::publish::refresh(tx, &state.settings, state.now_ms())
    })?;
    write(state.db.as_ref(), |tx| {
        pricing::publish::publish(tx, &state.settings, state.now_ms())
    })?;
    let transport = tls::transport(serve.listen, &state.settings.http, &state.data_dir)?;
    let listen_error = |source| ServeError::Listen {
        address: serve.listen,
        source,
    };
    let listener = TcpListener::bind(serve.listen).map_err(listen_error)?;
    let address = listener.local_addr().map_err(listen_error)?;
    let url = format!("{}://{address}", transport.scheme());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(ServeError::Runtime)?;
    runtime.block_on(async {
        let app = http::api(Arc::clone(&state)).merge(exchange1c::exchange(Arc::clone(&state)));
        let handle = Handle::new();
        tokio::spawn(stop_on_signal(handle.clone(), Arc::clone(&state)));
        tokio::spawn(keep_house(Arc::clone(&state), rules));
        tokio::spawn(keep_snapshots(Arc::clone(&state)));
        tokio::spawn(watch_folder(Arc::clone(&state)));
        tokio::spawn(keep_texts(Arc::clone(&state)));
        // The socket is bound: what connects from now on is answered.
        ready(serve.target.json, &url, out).map_err(ServeError::Print)?;
        http::serve::serve(listener, transport, app, handle)
            .await
            .map_err(ServeError::Stopped)
    })?;
    tracing::info!("Stopped");
    Ok(())
}

fn warn_of_missing_requisites(supplier: &Supplier) {
    let missing = supplier.missing();
    if !missing.is_empty() {
        tracing::warn!(
            "Invoices will lack the supplier's requisites: fill in {} in gateway.toml and restart",
            missing.join(", ")
        );
    }
}

/// The one line on standard output, which scripts wait for.
fn ready(is_json: bool, url: &str, out: &mut dyn Write) -> io::Result<()> {
    if is_json {
        write_json(out, &json!({ "listening": url }))?;
    } else {
        writeln!(out, "listening on {url}")?;
    }
    out.flush()
}

async fn stop_on_signal(handle: Handle<SocketAddr>, state: Arc<GatewayState>) {
    if let Err(error) = stop_signal().await {
        tracing::error!("Signals cannot be received, stop the gateway by force: {error}");
        return;
    }
    tracing::info!("Stopping: running calls may end");
    state.live.close();
    handle.graceful_shutdown(Some(http::serve::STOP_TIME));
}

#[cfg(unix)]
async fn stop_signal() -> io::Result<()> {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn stop_signal() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}

/// Ends expired holds; now and then closes full exports that have gone quiet and forgets old deletions.
async fn keep_house(state: Arc<GatewayState>, rules: ImportRules) {
    let rules = Arc::new(rules);
    let mut round = 0_u32;
    loop {
        tokio::time::sleep(HOLDS_EVERY).await;
        round = round.wrapping_add(1);
        let (state, rules) = (Arc::clone(&state), Arc::clone(&rules));
        let is_slow_round = round.is_multiple_of(SLOW_EVERY);
        let done = tokio::task::spawn_blocking(move || tidy(&state, &rules, is_slow_round)).await;
        done_or_told(done, "Housekeeping failed");
    }
}

/// Makes the snapshots of large feeds at the start, and whenever the feeds have stood still for a while after an import:
/// the first device after it would wait for them.
async fn keep_snapshots(state: Arc<GatewayState>) {
    let mut before = None;
    loop {
        let (here, seen) = (Arc::clone(&state), before.take());
        let done = tokio::task::spawn_blocking(move || -> Result<_, feeds::SnapshotError> {
            let now = read(here.db.as_ref(), feeds::heads)?;
            if seen.is_none_or(|seen| seen == now) {
                feeds::prepare(here.snapshots())?;
            }
            Ok(now)
        })
        .await;
        before = done_or_told(done, "Snapshots could not be made ahead");
        tokio::time::sleep(STILL_FOR).await;
    }
}

/// Takes what is put into the folder of documents, if there is one.
async fn watch_folder(state: Arc<GatewayState>) {
    if state.settings.documents.folder.as_os_str().is_empty() {
        return;
    }
    let mut seen = folder::Seen::new();
    loop {
        let (here, before) = (Arc::clone(&state), std::mem::take(&mut seen));
        let done = tokio::task::spawn_blocking(move || folder::look(&here, &before)).await;
        seen = done_or_told(done, "The folder of documents could not be looked into").unwrap_or_default();
        tokio::time::sleep(FOLDER_EVERY).await;
    }
}

/// Reads the texts of PDF that came meanwhile, by the folder, by the console, or before there were texts.
async fn keep_texts(state: Arc<GatewayState>) {
    let tries = Arc::new(Mutex::new(documents::Tries::default()));
    loop {
        let (here, tries) = (Arc::clone(&state), Arc::clone(&tries));
        let done = tokio::task::spawn_blocking(move || -> Result<u32, documents::TextsError> {
            let mut tries = tries.lock().unwrap_or_else(PoisonError::into_inner);
            documents::read_texts(&here, &documents::TextReader::this_program()?, &mut tries)
        })
        .await;
        if let Some(count) = done_or_told(done, "Texts of documents could not be read").filter(|count| *count > 0) {
            tracing::info!(documents.texts = count, "Read the texts of {count} documents");
        }
        tokio::time::sleep(FOLDER_EVERY).await;
    }
}

/// What a round of background work gave; a failure goes to the log, and the next round tries again.
fn done_or_told<T, E: std::fmt::Display>(done: Result<Result<T, E>, JoinError>, failed: &str) -> Option<T> {
    let why = match done {
        Ok(Ok(value)) => return Some(value),
        Ok(Err(error)) => error.to_string(),
        Err(error) => error.to_string(),
    };
    tracing::error!("{failed} and will be tried again: {why}");
    None
}

fn tidy(state: &GatewayState, rules: &ImportRules, is_slow_round: bool) -> Result<(), orders::OrdersError> {
    let now_ms = state.now_ms();
    write(state.db.as_ref(), |tx| orders::end_expired_holds(tx, now_ms))?;
    write(state.db.as_ref(), |tx| news::bring_up(tx, now_ms))?;
    if let Err(error) = documents::rematch_all(state.db.as_ref(), &state.settings, now_ms) {
        tracing::error!("Places of documents could not be looked for and will be tried again: {error}");
    }
    if is_slow_round {
        catalogue::refresh(state.db.as_ref(), rules, now_ms)?;
        write(state.db.as_ref(), |tx| {
            pricing::publish::publish(tx, &state.settings, now_ms)
        })?;
        write(state.db.as_ref(), |tx| subscriptions::end_expired(tx, now_ms))?;
        write(state.db.as_ref(), |tx| notices::prune(tx, now_ms))?;
        write(state.db.as_ref(), |tx| exchange_log::prune(tx, now_ms))?;
        if let Err(error) = state.uploads.prune(state.db.as_ref(), now_ms) {
            tracing::warn!(%error, "Files of claims that nobody named could not be removed");
        }
        write(state.db.as_ref(), |tx| feeds::prune(tx, now_ms))?;
        media::sweep(state.db.as_ref(), &state.data_dir)?;
    }
    Ok(())
}
