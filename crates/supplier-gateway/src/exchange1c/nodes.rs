//! Exchange nodes: a login for each, which several may share; passwords as Argon2id hashes.

use crate::storage::{Database, StorageError, Tx, Value, query_all, query_one, write};
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

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
    if password.is_empty() {
        return Err(NodeError::Password);
    }
    let password_hash = Argon2::default()
        .hash_password(password.as_bytes())
        .map_err(NodeError::Hash)?
        .to_string();
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
    /// Whether this is the node's password. Takes tens of milliseconds: call it on a blocking thread.
    #[must_use]
    pub fn has_password(&self, password: &[u8]) -> bool {
        PasswordHash::new(&self.password_hash)
            .is_ok_and(|hash| Argon2::default().verify_password(password, &hash).is_ok())
    }
}
