//! Writes the objects of a file into the catalogue one by one, and publishes at the end what they changed.

use super::generations::{self, Origin, Stamp};
use super::import::{Failure, ImportRules, ImportSource};
use super::offers::{OfferPlace, Seen, write_offer};
use super::publish::publish_marked;
use super::publish_reference::publish_reference;
use super::reference::{self, PriceTypeChange};
use super::report::{ImportReport, NoteKind};
use super::unpublished::{self, ALL, ITEMS};
use super::{assortment, currencies, goods};
use crate::documents::{self, Taken};
use crate::feeds;
use crate::orders::{self, Returned};
use crate::storage::{StorageError, Tx};
use cabinet_domain::ids::OrderId;
use cabinet_protocol::feed::FeedName;
use commerceml::model::{self, Event, SectionKind};
use std::collections::BTreeMap;

/// One import: what it has seen so far, inside its transaction.
pub(super) struct Importer<'t> {
    tx: &'t mut dyn Tx,
    rules: &'t ImportRules,
    source: &'t ImportSource,
    now_ms: i64,
    section: Option<SectionKind>,
    stamp: Option<Stamp>,
    seen: Seen,
    group_ordinal: i64,
    has_catalogue: bool,
    has_reference: bool,
    is_reference_changed: bool,
    is_dictionary_changed: bool,
    /// Orders of this file by their Ид in 1C: documents in one Контейнер name them so.
    orders: BTreeMap<String, OrderId>,
    /// Something came by which a document of before may find its place.
    may_place_more: bool,
}

impl<'t> Importer<'t> {
    /// Nothing taken yet.
    pub(super) fn new(
        tx: &'t mut dyn Tx,
        rules: &'t ImportRules,
        source: &'t ImportSource,
        now_ms: i64,
    ) -> Result<Self, Failure> {
        let held = orders::held_for_posted(tx, now_ms)?;
        Ok(Self {
            tx,
            rules,
            source,
            now_ms,
            section: None,
            stamp: None,
            seen: Seen::new(rules.currencies.clone(), held),
            group_ordinal: 0,
            has_catalogue: false,
            has_reference: false,
            is_reference_changed: false,
            is_dictionary_changed: false,
            orders: BTreeMap::new(),
            may_place_more: false,
        })
    }

    /// Writes one object of the file.
    pub(super) fn take(&mut self, event: Event) -> Result<(), Failure> {
        match event {
            Event::Begin(_) => {}
            Event::Counterparty(counterparty) => {
                self.may_place_more |= documents::keep_counterparty(self.tx, &counterparty)?;
            }
            Event::Section(section) => self.begin_section(&section)?,
            Event::Group(group) => self.group(&group)?,
            Event::Property(property) => self.property(&property)?,
            Event::Unit(unit) => {
                count(&mut self.seen.counts.units);
                let is_changed = reference::write_unit(self.tx, &unit)?;
                self.is_dictionary_changed |= is_changed;
            }
            Event::PriceType(price_type) => self.price_type(&price_type)?,
            Event::Warehouse(warehouse) => self.warehouse(&warehouse)?,
            Event::Product(product) => self.product(*product)?,
            Event::Offer(offer) => {
                count(&mut self.seen.counts.offers);
                self.offer(*offer)?;
            }
            Event::Document(document) => self.document(&document)?,
        }
        Ok(())
    }

    fn begin_section(&mut self, section: &model::Section) -> Result<(), StorageError> {
        self.section = Some(section.kind);
        match section.kind {
            SectionKind::Catalogue => {
                self.has_catalogue = true;
                let origin = Origin {
                    node: &self.source.node,
                    session: &self.source.session,
                    file: &self.source.file,
                    is_by_hand: self.source.is_by_hand,
                };
                let is_full = section.only_changes == Some(false);
                self.stamp = Some(generations::begin(self.tx, origin, is_full, self.now_ms)?);
            }
            SectionKind::Classifier => self.has_reference = true,
            SectionKind::Offers | SectionKind::OfferChanges => {}
        }
        Ok(())
    }

    fn group(&mut self, group: &model::Group) -> Result<(), StorageError> {
        if self.is_without_id(&group.id, "Группа") {
            return Ok(());
        }
        count(&mut self.seen.counts.groups);
        self.has_reference = true;
        self.group_ordinal = self.group_ordinal.saturating_add(1);
        self.is_reference_changed |= reference::write_group(self.tx, group, self.group_ordinal)?;
        Ok(())
    }

    fn property(&mut self, property: &model::Property) -> Result<(), StorageError> {
        if self.is_without_id(&property.id, "Свойство") {
            return Ok(());
        }
        count(&mut self.seen.counts.properties);
        self.has_reference = true;
        let is_changed = reference::write_property(self.tx, property)?;
        self.is_reference_changed |= is_changed;
        self.is_dictionary_changed |= is_changed;
        Ok(())
    }

