//! The directories that deliveries are chosen from: ways, carriers, their branches, addresses of legal entities.

use crate::mirror::{Mirror, MirrorError};
use crate::text;
use cabinet_domain::delivery::{WayKind, WayTerms, Weekdays};
use cabinet_domain::ids::EntityId;
use rusqlite::{OptionalExtension, Row, named_params};

/// A way of delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// Id given by the supplier.
    pub id: String,
    /// Name.
    pub name: String,
    /// Who brings the goods, how soon, and on which days.
    pub terms: WayTerms,
    /// The one carrier that it goes with; `None` for any.
    pub carrier: Option<String>,
    /// What else is to be known; may be empty.
    pub note: String,
    /// The supplier's time zone in minutes ahead of UTC.
    pub utc_offset_minutes: i32,
}

/// A carrier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carrier {
    /// Id given by the supplier.
    pub id: String,
    /// Name.
    pub name: String,
    /// How many branches it has.
    pub branches: u32,
}

/// A branch of a carrier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// Its carrier.
    pub carrier: String,
    /// Id, unique at the carrier.
    pub id: String,
    /// City.
    pub city: String,
    /// Number; may be empty.
    pub number: String,
    /// Address in the city; may be empty.
    pub address: String,
    /// What else is to be known; may be empty.
    pub note: String,
}

/// A window of the branches that a text finds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BranchesFound {
    /// All that the text finds.
    pub total: u32,
    /// Those of the window.
    pub rows: Vec<Branch>,
}

/// An address of a legal entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Id, unique in the entity.
    pub id: String,
    /// What people call it; may be empty.
    pub name: String,
    /// In one line.
    pub address: String,
    /// What else is to be known; may be empty.
    pub note: String,
}

const WAYS: &str = "
    SELECT id, name, kind, carrier, min_working_days, days, note, utc_offset_minutes
    FROM delivery_way
    ORDER BY ordinal, id";

const WAY: &str = "
    SELECT id, name, kind, carrier, min_working_days, days, note, utc_offset_minutes
    FROM delivery_way
    WHERE id = :id";

const CARRIERS: &str = "
    SELECT id, name,
           (SELECT count(*) FROM carrier_branch WHERE carrier_branch.carrier = carrier.id) AS branches
    FROM carrier
    ORDER BY ordinal, id";

const CARRIER: &str = "
    SELECT id, name,
           (SELECT count(*) FROM carrier_branch WHERE carrier_branch.carrier = carrier.id) AS branches
    FROM carrier
    WHERE id = :id";

const BRANCH: &str = "
    SELECT carrier, id, city, number, address, note
    FROM carrier_branch
    WHERE carrier = :carrier
      AND id = :id";

const SEARCH: &str = "
    SELECT id, words, number_words
    FROM carrier_branch
    WHERE carrier = :carrier
    ORDER BY sorted_by, id";

const ADDRESSES: &str = "
    SELECT id, name, address, note
    FROM delivery_address
    WHERE entity = :entity
    ORDER BY ordinal, id";

