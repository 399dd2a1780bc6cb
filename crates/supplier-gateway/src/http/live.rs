//! The stream of hints of one device.
//!
//! It lives as long as the access token that opened it, and ends sooner when the device is revoked or the gateway stops.

use crate::catalogue;
use crate::http::Api;
use crate::http::guard::CallerOf;
use crate::http::problem::Refusal;
use crate::live::{Line, News, rights, watch};
use axum::extract::State;
use axum::http::{HeaderName, header};
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use cabinet_protocol::live::{BYE, Bye, GRANTS, HINT, PING, PING_EVERY_S};
use futures_util::stream::{Stream, unfold};
use serde::Serialize;
use std::time::Duration;
use tokio::time::Instant;

/// Hints until the token dies.
pub(super) async fn live(State(api): State<Api>, CallerOf(caller): CallerOf) -> Result<impl IntoResponse, Refusal> {
    let person = caller.person.clone();
    let rights = api
        .read(move |tx| {
            let warehouses = catalogue::warehouses(tx)?;
            Ok(rights(tx, &person, &warehouses)?)
        })
        .await?;
    let line = api
        .gateway
        .live
        .join(&caller, rights.fingerprint)
        .ok_or(Refusal::TooManyListeners)?;
    watch(&api.gateway).await.map_err(Refusal::internal)?;
    let left_ms = caller.access_until_ms.saturating_sub(api.now_ms());
    let left = Duration::from_millis(u64::try_from(left_ms).unwrap_or(0));
    let ping_s = api.gateway.settings.http.live_ping_s.clamp(1, PING_EVERY_S);
    let events = KeepAlive::new().interval(Duration::from_secs(ping_s)).event(ping());
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        // nginx and those that copied it hold answers back unless told otherwise.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    Ok((
        headers,
        Sse::new(stream(line, Instant::now() + left)).keep_alive(events),
    ))
}

/// What an open stream is at.
struct Talk {
    line: Line,
    until: Instant,
    has_begun: bool,
    has_ended: bool,
}

fn stream(line: Line, until: Instant) -> impl Stream<Item = Result<Event, axum::Error>> {
    let talk = Talk {
        line,
        until,
        has_begun: false,
        has_ended: false,
    };
    unfold(talk, next)
}

async fn next(mut talk: Talk) -> Option<(Result<Event, axum::Error>, Talk)> {
    if talk.has_ended {
        return None;
    }
    // A first sign of life takes the head of the answer through whatever waits for a body before it passes on a head.
    if !talk.has_begun {
        talk.has_begun = true;
        return Some((Ok(ping()), talk));
    }
    let news = tokio::select! {
        news = talk.line.next() => news,
        () = tokio::time::sleep_until(talk.until) => News::Bye(0),
    };
    let event = match news {
        News::Hint(hint) => event(HINT, &hint),
        News::Grants => Ok(Event::default().event(GRANTS).data("{}")),
        News::Bye(reconnect_in_s) => {
            talk.has_ended = true;
            event(BYE, &Bye { reconnect_in_s })
        }
        News::Cut => return None,
    };
    Some((event, talk))
}

fn ping() -> Event {
    Event::default().event(PING).data("{}")
}

fn event(name: &str, data: &impl Serialize) -> Result<Event, axum::Error> {
    Event::default().event(name).json_data(data)
}
