//! Files with drafts that were set aside as damaged: they are named for as long as they lie there.

use super::SetAsideFile;
use crate::error::CommandError;
use crate::reason::FileDeed;
use std::path::Path;
use std::time::UNIX_EPOCH;

/// The files in a profile's directory, the oldest first.
///
/// # Errors
/// `invalid` when the directory cannot be read.
pub(super) fn files(directory: &Path) -> Result<Vec<SetAsideFile>, CommandError> {
    let failed = |error: std::io::Error| CommandError::file(FileDeed::ReadProfile, directory, &error);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let Some(number) = path.file_name().and_then(|name| name.to_str()).and_then(number) else {
            continue;
        };
        // Gone between the two looks: then it needs no word.
        let Ok(about) = std::fs::metadata(&path) else { continue };
        let since = about.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        let file = SetAsideFile {
            path: path.display().to_string(),
            changed_at_ms: since.and_then(|since| i64::try_from(since.as_millis()).ok()),
            bytes: about.len(),
        };
        found.push((number, file));
    }
    found.sort_by_key(|(number, _)| *number);
    Ok(found.into_iter().map(|(_, file)| file).collect())
}

/// The number of a file that `cabinet_desk::desk::set_aside` named.
fn number(name: &str) -> Option<u32> {
    let (_, rest) = name.split_once(".set-aside-")?;
    rest.strip_suffix(".db")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_files_are_found_in_their_order_and_nothing_else_is() {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "desk.db",
            "desk.set-aside-10.db",
            "desk.set-aside-2.db",
            "desk.set-aside-2.db-wal",
            "keys.json",
        ] {
            std::fs::write(folder.path().join(name), "12345").unwrap();
        }
        let files = files(folder.path()).unwrap();
        let names: Vec<_> = files.iter().map(|file| file.path.rsplit('/').next().unwrap()).collect();
        assert_eq!(names, ["desk.set-aside-2.db", "desk.set-aside-10.db"]);
        assert!(files.iter().all(|file| file.bytes == 5 && file.changed_at_ms.is_some()));
    }
}
