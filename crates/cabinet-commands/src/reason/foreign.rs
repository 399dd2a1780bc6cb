//! What a file is that was brought as a list and is no table.

use cabinet_intake::file::failure::Foreign;
use serde::{Deserialize, Serialize};
use specta::Type;

/// What it is instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "each is explained where it is found: cabinet_intake::file::failure::Foreign"
)]
pub enum ForeignKind {
    Pdf,
    Picture,
    Archive,
    TextDocument,
    DocumentOrSlides,
    OfficeFile,
    Program,
    Bytes,
    OtherXml,
    OtherCommerceMl,
}

impl ForeignKind {
    pub(crate) const fn of(kind: Foreign) -> Self {
        match kind {
            Foreign::Pdf => Self::Pdf,
            Foreign::Picture => Self::Picture,
            Foreign::Archive => Self::Archive,
            Foreign::TextDocument => Self::TextDocument,
            Foreign::DocumentOrSlides => Self::DocumentOrSlides,
            Foreign::OfficeFile => Self::OfficeFile,
            Foreign::Program => Self::Program,
            Foreign::Bytes => Self::Bytes,
            Foreign::OtherXml => Self::OtherXml,
            Foreign::OtherCommerceMl => Self::OtherCommerceMl,
        }
    }

    pub(super) const fn foreign(self) -> Foreign {
        match self {
            Self::Pdf => Foreign::Pdf,
            Self::Picture => Foreign::Picture,
            Self::Archive => Foreign::Archive,
            Self::TextDocument => Foreign::TextDocument,
            Self::DocumentOrSlides => Foreign::DocumentOrSlides,
            Self::OfficeFile => Foreign::OfficeFile,
            Self::Program => Foreign::Program,
            Self::Bytes => Foreign::Bytes,
            Self::OtherXml => Foreign::OtherXml,
            Self::OtherCommerceMl => Foreign::OtherCommerceMl,
        }
    }
}
