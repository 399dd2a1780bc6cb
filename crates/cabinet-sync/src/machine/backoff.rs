//! When to try again: full jitter under a doubling limit, and never out of sight.

/// The longest wait between two tries, in milliseconds.
pub const CAP_MS: i64 = 300_000;

/// A stored time of a next try further away than this is not believed: the clock was set (invariant I9).
pub const BELIEVABLE_MS: i64 = 900_000;

/// Seconds of an answer in milliseconds; more than can be counted is the most that can.
#[must_use]
pub fn millis(seconds: u64) -> i64 {
    i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1000)
}

/// A wait before try `attempt` (from 1): anywhere between nothing and `min(300 s, 1 s · 2^attempt)`, at the place
/// that the random `dice` names, and at least what the gateway asked for.
#[must_use]
pub fn wait_ms(attempt: u32, dice: u64, asked_s: Option<u64>) -> i64 {
    let limit = 1_000_i64.checked_shl(attempt.min(9)).unwrap_or(CAP_MS).min(CAP_MS);
    let spread = u64::try_from(limit).unwrap_or(1).saturating_add(1);
    let jitter = i64::try_from(dice % spread).unwrap_or(0);
    let asked = asked_s.map_or(0, millis);
    jitter.max(asked.min(BELIEVABLE_MS))
}

/// A usual period, a fifth shorter or longer, so that many devices do not come at once.
#[must_use]
pub fn spread_ms(period_s: u64, dice: u64) -> i64 {
    let period = millis(period_s.clamp(5, 86_400));
    let fifth = period / 5;
    let width = u64::try_from(fifth.saturating_mul(2).saturating_add(1)).unwrap_or(1);
    let shift = i64::try_from(dice % width).unwrap_or(0);
    period.saturating_sub(fifth).saturating_add(shift)
}

/// Whether something planned for `next_at_ms` is due; a time too far away to be true is due at once.
#[must_use]
pub const fn is_due(next_at_ms: i64, now_ms: i64) -> bool {
    next_at_ms <= now_ms || next_at_ms > now_ms.saturating_add(BELIEVABLE_MS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_time_that_the_clock_made_absurd_is_due() {
        for (name, next, now, due) in [
            ("passed", 10, 20, true),
            ("now", 20, 20, true),
            ("soon", 21, 20, false),
            ("at the edge", 20 + BELIEVABLE_MS, 20, false),
            ("beyond belief", 21 + BELIEVABLE_MS, 20, true),
            ("years away", i64::MAX, 20, true),
        ] {
            assert_eq!(is_due(next, now), due, "{name}");
        }
    }

    proptest! {
        #[test]
        fn a_wait_is_bounded_and_obeys_the_gateway(attempt: u32, dice: u64, asked in proptest::option::of(0_u64..100_000)) {
            let wait = wait_ms(attempt, dice, asked);
            prop_assert!((0..=BELIEVABLE_MS).contains(&wait));
            if let Some(asked) = asked {
                prop_assert!(wait >= i64::try_from(asked * 1000).unwrap().min(BELIEVABLE_MS));
            } else {
                prop_assert!(wait <= CAP_MS);
            }
        }

        #[test]
        fn a_period_is_spread_by_a_fifth(period in 5_u64..86_400, dice: u64) {
            let ms = i64::try_from(period).unwrap() * 1000;
            let wait = spread_ms(period, dice);
            prop_assert!(wait >= ms - ms / 5 && wait <= ms + ms / 5);
        }
    }
}
