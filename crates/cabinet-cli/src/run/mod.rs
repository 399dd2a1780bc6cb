//! Each command in its file; here: opening the profile, and which command goes where.

mod apart;
mod changes;
mod checks;
mod claims;
mod codes;
mod delivery;
mod compare;
mod connection;
mod decisions;
mod demo;
mod documents;
mod draft;
mod draft_show;
mod drafts;
mod enroll;
mod files;
mod find;
mod feedback;
mod goods;
mod input;
mod labels;
mod money;
mod marks;
mod news;
mod orders;
mod people;
mod place;
mod price_pin;
mod price_explain;
mod price_lists;
mod printing;
mod prices;
mod purchases;
mod queue;
mod repeated;
mod report;
mod read;
mod search;
mod services;
mod settlement;
mod status;
mod subscriptions;
mod support;
mod sync;
mod templates;
mod trash;
mod unsent;
mod wishes;
mod whole;

use crate::answer::Answer;
use crate::args::{
    ActCommand, Args, Claim, Codes, Command, Document, File, Global, Money, MoneyCommand, Order, PriceCommand, Queue,
    Unsent,
};
use crate::exit::Failure;
use crate::secret;
use cabinet_commands::cabinet::{Cabinet, OpenOptions, Program};
use cabinet_commands::documents::ClientBankRequest;
use cabinet_commands::error::{CommandError, ErrorCode};
use cabinet_commands::profile::{self, ProfileStage, ProfileState};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;
use whole::Part;

/// How long another program may finish its work with the profile before this one gives up.
const PATIENCE: Duration = Duration::from_secs(5);

