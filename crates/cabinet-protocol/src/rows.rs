//! The rows of feeds, as protobuf messages written by hand in Rust.
//!
//! A field number never changes its meaning; new fields get new numbers, and a reader skips those it does not know.
//! Numbers carry their unit in the name; absence is `None` or empty, never a sentinel.

use crate::books::{BooksRow, OwedRow};
use crate::delivery::OrderDeliveryRow;
use crate::settlement::ActRow;
use crate::supplier_documents::SupplierDocumentRow;
use cabinet_domain::ids::WarehouseId;
use cabinet_domain::marks::LinePart;
use prost::Message;

/// A row of the feed `ref`. Exactly one of the fields is set; a row with none is of a kind this build does not know.
#[derive(Clone, PartialEq, Message)]
pub struct ReferenceRow {
    /// A group of goods. Key: `g:<id>`.
    #[prost(message, optional, tag = "1")]
    pub group: Option<GroupRow>,
    /// A property of goods. Key: `p:<id>`.
    #[prost(message, optional, tag = "2")]
    pub property: Option<PropertyRow>,
    /// A price type. Key: `t:<id>`.
    #[prost(message, optional, tag = "3")]
    pub price_type: Option<PriceTypeRow>,
    /// A warehouse. Key: `w:<id>`.
    #[prost(message, optional, tag = "4")]
    pub warehouse: Option<WarehouseRow>,
}

/// A group of goods.
#[derive(Clone, PartialEq, Message)]
pub struct GroupRow {
    /// 1C id.
    #[prost(string, tag = "1")]
    pub id: String,
    /// Name.
    #[prost(string, tag = "2")]
    pub name: String,
    /// The group above; `None` for a root.
    #[prost(string, optional, tag = "3")]
    pub parent: Option<String>,
    /// Place among all groups, in the order of the export.
    #[prost(uint32, tag = "4")]
    pub ordinal: u32,
}

/// A property of goods ("Резьба").
#[derive(Clone, PartialEq, Message)]
pub struct PropertyRow {
    /// 1C id.
    #[prost(string, tag = "1")]
    pub id: String,
    /// Name.
    #[prost(string, tag = "2")]
    pub name: String,
}

/// A price type.
#[derive(Clone, PartialEq, Message)]
pub struct PriceTypeRow {
    /// 1C id.
    #[prost(string, tag = "1")]
    pub id: String,
    /// Name.
    #[prost(string, tag = "2")]
    pub name: String,
    /// ISO 4217.
    #[prost(string, tag = "3")]
    pub currency: String,
    /// Whether prices include VAT.
    #[prost(bool, tag = "4")]
    pub includes_vat: bool,
}

/// A warehouse.
#[derive(Clone, PartialEq, Message)]
pub struct WarehouseRow {
    /// 1C id.
    #[prost(string, tag = "1")]
    pub id: String,
    /// Name.
    #[prost(string, tag = "2")]
    pub name: String,
    /// Address in one line; empty when unknown.
    #[prost(string, tag = "3")]
    pub address: String,
}

