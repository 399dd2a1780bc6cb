//! Text in the encoding in which it was most likely written.
//!
//! A mark at the beginning and valid UTF-8 are certain. Between the Cyrillic encodings of one byte the frequency of letters
//! decides; where there are too few of them, windows-1251 is taken and the doubt is told.

use crate::file::failure::{FileError, Foreign};
use crate::file::sheet::Encoded;
use encoding_rs::{Encoding, IBM866, KOI8_U, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251};

/// Bytes that are looked at.
const SAMPLE: usize = 64 * 1024;
/// Letters beyond ASCII that are needed to be sure.
const FEW: i64 = 6;
/// By how much the best encoding must be ahead, for each letter.
const AHEAD: i64 = 8;
/// How many of a thousand letters of a text are these, lower case.
const FREQUENCY: [(char, i64); 36] = [
    ('о', 109),
    ('е', 85),
    ('а', 80),
    ('и', 74),
    ('н', 67),
    ('т', 63),
    ('с', 55),
    ('р', 47),
    ('в', 45),
    ('л', 44),
    ('і', 40),
    ('к', 38),
    ('м', 32),
    ('д', 30),
    ('п', 28),
    ('у', 26),
    ('я', 20),
    ('ы', 19),
    ('ь', 17),
    ('г', 17),
    ('з', 16),
    ('б', 16),
    ('ч', 14),
    ('й', 12),
    ('х', 10),
    ('ж', 9),
    ('ш', 7),
    ('ю', 6),
    ('ї', 6),
    ('ц', 5),
    ('є', 5),
    ('щ', 4),
    ('э', 3),
    ('ф', 3),
    ('ё', 1),
    ('ґ', 1),
];

/// Decodes a text.
///
/// # Errors
/// [`FileError::NotATable`] for bytes that no text has.
pub(crate) fn decode(bytes: &[u8]) -> Result<(String, Encoded), FileError> {
    let sure = |encoding: &'static Encoding, text: String| {
        let encoded = Encoded {
            name: encoding.name(),
            is_sure: true,
        };
        (text, encoded)
    };
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(length..).unwrap_or_default();
        return Ok(sure(
            encoding,
            encoding.decode_without_bom_handling(rest).0.into_owned(),
        ));
    }
    if let Some(encoding) = wide(bytes) {
        return Ok(sure(
            encoding,
            encoding.decode_without_bom_handling(bytes).0.into_owned(),
        ));
    }
    // Zeros at the end are how old programs fill a file up.
    let end = bytes
        .iter()
        .rposition(|byte| *byte != 0)
        .map_or(0, |at| at.saturating_add(1));
    let bytes = bytes.get(..end).unwrap_or_default();
    if bytes.contains(&0) {
        return Err(FileError::NotATable(Foreign::Bytes));
    }
    match str::from_utf8(bytes) {
        Ok(text) => return Ok(sure(UTF_8, text.to_owned())),
        // Cut off in the middle of its last letter.
        Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 => {
            return Ok(sure(UTF_8, UTF_8.decode_without_bom_handling(bytes).0.into_owned()));
        }
        Err(_) => {}
    }
    let sample = bytes.get(..SAMPLE.min(bytes.len())).unwrap_or_default();
    let letters = i64::try_from(sample.iter().filter(|byte| !byte.is_ascii()).count()).unwrap_or(i64::MAX);
    let mut scores = [WINDOWS_1251, IBM866, KOI8_U].map(|encoding| (score(sample, encoding), encoding));
    scores.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let [(best, encoding), (second, _), _] = scores;
    let is_sure = letters >= FEW && best.saturating_sub(second) >= letters.saturating_mul(AHEAD);
    let encoding = if is_sure { encoding } else { WINDOWS_1251 };
    let encoded = Encoded {
        name: encoding.name(),
        is_sure,
    };
    Ok((encoding.decode_without_bom_handling(bytes).0.into_owned(), encoded))
}

