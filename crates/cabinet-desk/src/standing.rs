//! Rules that go with an order which waits for a connection, and the analogues that the user took.
//!
//! JSON is kept as text: what a rule means is known above.

use crate::desk::{Desk, DeskError};
use cabinet_domain::ids::{CommandKey, EntityId, ItemId};
use rusqlite::{Connection, OptionalExtension, named_params};
use std::collections::BTreeMap;

/// Rules of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingRules {
    /// JSON of the rules.
    pub rules: String,
    /// JSON of price and quantity of each line as they were seen when the rules were set.
    pub seen: String,
    /// How often the rules were applied on the way to this command.
    pub round: u32,
    /// JSON of what they took of the terms that this command goes by.
    pub applied: String,
    /// They did not cover what changed: the user is asked.
    pub is_over: bool,
}

const PUT: &str = "
    INSERT INTO standing_rules (command, rules, seen, round, applied, is_over)
    VALUES (:command, :rules, :seen, :round, :applied, :is_over)";

const GET: &str = "
    SELECT rules, seen, round, applied, is_over
    FROM standing_rules
    WHERE command = :command";

// Only the newest command of a chain asks the user anything.
const ASKING: &str = "
    SELECT c.key
    FROM outbox AS c
    JOIN standing_rules AS s ON s.command = c.key
    WHERE c.state = 'needs_user'
      AND s.is_over = 0
      AND c.n = (SELECT max(later.n) FROM outbox AS later WHERE later.chain = c.chain)
    ORDER BY c.n";

const END: &str = "
    UPDATE standing_rules
    SET is_over = 1
    WHERE command = :command";

const OF_ENTITY: &str = "
    SELECT c.key
    FROM outbox AS c
    JOIN standing_rules AS s ON s.command = c.key
    WHERE c.entity = :entity
      AND s.applied <> '[]'
    ORDER BY c.n DESC";

const FORGET: &str = "
    DELETE FROM standing_rules
    WHERE command IN (SELECT key FROM outbox WHERE entity = :entity)";

const PUT_ANALOGUE: &str = "
    INSERT INTO own_analogue (item, analogue, chosen_ms)
    VALUES (:item, :analogue, :now_ms)
    ON CONFLICT (item) DO UPDATE SET analogue = excluded.analogue, chosen_ms = excluded.chosen_ms";

const ANALOGUES: &str = "
    SELECT item, analogue
    FROM own_analogue";

impl Desk {
    /// The rules of a command; `None` when it has none.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn standing_rules(&self, key: &CommandKey) -> Result<Option<StandingRules>, DeskError> {
        self.db.read(|conn| {
            let mut get = conn.prepare_cached(GET)?;
            let found = get.query_row(named_params! { ":command": key.as_str() }, |row| {
                Ok(StandingRules {
                    rules: row.get("rules")?,
                    seen: row.get("seen")?,
                    round: row.get("round")?,
                    applied: row.get("applied")?,
                    is_over: row.get("is_over")?,
                })
            });
            Ok(found.optional()?)
        })
    }

    /// Orders with rules that met changed terms and that nobody has answered, the oldest first.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn asking_with_rules(&self) -> Result<Vec<CommandKey>, DeskError> {
        self.db.read(|conn| {
            let mut list = conn.prepare_cached(ASKING)?;
            let rows = list.query_map([], |row| Ok(CommandKey::new(row.get::<_, String>("key")?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The rules do not cover what changed: from now on the question is the user's, whatever changes after it.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn end_rules(&self, key: &CommandKey) -> Result<(), DeskError> {
        self.db.write(|tx| {
            tx.prepare_cached(END)?
                .execute(named_params! { ":command": key.as_str() })?;
            Ok(())
        })
    }

    /// Orders of an entity that go by terms which rules took, the newest first.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn commands_with_rules(&self, entity: &EntityId) -> Result<Vec<CommandKey>, DeskError> {
        self.db.read(|conn| {
            let mut list = conn.prepare_cached(OF_ENTITY)?;
            let rows = list.query_map(named_params! { ":entity": entity.as_str() }, |row| {
                Ok(CommandKey::new(row.get::<_, String>("key")?))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Remembers what the user took in place of an item.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn put_own_analogue(&self, item: &ItemId, analogue: &ItemId, now_ms: i64) -> Result<(), DeskError> {
        self.db.write(|tx| {
            tx.prepare_cached(PUT_ANALOGUE)?.execute(named_params! {
                ":item": item.as_str(), ":analogue": analogue.as_str(), ":now_ms": now_ms,
            })?;
            Ok(())
        })
    }

    /// What the user took last in place of each item.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn own_analogues(&self) -> Result<BTreeMap<ItemId, ItemId>, DeskError> {
        self.db.read(|conn| {
            let mut list = conn.prepare_cached(ANALOGUES)?;
            let rows = list.query_map([], |row| {
                Ok((
                    ItemId::new(row.get::<_, String>("item")?),
                    ItemId::new(row.get::<_, String>("analogue")?),
                ))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

/// Keeps the rules of a command, inside the transaction that queues it.
pub(crate) fn put(conn: &Connection, key: &CommandKey, standing: &StandingRules) -> Result<(), DeskError> {
    conn.prepare_cached(PUT)?.execute(named_params! {
        ":command": key.as_str(),
        ":rules": standing.rules,
        ":seen": standing.seen,
        ":round": standing.round,
        ":applied": standing.applied,
        ":is_over": standing.is_over,
    })?;
    Ok(())
}

/// Rules speak of prices: they do not outlive the right to see them.
pub(crate) fn forget(conn: &Connection, entity: &EntityId) -> Result<(), DeskError> {
    conn.prepare_cached(FORGET)?
        .execute(named_params! { ":entity": entity.as_str() })?;
    Ok(())
}
