//! What a draft costs by the supplier's rules, for the app and the gateway alike, so that they cannot differ.
//!
//! In: the rules that concern one buyer, the facts of each line, the date of the document. Out: priced lines with the
//! chain that led to each price, gifts, totals, and what is wrong with a line and the way out of it.
//! Invariants: no IO, no clock, no floats; the order of rules and of lines changes no figure; without rules every price is
//! the one of the price list, untouched.
//!
//! # The order in which rules are applied
//!
//! 1. **Base**: the price of one base unit in the buyer's price list.
//! 2. **Exception**, else **price type**: at most one rule. Of several the one that names the goods most closely counts
//!    (item, product, nearest group, all goods), of those the one that names the buyer most closely (legal entity, contract,
//!    group of buyers, everybody), of those the lowest price. An exception may be final: then steps 3 and 4 are left out.
//! 3. **Volume tier**: of the tiers that stand closest (as in 2) the one with the highest threshold that is reached, by the
//!    quantity of the line, or, where the tier says so, by all variants of its product together: lines that can be ordered
//!    as they stand, whatever they cost. At one threshold that of the variants counts.
//! 4. **Promotion**: the one that gives the lowest price, of those whose condition holds over the whole draft. Conditions
//!    look at quantities and at sums at the prices of step 3, so no promotion changes its own condition.
//! 5. **Rate**: into the currency that the buyer pays in, by the newest rate whose date is not after the document's.
//! 6. **Rounding**: to whole kopecks, when a rule changed the price; a price finer than kopecks (0.0123 for a screw) stays
//!    as fine as it is, up to millionths.
//!
//! Services stand beside that chain ([`service`]): each costs its own price and changes none.
//!
//! # Rounding
//!
//! Always half away from zero. Steps 2 to 5 round to millionths each, step 6 to kopecks. The sum of a line is price ×
//! quantity, rounded once to kopecks. VAT is counted per line from that sum: inside it (sum × r / (100 + r)) or on top of it
//! (sum × r / 100), as the price list says, and rounded once. A total is the sum of its lines; nothing is rounded again.

pub mod rule;
pub mod vat;
pub mod sums;
pub mod packing;
pub mod facts;
pub mod book;
mod chain;
mod bars;
pub mod service;
pub mod draft;
pub mod own_price;

#[cfg(test)]
mod cases;
#[cfg(test)]
mod service_cases;
