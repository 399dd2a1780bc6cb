//! Wishes: articles that the supplier does not have. Whoever wished for one is told once, when it is in the catalogue.
//!
//! In: commands of devices, pages of published goods, changes of terms. Out: rows of `me:<person>`, and what the supplier's
//! people read by `wish list`. Invariants: notice and end of the wish are one transaction; goods outside the assortment of
//! the entity look like goods that do not exist.

use crate::access::{AccessError, contracts};
use crate::catalogue::{self, Assortment, ItemTerms};
use crate::feeds::{self, RowChange};
use crate::notices;
use crate::storage::{Row, StorageError, Tx, query_all, query_one};
use cabinet_domain::access::{Right, Role};
use cabinet_domain::article::{ARTICLE_LIMIT, article_norm};
use cabinet_domain::ids::{EntityId, ItemId, PersonId};
use cabinet_domain::notice::NoticeKind;
use cabinet_protocol::commands::{RejectReason, Verdict};
use cabinet_protocol::personal::{NoticeRow, PersonalRow, WishRow};
use cabinet_protocol::wishes::{NOTE_LIMIT, Unwish, Wish};
use prost::Message;
use std::collections::{BTreeMap, BTreeSet};

/// How many wishes of a person in one entity stand at a time.
const MOST: i64 = 500;

const UPSERT: &str = "
    INSERT INTO wish (person, entity, norm, article, quantity_milli, note, wished_at_ms, found_item, found_at_ms)
    VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, NULL)
    ON CONFLICT (person, entity, norm) DO UPDATE SET
        article = excluded.article,
        quantity_milli = excluded.quantity_milli,
        note = excluded.note,
        wished_at_ms = excluded.wished_at_ms,
        found_item = NULL,
        found_at_ms = NULL";

const FOUND: &str = "
    UPDATE wish
    SET found_item = $4, found_at_ms = $5
    WHERE person = $1
      AND entity = $2
      AND norm = $3";

const DELETE: &str = "
    DELETE FROM wish
    WHERE person = $1
      AND entity = $2
      AND norm = $3
      AND found_item IS NULL";

const COUNT: &str = "
    SELECT count(*) AS wishes
    FROM wish
    WHERE person = $1
      AND entity = $2
      AND found_item IS NULL";

const SELECT_WANTED: &str = "
    SELECT DISTINCT norm
    FROM wish
    WHERE found_item IS NULL";

const SELECT_BY_ARTICLE: &str = "
    SELECT person, entity, norm, article, quantity_milli, note, wished_at_ms, found_item, found_at_ms
    FROM wish
    WHERE norm = $1
      AND found_item IS NULL
    ORDER BY person, entity";

const SELECT_OF_PERSON: &str = "
    SELECT person, entity, norm, article, quantity_milli, note, wished_at_ms, found_item, found_at_ms
    FROM wish
    WHERE person = $1
      AND entity = $2
      AND found_item IS NULL";

const SELECT_ALL: &str = "
    SELECT wish.article, wish.norm, wish.quantity_milli, wish.note, wish.wished_at_ms, wish.found_item, wish.found_at_ms,
           wish.entity, entity.name AS entity_name, person.name AS person_name
    FROM wish
    JOIN entity ON entity.id = wish.entity
    JOIN person ON person.id = wish.person
    ORDER BY wish.norm, wish.wished_at_ms, wish.person";

const SELECT_ARTICLES: &str = "
    SELECT id, article
    FROM product
    WHERE is_deleted = 0
      AND article <> ''
    UNION ALL
    SELECT id, article
    FROM offer
    WHERE is_deleted = 0
      AND article <> ''";

const SELECT_FAMILY: &str = "
    SELECT o.id
    FROM feed_key k
    CROSS JOIN offer o
    WHERE k.key >= $1 AND k.key < $1 || '$' AND o.number = k.id AND o.base = $1
    ORDER BY k.key";

