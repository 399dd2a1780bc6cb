//! What the people of a legal entity call goods, as the gateway has it: every person's last word.

use crate::mirror::{Mirror, MirrorError};
use cabinet_domain::ids::{EntityId, ItemId, PersonId};
use cabinet_protocol::feed::FeedName;
use rusqlite::{Row, named_params};

/// The last word of a person on a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedCode {
    /// Who said it.
    pub person: PersonId,
    /// His name.
    pub person_name: String,
    /// Normal form of the code.
    pub norm: String,
    /// As it was written.
    pub text: String,
    /// Which item; `None`: it means nothing any more.
    pub item: Option<ItemId>,
    /// The article of the item when it was said; empty without one.
    pub article: String,
    /// UTC by the gateway's clock, ms since 1970.
    pub said_at_ms: i64,
}

const ALL: &str = "
    SELECT c.person, c.person_name, c.norm, c.text, c.item, c.article, c.said_at_ms
    FROM own_code AS c
    JOIN feed_state AS f ON f.id = c.feed_id
    WHERE f.feed = :feed
      AND f.is_live = 1";

const OF_NORM: &str = "
    SELECT c.person, c.person_name, c.norm, c.text, c.item, c.article, c.said_at_ms
    FROM own_code AS c
    JOIN feed_state AS f ON f.id = c.feed_id
    WHERE f.feed = :feed
      AND f.is_live = 1
      AND c.norm = :norm";

impl Mirror {
    /// Every word of an entity's people, in no order.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn shared_codes(&self, entity: &EntityId) -> Result<Vec<SharedCode>, MirrorError> {
        self.feeds().db.read(|conn| {
            let mut list = conn.prepare_cached(ALL)?;
            let rows = list.query_map(named_params! { ":feed": feed(entity) }, read)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Their words on one code, in no order.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn shared_codes_of(&self, entity: &EntityId, norm: &str) -> Result<Vec<SharedCode>, MirrorError> {
        self.feeds().db.read(|conn| {
            let mut list = conn.prepare_cached(OF_NORM)?;
            let rows = list.query_map(named_params! { ":feed": feed(entity), ":norm": norm }, read)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

fn feed(entity: &EntityId) -> String {
    FeedName::Codes(entity.as_str().to_owned()).to_string()
}

fn read(row: &Row<'_>) -> rusqlite::Result<SharedCode> {
    Ok(SharedCode {
        person: PersonId::new(row.get::<_, String>("person")?),
        person_name: row.get("person_name")?,
        norm: row.get("norm")?,
        text: row.get("text")?,
        item: row.get::<_, Option<String>>("item")?.map(ItemId::new),
        article: row.get("article")?,
        said_at_ms: row.get("said_at_ms")?,
    })
}
