//! Takes a document: told apart from those that are there, put to its entity and order, published.

use crate::access::entities::{self, TaxCodes};
use crate::access::secrets;
use crate::documents::DocumentsError;
use crate::documents::facts::Facts;
use crate::documents::matching::{Known, Trouble, place};
use crate::documents::publish::publish;
use crate::documents::same_shipment::{counted_by, counted_by_of_loose};
use crate::documents::stored::{self, StoredDocument, StoredFile};
use crate::orders::document::OrderHead;
use crate::orders::stored as orders;
use crate::settings::Settings;
use crate::storage::{Database, Tx, read, write};
use cabinet_domain::article::article_norm;
use cabinet_domain::ids::{EntityId, OrderId};

/// What became of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// It is new.
    Added(StoredDocument),
    /// 1C sent it again, otherwise than before; or its bytes came for figures that were there.
    Updated(StoredDocument),
    /// It is there as it came.
    Same(StoredDocument),
    /// One of its kind, number, date and seller is there with other content; nothing was changed.
    OtherOfThatNumber(StoredDocument),
}

impl Taken {
    /// The document that is there now.
    #[must_use]
    pub const fn document(&self) -> &StoredDocument {
        match self {
            Self::Added(document)
            | Self::Updated(document)
            | Self::Same(document)
            | Self::OtherOfThatNumber(document) => document,
        }
    }
}

/// Takes a document, with its bytes if there are any. Call it in a write transaction.
///
/// # Errors
/// [`DocumentsError`].
pub fn take(
    tx: &mut dyn Tx,
    settings: &Settings,
    facts: Facts,
    file: Option<StoredFile>,
    origin: &str,
    now_ms: i64,
) -> Result<Taken, DocumentsError> {
    if let Some(file) = &file
        && let Some(there) = stored::by_hash(tx, &file.blake3)?
    {
        return Ok(Taken::Same(there));
    }
    if let Some(before) = stored::by_onec_id(tx, &facts.onec_id)? {
        return renew(tx, settings, before, facts, now_ms);
    }
    let rivals = stored::by_number(tx, &facts)?;
    let there = rivals
        .into_iter()
        .find(|other| is_same_side(&other.facts.seller, &facts.seller, settings));
    if let Some(mut there) = there {
        // 1C tells its documents apart by Ид: two of one number are two.
        let are_both_of_1c = !facts.onec_id.is_empty() && !there.facts.onec_id.is_empty();
        if !are_both_of_1c {
            let Some(file) = file.filter(|_| there.file.is_none()) else {
                return Ok(Taken::OtherOfThatNumber(there));
            };
            stored::put_file(tx, &there.id, &file)?;
            there.file = Some(file);
            publish(tx, &there, there.entity.as_ref(), now_ms)?;
            return Ok(Taken::Updated(there));
        }
    }
    let mut document = StoredDocument {
        id: secrets::random_id()?,
        entity: None,
        order: None,
        is_by_hand: false,
        trouble: None,
        counted_by: String::new(),
        is_withdrawn: false,
        origin: origin.to_owned(),
        came_at_ms: now_ms,
        file,
        facts,
    };
    settle(tx, settings, &mut document)?;
    stored::put(tx, &document)?;
    if let Some(file) = &document.file {
        stored::put_file(tx, &document.id, file)?;
    }
    publish(tx, &document, None, now_ms)?;
    recount(tx, &document, now_ms)?;
    let document = stored::load(tx, &document.id)?.unwrap_or(document);
    Ok(Taken::Added(document))
}

/// Takes a document back that 1C deleted; nothing when it is not there.
///
/// # Errors
/// [`DocumentsError`].
pub fn withdraw(tx: &mut dyn Tx, onec_id: &str, now_ms: i64) -> Result<bool, DocumentsError> {
    let Some(mut document) = stored::by_onec_id(tx, onec_id)?.filter(|document| !document.is_withdrawn) else {
        return Ok(false);
    };
    take_back(tx, &mut document, now_ms)?;
    Ok(true)
}

/// Takes back the Оплаты of an order that its document, sent again, no longer has.
///
/// # Errors
/// [`DocumentsError`].
pub fn withdraw_other_payments(
    tx: &mut dyn Tx,
    order: &OrderId,
    document_id: &str,
    kept: &[Facts],
    now_ms: i64,
) -> Result<(), DocumentsError> {
    let prefix = format!("{}#", document_id.trim());
    for mut document in stored::of_order(tx, order)? {
        let is_of_it = document.facts.onec_id.starts_with(&prefix);
        let is_kept = kept.iter().any(|facts| facts.onec_id == document.facts.onec_id);
        if is_of_it && !is_kept && !document.is_withdrawn {
            take_back(tx, &mut document, now_ms)?;
        }
    }
    Ok(())
}

