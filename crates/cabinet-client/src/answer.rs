//! Reading an answer: its size, its content type, and whether it comes from a gateway at all.

use crate::error::{ClientError, OfflineCause, Stranger};
use bytes::BytesMut;
use cabinet_protocol::framing::{FramingError, HASH_HEADER, TOKENS_HEADER, hash, hash_of_tokens};
use cabinet_protocol::problem::Problem;
use cabinet_protocol::session::Tokens;
use reqwest::header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use reqwest::{Response, StatusCode};
use serde::de::DeserializeOwned;

/// The most that a JSON answer may measure.
pub(crate) const MAX_JSON_BYTES: u64 = 16 * 1024 * 1024;

/// The most that is read of a refusal.
const MAX_PROBLEM_BYTES: u64 = 64 * 1024;

/// Reads a body up to a limit; a longer one is given up at once.
pub(crate) async fn body(mut response: Response, allowed: u64, is_pinned: bool) -> Result<BytesMut, ClientError> {
    let announced = response.content_length();
    if announced.is_some_and(|length| length > allowed) {
        return Err(ClientError::TooLarge { allowed });
    }
    let room = announced.unwrap_or(0).min(1024 * 1024);
    let mut bytes = BytesMut::with_capacity(usize::try_from(room).unwrap_or(0));
    while let Some(chunk) = response.chunk().await.map_err(|error| broken_off(error, is_pinned))? {
        let length = u64::try_from(bytes.len().saturating_add(chunk.len())).unwrap_or(u64::MAX);
        if length > allowed {
            return Err(ClientError::TooLarge { allowed });
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn broken_off(error: reqwest::Error, is_pinned: bool) -> ClientError {
    if error.is_timeout() {
        ClientError::from_call(error, is_pinned)
    } else {
        ClientError::Offline {
            cause: OfflineCause::BrokenOff,
            origin: None,
            source: Some(error.without_url()),
        }
    }
}

/// Lets a success with the right content type through and turns everything else into its error.
pub(crate) async fn accept(response: Response, content_type: &str, is_pinned: bool) -> Result<Response, ClientError> {
    let status = response.status();
    if status.is_success() {
        if media_type(response.headers()) == content_type {
            return Ok(response);
        }
        return Err(stranger(response, is_pinned).await);
    }
    if status.is_redirection() {
        return Err(ClientError::NotAGateway {
            what: Stranger::Redirect,
            status: status.as_u16(),
        });
    }
    let retry_after_s = retry_after(response.headers());
    if media_type(response.headers()) == "application/problem+json" {
        let bytes = body(response, MAX_PROBLEM_BYTES, is_pinned).await?;
        if let Ok(problem) = serde_json::from_slice::<Problem>(&bytes) {
            return Err(ClientError::Problem {
                code: problem.code,
                status: status.as_u16(),
                retry_after_s,
            });
        }
        return Err(ClientError::NotAGateway {
            what: Stranger::Unreadable,
            status: status.as_u16(),
        });
    }
    let is_passing = matches!(
        status,
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY | StatusCode::TOO_MANY_REQUESTS
    );
    if status.is_server_error() || is_passing {
        return Err(ClientError::Failing {
            status: status.as_u16(),
            retry_after_s,
        });
    }
    Err(stranger(response, is_pinned).await)
}

/// Reads a JSON answer.
pub(crate) async fn json<T: DeserializeOwned>(response: Response, is_pinned: bool) -> Result<T, ClientError> {
    let status = response.status().as_u16();
    let response = accept(response, "application/json", is_pinned).await?;
    let bytes = body(response, MAX_JSON_BYTES, is_pinned).await?;
    read_json(&bytes, status)
}

fn read_json<T: DeserializeOwned>(bytes: &[u8], status: u16) -> Result<T, ClientError> {
    serde_json::from_slice(bytes).map_err(|error| {
        tracing::warn!(
            client.line = error.line(),
            client.column = error.column(),
            "An answer's JSON cannot be read"
        );
        ClientError::NotAGateway {
            what: Stranger::Unreadable,
            status,
        }
    })
}

/// Reads a JSON answer that tells its own hash; one without, of an older gateway, is read as it is.
pub(crate) async fn hashed_json<T: DeserializeOwned>(response: Response, is_pinned: bool) -> Result<T, ClientError> {
    let announced = header(&response, HASH_HEADER);
    let Some(announced) = announced.filter(|_| response.status().is_success()) else {
        return json(response, is_pinned).await;
    };
    let response = accept(response, "application/json", is_pinned).await?;
    let bytes = body(response, MAX_JSON_BYTES, is_pinned).await?;
    if hash(&bytes) != announced {
        return Err(FramingError::WrongHash.into());
    }
    read_json(&bytes, 200)
}

/// Reads new tokens, of which nothing is used unless they were given for the token that was shown; a gateway that does not
/// tell, an older one, is believed.
pub(crate) async fn tokens(response: Response, shown: &str, is_pinned: bool) -> Result<Tokens, ClientError> {
    let announced = header(&response, TOKENS_HEADER);
    let Some(announced) = announced.filter(|_| response.status().is_success()) else {
        return json(response, is_pinned).await;
    };
    let response = accept(response, "application/json", is_pinned).await?;
    let bytes = body(response, MAX_JSON_BYTES, is_pinned).await?;
    if hash_of_tokens(shown, &bytes) != announced {
        return Err(FramingError::WrongHash.into());
    }
    read_json(&bytes, 200)
}

pub(crate) fn header(response: &Response, name: &str) -> Option<String> {
    Some(response.headers().get(name)?.to_str().ok()?.to_owned())
}

async fn stranger(response: Response, is_pinned: bool) -> ClientError {
    let status = response.status().as_u16();
    let what = match media_type(response.headers()).as_str() {
        "text/html" | "application/xhtml+xml" => match body(response, MAX_PROBLEM_BYTES, is_pinned).await {
            Ok(bytes) => Stranger::Page(title(&String::from_utf8_lossy(&bytes))),
            // A page too long or broken off is a page all the same; only its title stays unknown.
            Err(_) => Stranger::Page(None),
        },
        _ => Stranger::Unreadable,
    };
    ClientError::NotAGateway { what, status }
}

fn media_type(headers: &HeaderMap) -> String {
    headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.split(';').next())
        .map(|text| text.trim().to_ascii_lowercase())
        .unwrap_or_default()
}

/// Only the form in seconds is read; a date would need the device's clock, which decides nothing.
fn retry_after(headers: &HeaderMap) -> Option<u64> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()
}

/// The title of a page, for a hint to people: at most 80 characters, without control characters.
fn title(page: &str) -> Option<String> {
    let lower = page.to_ascii_lowercase();
    let open = lower.find("<title")?;
    let start = open.checked_add(lower.get(open..)?.find('>')?)?.checked_add(1)?;
    let end = start.checked_add(lower.get(start..)?.find('<')?)?;
    let text: String = page.get(start..end)?.split_whitespace().collect::<Vec<_>>().join(" ");
    let text: String = text.chars().filter(|c| !c.is_control()).take(80).collect();
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_of_a_page_is_found_whatever_its_letter_case() {
        for (page, expected) in [
            ("<html><TITLE lang=ru> Вход\n в сеть </TITLE>", Some("Вход в сеть")),
            ("<title></title>", None),
            ("<title>never closed", None),
            ("no page", None),
            ("<title", None),
        ] {
            assert_eq!(title(page).as_deref(), expected, "{page}");
        }
    }
}
