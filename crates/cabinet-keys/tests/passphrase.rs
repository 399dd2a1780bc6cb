//! Keys under a passphrase, and the recovery code, on a real folder.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops at the first surprise"
)]

use cabinet_keys::{Keys, KeysError, Passphrase, PassphraseCost, RecoveryCode, Unlock};
use std::path::Path;

const WEAK: PassphraseCost = PassphraseCost::of(64, 1);

fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned()).unwrap()
}

fn create(dir: &Path, text: &str) -> (Keys, RecoveryCode) {
    Keys::create(
        dir,
        &Unlock::Passphrase {
            passphrase: &passphrase(text),
            cost: WEAK,
        },
    )
    .unwrap()
}

#[test]
fn a_data_key_is_the_same_after_a_restart_and_differs_by_name() {
    let dir = tempfile::tempdir().unwrap();
    let profile = dir.path().join("new/profile");
    let (mut keys, _code) = create(&profile, "кот на крыше");
    let desk = keys.data_key_or_new("desk").unwrap().to_bytes();
    let mirror = keys.data_key_or_new("mirror").unwrap().to_bytes();
    assert_ne!(desk, mirror);
    drop(keys);
    assert!(Keys::needs_passphrase(&profile).unwrap());
    let keys = Keys::open(&profile, Some(&passphrase("кот на крыше"))).unwrap();
    assert_eq!(keys.data_key("desk").unwrap().unwrap().to_bytes(), desk);
    assert_eq!(keys.data_key("mirror").unwrap().unwrap().to_bytes(), mirror);
    assert!(keys.data_key("entity-1").unwrap().is_none());
    assert_eq!(keys.names().collect::<Vec<_>>(), ["desk", "mirror"]);
}

#[test]
fn no_or_a_wrong_passphrase_opens_nothing_and_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    drop(create(dir.path(), "right"));
    let before = std::fs::read(dir.path().join("keys.json")).unwrap();
    assert!(matches!(Keys::open(dir.path(), None), Err(KeysError::NeedsPassphrase)));
    assert!(matches!(
        Keys::open(dir.path(), Some(&passphrase("wrong"))),
        Err(KeysError::WrongPassphrase)
    ));
    assert!(matches!(
        Passphrase::new(String::new()),
        Err(KeysError::EmptyPassphrase)
    ));
    assert_eq!(std::fs::read(dir.path().join("keys.json")).unwrap(), before);
}

#[test]
fn no_new_keys_are_made_over_a_profile_or_over_encrypted_files() {
    let dir = tempfile::tempdir().unwrap();
    let unlock = passphrase("x");
    let unlock = Unlock::Passphrase {
        passphrase: &unlock,
        cost: WEAK,
    };
    std::fs::write(dir.path().join("desk.db"), b"old").unwrap();
    assert!(
        matches!(Keys::create(dir.path(), &unlock), Err(KeysError::FileWithoutKey(path)) if path.ends_with("desk.db"))
    );
    assert!(!dir.path().join("keys.json").exists());
    std::fs::remove_file(dir.path().join("desk.db")).unwrap();
    let (mut keys, _code) = Keys::create(dir.path(), &unlock).unwrap();
    assert!(matches!(
        Keys::create(dir.path(), &unlock),
        Err(KeysError::AlreadyThere(_))
    ));
    std::fs::write(dir.path().join("mirror.db"), b"old").unwrap();
    assert!(matches!(
        keys.data_key_or_new("mirror"),
        Err(KeysError::FileWithoutKey(_))
    ));
    std::fs::remove_file(dir.path().join("mirror.db")).unwrap();
    keys.data_key_or_new("mirror").unwrap();
}

#[test]
fn encrypted_files_without_keys_json_are_no_first_run() {
    let dir = tempfile::tempdir().unwrap();
    let (mut keys, code) = create(dir.path(), "x");
    keys.data_key_or_new("desk").unwrap();
    drop(keys);
    std::fs::remove_file(dir.path().join("keys.json")).unwrap();
    Keys::check_free(dir.path()).unwrap();
    std::fs::write(dir.path().join("entity-1.db"), b"sealed").unwrap();
    let new = passphrase("new");
    let unlock = Unlock::Passphrase {
        passphrase: &new,
        cost: WEAK,
    };
    for error in [
        Keys::open(dir.path(), Some(&passphrase("x"))).err().unwrap(),
        Keys::needs_passphrase(dir.path()).unwrap_err(),
        Keys::recover(dir.path(), &code, &unlock).err().unwrap(),
    ] {
        assert!(matches!(error, KeysError::KeysFileMissing { .. }), "{error}");
        assert!(error.to_string().contains("entity-1.db"), "{error}");
    }
    assert!(matches!(
        Keys::check_free(dir.path()),
        Err(KeysError::FileWithoutKey(_))
    ));
}