/// A row of `cat:<assortment>`: something that can be ordered. Key: the item id.
#[derive(Clone, PartialEq, Message)]
pub struct ItemRow {
    /// `product` or `product#characteristic`.
    #[prost(string, tag = "1")]
    pub item: String,
    /// Артикул; empty when the supplier gives none.
    #[prost(string, tag = "2")]
    pub article: String,
    /// Наименование, by which people know it, with the characteristic for a variant.
    #[prost(string, tag = "3")]
    pub name: String,
    /// The part of the name that tells variants of one product apart ("длина 40"); empty for a plain product.
    #[prost(string, tag = "4")]
    pub variant: String,
    /// Barcode; empty when there is none.
    #[prost(string, tag = "5")]
    pub barcode: String,
    /// Short name of the base unit ("шт").
    #[prost(string, tag = "6")]
    pub unit: String,
    /// ОКЕИ code of the base unit; empty when unknown.
    #[prost(string, tag = "7")]
    pub unit_code: String,
    /// The group, `None` when it has none.
    #[prost(string, optional, tag = "8")]
    pub group: Option<String>,
    /// VAT: `none`, a percent, or empty when the supplier did not say.
    #[prost(string, tag = "9")]
    pub vat: String,
    /// Packages in which it is also sold.
    #[prost(message, repeated, tag = "10")]
    pub packs: Vec<PackRow>,
    /// Values of properties, characteristics included.
    #[prost(message, repeated, tag = "11")]
    pub properties: Vec<PropertyValueRow>,
    /// Free text about the goods.
    #[prost(string, tag = "12")]
    pub description: String,
    /// Manufacturer or brand; empty when unknown.
    #[prost(string, tag = "13")]
    pub maker: String,
    /// Weight of the base unit in grams; 0 when unknown.
    #[prost(uint64, tag = "14")]
    pub weight_g: u64,
    /// The supplier's generation passed it by in the last full export: shown, marked as doubtful.
    #[prost(bool, tag = "15")]
    pub is_stale: bool,
    /// Полное наименование of the product where it says something else than `name`; empty otherwise.
    #[prost(string, tag = "16")]
    pub full_name: String,
    /// Volume of the base unit in cubic centimetres; 0 when unknown.
    #[prost(uint64, tag = "17")]
    pub volume_cm3: u64,
}

/// A package: so many base units.
#[derive(Clone, PartialEq, Message)]
pub struct PackRow {
    /// Short name ("упак").
    #[prost(string, tag = "1")]
    pub unit: String,
    /// ОКЕИ code; empty when unknown.
    #[prost(string, tag = "2")]
    pub unit_code: String,
    /// Base units in it, in thousandths.
    #[prost(int64, tag = "3")]
    pub units_milli: i64,
}

/// A value of a property.
#[derive(Clone, PartialEq, Message)]
pub struct PropertyValueRow {
    /// Name of the property, as shown.
    #[prost(string, tag = "1")]
    pub name: String,
    /// Value, as shown.
    #[prost(string, tag = "2")]
    pub value: String,
    /// Id of the property; empty for a characteristic, which has a name only.
    #[prost(string, tag = "3")]
    pub property: String,
}

/// A row of `price:<price type>`. Key: the item id.
#[derive(Clone, PartialEq, Message)]
pub struct PriceRow {
    /// Which item.
    #[prost(string, tag = "1")]
    pub item: String,
    /// Price of one base unit in millionths of the currency unit.
    #[prost(int64, tag = "2")]
    pub price_micro: i64,
    /// ISO 4217.
    #[prost(string, tag = "3")]
    pub currency: String,
}

/// A row of `stock:<warehouse>:<mode>`. Key: the item id.
#[derive(Clone, PartialEq, Message)]
pub struct StockRow {
    /// Which item.
    #[prost(string, tag = "1")]
    pub item: String,
    /// What is there, in thousandths of the base unit, the gateway's own holds already taken off. In `exact` only.
    #[prost(int64, tag = "2")]
    pub quantity_milli: i64,
    /// `cabinet_domain::stock::StockLevel::code` in `words`; empty in `exact`.
    #[prost(string, tag = "3")]
    pub level: String,
}

/// A row of `doc:<entity>`, or of `doc:<entity>:unpriced`, which has orders only. Exactly one field is set; a row with
/// none is of a kind this build does not know.
#[derive(Clone, PartialEq, Message)]
pub struct DocumentRow {
    /// An order. Key: `o:<id>`.
    #[prost(message, optional, tag = "1")]
    pub order: Option<OrderRow>,
    /// An invoice (счёт на оплату). Key: `i:<id>`.
    #[prost(message, optional, tag = "2")]
    pub invoice: Option<InvoiceRow>,
    /// A document of the supplier. Key: `d:<id>`.
    #[prost(message, optional, tag = "3")]
    pub supplier_document: Option<SupplierDocumentRow>,
    /// A document by the supplier's books, with what is owed of it. Key: `m:<id>`.
    #[prost(message, optional, tag = "4")]
    pub owed: Option<OwedRow>,
    /// As of when the books were told. Key: `b:`.
    #[prost(message, optional, tag = "5")]
    pub books: Option<BooksRow>,
    /// What became of an ask for an act of reconciliation. Key: `a:<id>`.
    #[prost(message, optional, tag = "6")]
    pub act: Option<ActRow>,
}

