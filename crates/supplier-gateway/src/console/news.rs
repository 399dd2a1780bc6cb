//! `news add`, `news list`, `news remove`: what the supplier tells dealers.
//!
//! Works beside a running `serve`: the database is shared, and devices that listen are told at once.

use crate::access::{AccessError, entities};
use crate::console::target::{Target, moment, write_json};
use crate::news::{self, NewNews, News};
use crate::orders::local_time::end_of_day_ms;
use crate::state::OpenError;
use crate::storage::{StorageError, read, write};
use cabinet_domain::ids::EntityId;
use cabinet_protocol::news::{TEXT_LIMIT, TITLE_LIMIT};
use serde_json::{Value, json};
use std::io::{self, Read as _, Write};
use std::path::PathBuf;

const DAY_MS: i64 = 86_400_000;

/// Why a command about news did nothing.
#[derive(Debug, thiserror::Error)]
pub enum NewsCommandError {
    /// The data directory cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// News could not be read or written.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The answer could not be printed.
    #[error("the answer cannot be printed")]
    Print(#[from] io::Error),
    /// The text cannot be read from its file.
    #[error("«{}» cannot be read as text: {source}", path.display())]
    Text {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// No such entity.
    #[error("there is no legal entity {0}; see `entity list`")]
    UnknownEntity(String),
    /// No such piece of news.
    #[error("there is no piece of news {0}; see `news list`")]
    UnknownNews(String),
    /// Not a day.
    #[error("«{0}» is not a day; write it as 2026-12-31")]
    NotADay(String),
    /// The last day is over, or before the first.
    #[error("the last day is over before the news begin")]
    OverBefore,
    /// Nothing is said, or too much.
    #[error("a title has 1 to {TITLE_LIMIT} characters in one line, a text 1 to {TEXT_LIMIT}")]
    Length,
}

impl From<StorageError> for NewsCommandError {
    fn from(error: StorageError) -> Self {
        Self::Access(error.into())
    }
}

/// `news …`
#[derive(Debug, clap::Subcommand)]
pub enum NewsCommand {
    /// Tell all dealers something, or one; everybody whom it concerns is notified once.
    Add(NewsAdd),
    /// List news, also those that wait for their day or are over.
    List(NewsList),
    /// Take a piece of news away, from the devices too.
    Remove(NewsRemove),
}

/// `news add`
#[derive(Debug, clap::Args)]
pub struct NewsAdd {
    #[command(flatten)]
    target: Target,
    /// One line.
    #[arg(long)]
    title: String,
    /// Plain text.
    #[arg(long, required_unless_present = "file", conflicts_with = "file")]
    text: Option<String>,
    /// A file with the text (UTF-8); `-` reads standard input.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// The first day on which it is shown [default: now]
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<String>,
    /// The last day on which it is shown [default: until it is removed]
    #[arg(long, value_name = "YYYY-MM-DD")]
    until: Option<String>,
    /// Only for this legal entity [default: all]
    #[arg(long, value_name = "ID")]
    entity: Option<String>,
}

/// `news list`
#[derive(Debug, clap::Args)]
pub struct NewsList {
    #[command(flatten)]
    target: Target,
}

/// `news remove`
#[derive(Debug, clap::Args)]
pub struct NewsRemove {
    #[command(flatten)]
    target: Target,
    /// Id of the piece of news.
    news: String,
}

/// Runs `news …`.
///
/// # Errors
/// [`NewsCommandError`].
pub(super) fn news(command: &NewsCommand, out: &mut dyn Write) -> Result<(), NewsCommandError> {
    match command {
        NewsCommand::Add(add) => tell(add, out),
        NewsCommand::List(list) => show(list, out),
        NewsCommand::Remove(remove) => take_back(remove, out),
    }
}

fn tell(add: &NewsAdd, out: &mut dyn Write) -> Result<(), NewsCommandError> {
    let state = add.target.open()?;
    let now_ms = state.now_ms();
    let offset = state.settings.orders.utc_offset_minutes;
    let end_of = |day: &String| end_of_day_ms(day, offset).ok_or_else(|| NewsCommandError::NotADay(day.clone()));
    let from_ms = match &add.from {
        // News of a day that is gone begin now: they are told now.
        Some(day) => end_of(day)?.saturating_sub(DAY_MS).max(now_ms),
        None => now_ms,
    };
    let until = match &add.until {
        Some(day) => Some((day.clone(), end_of(day)?)),
        None => None,
    };
    if until.as_ref().is_some_and(|(_, end_ms)| *end_ms <= from_ms) {
        return Err(NewsCommandError::OverBefore);
    }
    let (title, text) = (add.title.trim().to_owned(), text_of(add)?);
    let fits = |text: &str, most: usize| (1..=most).contains(&text.chars().count());
    if !fits(&title, TITLE_LIMIT) || title.contains('\n') || !fits(&text, TEXT_LIMIT) {
        return Err(NewsCommandError::Length);
    }
    let entity = add.entity.as_deref().map(EntityId::from);
    let id = write(state.db.as_ref(), |tx| {
        if let Some(entity) = &entity
            && entities::get(tx, entity)?.is_none()
        {
            return Err(NewsCommandError::UnknownEntity(entity.to_string()));
        }
        let new = NewNews {
            entity: entity.clone(),
            title: title.clone(),
            text: text.clone(),
            from_ms,
            until: until.clone(),
        };
        Ok(news::add(tx, &new, now_ms)?)
    })?;
    if add.target.json {
        return Ok(write_json(out, &json!({ "id": id }))?);
    }
    Ok(writeln!(out, "{id}")?)
}

fn text_of(add: &NewsAdd) -> Result<String, NewsCommandError> {
    let read = match (&add.text, &add.file) {
        (Some(text), _) => text.clone(),
        (None, Some(path)) => {
            let mut text = String::new();
            let read = if path.as_os_str() == "-" {
                io::stdin().lock().read_to_string(&mut text).map(drop)
            } else {
                std::fs::read_to_string(path).map(|read| text = read)
            };
            read.map_err(|source| NewsCommandError::Text {
                path: path.clone(),
                source,
            })?;
            text
        }
        (None, None) => String::new(),
    };
    Ok(read.replace("\r\n", "\n").trim().to_owned())
}

fn show(list: &NewsList, out: &mut dyn Write) -> Result<(), NewsCommandError> {
    let state = list.target.open()?;
    let rows = read(state.db.as_ref(), |tx| news::list(tx))?;
    if list.target.json {
        let items: Vec<Value> = rows.iter().map(as_json).collect();
        return Ok(write_json(out, &items)?);
    }
    for row in &rows {
        let until = row.news.until.as_ref().map_or("", |(day, _)| day.as_str());
        let whom = row.news.entity.as_ref().map_or("all", EntityId::as_str);
        writeln!(
            out,
            "{}  {}  {}  {until}  {whom}  {}",
            row.id,
            row.state.code(),
            moment(row.news.from_ms),
            row.news.title
        )?;
    }
    Ok(())
}

fn as_json(row: &News) -> Value {
    json!({
        "id": row.id,
        "entity": row.news.entity,
        "title": row.news.title,
        "text": row.news.text,
        "from_ms": row.news.from_ms,
        "until": row.news.until.as_ref().map(|(day, _)| day),
        "state": row.state.code(),
        "added_at_ms": row.added_at_ms,
    })
}

fn take_back(remove: &NewsRemove, out: &mut dyn Write) -> Result<(), NewsCommandError> {
    let state = remove.target.open()?;
    let now_ms = state.now_ms();
    if !write(state.db.as_ref(), |tx| news::remove(tx, &remove.news, now_ms))? {
        return Err(NewsCommandError::UnknownNews(remove.news.clone()));
    }
    if remove.target.json {
        write_json(out, &json!({ "id": remove.news, "removed": true }))?;
    }
    Ok(())
}
