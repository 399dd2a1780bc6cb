//! The open program: one profile directory, its lock, its files, its session.
//!
//! A profile directory holds `lock` and `lock-holder`, `settings.json` (choices that are no secret, read before
//! unlocking), `window.json` (where the window stood), `keys.json`, `desk.db` (precious), `mirror.db` and
//! `entity-<id>.db` (disposable), `webview/` (the web view's own), and `exports/` where the user has no folder for
//! documents; `media.db` (fetched pictures and files, disposable) and `opened/` (copies that a viewer was given).

use crate::background::Background;
use crate::clock::Clock;
use crate::error::CommandError;
use crate::events::{ChangeListener, Changes};
use crate::folders;
pub use crate::lock::Program;
use crate::lock::{self, ProfileLock};
use crate::open::Open;
use crate::reason::{FileDeed, Reason};
use crate::sample;
use crate::vault::{self, Vault};
use cabinet_client::proxy::ProxyChoice;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

/// One profile = one supplier and one person. Cheap to share; every command takes it.
#[derive(Clone)]
pub struct Cabinet {
    pub(crate) inner: Arc<Inner>,
}

/// How a profile is opened.
#[derive(Debug, Clone)]
pub struct OpenOptions {
    /// What opens it; whoever has to wait for it reads that.
    pub program: Program,
    /// How long to wait for another program that uses the profile.
    pub lock_patience: Duration,
    /// Version of the program, told to the gateway.
    pub app_version: String,
    /// How long a line of hints may be silent before another one is opened.
    pub live_silence: Duration,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self {
            program: Program::Window,
            lock_patience: Duration::from_secs(2),
            app_version: env!("CARGO_PKG_VERSION").to_owned(),
            live_silence: cabinet_sync::listen::SILENCE,
        }
    }
}

pub(crate) struct Inner {
    pub(crate) directory: PathBuf,
    pub(crate) options: OpenOptions,
    pub(crate) clock: Clock,
    _lock: ProfileLock,
    /// Directories that were not there before, the innermost first.
    made: Vec<PathBuf>,
    stage: RwLock<Stage>,
    notices: Mutex<Vec<Reason>>,
    /// How this network is left, for every call.
    proxy: RwLock<ProxyChoice>,
    listener: RwLock<Option<Arc<dyn ChangeListener>>>,
    pub(crate) background: Background,
    /// One enrolment, unlocking or recovery at a time; it keeps the enrolment whose answer may have been lost.
    pub(crate) door: tokio::sync::Mutex<Option<Attempt>>,
}

/// An enrolment that was begun, named so that the gateway knows it again.
pub(crate) struct Attempt {
    /// The code that was sent.
    pub(crate) code: String,
    /// What names it.
    pub(crate) name: String,
}

/// Where the profile stands.
#[derive(Clone)]
pub(crate) enum Stage {
    /// No keys yet.
    FirstRun,
    /// Sealed with a passphrase.
    Locked,
    /// The keyring does not give the key, or keys.json is gone; what is said of it says why and what to do.
    KeyMissing(vault::KeyMissing),
    /// Open.
    Open(Arc<Open>),
}

impl fmt::Debug for Cabinet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cabinet")
            .field("directory", &self.inner.directory)
            .finish_non_exhaustive()
    }
}

impl Cabinet {
    /// Takes a profile: its lock, and its files when the keyring gives the key. Nothing is sent.
    ///
    /// # Errors
    /// `busy` when another program uses it, `invalid` when the directory cannot be used, `newer`, `disk_full`.
    pub async fn open(directory: PathBuf, options: OpenOptions) -> Result<Self, CommandError> {
        let cabinet = tokio::task::spawn_blocking(move || Self::open_blocking(directory, options)).await??;
        let words = sample::is_sample(&cabinet.inner.directory).then(|| vault::SAMPLE_WORDS.to_owned());
        cabinet.unseal_with(words).await?;
        Ok(cabinet)
    }

