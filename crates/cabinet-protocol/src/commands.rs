//! Commands: what a user wants done at the gateway, each with the key that makes it happen at most once.

use crate::claims::{FileClaim, SayInClaim};
use crate::codes::TeachCodes;
use crate::feedback::SendFeedback;
use crate::orders::{PlaceOrder, Quote};
use crate::settlement::AskAct;
use crate::subscriptions::{Subscribe, Unsubscribe};
use crate::templates::ShareTemplate;
use crate::wishes::{Unwish, Wish};
use cabinet_domain::access::Right;
use cabinet_domain::ids::{CommandKey, EntityId, OrderId};
use serde::{Deserialize, Serialize};

/// `POST /v1/commands`: at most 50 at a time, each with its own verdict.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CommandsRequest {
    /// In order.
    pub commands: Vec<Command>,
}

/// A user's intention with the key that makes it happen at most once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Command {
    /// Made on the device and durable there before the first byte leaves.
    pub key: CommandKey,
    /// For which entity.
    pub entity: EntityId,
    /// What is wanted.
    pub body: CommandBody,
}

/// What a command wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CommandBody {
    /// Place an order.
    Place(PlaceOrder),
    /// Be told when goods are back in stock.
    Subscribe(Subscribe),
    /// Be told no more.
    Unsubscribe(Unsubscribe),
    /// File a claim.
    FileClaim(FileClaim),
    /// Say something in a claim.
    SayInClaim(SayInClaim),
    /// Be told when an article appears.
    Wish(Wish),
    /// Be told of it no more.
    Unwish(Unwish),
    /// Tell the supplier's people what the person thinks.
    Feedback(SendFeedback),
    /// Say what own codes mean.
    TeachCodes(TeachCodes),
    /// Make an act of reconciliation.
    AskAct(AskAct),
    /// Give colleagues a template, or take it back.
    ShareTemplate(ShareTemplate),
}

impl CommandBody {
    /// What the person must be allowed to do in the command's entity. The one table of it, for both sides.
    #[must_use]
    pub const fn right(&self) -> Right {
        match self {
            Self::Place(_) => Right::PlaceOrders,
            Self::Subscribe(_) | Self::Unsubscribe(_) | Self::Wish(_) | Self::Unwish(_) => Right::SeeGoods,
            Self::TeachCodes(_) | Self::ShareTemplate(_) => Right::PlaceOrders,
            Self::AskAct(_) => Right::SeeMoney,
            // Whoever uses the program may say what is wrong with it; every role sees goods.
            Self::Feedback(_) => Right::SeeGoods,
            Self::FileClaim(_) | Self::SayInClaim(_) => Right::FileClaims,
        }
    }

    /// The word of the kind, as it stands in `kind` on the wire and in the outbox.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Place(_) => "place",
            Self::Subscribe(_) => "subscribe",
            Self::Unsubscribe(_) => "unsubscribe",
            Self::FileClaim(_) => "file_claim",
            Self::SayInClaim(_) => "say_in_claim",
            Self::Wish(_) => "wish",
            Self::Unwish(_) => "unwish",
            Self::Feedback(_) => "feedback",
            Self::TeachCodes(_) => "teach_codes",
            Self::AskAct(_) => "ask_act",
            Self::ShareTemplate(_) => "share_template",
        }
    }
}

/// The answer to [`CommandsRequest`], in its order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CommandsResponse {
    /// One for each command.
    pub results: Vec<CommandResult>,
}

/// What became of a command.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CommandResult {
    /// Which command.
    pub key: CommandKey,
    /// It had been carried out before; this is the stored verdict.
    pub is_replay: bool,
    /// The final word, except for [`Verdict::InProgress`] and [`Verdict::NeedsFiles`].
    pub verdict: Verdict,
}

