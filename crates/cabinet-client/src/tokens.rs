//! The tokens of a device: the access token lives in memory, the refresh token in the caller's encrypted file.
//!
//! A refresh token works once, so its successor is stored before anything uses it, and only one refresh runs at a time.

use cabinet_protocol::session::Tokens;
use std::time::Duration;
use tokio::time::Instant;

/// Why a store of tokens failed; what it is only the caller knows.
pub type TokenStoreError = Box<dyn std::error::Error + Send + Sync>;

/// Where the refresh token lives. Called from a thread that may block.
pub trait TokenStore: Send + Sync + 'static {
    /// The refresh token; `None` when the device is signed out.
    ///
    /// # Errors
    /// Whatever the store meets.
    fn refresh_token(&self) -> Result<Option<String>, TokenStoreError>;

    /// Keeps the successor durably; the old one is dead from now on.
    ///
    /// # Errors
    /// Whatever the store meets.
    fn keep(&self, refresh_token: &str) -> Result<(), TokenStoreError>;
}

/// An access token and when it stops being worth a try, on the monotonic clock. Has no debug text on purpose.
pub(crate) struct Access {
    pub(crate) token: String,
    good_until: Instant,
}

/// So much earlier than announced a token is taken as expired, because answers take time.
const MARGIN: Duration = Duration::from_secs(15);

impl Access {
    pub(crate) fn new(tokens: &Tokens, now: Instant) -> Self {
        let life = Duration::from_secs(tokens.access_expires_in_s.min(24 * 3600)).saturating_sub(MARGIN);
        Self {
            token: tokens.access_token.clone(),
            good_until: now.checked_add(life).unwrap_or(now),
        }
    }

    pub(crate) fn is_good(&self, now: Instant) -> bool {
        now < self.good_until
    }
}
