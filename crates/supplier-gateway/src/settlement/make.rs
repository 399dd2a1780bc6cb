//! The act of a period out of documents, or why there is none. Pure.
//!
//! Debits are goods handed over and money given back, credits are payments and goods given back. The opening balance is the one that
//! the supplier told last, less what moved between the first day and then; where none was told, all documents before. What is told
//! of an order by number alone, without a sum or without a day makes an act impossible: a wrong one would be signed.

use crate::documents::{Facts, StoredDocument};
use cabinet_domain::ids::OrderId;
use cabinet_domain::paper_number;
use cabinet_domain::settlement::{ActTrouble, OpeningBy, Told, told_once};
use cabinet_domain::supplier_document::DocumentKind;
use cabinet_protocol::settlement::{ActEntryRow, CurrencyActRow, ENTRIES_LIMIT, NUMBERS_LIMIT};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What an act is made of.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    /// Documents of the legal entity that stand.
    pub(super) documents: Vec<StoredDocument>,
    /// Its orders.
    pub(super) orders: Vec<OrderWord>,
    /// Balances that were told, the newest of each currency.
    pub(super) balances: BTreeMap<String, Anchor>,
    /// Numbers of all contracts that it ever had.
    pub(super) contracts: BTreeSet<String>,
}

/// What 1C says of an order by numbers alone.
#[derive(Debug, Clone)]
pub(super) struct OrderWord {
    pub(super) id: OrderId,
    /// The gateway's number.
    pub(super) number: String,
    pub(super) contract: String,
    pub(super) is_cancelled: bool,
    pub(super) total_minor: i64,
    pub(super) shipment_number: String,
    pub(super) shipment_date: String,
    pub(super) payment_number: String,
    pub(super) payment_date: String,
    /// ISO 4217.
    pub(super) currency: String,
}

/// A balance that the supplier told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Anchor {
    /// What the dealer owed then.
    pub(super) debt_minor: i64,
    /// When that was told, UTC, ms since 1970.
    pub(super) as_of_ms: i64,
    /// The day of it at the supplier, ISO.
    pub(super) day: String,
}

/// Contract and days of an act; the contract is empty for all of them, days are ISO.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub(super) contract: &'a str,
    pub(super) from: &'a str,
    pub(super) to: &'a str,
}

/// Why there is no act, and the numbers that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cannot {
    pub(super) trouble: ActTrouble,
    pub(super) numbers: Vec<String>,
}

impl From<ActTrouble> for Cannot {
    fn from(trouble: ActTrouble) -> Self {
        Self {
            trouble,
            numbers: Vec::new(),
        }
    }
}

/// A document that moves the balance.
struct Moved<'a> {
    document: &'a StoredDocument,
    debit_minor: i64,
    credit_minor: i64,
}

/// The acts of a period, one for each currency.
pub(super) fn make(known: &Known, wanted: Wanted<'_>) -> Result<Vec<CurrencyActRow>, Cannot> {
    let (documents, is_part) = of_contract(known, wanted.contract)?;
    let no_balances = BTreeMap::new();
    // A balance is of all contracts together.
    let balances = if is_part { &no_balances } else { &known.balances };
    if documents.is_empty() && balances.is_empty() && known.orders.iter().all(OrderWord::tells_nothing) {
        return Err(ActTrouble::NothingTold.into());
    }
    only_orders(known, &documents, wanted, balances)?;
    let moved = moved(&documents, wanted, balances)?;
    // Of documents without a sum to move there is an act too: of zeros.
    let currencies: BTreeSet<&str> = documents
        .iter()
        .map(|document| document.facts.currency.as_str())
        .chain(balances.keys().map(String::as_str))
        .filter(|currency| !currency.is_empty())
        .collect();
    if currencies.is_empty() {
        return Err(ActTrouble::NothingTold.into());
    }
    let mut acts = Vec::new();
    for currency in currencies {
        let of_currency: Vec<&Moved<'_>> = moved
            .iter()
            .filter(|one| one.document.facts.currency == currency)
            .collect();
        let act = act(currency, &of_currency, wanted, balances.get(currency))?;
        acts.push(act);
    }
    let entries: usize = acts.iter().map(|act| act.entries.len()).sum();
    if entries > ENTRIES_LIMIT {
        return Err(ActTrouble::TooMany.into());
    }
    Ok(acts)
}

