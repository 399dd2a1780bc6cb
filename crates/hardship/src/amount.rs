//! How much of a hardship is done, and from which seed.

/// An amount.
#[derive(Debug, Clone, Copy)]
pub struct Amount {
    /// Products of the supplier.
    pub products: u64,
    /// Rounds; what one is, each hardship says.
    pub rounds: u64,
    /// Where the schedule comes from: the same seed gives the same order of faults. When exactly a fault strikes a running
    /// process is up to the machine, too.
    pub seed: u64,
}
