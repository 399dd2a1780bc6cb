//! The proxy that the user named: kept over a restart, its password in no file that can be read.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test stops at the first surprise"
)]

use cabinet_commands::cabinet::{Cabinet, OpenOptions};
use cabinet_commands::error::ErrorCode;
use cabinet_commands::network::{self, NetworkRequest, NetworkSettings, ProxyMode};
use cabinet_commands::{profile, sync};
use std::path::Path;
use std::time::Duration;
use testkit::export::goods;
use testkit::supplier::Supplier;

const PASSWORD: &str = "s3cr3t-пароль";

fn manual(login: &str, password: Option<&str>) -> NetworkRequest {
    NetworkRequest {
        mode: ProxyMode::Manual,
        address: "http://proxy.office.example:3128/".to_owned(),
        login: login.to_owned(),
        password: password.map(str::to_owned),
    }
}

fn kept() -> NetworkSettings {
    NetworkSettings {
        mode: ProxyMode::Manual,
        address: "proxy.office.example:3128".to_owned(),
        login: "ivan".to_owned(),
        has_password: true,
    }
}

async fn open(profile: &Path) -> Cabinet {
    let options = OpenOptions {
        lock_patience: Duration::from_secs(5),
        ..OpenOptions::default()
    };
    let cabinet = Cabinet::open(profile.to_owned(), options).await.unwrap();
    if profile::state(&cabinet).await.unwrap().stage == profile::ProfileStage::Locked {
        profile::unlock(&cabinet, "correct horse".to_owned()).await.unwrap();
    }
    cabinet
}

fn holds(profile: &Path, needle: &str) -> Option<String> {
    let files = std::fs::read_dir(profile).unwrap().map(|entry| entry.unwrap().path());
    let found = files.filter(|path| path.is_file()).find(|path| {
        let bytes = std::fs::read(path).unwrap();
        bytes.windows(needle.len()).any(|window| window == needle.as_bytes())
    });
    found.map(|path| path.display().to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_chosen_before_enrolment_is_kept_with_it_and_its_password_can_be_read_nowhere() {
    let Some(supplier) = Supplier::with(&goods(&[("Б-1", "Болт", "1.00", 5)])) else {
        return;
    };
    let entity = supplier.entity("ООО Ромашка", "7707083893");
    let home = tempfile::tempdir().unwrap();
    let profile = home.path().join("profile");
    let cabinet = open(&profile).await;
    assert_eq!(network::get(&cabinet).await.unwrap().mode, ProxyMode::System);
    let bad = NetworkRequest {
        address: "nowhere".to_owned(),
        ..manual("", None)
    };
    assert_eq!(network::set(&cabinet, bad).await.unwrap_err().code, ErrorCode::Invalid);
    assert_eq!(
        network::set(&cabinet, manual("ivan", Some(PASSWORD))).await.unwrap(),
        kept()
    );
    assert_eq!(holds(&profile, PASSWORD), None);

    // This very machine is called directly, whatever the proxy.
    let request = profile::EnrollRequest {
        url: supplier.url(),
        code: supplier.invite(&entity, "buyer"),
        passphrase: Some("correct horse".to_owned()),
    };
    profile::enroll(&cabinet, request).await.unwrap();
    sync::now(&cabinet).await.unwrap();
    assert_eq!(network::get(&cabinet).await.unwrap(), kept());
    drop(cabinet);

    let cabinet = open(&profile).await;
    assert_eq!(network::get(&cabinet).await.unwrap(), kept());
    assert_eq!(holds(&profile, PASSWORD), None);
    assert_eq!(holds(&profile, "proxy.office.example"), None);
    // The same login keeps its password, another one has none.
    assert!(network::set(&cabinet, manual("ivan", None)).await.unwrap().has_password);
    sync::now(&cabinet).await.unwrap();
    let direct = NetworkRequest {
        mode: ProxyMode::Direct,
        ..manual("", None)
    };
    let direct = network::set(&cabinet, direct).await.unwrap();
    assert_eq!(
        (direct.mode, direct.address.as_str(), direct.has_password),
        (ProxyMode::Direct, "", false)
    );
    sync::now(&cabinet).await.unwrap();
}
