//! `type=sale`: orders to 1C, and its confirmation of exactly those that it was given.

use super::answer::Answer;
use super::journal::Note;
use super::request::ExchangeRequest;
use super::session::Session;
use super::{Exchange, blocking};
use crate::exchange_log::ExchangeKind;
use crate::orders::local_time::LocalTime;
use crate::orders::{self, OrdersError};
use crate::state::GatewayState;
use crate::storage::write;
use cabinet_domain::ids::OrderId;
use commerceml::writer::orders::write_orders;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Why orders cannot be offered.
#[derive(Debug, thiserror::Error)]
enum SaleError {
    #[error("the orders cannot be read: {0}")]
    Orders(#[from] OrdersError),
    #[error("the orders cannot be written as XML: {0}")]
    Write(#[from] std::io::Error),
}

impl From<crate::storage::StorageError> for SaleError {
    fn from(error: crate::storage::StorageError) -> Self {
        Self::Orders(error.into())
    }
}

pub(super) async fn query(exchange: &Arc<Exchange>, session: &Arc<Session>, request: &ExchangeRequest) -> Answer {
    let gateway = Arc::clone(&exchange.gateway);
    let asking = Arc::clone(session);
    // Family C asks until nothing is left, so what it was given is not offered twice; A asks once, or again.
    let given = if request.version.is_some() {
        session.state().answered.clone()
    } else {
        Default::default()
    };
    let offered = blocking(move || {
        let note = note(&gateway, &asking, ExchangeKind::OrdersOffered);
        let offered = offer(&gateway, &asking.node.name, &given);
        match &offered {
            // 1C asks every few minutes; that there was nothing is no event.
            Ok((ids, _)) if ids.is_empty() => {}
            Ok((ids, _)) => note.done(&gateway, &[("orders", count(ids))], Vec::new()),
            Err(error) => note.failed(&gateway, &error.to_string()),
        }
        offered
    })
    .await;
    match offered {
        Ok(Ok((ids, xml))) => {
            tracing::info!(
                exchange.node = session.node.name,
                exchange.orders = ids.len(),
                "Offered orders to 1C"
            );
            let mut state = session.state();
            if request.version.is_none() {
                state.answered.clear();
            }
            state.answered.extend(ids.iter().map(|id| id.as_str().to_owned()));
            Answer::Orders(xml)
        }
        Ok(Err(error)) => {
            tracing::error!("Orders could not be offered to 1C: {error}");
            Answer::failure(format!("{error}; nothing was given, ask again later"))
        }
        Err(error) => {
            tracing::error!("Orders could not be offered to 1C: {error}");
            Answer::failure("the gateway failed; nothing was given, ask again later")
        }
    }
}

fn note<'s>(gateway: &GatewayState, session: &'s Session, kind: ExchangeKind) -> Note<'s> {
    Note {
        session,
        kind,
        file: "",
        started_at_ms: gateway.now_ms(),
    }
}

fn count(ids: &[OrderId]) -> u64 {
    u64::try_from(ids.len()).unwrap_or(u64::MAX)
}

/// The orders of a node that were not given yet, and their XML.
fn offer(gateway: &GatewayState, node: &str, given: &BTreeSet<String>) -> Result<(Vec<OrderId>, Vec<u8>), SaleError> {
    let now_ms = gateway.now_ms();
    let pending = write(gateway.db.as_ref(), |tx| {
        orders::pending_for_1c(tx, &gateway.settings, node)
    })?;
    let (ids, documents): (Vec<OrderId>, Vec<_>) = pending
        .into_iter()
        .filter(|(id, _)| !given.contains(id.as_str()))
        .unzip();
    let mut xml = Vec::new();
    write_orders(&mut xml, &made_at(gateway, now_ms), &documents)?;
    Ok((ids, xml))
}

/// Local time of the supplier, as 1C writes it.
fn made_at(gateway: &GatewayState, now_ms: i64) -> String {
    let at = LocalTime::at(now_ms, gateway.settings.orders.utc_offset_minutes);
    format!("{}T{}", at.iso_date(), at.time())
}

pub(super) async fn success(exchange: &Arc<Exchange>, session: &Arc<Session>) -> Answer {
    let ids = session.take_answered();
    if ids.is_empty() {
        return Answer::success();
    }
    let gateway = Arc::clone(&exchange.gateway);
    let (taken, confirming) = (ids.clone(), Arc::clone(session));
    let done = blocking(move || {
        let note = note(&gateway, &confirming, ExchangeKind::OrdersTaken);
        let done = write(gateway.db.as_ref(), |tx| {
            orders::acknowledge(tx, &taken, note.started_at_ms)
        });
        match &done {
            Ok(()) => note.done(&gateway, &[("orders", count(&taken))], Vec::new()),
            Err(error) => note.failed(&gateway, &error.to_string()),
        }
        done
    })
    .await;
    match done {
        Ok(Ok(())) => {
            tracing::info!(
                exchange.node = session.node.name,
                exchange.orders = ids.len(),
                "1C has taken orders"
            );
            Answer::success()
        }
        failed => {
            // 1C may say it again: the orders stay those of this session.
            session
                .state()
                .answered
                .extend(ids.iter().map(|id| id.as_str().to_owned()));
            match failed {
                Ok(Err(error)) => tracing::error!("A confirmation of 1C was not stored: {error}"),
                Err(error) => tracing::error!("A confirmation of 1C was not stored: {error}"),
                Ok(Ok(())) => {}
            }
            Answer::failure("the gateway could not store the confirmation: the orders will be offered again")
        }
    }
}
