//! `type=sale`: orders to 1C, and its confirmation of exactly those that it was given.

use super::answer::Answer;
use super::request::ExchangeRequest;
use super::session::Session;
use super::{Exchange, blocking};
use crate::orders::local_time::LocalTime;
use crate::orders::{self, OrdersError};
use crate::state::GatewayState;
use crate::storage::write;
use cabinet_domain::ids::OrderId;
use commerceml::writer::orders::write_orders;
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
    let node = session.node.name.clone();
    // Family C asks until nothing is left, so what it was given is not offered twice; A asks once, or again.
    let given = if request.version.is_some() {
        session.state().answered.clone()
    } else {
        Default::default()
    };
    let offered = blocking(move || {
        let now_ms = gateway.now_ms();
        let pending = write(gateway.db.as_ref(), |tx| {
            orders::pending_for_1c(tx, &gateway.settings, &node)
        })?;
        let (ids, documents): (Vec<OrderId>, Vec<_>) = pending
            .into_iter()
            .filter(|(id, _)| !given.contains(id.as_str()))
            .unzip();
        let mut xml = Vec::new();
        write_orders(&mut xml, &made_at(&gateway, now_ms), &documents)?;
        Ok::<_, SaleError>((ids, xml))
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
    let taken = ids.clone();
    let done = blocking(move || {
        let now_ms = gateway.now_ms();
        write(gateway.db.as_ref(), |tx| orders::acknowledge(tx, &taken, now_ms))
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
