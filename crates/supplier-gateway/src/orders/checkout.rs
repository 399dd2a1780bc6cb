//! Check 1: prices and stock of what the user has on screen. It writes nothing and holds nothing.

use crate::access::entities;
use crate::delivery::choice;
use crate::orders::quote::quote;
use crate::orders::terms::Asked;
use crate::orders::{OrdersError, parts, services, terms};
use crate::settings::Settings;
use crate::storage::{StorageError, Tx};
use cabinet_protocol::orders::{CheckoutRequest, Quote};

pub use crate::orders::terms::LinesProblem;

/// Quotes lines for an entity. The caller has asked whether the person may order for it.
///
/// # Errors
/// [`OrdersError`]; lines that cannot be quoted are a value.
pub fn checkout(
    tx: &mut dyn Tx,
    settings: &Settings,
    request: &CheckoutRequest,
    now_ms: i64,
) -> Result<Result<Quote, LinesProblem>, OrdersError> {
    if let Err(problem) = terms::validate(&request.lines) {
        return Ok(Err(problem));
    }
    if !(parts::are_whole(&request.line_parts, &request.lines)
        && services::are_proper(&request.line_services, &request.lines))
    {
        return Ok(Err(LinesProblem::OutOfRange));
    }
    let entity = entities::get(tx, &request.entity)?.ok_or(StorageError::UnexpectedType("entity"))?;
    let buyer = terms::buyer(tx, settings, &entity)?;
    let compared = terms::compare(
        tx,
        &buyer,
        &Asked {
            lines: &request.lines,
            on_order: &request.on_order,
            gifts: &request.gifts,
            parts: &request.line_parts,
            services: &request.line_services,
        },
        settings,
        now_ms,
    )?;
    let delivery = choice::resolve(tx, settings, &request.entity, &request.delivery, now_ms)?;
    Ok(quote(&request.entity, &buyer, &compared, now_ms).map(|quote| Quote {
        delivery: delivery.problems,
        ..quote
    }))
}