/// An order as the gateway and 1C know it.
#[derive(Clone, PartialEq, Message)]
pub struct OrderRow {
    /// Gateway id.
    #[prost(string, tag = "1")]
    pub id: String,
    /// Number given by the gateway: digits only, at most 9.
    #[prost(string, tag = "2")]
    pub number: String,
    /// The command that placed it; empty for an order made by the supplier.
    #[prost(string, tag = "3")]
    pub command_key: String,
    /// The draft it came from; empty when unknown.
    #[prost(string, tag = "4")]
    pub draft: String,
    /// Name of the draft, kept for the history.
    #[prost(string, tag = "5")]
    pub draft_name: String,
    /// When it was accepted, UTC, ms since 1970.
    #[prost(int64, tag = "6")]
    pub placed_at_ms: i64,
    /// Name of the person who placed it.
    #[prost(string, tag = "7")]
    pub placed_by: String,
    /// `cabinet_domain::order::OrderState::code`.
    #[prost(string, tag = "8")]
    pub state: String,
    /// ISO 4217; empty in an order without sums, where every price and sum is absent.
    #[prost(string, tag = "9")]
    pub currency: String,
    /// Sum with VAT.
    #[prost(int64, tag = "10")]
    pub total_minor: i64,
    /// VAT in the sum.
    #[prost(int64, tag = "11")]
    pub vat_minor: i64,
    /// The buyer's comment.
    #[prost(string, tag = "12")]
    pub comment: String,
    /// Number in 1C; empty until it is known.
    #[prost(string, tag = "13")]
    pub onec_number: String,
    /// Date in 1C, ISO; empty until it is known.
    #[prost(string, tag = "14")]
    pub onec_date: String,
    /// Number of the payment in 1C; empty until everything is paid.
    #[prost(string, tag = "15")]
    pub payment_number: String,
    /// Its date, ISO.
    #[prost(string, tag = "16")]
    pub payment_date: String,
    /// Number of the shipment in 1C; empty until everything is shipped.
    #[prost(string, tag = "17")]
    pub shipment_number: String,
    /// Its date, ISO.
    #[prost(string, tag = "18")]
    pub shipment_date: String,
    /// Lines as they are now.
    #[prost(message, repeated, tag = "19")]
    pub lines: Vec<OrderLineRow>,
    /// States with time, in the order they were reached.
    #[prost(message, repeated, tag = "20")]
    pub history: Vec<StateChangeRow>,
    /// How it is delivered, and the buyer's own number; `None` when nothing of it was said.
    #[prost(message, optional, tag = "30")]
    pub delivery: Option<OrderDeliveryRow>,
    /// When it is to be paid by 1C, ISO; empty when 1C did not say.
    #[prost(string, tag = "31")]
    pub due_date: String,
}

