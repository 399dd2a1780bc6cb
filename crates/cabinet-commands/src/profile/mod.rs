//! First start, enrolment, unlocking, and the legal entities of the person.

use crate::cabinet::Cabinet;
use crate::error::{CommandError, ErrorCode};
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
    /// The keyring has lost the key: ask for the recovery code.
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
    /// Why the keyring does not work, in plain words; empty when it does.
    pub keyring_problem: String,
    /// Name of the supplier, once enrolled.
    pub supplier_name: String,
    /// Name of the person, once enrolled.
    pub person_name: String,
    /// Version of the program.
    pub app_version: String,
    /// A notice that must be seen, such as a precious file set aside; empty mostly.
    pub notice: String,
}

/// What enrolment needs.
#[derive(Clone, Serialize, Deserialize, Type)]
pub struct EnrollRequest {
    /// Address of the gateway (`https://…`, or `http://127.0.0.1:…`).
    pub url: String,
    /// The invitation code as the supplier gave it.
    pub code: String,
    /// Needed where no keyring runs; at least 8 characters.
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
    /// Name of the price type; empty when it has no prices.
    pub price_type_name: String,
    /// Whether orders may be placed for it.
    pub may_order: bool,
    /// Whether prices may be seen for it.
    pub sees_prices: bool,
}

/// Says what to show first.
///
/// # Errors
/// Only when the profile directory cannot be read.
pub async fn state(cabinet: &Cabinet) -> Result<ProfileState, CommandError> {
    let _ = cabinet;
    Err(CommandError::new(ErrorCode::NotReady, "not ready"))
}
/// Turns a code into a device.
///
/// # Errors
/// The codes of an enrolment: `code_unknown`, `code_used`, `code_expired`, `not_a_gateway`, `offline`, `certificate`,
/// `passphrase_needed`, `invalid` (the profile exists already).
pub async fn enroll(cabinet: &Cabinet, request: EnrollRequest) -> Result<Enrolled, CommandError> {
    let _ = (cabinet, request);
    Err(CommandError::new(ErrorCode::NotReady, "not ready"))
}
/// Opens a profile that is sealed with a passphrase.
///
/// # Errors
/// `wrong_secret`, `damaged`, `newer`.
pub async fn unlock(cabinet: &Cabinet, passphrase: String) -> Result<ProfileState, CommandError> {
    let _ = (cabinet, passphrase);
    Err(CommandError::new(ErrorCode::NotReady, "not ready"))
}
/// Opens a profile whose key is lost with the recovery code, and stores the key anew.
///
/// # Errors
/// `wrong_secret`, `passphrase_needed`.
pub async fn recover(
    cabinet: &Cabinet,
    code: String,
    passphrase: Option<String>,
) -> Result<ProfileState, CommandError> {
    let _ = (cabinet, code, passphrase);
    Err(CommandError::new(ErrorCode::NotReady, "not ready"))
}
/// The person's legal entities.
///
/// # Errors
/// `not_ready`.
pub async fn entities(cabinet: &Cabinet) -> Result<Vec<EntityView>, CommandError> {
    let _ = cabinet;
    Err(CommandError::new(ErrorCode::NotReady, "not ready"))
}
