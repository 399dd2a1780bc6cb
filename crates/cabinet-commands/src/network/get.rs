//! `network_get`.

use super::{NetworkSettings, ProxyMode};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use cabinet_client::proxy::ProxyChoice;

/// How this network is left. Works before enrolment.
///
/// # Errors
/// None today.
pub async fn get(cabinet: &Cabinet) -> Result<NetworkSettings, CommandError> {
    Ok(view(&cabinet.inner.proxy()))
}

pub(super) fn view(choice: &ProxyChoice) -> NetworkSettings {
    let (mode, manual) = match choice {
        ProxyChoice::System => (ProxyMode::System, None),
        ProxyChoice::Direct => (ProxyMode::Direct, None),
        ProxyChoice::Manual(manual) => (ProxyMode::Manual, Some(manual)),
    };
    let login = manual.and_then(|manual| manual.login());
    NetworkSettings {
        mode,
        address: manual
            .map(cabinet_client::proxy::ManualProxy::address)
            .unwrap_or_default(),
        login: login.map(|(login, _)| login.to_owned()).unwrap_or_default(),
        has_password: login.is_some_and(|(_, password)| !password.is_empty()),
    }
}
