//! Keys in the real keyring of the system: gnome-keyring in a session bus of its own, and the sessions without one.
//!
//! Each test starts this binary again inside such a session; [`inside_a_session`] is what runs there.
#![cfg(target_os = "linux")]
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops at the first surprise"
)]

use cabinet_keys::{KeyringProblem, Keys, KeysError, Passphrase, PassphraseCost, RecoveryCode, Unlock, keyring};
use keyring_core::api::CredentialStoreApi;
use std::path::{Path, PathBuf};
use std::process::Command;

const STEP: &str = "CABINET_KEYS_TEST_STEP";
const PROFILE: &str = "CABINET_KEYS_TEST_PROFILE";

/// How the session gets its keyring.
#[derive(Clone, Copy)]
enum Session<'a> {
    /// A bus and an unlocked keyring with this password.
    Unlocked(&'a str),
    /// A bus that starts the service by itself, without a keyring that could be written to.
    Activated,
    /// No bus at all.
    NoBus,
}

struct Machine {
    home: tempfile::TempDir,
}

impl Machine {
    /// A fresh home, or `None` with a notice where the parts are not installed.
    fn new() -> Option<Self> {
        for part in ["dbus-run-session", "gnome-keyring-daemon", "gdbus"] {
            if Command::new(part).arg("--help").output().is_err() {
                println!("skipped: {part} is not installed");
                return None;
            }
        }
        Some(Self {
            home: tempfile::tempdir().unwrap(),
        })
    }

    fn profile(&self) -> PathBuf {
        self.home.path().join("profile")
    }

    /// Runs a step of [`inside_a_session`] and fails with its output when it fails.
    fn run(&self, session: Session<'_>, step: &str) {
        let binary = std::env::current_exe().unwrap();
        let again = format!("'{}' --exact inside_a_session --nocapture", binary.display());
        let mut command = match session {
            Session::NoBus => Command::new("sh"),
            Session::Unlocked(_) | Session::Activated => {
                let mut command = Command::new("dbus-run-session");
                command.args(["--", "sh"]);
                command
            }
        };
        let script = match session {
            Session::Unlocked(password) => format!(
                "printf {password} | gnome-keyring-daemon --unlock --foreground --components=secrets & \
                 gdbus wait --session --timeout 20 org.freedesktop.secrets && {again}"
            ),
            Session::Activated | Session::NoBus => again,
        };
        let home = self.home.path();
        let output = command
            .args(["-c", &script])
            .env(STEP, step)
            .env(PROFILE, self.profile())
            .env("HOME", home)
            .env("XDG_RUNTIME_DIR", home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success() && text.contains("1 passed"),
            "{step}: {text}\n{errors}"
        );
    }
}

/// Not a test by itself: the part of the others that runs in a session of its own.
#[test]
fn inside_a_session() {
    let Ok(step) = std::env::var(STEP) else { return };
    let profile = PathBuf::from(std::env::var(PROFILE).unwrap());
    match step.as_str() {
        "create" => create(&profile),
        "open" => open(&profile),
        "lose" => lose(&profile),
        "recover" => recover(&profile),
        "swap" => swap(&profile),
        "locked" => {
            let opened = Keys::open(&profile, None);
            assert!(matches!(
                opened,
                Err(KeysError::KeyringUnavailable(KeyringProblem::Locked(_)))
            ));
        }
        "cannot write" => cannot_create(&profile, |problem| matches!(problem, KeyringProblem::Locked(_))),
        "no service" => cannot_create(&profile, |problem| matches!(problem, KeyringProblem::NoService(_))),
        "no service to open" => {
            let opened = Keys::open(&profile, None);
            assert!(matches!(
                opened,
                Err(KeysError::KeyringUnavailable(KeyringProblem::NoService(_)))
            ));
        }
        "recover to passphrase" => recover_to_passphrase(&profile),
        other => panic!("{other}"),
    }
}

fn create(profile: &Path) {
    keyring::probe().unwrap();
    let (mut keys, code) = Keys::create(profile, &Unlock::Keyring).unwrap();
    let desk = keys.data_key_or_new("desk").unwrap().to_bytes();
    std::fs::write(profile.join("expected"), desk).unwrap();
    std::fs::write(profile.join("code"), code.to_text().unwrap().as_bytes()).unwrap();
    assert!(!Keys::needs_passphrase(profile).unwrap());
    open(profile);
}

fn open(profile: &Path) {
    let keys = Keys::open(profile, None).unwrap();
    expect_same_desk(profile, &keys);
}