    fn price_type(&mut self, price_type: &model::PriceType) -> Result<(), StorageError> {
        if self.is_without_id(&price_type.id, "ТипЦены") {
            return Ok(());
        }
        count(&mut self.seen.counts.price_types);
        self.has_reference = true;
        currencies::learn(self.tx, &self.rules.currencies, price_type.currency.trim())?;
        let change = reference::write_price_type(self.tx, price_type)?;
        self.is_reference_changed |= change != PriceTypeChange::None;
        if change == PriceTypeChange::Meaning {
            unpublished::mark_price_type(self.tx, &price_type.id)?;
        }
        Ok(())
    }

    fn warehouse(&mut self, warehouse: &model::Warehouse) -> Result<(), StorageError> {
        if self.is_without_id(&warehouse.id, "Склад") {
            return Ok(());
        }
        count(&mut self.seen.counts.warehouses);
        self.has_reference = true;
        let change = reference::write_warehouse(self.tx, warehouse)?;
        self.is_reference_changed |= change.is_changed;
        if change.is_deletion_changed {
            unpublished::mark_warehouse(self.tx, &warehouse.id)?;
        }
        Ok(())
    }

    fn product(&mut self, mut product: model::Product) -> Result<(), Failure> {
        if self.is_without_id(&product.id, "Товар") {
            return Ok(());
        }
        count(&mut self.seen.counts.products);
        // Some exporters put prices and stock into the product itself: that is an offer without a name.
        let prices = std::mem::take(&mut product.prices);
        let stock = std::mem::take(&mut product.stock);
        let total_quantity = product.total_quantity.take();
        let own_offer = (!prices.is_empty() || !stock.is_empty() || total_quantity.is_some()).then(|| model::Offer {
            id: product.id.clone(),
            prices: (!prices.is_empty()).then_some(prices),
            stock: (!stock.is_empty()).then_some(stock),
            total_quantity,
            ..model::Offer::default()
        });
        if self.stamp.is_none() {
            // A product outside of a catalogue section.
            self.begin_section(&model::Section {
                kind: SectionKind::Catalogue,
                only_changes: None,
            })?;
        }
        if let Some(stamp) = &self.stamp {
            goods::write_product(self.tx, product, stamp)?;
        }
        own_offer.map_or(Ok(()), |offer| self.offer(offer))
    }

    fn offer(&mut self, offer: model::Offer) -> Result<(), Failure> {
        if self.is_without_id(&offer.id, "Предложение") {
            return Ok(());
        }
        let place = OfferPlace {
            source: &self.source.node,
            is_light: self.section == Some(SectionKind::OfferChanges),
        };
        let before = (
            self.seen.price_types.len(),
            self.seen.warehouses.len(),
            self.seen.currencies.len(),
        );
        let (base, what) = write_offer(self.tx, offer, place, &mut self.seen)?;
        if what != 0 {
            unpublished::mark(self.tx, &base, what)?;
        }
        if (
            self.seen.price_types.len(),
            self.seen.warehouses.len(),
            self.seen.currencies.len(),
        ) != before
        {
            self.take_names()?;
        }
        Ok(())
    }

    /// An offer has named something for the first time in this file. Names are few, so all are asked again.
    fn take_names(&mut self) -> Result<(), StorageError> {
        for written in &self.seen.currencies {
            currencies::learn(self.tx, &self.rules.currencies, written)?;
        }
        for id in &self.seen.price_types {
            self.is_reference_changed |= reference::ensure_price_type(self.tx, id)?;
        }
        for id in &self.seen.warehouses {
            self.is_reference_changed |= reference::ensure_warehouse(self.tx, id)?;
        }
        Ok(())
    }

    fn document(&mut self, document: &model::Document) -> Result<(), Failure> {
        match orders::apply_returned(
            self.tx,
            &self.rules.settings,
            &self.rules.currencies,
            document,
            self.now_ms,
        )? {
            Returned::Applied => {
                count(&mut self.seen.counts.documents);
                self.may_place_more = true;
                if let Some(order) = orders::order_of(self.tx, document)? {
                    self.payments(document, &order)?;
                    self.orders.insert(document.id.clone(), order);
                }
            }
            Returned::UnknownNumber => count(&mut self.seen.counts.foreign_documents),
            Returned::NotAnOrder => self.supplier_document(document)?,
            Returned::Unusable { number, why } => {
                self.seen
                    .notes
                    .add(NoteKind::UnusableDocument, &number, &why.to_string());
            }
        }
        Ok(())
    }

