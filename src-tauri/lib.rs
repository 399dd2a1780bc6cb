//! The shell: a window, its commands, its events. Everything else is in `crates/`.

pub mod ipc;