    fn open_blocking(directory: PathBuf, options: OpenOptions) -> Result<Self, CommandError> {
        let made: Vec<PathBuf> = directory
            .ancestors()
            .take_while(|ancestor| !ancestor.as_os_str().is_empty() && !ancestor.exists())
            .map(PathBuf::from)
            .collect();
        make_private(&directory)?;
        let lock = ProfileLock::take(&directory, options.program, options.lock_patience)?;
        // Of a program that was killed.
        crate::media::remove_copies(&directory);
        let inner = Inner {
            directory,
            options,
            clock: Clock::start(),
            _lock: lock,
            made,
            stage: RwLock::new(Stage::FirstRun),
            notices: Mutex::new(Vec::new()),
            proxy: RwLock::new(ProxyChoice::System),
            listener: RwLock::new(None),
            background: Background::default(),
            door: tokio::sync::Mutex::new(None),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Ends a profile that never began, and takes away the directories that were made for it, as far as nothing else
    /// lies there. One that was there before, or that has keys, stays as it is.
    ///
    /// # Errors
    /// `invalid` when something cannot be removed.
    pub async fn leave_unbegun(self) -> Result<(), CommandError> {
        if !matches!(self.stage(), Stage::FirstRun) || self.inner.made.is_empty() {
            return Ok(());
        }
        tokio::task::spawn_blocking(move || {
            let (directory, made) = (self.inner.directory.clone(), self.inner.made.clone());
            let failed = |error| CommandError::file(FileDeed::RemoveEmptyProfile, &directory, &error);
            if !lock::is_all_there_is(&directory).map_err(failed)? {
                return Ok(());
            }
            lock::remove_traces(&directory).map_err(failed)?;
            // A file that is open cannot go everywhere.
            drop(self);
            for directory in &made {
                match std::fs::remove_dir(directory) {
                    Ok(()) => {}
                    // Something of others has come to it meanwhile.
                    Err(error) if error.kind() == std::io::ErrorKind::DirectoryNotEmpty => break,
                    Err(error) => return Err(failed(error)),
                }
            }
            Ok(())
        })
        .await?
    }

    /// Where profiles live when nobody names a directory.
    ///
    /// # Errors
    /// `invalid` when the system names no home.
    pub fn default_directory() -> Result<PathBuf, CommandError> {
        folders::data().ok_or_else(|| Reason::NoHome.into())
    }

    /// The directory of the profile.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.inner.directory
    }

    /// The gateway's id of this device; `None` before enrolment and while the profile is locked.
    ///
    /// # Errors
    /// `internal` when the desk cannot be read.
    pub async fn device_id(&self) -> Result<Option<String>, CommandError> {
        let Stage::Open(open) = self.stage() else {
            return Ok(None);
        };
        open.blocking(|open| Ok(open.desk.session()?.map(|session| session.device)))
            .await
    }

    /// Tells this listener about changes from now on and keeps syncing by itself, at once when the gateway hints at news.
    pub fn start_background(&self, listener: Arc<dyn ChangeListener>) {
        *self.inner.listener.write().unwrap_or_else(PoisonError::into_inner) = Some(listener);
        self.inner.background.start(self);
    }

    /// Tries to open the files with what is at hand; a profile that stays closed is a stage, not an error.
    pub(crate) async fn unseal_with(&self, passphrase: Option<String>) -> Result<(), CommandError> {
        let directory = self.inner.directory.clone();
        let vault = tokio::task::spawn_blocking(move || vault::open(&directory, passphrase.as_deref())).await??;
        match vault {
            Vault::None => self.set_stage(Stage::FirstRun),
            Vault::Locked => self.set_stage(Stage::Locked),
            Vault::KeyMissing(missing) => self.set_stage(Stage::KeyMissing(missing)),
            Vault::Open(keys) => {
                let open = self.open_files(*keys).await?;
                self.set_stage(Stage::Open(open));
            }
        }
        Ok(())
    }

    /// Opens desk and mirror with their keys.
    pub(crate) async fn open_files(&self, keys: vault::Keys) -> Result<Arc<Open>, CommandError> {
        let inner = self.inner.clone();
        let open = tokio::task::spawn_blocking(move || Open::new(&inner, keys)).await??;
        open.connect()?;
        Ok(Arc::new(open))
    }

    pub(crate) fn stage(&self) -> Stage {
        self.inner.stage.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set_stage(&self, stage: Stage) {
        *self.inner.stage.write().unwrap_or_else(PoisonError::into_inner) = stage;
        self.inner.background.begin_again();
    }

    /// The open files, or `not_ready`.
    pub(crate) fn ready(&self) -> Result<Arc<Open>, CommandError> {
        match self.stage() {
            Stage::Open(open) => Ok(open),
            Stage::FirstRun => Err(Reason::NoProfile.into()),
            Stage::Locked => Err(Reason::ProfileLocked.into()),
            Stage::KeyMissing(missing) => Err(missing.into()),
        }
    }

    pub(crate) fn tell(&self, changes: Changes) {
        self.inner.tell(changes);
    }
}

impl Inner {
    pub(crate) fn tell(&self, changes: Changes) {
        let listener = self.listener.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(listener) = listener {
            listener.changed(changes);
        }
    }

    pub(crate) fn proxy(&self) -> ProxyChoice {
        self.proxy.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set_proxy(&self, choice: ProxyChoice) {
        *self.proxy.write().unwrap_or_else(PoisonError::into_inner) = choice;
    }

    pub(crate) fn notices(&self) -> MutexGuard<'_, Vec<Reason>> {
        self.notices.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds something that must be seen.
    pub(crate) fn add_notice(&self, what: Reason) {
        let mut notices = self.notices();
        // Said once, however often it is met.
        if notices.contains(&what) {
            return;
        }
        tracing::warn!("{what}");
        notices.push(what);
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // A command ends before its viewer has read the copy; the next start removes it.
        if self.options.program == Program::Window {
            crate::media::remove_copies(&self.directory);
        }
    }
}

/// A directory that only its owner may read.
pub(crate) fn make_private(directory: &Path) -> Result<(), CommandError> {
    let failed = |error: std::io::Error| CommandError::file(FileDeed::MakeProfile, directory, &error);
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory).map_err(failed)
}