/// Documents of a contract, each money once; and whether they are less than all.
fn of_contract<'a>(known: &'a Known, contract: &str) -> Result<(Vec<&'a StoredDocument>, bool), Cannot> {
    let mut documents: Vec<&StoredDocument> = known.documents.iter().filter(|document| moves(document)).collect();
    documents.sort_by(|a, b| a.id.cmp(&b.id));
    told_once(&mut documents, |document| told_as(document));
    let is_only_contract = known.contracts.len() == 1 && known.contracts.contains(contract);
    if contract.is_empty() || is_only_contract {
        return Ok((documents, false));
    }
    let of_orders: HashMap<&OrderId, &str> = known
        .orders
        .iter()
        .map(|order| (&order.id, order.contract.as_str()))
        .collect();
    let contract_of = |document: &StoredDocument| {
        let number = of_orders.get(document.order.as_ref()?)?;
        Some(*number).filter(|number| !number.is_empty())
    };
    let silent = documents.iter().filter(|document| contract_of(document).is_none());
    stop(
        ActTrouble::OfContract,
        silent.map(|document| document.facts.number.clone()),
    )?;
    if !known.contracts.contains(contract) {
        return Err(ActTrouble::OfContract.into());
    }
    documents.retain(|document| contract_of(document) == Some(contract));
    Ok((documents, true))
}

const fn sign(kind: DocumentKind) -> Option<bool> {
    match kind {
        DocumentKind::Shipment | DocumentKind::Upd | DocumentKind::Refund => Some(true),
        DocumentKind::Payment | DocumentKind::Return => Some(false),
        DocumentKind::Bill | DocumentKind::TaxInvoice | DocumentKind::Reconciliation | DocumentKind::Other => None,
    }
}

fn moves(document: &StoredDocument) -> bool {
    sign(document.facts.kind).is_some() && document.counted_by.is_empty() && !document.is_withdrawn
}

fn told_as(document: &StoredDocument) -> Option<Told> {
    let facts = &document.facts;
    let is_told = matches!(facts.kind, DocumentKind::Payment | DocumentKind::Return) && !facts.number.is_empty();
    let total_minor = facts.total_minor.filter(|_| is_told && !facts.currency.is_empty())?;
    Some(Told {
        kind: facts.kind,
        number: facts.number.clone(),
        date: facts.date.clone(),
        total_minor,
        currency: facts.currency.clone(),
        order: document.order.as_ref().map(ToString::to_string).unwrap_or_default(),
    })
}

impl OrderWord {
    fn tells_nothing(&self) -> bool {
        self.is_cancelled
            || self.total_minor == 0
            || (self.shipment_number.is_empty() && self.payment_number.is_empty())
    }
}

/// Refuses where 1C told of a shipment or a payment of an order, in the days that count, and the document never came.
fn only_orders(
    known: &Known,
    documents: &[&StoredDocument],
    wanted: Wanted<'_>,
    balances: &BTreeMap<String, Anchor>,
) -> Result<(), Cannot> {
    let days = Days::of(documents, wanted, balances);
    // Also the накладная whose goods a УПД of another number counts.
    let shipments = Papers::of(&known.documents, DocumentKind::hands_goods_over);
    let payments = Papers::of(&known.documents, |kind| kind == DocumentKind::Payment);
    let has_shipment = |order: &OrderWord| shipments.have(&order.id, &order.shipment_number, &order.shipment_date);
    let has_payment = |order: &OrderWord| payments.have(&order.id, &order.payment_number, &order.payment_date);
    let is_untold = |order: &&OrderWord| {
        let shipped = !order.shipment_number.is_empty() && days.may_count(&order.shipment_date) && !has_shipment(order);
        let paid = !order.payment_number.is_empty() && days.may_count(&order.payment_date) && !has_payment(order);
        !order.tells_nothing() && (wanted.contract.is_empty() || order.contract == wanted.contract) && (shipped || paid)
    };
    let untold = known.orders.iter().filter(is_untold);
    stop(ActTrouble::OnlyOrders, untold.map(|order| order.number.clone()))
}

