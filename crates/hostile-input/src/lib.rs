//! What every decoder of network and files is fed with: one function per target of `fuzz/`.
//!
//! In: any bytes. Out: nothing; a decoder that panics, or breaks a law that stands beside it, ends the program.
//! Invariants: each target goes through the code that ships. The same functions are run by libFuzzer (`cargo xtask fuzz`)
//! and, with the kept inputs of `fuzz/corpus` and `fuzz/findings`, by the tests of this crate in seconds.
//! For tests only: no program uses this crate.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a broken law has to end the program, so that libFuzzer sees it"
)]

mod enrolment;
mod exchange;
mod files;
mod gateway;
mod network;
mod rows;
mod scratch;
mod tables;

/// A decoder, or a few that belong together.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name: that of the program in `fuzz/targets` and of the folders of its inputs.
    pub name: &'static str,
    /// Feeds it with bytes.
    pub run: fn(&[u8]),
}

/// Every target.
pub const TARGETS: &[Target] = &[
    Target {
        name: "cursor",
        run: network::cursor,
    },
    Target {
        name: "changes",
        run: network::changes,
    },
    Target {
        name: "repair",
        run: network::repair,
    },
    Target {
        name: "queue",
        run: network::queue,
    },
    Target {
        name: "segment",
        run: network::segment,
    },
    Target {
        name: "manifest",
        run: network::manifest,
    },
    Target {
        name: "hello",
        run: network::hello,
    },
    Target {
        name: "problem",
        run: network::problem,
    },
    Target {
        name: "verdict",
        run: network::verdict,
    },
    Target {
        name: "live",
        run: network::live,
    },
    Target {
        name: "rows",
        run: rows::rows,
    },
    Target {
        name: "token",
        run: enrolment::token,
    },
    Target {
        name: "invitation",
        run: enrolment::invitation,
    },
    Target {
        name: "address",
        run: enrolment::address,
    },
    Target {
        name: "gateway",
        run: gateway::request,
    },
    Target {
        name: "commerceml",
        run: exchange::commerceml,
    },
    Target {
        name: "import",
        run: gateway::import,
    },
    Target {
        name: "upd",
        run: exchange::upd,
    },
    Target {
        name: "archive",
        run: exchange::archive,
    },
    Target {
        name: "exchange",
        run: exchange::request,
    },
    Target {
        name: "order_list",
        run: tables::order_list,
    },
    Target {
        name: "order_file",
        run: tables::order_file,
    },
    Target {
        name: "table",
        run: tables::table,
    },
    Target {
        name: "picture",
        run: files::picture,
    },
    Target {
        name: "media",
        run: files::media,
    },
    Target {
        name: "keys",
        run: files::keys,
    },
    Target {
        name: "settings",
        run: files::settings,
    },
];

/// The target of a name.
#[must_use]
pub fn target(name: &str) -> Option<Target> {
    TARGETS.iter().copied().find(|target| target.name == name)
}

/// Feeds the target of a name.
///
/// # Panics
/// When there is no such target, or it breaks a law.
pub fn run(name: &str, data: &[u8]) {
    let target = target(name).unwrap_or_else(|| panic!("there is no target {name}"));
    (target.run)(data);
}
