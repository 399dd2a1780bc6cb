//! A device that listens on `/v1/live`, reading events off the answer as it comes.

use crate::support::{Device, Shop, request};
use axum::http::{HeaderMap, Method, StatusCode, header};
use cabinet_protocol::live::{BYE, Bye, HINT, Hint, PING};
use futures_util::StreamExt as _;
use std::collections::BTreeMap;
use std::time::Duration;
use tower::ServiceExt as _;

/// How long a test waits for an event before it fails.
const PATIENCE: Duration = Duration::from_secs(10);

pub struct Listening {
    pub headers: HeaderMap,
    body: axum::body::BodyDataStream,
    read: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    Hint(Hint),
    Grants,
    Bye(u64),
    /// The stream ended.
    End,
}

impl Listening {
    /// Opens a line and reads its first sign of life.
    pub async fn open(shop: &Shop, device: &Device) -> Self {
        let request = request(Method::GET, "/v1/live", Some(&device.token), String::new());
        let response = shop.app.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        let headers = response.headers().clone();
        assert_eq!(headers[header::CONTENT_TYPE], "text/event-stream");
        let mut listening = Self {
            headers,
            body: response.into_body().into_data_stream(),
            read: String::new(),
        };
        assert_eq!(listening.event().await.unwrap().0, PING);
        listening
    }

    /// The next event as name and data; `None` at the end.
    pub async fn event(&mut self) -> Option<(String, String)> {
        loop {
            if let Some((block, rest)) = self.read.split_once("\n\n") {
                let fields: BTreeMap<_, _> = block.lines().filter_map(|line| line.split_once(": ")).collect();
                let event = (fields["event"].to_owned(), fields["data"].to_owned());
                self.read = rest.to_owned();
                return Some(event);
            }
            let piece = tokio::time::timeout(PATIENCE, self.body.next());
            let piece = piece.await.expect("nothing came")?;
            self.read.push_str(std::str::from_utf8(&piece.unwrap()).unwrap());
        }
    }

    /// The next event that says something.
    pub async fn heard(&mut self) -> Heard {
        loop {
            let Some((name, data)) = self.event().await else {
                return Heard::End;
            };
            match name.as_str() {
                PING => {}
                HINT => return Heard::Hint(serde_json::from_str(&data).unwrap()),
                BYE => return Heard::Bye(serde_json::from_str::<Bye>(&data).unwrap().reconnect_in_s),
                other => {
                    assert_eq!(other, "grants");
                    return Heard::Grants;
                }
            }
        }
    }

    /// Names of the feeds hinted at until each of these was.
    pub async fn feeds_until(&mut self, wanted: &[&str]) -> Vec<String> {
        let mut feeds = Vec::<String>::new();
        while !wanted.iter().all(|feed| feeds.iter().any(|heard| heard == feed)) {
            match self.heard().await {
                Heard::Hint(hint) => feeds.push(hint.feed.to_string()),
                other => panic!("{other:?} after {feeds:?}"),
            }
        }
        feeds
    }
}
