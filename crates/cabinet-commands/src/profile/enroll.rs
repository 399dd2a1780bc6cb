//! `profile_enroll`.
//!
//! The code works once, so everything that can fail on this device is tried before it is sent: address, code,
//! passphrase or keyring, and the disk. A profile whose desk was lost, whose device was revoked, or whose gateway has another
//! certificate than it had, is enrolled again with its keys and drafts as they are.

use super::{EnrollRequest, Enrolled, entities};
use crate::cabinet::{Attempt, Cabinet, Stage};
use crate::error::CommandError;
use crate::events::Changes;
use crate::network;
use crate::open::Open;
use crate::reason::Reason;
use crate::sync::run::{NOT_KNOWN, SIGNED_OUT};
use crate::vault;
use cabinet_client::address::GatewayAddress;
use cabinet_client::error::{ClientError, OfflineCause};
use cabinet_client::gateway;
use cabinet_desk::{Grant, Session, Tokens, new_command_key};
use cabinet_protocol::invitation::Invitation;
use cabinet_protocol::session::{EnrollRequest as WireRequest, EnrollResponse};
use std::sync::Arc;
use std::time::Duration;

/// How often a code is sent when answers are lost.
const TRIES: u32 = 3;
/// The first pause between, then twice as long.
const PAUSE: Duration = Duration::from_millis(500);

/// Turns a code into a device.
///
/// # Errors
/// The codes of an enrolment: `code_unknown`, `code_used`, `code_expired`, `not_a_gateway`, `offline`, `certificate`,
/// `passphrase_needed`, `invalid` (the profile exists already).
pub async fn enroll(cabinet: &Cabinet, request: EnrollRequest) -> Result<Enrolled, CommandError> {
    let mut door = cabinet.inner.door.lock().await;
    let address = GatewayAddress::parse(&request.url)?;
    let invitation = Invitation::parse(&request.code)?;
    let before = previous_session(cabinet, &address, &invitation).await?;
    rehearse(cabinet, request.passphrase.clone()).await?;
    let wire = WireRequest {
        code: invitation.code.clone(),
        device_name: device_name(),
        app_version: cabinet.inner.options.app_version.clone(),
        attempt: attempt(&mut door, &invitation.code),
    };
    let answer = redeem(cabinet, &address, &invitation, &wire).await?;
    if before.is_some_and(|person| person != answer.person.as_str()) {
        return Err(Reason::OfAnotherPerson.into());
    }
    let (open, recovery_code, is_new) = prepare(cabinet, request.passphrase).await?;
    if let Err(error) = keep(cabinet, &open, &address, &invitation, &answer).await {
        if is_new {
            abandon(cabinet, open).await?;
        }
        return Err(error);
    }
    // Its answer has come: the same code typed once more is another enrolment, and is told as used.
    *door = None;
    cabinet.set_stage(Stage::Open(open.clone()));
    cabinet.tell(Changes {
        entities: true,
        sync: true,
        ..Changes::default()
    });
    let entities = open.blocking(entities::views).await?;
    Ok(Enrolled {
        recovery_code,
        supplier_name: answer.supplier_name,
        person_name: answer.person_name,
        entities,
    })
}

/// The name of the enrolment by this code; another try of the same code has the same one.
fn attempt(last: &mut Option<Attempt>, code: &str) -> String {
    if let Some(known) = last.as_ref().filter(|known| known.code == code) {
        return known.name.clone();
    }
    let name = new_command_key().to_string();
    *last = Some(Attempt {
        code: code.to_owned(),
        name: name.clone(),
    });
    name
}

