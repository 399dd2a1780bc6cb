//! `documents_folder_rule`, `documents_set_folder_rule` and `documents_folder_preview`: into which folder papers are saved when no other is named.

use crate::cabinet::Cabinet;
use crate::error::{CommandError, ErrorCode};
use crate::folders;
use crate::open::Open;
use crate::reason::{FileDeed, Reason};
use cabinet_domain::delivery::write_date;
use serde::{Deserialize, Serialize};
use specta::Type;
use std::path::{Path, PathBuf};

/// Under which key the desk keeps the rule.
const KEY: &str = "documents.folder";

/// Which folders are made below the one of papers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SubFolders {
    /// None.
    #[default]
    None,
    /// One for each legal entity.
    Entity,
    /// One for each month of the papers (`2026-11`).
    Month,
    /// Months below legal entities.
    EntityMonth,
}

/// Where papers are saved.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FolderRule {
    /// The folder, a full path; empty for the user's documents.
    pub folder: String,
    /// What is below it.
    pub by: SubFolders,
}

/// Whose a paper is, and of which month: what a rule files it by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Filed {
    /// Name of the legal entity; empty when it is of none.
    pub(super) entity: String,
    /// `2026-11`; empty when not known.
    pub(super) month: String,
}

/// Where papers are saved when no other place is named.
///
/// # Errors
/// `not_ready`.
pub async fn folder_rule(cabinet: &Cabinet) -> Result<FolderRule, CommandError> {
    cabinet.ready()?.blocking(stored).await
}

/// Into which folder a paper of this month of the first legal entity would be saved by a rule; no folder is made.
///
/// # Errors
/// `invalid` for a folder that is no full path.
pub async fn folder_preview(cabinet: &Cabinet, rule: FolderRule) -> Result<String, CommandError> {
    let exports = cabinet.directory().join("exports");
    cabinet
        .ready()?
        .blocking(move |open| {
            demand_whole(&rule)?;
            let entity = open.grants()?.into_iter().next().map(|grant| grant.name);
            let today = open.supplier_day(0)?.map(write_date).unwrap_or_default();
            let filed = Filed::of(&entity.unwrap_or_default(), &today);
            Ok(below(base(&rule, &exports), rule.by, &filed).display().to_string())
        })
        .await
}

/// Saves papers there from now on; those that are saved already stay where they are.
///
/// # Errors
/// `invalid` for a folder that is no full path or cannot be made.
pub async fn set_folder_rule(cabinet: &Cabinet, rule: FolderRule) -> Result<FolderRule, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            demand_whole(&rule)?;
            if !rule.folder.is_empty() {
                let folder = Path::new(&rule.folder);
                std::fs::create_dir_all(folder)
                    .map_err(|error| CommandError::file(FileDeed::WriteFile, folder, &error))?;
            }
            let text = serde_json::to_string(&rule)
                .map_err(|error| CommandError::new(ErrorCode::Internal, error.to_string()))?;
            open.desk.put_setting(KEY, &text)?;
            Ok(rule)
        })
        .await
}

/// A relative folder would lie wherever the program was started.
fn demand_whole(rule: &FolderRule) -> Result<(), CommandError> {
    if rule.folder.is_empty() || Path::new(&rule.folder).is_absolute() {
        Ok(())
    } else {
        Err(Reason::FolderNotWhole.into())
    }
}

/// The folder of a paper by the rule.
pub(super) fn folder_of(open: &Open, exports: &Path, filed: &Filed) -> Result<PathBuf, CommandError> {
    let rule = stored(open)?;
    let base = base(&rule, exports);
    Ok(below(base, rule.by, filed))
}

/// The folder of the rule itself.
pub(super) fn base_folder(open: &Open, exports: &Path) -> Result<PathBuf, CommandError> {
    Ok(base(&stored(open)?, exports))
}

/// A rule that cannot be read counts as none: papers are saved all the same.
fn stored(open: &Open) -> Result<FolderRule, CommandError> {
    let Some(text) = open.desk.setting(KEY)? else {
        return Ok(FolderRule::default());
    };
    Ok(serde_json::from_str(&text).unwrap_or_else(|error| {
        tracing::warn!(document.column = error.column(), "The rule of folders cannot be read");
        FolderRule::default()
    }))
}

fn base(rule: &FolderRule, exports: &Path) -> PathBuf {
    if rule.folder.is_empty() {
        folders::documents().unwrap_or_else(|| exports.to_owned())
    } else {
        PathBuf::from(&rule.folder)
    }
}

fn below(base: PathBuf, by: SubFolders, filed: &Filed) -> PathBuf {
    let entity = || (!filed.entity.is_empty()).then(|| folders::safe_name(&filed.entity));
    let month = || (!filed.month.is_empty()).then(|| folders::safe_name(&filed.month));
    let parts = match by {
        SubFolders::None => [None, None],
        SubFolders::Entity => [entity(), None],
        SubFolders::Month => [None, month()],
        SubFolders::EntityMonth => [entity(), month()],
    };
    parts.into_iter().flatten().fold(base, |folder, part| folder.join(part))
}

impl Filed {
    /// Of an entity, on an ISO day; a day that is none has no month.
    pub(super) fn of(entity: &str, day: &str) -> Self {
        let month = day.get(..7).filter(|month| {
            let is_digit = |at: usize| month.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
            month.as_bytes().get(4) == Some(&b'-') && [0, 1, 2, 3, 5, 6].into_iter().all(is_digit)
        });
        Self {
            entity: entity.to_owned(),
            month: month.unwrap_or_default().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_names_folders_that_every_system_takes() {
        let filed = Filed::of("ООО \"Ромашка/Юг\"", "2026-11-30");
        for (by, folder) in [
            (SubFolders::None, "/d"),
            (SubFolders::Entity, "/d/ООО Ромашка Юг"),
            (SubFolders::Month, "/d/2026-11"),
            (SubFolders::EntityMonth, "/d/ООО Ромашка Юг/2026-11"),
        ] {
            assert_eq!(below(PathBuf::from("/d"), by, &filed), PathBuf::from(folder));
        }
        // What is not known makes no folder, and no name leads out of the base.
        let unknown = Filed::of("../..", "вчера");
        assert_eq!(
            below(PathBuf::from("/d"), SubFolders::EntityMonth, &unknown),
            PathBuf::from("/d/document")
        );
    }
}
