//! The line of hints: when it is opened, when it counts as dead, and when it calls for a sync.
//!
//! All that ever comes of a line is [`Todo::Ask`], the same sync that the period and the hand start. What a hint names is
//! not looked at: a sync asks for everything anyway, so a wrong, late or repeated hint costs one small question.

use super::backoff::{BELIEVABLE_MS, CAP_MS, millis, wait_ms};

/// The shortest pause between two lines that did not last, in milliseconds.
const SHORTEST_PAUSE_MS: i64 = 1_000;

/// A hint may ask to wait at most this long, in milliseconds.
const WIDEST_SPREAD_MS: u64 = 60_000;

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Todo {
    /// Sync.
    Ask,
    /// Open a line.
    Open,
    /// Drop the line, it is dead.
    Close,
    /// Wait so many milliseconds, or until something happens.
    Wait(i64),
}

/// How a line, or the attempt to open one, ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The gateway said goodbye and when to come back, in seconds.
    Bye(u64),
    /// It broke, or ended without a word; what the gateway asked to wait, in seconds.
    Broken(Option<u64>),
    /// The gateway does not know this device any more, which a sync will find out and tell.
    SignedOut,
    /// Something that a short wait does not heal: an older gateway, a wrong certificate.
    Refused,
}

/// How the line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// A line is to be opened later.
    Pausing,
    /// It is being opened.
    Opening,
    /// It is open and was heard of lately.
    Open,
}

#[derive(Debug, Clone, Copy)]
enum Stage {
    Closed { open_at_ms: i64 },
    Opening,
    Open { since_ms: i64, heard_at_ms: i64 },
}

/// The line of one gateway.
#[derive(Debug, Clone, Copy)]
pub struct Listening {
    silence_ms: i64,
    stage: Stage,
    /// Lines in a row that did not last.
    failures: u32,
    ask_at_ms: Option<i64>,
}

impl Listening {
    /// Wants a line at once; one that says nothing for `silence_ms` is dead.
    #[must_use]
    pub const fn new(silence_ms: i64, now_ms: i64) -> Self {
        Self {
            silence_ms,
            stage: Stage::Closed { open_at_ms: now_ms },
            failures: 0,
            ask_at_ms: None,
        }
    }

    /// What to do at this moment. `dice` is any random number.
    #[must_use]
    pub fn next(&mut self, now_ms: i64, dice: u64) -> Todo {
        if self.ask_at_ms.is_some_and(|at_ms| at_ms <= now_ms) {
            self.ask_at_ms = None;
            return Todo::Ask;
        }
        let deadline_ms = match self.stage {
            Stage::Closed { open_at_ms } if open_at_ms <= now_ms => {
                self.stage = Stage::Opening;
                return Todo::Open;
            }
            Stage::Closed { open_at_ms } => open_at_ms,
            Stage::Opening => i64::MAX,
            Stage::Open { heard_at_ms, .. } => {
                let dead_at_ms = heard_at_ms.saturating_add(self.silence_ms);
                if dead_at_ms <= now_ms {
                    self.ended(End::Broken(None), now_ms, dice);
                    return Todo::Close;
                }
                dead_at_ms
            }
        };
        let until_ms = self.ask_at_ms.map_or(deadline_ms, |at_ms| at_ms.min(deadline_ms));
        Todo::Wait(until_ms.saturating_sub(now_ms))
    }

    /// The line is open. Nobody says what was missed before, so this calls for a sync.
    pub const fn opened(&mut self, now_ms: i64) {
        self.stage = Stage::Open {
            since_ms: now_ms,
            heard_at_ms: now_ms,
        };
        self.ask_at_ms = Some(now_ms);
    }

    /// Something came over the line. `within_ms` when it calls for a sync: at a random moment within so many
    /// milliseconds.
    pub fn heard(&mut self, within_ms: Option<u64>, now_ms: i64, dice: u64) {
        if let Stage::Open { heard_at_ms, .. } = &mut self.stage {
            *heard_at_ms = now_ms;
        }
        if let Some(within_ms) = within_ms {
            let width = within_ms.min(WIDEST_SPREAD_MS).saturating_add(1);
            let at_ms = now_ms.saturating_add(i64::try_from(dice % width).unwrap_or(0));
            self.ask_at_ms = Some(self.ask_at_ms.map_or(at_ms, |known_ms| known_ms.min(at_ms)));
        }
    }

