//! What becomes of a request, drawn from the dice.

use crate::dice::Dice;

/// How bad the network of a run is, in faults per thousand requests of each kind.
#[derive(Debug, Clone, Copy)]
pub struct Weather {
    /// Of each kind of fault.
    pub each: u64,
}

/// What becomes of a request. Times are ms from when it was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It arrives and its answer comes back.
    Good {
        /// When it arrives.
        arrives: i64,
        /// When the answer is back.
        back: i64,
    },
    /// It arrives a second time.
    Twice {
        /// When it arrives.
        arrives: i64,
        /// When the answer is back.
        back: i64,
        /// When it arrives again.
        again: i64,
    },
    /// Nobody takes it: certainly not sent.
    Refused {
        /// When that is known.
        at: i64,
    },
    /// It never arrives, and the sender cannot know.
    Lost {
        /// When the sender gives up.
        at: i64,
    },
    /// It arrives, and the answer is lost.
    Unanswered {
        /// When it arrives.
        arrives: i64,
        /// When the sender gives up: before it arrives, when it is late, and then behind what the sender does next.
        at: i64,
    },
    /// Something in between answers 503 in the gateway's place.
    Busy {
        /// When it arrives all the same; `None`: it does not.
        arrives: Option<i64>,
        /// When the answer is back.
        back: i64,
        /// What it asks to wait.
        retry_after_s: Option<u64>,
    },
    /// The answer breaks off.
    Cut {
        /// When it arrives.
        arrives: i64,
        /// When the answer is back.
        back: i64,
        /// After so many thousandths of it.
        per_mille: u64,
    },
    /// Bytes of the answer are other ones; of JSON, which TLS keeps whole, a page of some network comes instead.
    Damaged {
        /// When it arrives.
        arrives: i64,
        /// When the answer is back.
        back: i64,
        /// Which bit.
        place: u64,
    },
}

impl Fate {
    /// Draws one.
    pub fn draw(dice: &mut Dice, weather: Weather) -> Self {
        let arrives = dice.between(2, 300);
        let back = arrives + dice.between(2, 300);
        let kind = match weather.each {
            0 => u64::MAX,
            each => dice.below(1000) / each,
        };
        match kind {
            0 => Self::Twice {
                arrives,
                back,
                again: arrives + dice.between(1, 5_000),
            },
            1 => Self::Refused {
                at: dice.between(5, 3_000),
            },
            2 => Self::Lost {
                at: dice.between(3_000, 60_000),
            },
            3 | 4 => Self::Unanswered {
                arrives,
                at: arrives + dice.between(1, 60_000),
            },
            5 => Self::Unanswered {
                arrives: 20_000 + dice.between(1, 100_000),
                at: 20_000,
            },
            6 => Self::Busy {
                arrives: None,
                back,
                retry_after_s: Some(dice.below(90)),
            },
            7 => Self::Busy {
                arrives: Some(arrives),
                back,
                retry_after_s: None,
            },
            8 => Self::Cut {
                arrives,
                back,
                per_mille: dice.below(1000),
            },
            9 => Self::Damaged {
                arrives,
                back,
                place: dice.next(),
            },
            10 => Self::Good {
                arrives: arrives + 8_000,
                back: back + 16_000,
            },
            _ => Self::Good { arrives, back },
        }
    }

    /// The name of the fault; `None` for none.
    #[must_use]
    pub const fn name(&self) -> Option<&'static str> {
        match self {
            Self::Good { .. } => None,
            Self::Twice { .. } => Some("delivered twice"),
            Self::Refused { .. } => Some("connection refused"),
            Self::Lost { .. } => Some("request lost"),
            Self::Unanswered { arrives, at } => {
                if *arrives > *at {
                    Some("request late")
                } else {
                    Some("answer lost")
                }
            }
            Self::Busy { arrives: None, .. } => Some("503 before"),
            Self::Busy { arrives: Some(_), .. } => Some("503 after"),
            Self::Cut { .. } => Some("answer cut"),
            Self::Damaged { .. } => Some("answer damaged"),
        }
    }
}