/// Sends the code. The gateway may have used it up although its answer was lost: it is asked again, and knows the try.
async fn redeem(
    cabinet: &Cabinet,
    address: &GatewayAddress,
    invitation: &Invitation,
    wire: &WireRequest,
) -> Result<EnrollResponse, CommandError> {
    let mut tries = 0_u32;
    loop {
        let error = match gateway::enroll(address, invitation.fingerprint, wire, &cabinet.inner.proxy()).await {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        let is_lost = matches!(
            &error,
            ClientError::Offline {
                cause: OfflineCause::BrokenOff | OfflineCause::Timeout,
                ..
            } | ClientError::Interrupted(_)
        );
        tries = tries.saturating_add(1);
        if !is_lost {
            return Err(error.into());
        }
        if tries >= TRIES {
            let mut error = CommandError::from(error);
            error.message.push_str(
                "; the code may be used up by this try: try it once more, and when it is told as used, ask for a new one",
            );
            return Err(error);
        }
        tokio::time::sleep(PAUSE * tries).await;
    }
}

/// Everything of this device that could fail after the code is used, tried before.
async fn rehearse(cabinet: &Cabinet, passphrase: Option<String>) -> Result<(), CommandError> {
    if matches!(cabinet.stage(), Stage::Open(_)) {
        return Ok(());
    }
    let directory = cabinet.inner.directory.clone();
    tokio::task::spawn_blocking(move || vault::rehearse(&directory, passphrase.as_deref())).await?
}

/// The person of the profile, when there is one who may enrol again: his device was signed out, or the code names another
/// certificate of the same gateway than the one that this device trusts. A profile in use refuses.
async fn previous_session(
    cabinet: &Cabinet,
    address: &GatewayAddress,
    invitation: &Invitation,
) -> Result<Option<String>, CommandError> {
    let open = match cabinet.stage() {
        Stage::FirstRun => return Ok(None),
        Stage::Locked => {
            return Err(Reason::UnlockFirst.into());
        }
        Stage::KeyMissing(missing) => return Err(missing.into()),
        Stage::Open(open) => open,
    };
    let (session, is_signed_out) = open
        .blocking(|open| {
            let is_marked = |mark| Ok::<_, CommandError>(open.desk.setting(mark)?.is_some_and(|mark| !mark.is_empty()));
            Ok((open.desk.session()?, is_marked(SIGNED_OUT)? || is_marked(NOT_KNOWN)?))
        })
        .await?;
    let Some(session) = session else { return Ok(None) };
    if is_signed_out || has_another_certificate(&session, address, invitation) {
        Ok(Some(session.person.to_string()))
    } else {
        Err(Reason::EnrolledAlready.into())
    }
}

/// The supplier has given his gateway another certificate, and says so by a code that names it.
fn has_another_certificate(session: &Session, address: &GatewayAddress, invitation: &Invitation) -> bool {
    let named = invitation.fingerprint.as_ref().map(ToString::to_string);
    session.gateway_url == address.to_string() && named.is_some() && named != session.pinned_fingerprint
}

/// Keys and desk, made now or there already, with the recovery code of new keys.
async fn prepare(cabinet: &Cabinet, passphrase: Option<String>) -> Result<(Arc<Open>, String, bool), CommandError> {
    if let Stage::Open(open) = cabinet.stage() {
        return Ok((open, String::new(), false));
    }
    let directory = cabinet.inner.directory.clone();
    let (keys, recovery_code) =
        tokio::task::spawn_blocking(move || vault::create(&directory, passphrase.as_deref())).await??;
    Ok((cabinet.open_files(keys).await?, recovery_code, true))
}

/// Takes keys and files away again that were made for an enrolment that did not happen: they hold nothing.
async fn abandon(cabinet: &Cabinet, open: Arc<Open>) -> Result<(), CommandError> {
    drop(open);
    let directory = cabinet.inner.directory.clone();
    tokio::task::spawn_blocking(move || vault::discard_empty(&directory)).await?
}

/// Session and grants are on the disk before anything uses them.
async fn keep(
    cabinet: &Cabinet,
    open: &Arc<Open>,
    address: &GatewayAddress,
    invitation: &Invitation,
    answer: &EnrollResponse,
) -> Result<(), CommandError> {
    let session = Session {
        device: answer.device.clone(),
        person: answer.person.clone(),
        person_name: answer.person_name.clone(),
        supplier_name: answer.supplier_name.clone(),
        gateway_url: address.to_string(),
        pinned_fingerprint: invitation.fingerprint.as_ref().map(ToString::to_string),
        tokens: Tokens {
            access_token: String::new(),
            access_until_ms: 0,
            refresh_token: answer.tokens.refresh_token.clone(),
        },
        clock_offset_ms: 0,
    };
    let proxy = cabinet.inner.proxy();
    let grants: Vec<Grant> = answer.grants.iter().map(cabinet_sync::driver::grant).collect();
    open.blocking(move |open| {
        open.desk.put_session(&session)?;
        network::keep(&open.desk, &proxy)?;
        open.desk.replace_grants(&grants)?;
        open.desk.put_setting(SIGNED_OUT, "")?;
        open.desk.put_setting(NOT_KNOWN, "")?;
        let mut standing = open.track.standing();
        standing.problem = None;
        standing.failures = 0;
        drop(standing);
        open.connect()
    })
    .await
}

/// A name for the supplier's list of devices: the machine's, as far as the system tells it.
fn device_name() -> String {
    let named = std::env::var("COMPUTERNAME").or_else(|_| std::env::var("HOSTNAME"));
    let from_file = || std::fs::read_to_string("/etc/hostname").map(|text| text.trim().to_owned());
    let name = named.or_else(|_| from_file()).unwrap_or_default();
    let name: String = name.chars().filter(|c| !c.is_control()).take(80).collect();
    if name.is_empty() {
        std::env::consts::OS.to_owned()
    } else {
        name
    }
}
