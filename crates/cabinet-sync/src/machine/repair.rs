//! Finding the rows in which a feed differs from the gateway's, and fetching those alone.
//!
//! Hashes of 256 ranges are compared, then, in a large feed, those of the places under each that differs; the rows of what
//! differs are fetched and put in one transaction. Everything has to be of one sequence number: a feed that went on meanwhile
//! is looked at anew, a few times. Where that is no way, the snapshot is: [`Fault::SnapshotNeeded`].

use super::fault::Fault;
use cabinet_mirror::Standing;
use cabinet_protocol::feed_hash::FeedHash;
use cabinet_protocol::repair::{Digest, KeyRange, MAX_RANGES, unpack_sums};

/// A feed of at most so many rows is not cut twice: a range of it has 16.
const SMALL_ROWS: u64 = 4_096;

/// How often a feed that goes on all the time is looked at.
const TRIES: u8 = 3;

/// The next thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Read and hash the own rows.
    Look,
    /// Ask for hashes: of the 256 ranges, or of the places under these first bytes.
    FetchDigest(Vec<u8>),
    /// Ask for the rows of ranges.
    FetchRows(Vec<KeyRange>),
    /// Put the rows that came.
    Put,
    /// The feed has the rows of the gateway.
    Finish,
    /// It is no way, and why.
    Stop(Fault),
}

/// What happened.
#[derive(Clone)]
pub enum Event {
    /// The own rows; `None` when the feed is not here.
    Looked(Option<Standing>),
    /// Hashes came.
    Digest(Digest),
    /// Rows came, of this history and number.
    Rows {
        /// The history.
        epoch: String,
        /// The number.
        at: u64,
    },
    /// They stand in the mirror, and the feed is whole.
    Put,
    /// Something did not come, or could not be put.
    Failed(Fault),
}

/// One repair on its way.
#[derive(Clone, Default)]
pub struct Repair {
    own: Option<Standing>,
    /// What the first digest was of.
    of: Option<(String, u64)>,
    /// The first bytes whose places were asked for.
    under: Vec<u8>,
    tries: u8,
}

impl Repair {
    /// The first thing to do.
    #[must_use]
    pub const fn begin(&self) -> Action {
        Action::Look
    }

    /// What follows from an event.
    pub fn next(&mut self, event: Event) -> Action {
        match event {
            Event::Looked(Some(own)) => {
                self.own = Some(own);
                self.look_again()
            }
            Event::Looked(None) => Action::Stop(Fault::SnapshotNeeded),
            Event::Digest(digest) if self.under.is_empty() => self.first(digest),
            Event::Digest(digest) => self.second(&digest),
            Event::Rows { epoch, at } if self.is_of(&epoch, at) => Action::Put,
            Event::Rows { .. } => self.look_again(),
            Event::Put => Action::Finish,
            // A gateway that knows no digests.
            Event::Failed(Fault::Gone) => Action::Stop(Fault::SnapshotNeeded),
            Event::Failed(fault) => Action::Stop(fault),
        }
    }

    /// Whether something is of the history and the number of the first digest.
    fn is_of(&self, epoch: &str, at: u64) -> bool {
        self.of.as_ref().is_some_and(|of| of.0 == epoch && of.1 == at)
    }

    fn look_again(&mut self) -> Action {
        if self.tries >= TRIES {
            return Action::Stop(Fault::SnapshotNeeded);
        }
        self.tries = self.tries.saturating_add(1);
        self.of = None;
        self.under.clear();
        Action::FetchDigest(Vec::new())
    }

    fn first(&mut self, digest: Digest) -> Action {
        let Some(own) = &self.own else {
            return Action::Stop(Fault::OutOfStep);
        };
        if digest.epoch != own.epoch || digest.at < own.seq {
            return Action::Stop(Fault::SnapshotNeeded);
        }
        let Some(there) = unpack_sums(&digest.sums).filter(|sums| sums.len() == 256) else {
            return Action::Stop(Fault::Damaged);
        };
        let differing: Vec<u8> = (0..=u8::MAX)
            .zip(own.places.wide().iter().zip(&there))
            .filter(|(_, (here, there))| here != there)
            .map(|(first, _)| first)
            .collect();
        self.of = Some((digest.epoch, digest.at));
        if digest.rows <= SMALL_ROWS || differing.is_empty() {
            return Action::FetchRows(differing.into_iter().map(KeyRange::wide).collect());
        }
        self.under.clone_from(&differing);
        Action::FetchDigest(differing)
    }

