//! Reads what 1C asks from the query and the headers of a request.

use super::answer::COOKIE;
use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use std::net::{IpAddr, SocketAddr};

/// The parameters of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ExchangeRequest {
    /// `mode`.
    pub mode: Mode,
    /// `type=sale`: orders; goods otherwise.
    pub is_sale: bool,
    /// `filename`; empty when not said.
    pub file_name: String,
    /// `sessid`.
    pub session_id: Option<String>,
    /// `version`, which only family C sends.
    pub version: Option<String>,
}

/// What a request wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mode {
    CheckAuth,
    Init,
    File,
    Import,
    Query,
    Success,
    /// `deactivate` and `complete` of family C.
    EndOfExport,
    Unknown(String),
}

impl ExchangeRequest {
    pub(super) fn parse(query: &str) -> Self {
        let mut request = Self {
            mode: Mode::Unknown(String::new()),
            is_sale: false,
            file_name: String::new(),
            session_id: None,
            version: None,
        };
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decoded(value);
            match name {
                "mode" => request.mode = Mode::parse(&value),
                "type" => request.is_sale = value == "sale",
                "filename" => request.file_name = value,
                "sessid" => request.session_id = Some(value),
                "version" => request.version = Some(value),
                _ => {}
            }
        }
        request
    }
}

impl Mode {
    fn parse(word: &str) -> Self {
        match word {
            "checkauth" => Self::CheckAuth,
            "init" => Self::Init,
            "file" => Self::File,
            "import" => Self::Import,
            "query" => Self::Query,
            "success" => Self::Success,
            "deactivate" | "complete" => Self::EndOfExport,
            other => Self::Unknown(other.chars().filter(char::is_ascii_alphanumeric).take(40).collect()),
        }
    }
}

/// Percent-decoding as forms have it; bytes that are no UTF-8 are replaced, and the name is then refused or not found.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let mut ahead = rest.clone();
                let digits = (ahead.next().and_then(hex), ahead.next().and_then(hex));
                if let (Some(high), Some(low)) = digits {
                    bytes.push(high << 4 | low);
                    rest = ahead;
                } else {
                    bytes.push(byte);
                }
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

/// The values of our cookie in the headers.
pub(super) fn cookie_values(headers: &HeaderMap) -> impl Iterator<Item = String> + '_ {
    headers
        .get_all(header::COOKIE)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(name, _)| *name == COOKIE)
        .map(|(_, value)| value.trim().to_owned())
}

/// The address of the client: of the socket, or, behind the operator's own proxy, the last one that the proxy names.
pub(super) fn client_address(parts: &Parts, is_behind_proxy: bool) -> Option<IpAddr> {
    let peer = parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0.ip());
    if !is_behind_proxy {
        return peer;
    }
    let last = parts
        .headers
        .get_all("x-forwarded-for")
        .iter()
        .next_back()?
        .to_str()
        .ok()?;
    last.rsplit(',').next()?.trim().parse().ok().or(peer)
}

/// Login and password of HTTP Basic; `None` when absent or unreadable. 1C sends them in UTF-8, old ones in windows-1251.
pub(super) fn basic(headers: &HeaderMap) -> Option<(String, Vec<u8>)> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = value.trim().split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let bytes = data_encoding::BASE64.decode(encoded.trim().as_bytes()).ok()?;
    let colon = bytes.iter().position(|byte| *byte == b':')?;
    let (login, password) = bytes.split_at_checked(colon)?;
    let password = password.get(1..)?.to_vec();
    let login = match std::str::from_utf8(login) {
        Ok(login) => login.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1251.decode(login).0.into_owned(),
    };
    Some((login, password))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read_in_any_order_and_decoded() {
        let request = ExchangeRequest::parse("type=sale&mode=file&filename=import_files%2Fa%20b%D0%B6.jpg&sessid=12&x");
        assert!(request.is_sale);
        assert_eq!(request.mode, Mode::File);
        assert_eq!(request.file_name, "import_files/a bж.jpg");
        assert_eq!(request.session_id.as_deref(), Some("12"));
        assert_eq!(ExchangeRequest::parse("").mode, Mode::Unknown(String::new()));
        assert_eq!(ExchangeRequest::parse("mode=%zz").mode, Mode::Unknown("zz".to_owned()));
    }
}