/// Documents of a kind, to be looked up by what an order says of its own.
struct Papers<'a> {
    of_orders: HashMap<&'a OrderId, Vec<&'a Facts>>,
    of_days: HashMap<&'a str, Vec<&'a Facts>>,
}

impl<'a> Papers<'a> {
    fn of(documents: &'a [StoredDocument], is_meant: fn(DocumentKind) -> bool) -> Self {
        let (mut of_orders, mut of_days) = (HashMap::<_, Vec<_>>::new(), HashMap::<_, Vec<_>>::new());
        let live = documents.iter().filter(|document| !document.is_withdrawn);
        for document in live.filter(|document| is_meant(document.facts.kind)) {
            let facts = &document.facts;
            if let Some(order) = &document.order {
                of_orders.entry(order).or_default().push(facts);
            }
            if !facts.date.is_empty() {
                of_days.entry(facts.date.as_str()).or_default().push(facts);
            }
        }
        Self { of_orders, of_days }
    }

    /// Whether the document of this number came: with the order, or on that day. Numbers begin anew every year, so that one without
    /// a day is looked for with the order only. A document of the order without a number may be any.
    fn have(&self, order: &OrderId, number: &str, date: &str) -> bool {
        let is_it = |facts: &Facts| {
            paper_number::is_same(&facts.number, number)
                || facts
                    .hints
                    .iter()
                    .any(|hint| hint.is_shipment && paper_number::is_same(&hint.number, number))
        };
        let of_order = self.of_orders.get(order).into_iter().flatten();
        let of_day = self.of_days.get(date).into_iter().flatten();
        of_order.clone().any(|facts| facts.number.trim().is_empty()) || of_order.chain(of_day).any(|facts| is_it(facts))
    }
}

/// The days whose documents make a difference.
struct Days<'a> {
    first: Option<&'a str>,
    last: &'a str,
}

impl<'a> Days<'a> {
    fn of(documents: &[&StoredDocument], wanted: Wanted<'a>, balances: &'a BTreeMap<String, Anchor>) -> Self {
        // What 1C told in a currency that nobody knows may be in one without a balance: then no day is before the first. A scan
        // without a sum is taken to be in the currencies that are known, else an old one would stop every act.
        let has_balance = |document: &StoredDocument| {
            let facts = &document.facts;
            if facts.currency.is_empty() {
                match facts.total_minor {
                    Some(minor) => minor == 0,
                    None => facts.onec_id.is_empty(),
                }
            } else {
                balances.contains_key(&facts.currency)
            }
        };
        let days = balances.values().map(|anchor| anchor.day.as_str());
        Self {
            // Of a currency without a balance all days count; what has no sum may be in that one.
            first: days
                .clone()
                .min()
                .filter(|_| documents.iter().all(|document| has_balance(document)))
                .map(|first| first.min(wanted.from)),
            last: days.max().map_or(wanted.to, |last| last.max(wanted.to)),
        }
    }

    /// Whether a day counts; one that was not told may be any.
    fn may_count(&self, day: &str) -> bool {
        day.is_empty() || (self.first.is_none_or(|first| first <= day) && day <= self.last)
    }
}