    /// The line, or the attempt to open it, ended. A line that lasted longer than the silence that ends one makes the
    /// next pause short again; a shorter one makes it longer, however politely it ended.
    pub fn ended(&mut self, end: End, now_ms: i64, dice: u64) {
        let has_lasted = matches!(self.stage, Stage::Open { since_ms, .. }
            if now_ms.saturating_sub(since_ms) > self.silence_ms);
        if has_lasted {
            self.failures = 0;
        }
        let growing = |failures: u32, asked_s| wait_ms(failures, dice, asked_s).max(SHORTEST_PAUSE_MS);
        let pause_ms = match end {
            End::Bye(back_in_s) if has_lasted => millis(back_in_s).min(BELIEVABLE_MS),
            End::Bye(back_in_s) => {
                self.failures = self.failures.saturating_add(1);
                growing(self.failures, Some(back_in_s))
            }
            End::Broken(asked_s) => {
                self.failures = self.failures.saturating_add(1);
                growing(self.failures, asked_s)
            }
            End::SignedOut => {
                self.ask_at_ms = Some(now_ms);
                CAP_MS
            }
            End::Refused => CAP_MS,
        };
        self.stage = Stage::Closed {
            open_at_ms: now_ms.saturating_add(pause_ms),
        };
    }

    /// The machine slept, or its clock jumped: whatever was open is not to be relied on, and what was known is old.
    pub const fn woke(&mut self, now_ms: i64) {
        self.stage = Stage::Closed { open_at_ms: now_ms };
        self.failures = 0;
        self.ask_at_ms = Some(now_ms);
    }

