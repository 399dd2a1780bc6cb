//! Where the choice is kept: in the desk, which is encrypted, because it may hold a password. Before enrolment there is no
//! desk, and the choice lives in memory until then.

use super::ProxyMode;
use crate::error::CommandError;
use cabinet_client::proxy::{ManualProxy, ProxyChoice};
use cabinet_desk::Desk;
use serde::{Deserialize, Serialize};

/// The setting of the desk.
const PROXY: &str = "proxy";

/// No debug text, because it holds a password.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Stored {
    mode: ProxyMode,
    address: String,
    login: Option<(String, String)>,
}

/// The choice that is kept; the system's where none is, or where it cannot be read.
pub(crate) fn read(desk: &Desk) -> Result<ProxyChoice, CommandError> {
    let Some(text) = desk.setting(PROXY)? else {
        return Ok(ProxyChoice::System);
    };
    Ok(of_text(&text))
}

/// The choice that a kept text comes to.
pub(crate) fn of_text(text: &str) -> ProxyChoice {
    let stored: Stored = serde_json::from_str(text).unwrap_or_default();
    match stored.mode {
        ProxyMode::System => ProxyChoice::System,
        ProxyMode::Direct => ProxyChoice::Direct,
        ProxyMode::Manual => match ManualProxy::parse(&stored.address, stored.login) {
            Ok(manual) => ProxyChoice::Manual(manual),
            Err(_) => ProxyChoice::System,
        },
    }
}

/// Keeps a choice.
pub(crate) fn keep(desk: &Desk, choice: &ProxyChoice) -> Result<(), CommandError> {
    let stored = match choice {
        ProxyChoice::System => Stored::default(),
        ProxyChoice::Direct => Stored {
            mode: ProxyMode::Direct,
            ..Stored::default()
        },
        ProxyChoice::Manual(manual) => Stored {
            mode: ProxyMode::Manual,
            address: manual.address(),
            login: manual
                .login()
                .map(|(login, password)| (login.to_owned(), password.to_owned())),
        },
    };
    let text = serde_json::to_string(&stored)
        .map_err(|error| CommandError::internal("the network settings could not be written", &error))?;
    Ok(desk.put_setting(PROXY, &text)?)
}
