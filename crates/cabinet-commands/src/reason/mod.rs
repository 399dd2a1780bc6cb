//! Why something failed, as a cause with its figures and names, so that each front-end words it in its user's language.
//!
//! The English words stand here, for the command line and the log; those of an error from a crate below are taken from that
//! error, so that nothing is written twice. What only a fault of the program can cause is not here: it is `internal`.
//! Fields hold no SQL, prices, names of people or tokens.

mod code;
mod disk;
mod foreign;
mod keyring;
mod lower;
mod thing;

pub use disk::{DiskFault, FileDeed};
pub use foreign::ForeignKind;
pub use keyring::KeyringFault;
pub use thing::{Holder, Thing};

use crate::claims::RefusedWhy;
use cabinet_client::address::AddressError;
use cabinet_client::error::{OfflineCause, Stranger};
use cabinet_client::proxy::NotAProxy;
use cabinet_desk::DeskError;
use cabinet_intake::file::failure::{Damage, FileError, OldWorkbook};
use cabinet_keys::KeysError;
use cabinet_pricing::own_price::UnusableRule;
use cabinet_printing::error::PrintError;
use cabinet_printing::zpl::NoLabel;
use cabinet_protocol::invitation::NotAnInvitation;
use cabinet_protocol::problem::ProblemCode;
use serde::{Deserialize, Serialize};
use specta::Type;