    /// How it stands.
    #[must_use]
    pub const fn stand(&self) -> Stand {
        match self.stage {
            Stage::Closed { .. } => Stand::Pausing,
            Stage::Opening => Stand::Opening,
            Stage::Open { .. } => Stand::Open,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cabinet_protocol::live::SILENCE_S;
    use proptest::prelude::*;

    const SILENCE_MS: i64 = 45_000;

    /// A line that was opened at the moment 0 and has called for its first sync.
    fn open() -> Listening {
        let mut line = Listening::new(SILENCE_MS, 0);
        assert_eq!(line.next(0, 0), Todo::Open);
        line.opened(0);
        assert_eq!(line.next(0, 0), Todo::Ask);
        line
    }

    /// The pause that a line is in.
    fn pause(line: &mut Listening, now_ms: i64) -> i64 {
        match line.next(now_ms, 0) {
            Todo::Wait(ms) => ms,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_line_is_dead_after_forty_five_silent_seconds_and_any_sign_of_life_counts() {
        assert_eq!(i64::try_from(SILENCE_S).unwrap() * 1_000, SILENCE_MS);
        let mut line = open();
        assert_eq!(line.next(44_999, 0), Todo::Wait(1));
        line.heard(None, 44_999, 0);
        assert_eq!(line.next(45_000, 0), Todo::Wait(44_999));
        assert_eq!(line.next(89_998, 0), Todo::Wait(1));
        assert_eq!(line.next(89_999, 7), Todo::Close);
        assert_eq!(line.stand(), Stand::Pausing);
    }

    #[test]
    fn hints_that_wait_become_one_question_at_the_earliest_moment() {
        let mut line = open();
        line.heard(Some(10_000), 100, 9_000);
        line.heard(Some(10_000), 200, 4_000);
        line.heard(Some(10_000), 300, 8_000);
        assert_eq!(line.next(300, 0), Todo::Wait(3_900));
        assert_eq!(line.next(4_200, 0), Todo::Ask);
        assert!(matches!(line.next(4_200, 0), Todo::Wait(_)));
        line.heard(Some(0), 5_000, 77);
        assert_eq!(line.next(5_000, 0), Todo::Ask);
        line.heard(Some(u64::MAX), 6_000, u64::MAX - 1);
        assert!(matches!(line.next(6_000, 0), Todo::Wait(ms) if ms <= 60_000));
    }

    #[test]
    fn lines_that_do_not_last_are_opened_ever_more_rarely_and_one_that_lasts_heals() {
        let high = |failures: u32| (1_000_u64 << failures.min(9)).min(300_000);
        let mut line = Listening::new(SILENCE_MS, 0);
        let mut now_ms = 0;
        for failures in 1..=10 {
            assert_eq!(line.next(now_ms, 0), Todo::Open);
            line.opened(now_ms);
            assert_eq!(line.next(now_ms, 0), Todo::Ask);
            // Politeness makes no difference, nor does a word before the end.
            line.heard(None, now_ms, 0);
            let end = if failures % 2 == 0 {
                End::Bye(0)
            } else {
                End::Broken(None)
            };
            line.ended(end, now_ms, high(failures));
            let pause = pause(&mut line, now_ms);
            assert_eq!(pause, i64::try_from(high(failures)).unwrap());
            now_ms += pause;
        }
        assert_eq!(line.next(now_ms, 0), Todo::Open);
        line.opened(now_ms);
        let _ = line.next(now_ms, 0);
        for _ in 0..3 {
            now_ms += 20_000;
            line.heard(None, now_ms, 0);
        }
        line.ended(End::Broken(None), now_ms, high(1));
        assert_eq!(pause(&mut line, now_ms), 2_000);
    }

    #[test]
    fn a_goodbye_of_a_good_line_is_obeyed_within_reason() {
        for (seconds, expected_ms) in [(0, 0), (7, 7_000), (u64::MAX, BELIEVABLE_MS)] {
            let mut line = open();
            line.heard(None, 30_000, 0);
            line.ended(End::Bye(seconds), 60_000, 5);
            if expected_ms == 0 {
                assert_eq!(line.next(60_000, 0), Todo::Open);
            } else {
                assert_eq!(pause(&mut line, 60_000), expected_ms);
            }
        }
    }

    #[test]
    fn what_the_gateway_asked_for_is_waited_and_a_refusal_waits_long() {
        let mut line = open();
        line.ended(End::Broken(Some(300)), 10, 0);
        assert_eq!(pause(&mut line, 10), 300_000);
        let mut line = open();
        line.ended(End::Refused, 10, 0);
        assert_eq!(pause(&mut line, 10), CAP_MS);
        let mut line = open();
        line.ended(End::SignedOut, 10, 0);
        assert_eq!(line.next(10, 0), Todo::Ask, "the sync has to find out");
        assert_eq!(pause(&mut line, 10), CAP_MS);
    }

    #[test]
    fn after_sleep_a_line_is_opened_and_a_sync_asked_for_at_once_whatever_was_before() {
        let mut tired = open();
        for _ in 0..9 {
            tired.ended(End::Broken(None), 10, 300_000);
        }
        let mut opening = Listening::new(SILENCE_MS, 0);
        assert_eq!(opening.next(0, 0), Todo::Open);
        for mut line in [open(), tired, opening] {
            line.woke(20);
            assert_eq!(line.next(20, 0), Todo::Ask);
            assert_eq!(line.next(20, 0), Todo::Open);
            line.ended(End::Broken(None), 20, 2_000);
            assert_eq!(pause(&mut line, 20), 2_000, "the network may need a moment");
        }
    }

    proptest! {
        /// Whatever comes, the line neither hammers the gateway nor gives it up.
        #[test]
        fn between_two_lines_that_end_at_once_there_is_a_second_and_never_over_a_quarter_of_an_hour(
            ends in proptest::collection::vec((0_u8..4, any::<u64>(), any::<u64>()), 1..40),
        ) {
            let mut line = Listening::new(SILENCE_MS, 0);
            let mut now_ms = 0;
            for (kind, seconds, dice) in ends {
                prop_assert_eq!(line.next(now_ms, dice), Todo::Open);
                line.ended(match kind {
                    0 => End::Bye(seconds),
                    1 => End::Broken(Some(seconds)),
                    2 => End::Broken(None),
                    _ => End::Refused,
                }, now_ms, dice);
                let pause = pause(&mut line, now_ms);
                prop_assert!((SHORTEST_PAUSE_MS..=BELIEVABLE_MS).contains(&pause));
                now_ms += pause;
            }
        }
    }
}