/// A line of an order.
#[derive(Clone, PartialEq, Message)]
pub struct OrderLineRow {
    /// Place in the order, from 1.
    #[prost(uint32, tag = "1")]
    pub ordinal: u32,
    /// Which item.
    #[prost(string, tag = "2")]
    pub item: String,
    /// Article at the time of the order.
    #[prost(string, tag = "3")]
    pub article: String,
    /// Name at the time of the order.
    #[prost(string, tag = "4")]
    pub name: String,
    /// Short name of the unit.
    #[prost(string, tag = "5")]
    pub unit: String,
    /// Quantity now, in thousandths; 0 when 1C dropped the line.
    #[prost(int64, tag = "6")]
    pub quantity_milli: i64,
    /// Price now, in millionths.
    #[prost(int64, tag = "7")]
    pub price_micro: i64,
    /// Sum now, VAT included.
    #[prost(int64, tag = "8")]
    pub sum_minor: i64,
    /// VAT rate: `none` or a percent.
    #[prost(string, tag = "9")]
    pub vat: String,
    /// VAT in the sum.
    #[prost(int64, tag = "10")]
    pub vat_minor: i64,
    /// Quantity as placed, in thousandths; 0 for a line that 1C added.
    #[prost(int64, tag = "11")]
    pub placed_quantity_milli: i64,
    /// Price as placed, in millionths.
    #[prost(int64, tag = "12")]
    pub placed_price_micro: i64,
    /// The buyer's comment on the line; may be empty.
    #[prost(string, tag = "20")]
    pub comment: String,
    /// How the buyer divided it; `None` when he did not.
    #[prost(message, optional, tag = "21")]
    pub parts: Option<LinePartsRow>,
    /// What of it was ordered without being there, in thousandths; never more than the quantity now.
    #[prost(int64, tag = "22")]
    pub on_order_milli: i64,
    /// What the line is done to, where it is a service; `None` for goods.
    #[prost(message, optional, tag = "23")]
    pub service: Option<ServiceLineRow>,
}

/// A service as a line of an order; its quantity is how often it is paid.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct ServiceLineRow {
    /// To which goods it is done.
    #[prost(string, tag = "1")]
    pub of_item: String,
    /// How many pieces; `None` when that was not asked.
    #[prost(int64, optional, tag = "2")]
    pub pieces: Option<i64>,
    /// How long each is, in millimetres; `None` when that was not asked.
    #[prost(int64, optional, tag = "3")]
    pub length_mm: Option<i64>,
}

/// The parts of a line of an order; they are as much as the line is now.
#[derive(Clone, PartialEq, Message)]
pub struct LinePartsRow {
    /// In the buyer's order.
    #[prost(message, repeated, tag = "1")]
    pub parts: Vec<LinePartRow>,
}

/// A part of a line: `cabinet_domain::marks::LinePart`.
#[derive(Clone, PartialEq, Message)]
pub struct LinePartRow {
    /// For whom or what it is; may be empty.
    #[prost(string, tag = "1")]
    pub label: String,
    /// The day on which it is wished, ISO; empty for none.
    #[prost(string, tag = "2")]
    pub date: String,
    /// The warehouse from which it is wished; empty for none.
    #[prost(string, tag = "3")]
    pub warehouse: String,
    /// Its name on the day of the order.
    #[prost(string, tag = "4")]
    pub warehouse_name: String,
    /// In thousandths of the base unit.
    #[prost(int64, tag = "5")]
    pub quantity_milli: i64,
}

impl LinePartsRow {
    /// The row of parts; `None` for none.
    #[must_use]
    pub fn of(parts: &[LinePart]) -> Option<Self> {
        let row = |part: &LinePart| LinePartRow {
            label: part.label.clone(),
            date: part.date.clone().unwrap_or_default(),
            warehouse: part.warehouse.as_ref().map(ToString::to_string).unwrap_or_default(),
            warehouse_name: part.warehouse_name.clone(),
            quantity_milli: part.quantity_milli,
        };
        (!parts.is_empty()).then(|| Self {
            parts: parts.iter().map(row).collect(),
        })
    }

    /// The parts of a row.
    #[must_use]
    pub fn to_domain(&self) -> Vec<LinePart> {
        let filled = |text: &String| (!text.is_empty()).then(|| text.clone());
        let part = |row: &LinePartRow| LinePart {
            label: row.label.clone(),
            date: filled(&row.date),
            warehouse: filled(&row.warehouse).map(WarehouseId::new),
            warehouse_name: row.warehouse_name.clone(),
            quantity_milli: row.quantity_milli,
        };
        self.parts.iter().map(part).collect()
    }
}

