//! News: what the supplier tells all dealers, or one, from a day on and until another.
//!
//! In: commands of the operator, and the clock. Out: rows of `news` and `news:<entity>`, and one notice for each person
//! whom it concerns. Invariants: a feed holds what is to be read now; a person is told of a piece of news once; what is
//! taken back takes its notices with it.

use crate::access::{AccessError, people, secrets};
use crate::feeds::{self, RowChange};
use crate::notices;
use crate::storage::{Row, StorageError, Tx, query_all, query_one};
use cabinet_domain::ids::{EntityId, PersonId};
use cabinet_domain::notice::NoticeKind;
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::news::NewsRow;
use cabinet_protocol::personal::NoticeRow;
use prost::Message;

/// Where a piece of news stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewsState {
    /// Its first day is to come.
    Waiting,
    /// In the feed.
    Shown,
    /// Its last day is over.
    Over,
}

impl NewsState {
    /// The word used in SQL and in answers.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Shown => "shown",
            Self::Over => "over",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Waiting, Self::Shown, Self::Over]
            .into_iter()
            .find(|state| state.code() == code)
    }
}

/// What is to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNews {
    /// To whom; `None` for all.
    pub entity: Option<EntityId>,
    /// One line.
    pub title: String,
    /// Plain text.
    pub text: String,
    /// From when on, UTC, ms since 1970.
    pub from_ms: i64,
    /// The last day as written, and its end; `None` for as long as it is not removed.
    pub until: Option<(String, i64)>,
}

/// A piece of news as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// UUID.
    pub id: String,
    /// What it is.
    pub news: NewNews,
    /// Where it stands.
    pub state: NewsState,
    /// When it was added, UTC, ms since 1970.
    pub added_at_ms: i64,
}

const INSERT: &str = "
    INSERT INTO news (id, entity, title, text, until, from_ms, until_ms, state, added_at_ms)
    VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8)";

const SELECT_ALL: &str = "
    SELECT id, entity, title, text, until, from_ms, until_ms, state, added_at_ms
    FROM news
    ORDER BY from_ms DESC, id";

const SELECT_ONE: &str = "
    SELECT id, entity, title, text, until, from_ms, until_ms, state, added_at_ms
    FROM news
    WHERE id = $1";

const SELECT_BEGUN: &str = "
    SELECT id, entity, title, text, until, from_ms, until_ms, state, added_at_ms
    FROM news
    WHERE state = 'waiting'
      AND from_ms <= $1
    ORDER BY from_ms, id";

const SELECT_ENDED: &str = "
    SELECT id, entity, title, text, until, from_ms, until_ms, state, added_at_ms
    FROM news
    WHERE state <> 'over'
      AND until_ms <= $1";

const SET_STATE: &str = "
    UPDATE news
    SET state = $2
    WHERE id = $1";

const DELETE_NOTICES: &str = "
    DELETE FROM news_notice
    WHERE news = $1";

const DELETE: &str = "
    DELETE FROM news
    WHERE id = $1";

const INSERT_NOTICE: &str = "
    INSERT INTO news_notice (news, notice)
    VALUES ($1, $2)";

// One notice for a person, however many entities he acts for.
const SELECT_EVERYBODY: &str = "
    SELECT person, min(entity) AS entity
    FROM access_grant
    GROUP BY person
    ORDER BY person";

/// Adds a piece of news; it is shown at once when its time has come. Returns its id.
///
/// # Errors
/// [`AccessError`]; an entity that does not exist breaks a rule of the database.
pub fn add(tx: &mut dyn Tx, news: &NewNews, now_ms: i64) -> Result<String, AccessError> {
    let id = secrets::random_id()?;
    let (until, until_ms) = news.until.clone().unzip();
    let params = [
        id.as_str().into(),
        news.entity.as_ref().map(EntityId::as_str).into(),
        news.title.as_str().into(),
        news.text.as_str().into(),
        until.into(),
        news.from_ms.into(),
        until_ms.into(),
        now_ms.into(),
    ];
    tx.execute(INSERT, &params)?;
    bring_up(tx, now_ms)?;
    Ok(id)
}

/// Every piece of news, the newest first.
///
/// # Errors
/// [`StorageError`].
pub fn list(tx: &mut dyn Tx) -> Result<Vec<News>, StorageError> {
    query_all(tx, SELECT_ALL, &[], read)
}

