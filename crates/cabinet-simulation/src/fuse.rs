//! The death of a device's program at a drawn moment: between any two things that it asks of the world outside.
//!
//! Whoever reaches that moment unwinds, as everybody does who comes after: nothing more of this life is written. What stood
//! in a transaction is whole or absent, for SQLite sees to that; the moments between transactions are what is tried here.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

/// Where a program can be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// It asks the clock: before each step of a command.
    Clock,
    /// It opens a file of feeds.
    Files,
    /// It is about to send a request.
    Request,
    /// An answer has come.
    Answer,
    /// It tells the window something: after a commit.
    Watch,
    /// It reads or keeps a token.
    Tokens,
}

impl Place {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Clock,
        Self::Files,
        Self::Request,
        Self::Answer,
        Self::Watch,
        Self::Tokens,
    ];
}

/// One life of a program.
#[derive(Debug, Default)]
pub struct Fuse {
    /// Dies at the so many-th time that this place is passed.
    set: Mutex<Option<(Place, u64)>>,
    is_dead: AtomicBool,
}

/// What a death unwinds with.
pub struct Killed;

impl Fuse {
    /// From now on: dies when the place is passed for the `nth` time, from 1.
    pub fn set(&self, place: Place, nth: u64) {
        *self.set.lock().unwrap() = Some((place, nth));
    }

    /// No death any more.
    pub fn clear(&self) {
        *self.set.lock().unwrap() = None;
    }

    /// Whether it died.
    pub fn is_dead(&self) -> bool {
        self.is_dead.load(Ordering::SeqCst)
    }

    /// Passes a place, or does not come back.
    pub fn pass(&self, place: Place) {
        if self.is_dead() {
            std::panic::resume_unwind(Box::new(Killed));
        }
        let mut set = self.set.lock().unwrap();
        if let Some((at, nth)) = set.as_mut().filter(|(at, _)| *at == place) {
            *nth = nth.saturating_sub(1);
            let _ = at;
            if *nth == 0 {
                *set = None;
                drop(set);
                self.is_dead.store(true, Ordering::SeqCst);
                std::panic::resume_unwind(Box::new(Killed));
            }
        }
    }
}
