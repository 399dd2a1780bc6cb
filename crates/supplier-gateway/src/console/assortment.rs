//! What `--assortment` names: a file of articles, or a group of goods.

use crate::catalogue::Part;
use crate::storage::{StorageError, Tx, query_all};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

/// Why no assortment can be made. Nothing was stored.
#[derive(Debug, thiserror::Error)]
pub enum AssortmentError {
    /// The file cannot be read.
    #[error("«{}» cannot be read: {source}; it is UTF-8 text with an article or an id on each line", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Lines of a file that name no goods.
    #[error("«{}» names goods that are not there: {}; correct the file, or import them first", path.display(), lines(.unknown))]
    UnknownGoods {
        /// Which file.
        path: PathBuf,
        /// Number of the line, from 1, and what stands in it.
        unknown: Vec<(usize, String)>,
    },
    /// Neither a file nor a group.
    #[error("«{0}» is neither a file nor the id or the name of a group of goods")]
    UnknownGroup(String),
    /// Several groups have the name.
    #[error("several groups are called «{name}»; name one by its id: {}", ids.join(", "))]
    SeveralGroups {
        /// The name.
        name: String,
        /// Their ids.
        ids: Vec<String>,
    },
    /// There is nothing in it.
    #[error("the assortment has no goods: the files are empty")]
    Empty,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// How many unknown lines are named; the others are counted.
const NAMED: usize = 10;

fn lines(unknown: &[(usize, String)]) -> String {
    let mut named: Vec<String> = unknown
        .iter()
        .take(NAMED)
        .map(|(line, text)| format!("line {line} «{text}»"))
        .collect();
    let more = unknown.len().saturating_sub(NAMED);
    if more > 0 {
        named.push(format!("and {more} more"));
    }
    named.join(", ")
}

const SELECT_PRODUCTS: &str = "
    SELECT base, id, article
    FROM product
    WHERE is_deleted = 0";

const SELECT_OFFERS: &str = "
    SELECT base, id, article
    FROM offer
    WHERE is_deleted = 0";

const SELECT_GROUPS: &str = "
    SELECT id, name
    FROM product_group
    WHERE is_deleted = 0
    ORDER BY id";

/// The parts that these words name.
///
/// # Errors
/// [`AssortmentError`].
pub(super) fn parts(tx: &mut dyn Tx, words: &[String]) -> Result<BTreeSet<Part>, AssortmentError> {
    let mut parts = BTreeSet::new();
    for word in words {
        if Path::new(word).is_file() {
            add_file(tx, Path::new(word), &mut parts)?;
        } else {
            parts.insert(Part::Group(group(tx, word)?));
        }
    }
    if parts.is_empty() {
        return Err(AssortmentError::Empty);
    }
    Ok(parts)
}

fn group(tx: &mut dyn Tx, word: &str) -> Result<String, AssortmentError> {
    let groups = query_all(tx, SELECT_GROUPS, &[], |row| Ok((row.text("id")?, row.text("name")?)))?;
    if let Some((id, _)) = groups.iter().find(|(id, _)| id == word) {
        return Ok(id.clone());
    }
    let mut named: Vec<String> = groups
        .into_iter()
        .filter(|(_, name)| name == word)
        .map(|(id, _)| id)
        .collect();
    match (named.pop(), named.is_empty()) {
        (None, _) => Err(AssortmentError::UnknownGroup(word.to_owned())),
        (Some(id), true) => Ok(id),
        (Some(id), false) => {
            named.push(id);
            Err(AssortmentError::SeveralGroups {
                name: word.to_owned(),
                ids: named,
            })
        }
    }
}

fn add_file(tx: &mut dyn Tx, path: &Path, parts: &mut BTreeSet<Part>) -> Result<(), AssortmentError> {
    let text = std::fs::read_to_string(path).map_err(|source| AssortmentError::File {
        path: path.to_owned(),
        source,
    })?;
    let known = products_by_word(tx)?;
    let mut unknown = Vec::new();
    // Spreadsheets begin UTF-8 with a mark.
    for (line, word) in text
        .trim_start_matches('\u{feff}')
        .lines()
        .map(str::trim)
        .zip(1_usize..)
        .map(|(w, n)| (n, w))
    {
        match known.get(word) {
            _ if word.is_empty() => {}
            Some(bases) => parts.extend(bases.iter().cloned().map(Part::Product)),
            None => unknown.push((line, word.to_owned())),
        }
    }
    if unknown.is_empty() {
        Ok(())
    } else {
        Err(AssortmentError::UnknownGoods {
            path: path.to_owned(),
            unknown,
        })
    }
}

/// Products by their ids and articles, and by those of their offers. Several may share an article.
fn products_by_word(tx: &mut dyn Tx) -> Result<BTreeMap<String, BTreeSet<String>>, StorageError> {
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for sql in [SELECT_PRODUCTS, SELECT_OFFERS] {
        tx.query(sql, &[], &mut |row| {
            let base = row.text("base")?;
            for word in [base.clone(), row.text("id")?, row.text("article")?.trim().to_owned()] {
                if !word.is_empty() {
                    known.entry(word).or_default().insert(base.clone());
                }
            }
            Ok(())
        })?;
    }
    Ok(known)
}
