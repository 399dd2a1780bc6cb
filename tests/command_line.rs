//! The built program on a machine without a screen: its words, its exit codes, and no crash.

#![allow(clippy::expect_used, reason = "a story fails by panicking, also in its support")]

use std::process::{Command, Output};

/// The program where neither X nor Wayland is to be had.
fn without_screen(language: &str, words: &[&str]) -> Output {
    let home = tempfile::tempdir().expect("a home");
    Command::new(env!("CARGO_BIN_EXE_dealer-cabinet"))
        .args(words)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("LC_ALL")
        .env_remove("LC_CTYPE")
        .env_remove("CABINET_PROFILE")
        .env("LANG", language)
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path().join("data"))
        .env("XDG_RUNTIME_DIR", home.path())
        .env("DBUS_SESSION_BUS_ADDRESS", "disabled:")
        .output()
        .expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn help_and_version_need_no_screen_and_speak_the_users_language() {
    for (language, word) in [
        ("ru_RU.UTF-8", "Ключи:"),
        ("uk_UA.UTF-8", "Ключі:"),
        ("en_GB.UTF-8", "Options:"),
        ("C", "Options:"),
    ] {
        let help = without_screen(language, &["--help"]);
        assert_eq!(help.status.code(), Some(0), "{}", text(&help.stderr));
        assert!(text(&help.stdout).contains(word), "{language}: {}", text(&help.stdout));
        assert!(help.stderr.is_empty(), "{}", text(&help.stderr));
    }
    let version = without_screen("C", &["--version"]);
    assert_eq!(version.status.code(), Some(0));
    assert_eq!(
        text(&version.stdout).trim(),
        concat!("dealer-cabinet ", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn a_bad_argument_is_named_and_the_exit_code_is_two() {
    for words in [&["--profil", "/tmp/x"][..], &["заказ"], &["--profile"]] {
        let bad = without_screen("ru_RU.UTF-8", words);
        let said = text(&bad.stderr);
        assert_eq!(bad.status.code(), Some(2), "{words:?}: {said}");
        assert!(said.contains(words[0]) && said.contains("--help"), "{said}");
        assert!(bad.stdout.is_empty());
    }
}

#[test]
fn without_a_screen_the_program_says_so_and_does_not_panic() {
    let start = without_screen("ru_RU.UTF-8", &[]);
    let said = text(&start.stderr);
    assert_eq!(start.status.code(), Some(1), "{said}");
    assert!(said.contains("DISPLAY") && said.contains("нет экрана"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}