#[test]
fn the_recovery_code_opens_the_same_keys_under_a_new_passphrase() {
    let dir = tempfile::tempdir().unwrap();
    let (mut keys, code) = create(dir.path(), "forgotten");
    let desk = keys.data_key_or_new("desk").unwrap().to_bytes();
    drop(keys);
    let typed = RecoveryCode::parse(&code.to_text().unwrap().to_lowercase()).unwrap();
    let new = passphrase("new");
    let keys = Keys::recover(
        dir.path(),
        &typed,
        &Unlock::Passphrase {
            passphrase: &new,
            cost: WEAK,
        },
    )
    .unwrap();
    assert_eq!(keys.data_key("desk").unwrap().unwrap().to_bytes(), desk);
    drop(keys);
    assert!(matches!(
        Keys::open(dir.path(), Some(&passphrase("forgotten"))),
        Err(KeysError::WrongPassphrase)
    ));
    let keys = Keys::open(dir.path(), Some(&new)).unwrap();
    assert_eq!(keys.data_key("desk").unwrap().unwrap().to_bytes(), desk);
}

#[test]
fn the_code_of_another_profile_opens_nothing() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    drop(create(one.path(), "a"));
    let (_keys, code) = create(other.path(), "b");
    let new = passphrase("new");
    let unlock = Unlock::Passphrase {
        passphrase: &new,
        cost: WEAK,
    };
    assert!(matches!(
        Keys::recover(one.path(), &code, &unlock),
        Err(KeysError::WrongRecoveryCode)
    ));
    assert!(Keys::open(one.path(), Some(&passphrase("a"))).is_ok());
}

#[test]
fn a_forgotten_data_key_is_gone_for_good() {
    let dir = tempfile::tempdir().unwrap();
    let (mut keys, _code) = create(dir.path(), "x");
    let first = keys.data_key_or_new("entity-1").unwrap().to_bytes();
    keys.forget("entity-1").unwrap();
    keys.forget("entity-1").unwrap();
    drop(keys);
    let mut keys = Keys::open(dir.path(), Some(&passphrase("x"))).unwrap();
    assert!(keys.data_key("entity-1").unwrap().is_none());
    assert_ne!(keys.data_key_or_new("entity-1").unwrap().to_bytes(), first);
}

#[test]
fn a_damaged_missing_or_newer_key_file_is_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("keys.json");
    assert!(matches!(Keys::open(dir.path(), None), Err(KeysError::NoProfile(_))));
    let (mut keys, _code) = create(dir.path(), "x");
    keys.data_key_or_new("desk").unwrap();
    drop(keys);
    let sound = std::fs::read_to_string(&path).unwrap();
    let cases = [
        ("noise", "{ not json".to_owned()),
        ("cut off", sound[..sound.len() / 2].to_owned()),
        (
            "an unbelievable cost",
            sound.replace("\"memory_kib\": 64", "\"memory_kib\": 4000000000"),
        ),
        (
            "a canary of another key",
            sound.replace("\"canary\": \"", "\"canary\": \"AAAA"),
        ),
    ];
    for (name, text) in cases {
        assert_ne!(text, sound, "{name}");
        std::fs::write(&path, &text).unwrap();
        assert!(
            matches!(
                Keys::open(dir.path(), Some(&passphrase("x"))),
                Err(KeysError::Damaged { .. })
            ),
            "{name}"
        );
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text, "{name}");
    }
    std::fs::write(&path, sound.replace("\"format\": 1", "\"format\": 2")).unwrap();
    assert!(matches!(
        Keys::open(dir.path(), None),
        Err(KeysError::Newer { format: 2, .. })
    ));
}

#[test]
fn a_data_key_sealed_under_another_name_does_not_open() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("keys.json");
    let (mut keys, _code) = create(dir.path(), "x");
    keys.data_key_or_new("desk").unwrap();
    drop(keys);
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("\"desk\"", "\"mirror\"")).unwrap();
    let keys = Keys::open(dir.path(), Some(&passphrase("x"))).unwrap();
    assert!(matches!(keys.data_key("mirror"), Err(KeysError::Damaged { .. })));
}

#[test]
fn nothing_secret_stands_in_the_file_in_plain() {
    let dir = tempfile::tempdir().unwrap();
    let (mut keys, code) = create(dir.path(), "подслушай");
    let desk = keys.data_key_or_new("desk").unwrap().to_bytes();
    let text = std::fs::read_to_string(dir.path().join("keys.json")).unwrap();
    let hex: String = desk.iter().map(|byte| format!("{byte:02x}")).collect();
    for secret in [
        hex.as_str(),
        "подслушай",
        &code.to_text().unwrap(),
        &code.to_text().unwrap().replace('-', ""),
    ] {
        assert!(!text.contains(secret));
    }
    assert!(!text.contains(&data_encoding::BASE64.encode(&desk)));
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_the_keys() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let profile = dir.path().join("profile");
    drop(create(&profile, "x"));
    for path in [profile.clone(), profile.join("keys.json")] {
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o077,
            0,
            "{path:?}"
        );
    }
}

#[test]
fn the_tuned_cost_is_worth_its_name() {
    let cost = PassphraseCost::tuned().unwrap();
    let text = format!("{cost:?}");
    assert!(text.contains("memory_kib: 65536"), "{text}");
    let dir = tempfile::tempdir().unwrap();
    let secret = passphrase("x");
    let (_keys, _code) = Keys::create(
        dir.path(),
        &Unlock::Passphrase {
            passphrase: &secret,
            cost,
        },
    )
    .unwrap();
    Keys::open(dir.path(), Some(&secret)).unwrap();
}
