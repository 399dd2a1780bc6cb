//! First start, enrolment, unlocking, and the legal entities of the person.

mod enroll;
mod entities;
mod people;
mod recover;
mod set_aside;
mod state;
mod unlock;

pub use enroll::enroll;
pub use entities::entities;
pub use people::people;
pub use recover::recover;
pub use state::state;
pub use unlock::unlock;

use crate::reason::Reason;
use cabinet_desk::Contract;
use serde::{Deserialize, Serialize};
use specta::Type;

/// Where the program stands when a window opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ProfileStage {
    /// Nothing here yet: ask for a code.
    FirstRun,
    /// A passphrase is needed.
    Locked,
    /// The keyring has lost the key: ask for the recovery code. Or keys.json is gone: it has to be restored.
    KeyMissing,
    /// Everything is open.
    Ready,
}

/// The answer of `profile_state`.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ProfileState {
    /// What to show.
    pub stage: ProfileStage,
    /// Whether an OS keyring works here; when not, enrolment asks for a passphrase.
    pub has_keyring: bool,
    /// Why the keyring does not work, or why the key is missing and what to do, in plain words; empty otherwise.
    pub keyring_problem: String,
    /// The same for a front-end's own words.
    pub keyring_reason: Option<Reason>,
    /// Whether a recovery code can open a closed profile: not when keys.json itself is gone.
    pub can_recover: bool,
    /// This is the built-in sample: every screen and every print says so, and nothing is sent.
    pub is_sample: bool,
    /// Beside this profile stands a sample that was begun earlier.
    pub has_sample: bool,
    /// Name of the supplier, once enrolled.
    pub supplier_name: String,
    /// Name of the person, once enrolled.
    pub person_name: String,
    /// Version of the program.
    pub app_version: String,
    /// The supplier has shut this device out: his data are gone from it, and what was not sent is listed by `unsent_list`.
    pub is_shut_out: bool,
    /// Files with drafts that were damaged and are kept, the oldest first.
    pub set_aside: Vec<SetAsideFile>,
    /// A notice that must be seen, such as a precious file set aside; empty mostly.
    pub notice: String,
    /// The same for a front-end's own words.
    pub notices: Vec<Reason>,
}

/// A file with drafts that could not be read and was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SetAsideFile {
    /// Where it lies.
    pub path: String,
    /// When something was last written into it, UTC, ms since 1970; `None` when the system does not say.
    #[specta(type = Option<specta_typescript::Number>)]
    pub changed_at_ms: Option<i64>,
    /// Its size.
    #[specta(type = specta_typescript::Number)]
    pub bytes: u64,
}

/// What enrolment needs.
#[derive(Clone, Serialize, Deserialize, Type)]
pub struct EnrollRequest {
    /// Address of the gateway (`https://…`, or `http://127.0.0.1:…`).
    pub url: String,
    /// The invitation code as the supplier gave it.
    pub code: String,
    /// Needed where no keyring runs; not empty. A front-end may ask for more.
    pub passphrase: Option<String>,
}

/// What enrolment gives.
#[derive(Clone, Serialize, Deserialize, Type)]
pub struct Enrolled {
    /// Shown once: with it drafts survive a lost keyring.
    pub recovery_code: String,
    /// Name of the supplier.
    pub supplier_name: String,
    /// Name of the person.
    pub person_name: String,
    /// The legal entities.
    pub entities: Vec<EntityView>,
}

/// A legal entity of the person.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct EntityView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// ИНН or ЄДРПОУ, with its label ("ИНН 7707083893").
    pub tax_id: String,
    /// Role code of the person (`buyer`, …).
    pub role: String,
    /// Id of the price type in the supplier's 1C; `None` when it has no prices.
    pub price_type: Option<String>,
    /// Name of the price type; empty when it has no prices, and until the first sync has brought the name.
    pub price_type_name: String,
    /// Whether drafts may be made for it.
    pub may_draft: bool,
    /// Whether orders may be placed for it: the role allows it, and there are prices to order by.
    pub may_order: bool,
    /// Whether there are prices to be seen for it.
    pub sees_prices: bool,
    /// Why there are none.
    pub prices: PriceSight,
    /// Whether orders and documents may be seen for it.
    pub sees_documents: bool,
    /// Whether claims may be seen for it.
    pub sees_claims: bool,
    /// How the supplier tells stock: `exact`, `words`, `hidden`.
    pub stock: String,
    /// Its contract; `None` without one, or when it may not be seen.
    pub contract: Option<ContractView>,
    /// Whether the people who work for it may be seen.
    pub sees_people: bool,
}

/// Whether prices are seen, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PriceSight {
    /// There are prices.
    Shown,
    /// The role of the person shows none.
    Role,
    /// The legal entity has none: no contract, or nothing imported yet.
    NoContract,
}

/// What a contract says, as shown before an order is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ContractView {
    /// Its number.
    pub number: String,
    /// Terms of payment; empty when not said.
    pub payment: String,
    /// Terms of delivery; empty when not said.
    pub delivery: String,
}

impl ContractView {
    pub(crate) fn of(contract: &Contract) -> Self {
        Self {
            number: contract.number.clone(),
            payment: contract.payment.clone(),
            delivery: contract.delivery.clone(),
        }
    }
}

/// A person who works for a legal entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PersonView {
    /// Id.
    pub id: String,
    /// The name.
    pub name: String,
    /// Role code (`buyer`, …).
    pub role: String,
}
