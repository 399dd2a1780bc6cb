//! Gifts that go with lines to the gateway: what the user sees, and of that no more than a check said.

use super::CheckView;
use crate::error::CommandError;
use crate::open::{Open, sight};
use crate::pricing::Pricer;
use cabinet_desk::Grant;
use cabinet_domain::ids::ItemId;
use cabinet_protocol::orders::{WantedGift, WantedLine};

/// The gifts of these lines at the mirror's prices. After a check those that it did not give are not asked for again.
pub(super) fn wanted(
    open: &Open,
    grant: &Grant,
    pricer: &Pricer,
    lines: &[WantedLine],
    check: Option<&CheckView>,
) -> Result<Vec<WantedGift>, CommandError> {
    if pricer.gifts().is_empty() {
        return Ok(Vec::new());
    }
    let mirror = open.goods()?;
    let items: Vec<ItemId> = lines.iter().map(|line| line.item.clone()).collect();
    let terms = mirror.terms(&sight(grant), &items)?;
    let to_price: Vec<_> = terms
        .iter()
        .zip(lines)
        .map(|(terms, line)| (terms, line.quantity_milli, &[][..]))
        .collect();
    let priced = pricer.price(&to_price);
    let taken = lines.iter().map(|line| (line.item.clone(), line.quantity_milli));
    let seen = crate::drafts::view::gifts(open, grant, &priced.gifts, taken)?;
    Ok(seen
        .into_iter()
        .filter_map(|gift| {
            let checked = check.map(|check| {
                let found = check
                    .gifts
                    .iter()
                    .find(|one| one.rule == gift.rule && one.item == gift.item);
                found.map_or(0, |one| one.given_milli)
            });
            let quantity_milli = checked.map_or(gift.quantity_milli, |given| given.min(gift.quantity_milli));
            (quantity_milli > 0).then(|| WantedGift {
                rule: gift.rule,
                item: ItemId::new(gift.item),
                quantity_milli,
            })
        })
        .collect())
}
