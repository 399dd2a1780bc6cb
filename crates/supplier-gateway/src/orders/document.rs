//! The parts of an order as values, and how its head is read.

use crate::orders::OrdersError;
use crate::storage::{Row, StorageError};
use cabinet_domain::ids::{DocumentId, EntityId, ItemId, OrderId};
use cabinet_domain::money::{Currency, Money};
use cabinet_domain::order::{OrderFacts, OrderState};

/// Everything that is one value per order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderHead {
    /// UUID given by the gateway.
    pub id: OrderId,
    /// Digits only, at most nine of them.
    pub number: i64,
    /// Whose.
    pub entity: EntityId,
    /// The command that placed it.
    pub command_key: String,
    /// The draft it came from.
    pub draft: String,
    /// Name of the draft.
    pub draft_name: String,
    /// Name of the person who placed it.
    pub placed_by: String,
    /// UTC, ms since 1970.
    pub placed_at_ms: i64,
    /// What the facts amount to.
    pub state: OrderState,
    /// Prices do not include VAT.
    pub vat_on_top: bool,
    /// Sum of the lines now, VAT included.
    pub total: Money,
    /// VAT in it.
    pub vat: Money,
    /// Of the buyer.
    pub comment: String,
    /// The contract that it was placed by; empty without one.
    pub contract_number: String,
    /// The 1C node it belongs to; `None` until one asks.
    pub node: Option<String>,
    /// When 1C confirmed that it has it, UTC, ms since 1970.
    pub taken_at_ms: Option<i64>,
    /// Why it is not offered to 1C; empty when it is.
    pub onec_problem: String,
    /// What 1C said.
    pub onec: OnecFacts,
    /// When 1C first returned it posted, UTC, ms since 1970.
    pub posted_back_at_ms: Option<i64>,
}

/// What 1C said of an order; an unknown text is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OnecFacts {
    /// Номер по 1С.
    pub number: String,
    /// Дата по 1С, ISO.
    pub date: String,
    /// Проведен.
    pub is_posted: bool,
    /// ПометкаУдаления, Отменен, or no lines left.
    pub is_cancelled: bool,
    /// Номер оплаты по 1С.
    pub payment_number: String,
    /// Its date, ISO.
    pub payment_date: String,
    /// Номер отгрузки по 1С.
    pub shipment_number: String,
    /// Its date, ISO.
    pub shipment_date: String,
    /// СрокПлатежа, ISO.
    pub due_date: String,
}

impl OnecFacts {
    /// The state that the facts amount to.
    #[must_use]
    pub fn state(&self) -> OrderState {
        let facts = OrderFacts {
            has_onec_number: !self.number.is_empty(),
            is_posted: self.is_posted,
            is_paid: !self.payment_number.is_empty(),
            is_shipped: !self.shipment_number.is_empty(),
            is_cancelled: self.is_cancelled,
        };
        facts.state()
    }
}

/// A line as it is now and as it was placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredLine {
    /// From 1.
    pub ordinal: i64,
    /// Which item.
    pub item: ItemId,
    /// What of it was ordered without being there, in thousandths, as placed.
    pub on_order_milli: i64,
    /// At the time of the order.
    pub article: String,
    /// At the time of the order.
    pub name: String,
    /// Short name of the base unit.
    pub unit: String,
    /// ОКЕИ; empty when unknown.
    pub unit_code: String,
    /// Товар or Услуга.
    pub product_type: String,
    /// `none` or a percent.
    pub vat: String,
    /// Now, in thousandths; 0 when 1C dropped the line.
    pub quantity_milli: i64,
    /// Now, in millionths, VAT as the order's `vat_on_top` says.
    pub price_micro: i64,
    /// Now, VAT included, minor units.
    pub sum_minor: i64,
    /// VAT in it, minor units.
    pub vat_minor: i64,
    /// As placed, in thousandths; 0 for a line that 1C added.
    pub placed_quantity_milli: i64,
    /// As placed, in millionths; 0 for a line that 1C added.
    pub placed_price_micro: i64,
    /// What it is done to, where it is a service.
    pub service: Option<ServiceLine>,
}

/// What is done to goods of the same order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceLine {
    /// Which goods.
    pub of_item: ItemId,
    /// How many pieces; `None` when that was not asked.
    pub pieces: Option<i64>,
    /// How long each is, in millimetres; `None` when that was not asked.
    pub length_mm: Option<i64>,
}

/// A state and when it was reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateChange {
    /// Which.
    pub state: OrderState,
    /// UTC, ms since 1970.
    pub at_ms: i64,
    /// The person, or 1C.
    pub who: String,
}

/// The invoice of an order; its contents follow from the order and the supplier's requisites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    /// UUID given by the gateway.
    pub id: DocumentId,
    /// 1C's once known, the gateway's before.
    pub number: String,
    /// ISO.
    pub date: String,
    /// Until 1C's number is known.
    pub is_preliminary: bool,
}

/// A head whose words are still to be understood.
pub(super) struct RawHead {
    head: OrderHead,
    state: String,
    currency: String,
    total_minor: i64,
    vat_minor: i64,
}

impl RawHead {
    /// The head, when this build knows its words.
    pub(super) fn known(self) -> Result<OrderHead, OrdersError> {
        let Self {
            mut head,
            state,
            currency,
            total_minor,
            vat_minor,
        } = self;
        head.state = OrderState::from_code(&state).ok_or(OrdersError::UnknownWord {
            what: "state",
            value: state,
        })?;
        let currency = Currency::from_code(&currency).ok_or(OrdersError::UnknownWord {
            what: "currency",
            value: currency,
        })?;
        head.total = Money::from_minor(total_minor, currency);
        head.vat = Money::from_minor(vat_minor, currency);
        Ok(head)
    }
}

/// Reads the columns of `orders`.
pub(super) fn read_head(row: &dyn Row) -> Result<RawHead, StorageError> {
    let head = OrderHead {
        id: OrderId::new(row.text("id")?),
        number: row.int("number")?,
        entity: EntityId::new(row.text("entity")?),
        command_key: row.text("command_key")?,
        draft: row.text("draft")?,
        draft_name: row.text("draft_name")?,
        placed_by: row.text("placed_by")?,
        placed_at_ms: row.int("placed_at_ms")?,
        state: OrderState::Held,
        vat_on_top: row.int("vat_on_top")? != 0,
        total: Money::zero(Currency::RUB),
        vat: Money::zero(Currency::RUB),
        comment: row.text("comment")?,
        contract_number: row.text("contract_number")?,
        node: row.opt_text("node")?,
        taken_at_ms: row.opt_int("taken_at_ms")?,
        onec_problem: row.text("onec_problem")?,
        onec: OnecFacts {
            number: row.text("onec_number")?,
            date: row.text("onec_date")?,
            is_posted: row.int("is_posted")? != 0,
            is_cancelled: row.int("is_cancelled")? != 0,
            payment_number: row.text("payment_number")?,
            payment_date: row.text("payment_date")?,
            shipment_number: row.text("shipment_number")?,
            shipment_date: row.text("shipment_date")?,
            due_date: row.text("due_date")?,
        },
        posted_back_at_ms: row.opt_int("posted_back_at_ms")?,
    };
    Ok(RawHead {
        head,
        state: row.text("state")?,
        currency: row.text("currency")?,
        total_minor: row.int("total_minor")?,
        vat_minor: row.int("vat_minor")?,
    })
}
