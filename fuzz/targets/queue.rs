//! The target `queue`: see `crates/hostile-input`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| hostile_input::run("queue", data));
