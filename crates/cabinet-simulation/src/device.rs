//! A device: its folder, and the program in it while it lives. Driver, desk, mirror and client are those that ship.

use crate::clock;
use crate::dice::Dice;
use crate::files::{KEY, OpenFiles};
use crate::fuse::{Fuse, Place};
use crate::wire::{Inbox, Wire};
use cabinet_client::address::GatewayAddress;
use cabinet_client::gateway::Gateway;
use cabinet_client::proxy::ProxyChoice;
use cabinet_client::tokens::{TokenStore, TokenStoreError};
use cabinet_client::transport::Carrier;
use cabinet_desk::{Desk, Session, Tokens};
use cabinet_domain::ids::{ClaimId, DraftId, EntityId, PersonId};
use cabinet_protocol::invitation::CertificateFingerprint;
use cabinet_protocol::session::EnrollResponse;
use cabinet_sqlite::Key;
use cabinet_sync::driver::{Driver, Report};
use cabinet_sync::error::SyncError;
use cabinet_sync::watch::{Changed, Progress, Watch};
use std::path::Path;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use tokio::task::JoinHandle;

/// How often a mirror is looked through: within a run, not within a week.
const CHECK_EVERY_MS: i64 = 60_000;

/// A window that only may die.
pub struct Window(pub Arc<Fuse>);

impl Watch for Window {
    fn progress(&self, _: Progress) {
        self.0.pass(Place::Watch);
    }

    fn changed(&self, _: Changed) {
        self.0.pass(Place::Watch);
    }
}

/// Tokens in the desk, as the program keeps them.
struct Drawer {
    desk: Arc<Desk>,
    fuse: Arc<Fuse>,
}

impl TokenStore for Drawer {
    fn refresh_token(&self) -> Result<Option<String>, TokenStoreError> {
        self.fuse.pass(Place::Tokens);
        Ok(self.desk.session()?.map(|session| session.tokens.refresh_token))
    }

    fn keep(&self, refresh_token: &str) -> Result<(), TokenStoreError> {
        self.fuse.pass(Place::Tokens);
        Ok(self.desk.put_tokens(&tokens(refresh_token))?)
    }
}

fn tokens(refresh_token: &str) -> Tokens {
    Tokens {
        access_token: String::new(),
        access_until_ms: 0,
        refresh_token: refresh_token.to_owned(),
    }
}

/// A program while it lives.
pub struct Process {
    /// Its desk.
    pub desk: Arc<Desk>,
    /// Its engine.
    pub driver: Arc<Driver>,
    /// What kills it.
    pub fuse: Arc<Fuse>,
    /// The sync that runs.
    pub sync: Option<JoinHandle<Result<Report, SyncError>>>,
    /// What the user waits for.
    pub act: Option<JoinHandle<String>>,
    /// Wall clock minus true time, ms.
    pub wall_off_ms: i64,
}

impl Process {
    /// What its clock shows.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        clock::now_ms().saturating_add(self.wall_off_ms)
    }
}

/// A device and what its user has in mind.
pub struct Device {
    /// Its place in the run.
    pub at: usize,
    /// The folder of its profile.
    pub folder: TempDir,
    /// Whose it is.
    pub person: PersonId,
    /// Entities that its user works for, most of the time.
    pub entities: Vec<EntityId>,
    /// How often the program was started.
    pub life: u32,
    /// The program.
    pub process: Option<Process>,
    /// Drafts in the order in which they were made.
    pub drafts: Vec<(EntityId, DraftId)>,
    /// Claims, with their entity and how many messages were queued.
    pub claims: Vec<(EntityId, ClaimId, u32)>,
    /// Until when nothing of it gets through, true time, ms.
    pub cut_off_until_ms: i64,
    /// The gateway does not know it any more.
    pub is_signed_out: bool,
    /// It was not used for so long that the gateway may sign it out.
    pub was_long_away: bool,
    /// Syncs in a row that had nothing to do.
    pub calm: u32,
    /// A row of its mirror was changed behind its back.
    pub is_damaged: bool,
}

