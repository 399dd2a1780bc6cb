//! Each command in its file; here: opening the profile, and which command goes where.

mod checks;
mod documents;
mod drafts;
mod enroll;
mod orders;
mod place;
mod search;
mod status;
mod sync;

use crate::answer::Answer;
use crate::args::{Args, Command, Draft, Global};
use crate::exit::Failure;
use crate::secret;
use cabinet_commands::cabinet::{Cabinet, OpenOptions};
use cabinet_commands::error::{CommandError, ErrorCode};
use cabinet_commands::profile::{self, ProfileStage};
use std::time::Duration;

/// How long another program may finish its work with the profile before this one gives up.
const PATIENCE: Duration = Duration::from_secs(5);

/// Carries a command out.
pub async fn run(args: Args) -> Result<Answer, Failure> {
    let Args { global, command } = args;
    match command {
        Command::Enroll { url, code } => enroll::enroll(&open(&global).await?, &global, url, code).await,
        Command::Recover { code } => enroll::recover(&open(&global).await?, &global, code).await,
        Command::Status => status::status(&open(&global).await?, &global).await,
        Command::Sync => sync::sync(&ready(&global).await?).await,
        Command::Search { query, entity, limit } => search::search(&ready(&global).await?, query, entity, limit).await,
        Command::Draft(Draft::New { entity, name }) => drafts::new(&ready(&global).await?, entity, name).await,
        Command::Draft(Draft::Add { draft, file }) => drafts::add(&ready(&global).await?, draft, &file).await,
        Command::Draft(Draft::Show { draft }) => drafts::show(&ready(&global).await?, draft).await,
        Command::Draft(Draft::List { entity }) => drafts::list(&ready(&global).await?, entity).await,
        Command::Checkout { draft } => checks::checkout(&ready(&global).await?, draft).await,
        Command::Place { draft, accept } => place::place(&ready(&global).await?, draft, accept).await,
        Command::Orders { entity } => orders::orders(&ready(&global).await?, entity).await,
        Command::Documents { entity } => documents::documents(&ready(&global).await?, entity).await,
        Command::Print { doc, out } => documents::print(&ready(&global).await?, doc, out).await,
    }
}

/// Takes the profile, whatever state it is in.
async fn open(global: &Global) -> Result<Cabinet, Failure> {
    let directory = match &global.profile {
        Some(directory) => directory.clone(),
        None => Cabinet::default_directory()?,
    };
    let options = OpenOptions {
        lock_patience: PATIENCE,
        ..OpenOptions::default()
    };
    Ok(Cabinet::open(directory, options).await?)
}

/// Takes the profile and opens its files, with the passphrase where one is needed.
async fn ready(global: &Global) -> Result<Cabinet, Failure> {
    let cabinet = open(global).await?;
    unlock(&cabinet, global).await?;
    Ok(cabinet)
}

/// Opens the files of a profile.
async fn unlock(cabinet: &Cabinet, global: &Global) -> Result<(), Failure> {
    match profile::state(cabinet).await?.stage {
        ProfileStage::Ready => Ok(()),
        ProfileStage::FirstRun => {
            let words = "there is no profile here yet: run `cabinet enroll URL CODE` first";
            Err(CommandError::new(ErrorCode::NotReady, words).into())
        }
        ProfileStage::KeyMissing => {
            let words = "the keyring does not give the key of this profile; nothing was changed. Run `cabinet recover` with the recovery code";
            Err(CommandError::new(ErrorCode::KeyMissing, words).into())
        }
        ProfileStage::Locked => {
            let passphrase = secret::passphrase(global.passphrase_file.as_deref())?.ok_or(Failure::NoPassphrase)?;
            profile::unlock(cabinet, passphrase).await?;
            Ok(())
        }
    }
}

/// The named legal entity, or the only one.
async fn entity(cabinet: &Cabinet, wanted: Option<String>) -> Result<String, Failure> {
    if let Some(id) = wanted {
        return Ok(id);
    }
    let entities = profile::entities(cabinet).await?;
    match entities.as_slice() {
        [only] => Ok(only.id.clone()),
        [] => Err(CommandError::new(ErrorCode::NotAllowed, "this person acts for no legal entity").into()),
        several => {
            let names: Vec<String> = several
                .iter()
                .map(|entity| format!("{} ({})", entity.id, entity.name))
                .collect();
            let words = format!(
                "there are several legal entities; name one with --entity: {}",
                names.join(", ")
            );
            Err(CommandError::new(ErrorCode::Invalid, words).into())
        }
    }
}
