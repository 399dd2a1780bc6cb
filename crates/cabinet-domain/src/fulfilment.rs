//! How far the lines of an order are: ordered, held, reserved, shipped, remaining.
//!
//! Shipped is what the supplier's documents say, and all of it once 1C says that nothing is left to ship. Of what is not
//! shipped, the state of the order says whether it is held by the gateway or reserved in 1C.

use crate::ids::ItemId;
use crate::order::OrderState;
use crate::quantity::Quantity;
use std::collections::BTreeMap;

/// A line as far as it is; thousandths of its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fulfilment {
    /// As the order stands now.
    pub ordered: Quantity,
    /// Of what is not shipped: stock that the gateway keeps.
    pub held: Quantity,
    /// Of what is not shipped: reserved in 1C.
    pub reserved: Quantity,
    /// Handed over. More than ordered when the supplier shipped more.
    pub shipped: Quantity,
    /// Still to come; nothing of a cancelled order.
    pub remaining: Quantity,
}

/// Shares what was shipped of each item out over the lines, in their order, and says what is left of each line.
///
/// Lines of one item are filled one after the other; the last of them takes what is shipped beyond all.
#[must_use]
pub fn fulfilment(
    state: OrderState,
    lines: &[(ItemId, Quantity)],
    shipped: &BTreeMap<ItemId, Quantity>,
) -> Vec<Fulfilment> {
    let mut left = shipped.clone();
    let is_all_shipped = matches!(state, OrderState::Shipped | OrderState::Completed);
    let mut of_lines: Vec<Fulfilment> = Vec::with_capacity(lines.len());
    for (index, (item, ordered)) in lines.iter().enumerate() {
        let is_last = !lines
            .iter()
            .skip(index.saturating_add(1))
            .any(|(later, _)| later == item);
        let available = left.get(item).copied().unwrap_or(Quantity::ZERO);
        let mut taken = if is_last { available } else { available.min(*ordered) };
        left.insert(item.clone(), available.minus_floor(taken));
        if is_all_shipped {
            taken = taken.max(*ordered);
        }
        let open = ordered.minus_floor(taken);
        let when = |is_so: bool| if is_so { open } else { Quantity::ZERO };
        of_lines.push(Fulfilment {
            ordered: *ordered,
            held: when(matches!(state, OrderState::Held | OrderState::Taken)),
            reserved: when(matches!(state, OrderState::Reserved | OrderState::Paid)),
            shipped: taken,
            remaining: when(state != OrderState::Cancelled),
        });
    }
    of_lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn milli(of: &[Fulfilment]) -> Vec<[i64; 5]> {
        of.iter()
            .map(|line| [line.ordered, line.held, line.reserved, line.shipped, line.remaining].map(Quantity::milli))
            .collect()
    }

    fn order(state: OrderState, shipped: &[(&str, i64)]) -> Vec<[i64; 5]> {
        let lines: Vec<(ItemId, Quantity)> = [("a", 10), ("b", 5), ("a", 2)]
            .iter()
            .map(|(item, milli)| (ItemId::from(*item), Quantity::from_milli(*milli)))
            .collect();
        let shipped = shipped
            .iter()
            .map(|(item, milli)| (ItemId::from(*item), Quantity::from_milli(*milli)))
            .collect();
        milli(&fulfilment(state, &lines, &shipped))
    }

    #[test]
    fn each_state_says_where_the_rest_is() {
        assert_eq!(
            order(OrderState::Held, &[]),
            [[10, 10, 0, 0, 10], [5, 5, 0, 0, 5], [2, 2, 0, 0, 2]]
        );
        assert_eq!(
            order(OrderState::Reserved, &[("a", 4)]),
            [[10, 0, 6, 4, 6], [5, 0, 5, 0, 5], [2, 0, 2, 0, 2]]
        );
        assert_eq!(
            order(OrderState::Paid, &[("a", 11), ("b", 7)]),
            [[10, 0, 0, 10, 0], [5, 0, 0, 7, 0], [2, 0, 1, 1, 1]]
        );
        assert_eq!(
            order(OrderState::Completed, &[("b", 1)]),
            [[10, 0, 0, 10, 0], [5, 0, 0, 5, 0], [2, 0, 0, 2, 0]]
        );
        assert_eq!(
            order(OrderState::Cancelled, &[("a", 1)]),
            [[10, 0, 0, 1, 0], [5, 0, 0, 0, 0], [2, 0, 0, 0, 0]]
        );
        assert_eq!(
            order(OrderState::Held, &[("a", 20), ("c", 3)]),
            [[10, 0, 0, 10, 0], [5, 5, 0, 0, 5], [2, 0, 0, 10, 0]],
            "more than ordered is shown, goods of another order are not"
        );
    }
}
