//! Enrolment, tokens, and `hello`, the one call that says everything.

use crate::claims::ClaimLimits;
use crate::feed::{ALL_GOODS, FeedName, FeedStatus};
use crate::limits::Limits;
use crate::queue_file::QueueKey;
use cabinet_domain::access::Role;
use cabinet_domain::ids::{EntityId, PersonId, PriceTypeId};
use cabinet_domain::stock::StockMode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `POST /v1/enroll`: a one-time code becomes a device. The code's fingerprint part is not sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EnrollRequest {
    /// The code without its fingerprint part, dashes and letter case do not matter.
    pub code: String,
    /// A name for the supplier's list of devices.
    pub device_name: String,
    /// Version of the app.
    pub app_version: String,
    /// Random, and the same whenever one enrolment is tried again: an answer that was lost can be asked once more for
    /// ten minutes, although the code is used. Empty from apps that do not know it.
    #[serde(default)]
    pub attempt: String,
}

/// The answer to an enrolment.
#[derive(Clone, Serialize, Deserialize)]
pub struct EnrollResponse {
    /// The new device.
    pub device: String,
    /// Who enrolled.
    pub person: PersonId,
    /// His name.
    pub person_name: String,
    /// Name of the supplier.
    pub supplier_name: String,
    /// Tokens of the device.
    pub tokens: Tokens,
    /// His legal entities.
    pub grants: Vec<Grant>,
}

/// `POST /v1/token`: a new pair for a refresh token.
#[derive(Clone, Serialize, Deserialize)]
pub struct RefreshRequest {
    /// The refresh token. A lost answer may be asked again for a minute; later reuse revokes the family.
    pub refresh_token: String,
}

/// A short access token and the refresh token that follows it. Has no debug text on purpose.
#[derive(Clone, Serialize, Deserialize)]
pub struct Tokens {
    /// Sent as `Authorization: Bearer …`.
    pub access_token: String,
    /// How long the access token lives from now.
    pub access_expires_in_s: u64,
    /// Works once.
    pub refresh_token: String,
}

/// A legal entity that the person may act for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Which entity.
    pub entity: EntityId,
    /// Its name.
    pub name: String,
    /// ИНН; empty when there is none.
    #[serde(default)]
    pub inn: String,
    /// КПП; empty when there is none.
    #[serde(default)]
    pub kpp: String,
    /// ЄДРПОУ; empty when there is none.
    #[serde(default)]
    pub edrpou: String,
    /// The person's role in it.
    pub role: Role,
    /// Its price type; `None` when the entity has no prices, or the person may not see them.
    pub price_type: Option<PriceTypeId>,
    /// The assortment whose goods it buys; names the feeds of goods.
    #[serde(default = "all_goods")]
    pub assortment: String,
    /// What it sees of stock.
    #[serde(default)]
    pub stock: StockMode,
    /// The contract that these terms come from; `None` without one, and for whoever sees no prices.
    #[serde(default)]
    pub contract: Option<Contract>,
}

/// What a contract says to whoever orders by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contract {
    /// Its number, as the supplier writes it.
    pub number: String,
    /// Terms of payment as text; empty when not said.
    pub payment: String,
    /// Terms of delivery as text; empty when not said.
    pub delivery: String,
    /// What it demands of orders and allows of debt; `None` where nothing is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<Limits>,
}

fn all_goods() -> String {
    ALL_GOODS.to_owned()
}

/// `POST /v1/hello`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct HelloRequest {
    /// Version of the app.
    pub app_version: String,
    /// Row schema that the app reads.
    pub schema: u32,
    /// Cursors of the feeds that the device has, opaque.
    pub cursors: BTreeMap<FeedName, String>,
    /// Kinds of feeds that the device knows beside those that every device does ([`KNOWS_RULES`],
    /// [`KNOWS_CODES`], [`KNOWS_TEMPLATES`]): it is told of no other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub knows: Vec<String>,
    /// The device has no key yet to seal its queue with, should it have to travel as a file.
    #[serde(default)]
    pub wants_queue_key: bool,
}

/// The device reads `rules:<entity>`; one that does not say so cannot even read the name of that feed.
pub const KNOWS_RULES: &str = "rules";

/// The same of `codes:<entity>`.
pub const KNOWS_CODES: &str = "codes";

/// The same of `templates:<entity>`.
pub const KNOWS_TEMPLATES: &str = "templates";

/// The answer to `hello`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct HelloResponse {
    /// The gateway's clock, UTC, ms since 1970. Nothing is decided by the device's own.
    pub server_time_ms: i64,
    /// Name of the supplier.
    pub supplier_name: String,
    /// The person's legal entities now; a feed of any other is purged.
    pub grants: Vec<Grant>,
    /// Every feed that the device may read now.
    pub feeds: Vec<FeedStatus>,
    /// When to ask again.
    pub poll_s: u64,
    /// Wait at least this long before the next call, even after a success.
    pub backoff_s: u64,
    /// What the gateway takes with a claim; `None` from one that takes none.
    #[serde(default)]
    pub claims: Option<ClaimLimits>,
    /// The key of the queue, for a device that asked; `None` from a gateway that takes no files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<QueueKey>,
}

/// The answer to `GET /v1/entities/{entity}/people`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PeopleResponse {
    /// By name.
    pub people: Vec<PersonOfEntity>,
}

/// A person with a role in an entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonOfEntity {
    /// Who.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// As what.
    pub role: Role,
}