/// A limit as a cause tells it.
pub(crate) fn limit(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

/// One cause each. A variant is added with its words in three languages: the window does not build without them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type, thiserror::Error)]
#[serde(tag = "cause", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is explained by its words")]
pub enum Reason {
    // The way to the supplier.
    #[error("{}", AddressError::NotAnAddress)]
    NotAnAddress,
    #[error("{}", AddressError::NotSecure)]
    AddressNotSecure,
    #[error("{}", NotAnInvitation::Code)]
    CodeUnreadable,
    #[error("{}", NotAnInvitation::Fingerprint)]
    FingerprintUnreadable,
    #[error("the invitation is for another person; a profile belongs to one person, so use another profile directory")]
    OfAnotherPerson,
    #[error("this profile is enrolled already; use another profile directory for another supplier or person")]
    EnrolledAlready,
    #[error("the stored address of the gateway cannot be used")]
    StoredAddressUnusable,
    #[error("the stored certificate fingerprint cannot be used")]
    StoredFingerprintUnusable,
    #[error("{}", NotAProxy)]
    NotAProxy,
    #[error("name the address of the supplier's server")]
    NoServerNamed,
    #[error("this profile has no session; name the address of the supplier's server")]
    NoSessionToCheck,
    #[error("this profile has no session with a gateway; enrol with a new invitation")]
    NoSession,
    #[error("nothing waits to be sent")]
    QueueEmpty,
    #[error("the supplier's gateway has given no key for files yet: sync once, or ask the supplier to update it")]
    NoQueueKey,
    /// `at` is scheme, host and port; empty where they are not known.
    #[error("{}", lower::offline(OfflineCause::Name, at))]
    ServerNotFound { at: String },
    #[error("{}", lower::offline(OfflineCause::ProxyPassword, at))]
    ProxyPassword { at: String },
    #[error("{}", lower::offline(OfflineCause::Connect, at))]
    ServerUnreachable { at: String },
    #[error("{}", lower::offline(OfflineCause::Timeout, at))]
    ServerSilent { at: String },
    #[error("{}", lower::offline(OfflineCause::BrokenOff, at))]
    ConnectionBroken { at: String },
    #[error("the gateway cannot be reached; the order stays in the queue")]
    OrderStaysQueued,
    /// `title` is that of the page, at most 80 characters; empty where it has none. `status` is that of HTTP; 0 without.
    #[error("{}", lower::page(title, *status))]
    PageAnswers { title: String, status: u16 },
    #[error("{}", lower::stranger(Stranger::Redirect, *status))]
    AddressLeadsElsewhere { status: u16 },
    #[error("{}", lower::stranger(Stranger::OtherProtocol, *status))]
    OtherProtocol { status: u16 },
    #[error("{}", lower::stranger(Stranger::Unreadable, *status))]
    StrangeAnswer { status: u16 },
    #[error("{}", lower::certificate(true))]
    OtherCertificate,
    #[error("{}", lower::certificate(false))]
    CertificateNotTrusted,
    #[error("{}", lower::failing(*status))]
    ServerFailed { status: u16 },
    #[error("{}", lower::problem(ProblemCode::Internal))]
    ServerFailedItself,
    #[error("{}", lower::problem(ProblemCode::TooManyRequests))]
    TooManyRequests,
    #[error("{}", lower::problem(ProblemCode::Forbidden))]
    RoleRefused,
    #[error("{}", lower::problem(ProblemCode::DeviceUnknown))]
    DeviceNotKnown,
    #[error("{}", lower::problem(ProblemCode::NotFound))]
    SupplierHasNone,
    /// `said` is what the reader found, in English.
    #[error("the data arrived damaged and was not used: {said}")]
    DataDamaged { said: String },
    #[error("{}", lower::too_large(*allowed_bytes))]
    AnswerTooLarge {
        #[specta(type = specta_typescript::Number)]
        allowed_bytes: u64,
    },
    #[error("{}", cabinet_sync::error::SyncError::UploadStuck)]
    UploadStuck,
    #[error("a sync is running already")]
    SyncRunning,
    #[error("the gateway sent no picture under that hash")]
    NoPictureCame,

    // Rights.
    #[error("this person does not act for that legal entity")]
    NotForThatEntity,
    #[error("the role of this person does not allow ordering; ask the supplier for another role")]
    RoleOrdersNothing,
    #[error("this legal entity has no prices to order by: they come with a contract; ask the supplier")]
    NoPricesToOrderBy,
    #[error("only an administrator of the legal entity sees who works for it")]
    OnlyForAdministrators,
    #[error("the role of this person does not show goods")]
    RoleShowsNoGoods,
    #[error("the role of this person does not show prices")]
    RoleShowsNoPrices,
    #[error("the role of this person does not allow claims")]
    RoleFilesNoClaims,
    #[error("these drafts can be sent; delete them one by one if they are not wanted")]
    DraftsCanBeSent,

    // What is not there.
    #[error("there is no such {}", what.words())]
    NoSuch { what: Thing },
    #[error("there is no such {}; choose one from the directory", what.words())]
    NotInDirectory { what: Thing },
    #[error("the order has no question")]
    OrderAsksNothing,

    // Drafts.
    #[error("a draft needs a name of 1 to {limit} characters")]
    DraftName { limit: u32 },
    #[error("a comment has at most {limit} characters")]
    CommentTooLong { limit: u32 },
    #[error("a comment on a line has at most {limit} characters")]
    LineCommentTooLong { limit: u32 },
    #[error("all lines say the same of themselves: there is nothing to split by")]
    NothingToDivide,
    #[error("a list is compared with another one, not with itself")]
    CompareWithItself,
    #[error("drafts and orders are compared; make a draft of the template first")]
    CompareDrafts,
    #[error("the draft has no lines to keep")]
    NothingToKeep,
    #[error("a label has at most {limit} characters")]
    LabelTooLong { limit: u32 },
    #[error(
        "the parts of a line are together as much as the line; each differs from the others in label, day or warehouse"
    )]
    PartsNotTheLine,
    #[error("«{name}»: say how many pieces, and how long each is where that is asked")]
    ServiceUnset { name: String },
    #[error(
        "a line bears at most 20 services, each once for each length; up to 1 000 000 pieces of up to 1 000 000 mm"
    )]
    ServiceOutOfRange,
    #[error("the quantity must be from 0 to 1 000 000 000")]
    QuantityOutOfRange,
    #[error("{}", DeskError::NotAQuantity)]
    QuantityNotPositive,
    #[error("«{text}» is no quantity; write a number, and a unit if you like: 24, 2 box, 1.5 m")]
    QuantityUnreadable { text: String },
    #[error("«{text}» may be read in several ways ({readings}); write it so that it has one")]
    QuantityDoubtful { text: String, readings: String },
    #[error("it is not sold in «{unit}»; its units are: {known}")]
    UnitUnknown { unit: String, known: String },
    #[error(
        "«{unit}» of it comes in several sizes: {known}; write the size too (2 box of 12), or the quantity in the base unit"
    )]
    UnitOfSeveralSizes { unit: String, known: String },
    #[error("it has no «{unit}»; its units are: {known}")]
    UnitOfOtherSize { unit: String, known: String },
    #[error("it is sold whole ({unit}): enter a whole number")]
    SoldWhole { unit: String },
    #[error("it is sold whole ({unit}): reduce it to a whole number")]
    SoldWholeReduce { unit: String },
    #[error("{}", DeskError::InTrash)]
    DraftInTrash,
    #[error("{}", DeskError::LineInFlight)]
    LineInFlight,
    #[error("none of these lines can be ordered any more; nothing was made")]
    NoLineToCopy,
    #[error("a draft cannot be copied into itself")]
    CopyIntoItself,
    #[error("the draft is one of another legal entity, which has its own prices")]
    DraftOfAnotherEntity,
    #[error("the draft is of another legal entity than the notice")]
    NoticeOfAnotherEntity,
    #[error("this notice is not about goods that were waited for")]
    NoticeNotOfGoods,
    /// The goods of this notice were put into a draft already.
    #[error("the goods of this notice are in a draft already")]
    NoticeAddedAlready,
    #[error("one list at a time; nothing was added")]
    OneListAtATime,

    // Orders.
    #[error("the draft has no lines to check")]
    NoLinesToCheck,
    #[error("{}", cabinet_desk::PlaceError::Empty)]
    NothingToPlace,
    #[error("the draft has changed")]
    DraftChanged,
    #[error("the check is of another draft")]
    CheckOfAnotherDraft,
    #[error("no line of the draft can be placed as it stands")]
    NoLineToPlace,
    /// `problems` are the codes of what is wrong with the delivery.
    #[error(
        "the order cannot be delivered as chosen ({}); choose anew, or leave the delivery open", problems.join(", ")
    )]
    NotDeliverable { problems: Vec<String> },
    #[error("these goods are in the draft already; change their quantity there")]
    AnalogueInDraft,
    /// `unit` is that of the goods that were chosen.
    #[error("these goods are counted in another unit ({unit}); order them by their own quantity")]
    AnalogueInOtherUnit { unit: String },
    #[error("«{service}» is not offered for these goods: choose others, or take the service off the line")]
    AnalogueWithoutService { service: String },
    #[error("at most {limit} days back can be looked")]
    TooManyDays { limit: u32 },
    #[error("a rule is a part of a hundred percent")]
    RulePercent,
    #[error("an own number has at most {limit} characters")]
    OwnNumberTooLong { limit: u32 },
    #[error("a date is written as 2026-12-31")]
    DateUnreadable,
    #[error("the order may have reached the supplier already; it goes on until the supplier answers")]
    OrderMayHaveArrived,
    #[error("the order is not waiting; place the draft again")]
    OrderNotWaiting,
    #[error("several orders have this number; name the order by its id")]
    SeveralOrders,
    /// Words of the outbox.
    #[error("a command that is {from} cannot become {to}")]
    MovedOn { from: String, to: String },

    // Papers and payments.
    #[error("the supplier has not told yet that this order is shipped; its papers can be printed then")]
    NotShipped,
    #[error("these papers hold prices, which the role of this person does not show")]
    PaperWithPrices,
    #[error("there is no price list without prices: this person sees none for this legal entity")]
    NoPriceList,
    #[error("no goods with a price are here")]
    NoPricedGoods,

    // Own price lists.
    #[error("a price list needs a name of 1 to {limit} characters")]
    PriceListName { limit: u32 },
    #[error("another price list is called «{name}»")]
    PriceListNameTaken { name: String },
    #[error("the price list says too much: at most some tens of thousands of exceptions")]
    PriceListTooLarge,
    #[error("{}", UnusableRule::Markup)]
    MarkupOutOfRange,
    #[error("{}", UnusableRule::Range)]
    PriceRangeEmpty,
    #[error("{}", UnusableRule::FixedPrice)]
    OwnPriceNotPositive,
    #[error("{}", UnusableRule::Rounding)]
    RoundingUnusable,
    #[error("there are two exceptions for {article}")]
    ExceptionTwice { article: String },
    #[error("name the file by its full path")]
    ListPathNotWhole,
    #[error("the price list «{name}» is written to this file; each list needs a file of its own")]
    ListFileOfAnother { name: String },
    #[error("a file that this price list did not write stands at {path}: name another, or take that one away first")]
    ListFileTaken { path: String },
    #[error("an offer has at most {limit} lines; write a price list instead")]
    OfferTooLong { limit: u32 },
    #[error("the file of the logo is larger than {limit} MiB; save the picture smaller")]
    LogoTooLarge { limit: u32 },
    #[error("no goods get a price by this list; look at what it names and at its rules")]
    PriceListEmpty,
    /// `ending` without the dot, in lower case; may be empty.
    #[error("a price list is saved as .xlsx, .pdf, .csv or .yml, not as «.{ending}»")]
    NotAListEnding { ending: String },
    #[error("there is nothing to order in it: it has no lines that no order holds")]
    NothingOnPaper,
    #[error("this claim is of a kind that this version does not know; update the program")]
    ClaimOfNewerVersion,
    #[error("an invoice is given twice; it would be paid twice")]
    InvoiceTwice,
    #[error("the invoices belong to several legal entities; each pays by a file of its own")]
    SeveralPayers,
    #[error("the invoice {number} is not to be paid by: it is preliminary or cancelled, or has no account")]
    NotToBePaidBy { number: String },
    #[error("no invoice is named")]
    NoInvoiceNamed,
    /// `what` is the requisite, by the name of the format; `at` the payment, 0 for the payer.
    #[error("payment {at}: no usable {what}")]
    PaymentUnusable { at: u32, what: String },

    // Claims.
    #[error("the order was cancelled: nothing of it was delivered")]
    ClaimOfCancelled,
    #[error("the supplier has this claim already; say more in a message")]
    ClaimFiled,
    #[error("the supplier does not have this claim yet; write it into the claim")]
    ClaimNotFiled,
    #[error("the claim is closed: nothing is added any more; file a new one")]
    ClaimClosed,
    #[error("the claim is on its way to the supplier; take it back first, or say more once he has it")]
    ClaimOnItsWay,
    #[error("{}", DeskError::ClaimInFlight)]
    ClaimInFlight,
    #[error("it may have reached the supplier already; it goes on until the supplier answers")]
    MayHaveArrived,
    #[error("it is not waiting; send it again")]
    NotWaiting,
    #[error("write something, or attach a file")]
    NothingSaid,
    #[error("say what happened")]
    NothingDescribed,
    #[error("the text is longer than {limit} characters; attach it as a file")]
    TextTooLong { limit: u32 },
    #[error("there is no such kind of claim")]
    NoSuchKind,
    #[error("there is no such demand")]
    NoSuchDemand,
    #[error("the quantity must be above zero and no more than was ordered")]
    ClaimedTooMuch,

    // Wishes, subscriptions, what is said to the supplier.
    #[error("an article has letters or digits, and at most {limit} characters")]
    ArticleUnusable { limit: u32 },
    #[error("an own code has letters or digits, and at most {limit} characters")]
    OwnCodeUnusable { limit: u32 },
    #[error(
        "no table there has a column of own codes and one of the supplier's articles; write «Свой код» and «Артикул» over them"
    )]
    NoCodesInFile,
    /// `ending` without the dot, in lower case; may be empty.
    #[error("a table is saved as .xlsx, .csv or .tsv, not as «.{ending}»")]
    NotATableEnding { ending: String },
    #[error("there is nothing to split off: no credit limit, or not a line fits it")]
    NothingToSplit,
    #[error("a note has at most {limit} characters")]
    NoteTooLong { limit: u32 },
    #[error("a quantity is above zero")]
    WishedQuantity,
    #[error("the supplier has this article already: {article}  {name}; subscribe to it to be told when it arrives")]
    ArticleThere { article: String, name: String },
    #[error("a subscription waits for a quantity above zero, or watches the price")]
    NothingToWaitFor,
    #[error("the last day must be a day of the calendar, written as 2026-12-31")]
    LastDayUnreadable,
    /// `day` as 2026-12-31.
    #[error("the last day {day} is over; leave it out, or name a day to come")]
    LastDayOver { day: String },
    /// `day` as 2026-12-31.
    #[error("{day} is over; name a day to come, or none")]
    WishedDayOver { day: String },
    #[error("the kind of feedback is problem, idea or question")]
    FeedbackKind,
    #[error("say something, in at most {limit} characters")]
    FeedbackText { limit: u32 },
    #[error("the picture is too large; send it without")]
    ScreenshotTooLarge,
    /// `said` is what the reader of pictures says, in English.
    #[error("{said}")]
    PictureUnusable { why: RefusedWhy, said: String },

    // Acts of reconciliation.
    #[error("a period has a first and a last day, written as 2026-03-31, and is not ahead of today")]
    PeriodUnusable,
    #[error("no act of this period is here: ask for it first, and sync")]
    NoSuchAct,
    #[error("the supplier's gateway made no act of this period")]
    ActWithoutEntries,
    /// `currencies` by their codes.
    #[error("the act is in {currencies}: name the one that is meant")]
    ActInCurrencies { currencies: String },
    #[error(
        "no table with columns of debits and credits is in the file; export the account's card or the act as a table"
    )]
    CardWithoutTable,
    #[error("the table names no documents, only totals: export it by documents")]
    CardWithoutDocuments,
    #[error("a sum in the file is larger than any account")]
    CardOutOfRange,

    // Files that are brought or written.
    #[error("{}: {path}: {said}", deed.words())]
    File {
        deed: FileDeed,
        path: String,
        fault: DiskFault,
        /// The system's own words.
        said: String,
    },
    #[error("the file is larger than {limit} MiB, which no order is; divide it")]
    ListTooLarge { limit: u32 },
    #[error("{}", FileError::Empty)]
    ListEmpty,
    #[error("{}", FileError::Password)]
    ListUnderPassword,
    #[error("{}", FileError::Damaged(Damage::Record("a part")))]
    ListDamaged,
    #[error("{}", FileError::TooLarge)]
    ListTooLong,
    #[error("{}", FileError::OldWorkbook(OldWorkbook::Binary))]
    BinaryWorkbook,
    #[error("{}", FileError::OldWorkbook(OldWorkbook::Excel4))]
    WorkbookOfExcel4,
    #[error("{}", FileError::NotATable(kind.foreign()))]
    NotATable { kind: ForeignKind },
    #[error("files of the kind «{extension}» are not opened; save it instead")]
    NotOpened { extension: String },
    #[error("the system has no program that opens this file; save it and open it by hand")]
    NoViewer,
    #[error("the supplier gives no page for the payment of this invoice")]
    NoPaymentLink,
    #[error("the supplier's payment link is not opened: it does not begin with https://; tell the supplier")]
    PaymentLinkNotHttps,
    #[error(
        "the supplier's payment link is not opened: a name stands before its host, as in forged links; tell the supplier"
    )]
    PaymentLinkWithLogin,
    #[error("the supplier's payment link is not opened: it leads to a number and no name; tell the supplier")]
    PaymentLinkByNumber,
    #[error("the supplier's payment link is not opened: it cannot be read as an address; tell the supplier")]
    PaymentLinkUnreadable,
    #[error("the system has no browser to open the supplier's page")]
    NoBrowser,
    #[error("there is nothing that was not sent")]
    NothingUnsent,

    #[error("name the folder by its full path")]
    FolderNotWhole,

    // Printing.
    /// `at` is the address or the socket where it was looked for.
    #[error("no print service answers at {at}")]
    NoPrintService { at: String },
    #[error("{}", PrintError::NoPrinters)]
    NoPrinters,
    #[error("{}", PrintError::NoDefault)]
    NoDefaultPrinter,
    #[error("there is no printer named {name}")]
    UnknownPrinter { name: String },
    #[error("the printer {name} does not answer")]
    PrinterSilent { name: String },
    #[error("{address} is not an address of a printer: ipp://HOST/ipp/print, or socket://HOST:9100 for labels")]
    PrinterAddress { address: String },
    #[error("{copies} copies cannot be printed, at most {most}")]
    BadCopies { copies: u32, most: u32 },
    #[error("the printer {printer} has no tray {value}")]
    NoSuchTray { printer: String, value: String },
    #[error("the printer {printer} has no paper {value}")]
    NoSuchPaper { printer: String, value: String },
    #[error("the printer {printer} does not print on both sides that way")]
    NoSuchSides { printer: String },
    /// `format` is a MIME type.
    #[error("the printer {printer} does not take {format}")]
    PrinterFormat { printer: String, format: String },
    #[error("the printer {printer} is paused")]
    PrinterPaused { printer: String },
    #[error("the printer {printer} takes no jobs now")]
    PrinterTakesNoJobs { printer: String },
    #[error("printing is not allowed at {printer}")]
    PrintingNotAllowed { printer: String },
    /// `answer` is the system's own.
    #[error("the printer refused the document: {answer}")]
    PrinterRefused { answer: String },
    #[error("the print service gave no answer in {seconds} s")]
    PrintServiceLate { seconds: u32 },
    #[error("{}", PrintError::Unsupported)]
    PrintingUnsupported,
    #[error("there is no such print job any more")]
    NoPrintJob,
    #[error("what answers at {at} is no printer")]
    NotAPrinter { at: String },
    #[error("the document could not be handed to the print service")]
    NotHandedOver,
    #[error("a label of {width_mm} × {height_mm} mm is too small, or too large, for what stands on it")]
    LabelPaper { width_mm: u32, height_mm: u32 },
    #[error("label printers have 203, 300 or 600 dots an inch, not {dots_per_inch}")]
    LabelResolution { dots_per_inch: u32 },
    #[error("{}", NoLabel::Font)]
    LabelFont,
    #[error("{}", NoLabel::BarcodeTooLong)]
    BarcodeTooLong,
    #[error("{}", NoLabel::BarcodeUnprintable)]
    BarcodeUnprintable,
    #[error("prices are hidden now: show them, or print labels without a price")]
    LabelPricesHidden,
    #[error("prices are hidden now, so papers and files with prices are not made: show them first")]
    PricesHidden,
    #[error("these goods have no price that may be seen")]
    NoPriceForLabel,
    #[error("these goods are not in the price list")]
    NotInPriceList,
    #[error("there are no goods to make labels of")]
    NothingToLabel,
    #[error("so many labels are not made at once, at most {most}")]
    TooManyLabels { most: u32 },

    // The profile on this computer.
    #[error("there is no profile here yet")]
    NoProfile,
    #[error("the profile is locked")]
    ProfileLocked,
    #[error("the profile is locked; unlock it first")]
    UnlockFirst,
    #[error("the system names no home directory; name a profile directory")]
    NoHome,
    #[error("the directory of the profile has no name, so nothing can stand beside it")]
    ProfileWithoutName,
    #[error("the directory of the sample holds something else: {path}")]
    SampleFolderTaken { path: String },
    /// `holder` is what that program calls itself, in English.
    #[error("{holder} uses this profile; close it or wait for it")]
    ProfileInUse { holder: String, by: Holder },
    #[error("another program holds a file of the profile")]
    FileHeld,
    #[error("{path} is in use by another program")]
    NamedFileHeld { path: String },
    #[error("the query was cancelled")]
    QueryCancelled,
    #[error("a file of the profile is damaged")]
    ProfileFileDamaged,
    #[error("{path} does not open with its key: the key is not its own or the file is damaged")]
    NamedFileDamaged { path: String },
    /// `copy` is one from before the update, where there is one.
    #[error("{}", lower::newer(path, *version, *known, copy.as_deref()))]
    DataNewer {
        path: String,
        #[specta(type = specta_typescript::Number)]
        version: i64,
        #[specta(type = specta_typescript::Number)]
        known: i64,
        copy: Option<String>,
    },
    #[error("{path} was made by a different build: its change {version} is not the one known here")]
    OtherBuild {
        path: String,
        #[specta(type = specta_typescript::Number)]
        version: i64,
    },
    #[error(
        "{path} was not brought up to date, because no copy of it could be kept: {said}; free some space and start again"
    )]
    NoCopyKept {
        path: String,
        fault: DiskFault,
        /// The system's own words.
        said: String,
    },
    #[error("the disk is full: {path} could not be opened")]
    NoRoomToOpen { path: String },
    #[error("{path} cannot be opened as a file")]
    NotAFile { path: String },
    #[error("{path} lies where a write-ahead log is not possible (the journal became «{mode}»)")]
    NoJournal { path: String, mode: String },
    #[error("{feed} has rows of schema {schema}, which this version of the program does not read")]
    FeedNewer { feed: String, schema: u32 },
    #[error(
        "the local copy of the supplier's data was damaged and has been removed; the next sync fetches it anew, drafts and orders are untouched"
    )]
    CopyRemoved,
    #[error(
        "The local copy of the supplier's data was lost or could not be read; the next sync fetches it anew. Drafts and orders are untouched."
    )]
    CopyLost,
    #[error(
        "The file with drafts was damaged. It was kept as {path} and a new one was begun; enrol again with a new invitation."
    )]
    DeskSetAside { path: String },
    #[error("keys.json has no key for the desk although the desk is there; nothing was changed")]
    DeskKeyMissing,

    // Keys.
    #[error("{path} is a profile already")]
    ProfileThere { path: String },
    #[error("{path} exists, but its key does not; no new key is made over it")]
    FileWithoutKey { path: String },
    #[error("{}", fault.words())]
    KeyringUnusable { fault: KeyringFault },
    #[error("a passphrase is needed, because the system's keyring does not work: {}", fault.words())]
    PassphraseNeeded { fault: KeyringFault },
    #[error("{}", KeysError::NeedsPassphrase)]
    UnderPassphrase,
    #[error("{}", KeysError::EmptyPassphrase)]
    PassphraseEmpty,
    #[error("{}", KeysError::KeyMissing)]
    KeyGone,
    #[error("{}", KeysError::WrongKey)]
    KeyOfAnotherProfile,
    #[error("{}", lower::keys_file_missing(path, encrypted))]
    KeysFileMissing { path: String, encrypted: String },
    #[error("{}", lower::keys_damaged(path))]
    KeysDamaged { path: String },
    #[error("{path} was written by a newer version of the program (format {format})")]
    KeysNewer { path: String, format: u32 },
    #[error("{}", KeysError::WrongPassphrase)]
    WrongPassphrase,
    #[error("{}", KeysError::MistypedRecoveryCode)]
    RecoveryCodeMistyped,
    #[error("{}", KeysError::WrongRecoveryCode)]
    RecoveryCodeOfAnother,

    // Settings.
    #[error("a code has {least} to {most} characters")]
    PinLength { least: u32, most: u32 },
    #[error("the code that shows prices is another one")]
    WrongPin,
    #[error("no such language, theme, density, zoom or hour of the day")]
    NoSuchSetting,
    #[error("a screen may leave at most 64 KiB under a key")]
    TooMuchToRemember,
    #[error("at most {limit} rows are read at once")]
    TooManyRows { limit: u32 },
    #[error("XDG_CONFIG_HOME is not the folder .config of the home directory")]
    ConfigElsewhere,
    #[error("the name of the folder cannot be written into an entry of autostart")]
    NameUnfitForAutostart,
}
