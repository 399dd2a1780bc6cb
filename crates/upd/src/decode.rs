//! The bytes of a file as text.
//!
//! The byte order mark decides, then the declaration, then UTF-8 is assumed. A wrong declaration is not guessed around: windows-1251
//! has a letter for nearly every byte, so nothing would prove the guess.

use crate::error::ReadErrorKind;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1251};
use std::borrow::Cow;

/// How many first bytes may hold the XML declaration.
const SNIFFED_BYTES: usize = 1024;

/// Decodes a whole file, without its byte order mark.
pub(crate) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, ReadErrorKind> {
    let (encoding, mark_bytes) = match Encoding::for_bom(bytes) {
        Some(found) => found,
        None => (declared(bytes)?, 0),
    };
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes.get(mark_bytes..).unwrap_or_default())
        .ok_or(ReadErrorKind::WrongEncoding(encoding.name()))
}

fn declared(bytes: &[u8]) -> Result<&'static Encoding, ReadErrorKind> {
    let head = bytes.get(..bytes.len().min(SNIFFED_BYTES)).unwrap_or_default();
    let Some(label) = label(head) else {
        return Ok(UTF_8);
    };
    Encoding::for_label(label.as_bytes())
        .filter(|encoding| *encoding == UTF_8 || *encoding == WINDOWS_1251)
        .ok_or(ReadErrorKind::UnknownEncoding(label))
}

/// The value of `encoding` in `<?xml … ?>`.
fn label(head: &[u8]) -> Option<String> {
    let head = head.trim_ascii_start().strip_prefix(b"<?xml")?;
    let end = head.windows(2).position(|pair| pair == b"?>")?;
    let declaration = String::from_utf8_lossy(head.get(..end)?).into_owned();
    let (_, after) = declaration.split_once("encoding")?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''))?;
    let (label, _) = value.get(1..)?.split_once(quote)?;
    Some(label.trim().chars().take(40).collect())
}