impl Mirror {
    /// Every way, in the supplier's order.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn delivery_ways(&self) -> Result<Vec<Way>, MirrorError> {
        self.db().read(|conn| {
            let mut list = conn.prepare_cached(WAYS)?;
            let mut rows = list.query([])?;
            let mut ways = Vec::new();
            while let Some(row) = rows.next()? {
                ways.push(way(row)?);
            }
            Ok(ways)
        })
    }

    /// One way; `None` when it is not offered.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn delivery_way(&self, id: &str) -> Result<Option<Way>, MirrorError> {
        self.db().read(|conn| {
            let mut one = conn.prepare_cached(WAY)?;
            let mut rows = one.query(named_params! { ":id": id })?;
            rows.next()?.map(way).transpose()
        })
    }

    /// Every carrier, in the supplier's order.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn carriers(&self) -> Result<Vec<Carrier>, MirrorError> {
        self.db().read(|conn| {
            let mut list = conn.prepare_cached(CARRIERS)?;
            let rows = list.query_map([], carrier)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// One carrier; `None` when it is not offered.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn carrier(&self, id: &str) -> Result<Option<Carrier>, MirrorError> {
        self.db().read(|conn| {
            let mut one = conn.prepare_cached(CARRIER)?;
            Ok(one.query_row(named_params! { ":id": id }, carrier).optional()?)
        })
    }

    /// One branch; `None` when it is not offered.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn branch(&self, of: &str, id: &str) -> Result<Option<Branch>, MirrorError> {
        self.db().read(|conn| {
            let mut one = conn.prepare_cached(BRANCH)?;
            Ok(one
                .query_row(named_params! { ":carrier": of, ":id": id }, branch)
                .optional()?)
        })
    }

    /// Branches of a carrier of which every typed word begins a word: those whose number is typed first, then by city
    /// and number. An empty text finds all.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn branches(&self, of: &str, typed: &str, offset: u32, limit: u32) -> Result<BranchesFound, MirrorError> {
        let typed = text::words(typed);
        let typed: Vec<&str> = typed.split(' ').filter(|word| !word.is_empty()).collect();
        self.db().read(|conn| {
            let mut search = conn.prepare_cached(SEARCH)?;
            let mut rows = search.query(named_params! { ":carrier": of })?;
            let mut exact = Vec::new();
            let mut others = Vec::new();
            while let Some(row) = rows.next()? {
                let words = row.get_ref("words")?.as_str().map_err(rusqlite::Error::from)?;
                if !typed
                    .iter()
                    .all(|word| words.split(' ').any(|own| own.starts_with(word)))
                {
                    continue;
                }
                let number = row.get_ref("number_words")?.as_str().map_err(rusqlite::Error::from)?;
                let id: String = row.get("id")?;
                if typed.contains(&number) {
                    exact.push(id);
                } else {
                    others.push(id);
                }
            }
            exact.append(&mut others);
            let first = usize::try_from(offset).unwrap_or(usize::MAX);
            let most = usize::try_from(limit).unwrap_or(usize::MAX);
            let mut one = conn.prepare_cached(BRANCH)?;
            let mut found = BranchesFound {
                total: u32::try_from(exact.len()).unwrap_or(u32::MAX),
                rows: Vec::new(),
            };
            for id in exact.iter().skip(first).take(most) {
                found
                    .rows
                    .push(one.query_row(named_params! { ":carrier": of, ":id": id }, branch)?);
            }
            Ok(found)
        })
    }

    /// The addresses of a legal entity, in the supplier's order.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn delivery_addresses(&self, entity: &EntityId) -> Result<Vec<Address>, MirrorError> {
        self.db().read(|conn| {
            let mut list = conn.prepare_cached(ADDRESSES)?;
            let rows = list.query_map(named_params! { ":entity": entity.as_str() }, |row| {
                Ok(Address {
                    id: row.get("id")?,
                    name: row.get("name")?,
                    address: row.get("address")?,
                    note: row.get("note")?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

fn way(row: &Row<'_>) -> Result<Way, MirrorError> {
    let kind: String = row.get("kind")?;
    let days: u8 = row.get("days")?;
    let carrier: String = row.get("carrier")?;
    Ok(Way {
        id: row.get("id")?,
        name: row.get("name")?,
        terms: WayTerms {
            kind: WayKind::from_code(&kind).ok_or(MirrorError::UnknownWord(kind))?,
            min_working_days: row.get("min_working_days")?,
            days: Weekdays::from_bits(days).ok_or_else(|| MirrorError::UnknownWord(days.to_string()))?,
        },
        carrier: (!carrier.is_empty()).then_some(carrier),
        note: row.get("note")?,
        utc_offset_minutes: row.get("utc_offset_minutes")?,
    })
}

fn carrier(row: &Row<'_>) -> rusqlite::Result<Carrier> {
    Ok(Carrier {
        id: row.get("id")?,
        name: row.get("name")?,
        branches: row.get("branches")?,
    })
}

fn branch(row: &Row<'_>) -> rusqlite::Result<Branch> {
    Ok(Branch {
        carrier: row.get("carrier")?,
        id: row.get("id")?,
        city: row.get("city")?,
        number: row.get("number")?,
        address: row.get("address")?,
        note: row.get("note")?,
    })
}
