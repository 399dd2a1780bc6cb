//! `GET /v1/live`: a stream of server-sent events that say when to ask again.
//!
//! Hints carry no data and are not replayed: whoever missed them finds the same by `hello`. Dropping all of them changes
//! only when news arrive. An event of a name not known here is a sign of life and nothing else.

use crate::feed::FeedName;
use serde::{Deserialize, Serialize};

/// The name of [`Hint`] in the field `event`.
pub const HINT: &str = "hint";

/// The name of an event without data worth reading: the person's rights changed, ask `hello`.
pub const GRANTS: &str = "grants";

/// The name of an event that only says that the line lives. A comment would do the same unseen by whoever watches.
pub const PING: &str = "ping";

/// The name of [`Bye`], after which the stream ends.
pub const BYE: &str = "bye";

/// The longest time between two events of a line that lives, in seconds.
pub const PING_EVERY_S: u64 = 20;

/// A line without any event for so long is dead, in seconds: one ping was lost and the next one is late.
pub const SILENCE_S: u64 = 45;

/// A feed that the device may read has something new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hint {
    /// Which feed.
    pub feed: FeedName,
    /// Its unbroken history, so that a restored backup is told from old news; empty when not said.
    #[serde(default)]
    pub epoch: String,
    /// Its newest sequence number.
    pub head: u64,
    /// Ask at a moment of your own within so many milliseconds: all others got the same hint.
    #[serde(default)]
    pub spread_ms: u64,
}

/// The gateway ends the line; nothing is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bye {
    /// Come back no sooner than in so many seconds.
    pub reconnect_in_s: u64,
}
