//! What of a paper can be found: its numbers, who and what stands in it, what was said, the text of its file.
//!
//! The index and the fragments that a search shows are made of the same pieces, so neither knows a word that the other does
//! not. No sum and no price is a piece, but for the text of a file, which is marked.

use cabinet_domain::claim::{ClaimKind, ClaimRemedy};
use cabinet_domain::supplier_document::DocumentKind;
use cabinet_protocol::claims::ClaimRow;
use cabinet_protocol::rows::{InvoiceRow, OrderLineRow};
use cabinet_protocol::supplier_documents::SupplierDocumentRow;
use cabinet_sqlite::StoreError;
use prost::Message;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, named_params};

/// What a paper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PaperKind {
    /// An order.
    Order,
    /// An invoice that is printed here.
    Invoice,
    /// A document of the supplier.
    Document,
    /// A claim.
    Claim,
}

impl PaperKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Order, Self::Invoice, Self::Document, Self::Claim];

    /// What its keys begin with, as on the wire.
    #[must_use]
    pub(crate) const fn letter(self) -> &'static str {
        match self {
            Self::Order => "o",
            Self::Invoice => "i",
            Self::Document => "d",
            Self::Claim => "c",
        }
    }

    /// Reads the key of a paper: its kind and its id.
    pub(crate) fn of_key(key: &str) -> Option<(Self, &str)> {
        let (letter, id) = key.split_once(':')?;
        let kind = Self::ALL.into_iter().find(|kind| kind.letter() == letter)?;
        Some((kind, id))
    }
}

/// Where in a paper a piece of text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// A number of it: found also when it is typed without its signs and leading zeros.
    Number,
    /// What it is called, in all languages: found, and shown nowhere.
    Name,
    /// An article.
    Article,
    /// Anything that a person wrote or reads.
    Words,
    /// The text of its file, which may tell sums.
    File,
}

/// A piece of text of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) place: Place,
    pub(crate) text: String,
}

/// A paper as it is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PaperText {
    /// `cabinet_domain::supplier_document::DocumentKind::code` of a document of the supplier, else empty.
    pub(crate) document_kind: &'static str,
    /// The number that it is called by.
    pub(crate) number: String,
    /// ISO; empty when not known.
    pub(crate) day: String,
    /// Its order; empty when it is of none.
    pub(crate) order: String,
    /// `cabinet_domain::supplier_document::FileText::code` of its file; empty where nobody read it.
    pub(crate) file_text: String,
    pub(crate) pieces: Vec<Piece>,
}

const ORDER: &str = "
    SELECT number, onec_number, own_number, payment_number, shipment_number, draft_name, placed_by, comment, delivery_way,
           carrier, carrier_branch, delivery_address, ship_together,
           date(placed_at_ms / 1000, 'unixepoch', 'localtime') AS day
    FROM placed_order
    WHERE id = :id";

const LINES: &str = "
    SELECT article, name, comment
    FROM order_line
    WHERE order_id = :id
    ORDER BY ordinal";

const INVOICE: &str = "
    SELECT i.body, o.number AS order_number
    FROM invoice AS i
    LEFT JOIN placed_order AS o ON o.id = i.order_id
    WHERE i.id = :id";

const DOCUMENT: &str = "
    SELECT d.body, t.text, o.number AS order_number
    FROM supplier_document AS d
    LEFT JOIN document_text AS t ON t.id = d.id
    LEFT JOIN placed_order AS o ON o.id = d.order_id
    WHERE d.id = :id";

const CLAIM: &str = "
    SELECT body, date(filed_at_ms / 1000, 'unixepoch', 'localtime') AS day
    FROM claim
    WHERE id = :id";

/// The text of a paper; `None` when it is not here.
pub(crate) fn read(conn: &Connection, kind: PaperKind, id: &str) -> Result<Option<PaperText>, StoreError> {
    match kind {
        PaperKind::Order => order(conn, id),
        PaperKind::Invoice => invoice(conn, id),
        PaperKind::Document => document(conn, id),
        PaperKind::Claim => claim(conn, id),
    }
}

