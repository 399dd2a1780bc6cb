//! `mode=checkauth`: a login and a password become a session.

use super::answer::Answer;
use super::nodes::{self, Node};
use super::{Exchange, blocking, request};
use crate::storage::{StorageError, read};
use axum::http::HeaderMap;
use std::net::IpAddr;
use std::sync::Arc;

/// One sentence for every refusal, so that it does not tell which nodes exist.
const REFUSED: &str =
    "the node, the login or the password is wrong: check the address and the user of the exchange in 1C";

pub(super) async fn check_auth(
    exchange: &Arc<Exchange>,
    name: Option<String>,
    headers: &HeaderMap,
    address: Option<IpAddr>,
) -> Answer {
    let Some((login, password)) = request::basic(headers) else {
        return Answer::Unauthorized("no login and password were sent: set the user of the exchange in 1C".to_owned());
    };
    let address = address.map(|address| address.to_string()).unwrap_or_default();
    let client = format!("{} {address}", name.as_deref().unwrap_or(&login));
    let Some(_turn) = exchange.attempts.turn(&client).await else {
        return Answer::failure("too many sign-ins from this address with a wrong password: try again in a minute");
    };
    let Ok(check) = exchange.attempts.checks.acquire().await else {
        return Answer::failure("the gateway is stopping: try again later");
    };
    let gateway = Arc::clone(&exchange.gateway);
    let checked = blocking(move || -> Result<Option<Node>, StorageError> {
        let found = read(gateway.db.as_ref(), |tx| match &name {
            Some(name) => nodes::by_name(tx, name).map(|found| found.into_iter().collect()),
            None => nodes::by_login(tx, &login),
        })?;
        let is_meant = |node: &Node| node.login == login && node.has_password(&password);
        Ok(found.into_iter().find(is_meant))
    })
    .await;
    drop(check);
    let now_ms = exchange.gateway.now_ms();
    match checked {
        Ok(Ok(Some(node))) => {
            exchange.attempts.succeeded(&client);
            match exchange.sessions.begin(node, now_ms) {
                Ok(session) => Answer::signed_in(&session.id),
                Err(error) => {
                    tracing::error!("A session cannot be made: {error}");
                    Answer::failure("the gateway cannot make a session folder: check its disk")
                }
            }
        }
        Ok(Ok(None)) => {
            let delay = exchange.attempts.failed(&client, now_ms);
            tracing::warn!(exchange.delay_ms = delay.as_millis(), "A sign-in of 1C was refused");
            tokio::time::sleep(delay).await;
            Answer::Unauthorized(REFUSED.to_owned())
        }
        Ok(Err(error)) => {
            tracing::error!("A sign-in of 1C failed: {error}");
            Answer::failure("the database of the gateway failed: try again later")
        }
        Err(error) => {
            tracing::error!("A sign-in of 1C failed: {error}");
            Answer::failure("the gateway failed: try again later")
        }
    }
}
