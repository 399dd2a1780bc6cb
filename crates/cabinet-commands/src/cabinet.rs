//! The open program: one profile directory, its lock, its files, its session.

/// One profile = one supplier and one person. Cheap to share; every command takes it.
#[derive(Debug)]
pub struct Cabinet;
