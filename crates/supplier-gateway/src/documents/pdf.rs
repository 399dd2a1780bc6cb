//! Looks a PDF through for programs in it. It is not rendered and not understood: only names of keys are looked for.
//!
//! True: every byte is looked at, whatever the file says of its own structure, so that no mark in a string hides anything;
//! streams that may hold objects are unpacked up to a limit, if they are packed by Deflate alone, as every usual program does;
//! a name may be written with `#4A` for J.

use flate2::read::ZlibDecoder;
use std::io::Read as _;

/// Names that make a viewer run something. They are too long to stand in a picture by chance.
const ACTIVE: [&str; 3] = ["JavaScript", "Launch", "RichMedia"];

/// The key of a script; so short that it counts only between text.
const SCRIPT_KEY: &str = "JS";

/// All streams of objects together, unpacked: a bill has kilobytes of them, a picture beside them some megabytes.
const MOST_UNPACKED: usize = 512 * 1024 * 1024;

/// So far before a stream its dictionary is looked for.
const MOST_DICTIONARY: usize = 16 * 1024;

/// So many bytes are unpacked at a time.
const CHUNK: usize = 256 * 1024;

/// So much of a chunk is looked at again with the next one: a name may lie across both.
const OVERLAP: usize = 256;

/// So many bytes on both sides of a short name are looked at.
const TEXT_AROUND: usize = 12;

/// What a PDF may carry beside its pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Script {
    /// Nothing that runs.
    None,
    /// A script, a program to start, or a film with one.
    Found,
    /// It cannot be told: the file is encrypted, or expands beyond all reason.
    Hidden,
}

/// Says whether a PDF carries a script.
pub(crate) fn has_script(bytes: &[u8]) -> Script {
    has_script_within(bytes, MOST_UNPACKED)
}

fn has_script_within(bytes: &[u8], most_unpacked: usize) -> Script {
    let whole = in_objects(bytes);
    if whole != Script::None {
        return whole;
    }
    let mut left = most_unpacked;
    let mut from = 0_usize;
    while let Some(found) = find(bytes.get(from..).unwrap_or_default(), b"stream") {
        let begin = from.saturating_add(found);
        from = begin.saturating_add(b"stream".len());
        let body = bytes.get(from..).unwrap_or_default();
        let Some(body) = body.strip_prefix(b"\r\n").or_else(|| body.strip_prefix(b"\n")) else {
            continue;
        };
        let before = bytes
            .get(begin.saturating_sub(MOST_DICTIONARY)..begin)
            .unwrap_or_default();
        if !names(before, "ObjStm") {
            continue;
        }
        match in_packed(body, &mut left) {
            Script::None => {}
            other => return other,
        }
    }
    Script::None
}

fn in_objects(text: &[u8]) -> Script {
    let is_active = ACTIVE.iter().any(|name| names(text, name));
    if is_active || places(text, SCRIPT_KEY).any(|slash| is_between_text(text, slash)) {
        Script::Found
    } else if names(text, "Encrypt") {
        Script::Hidden
    } else {
        Script::None
    }
}

/// Unpacks what begins here, piece by piece, and looks into each. What is not packed was looked at already; what breaks off
/// gives what it has until there, as a viewer takes it.
fn in_packed(body: &[u8], left: &mut usize) -> Script {
    let mut packed = ZlibDecoder::new(body);
    let mut window = Vec::with_capacity(CHUNK.saturating_add(OVERLAP));
    let mut chunk = vec![0_u8; CHUNK];
    loop {
        let count = packed.read(&mut chunk).unwrap_or(0);
        let piece = chunk.get(..count).unwrap_or_default();
        if piece.is_empty() {
            return Script::None;
        }
        let Some(rest) = left.checked_sub(count) else {
            return Script::Hidden;
        };
        *left = rest;
        window.extend_from_slice(piece);
        match in_objects(&window) {
            Script::None => {}
            other => return other,
        }
        window.drain(..window.len().saturating_sub(OVERLAP));
    }
}