fn expect_same_desk(profile: &Path, keys: &Keys) {
    let desk = keys.data_key("desk").unwrap().unwrap().to_bytes();
    assert_eq!(desk.as_slice(), std::fs::read(profile.join("expected")).unwrap());
}

fn entry(profile: &Path) -> keyring_core::Entry {
    let text = std::fs::read_to_string(profile.join("keys.json")).unwrap();
    let id = text.split("\"profile\": \"").nth(1).unwrap().split('"').next().unwrap();
    let store = zbus_secret_service_keyring_store::Store::new().unwrap();
    store.build("dealer-cabinet", id, None).unwrap()
}

fn lose(profile: &Path) {
    let before = std::fs::read(profile.join("keys.json")).unwrap();
    entry(profile).delete_credential().unwrap();
    assert!(matches!(Keys::open(profile, None), Err(KeysError::KeyMissing)));
    assert!(matches!(
        Keys::create(profile, &Unlock::Keyring),
        Err(KeysError::AlreadyThere(_))
    ));
    assert!(
        matches!(entry(profile).get_password(), Err(keyring_core::Error::NoEntry)),
        "nothing new was made"
    );
    assert_eq!(std::fs::read(profile.join("keys.json")).unwrap(), before);
}

fn code(profile: &Path) -> RecoveryCode {
    RecoveryCode::parse(&std::fs::read_to_string(profile.join("code")).unwrap()).unwrap()
}

fn recover(profile: &Path) {
    let keys = Keys::recover(profile, &code(profile), &Unlock::Keyring).unwrap();
    expect_same_desk(profile, &keys);
    open(profile);
}

fn recover_to_passphrase(profile: &Path) {
    let passphrase = Passphrase::new("x".to_owned()).unwrap();
    let unlock = Unlock::Passphrase {
        passphrase: &passphrase,
        cost: PassphraseCost::of(64, 1),
    };
    expect_same_desk(profile, &Keys::recover(profile, &code(profile), &unlock).unwrap());
    expect_same_desk(profile, &Keys::open(profile, Some(&passphrase)).unwrap());
}

fn swap(profile: &Path) {
    entry(profile).set_password(&"ab".repeat(32)).unwrap();
    assert!(matches!(Keys::open(profile, None), Err(KeysError::WrongKey)));
    entry(profile).set_password("not a key").unwrap();
    assert!(matches!(
        Keys::open(profile, None),
        Err(KeysError::KeyringUnavailable(KeyringProblem::Forgetful))
    ));
}

fn cannot_create(profile: &Path, expected: impl Fn(&KeyringProblem) -> bool) {
    let created = Keys::create(profile, &Unlock::Keyring);
    assert!(
        matches!(&created, Err(KeysError::KeyringUnavailable(problem)) if expected(problem)),
        "{:?}",
        created.err()
    );
    assert!(!profile.join("keys.json").exists());
    assert!(keyring::probe().is_err());
}

#[test]
fn a_key_in_the_keyring_survives_a_restart_of_the_session() {
    let Some(machine) = Machine::new() else { return };
    machine.run(Session::Unlocked("testpw"), "create");
    machine.run(Session::Unlocked("testpw"), "open");
}

#[test]
fn a_lost_entry_is_explained_and_the_recovery_code_brings_the_same_keys_back() {
    let Some(machine) = Machine::new() else { return };
    machine.run(Session::Unlocked("testpw"), "create");
    machine.run(Session::Unlocked("testpw"), "lose");
    machine.run(Session::Unlocked("testpw"), "recover");
    machine.run(Session::Unlocked("testpw"), "swap");
}

#[test]
fn a_locked_keyring_is_told_as_such() {
    let Some(machine) = Machine::new() else { return };
    machine.run(Session::Unlocked("testpw"), "create");
    machine.run(Session::Unlocked("another"), "locked");
}

#[test]
fn a_session_without_a_keyring_to_write_to_makes_no_profile() {
    let Some(machine) = Machine::new() else { return };
    machine.run(Session::Activated, "cannot write");
}

#[test]
fn a_session_without_a_bus_makes_no_profile_and_the_code_opens_an_old_one_under_a_passphrase() {
    let Some(machine) = Machine::new() else { return };
    machine.run(Session::NoBus, "no service");
    machine.run(Session::Unlocked("testpw"), "create");
    machine.run(Session::NoBus, "no service to open");
    machine.run(Session::NoBus, "recover to passphrase");
}
