//! Templates that the people of a legal entity share, as the gateway has them: every person's version.

use crate::mirror::{Mirror, MirrorError};
use cabinet_domain::ids::{EntityId, PersonId};
use cabinet_protocol::feed::FeedName;
use rusqlite::{Row, named_params};

/// The version of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedTemplate {
    /// Whose it is.
    pub person: PersonId,
    /// His name.
    pub person_name: String,
    /// One id for all versions.
    pub template: String,
    /// As he calls it.
    pub name: String,
    /// JSON of its lines (`cabinet_protocol::templates::SharedLine`), in their order.
    pub lines: String,
    /// UTC by the gateway's clock, ms since 1970.
    pub said_at_ms: i64,
}

const ALL: &str = "
    SELECT t.person, t.person_name, t.template, t.name, t.lines, t.said_at_ms
    FROM shared_template AS t
    JOIN feed_state AS f ON f.id = t.feed_id
    WHERE f.feed = :feed
      AND f.is_live = 1
    ORDER BY t.name, t.said_at_ms DESC, t.id";

impl Mirror {
    /// Every version of an entity's people, by name, of one name the latest first.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn shared_templates(&self, entity: &EntityId) -> Result<Vec<SharedTemplate>, MirrorError> {
        let feed = FeedName::Templates(entity.as_str().to_owned()).to_string();
        self.feeds().db.read(|conn| {
            let mut list = conn.prepare_cached(ALL)?;
            let rows = list.query_map(named_params! { ":feed": feed }, read)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<SharedTemplate> {
    Ok(SharedTemplate {
        person: PersonId::new(row.get::<_, String>("person")?),
        person_name: row.get("person_name")?,
        template: row.get("template")?,
        name: row.get("name")?,
        lines: row.get("lines")?,
        said_at_ms: row.get("said_at_ms")?,
    })
}
