//! What a step of the check found, as figures and names that each front-end words in its user's language.

use crate::error::CommandError;
use crate::reason::Reason;
use cabinet_client::probe::{CertificateSeen, Detail, ProxyName, Skew, Trouble};
use serde::{Deserialize, Serialize};
use specta::Type;

/// What was found; no secrets. `host`, `at`, `number` and `status` are as they are written everywhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "found", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "each is explained where it is found: cabinet_client::probe::Detail"
)]
pub enum StepDetail {
    Address {
        address: String,
    },
    NoProxy,
    ProxyNotLookedInto {
        scheme: String,
    },
    Proxy {
        at: String,
        is_of_settings: bool,
    },
    ProxyFailed {
        at: String,
        is_of_settings: bool,
        trouble: StepTrouble,
    },
    Numbers {
        host: String,
        numbers: Vec<String>,
    },
    NoNumber {
        host: String,
    },
    NameFailed {
        host: String,
        trouble: StepTrouble,
    },
    Connected {
        number: String,
    },
    NotConnected {
        number: String,
        trouble: StepTrouble,
    },
    Trusted,
    Named,
    /// A certificate that cannot be read.
    CertificateUnread {
        sha256: String,
        clock: Option<ClockSkew>,
    },
    Certificate {
        subject: String,
        issuer: String,
        #[specta(type = specta_typescript::Number)]
        from_ms: i64,
        #[specta(type = specta_typescript::Number)]
        until_ms: i64,
        sha256: String,
        clock: Option<ClockSkew>,
    },
    NoHost {
        host: String,
    },
    Trouble {
        trouble: StepTrouble,
    },
    /// `title` is empty where no page came.
    Answer {
        status: String,
        title: String,
    },
    WithoutToken {
        status: String,
    },
    InStep,
    ClockOff {
        clock: ClockSkew,
    },
    Protocol {
        version: u32,
    },
    GatewayBusy,
    CallUnknown,
    /// Why the gateway did not answer this device.
    Call {
        reason: Option<Reason>,
    },
}

/// Why a step went no further.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "trouble", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "each is explained where it is found: cabinet_client::probe::Trouble"
)]
pub enum StepTrouble {
    Said { words: String },
    NoNameServer,
    NoAnswer,
    Silent { seconds: u32 },
    NoNumberToCall,
    NoHandshake,
}

/// How far this computer's clock is from the server's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ClockSkew {
    /// Whether this computer's clock is ahead.
    pub is_ahead: bool,
    /// By whole days.
    pub days: u32,
    /// And whole hours, below 24.
    pub hours: u32,
    /// And minutes, below 60.
    pub minutes: u32,
}

impl StepDetail {
    /// `None` where nothing was found that the cause does not say.
    pub(super) fn of(detail: &Detail) -> Option<Self> {
        Some(match detail {
            Detail::Nothing | Detail::NoAddress(_) => return None,
            Detail::Address(address) => Self::Address {
                address: address.clone(),
            },
            Detail::NoProxy => Self::NoProxy,
            Detail::ProxyNotLookedInto(scheme) => Self::ProxyNotLookedInto { scheme: scheme.clone() },
            Detail::Proxy(ProxyName { at, is_of_settings }) => Self::Proxy {
                at: at.clone(),
                is_of_settings: *is_of_settings,
            },
            Detail::ProxyFailed(ProxyName { at, is_of_settings }, trouble) => Self::ProxyFailed {
                at: at.clone(),
                is_of_settings: *is_of_settings,
                trouble: StepTrouble::of(trouble),
            },
            Detail::Numbers { host, numbers } => Self::Numbers {
                host: host.clone(),
                numbers: numbers.iter().map(ToString::to_string).collect(),
            },
            Detail::NoNumber { host } => Self::NoNumber { host: host.clone() },
            Detail::NameFailed { host, trouble } => Self::NameFailed {
                host: host.clone(),
                trouble: StepTrouble::of(trouble),
            },
            Detail::Connected(number) => Self::Connected {
                number: number.to_string(),
            },
            Detail::NotConnected(number, trouble) => Self::NotConnected {
                number: number.to_string(),
                trouble: StepTrouble::of(trouble),
            },
            Detail::NoNumberToCall => Self::Trouble {
                trouble: StepTrouble::NoNumberToCall,
            },
            Detail::Trusted => Self::Trusted,
            Detail::Named => Self::Named,
            Detail::Certificate(seen) => certificate(seen),
            Detail::NoHost { host } => Self::NoHost { host: host.clone() },
            Detail::Trouble(trouble) => Self::Trouble {
                trouble: StepTrouble::of(trouble),
            },
            Detail::Answer { status, title } => Self::Answer {
                status: status.clone(),
                title: title.clone().unwrap_or_default(),
            },
            Detail::WithoutToken { status } => Self::WithoutToken { status: status.clone() },
            Detail::InStep => Self::InStep,
            Detail::ClockOff(skew) => Self::ClockOff {
                clock: ClockSkew::of(*skew),
            },
            Detail::Protocol { version } => Self::Protocol { version: *version },
            Detail::GatewayBusy => Self::GatewayBusy,
            Detail::CallUnknown => Self::CallUnknown,
        })
    }

    /// A call of this device that failed.
    pub(super) fn of_call(error: &CommandError) -> Self {
        Self::Call {
            reason: error.reason.clone(),
        }
    }
}

fn certificate(seen: &CertificateSeen) -> StepDetail {
    let (sha256, clock) = (seen.sha256.clone(), seen.skew.map(ClockSkew::of));
    match &seen.told {
        None => StepDetail::CertificateUnread { sha256, clock },
        Some(told) => StepDetail::Certificate {
            subject: told.subject.clone(),
            issuer: told.issuer.clone(),
            from_ms: told.from_s.saturating_mul(1000),
            until_ms: told.until_s.saturating_mul(1000),
            sha256,
            clock,
        },
    }
}

impl StepTrouble {
    fn of(trouble: &Trouble) -> Self {
        match trouble {
            Trouble::Said(words) => Self::Said { words: words.clone() },
            Trouble::NoNameServer => Self::NoNameServer,
            Trouble::NoAnswer => Self::NoAnswer,
            Trouble::Silent { seconds } => Self::Silent {
                seconds: shown(*seconds),
            },
            Trouble::NoNumberToCall => Self::NoNumberToCall,
            Trouble::NoHandshake => Self::NoHandshake,
        }
    }
}

impl ClockSkew {
    fn of(skew: Skew) -> Self {
        Self {
            is_ahead: skew.is_ahead,
            days: shown(skew.days),
            hours: shown(skew.hours),
            minutes: shown(skew.minutes),
        }
    }
}

fn shown(figure: u64) -> u32 {
    u32::try_from(figure).unwrap_or(u32::MAX)
}
