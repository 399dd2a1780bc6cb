//! Documents on paper: domain views become PDF, PDF becomes page images.
//!
//! In: plain values with every sum already computed. Out: PDF bytes, PNG bytes, tables (XLSX, CSV, TSV), catalogues (YML), typed errors.
//! Invariants: nothing is computed except what checks the given sums; no clock; equal input gives equal bytes;
//! a character that the fonts lack is printed as □ and reported, never dropped.

pub mod date;
pub mod figures;
pub mod party;
pub mod doubts;
mod layout;
mod sums;
pub mod paper;
pub mod payment;
pub mod invoice;
pub mod shipment;
mod letterhead;
pub mod order_form;
mod service_words;
pub mod check_sheet;
pub mod offer;
pub mod price_list;
pub mod price_tags;
pub mod reconciliation;
pub mod discrepancy;
pub mod preview;
pub mod sheet;
pub mod yml;
pub mod words;
