//! How this network is left, and why there is no connection.

mod check;
mod detail;
mod get;
mod set;
mod stored;
mod words;

pub use check::check;
pub use detail::{ClockSkew, StepDetail, StepTrouble};
pub use get::get;
pub use set::set;
pub(crate) use stored::{keep, of_text, read};

use serde::{Deserialize, Serialize};
use specta::Type;

/// Which proxy is asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ProxyMode {
    /// What the system says.
    #[default]
    System,
    /// None, whatever the system says.
    Direct,
    /// The one that the user named.
    Manual,
}

/// The choice as it is shown; a password never leaves the encrypted file again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct NetworkSettings {
    /// Which proxy.
    pub mode: ProxyMode,
    /// `host:port` of the named one; empty when none was named.
    pub address: String,
    /// Its login; empty when it needs none.
    pub login: String,
    /// Whether a password is kept.
    pub has_password: bool,
}

/// A new choice.
#[derive(Clone, Serialize, Deserialize, Type)]
pub struct NetworkRequest {
    /// Which proxy.
    pub mode: ProxyMode,
    /// `host:port`; needed for a named one.
    pub address: String,
    /// Login; empty for none, and then no password is kept.
    pub login: String,
    /// Password; `None` keeps the one that is kept for the same login.
    pub password: Option<String>,
}

/// What to look at.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Type)]
pub struct ConnectionRequest {
    /// The address as typed; `None` for that of the session.
    pub url: Option<String>,
    /// The invitation code, for the certificate that it names; it is not sent.
    pub code: Option<String>,
}

/// The way to the supplier, step by step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ConnectionReport {
    /// When it was looked at, UTC, ms since 1970, by this computer's clock.
    #[specta(type = specta_typescript::Number)]
    pub at_ms: i64,
    /// Whether nothing failed.
    pub is_good: bool,
    /// Every step, in the order of the way.
    pub steps: Vec<ConnectionStep>,
}

/// A step of the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ConnectionStep {
    /// Which.
    pub step: StepName,
    /// How it went.
    pub state: StepState,
    /// Why not, when it is not in order.
    pub cause: Option<StepCause>,
    /// What was found, for an administrator, in English words for the command line; no secrets; may be empty.
    pub detail: String,
    /// The same for a front-end's own words; `None` where nothing was found that the cause does not say.
    pub found: Option<StepDetail>,
    /// The cause in English words, for the command line; empty when in order.
    pub why: String,
    /// What to do, in English words; empty when in order.
    pub advice: String,
}

/// Steps, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum StepName {
    /// The address as typed.
    Address,
    /// A proxy between.
    Proxy,
    /// From a name to a number.
    Name,
    /// A connection.
    Connect,
    /// The certificate.
    Certificate,
    /// What answers.
    Answer,
    /// The clock of this computer.
    Clock,
    /// The protocol.
    Protocol,
    /// Whether the supplier accepts this device; looked at for an enrolled one only.
    Device,
}

/// How a step went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// In order.
    Good,
    /// Not in order, and no reason that nothing works.
    Doubtful,
    /// Here it ends.
    Failed,
    /// Not looked at.
    Skipped,
}

/// Why a step is not in order. Each has its words in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "each is explained where it is found: cabinet_client::probe::Cause"
)]
pub enum StepCause {
    NotAnAddress,
    NotSecure,
    NoSuchName,
    Refused,
    Silent,
    NoWay,
    ProxyUnreachable,
    ProxyPassword,
    ProxySignIn,
    ProxyDenies,
    NoTls,
    UnknownIssuer,
    OtherCertificate,
    Expired,
    NotYetValid,
    WrongName,
    ClockSpoilsCertificate,
    BadCertificate,
    Page,
    Redirect,
    SignIn,
    Failing,
    Stranger,
    NoAnswer,
    ClockOff,
    OtherVersion,
    SignedOut,
}
