//! The answers that 1C understands: a word in the first line, `\n` between lines, nothing after the last one.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// The name of the session's cookie.
pub(super) const COOKIE: &str = "gateway_session";

/// The schema that family C is told; it wants 2.08 or more.
const VERSION_FOR_C: &str = "2.09";

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    /// Lines of text.
    Lines(String),
    /// `failure` and why: what, where, what to do.
    Failure(String),
    /// `failure` with 401: sign in.
    Unauthorized(String),
    /// Orders as XML.
    Orders(Vec<u8>),
}

impl Answer {
    pub(super) fn success() -> Self {
        Self::Lines("success".to_owned())
    }

    pub(super) fn progress() -> Self {
        Self::Lines("progress".to_owned())
    }

    pub(super) fn failure(why: impl Into<String>) -> Self {
        Self::Failure(why.into())
    }

    /// The answer to `checkauth`: families A and B read three lines, newer А and C the fourth too.
    pub(super) fn signed_in(session: &str) -> Self {
        Self::Lines(format!("success\n{COOKIE}\n{session}\nsessid={session}"))
    }

    /// The answer to `init`. Families A and B take exactly two lines; C, which names a version, wants four.
    pub(super) fn init(takes_zip: bool, file_limit: u64, session_for_c: Option<&str>) -> Self {
        let zip = if takes_zip { "yes" } else { "no" };
        let mut text = format!("zip={zip}\nfile_limit={file_limit}");
        if let Some(session) = session_for_c {
            text.push_str(&format!("\nsessid={session}\nversion={VERSION_FOR_C}"));
        }
        Self::Lines(text)
    }

    /// A word for the log.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Lines(_) => "lines",
            Self::Failure(_) => "failure",
            Self::Unauthorized(_) => "unauthorized",
            Self::Orders(_) => "orders",
        }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let plain = HeaderValue::from_static("text/plain; charset=utf-8");
        let no_store = (header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        match self {
            Self::Lines(text) => ([(header::CONTENT_TYPE, plain), no_store], text).into_response(),
            Self::Failure(why) => {
                ([(header::CONTENT_TYPE, plain), no_store], format!("failure\n{why}")).into_response()
            }
            Self::Unauthorized(why) => {
                let realm = (
                    header::WWW_AUTHENTICATE,
                    HeaderValue::from_static("Basic realm=\"1C exchange\""),
                );
                let headers = [(header::CONTENT_TYPE, plain), no_store, realm];
                (StatusCode::UNAUTHORIZED, headers, format!("failure\n{why}")).into_response()
            }
            Self::Orders(xml) => {
                let kind = HeaderValue::from_static("text/xml; charset=utf-8");
                ([(header::CONTENT_TYPE, kind), no_store], xml).into_response()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn init_has_two_lines_unless_the_client_named_a_version() {
        for (case, answer, expected) in [
            ("family A", Answer::init(true, 1000, None), "zip=yes\nfile_limit=1000"),
            (
                "family C",
                Answer::init(false, 5, Some("s")),
                "zip=no\nfile_limit=5\nsessid=s\nversion=2.09",
            ),
        ] {
            assert_eq!(answer, Answer::Lines(expected.to_owned()), "{case}");
        }
    }
}
