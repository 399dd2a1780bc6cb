//! Orders of one legal entity, as the gateway and 1C know them.

use crate::entity::EntityMirror;
use crate::mirror::MirrorError;
use cabinet_domain::ids::{CommandKey, DraftId, ItemId, OrderId};
use cabinet_domain::marks::LinePart;
use cabinet_domain::order::OrderState;
use cabinet_protocol::rows::{LinePartsRow, ServiceLineRow};
use prost::Message;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

/// An order in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderSummary {
    /// Which order.
    pub id: OrderId,
    /// Number of the gateway.
    pub number: String,
    /// The command that placed it; `None` for an order made by the supplier.
    pub command_key: Option<CommandKey>,
    /// The draft it came from; `None` when unknown.
    pub draft: Option<DraftId>,
    /// Name of that draft.
    pub draft_name: String,
    /// UTC, ms since 1970.
    pub placed_at_ms: i64,
    /// Name of the person.
    pub placed_by: String,
    /// Where it stands.
    pub state: OrderState,
    /// ISO 4217; empty in an order without sums.
    pub currency: String,
    /// Sum with VAT; `None` where the person may see no sums.
    pub total_minor: Option<i64>,
    /// VAT in the sum; `None` as above.
    pub vat_minor: Option<i64>,
    /// The buyer's comment.
    pub comment: String,
    /// Number and date in 1C; empty until they are known.
    pub onec_number: String,
    /// ISO; empty until it is known.
    pub onec_date: String,
    /// Number of the payment; empty until everything is paid.
    pub payment_number: String,
    /// ISO; empty until everything is paid.
    pub payment_date: String,
    /// Number of the shipment; empty until everything is shipped.
    pub shipment_number: String,
    /// ISO; empty until everything is shipped.
    pub shipment_date: String,
    /// How many lines it has.
    pub line_count: u32,
}

/// How an order is delivered, in the words of the day when it was placed, and the buyer's own number; what was not said
/// is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrderDelivery {
    /// Name of the way.
    pub way: String,
    /// `cabinet_domain::delivery::WayKind::code` of it.
    pub kind: String,
    /// Name of the carrier.
    pub carrier: String,
    /// City, number and address of the branch.
    pub branch: String,
    /// The address.
    pub address: String,
    /// The day on which goods are to leave, ISO.
    pub date: String,
    /// The buyer's own number.
    pub own_number: String,
    /// His mark of orders that are to be shipped together.
    pub ship_together: String,
}

/// An order with its lines and its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// What a list shows.
    pub summary: OrderSummary,
    /// Lines as they are now.
    pub lines: Vec<OrderLine>,
    /// States in the order they were reached.
    pub history: Vec<StateChange>,
    /// How it is delivered.
    pub delivery: OrderDelivery,
}

/// A line of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderLine {
    /// From 1.
    pub ordinal: u32,
    /// Which item.
    pub item: ItemId,
    /// At the time of the order.
    pub article: String,
    /// At the time of the order.
    pub name: String,
    /// Short name of the unit.
    pub unit: String,
    /// Now, in thousandths; 0 when 1C dropped the line.
    pub quantity_milli: i64,
    /// Now, in millionths; `None` in an order without sums, as are the other figures of money.
    pub price_micro: Option<i64>,
    /// Now, VAT included.
    pub sum_minor: Option<i64>,
    /// VAT rate: `none`, a percent, or empty.
    pub vat: String,
    /// VAT in the sum.
    pub vat_minor: Option<i64>,
    /// As placed, in thousandths; 0 for a line that 1C added.
    pub placed_quantity_milli: i64,
    /// As placed, in millionths.
    pub placed_price_micro: Option<i64>,
    /// The buyer's comment on the line; may be empty.
    pub comment: String,
    /// How the buyer divided it; empty when he did not.
    pub parts: Vec<LinePart>,
    /// What of it was ordered without being there, in thousandths.
    pub on_order_milli: i64,
    /// What it is done to, where it is a service.
    pub service: Option<ServiceLine>,
}

/// A service as a line of an order: what the other fields do not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceLine {
    /// To which goods it is done.
    pub of_item: ItemId,
    /// How many pieces; `None` when that was not asked.
    pub pieces: Option<i64>,
    /// How long each is, in millimetres; `None` when that was not asked.
    pub length_mm: Option<i64>,
}

