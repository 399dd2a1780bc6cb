//! Checking a file on demand: structure and the checksum of every page.

use crate::database::Database;
use crate::error::StoreError;

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Integrity {
    /// Nothing wrong.
    Sound,
    /// What is wrong, in SQLite's words, at most a few dozen lines; for the log, not for the user.
    Damaged(Vec<String>),
}

impl Database {
    /// Reads the whole file: `cipher_integrity_check` (page checksums), then `quick_check` (structure).
    ///
    /// # Errors
    /// A [`StoreError`] that is not about damage; damage is a finding.
    pub fn check(&self) -> Result<Integrity, StoreError> {
        let conn = self.writer();
        let mut problems = Vec::new();
        for (pragma, sound) in [
            ("PRAGMA cipher_integrity_check", None),
            ("PRAGMA quick_check(20)", Some("ok")),
        ] {
            let found = conn.prepare(pragma).and_then(|mut check| {
                check
                    .query_map([], |row| row.get(0))?
                    .collect::<Result<Vec<String>, _>>()
            });
            match found.map_err(StoreError::from) {
                Ok(lines) => problems.extend(lines.into_iter().filter(|line| Some(line.as_str()) != sound).take(40)),
                Err(StoreError::Damaged(error)) => problems.push(error.to_string()),
                Err(other) => return Err(other),
            }
        }
        Ok(if problems.is_empty() {
            Integrity::Sound
        } else {
            Integrity::Damaged(problems)
        })
    }
}
