//! Gives documents the text of their PDF, after they were taken: nobody who brings a file waits for it.

use super::publish::publish;
use super::stored;
use super::text_reader::TextReader;
use super::{DocumentsError, FOLDER};
use crate::media::path_of;
use crate::state::GatewayState;
use crate::storage::{read, write};
use std::path::Path;

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

/// Reads every text that was not read yet, and brings it to the devices of whoever sees the document; says how many.
///
/// # Errors
/// [`TextsError`]; what was read before stays.
pub fn read_texts(gateway: &GatewayState, reader: &TextReader) -> Result<u32, TextsError> {
    let folder = gateway.data_dir.join(FOLDER);
    let unread = read(gateway.db.as_ref(), stored::without_text)?;
    let mut count = 0_u32;
    for (id, blake3) in unread {
        read_one(gateway, reader, &id, &path_of(&folder, &blake3))?;
        count = count.saturating_add(1);
    }
    Ok(count)
}

fn read_one(gateway: &GatewayState, reader: &TextReader, id: &str, pdf: &Path) -> Result<(), TextsError> {
    let (state, text) = reader.read(pdf)?;
    let now_ms = gateway.now_ms();
    write::<_, DocumentsError>(gateway.db.as_ref(), |tx| {
        stored::put_text(tx, id, state, &text)?;
        if let Some(document) = stored::load(tx, id)? {
            publish(tx, &document, document.entity.as_ref(), now_ms)?;
        }
        Ok(())
    })?;
    Ok(())
}
