//! The outbox: commands that are durable before their first byte leaves, and their way to a verdict.

use crate::attachment::drop_bodies;
use crate::claim::release_claim;
use crate::command_state::{CommandState, Move};
use crate::desk::{Desk, DeskError};
use crate::placement::{delete_placed_lines, release_lines};
use crate::session::is_sample;
use cabinet_domain::ids::{CommandKey, EntityId};
use cabinet_sqlite::StoreError;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

/// A command to be queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCommand {
    /// Made by [`new_command_key`].
    pub key: CommandKey,
    /// Commands of one chain keep their order.
    pub chain: String,
    /// `CommandBody::kind`.
    pub kind: &'static str,
    /// For which entity.
    pub entity: EntityId,
    /// JSON of the command's body, as it will be sent.
    pub body: String,
}

/// A key for a new command.
#[must_use]
pub fn new_command_key() -> CommandKey {
    CommandKey::new(uuid::Uuid::new_v4().to_string())
}

/// A command as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxCommand {
    /// Never changes on retry.
    pub key: CommandKey,
    /// Commands of one chain keep their order.
    pub chain: String,
    /// `CommandBody::kind`.
    pub kind: String,
    /// For which entity.
    pub entity: EntityId,
    /// JSON, as it is sent.
    pub body: String,
    /// Where it stands.
    pub state: CommandState,
    /// How often a connection existed for it.
    pub attempt: u32,
    /// An answer was lost once: it may have been carried out, so it cannot be withdrawn.
    pub is_doubtful: bool,
    /// When to try again, device clock, ms; `None` when the program has nothing left to do by itself.
    pub next_at_ms: Option<i64>,
    /// Code of the reason that is shown to the user.
    pub why: Option<String>,
    /// JSON of the gateway's last word.
    pub verdict: Option<String>,
    /// UTC, ms since 1970.
    pub created_ms: i64,
    /// When it stopped being on its way, UTC, ms since 1970.
    pub settled_ms: Option<i64>,
}

/// Why a command did not move.
#[derive(Debug, thiserror::Error)]
pub enum AdvanceError {
    /// There is no such command.
    #[error("there is no such command")]
    NoSuchCommand,
    /// The step may not follow.
    #[error("a command that is {} cannot become {}", from.code(), to.code())]
    NotAllowed {
        /// Where it stands.
        from: CommandState,
        /// Where it should have gone.
        to: CommandState,
    },
    /// The desk failed.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<StoreError> for AdvanceError {
    fn from(error: StoreError) -> Self {
        Self::Desk(error.into())
    }
}

impl From<rusqlite::Error> for AdvanceError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Desk(error.into())
    }
}

/// What became of the wish to withdraw a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withdrawal {
    /// Withdrawn; its lines are free again.
    Cancelled,
    /// Too late: it may have been carried out. It goes on to its verdict.
    MayHaveHappened,
    /// It is settled already.
    Settled,
}

const RECOVER: &str = "
    UPDATE outbox
    SET state = 'unknown', doubtful = 1, next_at_ms = :now_ms, why = 'restart'
    WHERE state = 'sending'";

// A clock that was set back would otherwise leave a command waiting for years.
const CLAMP: &str = "
    UPDATE outbox
    SET next_at_ms = :now_ms
    WHERE state IN ('queued', 'sending', 'unknown')
      AND next_at_ms > :now_ms + :cap_ms";

const COLUMNS_BY_KEY: &str = "
    SELECT key, chain, kind, entity, body, state, attempt, doubtful, next_at_ms, why, verdict, created_ms, settled_ms
    FROM outbox
    WHERE key = :key";

const COLUMNS_BY_ENTITY: &str = "
    SELECT key, chain, kind, entity, body, state, attempt, doubtful, next_at_ms, why, verdict, created_ms, settled_ms
    FROM outbox
    WHERE entity = :entity
      AND kind = :kind
    ORDER BY n DESC
    LIMIT :limit";

const NEWEST_OF_CHAINS: &str = "
    SELECT key, chain, kind, entity, body, state, attempt, doubtful, next_at_ms, why, verdict, created_ms, settled_ms
    FROM outbox AS c
    WHERE c.entity = :entity
      AND substr(c.chain, 1, length(:prefix)) = :prefix
      AND c.n = (SELECT max(later.n) FROM outbox AS later WHERE later.chain = c.chain)
    ORDER BY c.n DESC";

