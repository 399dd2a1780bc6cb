//! How connections leave this network: as the system says, directly, or through a proxy that the user named.

use reqwest::{ClientBuilder, Proxy, Url};
use std::fmt;

/// The user's choice.
#[derive(Clone, PartialEq, Eq, Default)]
pub enum ProxyChoice {
    /// What the system's settings and variables name.
    #[default]
    System,
    /// None, whatever the system says.
    Direct,
    /// This one.
    Manual(ManualProxy),
}

/// A proxy that the user named. It has no debug text, because it holds a password.
#[derive(Clone, PartialEq, Eq)]
pub struct ManualProxy {
    host: String,
    port: u16,
    /// Login and password, where the proxy wants them.
    login: Option<(String, String)>,
}

/// The text names no proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not the address of a proxy; it should look like proxy.example.com:3128")]
pub struct NotAProxy;

impl ManualProxy {
    /// Reads `host:port`, also as `http://host:port`; the port is needed.
    ///
    /// # Errors
    /// [`NotAProxy`].
    pub fn parse(address: &str, login: Option<(String, String)>) -> Result<Self, NotAProxy> {
        let text = address.trim();
        let text = text.strip_prefix("http://").unwrap_or(text).trim_end_matches('/');
        if text.contains("://") || text.contains('@') {
            return Err(NotAProxy);
        }
        let (_, port) = text.rsplit_once(':').ok_or(NotAProxy)?;
        let port: u16 = port.parse().map_err(|_| NotAProxy)?;
        let url = Url::parse(&format!("http://{text}")).map_err(|_| NotAProxy)?;
        let host = url
            .host_str()
            .filter(|host| !host.is_empty() && url.path() == "/")
            .ok_or(NotAProxy)?;
        Ok(Self {
            host: host.to_owned(),
            port,
            login,
        })
    }

    /// Host and port, without login and password.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// Login and password.
    #[must_use]
    pub fn login(&self) -> Option<(&str, &str)> {
        self.login
            .as_ref()
            .map(|(login, password)| (login.as_str(), password.as_str()))
    }
}

impl fmt::Debug for ProxyChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System => f.write_str("System"),
            Self::Direct => f.write_str("Direct"),
            Self::Manual(_) => f.write_str("Manual"),
        }
    }
}

impl ProxyChoice {
    /// Puts the choice into a client. This very machine is always called directly.
    pub(crate) fn apply(&self, builder: ClientBuilder, is_loopback: bool) -> Result<ClientBuilder, reqwest::Error> {
        if is_loopback {
            return Ok(builder.no_proxy());
        }
        match self {
            Self::System => Ok(builder),
            Self::Direct => Ok(builder.no_proxy()),
            Self::Manual(manual) => {
                let proxy = Proxy::all(format!("http://{}", manual.address()))?;
                let proxy = match &manual.login {
                    Some((login, password)) => proxy.basic_auth(login, password),
                    None => proxy,
                };
                Ok(builder.no_proxy().proxy(proxy))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_read_as_people_type_it_and_its_password_is_never_shown() {
        for (typed, read) in [
            ("proxy.example.com:3128", Some("proxy.example.com:3128")),
            (" http://10.0.0.1:8080/ ", Some("10.0.0.1:8080")),
            ("[::1]:3128", Some("[::1]:3128")),
            ("proxy.example.com", None),
            ("proxy.example.com:port", None),
            ("user:secret@proxy:3128", None),
            ("socks5://proxy:1080", None),
            ("proxy:3128/path", None),
            (":3128", None),
            ("", None),
        ] {
            let got = ManualProxy::parse(typed, None).ok().map(|proxy| proxy.address());
            assert_eq!(got.as_deref(), read, "{typed}");
        }
        let login = Some(("ivan".to_owned(), "secret".to_owned()));
        let choice = ProxyChoice::Manual(ManualProxy::parse("p:1", login).unwrap());
        assert_eq!(format!("{choice:?}"), "Manual");
    }
}
