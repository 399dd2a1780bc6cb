//! Subscriptions to goods: made and ended offline too, listed with what still waits to be sent.

mod list;
mod subscribe;
mod unsubscribe;

pub use list::list;
pub use subscribe::subscribe;
pub use unsubscribe::unsubscribe;

use crate::error::CommandError;
use crate::events::Changes;
use crate::open::Open;
use cabinet_desk::{CommandState, NewCommand, OutboxCommand, new_command_key};
use cabinet_domain::ids::{CommandKey, EntityId, ItemId};
use cabinet_protocol::commands::CommandBody;
use serde::{Deserialize, Serialize};
use specta::Type;
use std::sync::Arc;

/// What to be told about an item.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct SubscribeRequest {
    /// For which legal entity.
    pub entity: String,
    /// Item id.
    pub item: String,
    /// Tell once when so much is there, in thousandths; `None`: do not tell of arrivals.
    #[specta(type = Option<specta_typescript::Number>)]
    pub threshold_milli: Option<i64>,
    /// Tell each time when the price falls.
    pub watches_price: bool,
    /// The last day on which it is wanted, ISO (`2026-12-31`); `None` for as long as it takes.
    pub until: Option<String>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Subscribed {
    /// The supplier knows.
    Done,
    /// There is no connection now; it goes by itself.
    Queued,
    /// The supplier refused.
    Rejected {
        /// `cabinet_protocol::commands::RejectReason` in snake case, or why the command was set aside.
        reason: String,
    },
}

/// A subscription in the list.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct SubscriptionView {
    /// For which legal entity.
    pub entity: String,
    /// Its name.
    pub entity_name: String,
    /// Item id.
    pub item: String,
    /// Article.
    pub article: String,
    /// Name.
    pub name: String,
    /// Short name of the unit.
    pub unit: String,
    /// Told once when so much is there, in thousandths; `None` when arrivals are not waited for.
    #[specta(type = Option<specta_typescript::Number>)]
    pub threshold_milli: Option<i64>,
    /// Falls of the price are told.
    pub watches_price: bool,
    /// The last day, ISO; `None` for as long as it takes.
    pub until: Option<String>,
    /// UTC, ms since 1970.
    #[specta(type = specta_typescript::Number)]
    pub subscribed_at_ms: i64,
    /// Stock by the mirror, in thousandths; `None` when unknown.
    #[specta(type = Option<specta_typescript::Number>)]
    pub stock_milli: Option<i64>,
    /// It waits in the outbox for a connection.
    pub is_waiting: bool,
    /// Why the supplier does not have it, in snake case; empty when he has, or when it waits.
    pub problem: String,
}

/// Commands about an item keep their order.
const CHAINS: &str = "goods:";

fn chain(entity: &EntityId, item: &ItemId) -> String {
    format!("{CHAINS}{entity}/{item}")
}

/// A command on the desk, and whether an earlier one about the same item still waits.
struct QueuedCommand {
    key: CommandKey,
    is_behind: bool,
}

/// Puts a command on the desk.
fn queue(open: &Open, entity: &EntityId, item: &ItemId, body: &CommandBody) -> Result<QueuedCommand, CommandError> {
    let chain = chain(entity, item);
    let is_behind = open
        .desk
        .newest_of_chains(entity, &chain)?
        .iter()
        .any(|command| command.chain == chain && command.state.is_on_its_way());
    let command = NewCommand {
        key: new_command_key(),
        chain,
        kind: body.kind(),
        entity: entity.clone(),
        body: serde_json::to_string(body)
            .map_err(|error| CommandError::internal("the command could not be written", &error))?,
    };
    open.desk.queue_command(&command, open.clock.now_ms())?;
    Ok(QueuedCommand {
        key: command.key,
        is_behind,
    })
}

/// Tries to send a command at once, unless it has to wait for its turn, and says where it stands then.
async fn send(open: &Arc<Open>, queued: QueuedCommand) -> Result<Subscribed, CommandError> {
    open.tell(Changes {
        notices: true,
        ..Changes::default()
    });
    // Signed out means queued: it goes after the next enrolment.
    if !queued.is_behind
        && let Ok(driver) = open.driver()
    {
        driver.send(&queued.key, &open.reporter()).await?;
    }
    let outcome = open
        .blocking(move |open| Ok(open.desk.command(&queued.key)?.map(|command| outcome(&command))))
        .await?
        .ok_or_else(|| CommandError::not_found("command"))?;
    // The gateway's row of it, and a notice if the goods are there already, come with the next sync.
    open.wake_background();
    Ok(outcome)
}

fn outcome(command: &OutboxCommand) -> Subscribed {
    match command.state {
        CommandState::Done => Subscribed::Done,
        CommandState::Queued | CommandState::Sending | CommandState::Unknown => Subscribed::Queued,
        CommandState::NeedsUser | CommandState::Rejected | CommandState::Parked | CommandState::Cancelled => {
            Subscribed::Rejected {
                reason: command.why.clone().unwrap_or_default(),
            }
        }
    }
}
