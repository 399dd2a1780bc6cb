//! Why there is no connection: the way to a gateway walked step by step, and the first step that fails named by its cause.
//!
//! In: an address as people type it, how this network is left, and this computer's clock. Out: every step with what was
//! found. No token and no code is sent: the last step asks a call that wants a token without one, and a gateway refuses
//! it in its own words. A certificate that is not believed is looked at in a connection of its own, over which nothing but a
//! request for `/` goes.

mod answer;
mod clock;
mod detail;
mod leaf;
mod route;
mod wire;

pub use clock::Skew;
pub use detail::{CertificateSeen, CertificateTold, Detail, ProxyName, Trouble};

use crate::address::{AddressError, GatewayAddress};
use crate::proxy::ProxyChoice;
use cabinet_protocol::invitation::CertificateFingerprint;
use route::Route;
use std::time::Duration;

/// A step of the way, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The address as typed.
    Address,
    /// Whether a proxy stands between, and whether it lets us through.
    Proxy,
    /// From a name to a number.
    Name,
    /// A connection to that number.
    Connect,
    /// The certificate.
    Certificate,
    /// What answers.
    Answer,
    /// This computer's clock against the server's.
    Clock,
    /// Whether it speaks our protocol.
    Protocol,
}

/// Why a step failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The text is no address.
    NotAnAddress,
    /// Plain `http://` to another machine.
    NotSecure,
    /// The name has no number, or no name server answers.
    NoSuchName,
    /// The machine is there and refuses: nobody listens, or a firewall says no.
    Refused,
    /// Nothing answered in time: a firewall, a wrong address, a cable.
    Silent,
    /// There is no way there: no network.
    NoWay,
    /// The proxy of this network cannot be reached.
    ProxyUnreachable,
    /// The proxy wants a login and a password.
    ProxyPassword,
    /// The proxy wants a sign-in of Windows (NTLM, Kerberos), which this program cannot give.
    ProxySignIn,
    /// The proxy lets nobody there.
    ProxyDenies,
    /// What stands there speaks no TLS.
    NoTls,
    /// Who issued the certificate is not known to this system.
    UnknownIssuer,
    /// It is not the certificate that the invitation names.
    OtherCertificate,
    /// It is out of date.
    Expired,
    /// It is not valid yet.
    NotYetValid,
    /// It is of another name.
    WrongName,
    /// The certificate is in order; this computer's clock is not.
    ClockSpoilsCertificate,
    /// The certificate is refused for another reason.
    BadCertificate,
    /// A web page answers: another server, or the sign-in page of a network.
    Page,
    /// It sends us elsewhere.
    Redirect,
    /// It wants a sign-in of its own before anything else.
    SignIn,
    /// It fails (5xx).
    Failing,
    /// It answers with something else.
    Stranger,
    /// The answer did not come, or broke off.
    NoAnswer,
    /// The clock is off by minutes or more.
    ClockOff,
    /// It is a gateway of another version.
    OtherVersion,
}

/// How a step went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// In order.
    Good,
    /// Not in order, and no reason that nothing works.
    Doubtful(Cause),
    /// Here it ends.
    Failed(Cause),
    /// Not looked at, because an earlier step failed or there is nothing to look at.
    Skipped,
}

/// A step with what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which step.
    pub step: Step,
    /// How it went.
    pub verdict: Verdict,
    /// What was found, for an administrator; no secrets.
    pub detail: Detail,
}

/// What is looked at.
pub struct Target<'a> {
    /// The address as typed or stored.
    pub address: &'a str,
    /// The certificate that the invitation names.
    pub pinned: Option<CertificateFingerprint>,
    /// How this network is left.
    pub proxy: &'a ProxyChoice,
    /// Version of the program.
    pub app_version: &'a str,
    /// This computer's clock, UTC, ms since 1970.
    pub wall_ms: &'a (dyn Fn() -> i64 + Sync),
    /// How long each step may take; [`PATIENCE`].
    pub patience: Duration,
}

/// How long a step may take before it counts as unanswered.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// All steps.
const STEPS: [Step; 8] = [
    Step::Address,
    Step::Proxy,
    Step::Name,
    Step::Connect,
    Step::Certificate,
    Step::Answer,
    Step::Clock,
    Step::Protocol,
];

/// Walks the way. Takes up to a minute where nothing answers.
pub async fn probe(target: &Target<'_>) -> Vec<Finding> {
    let mut walk = Walk {
        found: Vec::new(),
        patience: target.patience,
    };
    // Where it ended stands in the findings.
    let _ended = walk.all(target).await;
    walk.finish()
}

/// The findings so far.
struct Walk {
    found: Vec<Finding>,
    patience: Duration,
}

/// The way ends here.
struct Ended;

impl Walk {
    fn good(&mut self, step: Step, detail: Detail) {
        self.note(step, Verdict::Good, detail);
    }

    fn failed(&mut self, step: Step, cause: Cause, detail: Detail) -> Ended {
        self.note(step, Verdict::Failed(cause), detail);
        Ended
    }

    fn note(&mut self, step: Step, verdict: Verdict, detail: Detail) {
        self.found.push(Finding { step, verdict, detail });
    }

    async fn all(&mut self, target: &Target<'_>) -> Result<(), Ended> {
        let address = match GatewayAddress::parse(target.address) {
            Ok(address) => address,
            Err(error) => {
                let cause = match error {
                    AddressError::NotAnAddress => Cause::NotAnAddress,
                    AddressError::NotSecure => Cause::NotSecure,
                };
                return Err(self.failed(Step::Address, cause, Detail::NoAddress(error)));
            }
        };
        self.good(Step::Address, Detail::Address(address.to_string()));
        let way = Route::of(&address, target.proxy);
        let connection = self.connect(&address, &way).await?;
        if let Some(connection) = connection
            && address.is_secure()
        {
            self.certificate(target, &address, connection).await?;
        }
        self.answer(target, &address).await
    }

    /// Every step once, in order; those that were not reached are said to be skipped.
    fn finish(self) -> Vec<Finding> {
        let mut found = self.found;
        for step in STEPS {
            if !found.iter().any(|finding| finding.step == step) {
                found.push(Finding {
                    step,
                    verdict: Verdict::Skipped,
                    detail: Detail::Nothing,
                });
            }
        }
        found.sort_by_key(|finding| finding.step);
        found
    }
}
