//! desk.db, the one precious file of a profile: drafts, commands on their way, session, grants, settings.
//!
//! In: what the user does and what the gateway answers. Out: plain structs.
//! Invariants: a call that returned `Ok` is on the disk; a user's change and its command stand in one transaction;
//! no command waits without a time or a reason; a damaged file is set aside, never deleted.
//! What an entity's prices were does not outlive the right to see them.
//! Not here: what a command means (JSON is kept as text), the network, clocks (times are passed in).

pub mod attachment;
pub mod awaited;
pub mod claim;
pub mod code;
pub mod command_state;
pub mod delivery;
pub mod desk;
pub mod draft;
pub mod grant;
pub mod kept_list;
pub mod labels;
pub mod line;
pub mod line_unit;
mod marks;
pub mod news_state;
pub mod notice_state;
pub mod reminder;
pub mod outbox;
pub mod placement;
pub mod price_list;
pub mod price_list_file;
pub mod print_choice;
pub mod removed;
pub mod session;
pub mod setting;
pub mod settlement;
pub mod split;
pub mod standing;
pub mod template;

pub use attachment::{Attachment, NewAttachment, Parcel};
pub use awaited::AwaitedRest;
pub use claim::{ClaimDraft, ClaimWords, new_claim_id};
pub use code::OwnCode;
pub use command_state::{CommandState, Move};
pub use delivery::{Chosen, DraftDelivery};
pub use desk::{Desk, DeskError};
pub use draft::{Draft, DraftKind, DraftSummary};
pub use grant::{Contract, FormerGrant, Grant};
pub use kept_list::{KeptList, KeptListFacts, MOST_KEPT_BYTES};
pub use line::{DraftLine, LineChange, NewLine};
pub use line_unit::LineUnit;
pub use notice_state::{NoticeMark, NoticeState};
pub use outbox::{AdvanceError, NewCommand, OutboxCommand, Withdrawal, new_command_key};
pub use placement::{PLACE, PlaceError, PlacedLine, Placement};
pub use price_list::PriceList;
pub use price_list_file::PriceListFile;
pub use print_choice::PrintChoice;
pub use reminder::ToldReminder;
pub use removed::RemovedLine;
pub use session::{Session, Tokens};
pub use settlement::Settlement;
pub use split::{DraftSplit, KeptLine, NewDraft};
pub use standing::StandingRules;
pub use template::{Template, TemplateLine};
