//! `orders_weigh`.

use super::last_check::{SeenCheck, keep};
use super::prepared::prepare;
use super::{CheckView, LineDecision, WeighedCheck};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::{Open, sight};
use crate::pricing::Total;
use crate::reason::Reason;
use cabinet_domain::ids::ItemId;
use cabinet_domain::money::Currency;

/// What the decisions so far come to: the sum and the number of lines that would be sent, by the prices of the check. Nothing
/// is changed by it.
///
/// # Errors
/// `not_found`, `invalid`.
pub async fn weigh(
    cabinet: &Cabinet,
    check: CheckView,
    decisions: Vec<LineDecision>,
) -> Result<WeighedCheck, CommandError> {
    let open = cabinet.ready()?;
    open.blocking(move |open| {
        let weighed = weighed(open, &check, &decisions)?;
        let total_minor = weighed.total_minor;
        keep(
            open,
            SeenCheck {
                check,
                decisions,
                total_minor,
            },
        );
        Ok(weighed)
    })
    .await
}

fn weighed(open: &Open, check: &CheckView, decisions: &[LineDecision]) -> Result<WeighedCheck, CommandError> {
    let (grant, draft) = open.draft(&check.draft)?;
    let prepared = prepare(open, &grant, &draft, Some(check), decisions, None)?;
    let wanted = &prepared.accepted.wanted;
    let settled = &prepared.accepted.settled;
    let items: Vec<ItemId> = wanted.iter().map(|line| line.item.clone()).collect();
    let terms = open.goods()?.terms(&sight(&grant).without_prices(), &items)?;
    let mut total = Total::default();
    for (line, terms) in wanted.iter().zip(&terms) {
        let currency = line.currency.as_deref().and_then(Currency::from_code);
        let (Some(price_micro), Some(currency)) = (line.price_micro, currency) else {
            continue;
        };
        let vat = terms.brief.as_ref().map_or("", |brief| brief.vat.as_str());
        let sum = prepared.pricer.sum(price_micro, line.quantity_milli, currency, vat);
        total.add(sum.map_err(|_| Reason::QuantityOutOfRange)?);
        let services = prepared
            .accepted
            .services
            .get(&line.item)
            .map_or(&[][..], Vec::as_slice);
        for service in prepared.pricer.accepted_services(terms, line.quantity_milli, services) {
            if let Some(charge) = service.charge {
                total.add(charge.sums.sum);
            }
        }
    }
    // A line of which a part goes and the rest waits is counted with both.
    let wholly_waiting = settled
        .waiting
        .iter()
        .filter(|line| !items.contains(&line.item))
        .count();
    let gone = settled.removed.len().saturating_sub(wholly_waiting);
    let left = prepared
        .free_lines
        .saturating_sub(wanted.len())
        .saturating_sub(wholly_waiting)
        .saturating_sub(gone);
    Ok(WeighedCheck {
        total_minor: total.minor(),
        currency: total.currency(),
        lines_to_send: count(wanted.len()),
        lines_waiting: count(settled.waiting.len()),
        lines_left: count(left),
    })
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
