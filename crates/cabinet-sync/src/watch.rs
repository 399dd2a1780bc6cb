//! What a sync tells on its way: progress, and which kinds of data changed. Told after commit.

/// What the sync does at the moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Phase {
    /// Waiting for the next time.
    #[default]
    Idle,
    /// Sending commands.
    Sending,
    /// Loading snapshots.
    Loading,
    /// Applying changes.
    Updating,
}

/// How far it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// What it does.
    pub phase: Phase,
    /// Rows in so far in this phase.
    pub rows_done: u64,
    /// Rows there will be; 0 when not known.
    pub rows_total: u64,
}

/// Kinds of data that changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changed {
    /// Items, groups, prices, stock.
    pub catalogue: bool,
    /// The outbox, and with it lines of drafts.
    pub outbox: bool,
    /// Orders and invoices.
    pub documents: bool,
    /// Legal entities or rights.
    pub entities: bool,
    /// Subscriptions and notices of the person.
    pub personal: bool,
    /// Claims, or how far their files are.
    pub claims: bool,
    /// What deliveries are chosen from.
    pub delivery: bool,
    /// What the supplier tells dealers.
    pub news: bool,
}

/// Receives what a sync tells. Called from any thread; must not block.
pub trait Watch: Send + Sync {
    /// How far it is.
    fn progress(&self, progress: Progress);
    /// What changed.
    fn changed(&self, changed: Changed);
}
