//! What the supplier tells dealers, as far as it is for this person.

use crate::mirror::{Mirror, MirrorError};

/// A piece of news.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// Of the gateway.
    pub id: String,
    /// For which legal entity; `None` for all.
    pub entity: Option<String>,
    /// One line of plain text.
    pub title: String,
    /// Plain text with line breaks.
    pub text: String,
    /// The last day, ISO; `None` for none.
    pub until: Option<String>,
    /// Since when it is shown, UTC, ms since 1970.
    pub from_ms: i64,
}

const ALL: &str = "
    SELECT id, entity, title, text, until, from_ms
    FROM news
    ORDER BY from_ms DESC, id";

impl Mirror {
    /// News for everybody and for the granted legal entities, the newest first.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn news(&self) -> Result<Vec<News>, MirrorError> {
        self.db().read(|conn| {
            let mut all = conn.prepare_cached(ALL)?;
            let rows = all.query_map([], |row| {
                let said = |text: String| Some(text).filter(|text| !text.is_empty());
                Ok(News {
                    id: row.get("id")?,
                    entity: said(row.get("entity")?),
                    title: row.get("title")?,
                    text: row.get("text")?,
                    until: said(row.get("until")?),
                    from_ms: row.get("from_ms")?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}
