//! Which quantities of goods can be ordered, and the nearest ones to a quantity that cannot.

use cabinet_domain::quantity::Quantity;

/// Bounds of a quantity, in thousandths of the base unit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bounds {
    /// At least so much; zero for no minimum.
    pub minimum: Quantity,
    /// In multiples of so much; zero for any.
    pub step: Quantity,
    /// What the step is called; empty when it has no name.
    pub pack: String,
}

/// The largest quantity of a line, in thousandths: a billion units.
pub const LARGEST: Quantity = Quantity::from_milli(1_000_000_000_000);

/// What is wrong with a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misfit {
    /// Zero or below.
    NotPositive,
    /// More than [`LARGEST`].
    TooLarge,
    /// A part of what is sold whole.
    Part,
    /// Less than the minimum.
    BelowMinimum,
    /// Not a multiple.
    NotMultiple,
}

impl Misfit {
    /// The form used on the wire and in answers.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotPositive => "not_positive",
            Self::TooLarge => "too_large",
            Self::Part => "part",
            Self::BelowMinimum => "below_minimum",
            Self::NotMultiple => "not_multiple",
        }
    }
}

/// A quantity that cannot be ordered, with the nearest ones that can.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unfit {
    /// Why.
    pub why: Misfit,
    /// The nearest one below; `None` when there is none.
    pub down: Option<Quantity>,
    /// The nearest one above; `None` when there is none.
    pub up: Option<Quantity>,
}

impl Bounds {
    /// The bounds of goods of which parts of a unit cannot be ordered, too: a step of the supplier stands as he gave it.
    #[must_use]
    pub fn whole(mut self, is_whole: bool) -> Self {
        if is_whole && !self.step.is_positive() {
            self.step = Quantity::from_milli(1000);
        }
        self
    }

    /// Whether anything but whole units is asked for.
    #[must_use]
    pub fn is_said(&self) -> bool {
        self.minimum.is_positive() || self.step.is_positive()
    }

    /// The least quantity that can be ordered.
    #[must_use]
    pub fn least(&self) -> Quantity {
        let step = self.step.milli().max(0);
        if step == 0 {
            return Quantity::from_milli(self.minimum.milli().max(1));
        }
        self.at_or_above(self.minimum.milli().max(1))
    }

    /// The least quantity that can be ordered and is not below `wanted`.
    #[must_use]
    pub fn at_least(&self, wanted: Quantity) -> Quantity {
        let milli = self.least().max(wanted).milli();
        if self.step.is_positive() {
            self.at_or_above(milli)
        } else {
            Quantity::from_milli(milli)
        }
    }

    fn at_or_above(&self, milli: i64) -> Quantity {
        let step = self.step.milli().max(1);
        let over = milli.checked_rem(step).unwrap_or(0);
        let up = if over == 0 { 0 } else { step.saturating_sub(over) };
        Quantity::from_milli(milli.saturating_add(up))
    }

    /// Judges a quantity.
    ///
    /// # Errors
    /// [`Unfit`] with the way out.
    pub fn judge(&self, quantity: Quantity) -> Result<(), Unfit> {
        let (milli, step) = (quantity.milli(), self.step.milli().max(0));
        let least = self.least();
        let below = |most: i64| {
            let over = milli.min(most).checked_rem(step.max(1)).unwrap_or(0);
            let down = Quantity::from_milli(milli.min(most).saturating_sub(over));
            (down >= least).then_some(down)
        };
        let is_off = step > 0 && milli.checked_rem(step) != Some(0);
        let (why, down, up) = if milli <= 0 {
            (Misfit::NotPositive, None, Some(least))
        } else if quantity > LARGEST {
            (Misfit::TooLarge, below(LARGEST.milli()), None)
        } else if quantity < least {
            let is_part = is_off && step == 1000 && self.minimum.milli() <= 1000;
            let why = if is_part { Misfit::Part } else { Misfit::BelowMinimum };
            (why, None, Some(least))
        } else if is_off {
            let why = if step == 1000 {
                Misfit::Part
            } else {
                Misfit::NotMultiple
            };
            let up = self.at_or_above(milli);
            (why, below(milli), (up <= LARGEST).then_some(up))
        } else {
            return Ok(());
        };
        Err(Unfit { why, down, up })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bounds(minimum: i64, step: i64) -> Bounds {
        Bounds {
            minimum: Quantity::from_milli(minimum),
            step: Quantity::from_milli(step),
            pack: String::new(),
        }
    }

    #[test]
    fn boxes_of_twelve_from_two_boxes_on() {
        let boxes = bounds(24_000, 12_000);
        let q = |milli| Some(Quantity::from_milli(milli));
        for (milli, expected) in [
            (24_000, None),
            (36_000, None),
            (12_000, Some((Misfit::BelowMinimum, None, q(24_000)))),
            (25_000, Some((Misfit::NotMultiple, q(24_000), q(36_000)))),
            (0, Some((Misfit::NotPositive, None, q(24_000)))),
            (-5_000, Some((Misfit::NotPositive, None, q(24_000)))),
            (i64::MAX, Some((Misfit::TooLarge, q(999_999_996_000), None))),
        ] {
            let judged = boxes.judge(Quantity::from_milli(milli)).err();
            assert_eq!(
                judged.map(|unfit| (unfit.why, unfit.down, unfit.up)),
                expected,
                "{milli}"
            );
        }
        let pieces = Bounds::default().whole(true);
        assert_eq!(pieces.judge(Quantity::from_milli(500)).unwrap_err().why, Misfit::Part);
        assert_eq!(pieces.judge(Quantity::from_milli(1_500)).unwrap_err().down, q(1_000));
        assert!(Bounds::default().judge(Quantity::from_milli(1)).is_ok());
        let odd = bounds(30_000, 12_000);
        assert_eq!(
            odd.least(),
            Quantity::from_milli(36_000),
            "a minimum between two multiples"
        );
        assert!(bounds(0, 500).whole(true).judge(Quantity::from_milli(1_500)).is_ok());
    }

    proptest! {
        #[test]
        fn what_is_offered_can_be_ordered(
            minimum in 0_i64..100_000, step in 0_i64..30_000, milli in -10_000_i64..2_000_000, is_whole: bool,
        ) {
            let bounds = bounds(minimum, step).whole(is_whole);
            if let Err(unfit) = bounds.judge(Quantity::from_milli(milli)) {
                prop_assert!(unfit.up.is_some() || unfit.down.is_some());
                for offered in [unfit.down, unfit.up].into_iter().flatten() {
                    prop_assert_eq!(bounds.judge(offered), Ok(()));
                }
                prop_assert!(unfit.down.is_none_or(|down| down.milli() < milli));
                prop_assert!(unfit.up.is_none_or(|up| up.milli() > milli));
            }
        }
    }
}
