//! The state machines of the sync: values in, values out; no network, no files, no clock, no randomness.

pub mod backoff;
pub mod bootstrap;
pub mod delta;
pub mod fault;
pub mod live;
pub mod outbox;
pub mod plan;
pub mod repair;
pub mod sleep;
