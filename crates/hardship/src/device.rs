//! A device inside this process: the engine that ships over real HTTP, its files under one known key.

use cabinet_client::address::GatewayAddress;
use cabinet_client::gateway::{Gateway, enroll};
use cabinet_client::proxy::ProxyChoice;
use cabinet_client::tokens::{TokenStore, TokenStoreError};
use cabinet_desk::{Desk, Tokens};
use cabinet_protocol::session::EnrollRequest;
use cabinet_simulation::device::{keep_session, open_desk};
use cabinet_simulation::dump::{self, Rows};
use cabinet_simulation::files::OpenFiles;
use cabinet_sync::driver::{Driver, Haste, Report};
use cabinet_sync::error::SyncError;
use cabinet_sync::watch::{Changed, Progress, Watch};
use std::sync::Arc;
use std::time::Instant;
use tempfile::TempDir;

const VERSION: &str = "0.1.0";

/// A device.
pub struct Device {
    folder: TempDir,
    desk: Arc<Desk>,
    address: GatewayAddress,
    driver: Driver,
    began: Instant,
}

/// No window.
struct Nobody;

impl Watch for Nobody {
    fn progress(&self, _: Progress) {}

    fn changed(&self, _: Changed) {}
}

/// Tokens in the desk, as the program keeps them.
struct Drawer(Arc<Desk>);

impl TokenStore for Drawer {
    fn refresh_token(&self) -> Result<Option<String>, TokenStoreError> {
        Ok(self.0.session()?.map(|session| session.tokens.refresh_token))
    }

    fn keep(&self, refresh_token: &str) -> Result<(), TokenStoreError> {
        Ok(self.0.put_tokens(&Tokens {
            access_token: String::new(),
            access_until_ms: 0,
            refresh_token: refresh_token.to_owned(),
        })?)
    }
}

impl Device {
    /// A device that enrols with a code at one address and works with another.
    pub async fn enrol(at: &str, code: &str, works_at: &str) -> Self {
        let request = EnrollRequest {
            attempt: String::new(),
            code: code.to_owned(),
            device_name: "desk".to_owned(),
            app_version: VERSION.to_owned(),
        };
        let at = GatewayAddress::parse(at).unwrap();
        let enrolled = enroll(&at, None, &request, &ProxyChoice::Direct).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let desk = open_desk(folder.path(), 0);
        keep_session(&desk, &enrolled);
        let address = GatewayAddress::parse(works_at).unwrap();
        let began = Instant::now();
        let driver = driver(&folder, &desk, &address, began);
        Self {
            folder,
            desk,
            address,
            driver,
            began,
        }
    }

    /// The program ended and was started again: files are opened anew, and a token is asked for.
    pub fn restart(&mut self) {
        self.driver = driver(&self.folder, &self.desk, &self.address, self.began);
    }

    /// The mirror was deleted, which may be done at any time.
    pub fn forget_mirror(&mut self) {
        // The files close with the driver.
        self.driver = driver(&self.folder, &self.desk, &self.address, self.began);
        for entry in std::fs::read_dir(self.folder.path()).unwrap() {
            let entry = entry.unwrap();
            if !entry.file_name().to_string_lossy().starts_with("desk.") {
                std::fs::remove_file(entry.path()).unwrap();
            }
        }
    }

    /// One sync.
    ///
    /// # Errors
    /// [`SyncError`].
    pub async fn sync(&self) -> Result<Report, SyncError> {
        self.driver.sync(Haste::Everything, &Nobody).await
    }

    /// Whether the device has no tokens any more.
    #[must_use]
    pub fn is_signed_out(error: &SyncError) -> bool {
        matches!(error, SyncError::Client(cabinet_client::error::ClientError::SignedOut))
    }

    /// Every row of the mirror and of documents, by table.
    #[must_use]
    pub fn rows(&self) -> Rows {
        dump::rows(self.folder.path())
    }
}

fn driver(folder: &TempDir, desk: &Arc<Desk>, address: &GatewayAddress, began: Instant) -> Driver {
    let store = Arc::new(Drawer(desk.clone()));
    let gateway = Gateway::new(address.clone(), None, VERSION, &ProxyChoice::Direct, store).unwrap();
    let files = OpenFiles::new(folder.path().to_owned(), Arc::default());
    let now = move || i64::try_from(began.elapsed().as_millis()).unwrap();
    Driver::new(Arc::new(gateway), desk.clone(), Arc::new(files), Arc::new(now), VERSION)
}
