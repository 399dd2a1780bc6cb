//! Which entries of two books are the same, and what is left of both. Pure.
//!
//! Pairs are looked for from the surest on: number, day and sum; number and sum within a month; number and day with other sums; a
//! sum within few days, the nearest first; at last a number within a month. A number is the same without its prefix and its leading
//! zeros, as 1C of either side writes them. Law: the differences add up to the difference of the balances.

use std::collections::BTreeMap;
use time::Date;

/// Days between one side's entry and the other's when only the sum is the same.
const NEAR_DAYS: i64 = 5;
/// Days within which a number is not used again.
const SAME_NUMBER_DAYS: i64 = 31;

/// An entry of one side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its day.
    pub(super) day: Date,
    /// Its numbers, as written.
    pub(super) numbers: Vec<String>,
    /// What is owed more by it, in minor units; below zero for what is owed less.
    pub(super) owed_minor: i64,
}

/// What two entries are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    /// Place among the dealer's entries.
    pub(super) ours: usize,
    /// Place among the supplier's.
    pub(super) theirs: usize,
    /// Only the sums are the same, and no number.
    pub(super) is_by_sum: bool,
}

/// All entries of both sides, each in exactly one list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Compared {
    /// In the order in which they were found.
    pub(super) pairs: Vec<Pair>,
    /// The dealer's without a pair.
    pub(super) only_ours: Vec<usize>,
    /// The supplier's without a pair.
    pub(super) only_theirs: Vec<usize>,
}

/// Compares two books.
pub(super) fn compare(ours: &[Entry], theirs: &[Entry]) -> Compared {
    let mut finding = Finding {
        ours,
        theirs,
        our_numbers: ours.iter().map(numbers).collect(),
        their_numbers: theirs.iter().map(numbers).collect(),
        is_ours_taken: vec![false; ours.len()],
        is_theirs_taken: vec![false; theirs.len()],
        pairs: Vec::new(),
    };
    finding.by_number(|ours, theirs, days| days == 0 && ours.owed_minor == theirs.owed_minor);
    finding.by_number(|ours, theirs, days| days <= SAME_NUMBER_DAYS && ours.owed_minor == theirs.owed_minor);
    finding.by_number(|ours, theirs, days| days == 0 && is_same_way(ours, theirs));
    finding.by_sum();
    finding.by_number(|ours, theirs, days| days <= SAME_NUMBER_DAYS && is_same_way(ours, theirs));
    let left = |taken: &[bool]| {
        let free = taken.iter().enumerate().filter(|(_, is_taken)| !**is_taken);
        free.map(|(at, _)| at).collect()
    };
    Compared {
        only_ours: left(&finding.is_ours_taken),
        only_theirs: left(&finding.is_theirs_taken),
        pairs: finding.pairs,
    }
}

const fn is_same_way(ours: &Entry, theirs: &Entry) -> bool {
    (ours.owed_minor < 0) == (theirs.owed_minor < 0)
}

fn days_between(ours: &Entry, theirs: &Entry) -> i64 {
    (ours.day - theirs.day).whole_days().saturating_abs()
}

/// The numbers of an entry as they are compared, each once.
fn numbers(entry: &Entry) -> Vec<String> {
    let mut all: Vec<String> = entry.numbers.iter().filter_map(|number| core_of(number)).collect();
    all.dedup();
    all
}

/// A number without its prefix and its leading zeros: `УТ-000123` and `0000-000123` are `123`, `12/А` is `12А`. `None` for what has no
/// figure.
pub(super) fn core_of(number: &str) -> Option<String> {
    let letters: Vec<char> = number
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect();
    let last_figure = letters.iter().rposition(char::is_ascii_digit)?;
    let before = letters.get(..last_figure)?;
    let first = before
        .iter()
        .rposition(|letter| !letter.is_ascii_digit())
        .map_or(0, |at| at.saturating_add(1));
    // A part between signs is a prefix too: figures before the last dash are of the organisation or the base.
    let last_part: String = number
        .rsplit(|letter: char| !letter.is_alphanumeric())
        .find(|part| part.contains(|letter: char| letter.is_ascii_digit()))?
        .to_owned();
    let figures: String = letters.get(first..=last_figure)?.iter().collect();
    let of_part: String = last_part.chars().filter(char::is_ascii_digit).collect();
    let figures = if of_part.len() < figures.len() && figures.ends_with(&of_part) {
        of_part
    } else {
        figures
    };
    let tail: String = letters.get(last_figure.saturating_add(1)..)?.iter().collect();
    let figures = figures.trim_start_matches('0');
    let figures = if figures.is_empty() { "0" } else { figures };
    Some(format!("{figures}{tail}"))
}

