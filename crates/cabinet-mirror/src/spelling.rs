//! How far two words are apart: wrong, missing, extra and swapped letters.
//!
//! Pure. Numbers are not words: a wrong figure is another article, and the caller keeps figures out.

/// How many mistakes a word of so many letters may have.
pub(crate) const fn allowed_mistakes(letters: usize) -> usize {
    match letters {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

/// The mistakes between two words, where two neighbours swapped count as one; `None` when there are more than `most`.
pub(crate) fn mistakes(typed: &[char], meant: &[char], most: usize) -> Option<usize> {
    if typed.len().abs_diff(meant.len()) > most {
        return None;
    }
    // What both have at the ends costs nothing.
    let same_start = typed.iter().zip(meant).take_while(|(one, other)| one == other).count();
    let (typed, meant) = (typed.get(same_start..)?, meant.get(same_start..)?);
    let same_end = typed
        .iter()
        .rev()
        .zip(meant.iter().rev())
        .take_while(|(one, other)| one == other)
        .count();
    let typed = typed.get(..typed.len().saturating_sub(same_end))?;
    let meant = meant.get(..meant.len().saturating_sub(same_end))?;
    // Rows of the table of distances between the beginnings of both words: the present one and the two before it.
    let mut above: Vec<usize> = (0..=meant.len()).collect();
    let mut before: Vec<usize> = Vec::with_capacity(above.len());
    let mut present: Vec<usize> = Vec::with_capacity(above.len());
    for (row, letter) in typed.iter().enumerate() {
        present.clear();
        present.push(row.saturating_add(1));
        for (column, other) in meant.iter().enumerate() {
            let at = |line: &[usize], column: usize| line.get(column).copied().unwrap_or(usize::MAX);
            let replaced = at(&above, column).saturating_add(usize::from(letter != other));
            let missing = at(&present, column).saturating_add(1);
            let extra = at(&above, column.saturating_add(1)).saturating_add(1);
            let mut least = replaced.min(missing).min(extra);
            if row > 0 && column > 0 && is_swap(typed, row, meant, column) {
                least = least.min(at(&before, column.saturating_sub(1)).saturating_add(1));
            }
            present.push(least);
        }
        if present.iter().min().is_some_and(|least| *least > most) {
            return None;
        }
        std::mem::swap(&mut before, &mut above);
        std::mem::swap(&mut above, &mut present);
    }
    above.last().copied().filter(|mistakes| *mistakes <= most)
}

fn is_swap(typed: &[char], row: usize, meant: &[char], column: usize) -> bool {
    let pair = |letters: &[char], at: usize| Some((*letters.get(at.checked_sub(1)?)?, *letters.get(at)?));
    match (pair(typed, row), pair(meant, column)) {
        (Some((first, second)), Some((other_first, other_second))) => first == other_second && second == other_first,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn between(typed: &str, meant: &str, most: usize) -> Option<usize> {
        let (typed, meant): (Vec<char>, Vec<char>) = (typed.chars().collect(), meant.chars().collect());
        mistakes(&typed, &meant, most)
    }

    #[test]
    fn mistakes_are_counted_by_kind() {
        for (name, typed, meant, expected) in [
            ("none", "болт", "болт", Some(0)),
            ("a wrong letter", "балт", "болт", Some(1)),
            ("a missing letter", "блт", "болт", Some(1)),
            ("a doubled letter", "боолт", "болт", Some(1)),
            ("swapped letters", "ботл", "болт", Some(1)),
            ("swapped at the start", "обл", "бол", Some(1)),
            ("two wrong letters", "самарес", "саморез", Some(2)),
            ("a swap and a wrong letter", "шурповуерт", "шуруповерт", Some(2)),
            ("Ukrainian", "гвинд", "гвинт", Some(1)),
            ("English", "wahser", "washer", Some(1)),
            ("too many", "гайка", "шайба", Some(2)),
            ("more than allowed", "гайка", "болт", None),
            ("an empty one", "", "бо", Some(2)),
        ] {
            assert_eq!(between(typed, meant, 2), expected, "{name}: {typed}");
        }
        assert_eq!(between("гайка", "шайба", 1), None);
    }

    #[test]
    fn short_words_may_have_no_mistake_and_long_ones_two() {
        assert_eq!([3, 4, 7, 8, 20].map(allowed_mistakes), [0, 1, 1, 2, 2]);
    }

    proptest! {
        #[test]
        fn it_is_the_same_both_ways(one in "[абв]{0,8}", other in "[абв]{0,8}") {
            prop_assert_eq!(between(&one, &other, 3), between(&other, &one, 3));
            prop_assert_eq!(between(&one, &other, 0).is_some(), one == other);
        }

        #[test]
        fn less_allowed_never_finds_more(one in "[абв]{0,8}", other in "[абв]{0,8}") {
            let three = between(&one, &other, 3);
            prop_assert_eq!(between(&one, &other, 1), three.filter(|mistakes| *mistakes <= 1));
        }

        #[test]
        fn one_change_is_one_mistake(word in "[а-я]{2,12}", at in 0_usize..12, letter in prop::char::range('а', 'я')) {
            let mut letters: Vec<char> = word.chars().collect();
            let at = at % letters.len();
            letters.insert(at, letter);
            let longer: String = letters.iter().collect();
            prop_assert_eq!(between(&longer, &word, 2), Some(1));
        }
    }
}