    /// A bill, a shipment, a payment.
    fn supplier_document(&mut self, document: &model::Document) -> Result<(), Failure> {
        let Some(mut facts) = documents::of_document(self.tx, &self.rules.currencies, document)? else {
            count(&mut self.seen.counts.foreign_documents);
            return Ok(());
        };
        count(&mut self.seen.counts.documents);
        if document.is_deleted {
            documents::withdraw(self.tx, &facts.onec_id, self.now_ms)?;
            return Ok(());
        }
        facts.order = self.orders.get(&document.parent).cloned();
        let shown = format!("{} {}", document.operation.trim(), facts.number);
        self.take_document(facts, &shown)
    }

    /// Оплаты of an order.
    fn payments(&mut self, document: &model::Document, order: &OrderId) -> Result<(), Failure> {
        let payments = documents::payments_of(&self.rules.currencies, document, Some(order));
        documents::withdraw_other_payments(self.tx, order, &document.id, &payments, self.now_ms)?;
        for facts in payments {
            let shown = format!("Оплата {}", facts.number);
            self.take_document(facts, &shown)?;
        }
        Ok(())
    }

    fn take_document(&mut self, facts: documents::Facts, shown: &str) -> Result<(), Failure> {
        let (settings, node) = (&self.rules.settings, &self.source.node);
        match documents::take(self.tx, settings, facts, None, node, self.now_ms)? {
            Taken::Added(taken) | Taken::Updated(taken) | Taken::Same(taken) => {
                if let Some(why) = taken.why_unseen() {
                    self.seen.notes.add(NoteKind::UnplacedDocument, shown, why);
                }
            }
            Taken::OtherOfThatNumber(there) => {
                self.seen.notes.add(NoteKind::RepeatedDocument, shown, &there.id);
            }
        }
        Ok(())
    }

    fn is_without_id(&mut self, id: &str, element: &str) -> bool {
        let is_missing = id.trim().is_empty();
        if is_missing {
            self.seen.notes.add(NoteKind::MissingId, element, "");
        }
        is_missing
    }

    /// Publishes what the file changed and says what it did.
    pub(super) fn finish(mut self) -> Result<ImportReport, Failure> {
        if self.is_dictionary_changed {
            unpublished::mark_every_product(self.tx, ITEMS)?;
        }
        let mut published = 0_u64;
        // A group that moved may take its goods into an assortment or out of it; goods that moved, their groups.
        let has_narrow = !assortment::narrow(self.tx)?.is_empty();
        if self.is_reference_changed && has_narrow {
            unpublished::mark_every_product(self.tx, ALL)?;
        }
        if self.is_reference_changed || (self.has_catalogue && has_narrow) {
            published = publish_reference(self.tx, self.now_ms)?;
        }
        published = published.saturating_add(publish_marked(self.tx, self.rules.default_vat(), self.now_ms)?);
        self.note_unpriced_types()?;
        self.confirm_feeds()?;
        if self.may_place_more {
            documents::rematch(self.tx, &self.rules.settings, self.now_ms)?;
        }
        if !self.seen.warehouses.is_empty() {
            orders::after_stock_import(self.tx, &self.seen.stock_told(), self.now_ms)?;
        }
        Ok(ImportReport {
            file: self.source.file.clone(),
            counts: self.seen.counts,
            published,
            duration_ms: 0,
            notes: self.seen.notes.into_list(),
        })
    }

    /// Prices without a currency of their own take that of their price type: say so when that is unknown too.
    fn note_unpriced_types(&mut self) -> Result<(), StorageError> {
        if !self.seen.currencies.contains("") {
            return Ok(());
        }
        for (price_type, written) in currencies::unknown_of_types(self.tx)? {
            if self.seen.price_types.contains(&price_type) {
                self.seen.notes.add(NoteKind::UnknownCurrency, &written, &price_type);
            }
        }
        Ok(())
    }

    /// The supplier has just said that this is how things are, changed or not.
    fn confirm_feeds(&mut self) -> Result<(), StorageError> {
        let known = assortment::Feeds::read(self.tx)?;
        let mut feeds: Vec<FeedName> = Vec::new();
        if self.has_reference {
            feeds.extend(known.references());
        }
        if self.has_catalogue {
            feeds.extend(known.catalogues());
        }
        feeds.extend(self.seen.price_types.iter().flat_map(|list| known.prices(list)));
        feeds.extend(self.seen.warehouses.iter().flat_map(|warehouse| known.stock(warehouse)));
        for feed in feeds {
            feeds::confirm(self.tx, &feed, self.now_ms)?;
        }
        Ok(())
    }
}

fn count(counter: &mut u64) {
    *counter = counter.saturating_add(1);
}
