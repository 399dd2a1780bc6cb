//! Bringing one feed up to date: by pages of changes, and from a snapshot where changes do not do.
//!
//! A damaged page is fetched once more; rows that differ from the gateway's are looked for and fetched alone, and where
//! that does not do the whole feed; a history that is out of step or too old ends in a fresh snapshot, once, and a
//! row that cannot be read stops the feed with everything old kept. A snapshot may be older than the newest change, so
//! changes are asked for after it.

use super::fault::Fault;

/// The next thing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Ask for the page after the mirror's cursor.
    Fetch,
    /// Apply the page that came, in one transaction.
    Apply,
    /// Nothing is newer.
    Finish,
    /// Load the feed from its snapshot; the old rows stay readable.
    Load,
    /// Fetch the rows in which the feed differs from the gateway's.
    Repair,
    /// Leave the feed as it is and say why.
    Stop(Fault),
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A page came and its hash fits.
    Came,
    /// The snapshot stands in the mirror.
    Loaded {
        /// It was made before the newest change.
        is_behind: bool,
    },
    /// The page stands in the mirror; whether a further one exists, and whether this one moved the cursor.
    Applied {
        /// The page ended before the newest change.
        is_more: bool,
        /// The cursor moved.
        has_moved: bool,
    },
    /// The feed has the rows of the gateway.
    Repaired,
    /// It did not come or could not be applied.
    Failed(Fault),
}

/// One feed on its way.
#[derive(Debug, Clone, Copy, Default)]
pub struct Delta {
    damaged_before: bool,
    begins_with: Option<First>,
    has_loaded: bool,
    has_repaired: bool,
}

/// What is done before the first page.
#[derive(Debug, Clone, Copy)]
enum First {
    Load,
    Repair,
}

impl Delta {
    /// A feed of which the device has nothing that could be brought up to date.
    #[must_use]
    pub const fn from_snapshot() -> Self {
        Self {
            damaged_before: false,
            begins_with: Some(First::Load),
            has_loaded: false,
            has_repaired: false,
        }
    }

    /// A feed whose rows are not those of the gateway.
    #[must_use]
    pub const fn from_repair() -> Self {
        Self {
            damaged_before: false,
            begins_with: Some(First::Repair),
            has_loaded: false,
            has_repaired: true,
        }
    }

    /// The first thing to do.
    #[must_use]
    pub const fn begin(&self) -> Action {
        match self.begins_with {
            Some(First::Load) => Action::Load,
            Some(First::Repair) => Action::Repair,
            None => Action::Fetch,
        }
    }

    /// What follows from an event.
    #[must_use]
    pub const fn next(&mut self, event: Event) -> Action {
        match event {
            Event::Came => Action::Apply,
            Event::Loaded { is_behind } => {
                self.has_loaded = true;
                if is_behind { Action::Fetch } else { Action::Finish }
            }
            Event::Applied {
                is_more: true,
                has_moved: true,
            } => {
                self.damaged_before = false;
                Action::Fetch
            }
            // A page that moves nothing and promises more would be asked for for ever.
            Event::Applied {
                is_more: true,
                has_moved: false,
            } => self.load(Fault::OutOfStep),
            Event::Applied { is_more: false, .. } | Event::Repaired => Action::Finish,
            Event::Failed(Fault::Damaged) if !self.damaged_before => {
                self.damaged_before = true;
                Action::Fetch
            }
            Event::Failed(Fault::Differs) if !self.has_repaired => {
                self.has_repaired = true;
                Action::Repair
            }
            Event::Failed(fault @ (Fault::SnapshotNeeded | Fault::OutOfStep | Fault::Differs)) => self.load(fault),
            Event::Failed(fault) => Action::Stop(fault),
        }
    }

    /// One snapshot must do; a gateway that asks for another in the same breath would ask for ever.
    const fn load(&self, why: Fault) -> Action {
        if self.has_loaded {
            Action::Stop(why)
        } else {
            Action::Load
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MORE: Event = Event::Applied {
        is_more: true,
        has_moved: true,
    };
    const LAST: Event = Event::Applied {
        is_more: false,
        has_moved: true,
    };

    #[test]
    fn changes_end_up_to_date_or_in_a_named_way() {
        const LOADED: Event = Event::Loaded { is_behind: true };
        const DIFFERS: Event = Event::Failed(Fault::Differs);
        let cases: [(&str, &[Event], Action); 15] = [
            ("one page", &[Event::Came, LAST], Action::Finish),
            ("two pages", &[Event::Came, MORE, Event::Came, LAST], Action::Finish),
            (
                "a damaged page is asked for again",
                &[Event::Failed(Fault::Damaged)],
                Action::Fetch,
            ),
            (
                "twice damaged stops",
                &[Event::Failed(Fault::Damaged), Event::Failed(Fault::Damaged)],
                Action::Stop(Fault::Damaged),
            ),
            (
                "a fresh snapshot",
                &[Event::Loaded { is_behind: false }],
                Action::Finish,
            ),
            ("an older snapshot is followed by changes", &[LOADED], Action::Fetch),
            (
                "a second snapshot is not asked for",
                &[LOADED, Event::Failed(Fault::SnapshotNeeded)],
                Action::Stop(Fault::SnapshotNeeded),
            ),
            ("too old", &[Event::Failed(Fault::SnapshotNeeded)], Action::Load),
            (
                "out of step",
                &[Event::Came, Event::Failed(Fault::OutOfStep)],
                Action::Load,
            ),
            ("rows differ", &[Event::Came, DIFFERS], Action::Repair),
            ("mended", &[Event::Came, DIFFERS, Event::Repaired], Action::Finish),
            ("not to be mended", &[Event::Came, DIFFERS, DIFFERS], Action::Load),
            (
                "not even by the snapshot",
                &[Event::Came, DIFFERS, DIFFERS, LOADED, DIFFERS],
                Action::Stop(Fault::Differs),
            ),
            (
                "unreadable row",
                &[Event::Came, Event::Failed(Fault::UnreadableRow)],
                Action::Stop(Fault::UnreadableRow),
            ),
            (
                "a page that goes nowhere",
                &[
                    Event::Came,
                    Event::Applied {
                        is_more: true,
                        has_moved: false,
                    },
                ],
                Action::Load,
            ),
        ];
        for (name, events, expected) in cases {
            let mut delta = Delta::default();
            let mut action = delta.begin();
            for event in events {
                action = delta.next(*event);
            }
            assert_eq!(action, expected, "{name}");
        }
    }

    proptest! {
        #[test]
        fn damage_alone_never_asks_for_ever(times in 2_usize..50) {
            let mut delta = Delta::default();
            let actions: Vec<_> = (0..times).map(|_| delta.next(Event::Failed(Fault::Damaged))).collect();
            prop_assert_eq!(actions.iter().filter(|action| **action == Action::Fetch).count(), 1);
        }
    }
}
