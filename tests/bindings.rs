//! The types and commands that the UI uses are made from Rust; a stale file fails in CI.

use specta_typescript::Typescript;

#[test]
fn the_bindings_of_the_ui_are_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/ui/src/lib/bindings.ts");
    let before = std::fs::read_to_string(path).unwrap_or_default();
    dealer_cabinet::ipc::builder()
        .export(Typescript::default().header("// @ts-nocheck\n"), path)
        .expect("export");
    let after = std::fs::read_to_string(path).expect("read back");
    if std::env::var_os("CI").is_some() {
        assert_eq!(
            before, after,
            "ui/src/lib/bindings.ts was stale: run `cargo xtask bindings` and commit it"
        );
    }
}