/// A wish as stored.
struct Stored {
    person: PersonId,
    entity: EntityId,
    norm: String,
    article: String,
    quantity_milli: Option<i64>,
    note: String,
    wished_at_ms: i64,
}

/// A wish as the supplier's people see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// As it was written.
    pub article: String,
    /// Its normal form; equal ones are one article.
    pub norm: String,
    /// In thousandths; `None` when that was not said.
    pub quantity_milli: Option<i64>,
    /// Empty for none.
    pub note: String,
    /// UTC, ms since 1970.
    pub wished_at_ms: i64,
    /// What was found, and when that was told.
    pub found: Option<(ItemId, i64)>,
    /// For which legal entity.
    pub entity: EntityId,
    /// Its name.
    pub entity_name: String,
    /// Who wants it.
    pub person_name: String,
}

/// Takes a wish, in place of any earlier one for the article. What is there already is told at once: the device may not
/// have the newest catalogue.
///
/// # Errors
/// [`AccessError`].
pub(crate) fn wish(
    tx: &mut dyn Tx,
    person: &PersonId,
    entity: &EntityId,
    wanted: &Wish,
    now_ms: i64,
) -> Result<Verdict, AccessError> {
    let rejected = |reason| Ok(Verdict::Rejected { reason });
    let article = wanted.article.trim();
    let norm = article_norm(article);
    if norm.is_empty() || wanted.quantity_milli.is_some_and(|milli| milli <= 0) {
        return rejected(RejectReason::Invalid);
    }
    let is_long = article.chars().count() > ARTICLE_LIMIT || wanted.note.chars().count() > NOTE_LIMIT;
    if is_long || standing(tx, person, entity)? >= MOST {
        return rejected(RejectReason::TooMuch);
    }
    let stored = Stored {
        person: person.clone(),
        entity: entity.clone(),
        norm,
        article: article.to_owned(),
        quantity_milli: wanted.quantity_milli,
        note: wanted.note.trim().to_owned(),
        wished_at_ms: now_ms,
    };
    let params = [
        person.as_str().into(),
        entity.as_str().into(),
        stored.norm.as_str().into(),
        stored.article.as_str().into(),
        stored.quantity_milli.into(),
        stored.note.as_str().into(),
        now_ms.into(),
    ];
    tx.execute(UPSERT, &params)?;
    let there = items_with(tx, &BTreeSet::from([stored.norm.clone()]))?;
    let candidates = there.get(&stored.norm).map(Vec::as_slice).unwrap_or_default();
    if !tell_first(tx, &stored, candidates, now_ms)? {
        publish(tx, &stored, now_ms)?;
    }
    Ok(Verdict::Done)
}

/// Ends a wish.
///
/// # Errors
/// [`StorageError`].
pub(crate) fn unwish(
    tx: &mut dyn Tx,
    person: &PersonId,
    entity: &EntityId,
    wanted: &Unwish,
    now_ms: i64,
) -> Result<Verdict, StorageError> {
    end(tx, person, entity, &article_norm(&wanted.article), now_ms)?;
    Ok(Verdict::Done)
}

/// The articles that are wished for, by which publishing goods knows whether to look at all.
///
/// # Errors
/// [`StorageError`].
pub(crate) fn wanted(tx: &mut dyn Tx) -> Result<BTreeSet<String>, StorageError> {
    let norms = query_all(tx, SELECT_WANTED, &[], |row| row.text("norm"))?;
    Ok(norms.into_iter().collect())
}

/// Goods were published; tells whoever wished for their articles. `items` are ids with the articles of their rows.
///
/// # Errors
/// [`AccessError`].
pub(crate) fn after_publish(
    tx: &mut dyn Tx,
    wanted: &BTreeSet<String>,
    items: &[(String, String)],
    now_ms: i64,
) -> Result<(), AccessError> {
    if wanted.is_empty() {
        return Ok(());
    }
    for (item, article) in items {
        let norm = article_norm(article);
        if !wanted.contains(&norm) {
            continue;
        }
        for stored in query_all(tx, SELECT_BY_ARTICLE, &[norm.as_str().into()], read)? {
            tell_first(tx, &stored, &[ItemId::new(item.as_str())], now_ms)?;
        }
    }
    Ok(())
}

