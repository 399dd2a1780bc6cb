//! Loading one feed from its snapshot: several parts on their way at once, applied in the manifest's order.
//!
//! Applied parts are remembered by the mirror, so an interrupted load goes on where it stopped; the old rows stay
//! readable until the last step. When a part does not come, nothing more is asked for, but what has come or is on its way is
//! still applied: a cut costs the part that it struck and no other. A damaged part is fetched once more. A part that the gateway no longer has means
//! that the snapshot was replaced: the manifest is fetched once more.

use super::fault::Fault;

/// How many parts may be on their way or waiting to be applied.
const AT_ONCE: usize = 3;

/// The next things to do, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Ask for the manifest.
    FetchManifest,
    /// Ask for a part, by its place in the manifest.
    FetchPart(usize),
    /// Put a part that came into the mirror.
    ApplyPart(usize),
    /// Every part stands: make the new rows the feed's rows.
    Publish,
    /// The feed is loaded.
    Finish,
    /// Leave the feed as it was, with the applied parts kept for the next time, and say why.
    Stop(Fault),
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The manifest came and the mirror is ready for it; which parts it has already.
    Ready {
        /// One for each part of the manifest: whether it stands in the mirror.
        applied: Vec<bool>,
    },
    /// A part came and its hash fits.
    PartCame(usize),
    /// A part stands in the mirror.
    PartApplied(usize),
    /// A part did not come.
    PartFailed(usize, Fault),
    /// The new rows are the feed's rows.
    Published,
    /// The manifest did not come, or the mirror refused something.
    Failed(Fault),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Wanted,
    OnItsWay,
    Here,
    BeingApplied,
    Applied,
}

/// One feed on its way.
#[derive(Debug, Clone, Default)]
pub struct Bootstrap {
    parts: Vec<(Part, bool)>,
    manifest_again: bool,
    /// Why the load stops once nothing is on its way any more.
    stopping: Option<Fault>,
    has_ended: bool,
}

impl Bootstrap {
    /// The first thing to do.
    #[must_use]
    pub const fn begin(&self) -> Action {
        Action::FetchManifest
    }

    /// What follows from an event; nothing when something else is still awaited.
    pub fn next(&mut self, event: Event) -> Vec<Action> {
        if self.has_ended {
            return Vec::new();
        }
        match event {
            Event::Ready { applied } => {
                self.parts = applied
                    .into_iter()
                    .map(|is_applied| (if is_applied { Part::Applied } else { Part::Wanted }, false))
                    .collect();
            }
            Event::PartCame(at) => self.set(at, Part::Here),
            Event::PartApplied(at) => self.set(at, Part::Applied),
            Event::PartFailed(at, fault) => {
                if let Some(actions) = self.part_failed(at, fault) {
                    return actions;
                }
            }
            Event::Published => {
                self.has_ended = true;
                return vec![Action::Finish];
            }
            Event::Failed(Fault::Gone | Fault::OutOfStep | Fault::Damaged | Fault::Differs) if !self.manifest_again => {
                return self.start_over();
            }
            Event::Failed(fault) => return self.stop(fault),
        }
        self.go_on()
    }

    fn part_failed(&mut self, at: usize, fault: Fault) -> Option<Vec<Action>> {
        match fault {
            Fault::Gone if !self.manifest_again && self.stopping.is_none() => Some(self.start_over()),
            Fault::Damaged => {
                let part = self.parts.get_mut(at)?;
                let was_damaged_before = part.1;
                *part = (Part::Wanted, true);
                if was_damaged_before {
                    self.stopping.get_or_insert(fault);
                }
                None
            }
            other => {
                self.set(at, Part::Wanted);
                self.stopping.get_or_insert(other);
                None
            }
        }
    }

    fn go_on(&mut self) -> Vec<Action> {
        let mut actions = Vec::new();
        let is_applying = self.parts.iter().any(|(part, _)| *part == Part::BeingApplied);
        if let Some(fault) = self.stopping {
            return self.wind_up(fault, is_applying);
        }
        let first = self.parts.iter().position(|(part, _)| *part != Part::Applied);
        match first {
            None => return vec![Action::Publish],
            Some(at) if !is_applying && self.is(at, Part::Here) => {
                self.set(at, Part::BeingApplied);
                actions.push(Action::ApplyPart(at));
            }
            Some(_) => {}
        }
        while self
            .parts
            .iter()
            .filter(|(part, _)| matches!(part, Part::OnItsWay | Part::Here))
            .count()
            < AT_ONCE
        {
            let Some(at) = self.parts.iter().position(|(part, _)| *part == Part::Wanted) else {
                break;
            };
            self.set(at, Part::OnItsWay);
            actions.push(Action::FetchPart(at));
        }
        actions
    }

    /// Applies what is here, in whatever order it came, waits for what is on its way, and then stops.
    fn wind_up(&mut self, fault: Fault, is_applying: bool) -> Vec<Action> {
        if is_applying {
            return Vec::new();
        }
        if let Some(at) = self.parts.iter().position(|(part, _)| *part == Part::Here) {
            self.set(at, Part::BeingApplied);
            return vec![Action::ApplyPart(at)];
        }
        if self.parts.iter().any(|(part, _)| *part == Part::OnItsWay) {
            return Vec::new();
        }
        self.stop(fault)
    }

