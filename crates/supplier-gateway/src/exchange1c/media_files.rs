//! Pictures and files that 1C sent beside its XML: taken after the XML that names them, or after a quiet time.
//!
//! 1C never asks for their import and waits for no answer about them; what is wrong with one stands in the
//! exchange log and in `stats`, and the goods go on without it.

use super::catalogue_files::is_xml;
use super::journal::Note;
use super::session::{Session, SessionFile, Usage};
use crate::exchange_log::{ExchangeKind, Remark};
use crate::media::{self, Came, MediaReport, names};
use crate::state::GatewayState;
use std::sync::PoisonError;

/// Takes every picture and file of the session that was not taken yet. Runs on a blocking thread.
pub(super) fn take_media(gateway: &GatewayState, session: &Session) {
    let _turn = session.media.lock().unwrap_or_else(PoisonError::into_inner);
    let waiting: Vec<(String, SessionFile)> = session
        .state()
        .files
        .iter()
        .filter(|(name, file)| is_waiting(name, file))
        .map(|(name, file)| (name.clone(), file.clone()))
        .collect();
    if waiting.is_empty() {
        return;
    }
    let came: Vec<Came> = waiting
        .iter()
        .filter_map(|(name, file)| {
            names::of_1c(name).map(|name| Came {
                name,
                path: file.path.clone(),
            })
        })
        .collect();
    let note = Note {
        session,
        kind: ExchangeKind::Media,
        file: match waiting.as_slice() {
            [(only, _)] => only,
            _ => "",
        },
        started_at_ms: gateway.now_ms(),
    };
    match media::take(gateway, &came) {
        Ok(report) => note.done(gateway, &counts(&report), troubles(&report)),
        Err(error) => {
            tracing::error!(
                exchange.node = session.node.name,
                "Pictures of an export were not all taken, export them again: {error}"
            );
            note.failed(gateway, &format!("not all were taken, export them again: {error}"));
        }
    }
    for (name, file) in &waiting {
        session.state().set_usage(name, &file.path, Usage::Taken);
        // What is of use was copied; the folder of a session must not grow with every picture of a base.
        if let Err(error) = std::fs::remove_file(&file.path) {
            tracing::warn!("A file of a session could not be removed: {error}");
        }
    }
}

fn counts(report: &MediaReport) -> [(&'static str, u64); 4] {
    [
        ("pictures", report.pictures),
        ("files", report.files),
        ("unchanged", report.unchanged),
        ("unusable", report.unusable),
    ]
}

fn troubles(report: &MediaReport) -> Vec<Remark> {
    let told = report.troubles.iter();
    told.map(|trouble| Remark {
        kind: "unusable_file".to_owned(),
        count: 1,
        text: format!("{}: {}", trouble.name, trouble.why),
    })
    .collect()
}

/// Whether a file is a picture or the like that nobody has taken.
pub(super) fn is_waiting(name: &str, file: &SessionFile) -> bool {
    file.usage == Usage::Waiting && !file.is_archive && !file.is_sale && !is_xml(name)
}