/// Ends what the person's role in the entity, or none, does not allow.
///
/// # Errors
/// [`StorageError`].
pub(crate) fn keep_allowed(
    tx: &mut dyn Tx,
    person: &PersonId,
    entity: &EntityId,
    role: Option<Role>,
    now_ms: i64,
) -> Result<(), StorageError> {
    if role.is_some_and(|role| role.may(Right::SeeGoods)) {
        return Ok(());
    }
    for stored in of_person(tx, person, entity)? {
        end(tx, person, entity, &stored.norm, now_ms)?;
    }
    Ok(())
}

/// The goods that the entity sees are others now: what its people wished for may be among them.
///
/// # Errors
/// [`AccessError`].
pub(crate) fn look_again(
    tx: &mut dyn Tx,
    person: &PersonId,
    entity: &EntityId,
    now_ms: i64,
) -> Result<(), AccessError> {
    let standing = of_person(tx, person, entity)?;
    if standing.is_empty() {
        return Ok(());
    }
    let norms = standing.iter().map(|stored| stored.norm.clone()).collect();
    let there = items_with(tx, &norms)?;
    for stored in standing {
        let candidates = there.get(&stored.norm).map(Vec::as_slice).unwrap_or_default();
        tell_first(tx, &stored, candidates, now_ms)?;
    }
    Ok(())
}

/// Every wish, by article and age; those that were found as well.
///
/// # Errors
/// [`StorageError`].
pub fn list(tx: &mut dyn Tx) -> Result<Vec<Listed>, StorageError> {
    query_all(tx, SELECT_ALL, &[], |row| {
        let found_item = row.opt_text("found_item")?.map(ItemId::new);
        Ok(Listed {
            article: row.text("article")?,
            norm: row.text("norm")?,
            quantity_milli: row.opt_int("quantity_milli")?,
            note: row.text("note")?,
            wished_at_ms: row.int("wished_at_ms")?,
            found: found_item.zip(row.opt_int("found_at_ms")?),
            entity: EntityId::new(row.text("entity")?),
            entity_name: row.text("entity_name")?,
            person_name: row.text("person_name")?,
        })
    })
}

/// Tells of the first of these items that the entity may see and order; true when one was told, and the wish is over then.
fn tell_first(tx: &mut dyn Tx, stored: &Stored, candidates: &[ItemId], now_ms: i64) -> Result<bool, AccessError> {
    if candidates.is_empty() {
        return Ok(false);
    }
    let Some(terms) = contracts::terms_of_id(tx, &stored.entity)? else {
        return Ok(false);
    };
    let assortment = catalogue::assortment(tx, &terms.assortment)?;
    let Some(item) = first_seen(tx, &assortment, candidates, &stored.norm)? else {
        return Ok(false);
    };
    let notice = NoticeRow {
        entity: stored.entity.to_string(),
        at_ms: now_ms,
        item: item.item.to_string(),
        article: item.article,
        name: item.name,
        unit: item.unit,
        wanted_milli: stored.quantity_milli,
        ..NoticeRow::default()
    };
    if !notices::tell(tx, &stored.person, NoticeKind::WishFound, notice)? {
        return Ok(false);
    }
    let params = [
        stored.person.as_str().into(),
        stored.entity.as_str().into(),
        stored.norm.as_str().into(),
        item.item.as_str().into(),
        now_ms.into(),
    ];
    tx.execute(FOUND, &params)?;
    withdraw(tx, &stored.person, &stored.entity, &stored.norm, now_ms)?;
    Ok(true)
}

