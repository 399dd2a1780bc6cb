//! Whether the machine slept, or somebody set its clock.
//!
//! Some systems stop the monotonic clock during sleep and some do not, so both signs are looked for: the device's clock
//! went another way than the monotonic one, or a short wait took long. Nothing depends on the device's clock by this but
//! that one question is asked sooner.

/// A difference that no ordinary delay makes, in milliseconds.
const JUMP_MS: u64 = 10_000;

/// The two clocks as they were seen last.
#[derive(Debug, Clone, Copy)]
pub struct Sleep {
    wall_ms: i64,
    now_ms: i64,
}

impl Sleep {
    /// Begins at this moment.
    #[must_use]
    pub const fn new(wall_ms: i64, now_ms: i64) -> Self {
        Self { wall_ms, now_ms }
    }

    /// Whether it happened since the last look, when the wait in between was meant to be of at most `waited_ms`.
    #[must_use]
    pub const fn noticed(&mut self, wall_ms: i64, now_ms: i64, waited_ms: i64) -> bool {
        let wall_passed = wall_ms.saturating_sub(self.wall_ms);
        let passed = now_ms.saturating_sub(self.now_ms);
        *self = Self { wall_ms, now_ms };
        let has_jumped = wall_passed.abs_diff(passed) > JUMP_MS;
        let is_late = passed > waited_ms && passed.abs_diff(waited_ms) > JUMP_MS;
        has_jumped || is_late
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sleep_and_a_set_clock_are_told_from_ordinary_delays() {
        for (name, wall, now, noticed) in [
            ("as meant", 5_000, 5_000, false),
            ("cut short by an event", 20, 20, false),
            ("a busy machine", 14_000, 14_000, false),
            ("a clock that is corrected a little", 8_000, 5_000, false),
            ("asleep with a monotonic clock that stopped", 3_600_000, 5_000, true),
            ("asleep with one that went on", 3_600_000, 3_600_000, true),
            ("the clock set forward", 65_000, 5_000, true),
            ("the clock set back", -3_600_000, 5_000, true),
        ] {
            let mut sleep = Sleep::new(1_000_000, 7_000);
            assert_eq!(sleep.noticed(1_000_000 + wall, 7_000 + now, 5_000), noticed, "{name}");
            assert!(
                !sleep.noticed(1_005_000 + wall, 12_000 + now, 5_000),
                "{name}: noticed once"
            );
        }
    }
}