/// Whether the bytes around a place are those of text, and not of a picture.
fn is_between_text(text: &[u8], at: usize) -> bool {
    let around = text
        .get(at.saturating_sub(TEXT_AROUND)..text.len().min(at.saturating_add(TEXT_AROUND)))
        .unwrap_or_default();
    around
        .iter()
        .all(|byte| matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r'))
}

/// Whether `/name` stands in a text as a whole name.
fn names(text: &[u8], name: &str) -> bool {
    places(text, name).next().is_some()
}

/// Where `/name` stands in a text as a whole name.
fn places<'a>(text: &'a [u8], name: &'a str) -> impl Iterator<Item = usize> + 'a {
    let slashes = text.iter().enumerate().filter(|(_, byte)| **byte == b'/');
    slashes.map(|(slash, _)| slash).filter(move |slash| {
        let mut rest = text.get(slash.saturating_add(1)..).unwrap_or_default();
        let is_same = name.bytes().all(|wanted| match letter(rest) {
            Some((found, after)) if found == wanted => {
                rest = after;
                true
            }
            _ => false,
        });
        is_same && rest.first().is_none_or(|next| !is_regular(*next))
    })
}

/// The first letter of a name and what follows it.
fn letter(text: &[u8]) -> Option<(u8, &[u8])> {
    match text {
        [b'#', high, low, after @ ..] => {
            let digit = |byte: &u8| {
                char::from(*byte)
                    .to_digit(16)
                    .and_then(|digit| u8::try_from(digit).ok())
            };
            let byte = digit(high)?.checked_mul(16)?.checked_add(digit(low)?)?;
            Some((byte, after))
        }
        [first, after @ ..] => Some((*first, after)),
        [] => None,
    }
}

const fn is_regular(byte: u8) -> bool {
    !matches!(
        byte,
        0 | b'\t' | b'\n' | 12 | b'\r' | b' ' | b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    )
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|part| part == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use std::io::Write as _;

    fn packed(objects: &[u8]) -> Vec<u8> {
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
        packer.write_all(objects).unwrap();
        let body = packer.finish().unwrap();
        [
            b"%PDF-1.5\n1 0 obj\n<</Type/ObjStm /N 1 /Filter/FlateDecode>>\nstream\n".as_slice(),
            &body,
            b"\nendstream\nendobj\n",
        ]
        .concat()
    }

    #[test]
    fn a_script_is_found_wherever_it_is_written() {
        let cases: [(&str, Vec<u8>, Script); 11] = [
            ("plain", b"%PDF-1.4 1 0 obj <</Type/Catalog>>".to_vec(), Script::None),
            (
                "a script",
                b"<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>".to_vec(),
                Script::Found,
            ),
            ("in hex", b"<</S/J#61vaScript>>".to_vec(), Script::Found),
            ("a program", b"<</S /Launch /F(cmd.exe)>>".to_vec(), Script::Found),
            (
                "a longer name",
                b"<</JSX 1 /Launcher 2 /JavaScriptish 3>>".to_vec(),
                Script::None,
            ),
            (
                "in packed objects",
                packed(b"4 0 <</S/JavaScript/JS 5 0 R>>"),
                Script::Found,
            ),
            ("packed and clean", packed(b"4 0 <</Type/Page>>"), Script::None),
            (
                "in the bytes of a picture",
                b"1 0 obj <</Length 9>> stream\n\x01\xff\x80/JS\x00\x91\xfe\nendstream endobj".to_vec(),
                Script::None,
            ),
            (
                "a rendition",
                b"<</S/Rendition/OP 0/JS (app.alert(1))>>".to_vec(),
                Script::Found,
            ),
            (
                "behind a mark in a string",
                [b"(>>stream\n) ".as_slice(), &packed(b"4 0 <</S/JavaScript>>")].concat(),
                Script::Found,
            ),
            ("encrypted", b"trailer <</Encrypt 9 0 R>>".to_vec(), Script::Hidden),
        ];
        for (name, bytes, expected) in cases {
            assert_eq!(has_script(&bytes), expected, "{name}");
        }
        let bomb = packed(&vec![b' '; 1024 * 1024]);
        assert!(bomb.len() < 10_000);
        assert_eq!(has_script_within(&bomb, 1024 * 1024), Script::None);
        assert_eq!(has_script_within(&bomb, 1024 * 1024 - 1), Script::Hidden);
    }
}
