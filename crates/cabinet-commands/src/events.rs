//! What changed, told to the front-end after commit: flags, no data.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Kinds of data that changed; a front-end asks again for what it shows of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Changes {
    /// Items, groups, prices or stock.
    pub catalogue: bool,
    /// Drafts or their lines.
    pub drafts: bool,
    /// The outbox.
    pub outbox: bool,
    /// Orders.
    pub orders: bool,
    /// Invoices.
    pub documents: bool,
    /// Legal entities or rights.
    pub entities: bool,
    /// Claims, or how far their files are.
    pub claims: bool,
    /// Subscriptions, wishes or notices.
    pub notices: bool,
    /// What the supplier tells dealers.
    pub news: bool,
    /// Progress or result of a sync: ask `sync_status`.
    pub sync: bool,
}

/// Receives [`Changes`]; the shell turns them into an event of the window.
pub trait ChangeListener: Send + Sync {
    /// Called after commit, from any thread; must not block.
    fn changed(&self, changes: Changes);
}
