//! The open files of a profile with its session, and what the sync last did.

use crate::cabinet::Inner;
use crate::catalogue::latest_count::LatestCount;
use crate::clock::Clock;
use crate::drafts::columns::DoubtfulList;
use crate::error::{CommandError, ErrorCode};
use crate::events::Changes;
use crate::failures::chain;
use crate::files::ProfileFiles;
use crate::money::KeptPapers;
use crate::network;
use crate::orders::SeenCheck;
use crate::reason::{FileDeed, Reason, Thing};
use crate::sync::{is_searchable, is_whole};
use crate::track::{Reporter, Track};
use crate::vault::Keys;
use cabinet_client::address::GatewayAddress;
use cabinet_client::gateway::Gateway;
use cabinet_client::tokens::{TokenStore, TokenStoreError};
use cabinet_desk::desk::DeskOpenError;
use cabinet_desk::{Desk, Grant, Session, Tokens};
use cabinet_domain::access::Right;
use cabinet_domain::delivery::day_at;
use cabinet_domain::ids::{DraftId, EntityId, PriceTypeId};
use cabinet_mirror::{EntityMirror, Mirror, Sight};
use cabinet_protocol::invitation::CertificateFingerprint;
use cabinet_sqlite::{Integrity, OpenError};
use cabinet_sync::driver::Driver;
use cabinet_sync::files::Files as _;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};
use time::Date;

/// Everything of an open profile.
pub(crate) struct Open {
    pub(crate) desk: Arc<Desk>,
    pub(crate) files: Arc<ProfileFiles>,
    pub(crate) clock: Clock,
    pub(crate) track: Arc<Track>,
    pub(crate) count: LatestCount,
    /// The properties of a list that are being counted.
    pub(crate) facets: LatestCount,
    /// The last list whose columns are in doubt.
    pub(crate) doubtful_list: Mutex<Option<DoubtfulList>>,
    /// Notices whose goods were put into a draft since the program started.
    pub(crate) added_notices: Mutex<HashSet<String>>,
    /// Checks that were looked at since the program started, by draft.
    pub(crate) seen_checks: Mutex<HashMap<String, SeenCheck>>,
    /// What the supplier's papers come to.
    pub(crate) papers: KeptPapers,
    driver: RwLock<Option<Arc<Driver>>>,
    is_sample: AtomicBool,
    profile: Weak<Inner>,
    pub(crate) app_version: String,
}

impl Open {
    /// Where the profile lies; `None` while it is being closed.
    pub(crate) fn directory(&self) -> Option<PathBuf> {
        self.profile.upgrade().map(|profile| profile.directory.clone())
    }

    /// Opens the desk, setting a damaged one aside; mirrors are opened when first needed.
    pub(crate) fn new(profile: &Arc<Inner>, mut keys: Keys) -> Result<Self, CommandError> {
        let path = profile.directory.join(cabinet_desk::desk::FILE_NAME);
        let desk = Arc::new(open_desk(profile, &path, &mut keys)?);
        // A new desk knows nothing of it yet; what was chosen before the enrolment stays then.
        if desk.session()?.is_some() {
            profile.set_proxy(network::read(&desk)?);
        }
        Ok(Self {
            desk: desk.clone(),
            files: Arc::new(ProfileFiles::new(profile, desk, keys)),
            clock: profile.clock,
            track: Arc::new(Track::default()),
            count: LatestCount::default(),
            facets: LatestCount::default(),
            doubtful_list: Mutex::new(None),
            added_notices: Mutex::default(),
            seen_checks: Mutex::default(),
            papers: KeptPapers::default(),
            driver: RwLock::new(None),
            is_sample: AtomicBool::new(false),
            profile: Arc::downgrade(profile),
            app_version: profile.options.app_version.clone(),
        })
    }