const INSERT: &str = "
    INSERT INTO outbox (key, chain, kind, entity, body, state, next_at_ms, created_ms)
    VALUES (:key, :chain, :kind, :entity, :body, 'queued', :now_ms, :now_ms)";

// A command is due only when no earlier one of its chain still waits for something, and its files are uploaded. The oldest goes
// first; one on which the gateway failed stands at its next time, so that it does not stand before other chains.
const DUE: &str = "
    SELECT key, chain, kind, entity, body, state, attempt, doubtful, next_at_ms, why, verdict, created_ms, settled_ms
    FROM outbox AS c
    WHERE c.state IN ('queued', 'unknown')
      AND c.next_at_ms <= :now_ms
      AND NOT EXISTS (
          SELECT 1
          FROM outbox AS before
          WHERE before.chain = c.chain
            AND before.n < c.n
            AND before.state IN ('queued', 'sending', 'unknown', 'parked'))
      AND NOT EXISTS (
          SELECT 1
          FROM attachment AS a
          WHERE a.command = c.key
            AND a.is_uploaded = 0)
    ORDER BY CASE WHEN c.why IS NULL OR c.why IN ('offline', 'signed_out') THEN c.created_ms ELSE c.next_at_ms END, c.n
    LIMIT :limit";

// The first unfinished command of a chain up to this one, unless it waits for the user or for its files.
const TO_SEND_FOR: &str = "
    SELECT key, chain, kind, entity, body, state, attempt, doubtful, next_at_ms, why, verdict, created_ms, settled_ms
    FROM outbox AS c
    WHERE c.n = (
            SELECT min(head.n)
            FROM outbox AS wanted
            JOIN outbox AS head ON head.chain = wanted.chain AND head.n <= wanted.n
            WHERE wanted.key = :key
              AND head.state IN ('queued', 'sending', 'unknown', 'parked'))
      AND c.state <> 'parked'
      AND NOT EXISTS (
          SELECT 1
          FROM attachment AS a
          WHERE a.command = c.key
            AND a.is_uploaded = 0)";

const WITH_UPLOADS: &str = "
    SELECT key, chain, kind, entity, body, state, attempt, doubtful, next_at_ms, why, verdict, created_ms, settled_ms
    FROM outbox AS c
    WHERE c.state IN ('queued', 'unknown')
      AND c.next_at_ms <= :now_ms
      AND EXISTS (
          SELECT 1
          FROM attachment AS a
          WHERE a.command = c.key
            AND a.is_uploaded = 0)
    ORDER BY c.n
    LIMIT :limit";

const UNSENT: &str = "
    SELECT key, chain, kind, entity, body, state, attempt, doubtful, next_at_ms, why, verdict, created_ms, settled_ms
    FROM outbox
    WHERE state = 'queued'
      AND doubtful = 0
    ORDER BY n";

const WAITING: &str = "
    SELECT key, chain, kind, entity, body, state, attempt, doubtful, next_at_ms, why, verdict, created_ms, settled_ms
    FROM outbox
    WHERE entity = :entity
      AND state IN ('queued', 'sending', 'unknown', 'needs_user', 'parked')
    ORDER BY n";

const WAITING_ALL: &str = "
    SELECT key, chain, kind, entity, body, state, attempt, doubtful, next_at_ms, why, verdict, created_ms, settled_ms
    FROM outbox
    WHERE state IN ('queued', 'sending', 'unknown', 'parked')
    ORDER BY n";

// Whoever has the file may hand it in at any time: from now on it may have been carried out.
const HAND_OUT: &str = "
    UPDATE outbox
    SET state = 'unknown', doubtful = 1, next_at_ms = :now_ms, why = 'in_file', settled_ms = NULL
    WHERE key = :key";

const NEXT_AT: &str = "
    SELECT min(next_at_ms) AS next_at_ms
    FROM outbox
    WHERE state IN ('queued', 'sending', 'unknown')";