/// The gateway's word on a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// The order stands and the stock is held.
    Placed {
        /// The order.
        order: OrderId,
        /// Its number.
        number: String,
        /// Sum, VAT included.
        total_minor: i64,
        /// ISO 4217.
        currency: String,
    },
    /// It is carried out, and there is nothing more to say.
    Done,
    /// Something got worse since the user looked; nothing was placed.
    Changed {
        /// What is true now.
        quote: Quote,
    },
    /// It can never succeed as it stands.
    Rejected {
        /// Why.
        reason: RejectReason,
    },
    /// Files that it names are not whole at the gateway: upload them and send it again, with the same key.
    NeedsFiles {
        /// Their BLAKE3, in lower-case hex.
        missing: Vec<String>,
    },
    /// The same key is being carried out at this moment; ask again.
    InProgress,
    /// The key was used for another command.
    KeyReused,
}

/// Why a command was refused for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectReason {
    /// The person may not do this for this entity.
    Forbidden,
    /// The order has no lines.
    Empty,
    /// An item twice, a quantity not above zero, numbers out of range, or an item that the person may not see.
    Invalid,
    /// The entity has no prices to order by.
    NoPrices,
    /// The entity has too many goods on hold already.
    TooManyHolds,
    /// Items with different currencies in one order.
    MixedCurrency,
    /// Stock that is not shown was asked about in too many quantities today.
    TooManyChecks,
    /// There is no such order of this entity, or no such line in it.
    UnknownOrder,
    /// The order was cancelled: nothing of it was delivered.
    OrderCancelled,
    /// There is no such claim of this entity.
    UnknownClaim,
    /// The claim is closed: nothing is added any more.
    ClaimClosed,
    /// The order is below the least sum of the contract.
    BelowMinimum,
    /// The order is beyond the credit limit, or something is overdue, and it is not paid in advance.
    OverLimit,
    /// More files, more text, more wishes, more own codes or more acts than the gateway takes.
    TooMuch,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::CodeWord;
    use crate::templates::SharedLine;
    use cabinet_domain::claim::{ClaimKind, ClaimRemedy};
    use cabinet_domain::feedback::FeedbackKind;
    use cabinet_domain::marks::LineMarks;

    #[test]
    fn a_kind_is_called_on_the_wire_as_in_the_outbox() {
        let bodies = [
            CommandBody::Subscribe(Subscribe {
                item: "i".into(),
                threshold_milli: Some(1),
                watches_price: false,
                until: None,
            }),
            CommandBody::Unsubscribe(Unsubscribe { item: "i".into() }),
            CommandBody::FileClaim(FileClaim {
                claim: "c".into(),
                order: "o".into(),
                item: "i".into(),
                kind: ClaimKind::Packing,
                remedy: ClaimRemedy::PriceReduction,
                quantity_milli: 1,
                text: "порвано".into(),
                files: Vec::new(),
            }),
            CommandBody::Wish(Wish {
                article: "Б-9".into(),
                quantity_milli: None,
                note: String::new(),
            }),
            CommandBody::Unwish(Unwish { article: "Б-9".into() }),
            CommandBody::Feedback(SendFeedback {
                kind: FeedbackKind::Idea,
                text: "быстрее".into(),
                screenshot: None,
                app_version: "0.1.0".into(),
                screen: "catalogue".into(),
                language: "ru".into(),
            }),
            CommandBody::SayInClaim(SayInClaim {
                claim: "c".into(),
                text: "когда?".into(),
                files: Vec::new(),
            }),
            CommandBody::AskAct(AskAct {
                contract: "17/26".into(),
                from: "2026-01-01".into(),
                to: "2026-03-31".into(),
            }),
            CommandBody::ShareTemplate(ShareTemplate {
                template: "t".into(),
                name: "Крепёж".into(),
                lines: vec![SharedLine {
                    item: "i".into(),
                    quantity_milli: 1000,
                    article: "Б-1".into(),
                    name: "Болт".into(),
                    unit: "шт".into(),
                    marks: LineMarks::default(),
                }],
                is_shared: true,
                said_at_ms: 1,
            }),
            CommandBody::TeachCodes(TeachCodes {
                words: vec![CodeWord {
                    text: "болт наш".into(),
                    item: Some("i".into()),
                    article: "Б-1".into(),
                    said_at_ms: 1,
                }],
            }),
        ];
        for body in bodies {
            let wire = serde_json::to_value(&body).unwrap();
            assert_eq!(wire["kind"], body.kind());
            assert_eq!(serde_json::from_value::<CommandBody>(wire).unwrap(), body);
        }
    }
}
