//! How often stock that is not shown may be asked about.
//!
//! Each check with another quantity tells one bit of how much there is; a search by halves needs a dozen. So a legal
//! entity may ask about an item in a few quantities a day, and in those as often as it likes. Kept in memory: a restart
//! of the gateway forgets, which gives away a few bits more.

use cabinet_domain::ids::{EntityId, ItemId};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// The length of a window, in ms.
const WINDOW_MS: i64 = 24 * 60 * 60 * 1000;

/// Quantities of an item that an entity may ask about in a window.
const QUANTITIES: usize = 5;

/// Items that are remembered before old windows are looked through.
const REMEMBERED: usize = 100_000;

/// Remembers what was asked. One value lives as long as the server.
#[derive(Debug, Default)]
pub struct Probes {
    asked: Mutex<HashMap<(EntityId, ItemId), Asked>>,
}

#[derive(Debug)]
struct Asked {
    began_ms: i64,
    quantities_milli: Vec<i64>,
}

impl Asked {
    fn is_over(&self, now_ms: i64) -> bool {
        !(0..WINDOW_MS).contains(&now_ms.saturating_sub(self.began_ms))
    }

    fn takes(&self, quantity_milli: i64) -> bool {
        self.quantities_milli.contains(&quantity_milli) || self.quantities_milli.len() < QUANTITIES
    }
}

impl Probes {
    /// Takes a question about these items and quantities (in thousandths); `false` when one of them was asked about in too
    /// many quantities, and then nothing is remembered of it.
    pub fn admit<'a>(
        &self,
        entity: &EntityId,
        lines: impl Iterator<Item = (&'a ItemId, i64)> + Clone,
        now_ms: i64,
    ) -> bool {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if asked.len() > REMEMBERED {
            asked.retain(|_, asked| !asked.is_over(now_ms));
        }
        let key = |item: &ItemId| (entity.clone(), item.clone());
        let is_taken = |asked: &HashMap<_, Asked>, item: &ItemId, quantity_milli| {
            let of_item: Option<&Asked> = asked.get(&key(item)).filter(|asked| !asked.is_over(now_ms));
            of_item.is_none_or(|asked| asked.takes(quantity_milli))
        };
        if !lines.clone().all(|(item, milli)| is_taken(&asked, item, milli)) {
            return false;
        }
        for (item, quantity_milli) in lines {
            let of_item = asked.entry(key(item)).or_insert_with(|| Asked {
                began_ms: now_ms,
                quantities_milli: Vec::new(),
            });
            if of_item.is_over(now_ms) {
                of_item.began_ms = now_ms;
                of_item.quantities_milli.clear();
            }
            if !of_item.quantities_milli.contains(&quantity_milli) {
                of_item.quantities_milli.push(quantity_milli);
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(probes: &Probes, entity: &str, item: &str, milli: i64, now_ms: i64) -> bool {
        let item = ItemId::from(item);
        probes.admit(&entity.into(), std::iter::once((&item, milli)), now_ms)
    }

    #[test]
    fn a_search_by_halves_is_stopped_and_a_buyer_is_not() {
        let probes = Probes::default();
        let mut quantity = 1_024_000;
        let answered = (0..12)
            .filter(|_| {
                quantity /= 2;
                ask(&probes, "e", "a", quantity, 5)
            })
            .count();
        assert_eq!(answered, QUANTITIES);
        assert!(ask(&probes, "e", "a", 512_000, 5), "what was asked before");
        assert!(ask(&probes, "e", "b", 7, 5), "another item");
        assert!(ask(&probes, "other", "a", 7, 5), "another entity");
        assert!(ask(&probes, "e", "a", 7, 5 + WINDOW_MS), "another day");
    }
}
