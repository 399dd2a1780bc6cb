//! Writes CommerceML: orders for 1C to fetch, and exports shaped as УТ 11 writes them.
//!
//! In: the same objects the reader gives. Out: bytes of UTF-8, streamed.
//! Invariants: characters that XML forbids are removed; what is written here is read back as the same objects.

pub mod catalogue;
pub mod offers;
pub mod orders;

mod parts;
mod xml;