/// What moves the balance, in the order of days.
fn moved<'a>(
    documents: &[&'a StoredDocument],
    wanted: Wanted<'_>,
    balances: &BTreeMap<String, Anchor>,
) -> Result<Vec<Moved<'a>>, Cannot> {
    let days = Days::of(documents, wanted, balances);
    let number = |document: &&&StoredDocument| document.facts.number.clone();
    let undated = documents.iter().filter(|document| document.facts.date.is_empty());
    stop(ActTrouble::WithoutDate, undated.map(|document| number(&document)))?;
    let has_sum =
        |document: &StoredDocument| document.facts.total_minor.is_some() && !document.facts.currency.is_empty();
    let unsummed = documents
        .iter()
        .filter(|document| days.may_count(&document.facts.date) && !has_sum(document))
        .filter(|document| document.facts.total_minor != Some(0));
    stop(ActTrouble::WithoutSum, unsummed.map(|document| number(&document)))?;
    let mut moved: Vec<Moved<'a>> = documents
        .iter()
        .filter_map(|document| {
            let total_minor = document.facts.total_minor.filter(|minor| *minor != 0)?;
            let is_debit = sign(document.facts.kind)?;
            has_sum(document).then_some(Moved {
                document,
                debit_minor: if is_debit { total_minor } else { 0 },
                credit_minor: if is_debit { 0 } else { total_minor },
            })
        })
        .collect();
    moved.sort_by(|a, b| {
        let key = |one: &Moved<'a>| {
            let facts = &one.document.facts;
            (facts.date.clone(), facts.number.clone(), one.document.id.clone())
        };
        key(a).cmp(&key(b))
    });
    Ok(moved)
}

fn act(
    currency: &str,
    moved: &[&Moved<'_>],
    wanted: Wanted<'_>,
    balance: Option<&Anchor>,
) -> Result<CurrencyActRow, Cannot> {
    let date = |one: &Moved<'_>| one.document.facts.date.clone();
    let sum = |is_meant: &dyn Fn(&Moved<'_>) -> bool| {
        moved
            .iter()
            .filter(|one| is_meant(one))
            .map(|one| i128::from(one.debit_minor) - i128::from(one.credit_minor))
            .sum::<i128>()
    };
    let opening = match balance {
        // A document of the very day of the balance is in it when it had come by then.
        Some(anchor) => {
            let is_within = |one: &Moved<'_>| {
                let day = date(one);
                day < anchor.day || (day == anchor.day && one.document.came_at_ms <= anchor.as_of_ms)
            };
            i128::from(anchor.debt_minor) - sum(&|one| is_within(one) && date(one).as_str() >= wanted.from)
                + sum(&|one| !is_within(one) && date(one).as_str() < wanted.from)
        }
        None => sum(&|one| date(one).as_str() < wanted.from),
    };
    let in_period = |one: &Moved<'_>| {
        let day = date(one);
        wanted.from <= day.as_str() && day.as_str() <= wanted.to
    };
    let closing = opening + sum(&in_period);
    let fits = |minor: i128| i64::try_from(minor).map_err(|_| Cannot::from(ActTrouble::OutOfRange));
    let first_day = moved.first().map(|one| date(one)).unwrap_or_default();
    Ok(CurrencyActRow {
        currency: currency.to_owned(),
        opening_minor: fits(opening)?,
        opening_by: match balance {
            Some(_) => OpeningBy::Balance,
            None => OpeningBy::Documents,
        }
        .code()
        .to_owned(),
        opening_day: balance.map_or(first_day, |anchor| anchor.day.clone()),
        entries: moved
            .iter()
            .filter(|one| in_period(one))
            .map(|one| entry(one))
            .collect(),
        closing_minor: fits(closing)?,
    })
}

fn entry(moved: &Moved<'_>) -> ActEntryRow {
    let facts = &moved.document.facts;
    ActEntryRow {
        date: facts.date.clone(),
        kind: facts.kind.code().to_owned(),
        number: facts.number.clone(),
        debit_minor: moved.debit_minor,
        credit_minor: moved.credit_minor,
        document: moved.document.id.clone(),
    }
}

/// Stops with a trouble where there is anything that it is about.
fn stop(trouble: ActTrouble, numbers: impl Iterator<Item = String>) -> Result<(), Cannot> {
    let mut about = numbers.peekable();
    if about.peek().is_none() {
        return Ok(());
    }
    let numbers: BTreeSet<String> = about.filter(|number| !number.is_empty()).collect();
    Err(Cannot {
        trouble,
        numbers: numbers.into_iter().take(NUMBERS_LIMIT).collect(),
    })
}