/// The first of the items that is on sale in the assortment and has the article.
fn first_seen(
    tx: &mut dyn Tx,
    assortment: &Assortment,
    candidates: &[ItemId],
    norm: &str,
) -> Result<Option<ItemTerms>, StorageError> {
    let known = catalogue::terms(tx, None, candidates)?;
    Ok(known
        .into_iter()
        .flatten()
        .find(|item| item.is_on_sale && item.is_in(assortment) && article_norm(&item.article) == norm))
}

/// Items with these articles, by a look at the whole catalogue: the database knows articles as they are written only.
fn items_with(tx: &mut dyn Tx, norms: &BTreeSet<String>) -> Result<BTreeMap<String, Vec<ItemId>>, StorageError> {
    let mut hits = Vec::new();
    tx.query(SELECT_ARTICLES, &[], &mut |row| {
        let norm = article_norm(&row.text("article")?);
        if norms.contains(&norm) {
            hits.push((norm, row.text("id")?));
        }
        Ok(())
    })?;
    let mut found: BTreeMap<String, Vec<ItemId>> = BTreeMap::new();
    for (norm, id) in hits {
        // The article of a product is that of its variants, unless they have their own.
        let variants = query_all(tx, SELECT_FAMILY, &[id.as_str().into()], |row| row.text("id"))?;
        let items = found.entry(norm).or_default();
        items.push(ItemId::new(id));
        items.extend(variants.into_iter().map(ItemId::new));
    }
    Ok(found)
}

fn standing(tx: &mut dyn Tx, person: &PersonId, entity: &EntityId) -> Result<i64, StorageError> {
    let params = [person.as_str().into(), entity.as_str().into()];
    Ok(query_one(tx, COUNT, &params, |row| row.int("wishes"))?.unwrap_or(0))
}

fn of_person(tx: &mut dyn Tx, person: &PersonId, entity: &EntityId) -> Result<Vec<Stored>, StorageError> {
    query_all(
        tx,
        SELECT_OF_PERSON,
        &[person.as_str().into(), entity.as_str().into()],
        read,
    )
}

fn publish(tx: &mut dyn Tx, stored: &Stored, now_ms: i64) -> Result<(), StorageError> {
    let row = WishRow {
        entity: stored.entity.to_string(),
        norm: stored.norm.clone(),
        article: stored.article.clone(),
        quantity_milli: stored.quantity_milli,
        note: stored.note.clone(),
        wished_at_ms: stored.wished_at_ms,
    };
    let change = RowChange {
        key: PersonalRow::wish_key(&row.entity, &row.norm),
        body: Some(
            PersonalRow {
                wish: Some(row),
                ..PersonalRow::default()
            }
            .encode_to_vec(),
        ),
    };
    feeds::publish(tx, &notices::feed_of(&stored.person), &[change], now_ms).map(|_| ())
}

fn end(tx: &mut dyn Tx, person: &PersonId, entity: &EntityId, norm: &str, now_ms: i64) -> Result<(), StorageError> {
    let params = [person.as_str().into(), entity.as_str().into(), norm.into()];
    if tx.execute(DELETE, &params)? == 0 {
        return Ok(());
    }
    withdraw(tx, person, entity, norm, now_ms)
}

/// Takes the row of a wish out of the feed of its person.
fn withdraw(
    tx: &mut dyn Tx,
    person: &PersonId,
    entity: &EntityId,
    norm: &str,
    now_ms: i64,
) -> Result<(), StorageError> {
    let change = RowChange {
        key: PersonalRow::wish_key(entity.as_str(), norm),
        body: None,
    };
    feeds::publish(tx, &notices::feed_of(person), &[change], now_ms).map(|_| ())
}

fn read(row: &dyn Row) -> Result<Stored, StorageError> {
    Ok(Stored {
        person: PersonId::new(row.text("person")?),
        entity: EntityId::new(row.text("entity")?),
        norm: row.text("norm")?,
        article: row.text("article")?,
        quantity_milli: row.opt_int("quantity_milli")?,
        note: row.text("note")?,
        wished_at_ms: row.int("wished_at_ms")?,
    })
}
