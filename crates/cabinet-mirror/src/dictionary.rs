//! Groups with their counts, price types and warehouses.

use crate::mirror::{Mirror, MirrorError};
use crate::sight::{EVERY_ITEM, Sight, mask};
use cabinet_domain::ids::{PriceTypeId, WarehouseId};
use rusqlite::Connection;
use std::collections::{HashMap, HashSet};

/// A group of goods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// 1C id.
    pub id: String,
    /// The group above; `None` for a root, and for a group whose parent is not known.
    pub parent: Option<String>,
    /// Name.
    pub name: String,
    /// Items in the group itself.
    pub own_items: u32,
    /// Items in it and in the groups below.
    pub all_items: u32,
}

/// A price type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceType {
    /// 1C id.
    pub id: PriceTypeId,
    /// Name.
    pub name: String,
    /// ISO 4217.
    pub currency: String,
    /// Whether prices include VAT.
    pub includes_vat: bool,
}

/// A warehouse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warehouse {
    /// 1C id.
    pub id: WarehouseId,
    /// Name.
    pub name: String,
    /// Address in one line; empty when unknown.
    pub address: String,
}

const GROUPS: &str = "
    SELECT code, parent, name,
           (SELECT count(*) FROM item WHERE item.group_id = item_group.id) AS own_items
    FROM item_group
    WHERE is_known = 1
    ORDER BY ordinal, code";

const MASKED_GROUPS: &str = "
    SELECT code, parent, name,
           (SELECT count(*) FROM item WHERE item.group_id = item_group.id AND item.in_feeds & :mask <> 0) AS own_items
    FROM item_group
    WHERE is_known = 1
    ORDER BY ordinal, code";

const PRICE_TYPES: &str = "
    SELECT code, name, currency, includes_vat
    FROM price_type
    ORDER BY name, code";

const WAREHOUSES: &str = "
    SELECT code, name, address
    FROM warehouse
    ORDER BY name, code";

const GROUP_PARENTS: &str = "
    SELECT id, code, parent
    FROM item_group";

impl Mirror {
    /// Every group, in the order of the export. Where the file holds goods of other assortments too, only those that have
    /// something to be seen.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn groups(&self, sight: &Sight) -> Result<Vec<Group>, MirrorError> {
        let (mut groups, is_masked): (Vec<Group>, bool) = self.db().read::<_, MirrorError>(|conn| {
            let mask = mask(conn, sight)?;
            let masked: &[(&str, &dyn rusqlite::ToSql)] = &[(":mask", &mask)];
            // An index counts the items of a group only while every item counts.
            let (sql, params) = if mask == EVERY_ITEM {
                (GROUPS, &[][..])
            } else {
                (MASKED_GROUPS, masked)
            };
            let mut groups = conn.prepare_cached(sql)?;
            let rows = groups.query_map(params, |row| {
                let own_items = row.get("own_items")?;
                Ok(Group {
                    id: row.get("code")?,
                    parent: row.get("parent")?,
                    name: row.get("name")?,
                    own_items,
                    all_items: own_items,
                })
            })?;
            Ok((rows.collect::<Result<_, _>>()?, mask != EVERY_ITEM))
        })?;
        sum_up(&mut groups);
        groups.retain(|group| !is_masked || group.all_items > 0);
        Ok(groups)
    }

    /// Every price type, by name.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn price_types(&self) -> Result<Vec<PriceType>, MirrorError> {
        self.db().read(|conn| {
            let mut types = conn.prepare_cached(PRICE_TYPES)?;
            let rows = types.query_map([], |row| {
                Ok(PriceType {
                    id: PriceTypeId::new(row.get::<_, String>("code")?),
                    name: row.get("name")?,
                    currency: row.get("currency")?,
                    includes_vat: row.get("includes_vat")?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Every warehouse, by name.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn warehouses(&self) -> Result<Vec<Warehouse>, MirrorError> {
        self.db().read(|conn| {
            let mut all = conn.prepare_cached(WAREHOUSES)?;
            let rows = all.query_map([], |row| {
                Ok(Warehouse {
                    id: WarehouseId::new(row.get::<_, String>("code")?),
                    name: row.get("name")?,
                    address: row.get("address")?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

/// Adds the items of each group to all groups above it, and cuts parents that are unknown or go in a circle.
fn sum_up(groups: &mut [Group]) {
    let parents: HashMap<String, Option<String>> = groups
        .iter()
        .map(|group| (group.id.clone(), group.parent.clone()))
        .collect();
    let mut sums: HashMap<String, u32> = HashMap::new();
    for group in groups.iter() {
        let mut above = Some(group.id.clone());
        let mut seen = HashSet::new();
        while let Some(id) = above.filter(|id| seen.insert(id.clone())) {
            let sum = sums.entry(id.clone()).or_default();
            *sum = sum.saturating_add(group.own_items);
            above = parents
                .get(&id)
                .cloned()
                .flatten()
                .filter(|parent| parents.contains_key(parent));
        }
    }
    for group in groups {
        group.all_items = sums.get(&group.id).copied().unwrap_or(group.own_items);
        group.parent = group
            .parent
            .take()
            .filter(|parent| parents.contains_key(parent) && *parent != group.id);
    }
}

/// The ids of a group and all groups below it, as items refer to them.
pub(crate) fn group_and_below(conn: &Connection, code: &str) -> Result<HashSet<i64>, MirrorError> {
    let mut parents = conn.prepare_cached(GROUP_PARENTS)?;
    let all: Vec<(i64, String, Option<String>)> = parents
        .query_map([], |row| Ok((row.get("id")?, row.get("code")?, row.get("parent")?)))?
        .collect::<Result<_, _>>()?;
    let mut below: HashMap<&str, Vec<(i64, &str)>> = HashMap::new();
    for (id, child, parent) in &all {
        if let Some(parent) = parent {
            below.entry(parent).or_default().push((*id, child));
        }
    }
    let mut found = HashSet::new();
    let mut open: Vec<(i64, &str)> = all
        .iter()
        .filter(|(_, group, _)| group == code)
        .map(|(id, group, _)| (*id, group.as_str()))
        .collect();
    while let Some((id, group)) = open.pop() {
        if found.insert(id) {
            open.extend(below.get(group).into_iter().flatten());
        }
    }
    Ok(found)
}