/// UTF-16 without a mark: every other byte is that of a page of letters.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..4096.min(bytes.len()))?;
    let (pairs, _) = sample.as_chunks::<2>();
    if pairs.len() < 4 {
        return None;
    }
    let is_page = |byte: u8| matches!(byte, 0 | 4);
    let share = |pick: fn(&[u8; 2]) -> u8| {
        let hits = pairs.iter().filter(|pair| is_page(pick(pair))).count();
        hits.saturating_mul(10) >= pairs.len().saturating_mul(9)
    };
    // Zeros only at one side; blocks of nothing but zeros are no text.
    let zeros = |pick: fn(&[u8; 2]) -> u8| pairs.iter().any(|pair| pick(pair) == 0);
    match (share(|[_, high]| *high), share(|[high, _]| *high)) {
        (true, false) if zeros(|[_, high]| *high) => Some(UTF_16LE),
        (false, true) if zeros(|[high, _]| *high) => Some(UTF_16BE),
        _ => None,
    }
}

/// How much a decoded text looks like Russian or Ukrainian.
fn score(sample: &[u8], encoding: &'static Encoding) -> i64 {
    let (text, _) = encoding.decode_without_bom_handling(sample);
    let mut sum = 0_i64;
    let mut before: Option<char> = None;
    for letter in text.chars() {
        if !letter.is_ascii() {
            let lower = letter.to_lowercase().next().unwrap_or(letter);
            let weight = match FREQUENCY.iter().find(|(known, _)| *known == lower) {
                Some((_, weight)) => *weight,
                None if matches!(
                    letter,
                    '№' | '«' | '»' | '–' | '—' | '°' | '×' | '\u{a0}' | '“' | '”' | '…' | 'ъ' | 'Ъ'
                ) =>
                {
                    0
                }
                None => -100,
            };
            // Inside a word a large letter after a small one is what a wrong encoding looks like.
            let is_turned =
                letter.is_uppercase() && before.is_some_and(|before| before.is_lowercase() && !before.is_ascii());
            sum = sum.saturating_add(if is_turned { weight.saturating_sub(60) } else { weight });
        }
        before = Some(letter);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "Артикул;Наименование;Количество\r\nБГ-12;Болт оцинкованный;5\r\nШГ-7;Шайба пружинная;100\r\n";

    #[test]
    fn a_list_is_read_in_the_encoding_in_which_it_was_written() {
        let upper = "АРТИКУЛ;КОЛИЧЕСТВО\r\nШАЙБА-1;5";
        let ukrainian = "Артикул;Назва;Кількість\r\nГВ-1;Гвинт їжак;7";
        for text in [LIST, upper, ukrainian] {
            for encoding in [WINDOWS_1251, IBM866, KOI8_U] {
                let (bytes, _, is_lossy) = encoding.encode(text);
                // cp866 has no letter «і»: encoding_rs writes `&#1110;` for it.
                if is_lossy {
                    continue;
                }
                let (read, encoded) = decode(&bytes).unwrap();
                assert_eq!(
                    (read.as_str(), encoded.name, encoded.is_sure),
                    (text, encoding.name(), true)
                );
            }
        }
        let wide = |bytes: fn(u16) -> [u8; 2]| LIST.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        for (bytes, name) in [
            (LIST.as_bytes().to_vec(), "UTF-8"),
            ([b"\xef\xbb\xbf", LIST.as_bytes()].concat(), "UTF-8"),
            (wide(u16::to_le_bytes), "UTF-16LE"),
            (wide(u16::to_be_bytes), "UTF-16BE"),
            ([vec![0xff, 0xfe], wide(u16::to_le_bytes)].concat(), "UTF-16LE"),
        ] {
            let (read, encoded) = decode(&bytes).unwrap();
            assert_eq!((read.as_str(), encoded.name, encoded.is_sure), (LIST, name, true));
        }
    }

    #[test]
    fn too_few_letters_are_a_doubt_and_bytes_are_no_text() {
        let (text, encoded) = decode(b"\xc1-1;5").unwrap();
        assert_eq!((text.as_str(), encoded.is_sure), ("Б-1;5", false));
        assert!(matches!(decode(b"\x01\x00\x00\xff\x02"), Err(FileError::NotATable(_))));
    }
}
