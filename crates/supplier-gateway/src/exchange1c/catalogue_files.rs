//! `mode=import`: takes an uploaded file, in the background, and answers what has become of it.
//!
//! The request is held while the import runs, because 1C asks again at once; a second request for the same file joins
//! the first. After success the same request succeeds again; after a failure it begins anew.

use super::answer::Answer;
use super::journal::Note;
use super::media_files::take_media;
use super::names::safe_name;
use super::request::ExchangeRequest;
use super::session::{Job, Outcome, Session, SessionFile, Usage};
use super::{Exchange, archive, blocking};
use crate::catalogue::{ImportReport, ImportSource, NoteKind, import_file, peek};
use crate::exchange_log::ExchangeKind;
use crate::pricing;
use crate::state::GatewayState;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

pub(super) async fn import(exchange: &Arc<Exchange>, session: &Arc<Session>, request: &ExchangeRequest) -> Answer {
    let name = match safe_name(&request.file_name) {
        Ok(name) => name,
        Err(error) => return Answer::failure(error.to_string()),
    };
    let job = begin(exchange, session, &name);
    let hold = Duration::from_secs(exchange.gateway.settings.exchange.hold_request_s);
    let mut outcome = job.outcome.subscribe();
    let finished = match tokio::time::timeout(hold, outcome.wait_for(Option::is_some)).await {
        Ok(Ok(finished)) => finished.clone(),
        // The sender lives in the job that we hold.
        Ok(Err(_)) => None,
        Err(_) => return Answer::progress(),
    };
    match finished {
        Some(Ok(())) => Answer::success(),
        Some(Err(why)) => {
            let mut state = session.state();
            if state.jobs.get(&name).is_some_and(|known| Arc::ptr_eq(known, &job)) {
                state.jobs.remove(&name);
            }
            Answer::failure(why)
        }
        None => Answer::progress(),
    }
}

/// The job of a file: the one that runs or has run on it, or a new one.
pub(super) fn begin(exchange: &Arc<Exchange>, session: &Arc<Session>, name: &str) -> Arc<Job> {
    let mut state = session.state();
    let archive_pieces = state.archive_pieces;
    if let Some(job) = state.jobs.get(name) {
        let is_running = job.outcome.borrow().is_none();
        if is_running || job.archive_pieces == archive_pieces {
            return Arc::clone(job);
        }
    }
    let job = Arc::new(Job {
        archive_pieces,
        outcome: watch::Sender::new(None),
    });
    state.jobs.insert(name.to_owned(), Arc::clone(&job));
    drop(state);
    let (gateway, running, started, name) = (
        Arc::clone(&exchange.gateway),
        Arc::clone(session),
        Arc::clone(&job),
        name.to_owned(),
    );
    tokio::spawn(async move {
        let outcome = blocking(move || {
            let outcome = run(&gateway, &running, &name);
            // Also after a failure: pictures are of use to goods of an earlier export.
            take_media(&gateway, &running);
            outcome
        })
        .await
        .unwrap_or_else(|error| {
            tracing::error!("An import of 1C's file panicked: {error}");
            Err("the gateway failed while it read the file; the old data stands; see its log".to_owned())
        });
        started.outcome.send_replace(Some(outcome));
    });
    job
}

/// Imports a file of the session, unpacking archives if it is not there yet. Runs on a blocking thread.
fn run(gateway: &GatewayState, session: &Session, name: &str) -> Outcome {
    match found_or_unpacked(gateway, session, name) {
        Ok((_, file)) if file.is_archive => run_all_of_archive(gateway, session),
        Ok((name, file)) => unapplied(&take(gateway, session, &name, &file.path)?),
        Err(why) => {
            let note = Note {
                session,
                kind: ExchangeKind::Unknown,
                file: name,
                started_at_ms: gateway.now_ms(),
            };
            note.failed(gateway, &why);
            Err(why)
        }
    }
}

/// The file that a name means. An import writes itself down; what goes wrong before it is for the caller to write down.
fn found_or_unpacked(gateway: &GatewayState, session: &Session, name: &str) -> Result<(String, SessionFile), String> {
    let known = match find(session, name) {
        // Sent by itself: an archive beside it may still be on its way.
        Some(found) if !found.1.is_archive && !found.1.is_unpacked => Some(found),
        Some(_) | None => {
            unpack_all(gateway, session)?;
            find(session, name)
        }
    };
    known
        .ok_or_else(|| format!("the file «{name}» has not been uploaded in this session: send it with mode=file first"))
}

