//! Exchange nodes: a login for each, which several may share; passwords as Argon2id hashes.

use super::password;
use crate::storage::{Database, StorageError, Tx, Value, query_all, query_one, write};
use argon2::Argon2;
use argon2::password_hash::PasswordHasher;

const SELECT_BY_NAME: &str = "SELECT name, login, password_hash, takes_zip
FROM exchange_node
WHERE name = $1";
const SELECT_BY_LOGIN: &str = "SELECT name, login, password_hash, takes_zip
FROM exchange_node
WHERE login = $1
ORDER BY created_at_ms, name";
const SELECT_ALL: &str = "SELECT name, login, password_hash, takes_zip
FROM exchange_node
ORDER BY name";
const INSERT: &str = "INSERT INTO exchange_node (name, login, password_hash, takes_zip, created_at_ms)
VALUES ($1, $2, $3, $4, $5)";

const SET_PASSWORD: &str = "UPDATE exchange_node
SET password_hash = $2
WHERE name = $1";
const DELETE: &str = "DELETE FROM exchange_node
WHERE name = $1";
const COUNT_ENTITIES: &str = "SELECT count(*) AS n
FROM entity
WHERE node = $1";
const COUNT_WAITING: &str = "SELECT count(*) AS n
FROM orders
WHERE node = $1
  AND taken_at_ms IS NULL
  AND is_cancelled = 0";
const FREE_ENTITIES: &str = "UPDATE entity
SET node = NULL
WHERE node = $1";
const FREE_WAITING: &str = "UPDATE orders
SET node = NULL
WHERE node = $1
  AND taken_at_ms IS NULL";

/// A node as stored. Its `Debug` text has no hash.
#[derive(Clone, PartialEq, Eq)]
pub struct Node {
    /// The last part of `/1c/{node}`.
    pub name: String,
    /// HTTP Basic login.
    pub login: String,
    /// `zip=yes` is answered.
    pub takes_zip: bool,
    password_hash: String,
}

impl std::fmt::Debug for Node {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Node")
            .field("name", &self.name)
            .field("takes_zip", &self.takes_zip)
            .finish_non_exhaustive()
    }
}

