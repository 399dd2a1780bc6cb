//! Documents of 1C's exchange that are no orders, as the gateway keeps them.
//!
//! What ХозОперация says which document it is stands in one table here. Domain facts, 1.8.

use crate::access::entities::TaxCodes;
use crate::catalogue::CurrencyTable;
use crate::documents::DocumentsError;
use crate::documents::facts::{Facts, Hint, Line};
use crate::storage::{Tx, query_one};
use cabinet_domain::ids::OrderId;
use cabinet_domain::money::{div_half_away, parse_scaled};
use cabinet_domain::quantity::Quantity;
use cabinet_domain::supplier_document::DocumentKind;
use commerceml::model::{Counterparty, Document, DocumentLine};

/// ХозОперация, folded, and what such a document is.
const OPERATIONS: [(&str, DocumentKind); 14] = [
    ("счетнаоплату", DocumentKind::Bill),
    ("отпусктовара", DocumentKind::Shipment),
    ("реализациятовара", DocumentKind::Shipment),
    ("реализация", DocumentKind::Shipment),
    ("счетфактура", DocumentKind::TaxInvoice),
    ("возвраттовара", DocumentKind::Return),
    ("оплата", DocumentKind::Payment),
    ("выплатаналичныхденег", DocumentKind::Payment),
    ("выплатабезналичныхденег", DocumentKind::Payment),
    ("поступлениеналичныхденег", DocumentKind::Payment),
    ("поступлениебезналичныхденег", DocumentKind::Payment),
    ("эквайринговаяоперация", DocumentKind::Payment),
    ("возвратналичныхденег", DocumentKind::Refund),
    ("возвратбезналичныхденег", DocumentKind::Refund),
];

/// Requisites that name the order of a document, folded.
const ORDER_REQUISITES: [&str; 6] = [
    "заказ",
    "номерзаказа",
    "заказклиента",
    "номерзаказаклиента",
    "номерзаказанасайте",
    "основание",
];

const SELECT_COUNTERPARTY: &str = "
    SELECT name, inn, kpp, edrpou
    FROM counterparty
    WHERE id = $1";

const PUT_COUNTERPARTY: &str = "
    INSERT INTO counterparty (id, name, inn, kpp, edrpou)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (id) DO UPDATE SET
        name = excluded.name, inn = excluded.inn, kpp = excluded.kpp, edrpou = excluded.edrpou
    WHERE counterparty.name <> excluded.name
       OR counterparty.inn <> excluded.inn
       OR counterparty.kpp <> excluded.kpp
       OR counterparty.edrpou <> excluded.edrpou";

/// Keeps a Контрагент that came by itself; whether that was news. One without an Ид or without a code says nothing.
///
/// # Errors
/// [`DocumentsError`].
pub fn keep_counterparty(tx: &mut dyn Tx, counterparty: &Counterparty) -> Result<bool, DocumentsError> {
    let codes = codes(counterparty);
    if counterparty.id.trim().is_empty() || (codes.inn.is_empty() && codes.edrpou.is_empty()) {
        return Ok(false);
    }
    let params = [
        counterparty.id.trim().into(),
        counterparty.name.as_str().into(),
        codes.inn.as_str().into(),
        codes.kpp.as_str().into(),
        codes.edrpou.as_str().into(),
    ];
    Ok(tx.execute(PUT_COUNTERPARTY, &params)? > 0)
}

/// The facts of a document of 1C; `None` for one of a kind that is not kept.
///
/// # Errors
/// [`DocumentsError`].
pub fn of_document(
    tx: &mut dyn Tx,
    currencies: &CurrencyTable,
    document: &Document,
) -> Result<Option<Facts>, DocumentsError> {
    let operation = folded(&document.operation);
    let Some((_, kind)) = OPERATIONS.iter().find(|(word, _)| *word == operation) else {
        return Ok(None);
    };
    let seller = document.counterparties.iter().find(|one| is_seller(one));
    let buyer = document.counterparties.iter().find(|one| !is_seller(one));
    let (buyer_name, buyer) = match buyer {
        Some(buyer) => known(tx, buyer)?,
        None => Default::default(),
    };
    let seller = match seller {
        Some(seller) => known(tx, seller)?.1,
        None => TaxCodes::default(),
    };
    let minor = |text: &str| parse_scaled(text, 2).ok();
    let currency = currencies.find(document.currency.trim());
    let lines: Vec<Line> = document.lines.iter().map(line).collect();
    let taxes = document.lines.iter().map(|line| {
        let vat = line.taxes.iter().find(|tax| folded(&tax.name) == "ндс")?;
        minor(&vat.sum)
    });
    let vat_minor = taxes.sum::<Option<i64>>().filter(|_| !document.lines.is_empty());
    let own = |element: &str, fallback: &str| {
        let element = element.trim();
        if element.is_empty() {
            fallback.trim().to_owned()
        } else {
            element.to_owned()
        }
    };
    Ok(Some(Facts {
        number: own(&document.onec_number, &document.number),
        date: iso(&own(&document.onec_date, &document.date)),
        seller: if seller.inn.is_empty() {
            seller.edrpou
        } else {
            seller.inn
        },
        buyer_name,
        buyer,
        currency: currency.map(|currency| currency.code().to_owned()).unwrap_or_default(),
        // A sum in a currency that nobody knows is no sum.
        total_minor: currency.and_then(|_| minor(&document.total)),
        vat_minor: currency.and(vat_minor),
        due_date: iso(&document.due_date),
        lines,
        hints: hints(document),
        onec_id: document.id.trim().to_owned(),
        ..Facts::new(*kind)
    }))
}

