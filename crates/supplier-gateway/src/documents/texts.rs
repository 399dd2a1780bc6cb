//! Gives documents the text of their PDF, after they were taken: nobody who brings a file waits for it.

use super::publish::publish;
use super::stored;
use super::text_reader::TextReader;
use super::{DocumentsError, FOLDER};
use crate::media::path_of;
use crate::state::GatewayState;
use crate::storage::{read, write};
use cabinet_domain::supplier_document::FileText;
use std::collections::HashMap;
use std::path::Path;

/// So often a text is tried that came to no end or could not be kept: a busy hour passes, a file made to hurt does not.
const MOST_TRIES: u32 = 3;

/// How often each document was tried in vain since the program started.
#[derive(Debug, Default)]
pub struct Tries(HashMap<String, u32>);

/// Why texts could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum TextsError {
    /// Documents could not be read or written.
    #[error(transparent)]
    Documents(#[from] DocumentsError),
    /// The program that reads texts cannot be started.
    #[error("the program that reads texts cannot be started: {0}")]
    Reader(#[from] std::io::Error),
}

impl From<crate::storage::StorageError> for TextsError {
    fn from(error: crate::storage::StorageError) -> Self {
        Self::Documents(error.into())
    }
}

/// Reads every text that was not read yet, and brings it to the devices of whoever sees the document; says how many. One that
/// fails keeps no other back: it is tried again the next time, three times in all.
///
/// # Errors
/// [`TextsError`]: documents cannot be listed, or the program that reads cannot be started; what was read before stays.
pub fn read_texts(gateway: &GatewayState, reader: &TextReader, tries: &mut Tries) -> Result<u32, TextsError> {
    let folder = gateway.data_dir.join(FOLDER);
    let unread = read(gateway.db.as_ref(), stored::without_text)?;
    let mut count = 0_u32;
    for (id, blake3) in unread {
        let tried = tries.0.get(&id).copied().unwrap_or_default();
        if tried >= MOST_TRIES {
            continue;
        }
        let is_last = tried.saturating_add(1) == MOST_TRIES;
        match read_one(gateway, reader, &id, &path_of(&folder, &blake3), is_last) {
            Ok(true) => {
                tries.0.remove(&id);
                count = count.saturating_add(1);
                continue;
            }
            Ok(false) => tracing::warn!(document.id = id, "The text of a document came to no end"),
            Err(TextsError::Reader(error)) => return Err(error.into()),
            Err(TextsError::Documents(error)) => {
                tracing::warn!(document.id = id, document.cause = %error, "The text of a document was not kept");
            }
        }
        tries.0.insert(id, tried.saturating_add(1));
    }
    Ok(count)
}

/// Whether the text, or that there is none to be had, is known now.
fn read_one(
    gateway: &GatewayState,
    reader: &TextReader,
    id: &str,
    pdf: &Path,
    is_last: bool,
) -> Result<bool, TextsError> {
    let (state, text) = match reader.read(pdf)? {
        Some(read) => read,
        None if is_last => (FileText::Unreadable, String::new()),
        None => return Ok(false),
    };
    let now_ms = gateway.now_ms();
    write::<_, DocumentsError>(gateway.db.as_ref(), |tx| {
        stored::put_text(tx, id, state, &text)?;
        if let Some(document) = stored::load(tx, id)? {
            publish(tx, &document, document.entity.as_ref(), now_ms)?;
        }
        Ok(())
    })?;
    Ok(true)
}
