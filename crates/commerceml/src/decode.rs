//! Turns the bytes of a file into UTF-8 while it is being parsed, and counts its lines.
//!
//! The encoding is taken from the byte order mark, then from the XML declaration, then UTF-8 is assumed.
//!
//! A wrong declaration is refused and not guessed around, although the root element, which is Cyrillic, proves what it
//! is: windows-1251 has a letter for nearly every byte, so nothing after the root would prove the guess, and a file put
//! together from two encodings would bring unreadable names into the catalogue without a word.
//! Decoding keeps every line break, so a line of the decoded text is a line of the original file.
//! One token of XML may not be longer than [`MAX_TOKEN_BYTES`]: the parser above buffers a whole token,
//! so the limit has to stand below it.

use crate::reader::ReadErrorKind;
use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251};
use std::io::{self, BufRead, ErrorKind, Read};

/// Longest tag, text, comment or CDATA, in bytes of UTF-8.
pub(crate) const MAX_TOKEN_BYTES: usize = 4 * 1024 * 1024;

/// Size of the raw buffer, in bytes; the decoded one is three times as large.
const CHUNK_BYTES: usize = 32 * 1024;

/// How many first bytes may hold the XML declaration.
const SNIFFED_BYTES: usize = 1024;

/// Why the decoded stream broke; kept aside because `BufRead` can only say `io::Error`.
pub(crate) enum Fault {
    /// The input itself failed.
    Io(io::Error),
    /// A byte sequence that the encoding does not have.
    NotInEncoding(&'static str),
    /// The file ends inside a letter.
    CutOff,
    /// A token longer than [`MAX_TOKEN_BYTES`].
    TokenTooLong,
}

/// The file as UTF-8.
pub(crate) struct DecodingInput<R> {
    input: R,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_start: usize,
    raw_end: usize,
    is_raw_finished: bool,
    text: Vec<u8>,
    text_start: usize,
    text_end: usize,
    is_text_finished: bool,
    line: u64,
    token_bytes: usize,
    fault: Option<Fault>,
}

impl<R: Read> DecodingInput<R> {
    /// Reads the first bytes and settles the encoding.
    pub(crate) fn open(mut input: R) -> Result<Self, ReadErrorKind> {
        let mut raw = vec![0; CHUNK_BYTES];
        let mut raw_end = 0;
        let mut is_raw_finished = false;
        while raw_end < SNIFFED_BYTES && !is_raw_finished {
            let free = raw.get_mut(raw_end..).unwrap_or_default();
            let count = read_some(&mut input, free).map_err(ReadErrorKind::Io)?;
            raw_end += count;
            is_raw_finished = count == 0;
        }
        let head = raw.get(..raw_end).unwrap_or_default();
        let (encoding, raw_start) = sniff(head)?;
        refuse_wrong_declaration(head, encoding, raw_start > 0)?;
        Ok(Self {
            input,
            decoder: encoding.new_decoder_without_bom_handling(),
            raw,
            raw_start,
            raw_end,
            is_raw_finished,
            text: vec![0; CHUNK_BYTES * 3],
            text_start: 0,
            text_end: 0,
            is_text_finished: false,
            line: 1,
            token_bytes: 0,
            fault: None,
        })
    }

    /// Line of the next byte, from 1.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// A token ends here and the next one begins.
    pub(crate) fn begin_token(&mut self) {
        self.token_bytes = 0;
    }

    /// What broke the stream, if it was not the syntax of the XML.
    pub(crate) fn take_fault(&mut self) -> Option<Fault> {
        self.fault.take()
    }

    fn fail(&mut self, fault: Fault) -> io::Error {
        self.fault = Some(fault);
        io::Error::other("the stream broke")
    }

