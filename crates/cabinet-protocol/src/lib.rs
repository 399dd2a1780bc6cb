//! What travels between the app and the gateway: the one place that knows the wire (docs/protocol.md).
//!
//! In / Out: serde types for the JSON calls, protobuf rows for feeds, the framing of segments and changes.
//! Invariants: additive only. A JSON field is optional or old; a protobuf field number never changes its meaning.

mod bare;
pub mod books;
pub mod claims;
pub mod codes;
pub mod commands;
pub mod delivery;
pub mod feed;
pub mod feed_hash;
pub mod feedback;
pub mod framing;
pub mod invitation;
pub mod limits;
pub mod live;
pub mod media;
pub mod news;
pub mod orders;
pub mod payment_link;
pub mod personal;
pub mod pricing;
pub mod problem;
pub mod queue_file;
pub mod repair;
pub mod rows;
pub mod session;
pub mod settlement;
pub mod subscriptions;
pub mod supplier_documents;
pub mod templates;
pub mod wishes;

/// The protocol version that this build speaks.
pub const PROTOCOL_VERSION: u32 = 1;

/// The version of the row shapes in feeds; a gateway that does not serve it answers 410 with `schema`.
pub const ROW_SCHEMA: u32 = 2;
