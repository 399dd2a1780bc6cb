//! Several goods in one line of text: «БГ-12 - 5 шт, ШГ-7 - 7 шт», as they are written into a message.
//!
//! Nobody can tell for certain where such a line divides, or whether it takes goods back: it is shown to a person whole. It is
//! known by its parts, each of which names goods and an amount with a unit or behind a dash.

use crate::row;

/// Percent of the lines that must be such lists, where a sign would divide them into columns.
const MOST: usize = 60;

/// Whether a line names several goods, each with how much of it.
pub(crate) fn is_list(line: &str) -> bool {
    let line = line.trim().trim_end_matches(['.', ';', ',']);
    [';', ','].into_iter().any(|sign| {
        let mut parts = divided(without_intro(line, sign), sign);
        if let Some(last) = parts.last_mut() {
            *last = without_and(last);
        }
        parts.len() > 1 && parts.iter().all(|part| is_order(part))
    })
}

/// Whether most lines of a text are such lists.
pub(super) fn are_most(text: &str) -> bool {
    let filled = text.lines().filter(|line| line.chars().any(char::is_alphanumeric));
    let (lists, all) = filled.fold((0_usize, 0_usize), |(lists, all), line| {
        (lists.saturating_add(usize::from(is_list(line))), all.saturating_add(1))
    });
    lists > 0 && lists.saturating_mul(100) >= all.saturating_mul(MOST)
}

/// Divided by a sign with a blank behind it.
fn divided(line: &str, sign: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, _) in line.match_indices(sign) {
        let rest = line.get(at.saturating_add(1)..).unwrap_or_default();
        if rest.starts_with([' ', '\u{a0}']) {
            parts.push(line.get(from..at).unwrap_or_default().trim());
            from = at.saturating_add(1);
        }
    }
    parts.push(line.get(from..).unwrap_or_default().trim());
    parts
}

/// The goods of «Прошу отгрузить: БГ-12 - 5 шт, …»: an introduction has a colon, words only, and stands before the first sign.
fn without_intro(line: &str, sign: char) -> &str {
    let Some((intro, rest)) = line.split_once(':') else {
        return line;
    };
    let is_words = !intro.contains(|letter: char| letter.is_ascii_digit() || letter == sign);
    if is_words && rest.starts_with([' ', '\u{a0}']) {
        rest.trim_start()
    } else {
        line
    }
}

/// «и ШГ-7 - 7 шт» at the end of an enumeration.
fn without_and(part: &str) -> &str {
    ["и ", "та ", "and "]
        .into_iter()
        .find_map(|word| part.strip_prefix(word))
        .map_or(part, str::trim_start)
}

/// Whether a part says goods, and how much of them.
fn is_order(part: &str) -> bool {
    let is_whole = !part.contains(['(', ')', '\t', ';', '"']);
    is_whole
        && row::read(part).is_ok_and(|read| {
            let has_mark = read.amount.is_some_and(|amount| amount.unit.is_some()) || has_dash(part);
            has_mark && names_goods(&read.article)
        })
}

fn has_dash(part: &str) -> bool {
    [" - ", " – ", " — "].into_iter().any(|dash| part.contains(dash))
}

/// What is ordered has a figure in it, be it an article or a name: «цинк жёлтый 5 уп» behind goods is about them.
fn names_goods(article: &str) -> bool {
    let has_digit = article.contains(|letter: char| letter.is_ascii_digit());
    let is_number = article
        .chars()
        .all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ',' | ' '));
    has_digit && (!is_number || article.len() >= 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_several_goods_is_known() {
        for line in [
            "БГ-12 - 5 шт, ШГ-7 - 7 шт, ГЩ-1 2 уп",
            "БГ-12 5шт; ШГ-7 7шт.",
            "Добрый день! Прошу счёт: БГ-12 - 5, ШГ-7 - 7.",
            "DIN933 M8x40 - 1,5 кг, DIN934 M8 - 2 кг",
            "А-1 5 шт, и Б-2 3 шт",
            "Отменить: БГ-12 - 5 шт, ШГ-7 - 7 шт",
        ] {
            assert!(is_list(line), "{line}");
        }
    }

    #[test]
    fn other_lines_are_not() {
        for line in [
            "БГ-12;5",
            "БГ-12, 5",
            "БГ-12; 5; Болт",
            "Болт М8, оцинкованный - 5 шт",
            "БГ-12 - 5 шт, срочно",
            "БГ-12 - 5 шт, вес 20 кг",
            "БГ-12 - 5 шт, 12.50 руб",
            "Кабель 3х2,5 - 10 м, 20 м",
            "БГ-12 5 шт (2 уп, по 3 шт)",
            "Добрый день, прошу 5 шт",
            "Саморез 3.5х35 200 шт, цинк жёлтый 5 уп",
        ] {
            assert!(!is_list(line), "{line}");
        }
    }
}
