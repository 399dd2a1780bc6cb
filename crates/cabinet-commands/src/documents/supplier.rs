//! Documents of the supplier: one whole, its bytes for a viewer or on the disk, and what they say of an order.
//!
//! Bytes are asked for with the row that names them, so what a person may not see cannot be reached by guessing. What was fetched
//! once stays, encrypted, and opens without a connection.

use super::SavedFile;
use super::folder_rule::{Filed, folder_of};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::media::{ClearCopy, copy_for_viewer, fetched, is_opened};
use crate::open::Open;
use crate::reason::Thing;
use crate::settings::demand_shown_prices;
use crate::written_file::written_in;
use cabinet_desk::Grant;
use cabinet_domain::access::Right;
use cabinet_domain::ids::{ItemId, OrderId};
use cabinet_domain::quantity::Quantity;
use cabinet_domain::supplier_document::{DocumentKind, FileText};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::supplier_documents::{SupplierDocumentRow, SupplierFileRow};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A document of the supplier, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SupplierDocumentView {
    /// Id.
    pub id: String,
    /// `cabinet_domain::supplier_document::DocumentKind::code`.
    pub kind: String,
    /// As the supplier wrote it; empty when not known.
    pub number: String,
    /// ISO; empty when not known.
    pub date: String,
    /// Which correction of it; empty for the first edition.
    pub correction: String,
    /// Legal entity.
    pub entity: String,
    /// Order id; empty when it is of none.
    pub order: String,
    /// Number of the order; empty when it is of none.
    pub order_number: String,
    /// Sum with VAT; `None` when not said, or where sums may not be seen.
    #[specta(type = Option<specta_typescript::Number>)]
    pub total_minor: Option<i64>,
    /// VAT in the sum; `None` as above.
    #[specta(type = Option<specta_typescript::Number>)]
    pub vat_minor: Option<i64>,
    /// ISO 4217; empty without a sum.
    pub currency: String,
    /// When the supplier's gateway got it, UTC, ms since 1970.
    #[specta(type = specta_typescript::Number)]
    pub came_at_ms: i64,
    /// Its bytes; `None` when only its figures came, or where sums may not be seen.
    pub file: Option<SupplierFileView>,
    /// Another document tells the same shipment and is counted.
    pub is_counted_elsewhere: bool,
    /// Goods of it.
    pub lines: Vec<SupplierLineView>,
    /// What does not add up in it.
    pub doubts: Vec<SupplierDoubtView>,
}

/// The bytes of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SupplierFileView {
    /// Name with its ending.
    pub name: String,
    /// Length.
    #[specta(type = specta_typescript::Number)]
    pub bytes: u64,
    /// A viewer of the system can show it; others are saved.
    pub can_open: bool,
    /// It was fetched: it opens without a connection.
    pub is_here: bool,
    /// `cabinet_domain::supplier_document::FileText::code`: what of its text the search knows; empty where nobody read it.
    pub text: String,
}

/// Goods of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SupplierLineView {
    /// Item id; empty when it is none of the order's.
    pub item: String,
    /// As the supplier wrote it.
    pub article: String,
    /// As the supplier wrote it.
    pub name: String,
    /// Short name of the unit.
    pub unit: String,
    /// Thousandths.
    #[specta(type = specta_typescript::Number)]
    pub quantity_milli: i64,
    /// Sum with VAT; `None` when not said, or where sums may not be seen.
    #[specta(type = Option<specta_typescript::Number>)]
    pub sum_minor: Option<i64>,
}

/// Something that does not add up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SupplierDoubtView {
    /// `total`, `total_net`, `total_vat`, `line_sum`, `line_tax`, `tax_number`, `rate`, `quantity`, `sides`, `version`, `no_lines`.
    pub code: String,
    /// Which line, from 1; 0 for the whole.
    pub line: u32,
    /// As it stands there; sums in minor units.
    pub stated: String,
    /// By its other figures; may be empty.
    pub computed: String,
}

/// One document of the supplier.
///
/// # Errors
/// `not_found`.
pub async fn supplier(cabinet: &Cabinet, id: String) -> Result<SupplierDocumentView, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let (grant, row) = find(open, &id)?;
            view(open, &grant, row)
        })
        .await
}

/// Fetches a document if need be, and writes a copy that a viewer can open.
///
/// # Errors
/// `not_found`, `offline`, `disk_full`; `invalid` for a kind that is not opened, or while prices are hidden.
pub async fn supplier_open(cabinet: &Cabinet, id: String) -> Result<ClearCopy, CommandError> {
    demand_shown_prices(cabinet).await?;
    let (file, bytes) = bytes(&cabinet.ready()?, id).await?;
    copy_for_viewer(cabinet, crate::folders::safe_name(&file.title), file.extension, bytes).await
}

/// Saves a document as it came; without a path, into the folder of the rule under its own name.
///
/// # Errors
/// `not_found`, `offline`, `disk_full`, `invalid` (the path cannot be written; prices are hidden).
pub async fn supplier_save(cabinet: &Cabinet, id: String, path: Option<String>) -> Result<SavedFile, CommandError> {
    demand_shown_prices(cabinet).await?;
    let open = cabinet.ready()?;
    let (file, bytes) = bytes(&open, id.clone()).await?;
    let exports = cabinet.directory().join("exports");
    open.blocking(move |open| {
        let (grant, row) = find(open, &id)?;
        let folder = folder_of(open, &exports, &Filed::of(&grant.name, &row.date))?;
        written_in(&folder, path, &file.title, &file.extension, &bytes)
    })
    .await
}