    fn second(&mut self, digest: &Digest) -> Action {
        if !self.is_of(&digest.epoch, digest.at) {
            return self.look_again();
        }
        let Some(own) = &self.own else {
            return Action::Stop(Fault::OutOfStep);
        };
        let here: Vec<FeedHash> = self
            .under
            .iter()
            .flat_map(|first| own.places.under(*first).iter().copied())
            .collect();
        let Some(there) = unpack_sums(&digest.sums).filter(|there| there.len() == here.len()) else {
            return Action::Stop(Fault::Damaged);
        };
        let places = self
            .under
            .iter()
            .flat_map(|first| (0..=u8::MAX).map(|second| u16::from_be_bytes([*first, second])));
        let differing: Vec<KeyRange> = places
            .zip(here.iter().zip(&there))
            .filter(|(_, (here, there))| here != there)
            .map(|(place, _)| KeyRange::narrow(place))
            .collect();
        if differing.len() > MAX_RANGES {
            return Action::Stop(Fault::SnapshotNeeded);
        }
        Action::FetchRows(differing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cabinet_protocol::repair::{Places, pack_sums, place_of};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    type Rows = BTreeMap<String, u8>;

    fn places(rows: &Rows) -> Places {
        let mut places = Places::default();
        for (key, body) in rows {
            places.add(key, FeedHash::of_row(key, &[*body]));
        }
        places
    }

    fn standing(rows: &Rows, seq: u64) -> Event {
        Event::Looked(Some(Standing {
            epoch: "e".to_owned(),
            seq,
            places: places(rows),
        }))
    }

    fn digest(rows: &Rows, at: u64, under: &[u8]) -> Event {
        let places = places(rows);
        let sums = if under.is_empty() {
            pack_sums(&places.wide())
        } else {
            pack_sums(under.iter().flat_map(|first| places.under(*first)))
        };
        Event::Digest(Digest {
            epoch: "e".to_owned(),
            at,
            feed_hash: places.total().to_bytes().to_vec(),
            rows: rows.len() as u64,
            sums,
        })
    }

    fn rows(count: u32) -> Rows {
        (0..count).map(|n| (format!("key-{n}"), (n % 251) as u8)).collect()
    }

    /// Plays the gateway and the mirror; returns how many rows were fetched.
    fn run(here: &mut Rows, there: &Rows) -> Result<usize, Fault> {
        let mut machine = Repair::default();
        let mut action = machine.begin();
        let mut ranges = Vec::new();
        let mut fetched = 0;
        loop {
            let event = match action {
                Action::Look => standing(here, 5),
                Action::FetchDigest(under) => digest(there, 7, &under),
                Action::FetchRows(wanted) => {
                    ranges = wanted;
                    Event::Rows {
                        epoch: "e".to_owned(),
                        at: 7,
                    }
                }
                Action::Put => {
                    let lies_in = |key: &str| ranges.iter().any(|range| range.places().contains(&place_of(key)));
                    here.retain(|key, _| !lies_in(key));
                    let came: Rows = there
                        .iter()
                        .filter(|(key, _)| lies_in(key))
                        .map(|(k, v)| (k.clone(), *v))
                        .collect();
                    fetched += came.len();
                    here.extend(came);
                    Event::Put
                }
                Action::Finish => return Ok(fetched),
                Action::Stop(fault) => return Err(fault),
            };
            action = machine.next(event);
        }
    }

    #[test]
    fn a_feed_that_goes_on_is_looked_at_a_few_times_and_then_taken_whole() {
        let (here, there) = (rows(10), rows(11));
        let mut machine = Repair::default();
        machine.next(standing(&here, 5));
        for at in 7..9 {
            assert!(matches!(machine.next(digest(&there, at, &[])), Action::FetchRows(_)));
            let moved = Event::Rows {
                epoch: "e".to_owned(),
                at: at + 1,
            };
            assert_eq!(machine.next(moved), Action::FetchDigest(Vec::new()));
        }
        machine.next(digest(&there, 9, &[]));
        let moved = Event::Rows {
            epoch: "e".to_owned(),
            at: 10,
        };
        assert_eq!(machine.next(moved), Action::Stop(Fault::SnapshotNeeded));
    }

    #[test]
    fn another_history_a_past_one_and_a_gateway_without_digests_end_in_the_snapshot() {
        let mut machine = Repair::default();
        machine.next(standing(&rows(3), 9));
        assert_eq!(
            machine.next(digest(&rows(3), 7, &[])),
            Action::Stop(Fault::SnapshotNeeded)
        );
        assert_eq!(
            Repair::default().next(Event::Looked(None)),
            Action::Stop(Fault::SnapshotNeeded)
        );
        let mut machine = Repair::default();
        machine.next(standing(&rows(3), 1));
        assert_eq!(
            machine.next(Event::Failed(Fault::Gone)),
            Action::Stop(Fault::SnapshotNeeded)
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

        /// Any damage of up to a thousand rows is found and mended, and few sound rows are fetched with the damaged ones.
        #[test]
        fn any_damage_is_mended_and_little_is_fetched(
            total in prop_oneof![0_u32..50, 3_000_u32..12_000],
            damage in proptest::collection::vec((any::<u32>(), 0..3_u8), 0..1_000),
        ) {
            let there = rows(total);
            let mut here = there.clone();
            let damaged = damage.len();
            for (at, how) in damage {
                let key = format!("key-{}", at % (total + 20));
                match how {
                    0 => drop(here.remove(&key)),
                    1 => drop(here.insert(key, 252)),
                    _ => drop(here.insert(format!("{key}-stray"), 1)),
                }
            }
            let fetched = run(&mut here, &there);
            prop_assert_eq!(&here, &there);
            if u64::from(total) > SMALL_ROWS {
                // Beside each damaged row lie at most the few of its place.
                prop_assert!(fetched.unwrap() <= damaged * 2 + 10);
            }
        }
    }
}
