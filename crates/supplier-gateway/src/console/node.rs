//! `node`: the logins with which the supplier's 1C signs in.

use super::target::{Target, write_json};
use crate::exchange1c::nodes::{self, Node, NodeError};
use crate::state::OpenError;
use crate::storage::{StorageError, read, write};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;
use std::io::{self, BufRead, Read, Write};
use std::path::{Path, PathBuf};

/// Why a node command did nothing.
#[derive(Debug, thiserror::Error)]
pub(super) enum NodeCommandError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Node(#[from] NodeError),
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error("the password cannot be read from «{}»: {source}; name a file with the password in its first line, or - for standard input", path.display())]
    PasswordFile {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error(
        "no password was given: use --password-file FILE (- for standard input) or the variable GATEWAY_NODE_PASSWORD"
    )]
    NoPassword,
    #[error(
        "nothing was removed: 1C of «{name}» would be shut out, and {entities} legal entities and {orders} orders of it would go to the first node that asks; give --yes to do it"
    )]
    NotConfirmed { name: String, entities: i64, orders: i64 },
    #[error("the answer cannot be printed")]
    Print(#[from] io::Error),
}

#[derive(Debug, Subcommand)]
pub(super) enum NodeCommand {
    /// Add an exchange node.
    Add(NodeAdd),
    /// List exchange nodes.
    List(Target),
    /// Give a node another password; sessions that the old one opened end at once.
    Password(NodePassword),
    /// Remove a node; its sessions end at once, the goods that it sent stay.
    Remove(NodeRemove),
}

#[derive(Debug, Args)]
pub(super) struct NodeAdd {
    #[command(flatten)]
    target: Target,
    /// The last part of the address that is typed into 1C: /1c/NAME.
    #[arg(long)]
    name: String,
    /// The user name that is typed into 1C.
    #[arg(long)]
    login: String,
    /// File with the password in its first line; - reads standard input.
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// The password, from the environment only.
    #[arg(skip = std::env::var("GATEWAY_NODE_PASSWORD").ok())]
    password: Option<String>,
    /// Whether 1C may send archives; without it, [exchange] zip of gateway.toml decides.
    #[arg(long, value_enum)]
    zip: Option<YesNo>,
}

#[derive(Debug, Args)]
pub(super) struct NodePassword {
    #[command(flatten)]
    target: Target,
    /// Name of the node.
    name: String,
    /// File with the new password in its first line; - reads standard input.
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// The password, from the environment only.
    #[arg(skip = std::env::var("GATEWAY_NODE_PASSWORD").ok())]
    password: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct NodeRemove {
    #[command(flatten)]
    target: Target,
    /// Name of the node.
    name: String,
    /// Do it; without it, only what would happen is said.
    #[arg(long)]
    yes: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum YesNo {
    Yes,
    No,
}

pub(super) fn node(command: &NodeCommand, out: &mut dyn Write) -> Result<(), NodeCommandError> {
    match command {
        NodeCommand::Add(add) => add_node(add, out),
        NodeCommand::List(target) => list_nodes(target, out),
        NodeCommand::Password(wanted) => set_password(wanted, out),
        NodeCommand::Remove(wanted) => remove_node(wanted, out),
    }
}

fn set_password(wanted: &NodePassword, out: &mut dyn Write) -> Result<(), NodeCommandError> {
    let state = wanted.target.open()?;
    let password = password(wanted.password_file.as_deref(), wanted.password.as_deref())?;
    nodes::set_password(state.db.as_ref(), &wanted.name, &password)?;
    if wanted.target.json {
        write_json(out, &json!({ "id": wanted.name, "changed": true }))?;
    } else {
        writeln!(
            out,
            "the password of «{}» is changed; set it in 1C too: sessions of the old one have ended",
            wanted.name
        )?;
    }
    Ok(())
}

fn remove_node(wanted: &NodeRemove, out: &mut dyn Write) -> Result<(), NodeCommandError> {
    let state = wanted.target.open()?;
    let unknown = || NodeError::Unknown(wanted.name.clone());
    let ties = write(state.db.as_ref(), |tx| {
        let ties = nodes::ties(tx, &wanted.name)?.ok_or_else(unknown)?;
        if wanted.yes {
            nodes::remove(tx, &wanted.name)?;
        }
        Ok::<_, NodeError>(ties)
    })?;
    if !wanted.yes {
        return Err(NodeCommandError::NotConfirmed {
            name: wanted.name.clone(),
            entities: ties.entities,
            orders: ties.waiting_orders,
        });
    }
    if wanted.target.json {
        let answer = json!({
            "id": wanted.name,
            "removed": true,
            "entities": ties.entities,
            "waiting_orders": ties.waiting_orders,
        });
        write_json(out, &answer)?;
    } else {
        writeln!(out, "removed «{}»; the goods that it sent stay", wanted.name)?;
        if ties.entities > 0 || ties.waiting_orders > 0 {
            writeln!(
                out,
                "{} legal entities and {} orders of it now go to the first node that asks",
                ties.entities, ties.waiting_orders
            )?;
        }
    }
    Ok(())
}

fn add_node(add: &NodeAdd, out: &mut dyn Write) -> Result<(), NodeCommandError> {
    let state = add.target.open_or_make()?;
    let password = password(add.password_file.as_deref(), add.password.as_deref())?;
    let takes_zip = add.zip.map_or(state.settings.exchange.zip, |zip| zip == YesNo::Yes);
    let node = nodes::add(
        state.db.as_ref(),
        &add.name,
        &add.login,
        &password,
        takes_zip,
        state.now_ms(),
    )?;
    if add.target.json {
        write_json(out, &as_json(&node))?;
    } else {
        writeln!(out, "added; the address for 1C ends in /1c/{}", node.name)?;
    }
    Ok(())
}

fn list_nodes(target: &Target, out: &mut dyn Write) -> Result<(), NodeCommandError> {
    let state = target.open()?;
    let list = read(state.db.as_ref(), |tx| nodes::list(tx))?;
    if target.json {
        let items: Vec<_> = list.iter().map(as_json).collect();
        write_json(out, &items)?;
        return Ok(());
    }
    for node in &list {
        let zip = if node.takes_zip { "yes" } else { "no" };
        writeln!(out, "{}  login {}  zip {zip}", node.name, node.login)?;
    }
    Ok(())
}

fn as_json(node: &Node) -> serde_json::Value {
    json!({ "id": node.name, "name": node.name, "login": node.login, "zip": node.takes_zip, "path": format!("/1c/{}", node.name) })
}

/// The first line, without its end: editors add one.
fn password(file: Option<&Path>, given: Option<&str>) -> Result<String, NodeCommandError> {
    let Some(path) = file else {
        return given.map(str::to_owned).ok_or(NodeCommandError::NoPassword);
    };
    let unreadable = |source| NodeCommandError::PasswordFile {
        path: path.to_owned(),
        source,
    };
    let mut line = String::new();
    if path.as_os_str() == "-" {
        io::stdin().lock().read_line(&mut line).map_err(unreadable)?;
    } else {
        let file = std::fs::File::open(path).map_err(unreadable)?;
        io::BufReader::new(file.take(64 * 1024))
            .read_line(&mut line)
            .map_err(unreadable)?;
    }
    Ok(line
        .trim_start_matches('\u{feff}')
        .trim_end_matches(['\r', '\n'])
        .to_owned())
}
