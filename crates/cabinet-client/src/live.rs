//! An open line of hints: server-sent events, read one by one.
//!
//! Nothing that comes over it is used as data. A line that sends more than an event may measure, or text that is no
//! text, is not a gateway's and ends.

use crate::error::{ClientError, OfflineCause, Stranger};
use bytes::Bytes;
use cabinet_protocol::live::{BYE, Bye, GRANTS, HINT, Hint, PING};
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use reqwest::Response;
use sse_stream::{Sse, SseByteStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The most that may come before an event is whole, in bytes.
pub const MAX_EVENT_BYTES: usize = 64 * 1024;

/// What the gateway said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LiveEvent {
    /// A feed went on.
    Hint(Hint),
    /// The person's rights changed.
    Grants,
    /// The line lives.
    Ping,
    /// The gateway ends the line and says when to come back.
    Bye(Bye),
    /// Something that a newer gateway says; a sign of life here.
    Other,
}

/// An open line. Dropping it closes the connection.
pub struct LiveLine {
    events: SseByteStream<BoxStream<'static, Result<Bytes, ReadError>>>,
    /// Bytes since the last whole event.
    unread: Arc<AtomicUsize>,
}

#[derive(Debug, thiserror::Error)]
enum ReadError {
    #[error(transparent)]
    Http(#[from] reqwest::Error),
    #[error("an event is longer than {MAX_EVENT_BYTES} bytes")]
    TooLong,
}

impl LiveLine {
    pub(crate) fn new(response: Response) -> Self {
        let unread = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&unread);
        let pieces = response.bytes_stream().map(move |piece| {
            let piece = piece?;
            let before = counted.fetch_add(piece.len(), Ordering::Relaxed);
            if before > MAX_EVENT_BYTES {
                return Err(ReadError::TooLong);
            }
            Ok(piece)
        });
        Self {
            events: SseByteStream::new(pieces.boxed()),
            unread,
        }
    }

    /// The next event; `None` when the line ended. May be given up and called again.
    ///
    /// # Errors
    /// [`ClientError::Offline`] when it broke, [`ClientError::TooLarge`] and [`ClientError::NotAGateway`] when what came
    /// is no gateway's. The line is of no further use then.
    pub async fn next(&mut self) -> Result<Option<LiveEvent>, ClientError> {
        match self.events.next().await {
            None => Ok(None),
            Some(Ok(event)) => {
                self.unread.store(0, Ordering::Relaxed);
                Ok(Some(read(&event)))
            }
            Some(Err(error)) => Err(sort(error)),
        }
    }
}

/// What cannot be read, such as a hint at a feed of a kind that only a newer program knows, is a sign of life.
fn read(event: &Sse) -> LiveEvent {
    let data = event.data.as_deref().unwrap_or_default();
    match event.event.as_deref() {
        Some(HINT) => serde_json::from_str(data).map_or(LiveEvent::Other, LiveEvent::Hint),
        Some(BYE) => serde_json::from_str(data).map_or(LiveEvent::Other, LiveEvent::Bye),
        Some(GRANTS) => LiveEvent::Grants,
        Some(PING) => LiveEvent::Ping,
        _ => LiveEvent::Other,
    }
}

fn sort(error: sse_stream::Error) -> ClientError {
    let sse_stream::Error::Body(cause) = error else {
        return unreadable();
    };
    match cause.downcast::<ReadError>().map(|cause| *cause) {
        Ok(ReadError::TooLong) => ClientError::TooLarge {
            allowed: u64::try_from(MAX_EVENT_BYTES).unwrap_or(u64::MAX),
        },
        Ok(ReadError::Http(error)) => broken_off(Some(error.without_url())),
        Err(_) => broken_off(None),
    }
}

const fn broken_off(source: Option<reqwest::Error>) -> ClientError {
    ClientError::Offline {
        cause: OfflineCause::BrokenOff,
        origin: None,
        source,
    }
}

const fn unreadable() -> ClientError {
    ClientError::NotAGateway {
        what: Stranger::Unreadable,
        status: 200,
    }
}
