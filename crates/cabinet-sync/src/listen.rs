//! Listens for hints: holds a line to the gateway open and calls for a sync when it says so.
//!
//! Not part of a sync: nothing waits for it, and without it the period finds the same.

use crate::driver::Now;
use crate::machine::live::{End, Listening, Stand, Todo};
use crate::machine::sleep::Sleep;
use cabinet_client::error::ClientError;
use cabinet_client::gateway::Gateway;
use cabinet_client::live::{LiveEvent, LiveLine};
use std::future::pending;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// How long a line may be silent before it counts as dead.
pub const SILENCE: Duration = Duration::from_secs(cabinet_protocol::live::SILENCE_S);

/// How often it is looked whether the machine slept, in milliseconds.
const LOOK_MS: i64 = 5_000;

/// Receives what the line brings. Must not block.
pub trait Ears: Send + Sync {
    /// A sync is called for.
    fn ask(&self);
    /// The line stands otherwise than before.
    fn stands(&self, stand: Stand);
}

/// The clocks of whoever listens.
#[derive(Clone)]
pub struct Clocks {
    /// What waits are measured by.
    pub now: Now,
    /// The device's clock, UTC, ms since 1970; only jumps of it are looked at.
    pub wall: Now,
}

/// Listens until it is dropped.
pub async fn listen(gateway: Arc<Gateway>, silence: Duration, clocks: &Clocks, ears: &dyn Ears) {
    let now_ms = || (clocks.now)();
    let silence_ms = i64::try_from(silence.as_millis()).unwrap_or(i64::MAX);
    let mut listening = Listening::new(silence_ms, now_ms());
    let mut sleep = Sleep::new((clocks.wall)(), now_ms());
    let mut line = Line::None;
    let mut told = None;
    loop {
        match listening.next(now_ms(), dice()) {
            Todo::Ask => ears.ask(),
            Todo::Open => {
                let gateway = gateway.clone();
                line = Line::Opening(Box::pin(async move { gateway.live().await }));
            }
            Todo::Close => {
                tracing::info!("The line of hints was silent too long; another one will be opened");
                line = Line::None;
            }
            Todo::Wait(wait_ms) => {
                let wait_ms = wait_ms.min(LOOK_MS);
                tokio::select! {
                    news = line.next() => line = take(line, news, &mut listening, now_ms()),
                    () = tokio::time::sleep(Duration::from_millis(u64::try_from(wait_ms).unwrap_or(0))) => {}
                }
                if sleep.noticed((clocks.wall)(), now_ms(), wait_ms) {
                    tracing::info!("The machine slept or its clock was set; a new line of hints is opened");
                    listening.woke(now_ms());
                    line = Line::None;
                }
            }
        }
        let stand = listening.stand();
        if told != Some(stand) {
            told = Some(stand);
            ears.stands(stand);
        }
    }
}

enum Line {
    None,
    Opening(Pin<Box<dyn Future<Output = Result<LiveLine, ClientError>> + Send>>),
    Open(LiveLine),
}

enum News {
    Opened(Result<LiveLine, ClientError>),
    Event(Result<Option<LiveEvent>, ClientError>),
}

impl Line {
    /// May be given up and called again.
    async fn next(&mut self) -> News {
        match self {
            Self::None => pending().await,
            Self::Opening(opening) => News::Opened(opening.await),
            Self::Open(line) => News::Event(line.next().await),
        }
    }
}

/// Tells the machine what happened; what is left of the line comes back.
fn take(line: Line, news: News, listening: &mut Listening, now_ms: i64) -> Line {
    let end = match news {
        News::Opened(Ok(opened)) => {
            listening.opened(now_ms);
            return Line::Open(opened);
        }
        News::Event(Ok(Some(LiveEvent::Bye(bye)))) => End::Bye(bye.reconnect_in_s),
        News::Event(Ok(Some(event))) => {
            let within_ms = match event {
                LiveEvent::Hint(hint) => Some(hint.spread_ms),
                LiveEvent::Grants => Some(0),
                _ => None,
            };
            listening.heard(within_ms, now_ms, dice());
            return line;
        }
        News::Event(Ok(None)) => End::Broken(None),
        News::Opened(Err(error)) | News::Event(Err(error)) => {
            tracing::debug!(live.error = %error, "No line of hints");
            end_of(&error)
        }
    };
    listening.ended(end, now_ms, dice());
    Line::None
}

const fn end_of(error: &ClientError) -> End {
    match error {
        ClientError::SignedOut => End::SignedOut,
        // A gateway that is not ours now (a page of the hotel's network) may be ours in a minute.
        error if error.is_transient() && !matches!(error, ClientError::Certificate { .. }) => {
            End::Broken(error.retry_after_s())
        }
        _ => End::Refused,
    }
}

fn dice() -> u64 {
    getrandom::u64().unwrap_or(u64::MAX)
}