/// Оплаты of a document, each as a payment of the order that the document is or stands under. A payment without a sum, and one in a
/// currency that nobody knows, says nothing.
#[must_use]
pub fn payments_of(currencies: &CurrencyTable, document: &Document, order: Option<&OrderId>) -> Vec<Facts> {
    let Some(currency) = currencies.find(document.currency.trim()) else {
        return Vec::new();
    };
    let payments = document.payments.iter().zip(1_u32..).filter_map(|(payment, at)| {
        let total_minor = parse_scaled(&payment.sum, 2).ok().filter(|sum| *sum != 0)?;
        let named = [&payment.number, &payment.transaction]
            .into_iter()
            .map(|text| text.trim())
            .find(|text| !text.is_empty());
        let document_id = document.id.trim();
        let date = iso(&payment.date);
        Some(Facts {
            number: named.unwrap_or_default().to_owned(),
            currency: currency.code().to_owned(),
            total_minor: Some(total_minor),
            order: order.cloned(),
            // By what it says of itself it is the same when the document comes again; without a number, by its place. A number
            // alone names none: those of ПКО begin anew, and two of one order may bear the same.
            onec_id: if named.is_some() {
                let (number, transaction) = (payment.number.trim(), payment.transaction.trim());
                format!("{document_id}#{number}#{transaction}#{date}#{total_minor}")
            } else {
                format!("{document_id}#{at}")
            },
            date,
            ..Facts::new(DocumentKind::Payment)
        })
    });
    payments.collect()
}

/// A date with or without a time.
fn iso(text: &str) -> String {
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    match cabinet_domain::delivery::read_date(day) {
        Some(day) => cabinet_domain::delivery::write_date(day),
        None => String::new(),
    }
}

fn is_seller(counterparty: &Counterparty) -> bool {
    folded(&counterparty.role) == "продавец"
}

/// Name and codes; of one that is named by its Ид alone, those that came by themselves.
fn known(tx: &mut dyn Tx, counterparty: &Counterparty) -> Result<(String, TaxCodes), DocumentsError> {
    let own = codes(counterparty);
    let name = [&counterparty.name, &counterparty.official_name, &counterparty.full_name]
        .into_iter()
        .find(|name| !name.trim().is_empty())
        .map(|name| name.trim().to_owned())
        .unwrap_or_default();
    if !own.inn.is_empty() || !own.edrpou.is_empty() || counterparty.id.trim().is_empty() {
        return Ok((name, own));
    }
    let stored = query_one(tx, SELECT_COUNTERPARTY, &[counterparty.id.trim().into()], |row| {
        let codes = TaxCodes {
            inn: row.text("inn")?,
            kpp: row.text("kpp")?,
            edrpou: row.text("edrpou")?,
        };
        Ok((row.text("name")?, codes))
    })?;
    Ok(match stored {
        Some((stored_name, codes)) => (if name.is_empty() { stored_name } else { name }, codes),
        None => (name, own),
    })
}

fn codes(counterparty: &Counterparty) -> TaxCodes {
    // BAS keeps the ЄДРПОУ under ОКПО; beside an ИНН of Russia, ОКПО is a number of statistics.
    let edrpou = if counterparty.edrpou.trim().is_empty() && counterparty.inn.trim().is_empty() {
        &counterparty.okpo
    } else {
        &counterparty.edrpou
    };
    TaxCodes::sort(&counterparty.inn, &counterparty.kpp, edrpou).0
}

fn hints(document: &Document) -> Vec<Hint> {
    let named = document
        .requisites
        .iter()
        .filter(|(name, value)| ORDER_REQUISITES.contains(&folded(name).as_str()) && !value.trim().is_empty());
    named
        .map(|(_, value)| Hint {
            number: value.trim().to_owned(),
            ..Hint::default()
        })
        .collect()
}

fn line(line: &DocumentLine) -> Line {
    let factor = parse_scaled(&line.factor, 6).ok().filter(|factor| *factor > 0);
    let quantity = Quantity::parse(&line.quantity).map_or(0, Quantity::milli);
    // So many packs are so many times the units of a pack.
    let quantity_milli = factor.map_or(quantity, |factor| {
        let units = i128::from(quantity).checked_mul(i128::from(factor));
        units
            .and_then(|units| div_half_away(units, 1_000_000).ok())
            .unwrap_or(quantity)
    });
    let unit = line.unit.as_ref();
    Line {
        item: line.id.trim().to_owned(),
        article: line.article.trim().to_owned(),
        name: line.name.trim().to_owned(),
        unit: unit.map(|unit| unit.name.trim().to_owned()).unwrap_or_default(),
        quantity_milli,
        sum_minor: parse_scaled(&line.sum, 2).ok(),
    }
}

/// Lower case letters and figures, ё as е.
fn folded(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'ё' { 'е' } else { c })
        .collect()
}
