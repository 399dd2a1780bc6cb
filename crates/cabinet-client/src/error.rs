//! What can go wrong with a call, told apart by what the caller can do about it.

use crate::tokens::TokenStoreError;
use cabinet_protocol::framing::FramingError;
use cabinet_protocol::problem::ProblemCode;
use std::error::Error as _;

/// How a gateway could not be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfflineCause {
    /// Its name has no address.
    Name,
    /// The proxy of this network wants a login and a password.
    ProxyPassword,
    /// Nobody answers there, or the way is cut.
    Connect,
    /// It took too long.
    Timeout,
    /// The connection broke off in the middle of an answer.
    BrokenOff,
}

/// What an answer that is not a gateway's looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stranger {
    /// A page for people, such as a sign-in page of a network; with its title, at most 80 characters.
    Page(Option<String>),
    /// The request was sent elsewhere.
    Redirect,
    /// It speaks no TLS, or no HTTP.
    OtherProtocol,
    /// The content type or the JSON in it is not what the call gives.
    Unreadable,
}

/// Why a call gave nothing.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The gateway cannot be reached: wait for the network.
    #[error("{}{}", offline_words(*cause), origin.as_deref().map(|origin| format!(" ({origin})")).unwrap_or_default())]
    Offline {
        /// How.
        cause: OfflineCause,
        /// Scheme, host and port that were called, where known; the rest of an address may name a feed.
        origin: Option<String>,
        /// What the HTTP library said.
        #[source]
        source: Option<reqwest::Error>,
    },
    /// Something answers there that is not a gateway: check the address or sign in to the network.
    #[error("{}", stranger_words(what))]
    NotAGateway {
        /// What it is instead.
        what: Stranger,
        /// The HTTP status; 0 when there was none.
        status: u16,
    },
    /// The certificate is not the pinned one, or not trusted by the system.
    #[error("{}", if *.is_pinned {
        "the gateway's certificate is not the one that the invitation names"
    } else {
        "the gateway's certificate is not trusted by this system"
    })]
    Certificate {
        /// Whether a certificate was pinned.
        is_pinned: bool,
        /// What the verifier said.
        #[source]
        source: Option<reqwest::Error>,
    },
    /// The gateway refused and said why.
    #[error("the gateway refused: {}", problem_words(*code))]
    Problem {
        /// Why.
        code: ProblemCode,
        /// The HTTP status.
        status: u16,
        /// When it may be asked again.
        retry_after_s: Option<u64>,
    },
    /// The gateway, or a server in front of it, failed (5xx without a code): try later.
    #[error("the gateway failed (status {status}); nothing was lost: try again in a while")]
    Failing {
        /// The HTTP status.
        status: u16,
        /// When it may be asked again.
        retry_after_s: Option<u64>,
    },
    /// Bytes do not match their hash, size or shape; none of them was used.
    #[error("the data arrived damaged and was not used: {0}")]
    Damaged(#[from] FramingError),
    /// An answer is longer than announced or allowed; reading stopped.
    #[error("the answer is larger than allowed ({allowed} bytes); it was not used")]
    TooLarge {
        /// The limit.
        allowed: u64,
    },
    /// This device has no tokens any more: enrol again.
    #[error("this device is signed out; a new invitation is needed")]
    SignedOut,
    /// Tokens could not be kept on this device.
    #[error("the tokens of the session could not be stored")]
    TokenStore(#[source] TokenStoreError),
    /// The TLS library refused its settings.
    #[error("secure connections cannot be set up on this system")]
    Tls(#[source] rustls::Error),
    /// The HTTP library refused its settings or the request.
    #[error("the request could not be built")]
    Request(#[source] reqwest::Error),
    /// A background thread of this program ended early.
    #[error("the work was interrupted")]
    Interrupted(#[source] tokio::task::JoinError),
}

impl ClientError {
    /// Whether the network or the gateway is to blame and time may heal it, so that a command stays in the queue.
    #[must_use]
    pub const fn is_transient(&self) -> bool {
        match self {
            Self::Offline { .. } | Self::NotAGateway { .. } | Self::Failing { .. } | Self::Interrupted(_) => true,
            Self::Problem { code, .. } => matches!(code, ProblemCode::TooManyRequests | ProblemCode::Internal),
            Self::Certificate { .. } | Self::Damaged(_) | Self::TooLarge { .. } => true,
            Self::SignedOut | Self::TokenStore(_) | Self::Tls(_) | Self::Request(_) => false,
        }
    }

    /// The shortest wait that the gateway asked for.
    #[must_use]
    pub const fn retry_after_s(&self) -> Option<u64> {
        match self {
            Self::Problem { retry_after_s, .. } | Self::Failing { retry_after_s, .. } => *retry_after_s,
            _ => None,
        }
    }

    /// Sorts an error of the HTTP library; its URL is taken out, since it may name a feed.
    pub(crate) fn from_call(error: reqwest::Error, is_pinned: bool) -> Self {
        let origin = error.url().map(|url| url.origin().ascii_serialization());
        let error = error.without_url();
        if error.is_builder() {
            return Self::Request(error);
        }
        match tls_cause(&error) {
            Some(TlsCause::Certificate) => {
                return Self::Certificate {
                    is_pinned,
                    source: Some(error),
                };
            }
            Some(TlsCause::Speech) => {
                return Self::NotAGateway {
                    what: Stranger::OtherProtocol,
                    status: 0,
                };
            }
            None => {}
        }
        let cause = if is_proxy_password(&error) {
            OfflineCause::ProxyPassword
        } else if error.is_dns() {
            OfflineCause::Name
        } else if error.is_timeout() {
            OfflineCause::Timeout
        } else if error.is_connect() {
            OfflineCause::Connect
        } else if is_unreadable_http(&error) {
            return Self::NotAGateway {
                what: Stranger::OtherProtocol,
                status: 0,
            };
        } else {
            OfflineCause::BrokenOff
        };
        Self::Offline {
            cause,
            origin,
            source: Some(error),
        }
    }
}

enum TlsCause {
    Certificate,
    Speech,
}

/// Looks for the TLS library's error in the chain of causes.
fn tls_cause(error: &reqwest::Error) -> Option<TlsCause> {
    let mut next = error.source();
    while let Some(cause) = next {
        if let Some(tls) = unwrap_io(cause).downcast_ref::<rustls::Error>() {
            return Some(match tls {
                rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented => TlsCause::Certificate,
                _ => TlsCause::Speech,
            });
        }
        next = cause.source();
    }
    None
}

/// What an `std::io::Error` carries, however deep; it hides its content from `source`.
fn unwrap_io<'a>(cause: &'a (dyn std::error::Error + 'static)) -> &'a (dyn std::error::Error + 'static) {
    let mut inner = cause;
    while let Some(content) = inner.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
        inner = content;
    }
    inner
}

/// Whether a proxy refused the tunnel with 407; the HTTP library says so in words only.
fn is_proxy_password(error: &reqwest::Error) -> bool {
    let mut next = error.source();
    while let Some(cause) = next {
        if cause.to_string().contains("proxy authorization required") {
            return true;
        }
        next = cause.source();
    }
    false
}

/// Whether something answered that cannot be read as HTTP.
fn is_unreadable_http(error: &reqwest::Error) -> bool {
    let mut next = error.source();
    while let Some(cause) = next {
        if cause.to_string().contains("invalid HTTP") {
            return true;
        }
        next = cause.source();
    }
    false
}

const fn offline_words(cause: OfflineCause) -> &'static str {
    match cause {
        OfflineCause::Name => "the gateway cannot be found: its name has no address, or there is no network",
        OfflineCause::ProxyPassword => {
            "the proxy of this network wants a login and a password; they are entered in the network settings"
        }
        OfflineCause::Connect => "the gateway cannot be reached",
        OfflineCause::Timeout => "the gateway took too long to answer",
        OfflineCause::BrokenOff => "the connection broke off in the middle of an answer",
    }
}

fn stranger_words(what: &Stranger) -> String {
    match what {
        Stranger::Page(Some(title)) => {
            format!(
                "a web page answers there instead of the gateway («{title}»): is it the right address, and is the network signed in?"
            )
        }
        Stranger::Page(None) => {
            "a web page answers there instead of the gateway: is it the right address, and is the network signed in?"
                .to_owned()
        }
        Stranger::Redirect => "the address leads elsewhere: is it the gateway's own?".to_owned(),
        Stranger::OtherProtocol => "something else answers at that address and port, not the gateway".to_owned(),
        Stranger::Unreadable => "the answer is not one of a gateway".to_owned(),
    }
}

const fn problem_words(code: ProblemCode) -> &'static str {
    match code {
        ProblemCode::TokenExpired => "the session has expired",
        ProblemCode::DeviceRevoked => "this device was revoked",
        ProblemCode::DeviceUnknown => {
            "the supplier's server does not know this device: it may run on other data, or on an old backup; nothing here is \
             removed. Ask the supplier; he may also give you a new invitation"
        }
        ProblemCode::CodeUnknown => "the invitation code is unknown; compare it with the invitation",
        ProblemCode::CodeUsed => "the invitation code was used already; ask the supplier for a new one",
        ProblemCode::CodeExpired => "the invitation code is out of date; ask the supplier for a new one",
        ProblemCode::Forbidden => "the role of this person does not allow it; ask the supplier",
        ProblemCode::NotFound => "there is no such thing",
        ProblemCode::SnapshotNeeded => "the history is too old, a fresh copy is needed",
        ProblemCode::Malformed => "the request could not be read",
        ProblemCode::MixedCurrency => "the goods are priced in different currencies; split the draft",
        ProblemCode::TooManyRequests => "too many requests, wait a little",
        ProblemCode::TooManyChecks => {
            "it does not show its stock, and this was asked about in too many quantities today; order a quantity that was checked before, or ask again tomorrow"
        }
        ProblemCode::Internal => "it failed itself",
        ProblemCode::Unknown => "for a reason that only a newer version of this program knows",
    }
}