fn order(conn: &Connection, id: &str) -> Result<Option<PaperText>, StoreError> {
    let head = conn
        .prepare_cached(ORDER)?
        .query_row(named_params! { ":id": id }, |row| {
            let mut pieces = Pieces::named(Place::Name, "заказ замовлення order");
            for column in [
                "number",
                "onec_number",
                "own_number",
                "payment_number",
                "shipment_number",
            ] {
                pieces.add(Place::Number, row.get(column)?);
            }
            for column in [
                "draft_name",
                "placed_by",
                "comment",
                "delivery_way",
                "carrier",
                "carrier_branch",
                "delivery_address",
                "ship_together",
            ] {
                pieces.add(Place::Words, row.get(column)?);
            }
            Ok(PaperText {
                document_kind: "",
                number: row.get("number")?,
                day: row.get("day")?,
                order: id.to_owned(),
                file_text: String::new(),
                pieces: pieces.0,
            })
        })
        .optional()?;
    let Some(mut paper) = head else { return Ok(None) };
    let mut pieces = Pieces(std::mem::take(&mut paper.pieces));
    let mut lines = conn.prepare_cached(LINES)?;
    let mut rows = lines.query(named_params! { ":id": id })?;
    while let Some(row) = rows.next()? {
        pieces.add_line(row.get("article")?, row.get("name")?);
        pieces.add(Place::Words, row.get("comment")?);
    }
    paper.pieces = pieces.0;
    Ok(Some(paper))
}

fn invoice(conn: &Connection, id: &str) -> Result<Option<PaperText>, StoreError> {
    let found = conn
        .prepare_cached(INVOICE)?
        .query_row(named_params! { ":id": id }, |row| {
            Ok((
                row.get::<_, Vec<u8>>("body")?,
                row.get::<_, Option<String>>("order_number")?,
            ))
        })
        .optional()?;
    let Some((body, order_number)) = found else {
        return Ok(None);
    };
    let invoice: InvoiceRow = decoded(&body)?;
    let mut pieces = Pieces::named(Place::Name, "счёт рахунок invoice");
    pieces.add(Place::Number, invoice.number.clone());
    pieces.add(Place::Number, order_number.unwrap_or_default());
    for party in [invoice.seller, invoice.buyer].into_iter().flatten() {
        pieces.add(Place::Words, party.name);
    }
    pieces.add(Place::Words, invoice.basis);
    pieces.add(Place::Words, invoice.note);
    for OrderLineRow {
        article, name, comment, ..
    } in invoice.lines
    {
        pieces.add_line(article, name);
        pieces.add(Place::Words, comment);
    }
    Ok(Some(PaperText {
        document_kind: "",
        number: invoice.number,
        day: invoice.date,
        order: invoice.order,
        file_text: String::new(),
        pieces: pieces.0,
    }))
}

fn document(conn: &Connection, id: &str) -> Result<Option<PaperText>, StoreError> {
    let found = conn
        .prepare_cached(DOCUMENT)?
        .query_row(named_params! { ":id": id }, |row| {
            Ok((
                row.get::<_, Vec<u8>>("body")?,
                row.get::<_, Option<String>>("text")?,
                row.get::<_, Option<String>>("order_number")?,
            ))
        })
        .optional()?;
    let Some((body, text, order_number)) = found else {
        return Ok(None);
    };
    let document: SupplierDocumentRow = decoded(&body)?;
    // A kind of a newer gateway is another document.
    let kind = DocumentKind::from_code(&document.kind).unwrap_or(DocumentKind::Other);
    let mut pieces = Pieces::named(Place::Name, name_of(kind));
    pieces.add(Place::Number, document.number.clone());
    pieces.add(Place::Number, order_number.unwrap_or_default());
    for line in document.lines {
        pieces.add_line(line.article, line.name);
    }
    let file_text = document
        .file
        .as_ref()
        .map(|file| file.text_state.clone())
        .unwrap_or_default();
    if let Some(file) = document.file {
        pieces.add(Place::Words, file.title);
    }
    pieces.add(Place::File, text.unwrap_or_default());
    Ok(Some(PaperText {
        document_kind: kind.code(),
        number: document.number,
        day: document.date,
        order: document.order,
        file_text,
        pieces: pieces.0,
    }))
}

