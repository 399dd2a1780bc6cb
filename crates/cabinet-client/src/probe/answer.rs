//! The steps of HTTP: who answers, what its clock says, and whether it speaks our protocol.

use super::{Cause, Detail, Ended, Skew, Step, Target, Trouble, Verdict, Walk};
use crate::address::GatewayAddress;
use crate::answer::accept;
use crate::error::{ClientError, OfflineCause, Stranger};
use crate::transport::Transport;
use cabinet_protocol::problem::ProblemCode;
use reqwest::header::DATE;
use std::time::UNIX_EPOCH;

/// A clock this far off is told.
const CLOCK_OFF_MS: u64 = 120_000;

impl Walk {
    /// Calls what wants a token without one: a gateway refuses in its own words, and nobody else does.
    pub(super) async fn answer(&mut self, target: &Target<'_>, address: &GatewayAddress) -> Result<(), Ended> {
        let transport = match Transport::new(address.clone(), target.pinned, target.app_version, target.proxy) {
            Ok(transport) => transport,
            Err(error) => return Err(self.failed(Step::Answer, Cause::NoAnswer, said(&error))),
        };
        let call = transport
            .http
            .post(address.call(&["v1", "hello"]))
            .json(&serde_json::json!({}));
        let response = match transport.send(call, target.patience).await {
            Ok(response) => response,
            Err(error) => {
                let (step, cause) = broken(&error);
                return Err(self.failed(step, cause, said(&error)));
            }
        };
        let status = response.status();
        let answer = |title| Detail::Answer {
            status: status.to_string(),
            title,
        };
        let date = response
            .headers()
            .get(DATE)
            .and_then(|value| value.to_str().ok())
            .and_then(date_ms);
        let verdict = accept(response, "application/json", target.pinned.is_some()).await;
        match verdict {
            // A refusal in the gateway's own words.
            Err(ClientError::Problem { code, .. }) => {
                self.good(Step::Answer, answer(None));
                self.clock(target, date);
                self.protocol(code)
            }
            Err(ClientError::NotAGateway { what, .. }) => {
                let cause = match what {
                    Stranger::Page(_) => Cause::Page,
                    Stranger::Redirect => Cause::Redirect,
                    Stranger::OtherProtocol | Stranger::Unreadable if status == 401 || status == 403 => Cause::SignIn,
                    Stranger::OtherProtocol | Stranger::Unreadable => Cause::Stranger,
                };
                let title = if let Stranger::Page(title) = what { title } else { None };
                Err(self.failed(Step::Answer, cause, answer(title)))
            }
            Err(ClientError::Failing { .. }) => Err(self.failed(Step::Answer, Cause::Failing, answer(None))),
            Err(error) => {
                let (step, cause) = broken(&error);
                Err(self.failed(step, cause, said(&error)))
            }
            Ok(_) => {
                let status = status.to_string();
                Err(self.failed(Step::Answer, Cause::Stranger, Detail::WithoutToken { status }))
            }
        }
    }

    fn clock(&mut self, target: &Target<'_>, date: Option<i64>) {
        let Some(date) = date else { return };
        let skew_ms = (target.wall_ms)().saturating_sub(date);
        if skew_ms.unsigned_abs() > CLOCK_OFF_MS {
            self.note(
                Step::Clock,
                Verdict::Doubtful(Cause::ClockOff),
                Detail::ClockOff(Skew::of(skew_ms)),
            );
        } else {
            self.good(Step::Clock, Detail::InStep);
        }
    }

    fn protocol(&mut self, code: ProblemCode) -> Result<(), Ended> {
        match code {
            ProblemCode::TokenExpired
            | ProblemCode::DeviceRevoked
            | ProblemCode::DeviceUnknown
            | ProblemCode::Forbidden => {
                self.good(
                    Step::Protocol,
                    Detail::Protocol {
                        version: cabinet_protocol::PROTOCOL_VERSION,
                    },
                );
                Ok(())
            }
            ProblemCode::TooManyRequests | ProblemCode::Internal => {
                Err(self.failed(Step::Protocol, Cause::Failing, Detail::GatewayBusy))
            }
            _ => Err(self.failed(Step::Protocol, Cause::OtherVersion, Detail::CallUnknown)),
        }
    }
}

fn said(error: &ClientError) -> Detail {
    Detail::Trouble(Trouble::Said(error.to_string()))
}

/// What a call met that the steps before did not: a path that works by hand may still fail here.
const fn broken(error: &ClientError) -> (Step, Cause) {
    match error {
        ClientError::Certificate { .. } => (Step::Certificate, Cause::BadCertificate),
        ClientError::Offline {
            cause: OfflineCause::ProxyPassword,
            ..
        } => (Step::Proxy, Cause::ProxyPassword),
        ClientError::NotAGateway { .. } => (Step::Answer, Cause::Stranger),
        _ => (Step::Answer, Cause::NoAnswer),
    }
}

/// A date of HTTP, UTC, ms since 1970.
pub(super) fn date_ms(text: &str) -> Option<i64> {
    let moment = httpdate::parse_http_date(text).ok()?;
    let since = moment.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_millis()).ok()
}
