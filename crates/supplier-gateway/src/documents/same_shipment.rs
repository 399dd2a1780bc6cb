//! Which documents tell one shipment, so that its goods are not counted twice. Pure.
//!
//! A supplier gives out a накладна by 1C's exchange and a УПД by EDO for the same goods, and a corrected УПД in place of an earlier one.

use crate::documents::stored::StoredDocument;
use cabinet_domain::paper_number;
use cabinet_domain::supplier_document::DocumentKind;
use std::collections::BTreeMap;

/// For each document of one order that hands goods over: the one that is counted in its place; `None` for itself.
pub(super) fn counted_by(documents: &[StoredDocument]) -> BTreeMap<String, Option<String>> {
    counted_where(documents, is_same_shipment)
}

/// The same of documents of one legal entity and day that are of no order. Goods alone do not tell a shipment there: two shops may
/// get the same on one day.
pub(super) fn counted_by_of_loose(documents: &[StoredDocument]) -> BTreeMap<String, Option<String>> {
    counted_where(documents, is_same_sum_of_number)
}

fn counted_where(
    documents: &[StoredDocument],
    is_same: fn(&StoredDocument, &StoredDocument) -> bool,
) -> BTreeMap<String, Option<String>> {
    let live: Vec<&StoredDocument> = documents
        .iter()
        .filter(|document| document.facts.kind.hands_goods_over() && !document.is_withdrawn)
        .collect();
    let mut counted: BTreeMap<String, Option<String>> = live.iter().map(|one| (one.id.clone(), None)).collect();
    for old in of_kind(&live, DocumentKind::Upd) {
        let newer = of_kind(&live, DocumentKind::Upd)
            .filter(|new| new.id != old.id && is_same_number(new, old) && edition(new) > edition(old))
            .max_by_key(|new| edition(new));
        if let Some(newer) = newer {
            counted.insert(old.id.clone(), Some(newer.id.clone()));
        }
    }
    let mut taken: Vec<&str> = Vec::new();
    for upd in of_kind(&live, DocumentKind::Upd) {
        if counted.get(&upd.id).is_some_and(Option::is_some) {
            continue;
        }
        let same = of_kind(&live, DocumentKind::Shipment)
            .find(|paper| !taken.contains(&paper.id.as_str()) && is_same(upd, paper));
        if let Some(paper) = same {
            taken.push(&paper.id);
            counted.insert(paper.id.clone(), Some(upd.id.clone()));
        }
    }
    counted
}

fn of_kind<'a>(documents: &'a [&'a StoredDocument], kind: DocumentKind) -> impl Iterator<Item = &'a StoredDocument> {
    documents.iter().copied().filter(move |one| one.facts.kind == kind)
}

fn edition(document: &StoredDocument) -> u32 {
    document.facts.correction.trim().parse().unwrap_or(0)
}

fn is_same_number(one: &StoredDocument, other: &StoredDocument) -> bool {
    one.facts.number == other.facts.number && one.facts.date == other.facts.date
}

/// The УПД has the number of the paper, names it, or is of its day with the same goods.
fn is_same_shipment(upd: &StoredDocument, paper: &StoredDocument) -> bool {
    let is_named = upd
        .facts
        .hints
        .iter()
        .any(|hint| hint.is_shipment && hint.number == paper.facts.number && hint.date == paper.facts.date);
    let handed_over = goods(upd);
    let is_alike = upd.facts.date == paper.facts.date && !handed_over.is_empty() && handed_over == goods(paper);
    is_same_number(upd, paper) || is_named || is_alike
}

fn is_same_sum_of_number(upd: &StoredDocument, paper: &StoredDocument) -> bool {
    let (one, other) = (&upd.facts, &paper.facts);
    let is_same_sum = one.total_minor.is_some() && one.total_minor == other.total_minor;
    let has_number = !one.number.trim().is_empty();
    is_same_sum
        && has_number
        && one.currency == other.currency
        && one.date == other.date
        && paper_number::is_same(&one.number, &other.number)
}

fn goods(document: &StoredDocument) -> BTreeMap<&str, i64> {
    let mut goods = BTreeMap::new();
    for line in document.facts.lines.iter().filter(|line| !line.item.is_empty()) {
        let sum = goods.entry(line.item.as_str()).or_insert(0_i64);
        *sum = sum.saturating_add(line.quantity_milli);
    }
    goods
}
