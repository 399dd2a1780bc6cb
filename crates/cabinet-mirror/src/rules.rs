//! The rules of prices of a legal entity, and which groups stand above goods.

use crate::mirror::{Mirror, MirrorError};
use cabinet_domain::ids::EntityId;
use cabinet_pricing::book::RuleBook;
use cabinet_pricing::vat::Country;
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::pricing::PricingRow;
use prost::Message;
use rusqlite::{Connection, named_params};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What makes the prices of a legal entity.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// Every rule that concerns it; empty from a gateway that has none.
    pub book: Arc<RuleBook>,
    /// The supplier's time zone in minutes ahead of UTC: days are his.
    pub utc_offset_minutes: i32,
}

/// The rules that were read last, until prices or rules change.
#[derive(Default)]
pub(crate) struct RulesCache {
    kept: Mutex<HashMap<String, (u64, Rules)>>,
}

/// The groups above each group.
#[derive(Debug, Clone, Default)]
pub struct GroupPaths {
    paths: HashMap<i64, Vec<String>>,
}

impl GroupPaths {
    /// The codes of a group and of those above it, the nearest first.
    #[must_use]
    pub fn of(&self, group: Option<i64>) -> &[String] {
        group
            .and_then(|group| self.paths.get(&group))
            .map_or(&[], Vec::as_slice)
    }
}

const BODIES: &str = "
    SELECT r.body
    FROM price_rule AS r
    JOIN feed_state AS f ON f.id = r.feed_id
    WHERE f.feed = :feed
      AND f.is_live = 1";

const GROUPS: &str = "
    SELECT id, code, parent
    FROM item_group";

/// Groups in a circle end after so many steps.
const DEEPEST: usize = 64;

impl Mirror {
    /// The rules of an entity; none of an older gateway, or before its feed came.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn rules(&self, entity: &EntityId) -> Result<Rules, MirrorError> {
        let version = self.feeds().versions.now().prices;
        if let Some((of, rules)) = self.rules.lock().get(entity.as_str())
            && *of == version
        {
            return Ok(rules.clone());
        }
        let rules = self.db().read(|conn| read(conn, entity))?;
        self.rules
            .lock()
            .insert(entity.as_str().to_owned(), (version, rules.clone()));
        Ok(rules)
    }

    /// The groups above each group of goods.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn group_paths(&self) -> Result<GroupPaths, MirrorError> {
        self.db().read(|conn| {
            let mut list = conn.prepare_cached(GROUPS)?;
            let rows = list.query_map([], |row| {
                Ok((
                    row.get::<_, i64>("id")?,
                    row.get::<_, String>("code")?,
                    row.get::<_, Option<String>>("parent")?,
                ))
            })?;
            let groups = rows.collect::<Result<Vec<_>, _>>()?;
            Ok(paths(&groups))
        })
    }
}

impl RulesCache {
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, (u64, Rules)>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(conn: &Connection, entity: &EntityId) -> Result<Rules, MirrorError> {
    let feed = FeedName::Rules(entity.as_str().to_owned()).to_string();
    let mut list = conn.prepare_cached(BODIES)?;
    let bodies = list
        .query_map(named_params! { ":feed": feed }, |row| row.get::<_, Vec<u8>>("body"))?
        .collect::<Result<Vec<_>, _>>()?;
    let mut rules = Vec::new();
    let mut country = Country::Unknown;
    let mut utc_offset_minutes = 0;
    for body in &bodies {
        let row = PricingRow::decode(body.as_slice())?;
        if let Some(terms) = row.terms {
            // A country of a newer gateway: the catalogue's rates stand, and the gateway decides.
            country = Country::from_code(&terms.country).unwrap_or(Country::Unknown);
            utc_offset_minutes = terms.utc_offset_minutes;
        }
        // Rows with a broken field were refused at the door; an unknown kind is one of a newer gateway.
        let read = row.rule.and_then(|rule| rule.read().ok().flatten());
        rules.extend(read);
    }
    Ok(Rules {
        book: Arc::new(RuleBook::new(rules, country)),
        utc_offset_minutes,
    })
}

fn paths(groups: &[(i64, String, Option<String>)]) -> GroupPaths {
    let parents: HashMap<&str, Option<&str>> = groups
        .iter()
        .map(|(_, code, parent)| (code.as_str(), parent.as_deref()))
        .collect();
    let path = |code: &str| {
        let mut path: Vec<String> = Vec::new();
        let mut next = Some(code);
        while let Some(code) = next {
            if path.len() >= DEEPEST || path.iter().any(|known| known == code) {
                break;
            }
            path.push(code.to_owned());
            next = parents.get(code).copied().flatten();
        }
        path
    };
    GroupPaths {
        paths: groups.iter().map(|(id, code, _)| (*id, path(code))).collect(),
    }
}