    /// Prepares the connection of the stored session, if there is one.
    pub(crate) fn connect(&self) -> Result<(), CommandError> {
        let Some(session) = self.desk.session()? else {
            return Ok(());
        };
        if session.is_sample() {
            self.is_sample.store(true, Ordering::Release);
            return Ok(());
        }
        let address = GatewayAddress::parse(&session.gateway_url).map_err(|_| Reason::StoredAddressUnusable)?;
        let pinned = match &session.pinned_fingerprint {
            Some(text) => Some(CertificateFingerprint::parse(text).map_err(|_| Reason::StoredFingerprintUnusable)?),
            None => None,
        };
        let proxy = self
            .profile
            .upgrade()
            .map(|profile| profile.proxy())
            .unwrap_or_default();
        let store = Arc::new(DeskTokens {
            desk: Arc::downgrade(&self.desk),
        });
        let gateway = Arc::new(Gateway::new(address, pinned, &self.app_version, &proxy, store)?);
        let clock = self.clock;
        let now = Arc::new(move || clock.now_ms());
        let driver = Driver::new(gateway, self.desk.clone(), self.files.clone(), now, &self.app_version);
        *self.driver.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(driver));
        Ok(())
    }

    /// Whether this is the built-in sample, which has no driver and never gets one.
    pub(crate) fn is_sample(&self) -> bool {
        self.is_sample.load(Ordering::Acquire)
    }

    /// Stops what would only come to nothing in the built-in sample. The desk refuses its commands all the same.
    pub(crate) fn demand_real(&self) -> Result<(), CommandError> {
        if self.is_sample() {
            Err(CommandError::sample())
        } else {
            Ok(())
        }
    }

    /// The sync, or `signed_out` when there is no session, or `sample`.
    pub(crate) fn driver(&self) -> Result<Arc<Driver>, CommandError> {
        self.demand_real()?;
        let driver = self.driver.read().unwrap_or_else(PoisonError::into_inner).clone();
        driver.ok_or_else(|| Reason::NoSession.into())
    }

    /// Receives what a sync tells, for this profile's listener.
    pub(crate) fn reporter(&self) -> Reporter {
        Reporter::new(self.track.clone(), self.profile.clone())
    }

    pub(crate) fn tell(&self, changes: Changes) {
        if let Some(profile) = self.profile.upgrade() {
            profile.tell(changes);
        }
    }

    pub(crate) fn wake_background(&self) {
        if let Some(profile) = self.profile.upgrade() {
            profile.background.wake();
        }
    }

    /// Runs file work on a thread that may block. Damage that it meets in a mirror ends that mirror: it is deleted and
    /// the next sync, which is called for at once, fetches everything anew.
    pub(crate) async fn blocking<T, F>(self: &Arc<Self>, work: F) -> Result<T, CommandError>
    where
        T: Send + 'static,
        F: FnOnce(&Self) -> Result<T, CommandError> + Send + 'static,
    {
        let open = self.clone();
        tokio::task::spawn_blocking(move || match work(&open) {
            Err(error) if error.code == ErrorCode::Damaged => Err(open.after_damage(error)),
            other => other,
        })
        .await?
    }

    /// The desk is looked at first: only when it is sound is the mirror to blame.
    fn after_damage(&self, error: CommandError) -> CommandError {
        if !matches!(self.desk.check(), Ok(Integrity::Sound)) {
            return error;
        }
        match self.files.rebuild() {
            Ok(()) => {
                self.wake_background();
                Reason::CopyRemoved.into()
            }
            Err(error) => error.into(),
        }
    }

    /// The mirror of goods.
    pub(crate) fn goods(&self) -> Result<Arc<Mirror>, CommandError> {
        Ok(self.files.goods()?)
    }

    /// The mirror of goods where an empty one would lie: `not_loaded` until a catalogue is in, or is known not to exist.
    pub(crate) fn loaded_goods(&self) -> Result<Arc<Mirror>, CommandError> {
        let goods = self.goods()?;
        if is_searchable(&goods.feeds().feeds()?) || is_whole(self)? {
            return Ok(goods);
        }
        let words = "the supplier's goods are not in the local copy yet: sync first";
        Err(CommandError::new(ErrorCode::NotLoaded, words))
    }

    /// The documents of an entity.
    pub(crate) fn documents(&self, entity: &EntityId) -> Result<Arc<EntityMirror>, CommandError> {
        Ok(self.files.documents(entity)?)
    }

    /// The grants of the person.
    pub(crate) fn grants(&self) -> Result<Vec<Grant>, CommandError> {
        Ok(self.desk.grants()?)
    }

    /// The grants of one entity or of all; an entity that is not granted is `not_allowed`.
    pub(crate) fn grants_of(&self, entity: Option<&str>) -> Result<Vec<Grant>, CommandError> {
        match entity {
            None => self.grants(),
            Some(entity) => Ok(vec![self.grant(entity)?]),
        }
    }

    /// The grant of one entity.
    pub(crate) fn grant(&self, entity: &str) -> Result<Grant, CommandError> {
        let found = self.grants()?.into_iter().find(|grant| grant.entity.as_str() == entity);
        found.ok_or_else(|| Reason::NotForThatEntity.into())
    }

    /// The day that it is there, by the gateway's clock; `None` beyond the calendar.
    pub(crate) fn supplier_day(&self, utc_offset_minutes: i32) -> Result<Option<Date>, CommandError> {
        let ahead_ms = self.desk.session()?.map_or(0, |session| session.clock_offset_ms);
        let now_ms = self.clock.now_ms().saturating_add(ahead_ms);
        Ok(day_at(now_ms, utc_offset_minutes))
    }

    /// The draft with the grant of its entity.
    pub(crate) fn draft(&self, draft: &str) -> Result<(Grant, cabinet_desk::Draft), CommandError> {
        let id = DraftId::new(draft);
        for grant in self.grants()? {
            if let Some(draft) = self.desk.draft(&grant.entity, &id)? {
                return Ok((grant, draft));
            }
        }
        Err(CommandError::not_found(Thing::Draft))
    }
}

