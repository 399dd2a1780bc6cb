//! Whether pieces can be cut from goods: bars are used up to the shortest rest that is long enough, long pieces first.

use cabinet_domain::quantity::Quantity;
use std::collections::BTreeMap;

/// How goods of a line lie: in bars, or in one piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Material {
    /// Length of a base unit; `None` when it is no measure of length.
    pub(crate) unit_mm: Option<i64>,
    /// Length of a bar; `None` for goods in one piece.
    pub(crate) bar_mm: Option<i64>,
}

/// Rests that pieces are cut from: how many of each length.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Rests(BTreeMap<i64, i64>);

/// What became of pieces of one length.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Cut {
    /// Pieces that there was enough for.
    pub(crate) made: i64,
    /// Cuts for them: the last piece of a bar that leaves nothing needs none.
    pub(crate) cuts: i64,
}

impl Material {
    /// What lies there of a quantity; `None` when nobody can say how long it is.
    pub(crate) fn rests(self, quantity: Quantity) -> Option<Rests> {
        let milli = quantity.milli().max(0);
        let mut rests = Rests::default();
        match (self.unit_mm, self.bar_mm.filter(|bar| *bar > 0)) {
            (None, None) => return None,
            (None, Some(bar)) => rests.add(bar, milli / 1000),
            (Some(unit), None) => rests.add(length_of(milli, unit)?, 1),
            (Some(unit), Some(bar)) => {
                let length = length_of(milli, unit)?;
                rests.add(bar, length.checked_div(bar)?);
                rests.add(length.checked_rem(bar)?, 1);
            }
        }
        Some(rests)
    }

    /// The least quantity from which all of these pieces (how many, how long) can be cut; `None` when there is none.
    pub(crate) fn needed(self, pieces: &[(i64, i64)]) -> Option<Quantity> {
        let length = match self.bar_mm.filter(|bar| *bar > 0) {
            None => pieces.iter().try_fold(0_i64, |sum, (count, length)| {
                sum.checked_add(count.checked_mul(*length)?)
            })?,
            Some(bar) => {
                let many = i64::from(u32::MAX);
                let mut rests = Rests::default();
                rests.add(bar, many);
                for (count, length) in pieces {
                    if rests.cut(*count, *length).made < *count {
                        return None;
                    }
                }
                let used = many.checked_sub(rests.0.get(&bar).copied().unwrap_or(0))?;
                match self.unit_mm {
                    None => return used.checked_mul(1000).map(Quantity::from_milli),
                    Some(_) => used.checked_mul(bar)?,
                }
            }
        };
        let unit = self.unit_mm.filter(|unit| *unit > 0)?;
        let exact = i128::from(length).checked_mul(1000)?;
        let up = exact
            .checked_add(i128::from(unit).checked_sub(1)?)?
            .checked_div(i128::from(unit))?;
        i64::try_from(up).ok().map(Quantity::from_milli)
    }
}

fn length_of(milli: i64, unit_mm: i64) -> Option<i64> {
    let exact = i128::from(milli).checked_mul(i128::from(unit_mm))? / 1000;
    i64::try_from(exact).ok()
}

impl Rests {
    fn add(&mut self, length: i64, count: i64) {
        if length > 0 && count > 0 {
            let there = self.0.entry(length).or_default();
            *there = there.saturating_add(count);
        }
    }

    /// Cuts pieces off, as far as there is enough.
    pub(crate) fn cut(&mut self, pieces: i64, length: i64) -> Cut {
        let mut done = Cut::default();
        if length <= 0 {
            return done;
        }
        while done.made < pieces {
            let Some((rest, count)) = self.0.range(length..).next().map(|(rest, count)| (*rest, *count)) else {
                break;
            };
            self.0.remove(&rest);
            let wanted = pieces.saturating_sub(done.made);
            let each = rest.checked_div(length).unwrap_or(0).max(1);
            let whole = count.min(wanted.checked_div(each).unwrap_or(0));
            self.use_up(rest, whole, each, length, &mut done);
            let (left, wanted) = (count.saturating_sub(whole), pieces.saturating_sub(done.made));
            if left > 0 && wanted > 0 {
                self.use_up(rest, 1, wanted, length, &mut done);
                self.add(rest, left.saturating_sub(1));
            } else {
                self.add(rest, left);
            }
        }
        done
    }

