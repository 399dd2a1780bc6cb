//! What one sync has to do, decided from the gateway's `hello` and what the mirror holds.

use cabinet_protocol::feed::{FeedName, FeedStanding, FeedStatus};

/// One step, in the order in which they are done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Remove a feed that is no longer granted, with every row of it.
    Purge(FeedName),
    /// Load the feed from its snapshot.
    Load(FeedName),
    /// Fetch its changes.
    Update(FeedName),
}

/// Purges first: what may not be seen goes before anything comes. Then snapshots, dictionaries and items before
/// prices, stock, documents and notices, pictures last, so that the search works as early as possible; changes last.
#[must_use]
pub fn plan(granted: &[FeedStatus], held: &[FeedName]) -> Vec<Step> {
    let mut steps: Vec<Step> = held
        .iter()
        .filter(|feed| !granted.iter().any(|status| status.feed == **feed))
        .map(|feed| Step::Purge(feed.clone()))
        .collect();
    let mut ordered: Vec<&FeedStatus> = granted.iter().collect();
    ordered.sort_by_key(|status| rank(&status.feed));
    let of = |standing: FeedStanding| ordered.iter().filter(move |status| status.standing == standing);
    steps.extend(of(FeedStanding::Snapshot).map(|status| Step::Load(status.feed.clone())));
    steps.extend(of(FeedStanding::Behind).map(|status| Step::Update(status.feed.clone())));
    steps
}

/// The place of a feed in the order of loading.
const fn rank(feed: &FeedName) -> u8 {
    match feed {
        FeedName::Reference(_) => 0,
        FeedName::Catalogue(_) => 1,
        FeedName::Prices { .. } | FeedName::Rules(_) => 2,
        FeedName::Stock { .. } => 3,
        FeedName::Documents(_) | FeedName::UnpricedDocuments(_) => 4,
        FeedName::Claims(_) => 5,
        FeedName::Personal(_)
        | FeedName::News
        | FeedName::EntityNews(_)
        | FeedName::Codes(_)
        | FeedName::Templates(_) => 6,
        FeedName::Delivery | FeedName::Addresses(_) | FeedName::Arrivals(_) | FeedName::Analogues(_) => 7,
        // The many come last: an order is drafted without them.
        FeedName::Branches => 8,
        // The most bytes, and nobody waits for them.
        FeedName::Media(_) => 9,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(feed: &str, standing: FeedStanding) -> FeedStatus {
        FeedStatus {
            feed: feed.parse().unwrap(),
            standing,
            head: 1,
            rows: 1,
            true_at_ms: 0,
            feed_hash: None,
        }
    }

    fn words(steps: &[Step]) -> Vec<String> {
        steps
            .iter()
            .map(|step| match step {
                Step::Purge(feed) => format!("purge {feed}"),
                Step::Load(feed) => format!("load {feed}"),
                Step::Update(feed) => format!("update {feed}"),
            })
            .collect()
    }

    #[test]
    fn a_sync_is_planned_by_rights_and_standing() {
        use FeedStanding::{Behind, Current, Snapshot};
        type Granted = &'static [(&'static str, FeedStanding)];
        let cases: [(&str, Granted, &[&str], &[&str]); 4] = [
            (
                "first sync: dictionaries, items, prices, stock, documents",
                &[
                    ("doc:e", Snapshot),
                    ("stock:w:exact", Snapshot),
                    ("price:p", Snapshot),
                    ("cat:all", Snapshot),
                    ("ref", Snapshot),
                ],
                &[],
                &[
                    "load ref",
                    "load cat:all",
                    "load price:p",
                    "load stock:w:exact",
                    "load doc:e",
                ],
            ),
            (
                "nothing new",
                &[("ref", Current), ("cat:all", Current)],
                &["ref", "cat:all"],
                &[],
            ),
            (
                "what is not granted goes first",
                &[("ref", Current), ("price:new", Snapshot), ("cat:all", Behind)],
                &["ref", "cat:all", "price:old", "doc:e"],
                &["purge price:old", "purge doc:e", "load price:new", "update cat:all"],
            ),
            (
                "snapshots before changes",
                &[("price:p", Behind), ("doc:e", Snapshot), ("ref", Behind)],
                &["price:p", "ref"],
                &["load doc:e", "update ref", "update price:p"],
            ),
        ];
        for (name, granted, held, expected) in cases {
            let granted: Vec<_> = granted.iter().map(|(feed, standing)| status(feed, *standing)).collect();
            let held: Vec<FeedName> = held.iter().map(|feed| feed.parse().unwrap()).collect();
            assert_eq!(words(&plan(&granted, &held)), expected, "{name}");
        }
    }
}