/// A state and when it was reached.
#[derive(Clone, PartialEq, Message)]
pub struct StateChangeRow {
    /// `cabinet_domain::order::OrderState::code`.
    #[prost(string, tag = "1")]
    pub state: String,
    /// UTC, ms since 1970.
    #[prost(int64, tag = "2")]
    pub at_ms: i64,
    /// The person, or the supplier's program.
    #[prost(string, tag = "3")]
    pub who: String,
}

/// An invoice (счёт на оплату), complete: it prints offline.
#[derive(Clone, PartialEq, Message)]
pub struct InvoiceRow {
    /// Gateway id.
    #[prost(string, tag = "1")]
    pub id: String,
    /// The order it is for.
    #[prost(string, tag = "2")]
    pub order: String,
    /// The number to print: 1C's once known, the gateway's before.
    #[prost(string, tag = "3")]
    pub number: String,
    /// True until 1C's number is known; said on the paper.
    #[prost(bool, tag = "4")]
    pub is_preliminary: bool,
    /// Date, ISO.
    #[prost(string, tag = "5")]
    pub date: String,
    /// The supplier.
    #[prost(message, optional, tag = "6")]
    pub seller: Option<PartyRow>,
    /// The dealer's legal entity.
    #[prost(message, optional, tag = "7")]
    pub buyer: Option<PartyRow>,
    /// Where to pay; `None` when the supplier did not fill it in.
    #[prost(message, optional, tag = "8")]
    pub bank: Option<BankRow>,
    /// Basis ("Заказ № 12 от 01.02.2026").
    #[prost(string, tag = "9")]
    pub basis: String,
    /// ISO 4217.
    #[prost(string, tag = "10")]
    pub currency: String,
    /// Lines.
    #[prost(message, repeated, tag = "11")]
    pub lines: Vec<OrderLineRow>,
    /// Sum with VAT.
    #[prost(int64, tag = "12")]
    pub total_minor: i64,
    /// VAT in the sum.
    #[prost(int64, tag = "13")]
    pub vat_minor: i64,
    /// Head of the supplier, for the signature.
    #[prost(string, tag = "14")]
    pub director: String,
    /// Accountant of the supplier, for the signature.
    #[prost(string, tag = "15")]
    pub accountant: String,
    /// A note under the totals ("Оплатить до …"); may be empty.
    #[prost(string, tag = "16")]
    pub note: String,
    /// True when the goods were priced without VAT, which was added on top.
    #[prost(bool, tag = "17")]
    pub vat_on_top: bool,
    /// The supplier cancelled the order: nothing is to be paid.
    #[prost(bool, tag = "18")]
    pub is_cancelled: bool,
    /// Where it is paid on the supplier's page, for `crate::payment_link::PaymentLink`; empty where it is not.
    #[prost(string, tag = "19")]
    pub payment_link: String,
}

/// A party of a document.
#[derive(Clone, PartialEq, Message)]
pub struct PartyRow {
    /// Full name.
    #[prost(string, tag = "1")]
    pub name: String,
    /// ИНН; empty when there is none.
    #[prost(string, tag = "2")]
    pub inn: String,
    /// КПП; empty when there is none.
    #[prost(string, tag = "3")]
    pub kpp: String,
    /// ЄДРПОУ; empty when there is none.
    #[prost(string, tag = "4")]
    pub edrpou: String,
    /// Address in one line.
    #[prost(string, tag = "5")]
    pub address: String,
    /// Telephone.
    #[prost(string, tag = "6")]
    pub phone: String,
}

/// A bank account of the supplier.
#[derive(Clone, PartialEq, Message)]
pub struct BankRow {
    /// Name and city of the bank.
    #[prost(string, tag = "1")]
    pub bank: String,
    /// БИК (or МФО).
    #[prost(string, tag = "2")]
    pub bic: String,
    /// Correspondent account.
    #[prost(string, tag = "3")]
    pub correspondent_account: String,
    /// Settlement account, or IBAN.
    #[prost(string, tag = "4")]
    pub account: String,
}