async fn bytes(open: &Arc<Open>, id: String) -> Result<(SupplierFileRow, Vec<u8>), CommandError> {
    let asked = id.clone();
    let (entity, file) = open
        .blocking(move |open| {
            let (grant, row) = find(open, &asked)?;
            let file = row.file.ok_or_else(|| CommandError::not_found(Thing::File))?;
            Ok((grant.entity, file))
        })
        .await?;
    let feed = FeedName::Documents(entity.as_str().to_owned());
    let bytes = fetched(open, &feed, &format!("d:{id}"), file.blake3.clone(), file.bytes).await?;
    Ok((file, bytes))
}

fn find(open: &Open, id: &str) -> Result<(Grant, SupplierDocumentRow), CommandError> {
    for grant in open.grants()? {
        if !grant.role.may(Right::SeeDocuments) {
            continue;
        }
        if let Some(row) = open.documents(&grant.entity)?.supplier_document(id)? {
            return Ok((grant, row));
        }
    }
    Err(CommandError::not_found(Thing::Document))
}

fn view(open: &Open, grant: &Grant, row: SupplierDocumentRow) -> Result<SupplierDocumentView, CommandError> {
    let order_number = if row.order.is_empty() {
        String::new()
    } else {
        let order = open
            .documents(&grant.entity)?
            .order(&OrderId::new(row.order.as_str()))?;
        order.map(|order| order.summary.number).unwrap_or_default()
    };
    let file = row.file.as_ref().map(|file| SupplierFileView {
        name: format!("{}.{}", file.title, file.extension),
        bytes: file.bytes,
        text: FileText::from_code(&file.text_state)
            .map_or("", FileText::code)
            .to_owned(),
        can_open: is_opened(&file.extension),
        // A cache that fails is made anew when something is fetched.
        is_here: open
            .files
            .media()
            .is_ok_and(|cache| cache.has(&file.blake3).unwrap_or(false)),
    });
    Ok(SupplierDocumentView {
        kind: kind(&row),
        id: row.id,
        number: row.number,
        date: row.date,
        correction: row.correction,
        entity: grant.entity.to_string(),
        order: row.order,
        order_number,
        total_minor: row.total_minor,
        vat_minor: row.vat_minor,
        currency: row.currency,
        came_at_ms: row.came_at_ms,
        file,
        is_counted_elsewhere: !row.counted_by.is_empty(),
        lines: row
            .lines
            .into_iter()
            .map(|line| SupplierLineView {
                item: line.item,
                article: line.article,
                name: line.name,
                unit: line.unit,
                quantity_milli: line.quantity_milli,
                sum_minor: line.sum_minor,
            })
            .collect(),
        doubts: row
            .doubts
            .into_iter()
            .map(|doubt| SupplierDoubtView {
                code: doubt.code,
                line: doubt.line,
                stated: doubt.stated,
                computed: doubt.computed,
            })
            .collect(),
    })
}

/// A kind of a newer gateway is another document.
pub(super) fn kind(row: &SupplierDocumentRow) -> String {
    DocumentKind::from_code(&row.kind)
        .unwrap_or(DocumentKind::Other)
        .code()
        .to_owned()
}

/// A shipment of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ShipmentView {
    /// Id of the document.
    pub id: String,
    /// `shipment` or `upd`.
    pub kind: String,
    /// As the supplier wrote it.
    pub number: String,
    /// ISO; empty when not known.
    pub date: String,
    /// Goods of it.
    pub lines: Vec<SupplierLineView>,
}

/// The shipments of an order that are counted, the oldest first, and how much of each item they hand over.
///
/// # Errors
/// `damaged` and the like.
pub(crate) fn shipments(
    open: &Open,
    grant: &Grant,
    order: &OrderId,
) -> Result<(Vec<ShipmentView>, BTreeMap<ItemId, Quantity>), CommandError> {
    let mut shipped: BTreeMap<ItemId, Quantity> = BTreeMap::new();
    let mut shipments = Vec::new();
    for row in open.documents(&grant.entity)?.supplier_documents_of_order(order)? {
        let is_counted =
            row.counted_by.is_empty() && DocumentKind::from_code(&row.kind).is_some_and(DocumentKind::hands_goods_over);
        if !is_counted {
            continue;
        }
        for line in row.lines.iter().filter(|line| !line.item.is_empty()) {
            let sum = shipped.entry(ItemId::new(line.item.as_str())).or_insert(Quantity::ZERO);
            *sum = sum.plus(Quantity::from_milli(line.quantity_milli));
        }
        let shown = view(open, grant, row)?;
        shipments.push(ShipmentView {
            id: shown.id,
            kind: shown.kind,
            number: shown.number,
            date: shown.date,
            lines: shown.lines,
        });
    }
    Ok((shipments, shipped))
}