/// A state and when it was reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateChange {
    /// The state.
    pub state: OrderState,
    /// UTC, ms since 1970.
    pub at_ms: i64,
    /// The person, or the supplier's program.
    pub who: String,
}

const LIST: &str = "
    SELECT id, number, command_key, draft, draft_name, placed_at_ms, placed_by, state, currency, total_minor,
           vat_minor, comment, onec_number, onec_date, payment_number, payment_date, shipment_number, shipment_date,
           (SELECT count(*) FROM order_line WHERE order_line.order_id = placed_order.id) AS line_count
    FROM placed_order
    ORDER BY placed_at_ms DESC, id
    LIMIT :limit OFFSET :offset";

const ONE: &str = "
    SELECT id, number, command_key, draft, draft_name, placed_at_ms, placed_by, state, currency, total_minor,
           vat_minor, comment, onec_number, onec_date, payment_number, payment_date, shipment_number, shipment_date,
           (SELECT count(*) FROM order_line WHERE order_line.order_id = placed_order.id) AS line_count
    FROM placed_order
    WHERE id = :id";

const BY_COMMAND: &str = "
    SELECT id
    FROM placed_order
    WHERE command_key = :command_key
      AND command_key <> ''";

const LINES: &str = "
    SELECT ordinal, item, article, name, unit, quantity_milli, price_micro, sum_minor, vat, vat_minor,
           placed_quantity_milli, placed_price_micro, comment, parts, on_order_milli, service
    FROM order_line
    WHERE order_id = :id
    ORDER BY ordinal";

const HISTORY: &str = "
    SELECT state, at_ms, who
    FROM order_history
    WHERE order_id = :id
    ORDER BY ordinal";

const DELIVERY: &str = "
    SELECT own_number, ship_together, delivery_way, delivery_kind, carrier, carrier_branch, delivery_address, ship_date
    FROM placed_order
    WHERE id = :id";

const COUNT: &str = "
    SELECT count(*) AS orders
    FROM placed_order";

impl EntityMirror {
    /// Orders, the newest first.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn orders(&self, offset: u32, limit: u32) -> Result<Vec<OrderSummary>, MirrorError> {
        self.db().read(|conn| {
            let mut list = conn.prepare_cached(LIST)?;
            let mut rows = list.query(named_params! { ":limit": limit, ":offset": offset })?;
            let mut orders = Vec::new();
            while let Some(row) = rows.next()? {
                orders.push(summary(row)?);
            }
            Ok(orders)
        })
    }

    /// How many orders there are.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn count_orders(&self) -> Result<u32, MirrorError> {
        self.db()
            .read(|conn| Ok(conn.query_row(COUNT, [], |row| row.get("orders"))?))
    }

    /// One order; `None` when it is not here.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn order(&self, id: &OrderId) -> Result<Option<Order>, MirrorError> {
        self.db().read(|conn| order(conn, id))
    }

    /// The order that a command placed, once the feed has brought it: the local echo is hidden then.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn order_of_command(&self, key: &CommandKey) -> Result<Option<OrderId>, MirrorError> {
        self.db().read(|conn| {
            let mut find = conn.prepare_cached(BY_COMMAND)?;
            let found = find.query_row(named_params! { ":command_key": key.as_str() }, |row| {
                row.get::<_, String>("id")
            });
            Ok(found.optional()?.map(OrderId::new))
        })
    }
}

fn order(conn: &Connection, id: &OrderId) -> Result<Option<Order>, MirrorError> {
    let mut one = conn.prepare_cached(ONE)?;
    let mut rows = one.query(named_params! { ":id": id.as_str() })?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let summary = summary(row)?;
    let lines = conn
        .prepare_cached(LINES)?
        .query_map(named_params! { ":id": id.as_str() }, |row| {
            line(row, has_sums(&summary))
        })?
        .collect::<Result<_, _>>()?;
    let mut list = conn.prepare_cached(HISTORY)?;
    let mut rows = list.query(named_params! { ":id": id.as_str() })?;
    let mut history = Vec::new();
    while let Some(row) = rows.next()? {
        history.push(StateChange {
            state: state(row.get("state")?)?,
            at_ms: row.get("at_ms")?,
            who: row.get("who")?,
        });
    }
    let delivery = conn
        .prepare_cached(DELIVERY)?
        .query_row(named_params! { ":id": id.as_str() }, delivery)?;
    Ok(Some(Order {
        summary,
        lines,
        history,
        delivery,
    }))
}

