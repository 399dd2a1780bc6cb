//! What the stories of this crate share: an enrolled cabinet, and waiting for what it does by itself.
#![allow(dead_code, reason = "each file of stories is a crate of its own and uses its part")]

use cabinet_commands::cabinet::{Cabinet, OpenOptions};
use cabinet_commands::events::{ChangeListener, Changes};
use cabinet_commands::profile::{self, EnrollRequest, ProfileStage};
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;
use tokio::sync::Notify;

/// Rings at every change.
#[derive(Default)]
pub struct Bell {
    rung: Notify,
    seen: Mutex<Changes>,
}

impl Bell {
    /// What has changed so far: catalogue, orders and outbox.
    pub fn seen(&self) -> Changes {
        *self.seen.lock().unwrap()
    }
}

impl ChangeListener for Bell {
    fn changed(&self, changes: Changes) {
        let mut seen = self.seen.lock().unwrap();
        seen.catalogue |= changes.catalogue;
        seen.orders |= changes.orders;
        seen.outbox |= changes.outbox;
        drop(seen);
        self.rung.notify_one();
    }
}

/// Asks again at each change until the answer is there.
pub async fn until<T, F: Future<Output = Option<T>>>(bell: &Bell, ask: impl Fn() -> F) -> T {
    let found = async {
        loop {
            if let Some(found) = ask().await {
                return found;
            }
            bell.rung.notified().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), found)
        .await
        .expect("it did not happen by itself")
}

/// Asks now and then until it is so: progress within a load rings no bell.
pub async fn eventually<F: Future<Output = bool>>(ask: impl Fn() -> F) {
    let found = async {
        while !ask().await {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(120), found)
        .await
        .expect("it did not happen by itself");
}

/// A cabinet that has just been enrolled. The passphrase is for machines where no keyring runs; it is not needed elsewhere.
pub async fn enrolled(url: &str, code: &str, directory: &Path) -> Cabinet {
    let cabinet = Cabinet::open(directory.join("profile"), OpenOptions::default())
        .await
        .unwrap();
    assert_eq!(profile::state(&cabinet).await.unwrap().stage, ProfileStage::FirstRun);
    let request = EnrollRequest {
        url: url.to_owned(),
        code: code.to_owned(),
        passphrase: Some("correct horse".to_owned()),
    };
    profile::enroll(&cabinet, request).await.unwrap();
    cabinet
}

/// That cabinet after a restart.
pub async fn opened_again(directory: &Path) -> Cabinet {
    let options = OpenOptions {
        lock_patience: Duration::from_secs(20),
        ..OpenOptions::default()
    };
    let cabinet = Cabinet::open(directory.join("profile"), options).await.unwrap();
    if profile::state(&cabinet).await.unwrap().stage == ProfileStage::Locked {
        profile::unlock(&cabinet, "correct horse".to_owned()).await.unwrap();
    }
    cabinet
}
