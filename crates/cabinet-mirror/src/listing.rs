//! The order of a whole list as ids, computed once per query and kept while the data stays the same.

use crate::dictionary::group_and_below;
use crate::feed_file::VersionsNow;
use crate::forgiving::{self, Answer, Reading};
use crate::goods::{GoodsQuery, PropertyFilter, SortBy, price_feed, stock_feeds};
use crate::id_set::IdSet;
use crate::mirror::{Mirror, MirrorError};
use crate::sight::{EVERY_ITEM, Sight, mask};
use crate::text;
use crate::vocabulary::Words;
use cabinet_domain::stock::StockMode;
use cabinet_sqlite::{Cancel, StoreError};
use rusqlite::{Connection, named_params};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

/// The last few lists and filters.
#[derive(Default)]
pub(crate) struct ListingCache {
    lists: Mutex<VecDeque<Kept>>,
    filters: Mutex<VecDeque<KeptFilter>>,
}

/// What group, stock and properties let through; the same for every keystroke of a search.
struct KeptFilter {
    group: Option<String>,
    in_stock_only: bool,
    properties: Vec<PropertyFilter>,
    assortment: String,
    stock: StockMode,
    versions: VersionsNow,
    ids: Arc<IdSet>,
}

impl KeptFilter {
    fn is_of(&self, query: &GoodsQuery) -> bool {
        self.group == query.group
            && self.in_stock_only == query.in_stock_only
            && self.properties == query.properties
            && self.assortment == query.sight.assortment
            && self.stock == query.sight.stock
    }
}

struct Kept {
    query: GoodsQuery,
    versions: VersionsNow,
    list: List,
}

/// A whole list.
#[derive(Clone)]
pub(crate) struct List {
    pub(crate) ids: Arc<Vec<i64>>,
    /// How the text of the search was understood.
    reading: Reading,
}

/// A window of a list.
pub(crate) struct Window {
    pub(crate) ids: Vec<i64>,
    /// The length of the whole list if it is known.
    pub(crate) total: Option<usize>,
    pub(crate) reading: Reading,
}

/// A scrolled list and the ones beside it; 8 bytes a row each.
const KEPT_LISTS: usize = 4;

// By the smallest index: the table itself holds the details of every item.
pub(crate) const ALL_IDS: &str = "
    SELECT id
    FROM item INDEXED BY item_by_group";

const NAMES: &str = "
    SELECT id, name
    FROM item";

const ARTICLES: &str = "
    SELECT id
    FROM item_article
    ORDER BY art_norm, id";

const MEMBERS: &str = "
    SELECT id
    FROM item
    WHERE in_feeds & :mask <> 0";

const OF_GROUP: &str = "
    SELECT id
    FROM item
    WHERE group_id = :group_id";

const PRICES: &str = "
    SELECT item_id, price_micro AS value
    FROM price
    WHERE feed_id = :feed_id";

const QUANTITIES: &str = "
    SELECT item_id, quantity_milli AS value
    FROM stock
    WHERE feed_id = :feed_id";

// Words in the order of having more.
const LEVELS: &str = "
    SELECT item_id, CASE level WHEN 'many' THEN 2 WHEN 'few' THEN 1 ELSE 0 END AS value
    FROM stock_level
    WHERE feed_id = :feed_id";

/// One window of a list.
pub(crate) fn window(
    mirror: &Mirror,
    conn: &Connection,
    query: &GoodsQuery,
    offset: usize,
    limit: usize,
    cancel: &Cancel,
) -> Result<Window, MirrorError> {
    let is_search = !query.search.trim().is_empty();
    let versions = mirror.feeds().versions.now();
    let is_kept = mirror.listings.find(query, versions).is_some();
    if is_search && query.sort.by == SortBy::Relevance && offset == 0 && !is_kept {
        let allowed = allowed(mirror, conn, query)?;
        let allows = |id: i64| allowed.as_ref().is_none_or(|allowed| allowed.contains(id));
        let known = mirror.words(conn, versions.goods);
        let Answer { found, reading } = forgiving::ids(mirror, known, query, limit, Some(&allows), cancel)?;
        let total = found.is_all.then_some(found.ids.len());
        let ids = found.ids;
        return Ok(Window { ids, total, reading });
    }
    let List { ids, reading } = whole(mirror, conn, query, cancel)?;
    Ok(Window {
        total: Some(ids.len()),
        ids: ids.iter().skip(offset).take(limit).copied().collect(),
        reading,
    })
}

/// The whole list.
pub(crate) fn whole(
    mirror: &Mirror,
    conn: &Connection,
    query: &GoodsQuery,
    cancel: &Cancel,
) -> Result<List, MirrorError> {
    let versions = mirror.feeds().versions.now();
    if let Some(list) = mirror.listings.find(query, versions) {
        return Ok(list);
    }
    let (ids, reading) = compute(mirror, mirror.words(conn, versions.goods), query, cancel)?;
    let ids = Arc::new(ids);
    let list = List { ids, reading };
    mirror.listings.keep(query, versions, &list);
    Ok(list)
}

