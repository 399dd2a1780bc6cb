//! `drafts_reopen_list`, `drafts_note_list_row`, `drafts_forget_list`: a list that the user is not done with, also after the
//! program was ended.

use super::AddReport;
use super::add_file;
use super::matching::Put;
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::events::Changes;
use crate::open::Open;
use crate::reason::Thing;
use cabinet_desk::KeptListFacts;
use cabinet_domain::ids::DraftId;
use serde::{Deserialize, Serialize};
use specta::Type;

/// A list that waits for the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct KeptListView {
    /// Name of the file; empty for what was pasted.
    pub name: String,
    /// When it came, UTC, ms since 1970.
    #[specta(type = specta_typescript::Number)]
    pub kept_at_ms: i64,
}

impl From<KeptListFacts> for KeptListView {
    fn from(facts: KeptListFacts) -> Self {
        Self {
            name: facts.name,
            kept_at_ms: facts.kept_ms,
        }
    }
}

/// What became of the list that is kept for a draft, read once more: rows that the user has settled since are left out. Its
/// lines are added only if they never were.
///
/// # Errors
/// `not_found` when none is kept, `not_loaded`, `disk_full`.
pub async fn reopen_list(cabinet: &Cabinet, draft: String) -> Result<AddReport, CommandError> {
    let report = cabinet.ready()?.blocking(move |open| reopen(open, &draft)).await?;
    cabinet.tell(Changes {
        drafts: true,
        ..Changes::default()
    });
    Ok(report)
}

fn reopen(open: &Open, draft: &str) -> Result<AddReport, CommandError> {
    let (_, found) = open.draft(draft)?;
    let list = open
        .desk
        .kept_list(&found.summary.id)?
        .ok_or_else(|| CommandError::not_found(Thing::List))?;
    let put = if list.is_added { Put::Tell } else { Put::AddKept };
    let mut report = add_file::add(open, draft, list.body, put)?;
    let is_open = |sheet: &str, row: u32| !list.done.contains(&format!("{sheet}/{row}"));
    report.choose.retain(|line| is_open(&line.sheet, line.row));
    report.not_found.retain(|line| is_open(&line.sheet, line.row));
    Ok(report)
}

/// Notes that a row of the list was settled by hand, so that it is not asked about again.
///
/// # Errors
/// `not_found`, `disk_full`.
pub async fn note_list_row(cabinet: &Cabinet, draft: String, sheet: String, row: u32) -> Result<(), CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            Ok(open
                .desk
                .note_list_row(&DraftId::new(draft), &format!("{sheet}/{row}"))?)
        })
        .await
}

/// Lets go of the list of a draft: the user is done with it. What was added of it stays.
///
/// # Errors
/// `disk_full`.
pub async fn forget_list(cabinet: &Cabinet, draft: String) -> Result<(), CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| Ok(open.desk.forget_list(&DraftId::new(draft))?))
        .await
}
