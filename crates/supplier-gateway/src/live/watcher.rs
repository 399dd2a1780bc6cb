//! The one watcher of a process: while somebody listens it notices commits and tells whom they concern.
//!
//! Noticing is cheap (the version of the database, four times a second); looking at heads and rights happens only after
//! a commit and at most once a second, which is also what keeps hints at one a second for each feed.

use super::hub::Listener;
use super::rights::{Rights, rights};
use crate::access::{AccessError, devices};
use crate::catalogue;
use crate::feeds::{self, Heads};
use crate::state::GatewayState;
use crate::storage::{StorageError, Tx, read};
use cabinet_domain::ids::{PersonId, WarehouseId};
use cabinet_protocol::live::Hint;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// How often the version of the database is asked for.
const NOTICE_EVERY: Duration = Duration::from_millis(250);

/// The shortest time between two looks.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Listeners spread their calls over so much for each of them, in milliseconds.
const SPREAD_MS: u64 = 5;

/// The widest spread, in milliseconds.
const WIDEST_SPREAD_MS: u64 = 20_000;

/// Why the watcher could not be started, or a look failed.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Rights could not be read.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// A thread ended early.
    #[error("the work was interrupted")]
    Interrupted(#[from] tokio::task::JoinError),
}

/// What was seen last.
#[derive(Default)]
struct Seen {
    /// `None` makes the next round look, whatever the version says.
    version: Option<i64>,
    heads: Heads,
}

/// What a look has for one listener.
enum Finding {
    ShutOut,
    Told([u8; 32], Vec<Hint>),
}

/// Makes sure that the watcher runs. A change after the return is told; one before it is there for the asking.
///
/// # Errors
/// [`WatchError`].
pub async fn watch(state: &Arc<GatewayState>) -> Result<(), WatchError> {
    let _turn = state.live.starting.lock().await;
    if state.live.is_watched() {
        return Ok(());
    }
    let shared = Arc::clone(state);
    let heads = tokio::task::spawn_blocking(move || read(shared.db.as_ref(), feeds::heads)).await??;
    state.live.watching();
    tokio::spawn(keep_watching(Arc::clone(state), Seen { version: None, heads }));
    Ok(())
}

async fn keep_watching(state: Arc<GatewayState>, mut seen: Seen) {
    let mut pause = NOTICE_EVERY;
    loop {
        tokio::time::sleep(pause).await;
        if !state.live.is_watch_wanted() {
            return;
        }
        let shared = Arc::clone(&state);
        let known = seen;
        let round = tokio::task::spawn_blocking(move || one_round(&shared, known)).await;
        (seen, pause) = match round {
            Ok((seen, Ok(true))) => (seen, LOOK_EVERY),
            Ok((seen, Ok(false))) => (seen, NOTICE_EVERY),
            Ok((seen, Err(error))) => {
                tracing::error!("Live hints could not be made and will be tried again: {error}");
                (Seen { version: None, ..seen }, LOOK_EVERY)
            }
            Err(error) => {
                // Without known heads every feed counts as news, which costs a question and misses nothing.
                tracing::error!("Live hints could not be made and will be tried again: {error}");
                (Seen::default(), LOOK_EVERY)
            }
        };
    }
}

/// Looks if there was a commit; says whether it did.
fn one_round(state: &GatewayState, mut seen: Seen) -> (Seen, Result<bool, WatchError>) {
    // The version first: what is committed after it makes another version, and another look.
    let version = match state.db.version() {
        Ok(version) if seen.version == Some(version) => return (seen, Ok(false)),
        Ok(version) => version,
        Err(error) => return (seen, Err(error.into())),
    };
    let roster = state.live.roster();
    match read(state.db.as_ref(), |tx| look(tx, &roster, &seen.heads)) {
        Ok((findings, heads)) => {
            for (id, finding) in findings {
                match finding {
                    Finding::ShutOut => state.live.cut(id),
                    Finding::Told(fingerprint, hints) => state.live.tell(id, fingerprint, hints),
                }
            }
            seen.version = Some(version);
            seen.heads = heads;
            (seen, Ok(true))
        }
        Err(error) => (seen, Err(error)),
    }
}

type Findings = Vec<(u64, Finding)>;

/// Heads and rights of one moment, so that no hint goes to somebody who may not read the feed at that moment.
fn look(tx: &mut dyn Tx, roster: &[(u64, Listener)], known: &Heads) -> Result<(Findings, Heads), WatchError> {
    let (mut hints, heads) = feeds::news(tx, known)?;
    let listeners = u64::try_from(roster.len()).unwrap_or(u64::MAX);
    for hint in &mut hints {
        hint.spread_ms = listeners.saturating_mul(SPREAD_MS).min(WIDEST_SPREAD_MS);
    }
    let warehouses = catalogue::warehouses(tx)?;
    let mut people = HashMap::new();
    let mut findings = Vec::with_capacity(roster.len());
    for (id, listener) in roster {
        if !devices::is_live(tx, &listener.device)? {
            findings.push((*id, Finding::ShutOut));
            continue;
        }
        let Some(rights) = rights_of(tx, &listener.person, &warehouses, &mut people)? else {
            continue;
        };
        let readable = hints.iter().filter(|hint| rights.feeds.contains(&hint.feed));
        let readable = readable.cloned().collect();
        findings.push((*id, Finding::Told(rights.fingerprint, readable)));
    }
    Ok((findings, heads))
}

/// The rights of a person, read once in a look; `None` when they cannot be read, which is no reason to tell others nothing.
fn rights_of<'a>(
    tx: &mut dyn Tx,
    person: &PersonId,
    warehouses: &[WarehouseId],
    people: &'a mut HashMap<PersonId, Option<Rights>>,
) -> Result<Option<&'a Rights>, StorageError> {
    if !people.contains_key(person) {
        let found = match rights(tx, person, warehouses) {
            Ok(rights) => Some(rights),
            Err(AccessError::Storage(error)) => return Err(error),
            Err(error) => {
                tracing::error!("A person is told nothing: {error}");
                None
            }
        };
        people.insert(person.clone(), found);
    }
    Ok(people.get(person).and_then(Option::as_ref))
}
