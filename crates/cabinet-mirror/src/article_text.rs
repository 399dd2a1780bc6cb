//! Every article in one text, held in memory: which articles have a typed part in their middle.
//!
//! Of a million articles the index of three neighbouring letters reads long lists for each three of them; reading 15 MB
//! through takes a millisecond or two.

use cabinet_sqlite::StoreError;
use memchr::arch::all::packedpair::HeuristicFrequencyRank;
use memchr::memmem::FinderBuilder;
use rusqlite::Connection;

const ARTICLES: &str = "
    SELECT id, art_norm
    FROM item_article";

/// Stands between articles; no normal form has it.
const BETWEEN: u8 = b'\n';

/// See the top of the file.
#[derive(Debug, Default)]
pub(crate) struct ArticleText {
    /// Normal forms in the order of ids, each with [`BETWEEN`] behind it.
    text: Vec<u8>,
    /// The ids of the items, and where in the text their articles begin.
    places: Vec<(i64, u32)>,
    rarity: Rarity,
}

/// How common each byte is in the text, 255 for the commonest: the two rarest of a part are what it is searched by.
#[derive(Debug, Clone, Copy)]
struct Rarity([u8; 256]);

impl Default for Rarity {
    fn default() -> Self {
        Self([0; 256])
    }
}

impl Rarity {
    fn of(text: &[u8]) -> Self {
        let mut counts = [0_u64; 256];
        for byte in text {
            if let Some(count) = counts.get_mut(usize::from(*byte)) {
                *count = count.saturating_add(1);
            }
        }
        let most = counts.iter().copied().max().unwrap_or(0).max(1);
        let rank = |count: u64| u8::try_from(count.saturating_mul(255) / most).unwrap_or(u8::MAX);
        Self(counts.map(rank))
    }
}

impl HeuristicFrequencyRank for Rarity {
    fn rank(&self, byte: u8) -> u8 {
        self.0.get(usize::from(byte)).copied().unwrap_or_default()
    }
}

impl ArticleText {
    /// The articles of all items.
    pub(crate) fn read(conn: &Connection) -> Result<Self, StoreError> {
        let mut found: Vec<(i64, Box<str>)> = Vec::new();
        let mut statement = conn.prepare_cached(ARTICLES)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let article = row.get_ref("art_norm")?.as_str().map_err(rusqlite::Error::from)?;
            found.push((row.get("id")?, article.into()));
        }
        Ok(Self::of(found))
    }

    fn of(mut found: Vec<(i64, Box<str>)>) -> Self {
        found.sort_unstable_by_key(|(id, _)| *id);
        let mut articles = Self::default();
        for (id, article) in found {
            // What lies beyond 4 GB of articles is found by its beginning only.
            let Ok(begins) = u32::try_from(articles.text.len()) else {
                break;
            };
            articles.places.push((id, begins));
            articles.text.extend_from_slice(article.as_bytes());
            articles.text.push(BETWEEN);
        }
        articles.rarity = Rarity::of(&articles.text);
        articles
    }

    /// Gives the items whose article has the part to `take`, in the order of ids, each once, until that wants no more.
    pub(crate) fn each_with(&self, part: &str, take: &mut dyn FnMut(i64) -> bool) {
        if part.is_empty() {
            return;
        }
        let finder = FinderBuilder::new().build_forward_with_ranker(self.rarity, part.as_bytes());
        let mut from = 0;
        while let Some(at) = self.text.get(from..).and_then(|rest| finder.find(rest)) {
            let hit = from.saturating_add(at);
            let next = self.places.partition_point(|(_, begins)| usize_of(*begins) <= hit);
            let Some((id, _)) = next.checked_sub(1).and_then(|place| self.places.get(place)) else {
                return;
            };
            if !take(*id) {
                return;
            }
            match self.places.get(next) {
                Some((_, begins)) => from = usize_of(*begins),
                None => return,
            }
        }
    }
}

fn usize_of(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_has_the_part_is_found_once_in_the_order_of_ids(
            articles in proptest::collection::btree_map(0_i64..1_000, "[AB1Ж]{1,8}", 0..30),
            part in "[AB1Ж]{1,3}",
            most in 0_usize..9,
        ) {
            // As the index has them: by article.
            let mut found: Vec<(i64, Box<str>)> =
                articles.iter().map(|(id, article)| (*id, article.as_str().into())).collect();
            found.sort_by(|one, other| one.1.cmp(&other.1));
            let mut ids = Vec::new();
            ArticleText::of(found).each_with(&part, &mut |id| {
                ids.push(id);
                ids.len() < most
            });
            let with_part = articles.iter().filter(|(_, article)| article.contains(&part)).map(|(id, _)| *id);
            prop_assert_eq!(ids, with_part.take(most.max(1)).collect::<Vec<_>>());
        }
    }
}