    /// Decodes until there is at least one byte of text, or none is left.
    fn refill(&mut self) -> io::Result<()> {
        while self.text_start == self.text_end && !self.is_text_finished {
            if self.raw_start == self.raw_end && !self.is_raw_finished {
                match read_some(&mut self.input, &mut self.raw) {
                    Ok(0) => self.is_raw_finished = true,
                    Ok(count) => (self.raw_start, self.raw_end) = (0, count),
                    Err(error) => return Err(self.fail(Fault::Io(error))),
                }
            }
            let source = self.raw.get(self.raw_start..self.raw_end).unwrap_or_default();
            // The end is told by itself: what is malformed then is a letter that has begun and does not go on.
            let is_end = self.is_raw_finished && source.is_empty();
            let (result, read, written) =
                self.decoder
                    .decode_to_utf8_without_replacement(source, &mut self.text, is_end);
            self.raw_start += read;
            (self.text_start, self.text_end) = (0, written);
            match result {
                DecoderResult::InputEmpty => self.is_text_finished = is_end,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    // What was decoded before the bad byte is delivered first, so that its line is right.
                    self.is_text_finished = true;
                    self.fault = Some(if is_end {
                        Fault::CutOff
                    } else {
                        Fault::NotInEncoding(self.decoder.encoding().name())
                    });
                }
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for DecodingInput<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(out)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for DecodingInput<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.token_bytes > MAX_TOKEN_BYTES {
            return Err(self.fail(Fault::TokenTooLong));
        }
        self.refill()?;
        if self.text_start == self.text_end && self.fault.is_some() {
            return Err(io::Error::other("the stream broke"));
        }
        Ok(self.text.get(self.text_start..self.text_end).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        let consumed = self
            .text
            .get(self.text_start..self.text_start + count)
            .unwrap_or_default();
        self.line += consumed.iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
        self.text_start += count;
        self.token_bytes += count;
    }
}

fn read_some(input: &mut impl Read, out: &mut [u8]) -> io::Result<usize> {
    loop {
        match input.read(out) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

/// The encoding of a file by its first bytes, and how many bytes its byte order mark takes.
fn sniff(head: &[u8]) -> Result<(&'static Encoding, usize), ReadErrorKind> {
    if let Some((encoding, mark_bytes)) = Encoding::for_bom(head) {
        return Ok((encoding, mark_bytes));
    }
    match head {
        [b'<', 0, b'?', 0, ..] => return Ok((UTF_16LE, 0)),
        [0, b'<', 0, b'?', ..] => return Ok((UTF_16BE, 0)),
        _ => {}
    }
    let Some(label) = declared_encoding(head) else {
        return Ok((UTF_8, 0));
    };
    match Encoding::for_label(label.as_bytes()) {
        Some(encoding) if encoding == UTF_8 || encoding == WINDOWS_1251 => Ok((encoding, 0)),
        _ => Err(ReadErrorKind::UnknownEncoding(label)),
    }
}

/// The name of the root element, as each encoding that people mix up writes it.
fn encoding_of_root(head: &[u8]) -> Option<&'static Encoding> {
    const ROOT: &str = "<КоммерческаяИнформация";
    let is_there = |bytes: &[u8]| head.windows(bytes.len()).any(|window| window == bytes);
    let (in_windows, _, _) = WINDOWS_1251.encode(ROOT);
    if is_there(ROOT.as_bytes()) {
        Some(UTF_8)
    } else if is_there(&in_windows) {
        Some(WINDOWS_1251)
    } else {
        None
    }
}

/// Refuses a file whose root element is in another encoding than it is going to be read in.
fn refuse_wrong_declaration(head: &[u8], encoding: &'static Encoding, has_mark: bool) -> Result<(), ReadErrorKind> {
    let Some(actual) = encoding_of_root(head).filter(|actual| *actual != encoding) else {
        return Ok(());
    };
    let declared = if has_mark {
        format!("begins with the byte order mark of {}", encoding.name())
    } else {
        match declared_encoding(head) {
            Some(label) => format!("declares «{label}»"),
            None => "declares no encoding, which means UTF-8".to_owned(),
        }
    };
    Err(ReadErrorKind::WrongEncoding {
        declared,
        actual: actual.name(),
    })
}

/// The value of `encoding` in `<?xml … ?>`.
fn declared_encoding(head: &[u8]) -> Option<String> {
    let head = head.trim_ascii_start().strip_prefix(b"<?xml")?;
    let end = head.windows(2).position(|pair| pair == b"?>").unwrap_or(head.len());
    let declaration = String::from_utf8_lossy(head.get(..end)?).into_owned();
    let (_, after) = declaration.split_once("encoding")?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''))?;
    let (label, _) = value.get(1..)?.split_once(quote)?;
    Some(label.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::{declared_encoding, sniff};

    #[test]
    fn the_declared_encoding_is_found_in_either_quotes() {
        let cases: [(&str, Option<&str>); 6] = [
            (
                "<?xml version=\"1.0\" encoding=\"windows-1251\"?>",
                Some("windows-1251"),
            ),
            (
                "<?xml version='1.0' encoding = 'UTF-8' standalone='yes'?>",
                Some("UTF-8"),
            ),
            ("\n<?xml encoding=\"koi8-r\" ?>", Some("koi8-r")),
            ("<?xml version=\"1.0\"?><a encoding=\"x\"/>", None),
            ("<a/>", None),
            ("", None),
        ];
        for (head, expected) in cases {
            assert_eq!(declared_encoding(head.as_bytes()).as_deref(), expected, "{head}");
        }
    }

    #[test]
    fn the_byte_order_mark_wins_over_the_declaration() {
        let (encoding, mark) = sniff("\u{feff}<?xml version=\"1.0\" encoding=\"windows-1251\"?>".as_bytes()).unwrap();
        assert_eq!((encoding.name(), mark), ("UTF-8", 3));
    }
}
