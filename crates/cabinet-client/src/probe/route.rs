//! Which proxy stands between, as the HTTP library itself decides it.

use crate::address::GatewayAddress;
use crate::proxy::ProxyChoice;
use hyper_util::client::proxy::matcher::Matcher;

/// The way out of this network.
pub(super) enum Route {
    /// Straight.
    Direct,
    /// Through an HTTP proxy.
    Proxy(HttpProxy),
    /// Through something that is not looked into, such as SOCKS.
    Other(String),
}

/// An HTTP proxy.
pub(super) struct HttpProxy {
    pub(super) host: String,
    pub(super) port: u16,
    /// The header that signs in, where there is a login.
    pub(super) authorization: Option<String>,
    /// Whether the user named it; the system did otherwise.
    pub(super) is_of_settings: bool,
}

impl Route {
    /// The way to an address. This very machine is always called directly.
    pub(super) fn of(address: &GatewayAddress, choice: &ProxyChoice) -> Self {
        if address.is_loopback() {
            return Self::Direct;
        }
        match choice {
            ProxyChoice::Direct => Self::Direct,
            ProxyChoice::Manual(manual) => {
                let text = match manual.login() {
                    Some((login, password)) => {
                        format!("http://{}:{}@{}", escaped(login), escaped(password), manual.address())
                    }
                    None => format!("http://{}", manual.address()),
                };
                Self::through(&Matcher::builder().all(text).build(), address, true)
            }
            ProxyChoice::System => Self::through(&Matcher::from_system(), address, false),
        }
    }

    fn through(matcher: &Matcher, address: &GatewayAddress, is_of_settings: bool) -> Self {
        let Ok(uri) = address.to_string().parse::<http::Uri>() else {
            return Self::Direct;
        };
        let Some(found) = matcher.intercept(&uri) else {
            return Self::Direct;
        };
        let proxy = found.uri();
        let Some(host) = proxy.host().filter(|_| proxy.scheme_str() == Some("http")) else {
            return Self::Other(proxy.scheme_str().unwrap_or_default().to_owned());
        };
        let authorization = found.basic_auth().and_then(|value| value.to_str().ok());
        Self::Proxy(HttpProxy {
            host: host.trim_matches(['[', ']']).to_owned(),
            port: proxy.port_u16().unwrap_or(80),
            authorization: authorization.map(str::to_owned),
            is_of_settings,
        })
    }
}

/// Letters of logins and passwords that have a meaning in addresses.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}