const OVERDUE: &str = "
    SELECT key, chain, kind, entity, body, state, attempt, doubtful, next_at_ms, why, verdict, created_ms, settled_ms
    FROM outbox
    WHERE state IN ('queued', 'sending', 'unknown')
      AND next_at_ms < :before_ms
    ORDER BY n";

const ADVANCE: &str = "
    UPDATE outbox
    SET state = :state,
        doubtful = max(doubtful, :doubtful),
        next_at_ms = :next_at_ms,
        why = :why,
        verdict = coalesce(:verdict, verdict),
        settled_ms = CASE WHEN :is_settled THEN :now_ms ELSE NULL END
    WHERE key = :key";

const COUNT_ATTEMPT: &str = "
    UPDATE outbox
    SET attempt = attempt + 1
    WHERE key = :key";

/// No wait is longer than this, so that a clock put back cannot strand a command (docs/protocol.md, I9).
pub const LONGEST_WAIT_MS: i64 = 15 * 60 * 1000;

impl Desk {
    pub(crate) fn recover_commands(&self, now_ms: i64) -> Result<(), StoreError> {
        self.db.write(|tx| {
            let recovered = tx.execute(RECOVER, named_params! { ":now_ms": now_ms })?;
            tx.execute(CLAMP, named_params! { ":now_ms": now_ms, ":cap_ms": LONGEST_WAIT_MS })?;
            if recovered > 0 {
                tracing::info!(
                    outbox.recovered = recovered,
                    "{recovered} commands were on their way at the last exit"
                );
            }
            Ok(())
        })
    }