/// The price type whose prices the person may see for the entity.
pub(crate) fn price_type(grant: &Grant) -> Option<&PriceTypeId> {
    grant.price_type.as_ref().filter(|_| grant.role.may(Right::SeePrices))
}

/// What of the goods in the mirror the person sees for the entity.
pub(crate) fn sight(grant: &Grant) -> Sight {
    Sight {
        assortment: grant.assortment.clone(),
        price_type: price_type(grant).cloned(),
        stock: grant.stock,
    }
}

/// A right of the grant, or `not_allowed` for a reason.
pub(crate) fn demand(grant: &Grant, right: Right, refused: Reason) -> Result<(), CommandError> {
    if grant.role.may(right) {
        Ok(())
    } else {
        Err(refused.into())
    }
}

/// The right to draft and order, or `not_allowed`.
pub(crate) fn demand_draft(grant: &Grant) -> Result<(), CommandError> {
    demand(grant, Right::PlaceOrders, Reason::RoleOrdersNothing)
}

/// As [`demand_draft`], and prices to order by.
pub(crate) fn demand_order(grant: &Grant) -> Result<(), CommandError> {
    demand_draft(grant)?;
    match price_type(grant) {
        Some(_) => Ok(()),
        None => Err(Reason::NoPricesToOrderBy.into()),
    }
}

/// Opens the desk. One that does not open with its key, or whose pages are damaged, is kept under another name.
fn open_desk(profile: &Arc<Inner>, path: &Path, keys: &mut Keys) -> Result<Desk, CommandError> {
    let is_there = path
        .try_exists()
        .map_err(|error| CommandError::file(FileDeed::ReadDesk, path, &error))?;
    let key = match keys
        .find("desk")
        .map_err(|error| CommandError::internal("the key of the desk cannot be had", &*error))?
    {
        Some(key) => key,
        None if is_there => {
            return Err(Reason::DeskKeyMissing.into());
        }
        None => keys
            .make("desk")
            .map_err(|error| CommandError::internal("no key could be made", &*error))?,
    };
    let now_ms = profile.clock.now_ms();
    match Desk::open(path, &key, now_ms) {
        Ok(desk) => match desk.check().map_err(CommandError::from)? {
            Integrity::Sound => Ok(desk),
            Integrity::Damaged(findings) => {
                tracing::error!(desk.findings = findings.len(), "The desk is damaged");
                drop(desk);
                set_desk_aside(profile, path, &key, now_ms)
            }
        },
        Err(DeskOpenError::Open(OpenError::WrongKeyOrDamaged { .. })) => set_desk_aside(profile, path, &key, now_ms),
        Err(DeskOpenError::Open(error)) => Err(error.into()),
        Err(DeskOpenError::Store(error)) => Err(error.into()),
    }
}

fn set_desk_aside(
    profile: &Arc<Inner>,
    path: &Path,
    key: &cabinet_sqlite::Key,
    now_ms: i64,
) -> Result<Desk, CommandError> {
    let kept = cabinet_desk::desk::set_aside(path)
        .map_err(|error| CommandError::file(FileDeed::SetDeskAside, path, &error))?;
    profile.add_notice(Reason::DeskSetAside {
        path: kept.display().to_string(),
    });
    Desk::open(path, key, now_ms).map_err(|error| {
        tracing::error!(desk.cause = %chain(&error), "A new desk could not be made");
        match error {
            DeskOpenError::Open(error) => error.into(),
            DeskOpenError::Store(error) => error.into(),
        }
    })
}

/// The refresh token lives in the desk; the access token in memory only. Whoever still holds the gateway when the profile is
/// closed, as one who listens may for a moment, does not keep the desk open by it.
struct DeskTokens {
    desk: Weak<Desk>,
}

impl DeskTokens {
    fn desk(&self) -> Result<Arc<Desk>, TokenStoreError> {
        self.desk.upgrade().ok_or_else(|| "the profile was closed".into())
    }
}

impl TokenStore for DeskTokens {
    fn refresh_token(&self) -> Result<Option<String>, TokenStoreError> {
        Ok(self
            .desk()?
            .session()?
            .map(|session: Session| session.tokens.refresh_token))
    }

    fn keep(&self, refresh_token: &str) -> Result<(), TokenStoreError> {
        let tokens = Tokens {
            access_token: String::new(),
            access_until_ms: 0,
            refresh_token: refresh_token.to_owned(),
        };
        Ok(self.desk()?.put_tokens(&tokens)?)
    }
}
