//! The target `order_file`: see `crates/hostile-input`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| hostile_input::run("order_file", data));