fn compute(
    mirror: &Mirror,
    known: Words<'_>,
    query: &GoodsQuery,
    cancel: &Cancel,
) -> Result<(Vec<i64>, Reading), MirrorError> {
    let conn = known.conn;
    let allowed = allowed(mirror, conn, query)?;
    let allows = |id: i64| allowed.as_ref().is_none_or(|allowed| allowed.contains(id));
    cancel.check()?;
    let (found, reading) = if query.search.trim().is_empty() {
        (None, Reading::AsTyped)
    } else {
        let Answer { found, reading } = forgiving::ids(mirror, known, query, usize::MAX, Some(&allows), cancel)?;
        (Some(found.ids), reading)
    };
    cancel.check()?;
    if query.sort.by == SortBy::Relevance {
        let ids = match found {
            Some(ids) => ids,
            None => members(conn, query, allowed.as_deref())?,
        };
        return Ok((ids, reading));
    }
    let mut members: IdSet = match found {
        Some(ids) => ids.into_iter().collect(),
        None => members(conn, query, allowed.as_deref())?.into_iter().collect(),
    };
    let mut ids: Vec<i64> = ordered(conn, query)?
        .into_iter()
        .filter(|id| members.contains(*id))
        .collect();
    if query.sort.is_descending {
        ids.reverse();
    }
    // What has no value to sort by comes last, in the supplier's order.
    if ids.len() < members.len() {
        members.remove_all(&ids.iter().copied().collect());
        ids.extend(members.iter());
    }
    Ok((ids, reading))
}

/// The ids that are let through, in the supplier's order.
fn members(conn: &Connection, query: &GoodsQuery, allowed: Option<&IdSet>) -> Result<Vec<i64>, MirrorError> {
    match allowed {
        // Stock may be told of items that the file does not have.
        Some(allowed) if !query.in_stock_only => Ok(allowed.iter().collect()),
        Some(allowed) => Ok(all_ids(conn)?.into_iter().filter(|id| allowed.contains(*id)).collect()),
        None => all_ids(conn),
    }
}

/// The ids that have a value to sort by, in ascending order of it.
fn ordered(conn: &Connection, query: &GoodsQuery) -> Result<Vec<i64>, MirrorError> {
    match query.sort.by {
        SortBy::Relevance => all_ids(conn),
        SortBy::Article => ids_of(conn, ARTICLES, &[]),
        SortBy::Name => {
            let mut names = conn.prepare_cached(NAMES)?;
            let mut rows = names.query([])?;
            let mut keyed = Vec::new();
            while let Some(row) = rows.next()? {
                let name = row.get_ref("name")?.as_str().map_err(rusqlite::Error::from)?;
                keyed.push((text::sort_key(name), row.get::<_, i64>("id")?));
            }
            keyed.sort_unstable();
            Ok(keyed.into_iter().map(|(_, id)| id).collect())
        }
        SortBy::Price => {
            let Some(feed_id) = price_feed(conn, &query.sight)? else {
                return Ok(Vec::new());
            };
            Ok(by_value(values(conn, PRICES, feed_id)?))
        }
        SortBy::Stock => Ok(by_value(stock_totals(conn, &query.sight)?.into_iter().collect())),
    }
}

fn by_value(mut values: Vec<(i64, i64)>) -> Vec<i64> {
    values.sort_unstable_by_key(|(id, value)| (*value, *id));
    values.into_iter().map(|(id, _)| id).collect()
}

/// The ids that assortment, group, stock and properties let through; `None` when nothing is filtered.
pub(crate) fn allowed(
    mirror: &Mirror,
    conn: &Connection,
    query: &GoodsQuery,
) -> Result<Option<Arc<IdSet>>, MirrorError> {
    let versions = mirror.feeds().versions.now();
    let mask = mask(conn, &query.sight)?;
    if query.is_unfiltered() && mask == EVERY_ITEM {
        return Ok(None);
    }
    if let Some(ids) = mirror.listings.find_filter(query, versions) {
        return Ok(Some(ids));
    }
    let mut ids = filter(conn, query)?;
    if !query.properties.is_empty() {
        let with_all = mirror.properties.get(conn, versions.goods)?.with_all(&query.properties);
        match &mut ids {
            Some(ids) => ids.keep_common(&with_all),
            None => ids = Some(with_all),
        }
    }
    if mask != EVERY_ITEM {
        let members: IdSet = ids_of(conn, MEMBERS, named_params! { ":mask": mask })?
            .into_iter()
            .collect();
        match &mut ids {
            Some(ids) => ids.keep_common(&members),
            None => ids = Some(members),
        }
    }
    let ids = Arc::new(ids.unwrap_or_default());
    mirror.listings.keep_filter(query, versions, &ids);
    Ok(Some(ids))
}

