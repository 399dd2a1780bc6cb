//! The address of a gateway as people type it.
//!
//! Secrets travel over it, so plain HTTP is taken only for this very machine.

use reqwest::Url;
use std::fmt;
use std::net::IpAddr;

/// Where a gateway answers: scheme, host, port, and perhaps a path in front of `/v1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewayAddress {
    url: Url,
}

/// Why a text cannot be a gateway's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It is not an address of the web at all.
    #[error("this is not an address; it should look like https://orders.example.com")]
    NotAnAddress,
    /// It is `http://` to another machine.
    #[error("the address must begin with https://; plain http is allowed only to this machine")]
    NotSecure,
}

impl GatewayAddress {
    /// Reads an address; without a scheme `https://` is meant, and `http://` for loopback.
    ///
    /// # Errors
    /// [`AddressError`].
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        if text.is_empty() || text.chars().any(char::is_whitespace) {
            return Err(AddressError::NotAnAddress);
        }
        let url = if text.contains("://") {
            Url::parse(text).map_err(|_| AddressError::NotAnAddress)?
        } else {
            let guess = Url::parse(&format!("http://{text}")).map_err(|_| AddressError::NotAnAddress)?;
            if is_loopback(&guess) {
                guess
            } else {
                Url::parse(&format!("https://{text}")).map_err(|_| AddressError::NotAnAddress)?
            }
        };
        Self::from_url(url)
    }

    fn from_url(mut url: Url) -> Result<Self, AddressError> {
        if url.host_str().is_none_or(str::is_empty) {
            return Err(AddressError::NotAnAddress);
        }
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            "http" => return Err(AddressError::NotSecure),
            _ => return Err(AddressError::NotAnAddress),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(AddressError::NotAnAddress);
        }
        url.set_query(None);
        url.set_fragment(None);
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&path);
        Ok(Self { url })
    }

    /// Whether TLS is spoken there.
    pub(crate) fn is_secure(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Host, without the brackets of a number, and port.
    pub(crate) fn host_and_port(&self) -> (String, u16) {
        let host = self
            .url
            .host_str()
            .unwrap_or_default()
            .trim_matches(['[', ']'])
            .to_owned();
        (host, self.url.port_or_known_default().unwrap_or(443))
    }

    /// Whether it is this very machine, for which no proxy is asked.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.url)
    }

    /// The address of a call; each segment is escaped on its own.
    pub(crate) fn call(&self, segments: &[&str]) -> Url {
        let mut url = self.url.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        url
    }
}

impl fmt::Display for GatewayAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.url.as_str().trim_end_matches('/'))
    }
}

fn is_loopback(url: &Url) -> bool {
    url.host_str().is_some_and(|host| {
        host.eq_ignore_ascii_case("localhost")
            || host
                .trim_matches(['[', ']'])
                .parse::<IpAddr>()
                .is_ok_and(|address| address.is_loopback())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_people_type_it() {
        for (typed, read) in [
            ("https://orders.example.com", Ok("https://orders.example.com")),
            (" https://orders.example.com/ ", Ok("https://orders.example.com")),
            ("orders.example.com", Ok("https://orders.example.com")),
            (
                "orders.example.com:8443/gate/",
                Ok("https://orders.example.com:8443/gate"),
            ),
            ("http://127.0.0.1:8850", Ok("http://127.0.0.1:8850")),
            ("127.0.0.1:8850", Ok("http://127.0.0.1:8850")),
            ("localhost:8850", Ok("http://localhost:8850")),
            ("http://[::1]:8850/", Ok("http://[::1]:8850")),
            ("http://orders.example.com", Err(AddressError::NotSecure)),
            ("http://192.168.0.5:8850", Err(AddressError::NotSecure)),
            ("http://localhost.example.com", Err(AddressError::NotSecure)),
            ("ftp://orders.example.com", Err(AddressError::NotAnAddress)),
            (
                "https://user:secret@orders.example.com",
                Err(AddressError::NotAnAddress),
            ),
            ("", Err(AddressError::NotAnAddress)),
            ("two words", Err(AddressError::NotAnAddress)),
        ] {
            let got = GatewayAddress::parse(typed).map(|address| address.to_string());
            assert_eq!(got.as_deref(), read.as_ref().map(|text| *text), "{typed}");
        }
    }

    #[test]
    fn a_feed_with_odd_letters_stays_one_segment_of_the_path() {
        let address = GatewayAddress::parse("https://orders.example.com/gate").unwrap();
        let url = address.call(&["v1", "feeds", "price:a/b ?#ц", "changes"]);
        assert_eq!(
            url.as_str(),
            "https://orders.example.com/gate/v1/feeds/price:a%2Fb%20%3F%23%D1%86/changes"
        );
    }
}