    /// Commands to send now, the oldest first and those that failed after them; of each chain at most the first unfinished one.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn due_commands(&self, now_ms: i64, limit: u32) -> Result<Vec<OutboxCommand>, DeskError> {
        self.list(DUE, named_params! { ":now_ms": now_ms, ":limit": limit })
    }

    /// What has to be sent before this command can take effect, or the command itself once it is its turn, whenever they
    /// are due; `None` when it is settled, or when it waits behind one that waits for the user or for its files.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn command_to_send_for(&self, key: &CommandKey) -> Result<Option<OutboxCommand>, DeskError> {
        Ok(self.list(TO_SEND_FOR, named_params! { ":key": key.as_str() })?.pop())
    }

    /// When the next command is due, device clock, ms; `None` when nothing waits.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn next_command_at_ms(&self) -> Result<Option<i64>, DeskError> {
        self.db
            .read(|conn| Ok(conn.query_row(NEXT_AT, [], |row| row.get("next_at_ms"))?))
    }

    /// Commands whose time passed before `before_ms`: the watchdog expects none.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn overdue_commands(&self, before_ms: i64) -> Result<Vec<OutboxCommand>, DeskError> {
        self.list(OVERDUE, named_params! { ":before_ms": before_ms })
    }

    /// The newest commands of one kind of an entity, newest first.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn commands(&self, entity: &EntityId, kind: &str, limit: u32) -> Result<Vec<OutboxCommand>, DeskError> {
        self.list(
            COLUMNS_BY_ENTITY,
            named_params! { ":entity": entity.as_str(), ":kind": kind, ":limit": limit },
        )
    }

    /// Commands of an entity that are on their way, wait for the user or were set aside, the oldest first.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn waiting_commands(&self, entity: &EntityId) -> Result<Vec<OutboxCommand>, DeskError> {
        self.list(WAITING, named_params! { ":entity": entity.as_str() })
    }

    /// Everything that waits to be sent or was set aside, and that `goes`, in the order in which it was queued, about to leave
    /// in a file. From now on each may have been carried out: it cannot be withdrawn or checked any more, and is sent with its
    /// key until it has its verdict.
    ///
    /// # Errors
    /// [`DeskError`]; nothing is to be given out then.
    pub fn hand_out_queue(
        &self,
        goes: impl Fn(&OutboxCommand) -> bool,
        now_ms: i64,
    ) -> Result<Vec<OutboxCommand>, DeskError> {
        self.db.write(|tx| {
            let mut waiting = Vec::new();
            {
                let mut list = tx.prepare_cached(WAITING_ALL)?;
                let mut rows = list.query([])?;
                while let Some(row) = rows.next()? {
                    waiting.push(command(row)?);
                }
            }
            waiting.retain(goes);
            let mut hand_out = tx.prepare_cached(HAND_OUT)?;
            for command in &waiting {
                hand_out.execute(named_params! { ":key": command.key.as_str(), ":now_ms": now_ms })?;
            }
            Ok(waiting)
        })
    }

    /// The newest command of each chain of an entity whose name begins so, the newest first.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn newest_of_chains(&self, entity: &EntityId, prefix: &str) -> Result<Vec<OutboxCommand>, DeskError> {
        self.list(
            NEWEST_OF_CHAINS,
            named_params! { ":entity": entity.as_str(), ":prefix": prefix },
        )
    }

    /// Queues a command that concerns no draft; it is on the disk when this returns.
    ///
    /// # Errors
    /// [`DeskError`]; nothing was queued then.
    pub fn queue_command(&self, command: &NewCommand, now_ms: i64) -> Result<(), DeskError> {
        self.db.write(|tx| insert(tx, command, now_ms))
    }

    /// One command, or `None`.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn command(&self, key: &CommandKey) -> Result<Option<OutboxCommand>, DeskError> {
        self.db.read(|conn| find(conn, key))
    }

    /// A connection exists for the command: counts the attempt, before the body is read by anyone.
    ///
    /// # Errors
    /// [`AdvanceError::NoSuchCommand`] or the desk's failure.
    pub fn count_attempt(&self, key: &CommandKey) -> Result<(), AdvanceError> {
        self.db.write(|tx| {
            match tx
                .prepare_cached(COUNT_ATTEMPT)?
                .execute(named_params! { ":key": key.as_str() })?
            {
                0 => Err(AdvanceError::NoSuchCommand),
                _ => Ok(()),
            }
        })
    }

    /// Moves a command one step; its lines follow in the same transaction: deleted when done (with the draft, if it
    /// is empty then), free again when the gateway asks the user or refuses.
    ///
    /// # Errors
    /// [`AdvanceError`]; nothing changed then.
    pub fn advance(&self, key: &CommandKey, step: &Move, now_ms: i64) -> Result<(), AdvanceError> {
        self.db.write(|tx| {
            let command = find(tx, key)?.ok_or(AdvanceError::NoSuchCommand)?;
            let to = step.state();
            if !command.state.may_become(to) {
                return Err(AdvanceError::NotAllowed {
                    from: command.state,
                    to,
                });
            }
            write_step(tx, key, step, now_ms)?;
            match to {
                CommandState::Done => {
                    delete_placed_lines(tx, key, now_ms)?;
                    drop_bodies(tx, key)?;
                }
                CommandState::NeedsUser | CommandState::Rejected => {
                    release_lines(tx, key, now_ms)?;
                    release_claim(tx, key, step.why())?;
                }
                CommandState::Queued
                | CommandState::Sending
                | CommandState::Unknown
                | CommandState::Parked
                | CommandState::Cancelled => {}
            }
            Ok(())
        })
    }

    /// Withdraws a command that cannot have been carried out yet and frees its lines.
    ///
    /// # Errors
    /// [`AdvanceError::NoSuchCommand`] or the desk's failure.
    pub fn withdraw(&self, entity: &EntityId, key: &CommandKey, now_ms: i64) -> Result<Withdrawal, AdvanceError> {
        self.db.write(|tx| {
            let command =
                find(tx, key)?.filter(|command| command.entity == *entity).ok_or(AdvanceError::NoSuchCommand)?;
            if !command.state.holds_lines() {
                return Ok(Withdrawal::Settled);
            }
            if command.is_doubtful || !command.state.may_become(CommandState::Cancelled) {
                return Ok(Withdrawal::MayHaveHappened);
            }
            tx.prepare_cached(ADVANCE)?.execute(named_params! {
                ":state": CommandState::Cancelled.code(), ":doubtful": false, ":next_at_ms": None::<i64>, ":why": None::<&str>,
                ":verdict": None::<&str>, ":is_settled": true, ":now_ms": now_ms, ":key": key.as_str(),
            })?;
            release_lines(tx, key, now_ms)?;
            release_claim(tx, key, None)?;
            Ok(Withdrawal::Cancelled)
        })
    }

    /// Refuses commands that were certainly never carried out and are not to be sent any more; their lines and
    /// claims are free again. Returns how many that were.
    ///
    /// # Errors
    /// [`AdvanceError`]; nothing changed then.
    pub fn refuse_unsent(
        &self,
        is_refused: impl Fn(&OutboxCommand) -> bool,
        why: &str,
        now_ms: i64,
    ) -> Result<usize, AdvanceError> {
        self.db.write(|tx| {
            let mut unsent = Vec::new();
            {
                let mut list = tx.prepare_cached(UNSENT)?;
                let mut rows = list.query([])?;
                while let Some(row) = rows.next()? {
                    unsent.push(command(row)?);
                }
            }
            unsent.retain(is_refused);
            let step = Move::Rejected {
                why: why.to_owned(),
                verdict: None,
            };
            for command in &unsent {
                write_step(tx, &command.key, &step, now_ms)?;
                release_lines(tx, &command.key, now_ms)?;
                release_claim(tx, &command.key, Some(why))?;
            }
            Ok(unsent.len())
        })
    }

    pub(crate) fn list_with_uploads(&self, now_ms: i64, limit: u32) -> Result<Vec<OutboxCommand>, DeskError> {
        self.list(WITH_UPLOADS, named_params! { ":now_ms": now_ms, ":limit": limit })
    }

    fn list(
        &self,
        sql: &'static str,
        params: &[(&str, &dyn rusqlite::ToSql)],
    ) -> Result<Vec<OutboxCommand>, DeskError> {
        self.db.read(|conn| {
            let mut list = conn.prepare_cached(sql)?;
            let mut rows = list.query(params)?;
            let mut commands = Vec::new();
            while let Some(row) = rows.next()? {
                commands.push(command(row)?);
            }
            Ok(commands)
        })
    }
}

