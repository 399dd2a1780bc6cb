//! The target `exchange`: see `crates/hostile-input`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| hostile_input::run("exchange", data));
