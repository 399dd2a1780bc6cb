//! The program: hands its arguments to the console.

use std::process::ExitCode;

fn main() -> ExitCode {
    supplier_gateway::console::cli::run(std::env::args_os())
}
