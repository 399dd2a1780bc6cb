//! The target `delivery_table`: see `crates/hostile-input`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| hostile_input::run("delivery_table", data));
