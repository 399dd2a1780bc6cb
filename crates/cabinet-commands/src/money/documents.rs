//! `money_documents`: the documents of a contract.

use super::ageing::{Age, late_days};
use super::too_large;
use super::tree::{balance, papers_of, sees_money, today};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::reason::Reason;
use cabinet_domain::supplier_document::DocumentKind;
use cabinet_mirror::OwedDocument;
use serde::{Deserialize, Serialize};
use specta::Type;
use time::Date;

/// A document of the books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct OwedDocumentView {
    /// Id.
    pub id: String,
    /// `cabinet_domain::supplier_document::DocumentKind::code`.
    pub kind: String,
    /// As the supplier wrote it; empty when not said.
    pub number: String,
    /// ISO; empty when not said.
    pub date: String,
    /// When it is to be paid, ISO; empty when not said.
    pub due_date: String,
    /// ISO 4217.
    pub currency: String,
    /// Sum with VAT; below zero for an advance or goods given back.
    #[specta(type = specta_typescript::Number)]
    pub total_minor: i64,
    /// Paid of it.
    #[specta(type = specta_typescript::Number)]
    pub paid_minor: i64,
    /// What is owed of it.
    #[specta(type = specta_typescript::Number)]
    pub owed_minor: i64,
    /// By how many days it is overdue; 0 when it is not.
    #[specta(type = specta_typescript::Number)]
    pub late_days: i64,
    /// How late what is owed of it is; `None` for what is paid.
    pub age: Option<Age>,
}

/// Documents of a contract of a legal entity in one currency; those without a day to pay first, then by that day.
///
/// # Errors
/// `not_ready`, `not_allowed`.
pub async fn documents(
    cabinet: &Cabinet,
    entity: String,
    contract: String,
    currency: String,
) -> Result<Vec<OwedDocumentView>, CommandError> {
    cabinet
        .ready()?
        .blocking(move |open| {
            let grant = open.grant(&entity)?;
            if !sees_money(&grant) {
                return Err(Reason::NotForThatEntity.into());
            }
            let today = today(open)?;
            let mirror = open.documents(&grant.entity)?;
            let rows = if mirror.books_as_of_ms()?.is_some() {
                mirror.owed_documents(&contract, &currency)?
            } else if balance(&grant)?.is_some() {
                Vec::new()
            } else {
                let mut rows = papers_of(open, &grant.entity, &mirror)?
                    .as_ref()
                    .as_ref()
                    .map(|papers| papers.rows.clone())
                    .unwrap_or_default();
                rows.retain(|row| row.contract == contract && row.currency == currency);
                rows.sort_by(|a, b| (&a.due_date, &a.date, &a.id).cmp(&(&b.due_date, &b.date, &b.id)));
                rows
            };
            rows.into_iter().map(|row| view(row, today)).collect()
        })
        .await
}

pub(super) fn view(row: OwedDocument, today: Date) -> Result<OwedDocumentView, CommandError> {
    let owed_minor = row.total_minor.checked_sub(row.paid_minor).ok_or_else(too_large)?;
    let late = late_days(&row.due_date, today);
    let age = match owed_minor {
        0 => None,
        ..0 => Some(Age::Advance),
        _ => Some(Age::of(late)),
    };
    let kind = DocumentKind::from_code(&row.kind).unwrap_or(DocumentKind::Other);
    Ok(OwedDocumentView {
        id: row.id,
        kind: kind.code().to_owned(),
        number: row.number,
        date: row.date,
        due_date: row.due_date,
        currency: row.currency,
        total_minor: row.total_minor,
        paid_minor: row.paid_minor,
        owed_minor,
        late_days: if owed_minor > 0 { late.unwrap_or(0).max(0) } else { 0 },
        age,
    })
}
