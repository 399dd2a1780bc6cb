//! What a front-end may branch on, for each cause. No wildcard, so that a new cause must be decided here.

use super::{DiskFault, Reason};
use crate::error::ErrorCode;

impl Reason {
    /// The code of an error with this cause.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::NoServerNamed
            | Self::NoSessionToCheck
            | Self::NoProfile
            | Self::NoQueueKey
            | Self::ProfileLocked
            | Self::UnderPassphrase => ErrorCode::NotReady,
            Self::CopyRemoved | Self::CopyLost => ErrorCode::NotLoaded,
            Self::WrongPassphrase | Self::RecoveryCodeMistyped | Self::RecoveryCodeOfAnother | Self::WrongPin => {
                ErrorCode::WrongSecret
            }
            Self::PassphraseNeeded { .. } | Self::PassphraseEmpty | Self::UnlockFirst => ErrorCode::PassphraseNeeded,
            Self::KeyringUnusable { .. } | Self::KeyGone | Self::KeyOfAnotherProfile | Self::KeysFileMissing { .. } => {
                ErrorCode::KeyMissing
            }
            Self::PageAnswers { .. }
            | Self::AddressLeadsElsewhere { .. }
            | Self::OtherProtocol { .. }
            | Self::StrangeAnswer { .. } => ErrorCode::NotAGateway,
            Self::ProxyPassword { .. } => ErrorCode::Proxy,
            Self::ServerNotFound { .. }
            | Self::ServerUnreachable { .. }
            | Self::ServerSilent { .. }
            | Self::ConnectionBroken { .. }
            | Self::OrderStaysQueued => ErrorCode::Offline,
            Self::ServerFailed { .. }
            | Self::ServerFailedItself
            | Self::TooManyRequests
            | Self::DataDamaged { .. }
            | Self::AnswerTooLarge { .. }
            | Self::UploadStuck
            | Self::NoPictureCame
            | Self::DeviceNotKnown => ErrorCode::Failing,
            Self::OtherCertificate | Self::CertificateNotTrusted => ErrorCode::Certificate,
            Self::NoSession => ErrorCode::SignedOut,
            Self::RoleRefused
            | Self::NotForThatEntity
            | Self::RoleOrdersNothing
            | Self::NoPricesToOrderBy
            | Self::OnlyForAdministrators
            | Self::RoleShowsNoGoods
            | Self::RoleShowsNoPrices
            | Self::RoleFilesNoClaims
            | Self::PaperWithPrices
            | Self::NoPriceList
            | Self::DraftsCanBeSent => ErrorCode::NotAllowed,
            Self::QueueEmpty
            | Self::SupplierHasNone
            | Self::NoSuch { .. }
            | Self::NotInDirectory { .. }
            | Self::NoSuchAct
            | Self::OrderAsksNothing => ErrorCode::NotFound,
            Self::SyncRunning
            | Self::ProfileInUse { .. }
            | Self::FileHeld
            | Self::NamedFileHeld { .. }
            | Self::QueryCancelled => ErrorCode::Busy,
            Self::File {
                fault: DiskFault::NoRoom,
                ..
            }
            | Self::NoCopyKept {
                fault: DiskFault::NoRoom,
                ..
            }
            | Self::NoRoomToOpen { .. } => ErrorCode::DiskFull,
            Self::DataNewer { .. } | Self::OtherBuild { .. } | Self::FeedNewer { .. } | Self::KeysNewer { .. } => {
                ErrorCode::Newer
            }
            Self::ProfileFileDamaged
            | Self::NamedFileDamaged { .. }
            | Self::DeskSetAside { .. }
            | Self::DeskKeyMissing
            | Self::KeysDamaged { .. } => ErrorCode::Damaged,
            Self::NoPrintService { .. }
            | Self::NoPrinters
            | Self::NoDefaultPrinter
            | Self::UnknownPrinter { .. }
            | Self::PrinterSilent { .. }
            | Self::PrinterAddress { .. }
            | Self::BadCopies { .. }
            | Self::NoSuchTray { .. }
            | Self::NoSuchPaper { .. }
            | Self::NoSuchSides { .. }
            | Self::PrinterFormat { .. }
            | Self::PrinterPaused { .. }
            | Self::PrinterTakesNoJobs { .. }
            | Self::PrintingNotAllowed { .. }
            | Self::PrinterRefused { .. }
            | Self::PrintServiceLate { .. }
            | Self::PrintingUnsupported
            | Self::NoPrintJob
            | Self::NotAPrinter { .. }
            | Self::NotHandedOver => ErrorCode::Printer,
            Self::NotAnAddress
            | Self::FolderNotWhole
            | Self::LabelPaper { .. }
            | Self::LabelResolution { .. }
            | Self::LabelFont
            | Self::BarcodeTooLong
            | Self::BarcodeUnprintable
            | Self::LabelPricesHidden
            | Self::PricesHidden
            | Self::NoPriceForLabel
            | Self::NotInPriceList
            | Self::NothingToLabel
            | Self::TooManyLabels { .. }
            | Self::AddressNotSecure
            | Self::CodeUnreadable
            | Self::FingerprintUnreadable
            | Self::OfAnotherPerson
            | Self::EnrolledAlready
            | Self::StoredAddressUnusable
            | Self::StoredFingerprintUnusable
            | Self::NotAProxy
            | Self::DraftName { .. }
            | Self::CommentTooLong { .. }
            | Self::LineCommentTooLong { .. }
            | Self::NothingToDivide
            | Self::CompareWithItself
            | Self::CompareDrafts
            | Self::NothingToKeep
            | Self::LabelTooLong { .. }
            | Self::PartsNotTheLine
            | Self::ServiceUnset { .. }
            | Self::ServiceOutOfRange
            | Self::QuantityOutOfRange
            | Self::QuantityNotPositive
            | Self::QuantityUnreadable { .. }
            | Self::QuantityDoubtful { .. }
            | Self::UnitUnknown { .. }
            | Self::UnitOfSeveralSizes { .. }
            | Self::UnitOfOtherSize { .. }
            | Self::SoldWhole { .. }
            | Self::SoldWholeReduce { .. }
            | Self::DraftInTrash
            | Self::LineInFlight
            | Self::NoLineToCopy
            | Self::CopyIntoItself
            | Self::DraftOfAnotherEntity
            | Self::NoticeOfAnotherEntity
            | Self::NoticeNotOfGoods
            | Self::NoticeAddedAlready
            | Self::OneListAtATime
            | Self::NoLinesToCheck
            | Self::NothingToPlace
            | Self::DraftChanged
            | Self::CheckOfAnotherDraft
            | Self::AnalogueInDraft
            | Self::AnalogueInOtherUnit { .. }
            | Self::AnalogueWithoutService { .. }
            | Self::RulePercent
            | Self::TooManyDays { .. }
            | Self::NoLineToPlace
            | Self::NotDeliverable { .. }
            | Self::OwnNumberTooLong { .. }
            | Self::DateUnreadable
            | Self::OrderMayHaveArrived
            | Self::OrderNotWaiting
            | Self::SeveralOrders
            | Self::MovedOn { .. }
            | Self::ClaimOfCancelled
            | Self::NotShipped
            | Self::NoPricedGoods
            | Self::PriceListName { .. }
            | Self::PriceListNameTaken { .. }
            | Self::PriceListTooLarge
            | Self::MarkupOutOfRange
            | Self::PriceRangeEmpty
            | Self::OwnPriceNotPositive
            | Self::RoundingUnusable
            | Self::ExceptionTwice { .. }
            | Self::PriceListEmpty
            | Self::ListPathNotWhole
            | Self::ListFileOfAnother { .. }
            | Self::ListFileTaken { .. }
            | Self::OfferTooLong { .. }
            | Self::LogoTooLarge { .. }
            | Self::NotAListEnding { .. }
            | Self::NothingOnPaper
            | Self::ClaimOfNewerVersion
            | Self::InvoiceTwice
            | Self::SeveralPayers
            | Self::NotToBePaidBy { .. }
            | Self::NoInvoiceNamed
            | Self::PaymentUnusable { .. }
            | Self::ClaimFiled
            | Self::ClaimNotFiled
            | Self::ClaimClosed
            | Self::ClaimOnItsWay
            | Self::ClaimInFlight
            | Self::MayHaveArrived
            | Self::NotWaiting
            | Self::NothingSaid
            | Self::NothingDescribed
            | Self::TextTooLong { .. }
            | Self::NoSuchKind
            | Self::NoSuchDemand
            | Self::ClaimedTooMuch
            | Self::ArticleUnusable { .. }
            | Self::OwnCodeUnusable { .. }
            | Self::NoCodesInFile
            | Self::NothingToSplit
            | Self::NotATableEnding { .. }
            | Self::NoteTooLong { .. }
            | Self::WishedQuantity
            | Self::ArticleThere { .. }
            | Self::NothingToWaitFor
            | Self::LastDayUnreadable
            | Self::LastDayOver { .. }
            | Self::WishedDayOver { .. }
            | Self::FeedbackKind
            | Self::FeedbackText { .. }
            | Self::ScreenshotTooLarge
            | Self::PictureUnusable { .. }
            | Self::PeriodUnusable
            | Self::ActWithoutEntries
            | Self::ActInCurrencies { .. }
            | Self::CardWithoutTable
            | Self::CardWithoutDocuments
            | Self::CardOutOfRange
            | Self::File { .. }
            | Self::ListTooLarge { .. }
            | Self::ListEmpty
            | Self::ListUnderPassword
            | Self::ListDamaged
            | Self::ListTooLong
            | Self::BinaryWorkbook
            | Self::WorkbookOfExcel4
            | Self::NotATable { .. }
            | Self::NotOpened { .. }
            | Self::NoViewer
            | Self::NoPaymentLink
            | Self::PaymentLinkNotHttps
            | Self::PaymentLinkWithLogin
            | Self::PaymentLinkByNumber
            | Self::PaymentLinkUnreadable
            | Self::NoBrowser
            | Self::NothingUnsent
            | Self::NoHome
            | Self::ProfileWithoutName
            | Self::SampleFolderTaken { .. }
            | Self::NoCopyKept { .. }
            | Self::NotAFile { .. }
            | Self::NoJournal { .. }
            | Self::ProfileThere { .. }
            | Self::FileWithoutKey { .. }
            | Self::PinLength { .. }
            | Self::NoSuchSetting
            | Self::TooMuchToRemember
            | Self::TooManyRows { .. }
            | Self::ConfigElsewhere
            | Self::NameUnfitForAutostart => ErrorCode::Invalid,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::CommandError;
    use crate::reason::{FileDeed, ForeignKind, KeyringFault};
    use cabinet_client::error::{ClientError, Stranger};
    use std::path::{Path, PathBuf};