/// Carries a command out.
pub async fn run(args: Args) -> Result<Answer, Failure> {
    let Args { global, command } = args;
    match command {
        Command::Enroll { url, code } => {
            let cabinet = begin(&global).await?;
            let enrolled = enroll::enroll(&cabinet, &global, url, code).await;
            if enrolled.is_err()
                && let Err(error) = cabinet.leave_unbegun().await
            {
                tracing::warn!(cli.cause = %error, "What an enrolment in vain had made is still there");
            }
            enrolled
        }
        Command::Recover { code } => enroll::recover(&open(&global).await?, &global, code).await,
        Command::Status => status::status(&open(&global).await?, &global).await,
        Command::Demo { remove } => demo::demo(&global, remove).await,
        Command::CheckConnection { url, code } => connection::check(&global, url, code).await,
        Command::SupportBundle { out, check } => support::bundle(&global, out, check).await,
        Command::Read { file } => read::read(&file),
        Command::Queue(Queue::List) => queue::list(&ready(&global).await?).await,
        Command::Queue(Queue::Export { file }) => queue::export(&ready(&global).await?, &file).await,
        Command::Sync => sync::sync(&ready(&global).await?).await,
        Command::Search { query, entity, limit } => {
            let search = async |cabinet: &Cabinet| search::search(cabinet, query, entity, limit).await;
            reading(&global, Part::Goods, search).await
        }
        Command::Files { goods, entity } => {
            let list = async |cabinet: &Cabinet| files::list(cabinet, &goods, entity).await;
            reading(&global, Part::Goods, list).await
        }
        Command::File(File::Open { goods, file, entity }) => {
            files::open(&ready(&global).await?, &goods, &file, entity).await
        }
        Command::File(File::Save {
            goods,
            file,
            out,
            entity,
        }) => files::save(&ready(&global).await?, &goods, &file, out, entity).await,
        Command::Draft(draft) => draft::run(draft, &global).await,
        Command::Template(template) => templates::run(template, &global).await,
        Command::PriceList(command) => price_lists::run(command, &global).await,
        Command::Delivery(directory) => {
            reading(&global, Part::Goods, async |cabinet: &Cabinet| {
                delivery::list(cabinet, directory).await
            })
            .await
        }
        Command::Checkout { draft, out } => checks::checkout(&ready(&global).await?, draft, out).await,
        Command::Repeated { draft, days } => {
            reading(&global, Part::Documents, async |cabinet: &Cabinet| {
                repeated::repeated(cabinet, draft, days).await
            })
            .await
        }
        Command::Place {
            draft,
            accept,
            rise,
            least,
            warehouse,
            analogue,
            rest,
            decide,
        } => {
            let wishes = decisions::Wishes {
                accept,
                rise,
                least,
                takes_other_warehouse: warehouse,
                takes_analogue: analogue,
                sends_rest: rest,
                decide,
            };
            place::place(&ready(&global).await?, draft, wishes).await
        }
        Command::Orders { entity } => {
            reading(&global, Part::Documents, async |cabinet: &Cabinet| {
                orders::orders(cabinet, entity).await
            })
            .await
        }
        Command::Order(Order::Show { order }) => {
            reading(&global, Part::Documents, async |cabinet: &Cabinet| {
                orders::show(cabinet, order).await
            })
            .await
        }
        Command::Report(args) => {
            reading(&global, Part::Documents, async |cabinet: &Cabinet| {
                report::report(cabinet, args).await
            })
            .await
        }
        Command::Find(args) => {
            reading(&global, Part::Documents, async |cabinet: &Cabinet| {
                find::find(cabinet, args).await
            })
            .await
        }
        Command::Documents { entity } => {
            reading(&global, Part::Documents, async |cabinet: &Cabinet| {
                documents::documents(cabinet, entity).await
            })
            .await
        }
        Command::Money(Money {
            what: Some(MoneyCommand::Act(ActCommand::Ask(period))),
            ..
        }) => settlement::ask(&ready(&global).await?, period).await,
        Command::Money(Money {
            what: Some(MoneyCommand::Act(command)),
            ..
        }) => {
            reading(&global, Part::Documents, async |cabinet: &Cabinet| {
                settlement::read(cabinet, command).await
            })
            .await
        }
        Command::Money(Money {
            what: Some(MoneyCommand::Reconcile(given)),
            ..
        }) => {
            reading(&global, Part::Documents, async |cabinet: &Cabinet| {
                settlement::reconcile(cabinet, given).await
            })
            .await
        }
        Command::Money(Money {
            what: Some(MoneyCommand::Reminders { days }),
            ..
        }) => {
            reading(&global, Part::Documents, async |cabinet: &Cabinet| {
                money::reminders(cabinet, days).await
            })
            .await
        }
        Command::Money(given) => {
            reading(&global, Part::Documents, async |cabinet: &Cabinet| {
                money::money(cabinet, given).await
            })
            .await
        }
        Command::Purchases { goods, entity } => {
            reading(&global, Part::Documents, async |cabinet: &Cabinet| match goods {
                None => purchases::by_month(cabinet, entity).await,
                Some(goods) => purchases::of_item(cabinet, &goods, entity).await,
            })
            .await
        }
        Command::Price(PriceCommand::Explain {
            goods,
            quantity,
            draft,
            entity,
        }) => {
            reading(&global, Part::Goods, async |cabinet: &Cabinet| {
                price_explain::explain(cabinet, &goods, quantity.as_deref(), draft, entity).await
            })
            .await
        }
        Command::Prices { goods, entity } => {
            reading(&global, Part::Goods, async |cabinet: &Cabinet| {
                prices::of_item(cabinet, &goods, entity).await
            })
            .await
        }
        Command::Subscribe {
            goods,
            threshold,
            price,
            until,
            entity,
        } => {
            let wish = subscriptions::Wish {
                goods,
                threshold,
                watches_price: price,
                until,
                entity,
            };
            subscriptions::subscribe(&ready(&global).await?, wish).await
        }
        Command::Unsent(Unsent::List) => unsent::list(&ready(&global).await?).await,
        Command::Unsent(Unsent::Export { out }) => unsent::export(&ready(&global).await?, out).await,
        Command::Unsent(Unsent::Discard { entity }) => unsent::discard(&ready(&global).await?, entity).await,
        Command::People { entity } => people::people(&ready(&global).await?, entity).await,
        Command::Unsubscribe { goods, entity } => {
            subscriptions::unsubscribe(&ready(&global).await?, goods, entity).await
        }
        Command::Subscriptions { entity } => {
            reading(&global, Part::Goods, async |cabinet: &Cabinet| {
                subscriptions::list(cabinet, entity).await
            })
            .await
        }
        Command::Wish {
            article,
            quantity,
            note,
            entity,
        } => {
            let wanted = wishes::Wanted {
                article,
                quantity,
                note,
                entity,
            };
            wishes::wish(&ready(&global).await?, wanted).await
        }
        Command::Unwish { article, entity } => wishes::unwish(&ready(&global).await?, article, entity).await,
        Command::Wishes { entity } => {
            reading(&global, Part::Goods, async |cabinet: &Cabinet| {
                wishes::list(cabinet, entity).await
            })
            .await
        }
        Command::Changes(args) => {
            reading(&global, Part::Goods, async |cabinet: &Cabinet| {
                changes::changes(cabinet, args).await
            })
            .await
        }
        Command::Codes(Codes::List { entity }) => {
            reading(&global, Part::Goods, async |cabinet: &Cabinet| {
                codes::list(cabinet, entity).await
            })
            .await
        }
        Command::Codes(Codes::Add { code, goods, entity }) => {
            codes::add(&ready(&global).await?, code, &goods, entity).await
        }
        Command::Codes(Codes::Remove { code, entity }) => codes::remove(&ready(&global).await?, code, entity).await,
        Command::Codes(Codes::Export { file, entity }) => codes::export(&ready(&global).await?, file, entity).await,
        Command::Codes(Codes::Import { file, entity }) => codes::import(&ready(&global).await?, &file, entity).await,
        Command::Feedback { kind, text, entity } => feedback::send(&ready(&global).await?, kind, text, entity).await,
        Command::News => {
            reading(&global, Part::Goods, async |cabinet: &Cabinet| {
                news::list(cabinet).await
            })
            .await
        }
        Command::PricePin { .. } => price_pin::remove(&ready(&global).await?).await,
        Command::Notices { entity } => {
            reading(&global, Part::Own, async |cabinet: &Cabinet| {
                subscriptions::notices(cabinet, entity).await
            })
            .await
        }
        Command::Claim(Claim::New {
            order,
            item,
            kind,
            remedy,
            quantity,
            text,
            file,
        }) => {
            let wish = claims::Wish {
                order,
                goods: item,
                kind,
                remedy,
                quantity,
                text,
                files: file,
            };
            claims::new(&ready(&global).await?, wish).await
        }
        Command::Claim(Claim::List { entity }) => {
            reading(&global, Part::Documents, async |cabinet: &Cabinet| {
                claims::list(cabinet, entity).await
            })
            .await
        }
        Command::Claim(Claim::Show { claim, out }) => claims::show(&ready(&global).await?, claim, out).await,
        Command::Claim(Claim::Say { claim, text, file }) => {
            claims::say(&ready(&global).await?, claim, text, file).await
        }
        Command::Document(command) => match command {
            Document::Show { document } => {
                reading(&global, Part::Documents, async |cabinet: &Cabinet| {
                    documents::show(cabinet, document).await
                })
                .await
            }
            Document::Save { document, out } => documents::save(&ready(&global).await?, document, out).await,
        },
        Command::Printers { printer } => printing::printers(&ready(&global).await?, printer).await,
        Command::Print(args) => printing::print(&ready(&global).await?, args).await,
        Command::PrintJob(args) => printing::print_job(&ready(&global).await?, args).await,
        Command::PaperFolder { set, by } => printing::paper_folder(&ready(&global).await?, set, by).await,
        Command::Labels(given) => labels::labels(&ready(&global).await?, given).await,
        Command::Archive { month, entity, out } => printing::archive(&ready(&global).await?, month, entity, out).await,
        Command::PaymentLink { doc } => documents::payment_link(&ready(&global).await?, doc).await,
        Command::PaymentLines { end } => documents::payment_lines(&ready(&global).await?, end).await,
        Command::Payment { doc, out, lf } => documents::payment(&ready(&global).await?, doc, out, lf).await,
        Command::ClientBank(given) => {
            let request = ClientBankRequest {
                documents: given.docs,
                account: given.account,
                bic: given.bic,
                bank: given.bank,
                correspondent_account: given.correspondent,
                first_number: given.first_number,
                date: given.date,
            };
            documents::client_bank(&ready(&global).await?, request, given.out).await
        }
    }
}