/// Puts a command into the queue, inside the transaction of the change that it belongs to.
///
/// # Errors
/// [`DeskError::Sample`]: a sample never sends, whatever the command.
pub(crate) fn insert(conn: &Connection, command: &NewCommand, now_ms: i64) -> Result<(), DeskError> {
    if is_sample(conn)? {
        return Err(DeskError::Sample);
    }
    conn.prepare_cached(INSERT)?.execute(named_params! {
        ":key": command.key.as_str(),
        ":chain": command.chain,
        ":kind": command.kind,
        ":entity": command.entity.as_str(),
        ":body": command.body,
        ":now_ms": now_ms,
    })?;
    Ok(())
}

fn write_step(conn: &Connection, key: &CommandKey, step: &Move, now_ms: i64) -> Result<(), AdvanceError> {
    conn.prepare_cached(ADVANCE)?.execute(named_params! {
        ":state": step.state().code(),
        ":doubtful": step.state() == CommandState::Unknown,
        ":next_at_ms": step.next_at_ms(),
        ":why": step.why(),
        ":verdict": step.verdict(),
        ":is_settled": !step.state().is_on_its_way(),
        ":now_ms": now_ms,
        ":key": key.as_str(),
    })?;
    Ok(())
}

fn find(conn: &Connection, key: &CommandKey) -> Result<Option<OutboxCommand>, DeskError> {
    let mut one = conn.prepare_cached(COLUMNS_BY_KEY)?;
    one.query_row(named_params! { ":key": key.as_str() }, |row| Ok(command(row)))
        .optional()?
        .transpose()
}

fn command(row: &Row<'_>) -> Result<OutboxCommand, DeskError> {
    let state: String = row.get("state")?;
    Ok(OutboxCommand {
        key: CommandKey::new(row.get::<_, String>("key")?),
        chain: row.get("chain")?,
        kind: row.get("kind")?,
        entity: EntityId::new(row.get::<_, String>("entity")?),
        body: row.get("body")?,
        state: CommandState::from_code(&state).ok_or(DeskError::UnknownWord(state))?,
        attempt: row.get("attempt")?,
        is_doubtful: row.get("doubtful")?,
        next_at_ms: row.get("next_at_ms")?,
        why: row.get("why")?,
        verdict: row.get("verdict")?,
        created_ms: row.get("created_ms")?,
        settled_ms: row.get("settled_ms")?,
    })
}