    #[test]
    fn an_error_has_the_words_and_the_code_of_its_cause() {
        let page = ClientError::NotAGateway {
            what: Stranger::Page(Some("Вход".to_owned())),
            status: 200,
        };
        let newer = cabinet_sqlite::OpenError::Newer {
            path: PathBuf::from("desk.db"),
            version: 9,
            known: 8,
            copy: Some(PathBuf::from("desk.db.8")),
        };
        for (words, error) in [
            (page.to_string(), CommandError::from(page)),
            (newer.to_string(), CommandError::from(newer)),
        ] {
            let reason = error.reason.clone().unwrap();
            assert_eq!((error.message, error.code), (words, reason.code()));
        }
        let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
        let error = CommandError::file(FileDeed::WriteFile, Path::new("a.pdf"), &full);
        assert_eq!(error.code, ErrorCode::DiskFull);
        assert!(
            error.message.starts_with("the file cannot be written: a.pdf: "),
            "{error}"
        );
    }

    #[test]
    fn words_of_crates_below_are_their_own() {
        for (reason, words) in [
            (
                Reason::NotATable { kind: ForeignKind::Pdf },
                "this is a PDF, not a table: send the list as a spreadsheet, as CSV or as text",
            ),
            (
                Reason::PassphraseNeeded {
                    fault: KeyringFault::Locked,
                },
                "a passphrase is needed, because the system's keyring does not work: the keyring is locked",
            ),
            (
                Reason::ServerNotFound { at: String::new() },
                "the gateway cannot be found: its name has no address, or there is no network",
            ),
        ] {
            assert_eq!(reason.to_string(), words);
        }
    }

    #[test]
    fn a_cause_is_read_back_as_it_was_written() {
        let reason = Reason::ArticleThere {
            article: "Б-1".to_owned(),
            name: "Болт".to_owned(),
        };
        let text = serde_json::to_string(&reason).unwrap();
        assert_eq!(text, r#"{"cause":"article_there","article":"Б-1","name":"Болт"}"#);
        assert_eq!(serde_json::from_str::<Reason>(&text).unwrap(), reason);
    }
}