/// Carries out a command that answers from the local copy, and tells when that is not whole.
async fn reading(
    global: &Global,
    part: Part,
    command: impl AsyncFnOnce(&Cabinet) -> Result<Answer, Failure>,
) -> Result<Answer, Failure> {
    let cabinet = ready(global).await?;
    match command(&cabinet).await {
        Ok(answer) => whole::judge(&cabinet, part, answer).await,
        Err(failure) => {
            whole::refuse_signed_out(&cabinet).await?;
            Err(failure)
        }
    }
}

/// Takes the profile, and makes its directory where there is none: only enrolment begins a profile.
async fn begin(global: &Global) -> Result<Cabinet, Failure> {
    Ok(Cabinet::open(directory(global)?, options()).await?)
}

/// Takes the profile, whatever state it is in. A mistyped directory is named, and nothing is made there.
async fn open(global: &Global) -> Result<Cabinet, Failure> {
    let directory = directory(global)?;
    if !directory.is_dir() {
        return Err(no_profile(&directory));
    }
    Ok(Cabinet::open(directory, options()).await?)
}

fn no_profile(directory: &Path) -> Failure {
    let words = format!(
        "there is no profile at {}: check --profile or CABINET_PROFILE, or begin one there with `cabinet enroll URL CODE`",
        directory.display()
    );
    CommandError::new(ErrorCode::NotReady, words).into()
}

