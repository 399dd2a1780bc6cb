//! `network_check`.

use super::words::words;
use super::{ConnectionReport, ConnectionRequest, ConnectionStep, StepCause, StepDetail, StepName, StepState};
use crate::cabinet::{Cabinet, Stage};
use crate::clock::Clock;
use crate::error::CommandError;
use crate::open::Open;
use crate::reason::Reason;
use cabinet_client::error::ClientError;
use cabinet_client::probe::{Cause, Finding, PATIENCE, Step, Target, Verdict, probe};
use cabinet_protocol::ROW_SCHEMA;
use cabinet_protocol::invitation::{CertificateFingerprint, Invitation};
use cabinet_protocol::session::HelloRequest;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Walks the way to the supplier and names the first thing that is wrong. Works before enrolment, for the address typed.
///
/// # Errors
/// `not_ready` when there is neither an address nor a session; `sample`.
pub async fn check(cabinet: &Cabinet, request: ConnectionRequest) -> Result<ConnectionReport, CommandError> {
    let open = match (&request.url, cabinet.stage()) {
        (None, Stage::Open(open)) => Some(open),
        (None, _) => {
            return Err(Reason::NoServerNamed.into());
        }
        (Some(_), _) => None,
    };
    if let Some(open) = &open {
        open.demand_real()?;
    }
    let (address, pinned) = target(open.as_ref(), request).await?;
    let wall_ms = Clock::wall_ms;
    let found = probe(&Target {
        address: &address,
        pinned,
        proxy: &cabinet.inner.proxy(),
        app_version: &cabinet.inner.options.app_version,
        wall_ms: &wall_ms,
        patience: PATIENCE,
    })
    .await;
    let mut steps: Vec<ConnectionStep> = found.iter().map(step).collect();
    if let Some(open) = open {
        let is_there = !steps.iter().any(|step| step.state == StepState::Failed);
        steps.push(device(&open, is_there, &cabinet.inner.options.app_version).await);
    }
    let is_good = !steps.iter().any(|step| step.state == StepState::Failed);
    if let Some(failed) = steps.iter().find(|step| step.state == StepState::Failed) {
        tracing::info!(network.step = ?failed.step, network.cause = ?failed.cause, "The connection was checked");
    }
    Ok(ConnectionReport {
        at_ms: wall_ms(),
        is_good,
        steps,
    })
}

/// The address and the certificate: those of the session, or those typed.
async fn target(
    open: Option<&Arc<Open>>,
    request: ConnectionRequest,
) -> Result<(String, Option<CertificateFingerprint>), CommandError> {
    let Some(open) = open else {
        // A code that cannot be read names no certificate; that it cannot be read is told where it is typed.
        let invitation = request.code.and_then(|code| Invitation::parse(&code).ok());
        return Ok((
            request.url.unwrap_or_default(),
            invitation.and_then(|invitation| invitation.fingerprint),
        ));
    };
    let session = open.blocking(|open| Ok(open.desk.session()?)).await?;
    let session = session.ok_or(Reason::NoSessionToCheck)?;
    let pinned = session
        .pinned_fingerprint
        .and_then(|text| CertificateFingerprint::parse(&text).ok());
    Ok((session.gateway_url, pinned))
}

/// Whether the supplier accepts this device.
async fn device(open: &Arc<Open>, is_there: bool, app_version: &str) -> ConnectionStep {
    if !is_there {
        return told(StepName::Device, StepState::Skipped, None);
    }
    let Ok(driver) = open.driver() else {
        return told(StepName::Device, StepState::Failed, Some(StepCause::SignedOut));
    };
    let request = HelloRequest {
        app_version: app_version.to_owned(),
        schema: ROW_SCHEMA,
        cursors: BTreeMap::new(),
        knows: Vec::new(),
        wants_queue_key: false,
    };
    match driver.gateway().hello(&request).await {
        Ok(_) => told(StepName::Device, StepState::Good, None),
        Err(ClientError::SignedOut) => told(StepName::Device, StepState::Failed, Some(StepCause::SignedOut)),
        Err(error) => {
            let error = CommandError::from(error);
            ConnectionStep {
                found: Some(StepDetail::of_call(&error)),
                detail: error.message,
                ..told(StepName::Device, StepState::Failed, Some(StepCause::Failing))
            }
        }
    }
}

fn told(step: StepName, state: StepState, cause: Option<StepCause>) -> ConnectionStep {
    let (why, advice) = cause.map(words).unwrap_or_default();
    ConnectionStep {
        step,
        state,
        cause,
        detail: String::new(),
        found: None,
        why: why.to_owned(),
        advice: advice.to_owned(),
    }
}

fn step(finding: &Finding) -> ConnectionStep {
    let (state, cause) = match finding.verdict {
        Verdict::Good => (StepState::Good, None),
        Verdict::Doubtful(cause) => (StepState::Doubtful, Some(cause)),
        Verdict::Failed(cause) => (StepState::Failed, Some(cause)),
        Verdict::Skipped => (StepState::Skipped, None),
    };
    ConnectionStep {
        detail: finding.detail.to_string(),
        found: StepDetail::of(&finding.detail),
        ..told(name(finding.step), state, cause.map(self::cause))
    }
}

const fn name(step: Step) -> StepName {
    match step {
        Step::Address => StepName::Address,
        Step::Proxy => StepName::Proxy,
        Step::Name => StepName::Name,
        Step::Connect => StepName::Connect,
        Step::Certificate => StepName::Certificate,
        Step::Answer => StepName::Answer,
        Step::Clock => StepName::Clock,
        Step::Protocol => StepName::Protocol,
    }
}

const fn cause(cause: Cause) -> StepCause {
    match cause {
        Cause::NotAnAddress => StepCause::NotAnAddress,
        Cause::NotSecure => StepCause::NotSecure,
        Cause::NoSuchName => StepCause::NoSuchName,
        Cause::Refused => StepCause::Refused,
        Cause::Silent => StepCause::Silent,
        Cause::NoWay => StepCause::NoWay,
        Cause::ProxyUnreachable => StepCause::ProxyUnreachable,
        Cause::ProxyPassword => StepCause::ProxyPassword,
        Cause::ProxySignIn => StepCause::ProxySignIn,
        Cause::ProxyDenies => StepCause::ProxyDenies,
        Cause::NoTls => StepCause::NoTls,
        Cause::UnknownIssuer => StepCause::UnknownIssuer,
        Cause::OtherCertificate => StepCause::OtherCertificate,
        Cause::Expired => StepCause::Expired,
        Cause::NotYetValid => StepCause::NotYetValid,
        Cause::WrongName => StepCause::WrongName,
        Cause::ClockSpoilsCertificate => StepCause::ClockSpoilsCertificate,
        Cause::BadCertificate => StepCause::BadCertificate,
        Cause::Page => StepCause::Page,
        Cause::Redirect => StepCause::Redirect,
        Cause::SignIn => StepCause::SignIn,
        Cause::Failing => StepCause::Failing,
        Cause::Stranger => StepCause::Stranger,
        Cause::NoAnswer => StepCause::NoAnswer,
        Cause::ClockOff => StepCause::ClockOff,
        Cause::OtherVersion => StepCause::OtherVersion,
    }
}