/// Takes a piece of news away, with its notices; false when there is none of this id.
///
/// # Errors
/// [`StorageError`].
pub fn remove(tx: &mut dyn Tx, id: &str, now_ms: i64) -> Result<bool, StorageError> {
    let Some(news) = query_one(tx, SELECT_ONE, &[id.into()], read)? else {
        return Ok(false);
    };
    hide(tx, &news, now_ms)?;
    tx.execute(DELETE_NOTICES, &[id.into()])?;
    tx.execute(DELETE, &[id.into()])?;
    Ok(true)
}

/// Shows what has begun and hides what is over; returns how many that were.
///
/// # Errors
/// [`AccessError`].
pub fn bring_up(tx: &mut dyn Tx, now_ms: i64) -> Result<usize, AccessError> {
    let ended = query_all(tx, SELECT_ENDED, &[now_ms.into()], read)?;
    for news in &ended {
        hide(tx, news, now_ms)?;
        tx.execute(SET_STATE, &[news.id.as_str().into(), NewsState::Over.code().into()])?;
    }
    let begun = query_all(tx, SELECT_BEGUN, &[now_ms.into()], read)?;
    for news in &begun {
        show(tx, news, now_ms)?;
        tx.execute(SET_STATE, &[news.id.as_str().into(), NewsState::Shown.code().into()])?;
    }
    Ok(ended.len().saturating_add(begun.len()))
}

fn feed_of(news: &NewNews) -> FeedName {
    match &news.entity {
        None => FeedName::News,
        Some(entity) => FeedName::EntityNews(entity.as_str().to_owned()),
    }
}

fn show(tx: &mut dyn Tx, news: &News, now_ms: i64) -> Result<(), AccessError> {
    let row = NewsRow {
        id: news.id.clone(),
        entity: news.news.entity.as_ref().map(ToString::to_string).unwrap_or_default(),
        title: news.news.title.clone(),
        text: news.news.text.clone(),
        from_ms: news.news.from_ms,
        until: news.news.until.as_ref().map(|(day, _)| day.clone()).unwrap_or_default(),
    };
    let change = RowChange {
        key: news.id.clone(),
        body: Some(row.encode_to_vec()),
    };
    feeds::publish(tx, &feed_of(&news.news), &[change], now_ms)?;
    for (person, entity) in concerned(tx, news.news.entity.as_ref())? {
        let notice = NoticeRow {
            entity: entity.to_string(),
            at_ms: now_ms,
            name: news.news.title.clone(),
            news: news.id.clone(),
            ..NoticeRow::default()
        };
        if let Some(notice) = notices::tell_by_id(tx, &person, NoticeKind::News, notice)? {
            tx.execute(INSERT_NOTICE, &[news.id.as_str().into(), notice.into()])?;
        }
    }
    Ok(())
}

/// Takes the row and its notices back; news that were never shown have none.
fn hide(tx: &mut dyn Tx, news: &News, now_ms: i64) -> Result<(), StorageError> {
    if news.state != NewsState::Shown {
        return Ok(());
    }
    let change = RowChange {
        key: news.id.clone(),
        body: None,
    };
    feeds::publish(tx, &feed_of(&news.news), &[change], now_ms)?;
    notices::forget_news(tx, &news.id, now_ms)
}

/// Who is told, each with the entity under which.
fn concerned(tx: &mut dyn Tx, entity: Option<&EntityId>) -> Result<Vec<(PersonId, EntityId)>, AccessError> {
    Ok(match entity {
        Some(entity) => people::of_entity(tx, entity)?
            .into_iter()
            .map(|member| (member.id, entity.clone()))
            .collect(),
        None => query_all(tx, SELECT_EVERYBODY, &[], |row| {
            Ok((PersonId::new(row.text("person")?), EntityId::new(row.text("entity")?)))
        })?,
    })
}

fn read(row: &dyn Row) -> Result<News, StorageError> {
    Ok(News {
        id: row.text("id")?,
        news: NewNews {
            entity: row.opt_text("entity")?.map(EntityId::new),
            title: row.text("title")?,
            text: row.text("text")?,
            from_ms: row.int("from_ms")?,
            until: row.opt_text("until")?.zip(row.opt_int("until_ms")?),
        },
        state: NewsState::from_code(&row.text("state")?).ok_or(StorageError::UnexpectedType("state"))?,
        added_at_ms: row.int("added_at_ms")?,
    })
}
