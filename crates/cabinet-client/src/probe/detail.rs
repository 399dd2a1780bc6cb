//! What a step found, with its figures and names; its English words are for the command line and the log.

use super::clock::Skew;
use crate::address::AddressError;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use x509_parser::time::ASN1Time;

/// What was found. No secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    /// Nothing that the cause does not say.
    Nothing,
    /// The address as it is called.
    Address(String),
    /// Why the text is none.
    NoAddress(AddressError),
    /// No proxy stands between.
    NoProxy,
    /// A proxy of a kind that is not looked into, such as `socks5`.
    ProxyNotLookedInto(String),
    /// A proxy lets us through.
    Proxy(ProxyName),
    /// A proxy does not.
    ProxyFailed(ProxyName, Trouble),
    /// The numbers of a name.
    Numbers {
        /// The name.
        host: String,
        /// Its numbers.
        numbers: Vec<IpAddr>,
    },
    /// The name has no number.
    NoNumber {
        /// The name.
        host: String,
    },
    /// The name could not be asked for.
    NameFailed {
        /// The name.
        host: String,
        /// Why.
        trouble: Trouble,
    },
    /// A connection to this number.
    Connected(SocketAddr),
    /// No connection to any number; the last one that was tried.
    NotConnected(SocketAddr, Trouble),
    /// There was no number to call.
    NoNumberToCall,
    /// The certificate is trusted by this system.
    Trusted,
    /// The certificate is the one that the invitation names.
    Named,
    /// A certificate that is refused.
    Certificate(CertificateSeen),
    /// The address names a host that no certificate can be of.
    NoHost {
        /// As written.
        host: String,
    },
    /// The step broke off.
    Trouble(Trouble),
    /// An answer with this status of HTTP (`502 Bad Gateway`), and the title of the page that came with it.
    Answer {
        /// Number and words.
        status: String,
        /// At most 80 characters.
        title: Option<String>,
    },
    /// An answer as if a token had been sent.
    WithoutToken {
        /// Number and words.
        status: String,
    },
    /// The clock is right.
    InStep,
    /// The clock is off.
    ClockOff(Skew),
    /// The version of the protocol that both speak.
    Protocol {
        /// Its number.
        version: u32,
    },
    /// The gateway is busy or fails.
    GatewayBusy,
    /// The gateway does not know the call.
    CallUnknown,
}

/// A proxy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProxyName {
    /// `host:port`.
    pub at: String,
    /// Whether the user named it in this program; the system did otherwise.
    pub is_of_settings: bool,
}

/// Why a step went no further.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The words of the system, of a library, or of who answered.
    Said(String),
    /// No server of names answered.
    NoNameServer,
    /// Nothing came back.
    NoAnswer,
    /// Nothing came back for this long.
    Silent {
        /// How long it was waited for.
        seconds: u64,
    },
    /// There was no number to call.
    NoNumberToCall,
    /// The handshake was not answered.
    NoHandshake,
}

/// What stands in a certificate that is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateSeen {
    /// What it is of, who issued it and when it is valid; `None` where it cannot be read.
    pub told: Option<CertificateTold>,
    /// SHA-256 of the whole, in lower-case hexadecimal.
    pub sha256: String,
    /// How far this computer's clock is off, where time is what is wrong with it.
    pub skew: Option<Skew>,
}

/// What a certificate says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateTold {
    /// What it is of, at most 120 characters.
    pub subject: String,
    /// Who issued it, at most 120 characters.
    pub issuer: String,
    /// From when it is valid, UTC, seconds since 1970.
    pub from_s: i64,
    /// Until when it is valid, UTC, seconds since 1970.
    pub until_s: i64,
}

impl fmt::Display for Detail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => Ok(()),
            Self::Address(text) => f.write_str(text),
            Self::NoAddress(error) => error.fmt(f),
            Self::NoProxy => f.write_str("none"),
            Self::ProxyNotLookedInto(scheme) => write!(f, "{scheme}, not looked into"),
            Self::Proxy(name) => name.fmt(f),
            Self::ProxyFailed(name, trouble) => write!(f, "{name}: {trouble}"),
            Self::Numbers { host, numbers } => {
                let numbers: Vec<String> = numbers.iter().map(IpAddr::to_string).collect();
                write!(f, "{host} is {}", numbers.join(", "))
            }
            Self::NoNumber { host } => write!(f, "{host} has no number"),
            Self::NameFailed { host, trouble } => write!(f, "{host}: {trouble}"),
            Self::Connected(number) => number.fmt(f),
            Self::NotConnected(number, trouble) => write!(f, "{number}: {trouble}"),
            Self::NoNumberToCall => Trouble::NoNumberToCall.fmt(f),
            Self::Trusted => f.write_str("trusted by this system"),
            Self::Named => f.write_str("the one that the invitation names"),
            Self::Certificate(seen) => seen.fmt(f),
            Self::NoHost { host } => f.write_str(host),
            Self::Trouble(trouble) => trouble.fmt(f),
            Self::Answer { status, title: None } => f.write_str(status),
            Self::Answer {
                status,
                title: Some(title),
            } => write!(f, "{status}, «{title}»"),
            Self::WithoutToken { status } => write!(f, "{status} without a token"),
            Self::InStep => f.write_str("in step with the server"),
            Self::ClockOff(skew) => skew.fmt(f),
            Self::Protocol { version } => write!(f, "version {version}"),
            Self::GatewayBusy => f.write_str("the gateway is busy or fails"),
            Self::CallUnknown => f.write_str("the gateway does not know this call"),
        }
    }
}

impl fmt::Display for ProxyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let by = if self.is_of_settings { "settings" } else { "system" };
        write!(f, "{} (named by the {by})", self.at)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Said(words) => f.write_str(words),
            Self::NoNameServer => f.write_str("no name server answered"),
            Self::NoAnswer => f.write_str("no answer"),
            Self::Silent { seconds } => write!(f, "nothing for {seconds} s"),
            Self::NoNumberToCall => f.write_str("no number to call"),
            Self::NoHandshake => f.write_str("no handshake"),
        }
    }
}

impl fmt::Display for CertificateSeen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(told) = &self.told {
            write!(
                f,
                "{}, issued by {}, valid {} to {}, ",
                told.subject,
                told.issuer,
                time(told.from_s),
                time(told.until_s)
            )?;
        }
        write!(f, "sha256 {}", self.sha256)?;
        match self.skew {
            Some(skew) => write!(f, "; {skew}"),
            None => Ok(()),
        }
    }
}

fn time(at_s: i64) -> String {
    ASN1Time::from_timestamp(at_s).map_or_else(|_| at_s.to_string(), |time| time.to_string())
}
