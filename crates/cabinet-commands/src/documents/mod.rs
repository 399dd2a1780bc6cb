//! Papers: which there are, preview, save, print; paying invoices.

mod act;
mod archive;
mod check_sheet;
mod claim;
mod client_bank;
mod folder_rule;
mod invoice;
mod labels;
mod list;
mod offered;
mod order_form;
mod paper;
mod pay_on_site;
mod payment;
mod preview;
mod price_list;
mod print;
mod print_job;
mod printers;
mod save;
mod shipment;
mod supplier;

pub use archive::{MissingPaper, MonthArchive, archive};
pub use client_bank::{ClientBankReport, ClientBankRequest, client_bank};
pub use folder_rule::{FolderRule, SubFolders, folder_preview, folder_rule, set_folder_rule};
pub use labels::{LabelLeftOut, LabelPaper, LabelReport, LabelRequest, labels_print, labels_save, labels_test};
pub use list::list;
pub use offered::{OrderPaper, OrderPapers, PaperSource, of_orders, offered};
pub(crate) use paper::day_of;
pub use paper::{DoubtView, PaperForm, PaperRequest};
pub use pay_on_site::{PaymentLinkView, payment_address, payment_link};
pub use payment::{PaymentView, payment};
pub use preview::preview;
pub(crate) use price_list::level_in_words;
pub use print::{PaperSides, PrintWishes, PrintedPaper, print, print_choice};
pub use print_job::{PrintJobDoing, print_cancel, print_job};
pub use printers::{PrinterDoing, PrinterView, printer, printers};
pub use save::save;
pub(crate) use supplier::shipments;
pub use supplier::{
    ShipmentView, SupplierDocumentView, SupplierDoubtView, SupplierFileView, SupplierLineView, supplier, supplier_open,
    supplier_save,
};

use serde::{Deserialize, Serialize};
use specta::Type;

/// A document in a list.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct DocumentSummary {
    /// Id.
    pub id: String,
    /// `invoice` of one that is printed here; of the supplier's own, `cabinet_domain::supplier_document::DocumentKind::code`.
    pub kind: String,
    /// The supplier's own document, not a paper that is printed here.
    pub is_suppliers: bool,
    /// It has a file that can be opened or saved; printed ones always have.
    pub has_file: bool,
    /// Something in it does not add up.
    pub has_doubts: bool,
    /// Number to print.
    pub number: String,
    /// 1C's number is not known yet.
    pub is_preliminary: bool,
    /// The supplier cancelled the order: nothing is to be paid.
    pub is_cancelled: bool,
    /// Date, ISO.
    pub date: String,
    /// Legal entity.
    pub entity: String,
    /// Name of the entity.
    pub entity_name: String,
    /// Order id; empty when it is of none.
    pub order: String,
    /// Number of the order; empty when it is of none.
    pub order_number: String,
    /// Sum, VAT included; `None` when the document says none, or where sums may not be seen.
    #[specta(type = Option<specta_typescript::Number>)]
    pub total_minor: Option<i64>,
    /// ISO 4217.
    pub currency: String,
}

/// A page of a preview: the very PDF that prints, as a picture.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct PreviewPage {
    /// Which page, from 1.
    pub page: u32,
    /// Pages in all.
    pub pages: u32,
    /// `data:image/png;base64,…`
    pub image: String,
    /// What a reader should know before relying on the paper.
    pub doubts: Vec<DoubtView>,
}

/// Where a document was saved.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct SavedFile {
    /// Full path.
    pub path: String,
    /// Size in bytes.
    pub bytes: u32,
}

/// Where a paper was saved.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct SavedPaper {
    /// Full path.
    pub path: String,
    /// Size in bytes.
    pub bytes: u32,
    /// What a reader should know before relying on the paper.
    pub doubts: Vec<DoubtView>,
}
