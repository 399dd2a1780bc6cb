//! The rules that the app and the gateway share, so that their totals cannot differ.
//!
//! In: plain values. Out: plain values and typed errors.
//! Invariants: no IO, no clock, no SQL, no async, no floats; every sum is exact.

pub mod article;
pub mod ids;
pub mod money;
pub mod quantity;
pub mod written;
pub mod unit;
pub mod unit_word;
pub mod stock;
pub mod line;
pub mod check;
pub mod conflict;
pub mod claim;
pub mod delivery;
pub mod feedback;
pub mod goods_file;
pub mod service;
pub mod marks;
pub mod wished;
pub mod matrix;
pub mod notice;
pub mod order;
pub mod fulfilment;
pub mod supplier_document;
pub mod settlement;
pub mod access;
pub mod attachment;
pub mod tax_id;
pub mod bank_id;
pub mod vat_by_date;