/// The directory of the profile.
fn directory(global: &Global) -> Result<PathBuf, Failure> {
    match &global.profile {
        Some(directory) => Ok(directory.clone()),
        None => Ok(Cabinet::default_directory()?),
    }
}

fn options() -> OpenOptions {
    OpenOptions {
        program: Program::Command,
        lock_patience: PATIENCE,
        ..OpenOptions::default()
    }
}

/// Takes the profile and opens its files, with the passphrase where one is needed.
async fn ready(global: &Global) -> Result<Cabinet, Failure> {
    let cabinet = open(global).await?;
    unlock(&cabinet, global).await?;
    let state = profile::state(&cabinet).await?;
    if state.stage == ProfileStage::Ready {
        tell_notice(&state)?;
        return Ok(cabinet);
    }
    // An open profile without a session: its desk is new. An empty list would look as if there never was a draft.
    if state.notice.is_empty() {
        let words = "this profile has no session with a gateway: run `cabinet enroll URL CODE` with a new invitation";
        return Err(CommandError::new(ErrorCode::NotReady, words).into());
    }
    Err(CommandError::new(ErrorCode::Damaged, state.notice).into())
}

/// What the user must see stands on standard error, whatever the command.
fn tell_notice(state: &ProfileState) -> Result<(), Failure> {
    if !state.notice.is_empty() {
        writeln!(std::io::stderr().lock(), "cabinet: {}", state.notice)?;
    }
    Ok(())
}

/// Opens the files of a profile.
async fn unlock(cabinet: &Cabinet, global: &Global) -> Result<(), Failure> {
    let state = profile::state(cabinet).await?;
    match state.stage {
        ProfileStage::Ready => Ok(()),
        ProfileStage::FirstRun if !state.notice.is_empty() => Ok(()),
        ProfileStage::FirstRun => {
            let words = "there is no profile here yet: run `cabinet enroll URL CODE` first";
            Err(CommandError::new(ErrorCode::NotReady, words).into())
        }
        ProfileStage::KeyMissing => Err(CommandError {
            code: ErrorCode::KeyMissing,
            message: state.keyring_problem,
            reason: state.keyring_reason,
        }
        .into()),
        ProfileStage::Locked => {
            let passphrase = secret::passphrase(global.passphrase_file.as_deref())?.ok_or(Failure::NoPassphrase)?;
            profile::unlock(cabinet, passphrase).await?;
            Ok(())
        }
    }
}

/// The named legal entity, or the only one.
async fn entity(cabinet: &Cabinet, wanted: Option<String>) -> Result<String, Failure> {
    whole::refuse_signed_out(cabinet).await?;
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

/// The named legal entity, or the first whose prices the person may see, or the first.
async fn priced_entity(cabinet: &Cabinet, wanted: Option<String>) -> Result<String, Failure> {
    whole::refuse_signed_out(cabinet).await?;
    if let Some(id) = wanted {
        return Ok(id);
    }
    let entities = profile::entities(cabinet).await?;
    let priced = entities.iter().find(|entity| entity.sees_prices);
    match priced.or_else(|| entities.first()) {
        Some(found) => Ok(found.id.clone()),
        None => Err(CommandError::new(ErrorCode::NotAllowed, "this person acts for no legal entity").into()),
    }
}
