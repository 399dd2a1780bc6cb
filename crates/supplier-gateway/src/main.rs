//! The program: hands its arguments to the console.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Everything that is made here holds prices, orders and secrets: only its owner may read it.
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    supplier_gateway::console::cli::run(std::env::args_os())
}