impl Device {
    /// A device with a fresh profile.
    #[must_use]
    pub fn new(at: usize, folder: TempDir, person: PersonId, entities: Vec<EntityId>) -> Self {
        Self {
            at,
            folder,
            person,
            entities,
            life: 0,
            process: None,
            drafts: Vec::new(),
            claims: Vec::new(),
            cut_off_until_ms: 0,
            is_signed_out: true,
            was_long_away: false,
            calm: 0,
            is_damaged: false,
        }
    }

    /// Starts the program, with a wall clock that is so far off.
    pub fn boot(&mut self, wall_off_ms: i64, inbox: &Inbox, seed: u64) {
        self.life += 1;
        let fuse = Arc::new(Fuse::default());
        let desk = open_desk(self.folder.path(), clock::now_ms().saturating_add(wall_off_ms));
        let wire = Arc::new(Wire::new(self.at, self.life, inbox.clone(), fuse.clone()));
        let gateway = gateway(desk.clone(), fuse.clone(), wire);
        let files = Arc::new(OpenFiles::new(self.folder.path().to_owned(), fuse.clone()));
        let now = {
            let fuse = fuse.clone();
            Arc::new(move || {
                fuse.pass(Place::Clock);
                clock::now_ms().saturating_add(wall_off_ms)
            })
        };
        let dice = Mutex::new(Dice::new(seed));
        let driver = Driver::new(gateway, desk.clone(), files, now, "0.1.0")
            .with_dice(Arc::new(move || dice.lock().unwrap().next()))
            .with_check_every(CHECK_EVERY_MS);
        self.process = Some(Process {
            desk,
            driver: Arc::new(driver),
            fuse,
            sync: None,
            act: None,
            wall_off_ms,
        });
    }

    /// Keeps what an enrolment gave, as the program does before it uses it.
    pub fn keep(&mut self, enrolled: &EnrollResponse) {
        let desk = &self.process.as_ref().unwrap().desk;
        keep_session(desk, enrolled);
        self.is_signed_out = false;
        self.was_long_away = false;
    }

    /// The desk of a program that runs.
    ///
    /// # Panics
    /// When it does not run.
    #[must_use]
    pub fn desk(&self) -> &Arc<Desk> {
        &self.process.as_ref().expect("the program runs").desk
    }
}

/// Opens the desk of a folder.
#[must_use]
pub fn open_desk(folder: &Path, now_ms: i64) -> Arc<Desk> {
    let path = folder.join(cabinet_desk::desk::FILE_NAME);
    Arc::new(Desk::open(&path, &Key::from_bytes(KEY), now_ms).unwrap())
}

/// Writes the session of an enrolment.
pub fn keep_session(desk: &Desk, enrolled: &EnrollResponse) {
    let session = Session {
        device: enrolled.device.clone(),
        person: enrolled.person.clone(),
        person_name: enrolled.person_name.clone(),
        supplier_name: String::new(),
        gateway_url: "http://127.0.0.1:1".to_owned(),
        pinned_fingerprint: None,
        tokens: tokens(&enrolled.tokens.refresh_token),
        clock_offset_ms: 0,
    };
    desk.put_session(&session).unwrap();
}

/// The shipped client over a carrier. The pin only spares it the reading of the system's certificates.
#[must_use]
pub fn gateway(desk: Arc<Desk>, fuse: Arc<Fuse>, carrier: Arc<dyn Carrier>) -> Arc<Gateway> {
    let address = GatewayAddress::parse("http://127.0.0.1:1").unwrap();
    let pin = CertificateFingerprint::from_sha256(&[0; 32]);
    let store = Arc::new(Drawer { desk, fuse });
    let gateway = Gateway::new(address, Some(pin), "0.1.0", &ProxyChoice::Direct, store).unwrap();
    Arc::new(gateway.over(carrier))
}