fn find(session: &Session, name: &str) -> Option<(String, SessionFile)> {
    session
        .state()
        .find(name)
        .map(|(known, file)| (known.clone(), file.clone()))
}

fn take(gateway: &GatewayState, session: &Session, name: &str, path: &std::path::Path) -> Result<ImportReport, String> {
    let source = ImportSource {
        node: session.node.name.clone(),
        session: session.id.clone(),
        file: name.rsplit('/').next().unwrap_or(name).to_owned(),
        is_by_hand: false,
    };
    let taken = import_file(gateway, &source, path);
    pricing::publish::after_import(gateway);
    session
        .state()
        .set_usage(name, path, if taken.is_ok() { Usage::Taken } else { Usage::Failed });
    taken.map_err(|error| error.to_string())
}

/// 1C hears of orders that came back and could not be applied, although everything else of the file was: it would never send
/// them again.
fn unapplied(report: &ImportReport) -> Outcome {
    let notes = report
        .notes
        .iter()
        .filter(|note| note.kind == NoteKind::UnusableDocument);
    let words: Vec<String> = notes.map(ToString::to_string).collect();
    if words.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "everything else of the file was taken, but {}",
            words.join("; ")
        ))
    }
}

/// The client named the archive itself: everything in it is meant.
fn run_all_of_archive(gateway: &GatewayState, session: &Session) -> Outcome {
    let mut files: Vec<(String, PathBuf)> = session
        .state()
        .files
        .iter()
        .filter(|(name, file)| file.is_unpacked && file.usage == Usage::Waiting && is_xml(name))
        .map(|(name, file)| (name.clone(), file.path.clone()))
        .collect();
    files.sort_by_cached_key(|(name, path)| (peek(path), name.clone()));
    let mut all = ImportReport::default();
    for (name, path) in files {
        all.notes.extend(take(gateway, session, &name, &path)?.notes);
    }
    unapplied(&all)
}

pub(super) fn is_xml(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".xml")
}

/// Unpacks the archives that came since the last time; their files replace older ones of the same name.
fn unpack_all(gateway: &GatewayState, session: &Session) -> Outcome {
    let _turn = session.unpacking.lock().unwrap_or_else(PoisonError::into_inner);
    let waiting: Vec<(String, SessionFile)> = session
        .state()
        .files
        .iter()
        .filter(|(_, file)| file.is_archive && file.usage != Usage::Taken)
        .map(|(name, file)| (name.clone(), file.clone()))
        .collect();
    for (name, packed) in waiting {
        let limit = gateway
            .settings
            .exchange
            .session_limit_bytes
            .saturating_sub(session.state().bytes);
        let unpacked = archive::unpack(&packed.path, limit, &mut || session.new_path());
        let mut state = session.state();
        state.set_usage(
            &name,
            &packed.path,
            if unpacked.is_ok() { Usage::Taken } else { Usage::Failed },
        );
        for file in unpacked.map_err(|error| error.to_string())? {
            state.bytes = state.bytes.saturating_add(file.bytes);
            let entry = SessionFile {
                path: file.path,
                is_sale: packed.is_sale,
                is_archive: false,
                is_unpacked: true,
                usage: Usage::Waiting,
                round: packed.round,
                last_piece_ms: packed.last_piece_ms,
            };
            state.files.insert(file.name, entry);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Note;

    #[test]
    fn an_order_that_could_not_be_applied_is_a_failure_and_a_skipped_price_is_none() {
        let note = |kind| Note {
            kind,
            written: "9".to_owned(),
            first_at: "the price «2O» is not an amount".to_owned(),
            count: 1,
        };
        let mut report = ImportReport {
            notes: vec![note(NoteKind::UnreadablePrice)],
            ..ImportReport::default()
        };
        assert_eq!(unapplied(&report), Ok(()));
        report.notes.push(note(NoteKind::UnusableDocument));
        let words = unapplied(&report).unwrap_err();
        assert!(words.contains("the order 9") && words.contains("«2O»"), "{words}");
        assert!(words.starts_with("everything else of the file was taken"), "{words}");
    }
}