/// Why a node could not be added.
#[derive(Debug, thiserror::Error)]
pub enum NodeError {
    /// The name does not fit into an address.
    #[error("the node name «{0}» cannot be used: take Latin letters, digits, «-» and «_», at most 60")]
    Name(String),
    /// The login is empty or has a colon, which HTTP Basic cannot carry.
    #[error("the login cannot be used: it must not be empty or contain «:»")]
    Login,
    /// The password is empty.
    #[error("the password is empty: put it into the first line of the file")]
    Password,
    /// The name belongs to another node.
    #[error("a node with this name exists already: take another name")]
    Exists,
    /// There is no node of this name.
    #[error("there is no exchange node «{0}»; see `node list`")]
    Unknown(String),
    /// The password could not be hashed.
    #[error("the password cannot be hashed")]
    Hash(#[source] argon2::password_hash::Error),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Adds a node.
///
/// # Errors
/// [`NodeError`] with what to do.
pub fn add(
    db: &dyn Database,
    name: &str,
    login: &str,
    password: &str,
    takes_zip: bool,
    now_ms: i64,
) -> Result<Node, NodeError> {
    let is_good = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if name.is_empty() || name.len() > 60 || !name.chars().all(is_good) {
        return Err(NodeError::Name(name.chars().take(60).collect()));
    }
    if login.is_empty() || login.contains(':') {
        return Err(NodeError::Login);
    }
    let password_hash = hash(password)?;
    let node = Node {
        name: name.to_owned(),
        login: login.to_owned(),
        takes_zip,
        password_hash,
    };
    let values = [
        Value::from(name),
        Value::from(login),
        Value::Text(node.password_hash.clone()),
        Value::from(takes_zip),
        Value::Int(now_ms),
    ];
    match write(db, |tx| tx.execute(INSERT, &values)) {
        Ok(_) => Ok(node),
        Err(StorageError::Constraint(_)) => Err(NodeError::Exists),
        Err(error) => Err(error.into()),
    }
}

/// Gives a node another password. Sessions that the old one opened end at their next request.
///
/// # Errors
/// [`NodeError`] with what to do.
pub fn set_password(db: &dyn Database, name: &str, password: &str) -> Result<(), NodeError> {
    let values = [Value::from(name), Value::Text(hash(password)?)];
    match write(db, |tx| tx.execute(SET_PASSWORD, &values))? {
        0 => Err(NodeError::Unknown(name.to_owned())),
        _ => Ok(()),
    }
}

/// What hangs on a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ties {
    /// Legal entities whose orders go to it.
    pub entities: i64,
    /// Orders that it has not taken.
    pub waiting_orders: i64,
}

/// What hangs on a node; `None` when there is no such node.
///
/// # Errors
/// Any [`StorageError`].
pub fn ties(tx: &mut dyn Tx, name: &str) -> Result<Option<Ties>, StorageError> {
    if by_name(tx, name)?.is_none() {
        return Ok(None);
    }
    let mut count = |sql| query_one(tx, sql, &[Value::from(name)], |row| row.int("n")).map(Option::unwrap_or_default);
    Ok(Some(Ties {
        entities: count(COUNT_ENTITIES)?,
        waiting_orders: count(COUNT_WAITING)?,
    }))
}

/// Removes a node; its sessions end at their next request. What it sent stays; its entities and the orders that it has
/// not taken go to the first node that asks. Call it in a write transaction.
///
/// # Errors
/// Any [`StorageError`].
pub fn remove(tx: &mut dyn Tx, name: &str) -> Result<(), StorageError> {
    for sql in [FREE_ENTITIES, FREE_WAITING, DELETE] {
        tx.execute(sql, &[Value::from(name)])?;
    }
    Ok(())
}

fn hash(password: &str) -> Result<String, NodeError> {
    if password.is_empty() {
        return Err(NodeError::Password);
    }
    let hashed = Argon2::default().hash_password(password.as_bytes());
    Ok(hashed.map_err(NodeError::Hash)?.to_string())
}

/// The node of an address.
///
/// # Errors
/// Any [`StorageError`].
pub fn by_name(tx: &mut dyn Tx, name: &str) -> Result<Option<Node>, StorageError> {
    query_one(tx, SELECT_BY_NAME, &[Value::from(name)], read)
}

/// The nodes of a login, the first added first.
///
/// # Errors
/// Any [`StorageError`].
pub fn by_login(tx: &mut dyn Tx, login: &str) -> Result<Vec<Node>, StorageError> {
    query_all(tx, SELECT_BY_LOGIN, &[Value::from(login)], read)
}

/// All nodes, by name.
///
/// # Errors
/// Any [`StorageError`].
pub fn list(tx: &mut dyn Tx) -> Result<Vec<Node>, StorageError> {
    query_all(tx, SELECT_ALL, &[], read)
}

fn read(row: &dyn crate::storage::Row) -> Result<Node, StorageError> {
    Ok(Node {
        name: row.text("name")?,
        login: row.text("login")?,
        takes_zip: row.int("takes_zip")? != 0,
        password_hash: row.text("password_hash")?,
    })
}

impl Node {
    /// Whether a session that was opened as `earlier` may go on: same login, same password.
    pub(super) fn is_same_login(&self, earlier: &Self) -> bool {
        self.login == earlier.login && self.password_hash == earlier.password_hash
    }

    /// Whether this is the node's password. Takes tens of milliseconds: call it on a blocking thread.
    #[must_use]
    pub fn has_password(&self, password: &[u8]) -> bool {
        password::is_of(&self.password_hash, password)
    }
}