/// Takes a document back that the operator names. It stays listed; its number and its bytes are free again.
///
/// # Errors
/// [`AttachError`].
pub fn withdraw_one(tx: &mut dyn Tx, id: &str, now_ms: i64) -> Result<StoredDocument, AttachError> {
    let mut document = stored::load(tx, id)?.ok_or_else(|| AttachError::UnknownDocument(id.to_owned()))?;
    if !document.is_withdrawn {
        take_back(tx, &mut document, now_ms)?;
    }
    Ok(document)
}

fn take_back(tx: &mut dyn Tx, document: &mut StoredDocument, now_ms: i64) -> Result<(), DocumentsError> {
    document.is_withdrawn = true;
    document.counted_by.clear();
    stored::put(tx, document)?;
    publish(tx, document, document.entity.as_ref(), now_ms)?;
    recount(tx, document, now_ms)
}

/// [`rematch`] in a transaction of its own, if there is anything to look for.
///
/// # Errors
/// [`DocumentsError`].
pub fn rematch_all(db: &dyn Database, settings: &Settings, now_ms: i64) -> Result<u64, DocumentsError> {
    if read(db, |tx| stored::without_order(tx, now_ms))?.is_empty() {
        return Ok(0);
    }
    write(db, |tx| rematch(tx, settings, now_ms))
}

/// Looks again for the entity and the order of those that have none: contrahents, entities and orders come in any order.
///
/// # Errors
/// [`DocumentsError`].
pub fn rematch(tx: &mut dyn Tx, settings: &Settings, now_ms: i64) -> Result<u64, DocumentsError> {
    let mut found = 0_u64;
    for before in stored::without_order(tx, now_ms)? {
        let mut document = before.clone();
        settle(tx, settings, &mut document)?;
        if document != before {
            stored::put(tx, &document)?;
            publish(tx, &document, before.entity.as_ref(), now_ms)?;
            if !is_one_group(&before, &document) {
                recount(tx, &before, now_ms)?;
            }
            recount(tx, &document, now_ms)?;
            found = found.saturating_add(1);
        }
    }
    Ok(found)
}

/// Where the operator puts a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attach {
    /// Whose it is.
    pub entity: EntityId,
    /// Of which order of that entity.
    pub order: Option<OrderId>,
}