/// What group and stock let through; `None` when neither is asked for.
fn filter(conn: &Connection, query: &GoodsQuery) -> Result<Option<IdSet>, MirrorError> {
    if query.group.is_none() && !query.in_stock_only {
        return Ok(None);
    }
    let mut of_group = IdSet::default();
    if let Some(group) = &query.group {
        for group_id in group_and_below(conn, group)? {
            of_group.extend(ids_of(conn, OF_GROUP, named_params! { ":group_id": group_id })?);
        }
        if !query.in_stock_only {
            return Ok(Some(of_group));
        }
    }
    let in_stock = stock_totals(conn, &query.sight)?
        .into_iter()
        .filter(|(_, total)| *total > 0)
        .map(|(id, _)| id);
    Ok(Some(
        in_stock
            .filter(|id| query.group.is_none() || of_group.contains(*id))
            .collect(),
    ))
}

/// How much there is of each item, in thousandths, or where stock is told in words, in their order: 0 is none.
fn stock_totals(conn: &Connection, sight: &Sight) -> Result<HashMap<i64, i64>, StoreError> {
    let mut totals: HashMap<i64, i64> = HashMap::new();
    let is_exact = sight.stock == StockMode::Exact;
    for (feed_id, _) in stock_feeds(conn, sight)? {
        for (id, value) in values(conn, if is_exact { QUANTITIES } else { LEVELS }, feed_id)? {
            let total = totals.entry(id).or_default();
            *total = if is_exact {
                total.saturating_add(value)
            } else {
                (*total).max(value)
            };
        }
    }
    Ok(totals)
}

fn values(conn: &Connection, sql: &'static str, feed_id: i64) -> Result<Vec<(i64, i64)>, StoreError> {
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map(named_params! { ":feed_id": feed_id }, |row| {
        Ok((row.get("item_id")?, row.get("value")?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Every item, in the supplier's order.
fn all_ids(conn: &Connection) -> Result<Vec<i64>, MirrorError> {
    let mut ids = ids_of(conn, ALL_IDS, &[])?;
    ids.sort_unstable();
    Ok(ids)
}

fn ids_of(
    conn: &Connection,
    sql: &'static str,
    params: &[(&str, &dyn rusqlite::ToSql)],
) -> Result<Vec<i64>, MirrorError> {
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map(params, |row| row.get("id"))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

impl ListingCache {
    fn find_filter(&self, query: &GoodsQuery, now: VersionsNow) -> Option<Arc<IdSet>> {
        let mut kept = self.filters.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|kept| {
            kept.versions.goods == now.goods && (!kept.in_stock_only || kept.versions.stock == now.stock)
        });
        to_front(&mut kept, |kept| kept.is_of(query)).map(|kept| Arc::clone(&kept.ids))
    }

    fn keep_filter(&self, query: &GoodsQuery, versions: VersionsNow, ids: &Arc<IdSet>) {
        let mut kept = self.filters.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_front(KeptFilter {
            group: query.group.clone(),
            in_stock_only: query.in_stock_only,
            properties: query.properties.clone(),
            assortment: query.sight.assortment.clone(),
            stock: query.sight.stock,
            versions,
            ids: Arc::clone(ids),
        });
        kept.truncate(KEPT_LISTS);
    }

    fn find(&self, query: &GoodsQuery, now: VersionsNow) -> Option<List> {
        let mut kept = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|kept| is_true_still(&kept.query, kept.versions, now));
        to_front(&mut kept, |kept| has_same_rows(&kept.query, query)).map(|kept| kept.list.clone())
    }

    fn keep(&self, query: &GoodsQuery, versions: VersionsNow, list: &List) {
        let mut kept = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_front(Kept {
            query: query.clone(),
            versions,
            list: list.clone(),
        });
        kept.truncate(KEPT_LISTS);
    }
}

/// Finds what is kept and puts it before the others: the one that nobody asked for longest goes first.
fn to_front<T>(kept: &mut VecDeque<T>, is_it: impl Fn(&T) -> bool) -> Option<&T> {
    let at = kept.iter().position(is_it)?;
    let found = kept.remove(at)?;
    kept.push_front(found);
    kept.front()
}

/// Two queries with the same rows in the same order: the price type matters only when sorting by it.
fn has_same_rows(one: &GoodsQuery, other: &GoodsQuery) -> bool {
    one.group == other.group
        && one.search == other.search
        && one.is_as_typed == other.is_as_typed
        && one.in_stock_only == other.in_stock_only
        && one.properties == other.properties
        && one.sort == other.sort
        && one.sight.assortment == other.sight.assortment
        && one.sight.stock == other.sight.stock
        && (one.sort.by != SortBy::Price || one.sight.price_type == other.sight.price_type)
}

/// Whether nothing that the list depends on has changed.
fn is_true_still(query: &GoodsQuery, then: VersionsNow, now: VersionsNow) -> bool {
    then.goods == now.goods
        && (query.sort.by != SortBy::Price || then.prices == now.prices)
        && (!(query.in_stock_only || query.sort.by == SortBy::Stock) || then.stock == now.stock)
}
