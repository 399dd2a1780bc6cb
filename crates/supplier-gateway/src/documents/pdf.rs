//! Looks a PDF through for programs in it. It is not rendered and not understood: only names of keys are looked for.
//!
//! True: bytes of streams are passed over, but for streams that hold objects, which are unpacked up to a limit; a name may be
//! written with `#4A` for J.

use flate2::read::ZlibDecoder;
use std::io::Read as _;

/// Names that make a viewer run something.
const ACTIVE: [&str; 4] = ["JavaScript", "JS", "Launch", "RichMedia"];

/// All object streams together, unpacked; a bill has kilobytes of them.
const MOST_UNPACKED: u64 = 64 * 1024 * 1024;

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
    let mut left = MOST_UNPACKED;
    let mut rest = bytes;
    while let Some(begin) = find(rest, b"stream") {
        let (head, after) = rest.split_at(begin);
        match in_objects(head) {
            Script::None => {}
            other => return other,
        }
        let body = after.get(b"stream".len()..).unwrap_or_default();
        let body = body
            .strip_prefix(b"\r\n")
            .or_else(|| body.strip_prefix(b"\n"))
            .unwrap_or(body);
        let end = find(body, b"endstream").unwrap_or(body.len());
        if has_name(last_object(head), "ObjStm") {
            match unpacked(body.get(..end).unwrap_or_default(), &mut left) {
                Some(objects) => match in_objects(&objects) {
                    Script::None => {}
                    other => return other,
                },
                None => return Script::Hidden,
            }
        }
        rest = body.get(end.saturating_add(b"endstream".len())..).unwrap_or_default();
    }
    in_objects(rest)
}

fn in_objects(text: &[u8]) -> Script {
    if ACTIVE.iter().any(|name| has_name(text, name)) {
        Script::Found
    } else if has_name(text, "Encrypt") {
        Script::Hidden
    } else {
        Script::None
    }
}

/// The dictionary before a stream.
fn last_object(head: &[u8]) -> &[u8] {
    let begin = head.windows(4).rposition(|four| four == b" obj").unwrap_or(0);
    head.get(begin..).unwrap_or_default()
}

/// Unpacks a stream of objects; one that is not packed is given as it stands. `None` beyond the limit.
fn unpacked(body: &[u8], left: &mut u64) -> Option<Vec<u8>> {
    let mut objects = Vec::new();
    let limit = left.saturating_add(1);
    // A stream that breaks off gives what it has until there, as a viewer takes it.
    let read = ZlibDecoder::new(body).take(limit).read_to_end(&mut objects);
    if read.is_err() && objects.is_empty() {
        objects.extend_from_slice(body);
    }
    let length = u64::try_from(objects.len()).unwrap_or(u64::MAX);
    *left = left.checked_sub(length)?;
    Some(objects)
}

/// Whether `/name` stands in a text as a whole name.
fn has_name(text: &[u8], name: &str) -> bool {
    text.iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'/')
        .any(|(slash, _)| {
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
        let cases: [(&str, Vec<u8>, Script); 9] = [
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
                b"1 0 obj <</Length 9>> stream\n x/JS y \nendstream endobj".to_vec(),
                Script::None,
            ),
            ("encrypted", b"trailer <</Encrypt 9 0 R>>".to_vec(), Script::Hidden),
        ];
        for (name, bytes, expected) in cases {
            assert_eq!(has_script(&bytes), expected, "{name}");
        }
        let bomb = packed(&vec![b' '; 80 * 1024 * 1024]);
        assert!(bomb.len() < 1024 * 1024);
        assert_eq!(has_script(&bomb), Script::Hidden);
    }
}