/// Why a document is not attached.
#[derive(Debug, thiserror::Error)]
pub enum AttachError {
    /// Documents could not be read or written.
    #[error(transparent)]
    Documents(#[from] DocumentsError),
    /// No such document.
    #[error("there is no document {0}; see `document list`")]
    UnknownDocument(String),
    /// No such entity.
    #[error("there is no legal entity {0}; see `entity list`")]
    UnknownEntity(EntityId),
    /// No such order, or one of another entity.
    #[error("the legal entity has no order {0}; see `order list`")]
    UnknownOrder(OrderId),
}

impl From<crate::storage::StorageError> for AttachError {
    fn from(error: crate::storage::StorageError) -> Self {
        Self::Documents(error.into())
    }
}

/// Puts a document where the operator says; who saw it before sees it no more.
///
/// # Errors
/// [`AttachError`]; nothing was changed then.
pub fn attach(tx: &mut dyn Tx, id: &str, to: &Attach, now_ms: i64) -> Result<StoredDocument, AttachError> {
    let before = stored::load(tx, id)?.ok_or_else(|| AttachError::UnknownDocument(id.to_owned()))?;
    let has_entity = entities::get(tx, &to.entity).map_err(DocumentsError::from)?.is_some();
    if !has_entity {
        return Err(AttachError::UnknownEntity(to.entity.clone()));
    }
    if let Some(order) = &to.order {
        let head = orders::load(tx, order).map_err(DocumentsError::from)?;
        if head.is_none_or(|found| found.head.entity != to.entity) {
            return Err(AttachError::UnknownOrder(order.clone()));
        }
    }
    let mut document = before.clone();
    document.entity = Some(to.entity.clone());
    document.order.clone_from(&to.order);
    document.is_by_hand = true;
    document.trouble = None;
    document.counted_by.clear();
    name_items(tx, &mut document)?;
    stored::put(tx, &document)?;
    publish(tx, &document, before.entity.as_ref(), now_ms)?;
    recount(tx, &before, now_ms)?;
    recount(tx, &document, now_ms)?;
    Ok(stored::load(tx, id)?.unwrap_or(document))
}

/// 1C sent a document again.
fn renew(
    tx: &mut dyn Tx,
    settings: &Settings,
    before: StoredDocument,
    facts: Facts,
    now_ms: i64,
) -> Result<Taken, DocumentsError> {
    let mut document = before.clone();
    let order = facts.order.clone();
    document.facts = facts;
    document.is_withdrawn = false;
    if document.is_by_hand {
        name_items(tx, &mut document)?;
    } else {
        settle(tx, settings, &mut document)?;
    }
    document.facts.order = None;
    if document.order.is_none() && order.is_none() && before.entity == document.entity {
        // The order that a file named once stays, also when another file does not name it.
        document.order.clone_from(&before.order);
        name_items(tx, &mut document)?;
    }
    if document == before {
        return Ok(Taken::Same(before));
    }
    stored::put(tx, &document)?;
    publish(tx, &document, before.entity.as_ref(), now_ms)?;
    if !is_one_group(&before, &document) {
        recount(tx, &before, now_ms)?;
    }
    recount(tx, &document, now_ms)?;
    Ok(Taken::Updated(document))
}

/// An empty seller is the supplier himself.
fn is_same_side(one: &str, other: &str, settings: &Settings) -> bool {
    let own = |code: &str| code.is_empty() || code == settings.supplier.inn || code == settings.supplier.edrpou;
    one == other || (own(one) && own(other))
}

/// Puts a document to its entity and order as far as they are known.
fn settle(tx: &mut dyn Tx, settings: &Settings, document: &mut StoredDocument) -> Result<(), DocumentsError> {
    let entities = entities::list(tx)?;
    let orders = meant_orders(tx, &document.facts)?;
    let supplier = TaxCodes {
        inn: settings.supplier.inn.clone(),
        kpp: settings.supplier.kpp.clone(),
        edrpou: settings.supplier.edrpou.clone(),
    };
    let known = Known {
        entities: &entities,
        supplier: &supplier,
        orders: &orders,
        utc_offset_minutes: settings.orders.utc_offset_minutes,
    };
    match place(&document.facts, &known) {
        Ok(place) => {
            document.entity = Some(place.entity);
            document.order = place.order;
            document.trouble = None;
        }
        Err(trouble) => {
            document.entity = None;
            document.order = None;
            document.trouble = Some(trouble);
        }
    }
    document.facts.order = None;
    name_items(tx, document)
}

/// Heads of the orders that a document may mean.
fn meant_orders(tx: &mut dyn Tx, facts: &Facts) -> Result<Vec<OrderHead>, DocumentsError> {
    if facts.order.is_none() && facts.hints.is_empty() {
        return Ok(Vec::new());
    }
    let mut ids: Vec<OrderId> = facts.order.iter().cloned().collect();
    for hint in facts.hints.iter().filter(|hint| !hint.is_shipment) {
        let written = hint.number.trim();
        if let Ok(number) = written.parse::<i64>() {
            ids.extend(orders::id_of_number(tx, number)?);
        }
        ids.extend(stored::orders_by_onec_number(tx, written)?);
    }
    ids.sort();
    ids.dedup();
    let mut heads = Vec::with_capacity(ids.len());
    for id in ids {
        heads.extend(orders::load(tx, &id)?.map(|order| order.head));
    }
    Ok(heads)
}

/// Finds the items of lines among those of the order: by Ид, article, name.
fn name_items(tx: &mut dyn Tx, document: &mut StoredDocument) -> Result<(), DocumentsError> {
    let Some(order) = &document.order else {
        return Ok(());
    };
    let Some(order) = orders::load(tx, order)? else {
        return Ok(());
    };
    let folded = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    for line in &mut document.facts.lines {
        let is_of_order = order.lines.iter().any(|ordered| ordered.item.as_str() == line.item);
        if is_of_order {
            continue;
        }
        let article = article_norm(&line.article);
        let by_article = order
            .lines
            .iter()
            .find(|ordered| !article.is_empty() && article_norm(&ordered.article) == article);
        let found = by_article.or_else(|| {
            let name = folded(&line.name);
            order
                .lines
                .iter()
                .find(|ordered| !name.is_empty() && folded(&ordered.name) == name)
        });
        if let Some(found) = found {
            line.item = found.item.to_string();
        }
    }
    Ok(())
}

/// Whether two states of a document are counted among the same documents.
fn is_one_group(one: &StoredDocument, other: &StoredDocument) -> bool {
    one.order == other.order
        && one.entity == other.entity
        && (one.order.is_some() || one.facts.date == other.facts.date)
}

/// Says anew which documents are counted: those of the order, else those of the legal entity and the day that are of no order.
fn recount(tx: &mut dyn Tx, of: &StoredDocument, now_ms: i64) -> Result<(), DocumentsError> {
    let (documents, counted) = match (&of.order, &of.entity) {
        (Some(order), _) => {
            let documents = stored::of_order(tx, order)?;
            let counted = counted_by(&documents);
            (documents, counted)
        }
        (None, Some(entity)) if of.facts.kind.hands_goods_over() => {
            let documents = stored::loose(tx, entity, &of.facts.date)?;
            let counted = counted_by_of_loose(&documents);
            (documents, counted)
        }
        (None, _) => return Ok(()),
    };
    for mut document in documents {
        let by = counted.get(&document.id).cloned().flatten().unwrap_or_default();
        if document.counted_by != by {
            document.counted_by = by;
            stored::put(tx, &document)?;
            publish(tx, &document, document.entity.as_ref(), now_ms)?;
        }
    }
    Ok(())
}

impl StoredDocument {
    /// Why nobody sees it; `None` when somebody does.
    #[must_use]
    pub fn why_unseen(&self) -> Option<&'static str> {
        if self.entity.is_some() {
            None
        } else {
            self.trouble.map(Trouble::words)
        }
    }
}
