//! `network_set`.

use super::{NetworkRequest, NetworkSettings, ProxyMode, get, stored};
use crate::cabinet::{Cabinet, Stage};
use crate::error::CommandError;
use cabinet_client::proxy::{ManualProxy, ProxyChoice};

/// A new choice, for every call from now on. Before enrolment it is kept in memory, and with the enrolment in the desk.
///
/// # Errors
/// `invalid` when the address is none; `disk_full`.
pub async fn set(cabinet: &Cabinet, request: NetworkRequest) -> Result<NetworkSettings, CommandError> {
    let choice = choice(&cabinet.inner.proxy(), request)?;
    if let Stage::Open(open) = cabinet.stage() {
        let kept = choice.clone();
        open.blocking(move |open| stored::keep(&open.desk, &kept)).await?;
        cabinet.inner.set_proxy(choice.clone());
        open.blocking(crate::open::Open::connect).await?;
        cabinet.inner.background.begin_again();
    } else {
        cabinet.inner.set_proxy(choice.clone());
    }
    Ok(get::view(&choice))
}

fn choice(before: &ProxyChoice, request: NetworkRequest) -> Result<ProxyChoice, CommandError> {
    Ok(match request.mode {
        ProxyMode::System => ProxyChoice::System,
        ProxyMode::Direct => ProxyChoice::Direct,
        ProxyMode::Manual => {
            let kept = match before {
                ProxyChoice::Manual(manual) => manual.login().filter(|(login, _)| *login == request.login),
                ProxyChoice::System | ProxyChoice::Direct => None,
            };
            let password = request
                .password
                .or_else(|| kept.map(|(_, password)| password.to_owned()));
            let login = (!request.login.is_empty()).then(|| (request.login, password.unwrap_or_default()));
            let manual = ManualProxy::parse(&request.address, login)?;
            ProxyChoice::Manual(manual)
        }
    })
}