fn claim(conn: &Connection, id: &str) -> Result<Option<PaperText>, StoreError> {
    let found = conn
        .prepare_cached(CLAIM)?
        .query_row(named_params! { ":id": id }, |row| {
            Ok((row.get::<_, Vec<u8>>("body")?, row.get::<_, String>("day")?))
        })
        .optional()?;
    let Some((body, day)) = found else { return Ok(None) };
    let claim: ClaimRow = decoded(&body)?;
    let mut pieces = Pieces::named(Place::Name, "рекламация рекламація claim");
    pieces.add(
        Place::Name,
        ClaimKind::from_code(&claim.kind).map_or("", wrong_with).to_owned(),
    );
    pieces.add(
        Place::Name,
        ClaimRemedy::from_code(&claim.remedy).map_or("", demanded).to_owned(),
    );
    pieces.add(Place::Number, claim.number.clone());
    pieces.add(Place::Number, claim.order_number);
    pieces.add_line(claim.article, claim.name);
    pieces.add(Place::Words, claim.filed_by);
    for message in claim.messages {
        pieces.add(Place::Words, message.text);
        for file in message.files {
            pieces.add(Place::Words, file.name);
        }
    }
    Ok(Some(PaperText {
        document_kind: "",
        number: claim.number,
        day,
        order: claim.order,
        file_text: String::new(),
        pieces: pieces.0,
    }))
}

struct Pieces(Vec<Piece>);

impl Pieces {
    fn named(place: Place, words: &str) -> Self {
        let mut pieces = Self(Vec::with_capacity(32));
        pieces.add(place, words.to_owned());
        pieces
    }

    fn add(&mut self, place: Place, text: String) {
        if !text.is_empty() {
            self.0.push(Piece { place, text });
        }
    }

    /// Goods of a line: shown together, and found by the article as such.
    fn add_line(&mut self, article: String, name: String) {
        let together = if article.is_empty() {
            name
        } else {
            format!("{article} {name}")
        };
        self.add(Place::Words, together);
        self.add(Place::Article, article);
    }
}

fn decoded<T: Message + Default>(body: &[u8]) -> Result<T, StoreError> {
    T::decode(body)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, Type::Blob, error.into()))
        .map_err(StoreError::from)
}

const fn name_of(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Bill => "счёт рахунок bill",
        DocumentKind::Shipment => "накладная отгрузка торг-12 накладна відвантаження waybill shipment",
        DocumentKind::Upd => "упд upd",
        DocumentKind::TaxInvoice => "счёт-фактура податкова накладна tax invoice",
        DocumentKind::Payment => "платёж оплата платіж payment",
        DocumentKind::Refund => "возврат денег повернення коштів refund",
        DocumentKind::Return => "возврат товара повернення товару return",
        DocumentKind::Reconciliation => "акт сверки акт звірки reconciliation",
        DocumentKind::Other => "документ document",
    }
}

const fn wrong_with(kind: ClaimKind) -> &'static str {
    match kind {
        ClaimKind::Defect => "брак дефект defect",
        ClaimKind::Packing => "упаковка пакування packing",
        ClaimKind::Quantity => "количество недостача кількість нестача quantity",
        ClaimKind::Quality => "качество якість quality",
    }
}

const fn demanded(remedy: ClaimRemedy) -> &'static str {
    match remedy {
        ClaimRemedy::Replace => "замена заміна replace",
        ClaimRemedy::Repair => "ремонт repair",
        ClaimRemedy::Refund => "возврат повернення refund",
        ClaimRemedy::Deliver => "допоставка допоставити deliver",
        ClaimRemedy::PriceReduction => "скидка уценка знижка уцінка price reduction",
    }
}
