//! What can befall a call, in the words that the machines decide by.

/// Why something asked of the gateway did not come, or could not be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No connection came about: nothing was sent.
    Unreachable,
    /// The connection, the gateway or something between failed after the request may have been sent.
    Broken,
    /// The bytes do not match their hash, size or shape.
    Damaged,
    /// The gateway no longer has it (a snapshot that was replaced).
    Gone,
    /// The history is too old for changes.
    SnapshotNeeded,
    /// The device is signed out.
    SignedOut,
    /// The person has no right to it.
    Forbidden,
    /// Stock that is not shown was asked about in too many quantities.
    TooManyChecks,
    /// The gateway cannot read the request: a fault of one of the two programs.
    Malformed,
    /// A row has a shape that this build cannot read.
    UnreadableRow,
    /// The mirror stands elsewhere than the page expects.
    OutOfStep,
    /// The rows would not be, or are not, those of the gateway.
    Differs,
    /// This device failed: its disk, most likely.
    Local,
}