fn state(word: String) -> Result<OrderState, MirrorError> {
    OrderState::from_code(&word).ok_or(MirrorError::UnknownWord(word))
}

const fn has_sums(summary: &OrderSummary) -> bool {
    summary.total_minor.is_some()
}

fn summary(row: &Row<'_>) -> Result<OrderSummary, MirrorError> {
    let currency: String = row.get("currency")?;
    // An order without a currency came from a feed without sums.
    let money = |column| -> rusqlite::Result<Option<i64>> {
        let minor = row.get(column)?;
        Ok((!currency.is_empty()).then_some(minor))
    };
    let optional = |text: String| if text.is_empty() { None } else { Some(text) };
    Ok(OrderSummary {
        id: OrderId::new(row.get::<_, String>("id")?),
        number: row.get("number")?,
        command_key: optional(row.get("command_key")?).map(CommandKey::new),
        draft: optional(row.get("draft")?).map(DraftId::new),
        draft_name: row.get("draft_name")?,
        placed_at_ms: row.get("placed_at_ms")?,
        placed_by: row.get("placed_by")?,
        state: state(row.get("state")?)?,
        total_minor: money("total_minor")?,
        vat_minor: money("vat_minor")?,
        currency: currency.clone(),
        comment: row.get("comment")?,
        onec_number: row.get("onec_number")?,
        onec_date: row.get("onec_date")?,
        payment_number: row.get("payment_number")?,
        payment_date: row.get("payment_date")?,
        shipment_number: row.get("shipment_number")?,
        shipment_date: row.get("shipment_date")?,
        line_count: row.get("line_count")?,
    })
}

fn delivery(row: &Row<'_>) -> rusqlite::Result<OrderDelivery> {
    Ok(OrderDelivery {
        way: row.get("delivery_way")?,
        kind: row.get("delivery_kind")?,
        carrier: row.get("carrier")?,
        branch: row.get("carrier_branch")?,
        address: row.get("delivery_address")?,
        date: row.get("ship_date")?,
        own_number: row.get("own_number")?,
        ship_together: row.get("ship_together")?,
    })
}

fn line(row: &Row<'_>, has_sums: bool) -> rusqlite::Result<OrderLine> {
    let money = |column| -> rusqlite::Result<Option<i64>> {
        let figure = row.get(column)?;
        Ok(has_sums.then_some(figure))
    };
    Ok(OrderLine {
        ordinal: row.get("ordinal")?,
        item: ItemId::new(row.get::<_, String>("item")?),
        article: row.get("article")?,
        name: row.get("name")?,
        unit: row.get("unit")?,
        quantity_milli: row.get("quantity_milli")?,
        price_micro: money("price_micro")?,
        sum_minor: money("sum_minor")?,
        vat: row.get("vat")?,
        vat_minor: money("vat_minor")?,
        placed_quantity_milli: row.get("placed_quantity_milli")?,
        placed_price_micro: money("placed_price_micro")?,
        comment: row.get("comment")?,
        parts: parts(row.get("parts")?)?,
        on_order_milli: row.get("on_order_milli")?,
        service: service(row.get("service")?)?,
    })
}

fn service(stored: Option<Vec<u8>>) -> rusqlite::Result<Option<ServiceLine>> {
    let Some(stored) = stored else { return Ok(None) };
    let row = ServiceLineRow::decode(stored.as_slice())
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(15, Type::Blob, error.into()))?;
    Ok(Some(ServiceLine {
        of_item: ItemId::new(row.of_item),
        pieces: row.pieces,
        length_mm: row.length_mm,
    }))
}

fn parts(stored: Option<Vec<u8>>) -> rusqlite::Result<Vec<LinePart>> {
    let Some(stored) = stored else { return Ok(Vec::new()) };
    let row = LinePartsRow::decode(stored.as_slice())
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(13, Type::Blob, error.into()))?;
    Ok(row.to_domain())
}