    fn start_over(&mut self) -> Vec<Action> {
        self.manifest_again = true;
        self.parts.clear();
        vec![Action::FetchManifest]
    }

    fn stop(&mut self, fault: Fault) -> Vec<Action> {
        self.has_ended = true;
        vec![Action::Stop(fault)]
    }

    fn is(&self, at: usize, part: Part) -> bool {
        self.parts.get(at).is_some_and(|(found, _)| *found == part)
    }

    fn set(&mut self, at: usize, part: Part) {
        if let Some(slot) = self.parts.get_mut(at) {
            slot.0 = part;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ready(applied: &[bool]) -> Event {
        Event::Ready {
            applied: applied.to_vec(),
        }
    }

    #[test]
    fn an_interrupted_load_asks_only_for_what_is_missing() {
        let mut load = Bootstrap::default();
        assert_eq!(load.begin(), Action::FetchManifest);
        assert_eq!(load.next(ready(&[true, false, true])), [Action::FetchPart(1)]);
        assert_eq!(load.next(Event::PartCame(1)), [Action::ApplyPart(1)]);
        assert_eq!(load.next(Event::PartApplied(1)), [Action::Publish]);
        assert_eq!(load.next(Event::Published), [Action::Finish]);
    }

    #[test]
    fn an_empty_snapshot_is_published_at_once() {
        assert_eq!(Bootstrap::default().next(ready(&[])), [Action::Publish]);
    }

    #[test]
    fn a_damaged_part_is_fetched_once_more_and_then_stops_the_load() {
        let mut load = Bootstrap::default();
        load.next(ready(&[false]));
        assert_eq!(load.next(Event::PartFailed(0, Fault::Damaged)), [Action::FetchPart(0)]);
        assert_eq!(
            load.next(Event::PartFailed(0, Fault::Damaged)),
            [Action::Stop(Fault::Damaged)]
        );
        assert_eq!(load.next(Event::PartCame(0)), []);
    }

    #[test]
    fn a_damaged_manifest_is_fetched_once_more_and_then_stops_the_load() {
        let mut load = Bootstrap::default();
        assert_eq!(load.next(Event::Failed(Fault::Damaged)), [Action::FetchManifest]);
        assert_eq!(load.next(Event::Failed(Fault::Damaged)), [Action::Stop(Fault::Damaged)]);
    }

    #[test]
    fn a_part_that_does_not_come_costs_no_other() {
        let mut load = Bootstrap::default();
        let asked = load.next(ready(&[false; 5]));
        assert_eq!(asked, [0, 1, 2].map(Action::FetchPart));
        assert_eq!(load.next(Event::PartCame(1)), []);
        // Nothing more is asked for; what is here is applied, and what is on its way is waited for.
        assert_eq!(load.next(Event::PartFailed(0, Fault::Broken)), [Action::ApplyPart(1)]);
        assert_eq!(load.next(Event::PartCame(2)), []);
        assert_eq!(load.next(Event::PartApplied(1)), [Action::ApplyPart(2)]);
        assert_eq!(load.next(Event::PartApplied(2)), [Action::Stop(Fault::Broken)]);
    }

    #[test]
    fn a_replaced_snapshot_is_looked_up_once_more() {
        let mut load = Bootstrap::default();
        load.next(ready(&[false, false]));
        assert_eq!(load.next(Event::PartFailed(1, Fault::Gone)), [Action::FetchManifest]);
        load.next(ready(&[false]));
        assert_eq!(
            load.next(Event::PartFailed(0, Fault::Gone)),
            [Action::Stop(Fault::Gone)]
        );
    }

    proptest! {
        /// Whatever comes in whatever order, each part is applied once, in order, and only then published.
        #[test]
        fn parts_are_applied_in_order_whatever_order_they_come_in(
            applied in proptest::collection::vec(any::<bool>(), 0..30),
            picks in proptest::collection::vec(any::<usize>(), 200),
        ) {
            let mut load = Bootstrap::default();
            let mut open = load.next(ready(&applied));
            let mut order = Vec::new();
            let mut is_published = false;
            for pick in picks {
                if open.is_empty() {
                    break;
                }
                prop_assert!(open.iter().filter(|action| matches!(action, Action::FetchPart(_))).count() <= AT_ONCE);
                let action = open.remove(pick % open.len());
                let event = match action {
                    Action::FetchPart(at) => Event::PartCame(at),
                    Action::ApplyPart(at) => {
                        order.push(at);
                        Event::PartApplied(at)
                    }
                    Action::Publish => {
                        is_published = true;
                        Event::Published
                    }
                    Action::Finish | Action::FetchManifest | Action::Stop(_) => continue,
                };
                open.extend(load.next(event));
            }
            let missing: Vec<_> = applied.iter().enumerate().filter(|(_, is)| !**is).map(|(at, _)| at).collect();
            prop_assert!(is_published);
            prop_assert_eq!(order, missing);
        }
    }
}
