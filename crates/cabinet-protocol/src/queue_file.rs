//! The queue of a device as a file, for a supplier who can be reached in no other way: every waiting command with its key, and
//! a seal by which the gateway knows the device, and that nothing was changed on the way.
//!
//! Three lines of text: what it is, the content as JSON, the seal in hex. It can be read; what is in it is what would have
//! been sent. The seal is BLAKE3 keyed with a key that the gateway makes of its own secret and the id of the device, so
//! neither a stranger nor another device of the same dealer can make one.

use crate::commands::Command;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The first line.
const TITLE: &str = "dealer-cabinet queue 1";

/// The longest file that is read: 300 drafts of some thousand lines.
pub const MAX_QUEUE_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// What a device needs to seal its queue.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueKey {
    /// Which gateway takes the file; tells nothing of its secret.
    pub gateway: String,
    /// 32 bytes in lower-case hex, of this device alone.
    pub key: String,
}

impl fmt::Debug for QueueKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Never the key.
        f.debug_struct("QueueKey")
            .field("gateway", &self.gateway)
            .finish_non_exhaustive()
    }
}

/// A queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueFile {
    /// Which gateway takes it.
    pub gateway: String,
    /// Whose it is.
    pub device: String,
    /// Who works there, for whoever looks into it.
    pub person_name: String,
    /// When it was saved, by the device's clock, UTC, ms since 1970; nothing is decided by it.
    pub saved_at_ms: i64,
    /// In the order in which they were queued.
    pub commands: Vec<QueuedCommand>,
}

/// A command with the chain in which it keeps its order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueuedCommand {
    /// The chain.
    pub chain: String,
    /// The command, as it would be sent.
    pub command: Command,
}

/// Why text is no queue that can be taken.
#[derive(Debug, thiserror::Error)]
pub enum QueueFileError {
    /// It does not begin like one.
    #[error("this is no queue that `cabinet queue export` or the program has saved")]
    NotAQueue,
    /// A newer program saved it.
    #[error("this queue was saved by a newer version of the program: update the gateway")]
    Newer,
    /// It is not whole.
    #[error("the file is not whole: save it once more")]
    Cut,
    /// The content cannot be read.
    #[error("the content cannot be read: save it once more")]
    Malformed(#[source] serde_json::Error),
    /// The seal is another one.
    #[error("the file was changed after it was saved, or another device sealed it: nothing of it was taken")]
    WrongSeal,
    /// The key is not 32 bytes in hex.
    #[error("the key of the queue cannot be read")]
    BadKey,
}

/// A file whose seal is not proven yet.
pub struct Unproven<'a> {
    content: &'a str,
    seal: &'a str,
    /// What it says; not to be acted on.
    pub file: QueueFile,
}

/// Writes a queue.
///
/// # Errors
/// [`QueueFileError::BadKey`], [`QueueFileError::Malformed`].
pub fn write(file: &QueueFile, key: &str) -> Result<String, QueueFileError> {
    let content = serde_json::to_string(file).map_err(QueueFileError::Malformed)?;
    let seal = seal_of(&content, key)?.to_hex();
    Ok(format!("{TITLE}\n{content}\n{seal}\n"))
}

/// Reads a queue, as text that may have come through mail programs; what it says is not proven yet.
///
/// # Errors
/// Any [`QueueFileError`] but [`QueueFileError::WrongSeal`].
pub fn read(text: &str) -> Result<Unproven<'_>, QueueFileError> {
    let mut lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    match lines.next() {
        Some(TITLE) => {}
        Some(other) if other.starts_with("dealer-cabinet queue ") => return Err(QueueFileError::Newer),
        _ => return Err(QueueFileError::NotAQueue),
    }
    let (Some(content), Some(seal)) = (lines.next(), lines.next().filter(|seal| seal.len() == 64)) else {
        return Err(QueueFileError::Cut);
    };
    Ok(Unproven {
        content,
        seal,
        file: serde_json::from_str(content).map_err(QueueFileError::Malformed)?,
    })
}

impl Unproven<'_> {
    /// What it says, once the seal is that of this key.
    ///
    /// # Errors
    /// [`QueueFileError::WrongSeal`], [`QueueFileError::BadKey`].
    pub fn prove(self, key: &str) -> Result<QueueFile, QueueFileError> {
        let announced = blake3::Hash::from_hex(self.seal).map_err(|_| QueueFileError::WrongSeal)?;
        // Compared in constant time.
        if seal_of(self.content, key)? == announced {
            Ok(self.file)
        } else {
            Err(QueueFileError::WrongSeal)
        }
    }
}

fn seal_of(content: &str, key: &str) -> Result<blake3::Hash, QueueFileError> {
    let key = blake3::Hash::from_hex(key).map_err(|_| QueueFileError::BadKey)?;
    Ok(blake3::keyed_hash(key.as_bytes(), content.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::CommandBody;
    use crate::wishes::Unwish;

    fn queue() -> QueueFile {
        QueueFile {
            gateway: "g".to_owned(),
            device: "d".to_owned(),
            person_name: "Иванов\nИ.".to_owned(),
            saved_at_ms: 5,
            commands: vec![QueuedCommand {
                chain: "sub:e".to_owned(),
                command: Command {
                    key: "k".into(),
                    entity: "e".into(),
                    body: CommandBody::Unwish(Unwish {
                        article: "М8".to_owned(),
                    }),
                },
            }],
        }
    }

    #[test]
    fn a_queue_reads_back_and_a_touched_one_does_not() {
        let key = "ab".repeat(32);
        let text = write(&queue(), &key).unwrap();
        assert_eq!(read(&text).unwrap().prove(&key).unwrap(), queue());
        let mailed = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        assert_eq!(read(&mailed).unwrap().prove(&key).unwrap(), queue());
        for (at, _) in text.char_indices() {
            let mut touched: Vec<char> = text.chars().collect();
            let nth = text[..at].chars().count();
            touched[nth] = if touched[nth] == '0' { '1' } else { '0' };
            let touched: String = touched.into_iter().collect();
            if touched.trim_end() == text.trim_end() {
                continue;
            }
            let taken = read(&touched).and_then(|file| file.prove(&key));
            // The very last line end carries nothing.
            assert!(taken.is_err() || at + 1 == text.len(), "character {nth}");
        }
        assert!(matches!(
            read(&text).unwrap().prove(&"cd".repeat(32)),
            Err(QueueFileError::WrongSeal)
        ));
        assert!(matches!(read("hello"), Err(QueueFileError::NotAQueue)));
        assert!(matches!(read("dealer-cabinet queue 2\n{}"), Err(QueueFileError::Newer)));
        assert!(matches!(read(&text[..text.len() - 30]), Err(QueueFileError::Cut)));
        assert!(matches!(write(&queue(), "short"), Err(QueueFileError::BadKey)));
    }
}