    /// Takes `each` pieces off each of `count` bars.
    fn use_up(&mut self, rest: i64, count: i64, each: i64, length: i64, done: &mut Cut) {
        if count <= 0 {
            return;
        }
        let left = rest.saturating_sub(each.saturating_mul(length));
        let saved = if left == 0 { count } else { 0 };
        let made = count.saturating_mul(each);
        done.made = done.made.saturating_add(made);
        done.cuts = done.cuts.saturating_add(made.saturating_sub(saved));
        self.add(left, count);
    }

    /// What is left of all bars together, in millimetres.
    pub(crate) fn left_mm(&self) -> i64 {
        let lengths = self.0.iter();
        lengths.fold(0_i64, |sum, (length, count)| {
            sum.saturating_add(length.saturating_mul(*count))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BARS: Material = Material {
        unit_mm: None,
        bar_mm: Some(6_000),
    };
    const METRES: Material = Material {
        unit_mm: Some(1_000),
        bar_mm: None,
    };
    const METRES_IN_BARS: Material = Material {
        unit_mm: Some(1_000),
        bar_mm: Some(6_000),
    };

    #[test]
    fn pieces_are_cut_from_bars_or_from_one_piece() {
        let q = Quantity::from_milli;
        type Cuts<'a> = &'a [(i64, i64)];
        let cases: [(&str, Material, i64, Cuts<'_>, Cuts<'_>, i64); 8] = [
            // name, goods, quantity, (pieces, length), (made, cuts), left
            ("three of two metres", BARS, 1_000, &[(3, 2_000)], &[(3, 2)], 0),
            ("two of them", BARS, 1_000, &[(2, 2_000)], &[(2, 2)], 2_000),
            ("seven over three bars", BARS, 3_000, &[(7, 2_000)], &[(7, 5)], 4_000),
            ("too many", BARS, 1_000, &[(4, 2_000)], &[(3, 2)], 0),
            ("no piece over two bars", BARS, 2_000, &[(1, 7_000)], &[(0, 0)], 12_000),
            (
                "a rest is used",
                BARS,
                1_000,
                &[(1, 4_000), (1, 2_000)],
                &[(1, 1), (1, 0)],
                0,
            ),
            ("metres in one piece", METRES, 7_000, &[(1, 7_000)], &[(1, 0)], 0),
            (
                "metres in bars",
                METRES_IN_BARS,
                15_000,
                &[(2, 6_000), (1, 3_000)],
                &[(2, 0), (1, 0)],
                0,
            ),
        ];
        for (name, material, milli, wanted, expected, left) in cases {
            let mut rests = material.rests(q(milli)).unwrap();
            let done: Vec<(i64, i64)> = wanted
                .iter()
                .map(|(pieces, length)| rests.cut(*pieces, *length))
                .map(|cut| (cut.made, cut.cuts))
                .collect();
            assert_eq!((done.as_slice(), rests.left_mm()), (expected, left), "{name}");
        }
        assert_eq!(BARS.needed(&[(7, 2_000)]), Some(q(3_000)));
        assert_eq!(METRES.needed(&[(7, 2_000)]), Some(q(14_000)));
        assert_eq!(METRES_IN_BARS.needed(&[(4, 2_000)]), Some(q(12_000)));
        assert_eq!(BARS.needed(&[(1, 6_001)]), None);
        let kilograms = Material {
            unit_mm: None,
            bar_mm: None,
        };
        assert_eq!(kilograms.rests(q(5_000)), None);
    }

    proptest! {
        #[test]
        fn nothing_is_made_of_nothing(
            bar in 1_i64..9_000, bars in 0_i64..500,
            wanted in proptest::collection::vec((1_i64..2_000, 1_i64..9_000), 1..6),
        ) {
            let mut wanted = wanted;
            wanted.sort_by_key(|(_, length)| std::cmp::Reverse(*length));
            let material = Material { unit_mm: None, bar_mm: Some(bar) };
            let mut rests = material.rests(Quantity::from_milli(bars * 1_000)).unwrap();
            let mut used = 0;
            let mut is_all = true;
            for (pieces, length) in &wanted {
                let cut = rests.cut(*pieces, *length);
                prop_assert!(cut.made <= *pieces && cut.cuts <= cut.made);
                used += cut.made * length;
                is_all &= cut.made == *pieces;
            }
            prop_assert_eq!(used + rests.left_mm(), bar * bars);
            // What is said to be enough is enough.
            if let Some(needed) = material.needed(&wanted) {
                let mut rests = material.rests(needed).unwrap();
                prop_assert!(wanted.iter().all(|(pieces, length)| rests.cut(*pieces, *length).made == *pieces));
                prop_assert_eq!(is_all, needed <= Quantity::from_milli(bars * 1_000));
            }
        }
    }
}