struct Finding<'a> {
    ours: &'a [Entry],
    theirs: &'a [Entry],
    our_numbers: Vec<Vec<String>>,
    their_numbers: Vec<Vec<String>>,
    is_ours_taken: Vec<bool>,
    is_theirs_taken: Vec<bool>,
    pairs: Vec<Pair>,
}

impl Finding<'_> {
    /// Pairs those with a number in common that fit, the nearest days first.
    fn by_number(&mut self, fits: impl Fn(&Entry, &Entry, i64) -> bool) {
        let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, numbers) in self.their_numbers.iter().enumerate() {
            for number in numbers {
                places.entry(number).or_default().push(at);
            }
        }
        let mut found: Vec<(i64, usize, usize)> = Vec::new();
        for (our_at, numbers) in self.our_numbers.iter().enumerate() {
            if self.is_ours_taken.get(our_at).copied().unwrap_or(true) {
                continue;
            }
            let same = numbers
                .iter()
                .filter_map(|number| places.get(number.as_str()))
                .flatten();
            for their_at in same {
                if let (Some(ours), Some(theirs)) = (self.ours.get(our_at), self.theirs.get(*their_at)) {
                    let days = days_between(ours, theirs);
                    if fits(ours, theirs, days) {
                        found.push((days, our_at, *their_at));
                    }
                }
            }
        }
        self.take(found, false);
    }

    /// Pairs those with one sum within few days, the nearest first.
    fn by_sum(&mut self) {
        let mut places: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
        for (at, entry) in self.theirs.iter().enumerate() {
            if !self.is_theirs_taken.get(at).copied().unwrap_or(true) {
                places.entry(entry.owed_minor).or_default().push(at);
            }
        }
        for all in places.values_mut() {
            all.sort_by_key(|at| self.theirs.get(*at).map(|entry| entry.day));
        }
        let mut found: Vec<(i64, usize, usize)> = Vec::new();
        for (our_at, ours) in self.ours.iter().enumerate() {
            if self.is_ours_taken.get(our_at).copied().unwrap_or(true) {
                continue;
            }
            let Some(same) = places.get(&ours.owed_minor) else {
                continue;
            };
            let is_before = |at: &usize| {
                self.theirs
                    .get(*at)
                    .is_some_and(|theirs| (ours.day - theirs.day).whole_days() > NEAR_DAYS)
            };
            let first = same.partition_point(is_before);
            for their_at in same.iter().skip(first) {
                let Some(theirs) = self.theirs.get(*their_at) else {
                    continue;
                };
                if (theirs.day - ours.day).whole_days() > NEAR_DAYS {
                    break;
                }
                found.push((days_between(ours, theirs), our_at, *their_at));
            }
        }
        self.take(found, true);
    }

    fn take(&mut self, mut found: Vec<(i64, usize, usize)>, is_by_sum: bool) {
        found.sort_unstable();
        for (_, ours, theirs) in found {
            let (Some(is_ours_taken), Some(is_theirs_taken)) =
                (self.is_ours_taken.get_mut(ours), self.is_theirs_taken.get_mut(theirs))
            else {
                continue;
            };
            if !*is_ours_taken && !*is_theirs_taken {
                (*is_ours_taken, *is_theirs_taken) = (true, true);
                self.pairs.push(Pair {
                    ours,
                    theirs,
                    is_by_sum,
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(day: u8, number: &str, owed_minor: i64) -> Entry {
        Entry {
            day: Date::from_calendar_date(2026, time::Month::March, day).unwrap(),
            numbers: [number]
                .iter()
                .filter(|number| !number.is_empty())
                .map(|number| (*number).to_owned())
                .collect(),
            owed_minor,
        }
    }

    /// Pairs as places, and what is left.
    fn told(ours: &[Entry], theirs: &[Entry]) -> (Vec<(usize, usize)>, Vec<usize>, Vec<usize>) {
        let compared = compare(ours, theirs);
        let mut pairs: Vec<_> = compared.pairs.iter().map(|pair| (pair.ours, pair.theirs)).collect();
        pairs.sort_unstable();
        (pairs, compared.only_ours, compared.only_theirs)
    }

    #[test]
    fn a_number_is_the_same_without_its_prefix_and_zeros() {
        for (one, other) in [
            ("УТ-000123", "123"),
            ("0000-000123", "УТ00-000123"),
            ("РТУ000123", "123"),
            ("17/26-5", "5"),
            ("12/А", "12а"),
            ("№ 0007", "7"),
            ("000", "0"),
        ] {
            assert_eq!(core_of(one), core_of(other), "{one} {other}");
        }
        assert_ne!(core_of("УТ-000123"), core_of("УТ-001230"));
        assert_ne!(core_of("12/А"), core_of("12/Б"));
        assert_eq!(core_of("без номера"), None);
    }

    #[test]
    fn the_surest_pair_is_found_first() {
        for (name, ours, theirs, pairs) in [
            (
                "the same",
                vec![entry(3, "УТ-01", 5)],
                vec![entry(3, "1", 5)],
                vec![(0, 0)],
            ),
            (
                "a sum of the day does not take a number's pair",
                vec![entry(3, "", 5), entry(4, "1", 5)],
                vec![entry(3, "1", 5), entry(4, "2", 5)],
                vec![(0, 1), (1, 0)],
            ),
            (
                "another day",
                vec![entry(3, "1", 5)],
                vec![entry(30, "1", 5)],
                vec![(0, 0)],
            ),
            (
                "another sum",
                vec![entry(3, "1", 5)],
                vec![entry(3, "1", 7)],
                vec![(0, 0)],
            ),
            ("the other way", vec![entry(3, "1", 5)], vec![entry(3, "1", -7)], vec![]),
            (
                "a sum near",
                vec![entry(3, "9", 5)],
                vec![entry(8, "1", 5)],
                vec![(0, 0)],
            ),
            ("a sum far", vec![entry(3, "9", 5)], vec![entry(9, "1", 5)], vec![]),
            (
                "the nearest of several",
                vec![entry(10, "", 5), entry(13, "", 5)],
                vec![entry(8, "", 5), entry(13, "", 5)],
                vec![(0, 0), (1, 1)],
            ),
            (
                "a number, another day and sum",
                vec![entry(3, "1", 5)],
                vec![entry(5, "1", 7)],
                vec![(0, 0)],
            ),
        ] {
            assert_eq!(told(&ours, &theirs).0, pairs, "{name}");
        }
    }

    fn entries() -> impl Strategy<Value = Vec<Entry>> {
        let one = (
            1_u8..29,
            prop::sample::select(vec!["", "1", "УТ-002", "3", "0003"]),
            -3_i64..4,
        );
        prop::collection::vec(one.prop_map(|(day, number, minor)| entry(day, number, minor)), 0..30)
    }

    proptest! {
        #[test]
        fn each_entry_is_in_exactly_one_place_and_sums_add_up(ours in entries(), theirs in entries()) {
            let compared = compare(&ours, &theirs);
            let mut ours_seen: Vec<usize> = compared.pairs.iter().map(|pair| pair.ours).chain(compared.only_ours.clone()).collect();
            let mut theirs_seen: Vec<usize> = compared.pairs.iter().map(|pair| pair.theirs).chain(compared.only_theirs.clone()).collect();
            ours_seen.sort_unstable();
            theirs_seen.sort_unstable();
            prop_assert_eq!(ours_seen, (0..ours.len()).collect::<Vec<_>>());
            prop_assert_eq!(theirs_seen, (0..theirs.len()).collect::<Vec<_>>());
            let sum = |all: &[Entry]| all.iter().map(|one| one.owed_minor).sum::<i64>();
            let of_pairs: i64 = compared.pairs.iter().map(|pair| theirs[pair.theirs].owed_minor - ours[pair.ours].owed_minor).sum();
            let left: i64 = compared.only_theirs.iter().map(|at| theirs[*at].owed_minor).sum::<i64>()
                - compared.only_ours.iter().map(|at| ours[*at].owed_minor).sum::<i64>();
            prop_assert_eq!(of_pairs + left, sum(&theirs) - sum(&ours));
        }

        #[test]
        fn the_same_books_have_no_difference_in_whatever_order(ours in entries(), seed in any::<u64>()) {
            let mut theirs = ours.clone();
            let count = theirs.len().max(1);
            theirs.rotate_left(usize::try_from(seed).unwrap_or(0) % count);
            let compared = compare(&ours, &theirs);
            prop_assert!(compared.only_ours.is_empty() && compared.only_theirs.is_empty());
            for pair in &compared.pairs {
                prop_assert_eq!((ours[pair.ours].day, ours[pair.ours].owed_minor), (theirs[pair.theirs].day, theirs[pair.theirs].owed_minor));
            }
        }
    }
}
