//! The card of one item: everything known about it.

use crate::goods::{GoodsRow, LEVEL, QUANTITY, RowReader, Shown, level, quantity};
use crate::item_key;
use crate::mirror::{Mirror, MirrorError};
use crate::sight::Sight;
use cabinet_domain::ids::{ItemId, WarehouseId};
use cabinet_domain::stock::StockLevel;
use cabinet_protocol::rows::ItemRow;
use prost::Message;
use rusqlite::{Connection, OptionalExtension, named_params};

/// An item with all its details.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemCard {
    /// What a list shows of it.
    pub row: GoodsRow,
    /// Полное наименование where it says something else than the name; empty otherwise.
    pub full_name: String,
    /// ОКЕИ code of the base unit; empty when unknown.
    pub unit_code: String,
    /// Empty when there is none.
    pub barcode: String,
    /// Names of its group and the groups above, the root first.
    pub group_path: Vec<String>,
    /// Manufacturer or brand; empty when unknown.
    pub maker: String,
    /// Weight of the base unit; `None` when unknown.
    pub weight_g: Option<u64>,
    /// Volume of the base unit in cubic centimetres; `None` when unknown.
    pub volume_cm3: Option<u64>,
    /// Free text.
    pub description: String,
    /// Name and value, as shown.
    pub properties: Vec<(String, String)>,
    /// Every item of the product, this one included, with price and stock; empty for a plain product.
    pub variants: Vec<GoodsRow>,
    /// What tells the variants apart, in their order: names and values of characteristics.
    pub characteristics: Vec<Vec<(String, String)>>,
    /// Stock of each warehouse that has a figure for it.
    pub stock: Vec<WarehouseStock>,
}

/// What one warehouse has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WarehouseStock {
    /// Which warehouse.
    pub warehouse: WarehouseId,
    /// Its name; the id when the name is not known.
    pub name: String,
    /// In thousandths of the base unit; `None` where stock is told in words.
    pub quantity_milli: Option<i64>,
    /// In a word; `None` where stock is told in numbers.
    pub level: Option<StockLevel>,
    /// When it was true, UTC, ms since 1970; `None` while the first load is not complete.
    pub true_at_ms: Option<i64>,
}

const DETAIL: &str = "
    SELECT unit_code, barcode, group_id, detail
    FROM item
    WHERE id = :id";

const GROUP_PATH: &str = "
    WITH RECURSIVE path (code, parent, name, depth) AS (
        SELECT code, parent, name, 0
        FROM item_group
        WHERE id = :group_id AND is_known = 1
        UNION
        SELECT g.code, g.parent, g.name, path.depth + 1
        FROM path
        JOIN item_group AS g ON g.code = path.parent AND g.is_known = 1
        WHERE path.depth < 256)
    SELECT name
    FROM path
    ORDER BY depth DESC";

const VARIANTS: &str = "
    SELECT k.id
    FROM item_key AS k
    JOIN item AS i ON i.id = k.id
    WHERE k.item > :product || '#'
      AND k.item < :product || '$'
      AND i.in_feeds & :mask <> 0
    ORDER BY k.item";

const WAREHOUSE: &str = "
    SELECT coalesce((SELECT name FROM warehouse WHERE code = :code), :code) AS name,
           (SELECT true_at_ms FROM feed_state WHERE id = :feed_id) AS true_at_ms";

impl Mirror {
    /// The card of an item; `None` when there is no such item to be seen.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub fn item_card(&self, item: &ItemId, sight: &Sight) -> Result<Option<ItemCard>, MirrorError> {
        self.db().read(|conn| {
            let Some(id) = item_key::find(conn, item.as_str())? else {
                return Ok(None);
            };
            let shown = Shown::of(conn, sight)?;
            let mut reader = RowReader::new(conn, &shown)?;
            let Some(row) = reader.read(id)? else {
                return Ok(None);
            };
            let (detail, unit_code, barcode, group_id) = detail(conn, id)?;
            let (variants, characteristics) = if item.is_variant() {
                variants(conn, item, shown.mask, &mut reader)?
            } else {
                (Vec::new(), Vec::new())
            };
            Ok(Some(ItemCard {
                row,
                unit_code,
                barcode,
                group_path: group_path(conn, group_id)?,
                full_name: detail.full_name,
                maker: detail.maker,
                weight_g: (detail.weight_g > 0).then_some(detail.weight_g),
                volume_cm3: (detail.volume_cm3 > 0).then_some(detail.volume_cm3),
                description: detail.description,
                properties: detail
                    .properties
                    .into_iter()
                    .map(|value| (value.name, value.value))
                    .collect(),
                variants,
                characteristics,
                stock: stock(conn, id, &shown)?,
            }))
        })
    }
}

fn detail(conn: &Connection, id: i64) -> Result<(ItemRow, String, String, Option<i64>), MirrorError> {
    let mut statement = conn.prepare_cached(DETAIL)?;
    let found = statement
        .query_row(named_params! { ":id": id }, |row| {
            let bytes: Vec<u8> = row.get("detail")?;
            Ok((bytes, row.get("unit_code")?, row.get("barcode")?, row.get("group_id")?))
        })
        .optional()?;
    let (bytes, unit_code, barcode, group_id) = found.unwrap_or_default();
    Ok((ItemRow::decode(bytes.as_slice())?, unit_code, barcode, group_id))
}

fn group_path(conn: &Connection, group_id: Option<i64>) -> Result<Vec<String>, MirrorError> {
    let mut path = conn.prepare_cached(GROUP_PATH)?;
    let rows = path.query_map(named_params! { ":group_id": group_id }, |row| row.get("name"))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The variants of a product, and what tells each apart.
type Variants = (Vec<GoodsRow>, Vec<Vec<(String, String)>>);

fn variants(conn: &Connection, item: &ItemId, mask: i64, reader: &mut RowReader<'_>) -> Result<Variants, MirrorError> {
    let product = item.product();
    let params = named_params! { ":product": product.as_str(), ":mask": mask };
    let ids: Vec<i64> = conn
        .prepare_cached(VARIANTS)?
        .query_map(params, |row| row.get("id"))?
        .collect::<Result<_, _>>()?;
    let mut rows = Vec::with_capacity(ids.len());
    let mut characteristics = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(row) = reader.read(id)? else { continue };
        rows.push(row);
        let (detail, ..) = detail(conn, id)?;
        // A property has an id of 1C, a characteristic only a name.
        let told = detail.properties.into_iter().filter(|value| value.property.is_empty());
        characteristics.push(told.map(|value| (value.name, value.value)).collect());
    }
    Ok((rows, characteristics))
}

fn stock(conn: &Connection, id: i64, shown: &Shown) -> Result<Vec<WarehouseStock>, MirrorError> {
    let mut warehouse = conn.prepare_cached(WAREHOUSE)?;
    let mut figure = conn.prepare_cached(QUANTITY)?;
    let mut word = conn.prepare_cached(LEVEL)?;
    let mut stock = Vec::new();
    for (feed_id, code) in shown.stocks.iter().chain(&shown.levels) {
        let quantity_milli = quantity(&mut figure, *feed_id, id)?;
        let level = level(&mut word, *feed_id, id)?;
        if quantity_milli.is_none() && level.is_none() {
            continue;
        }
        let (name, true_at_ms) = warehouse.query_row(named_params! { ":code": code, ":feed_id": feed_id }, |row| {
            Ok((row.get("name")?, row.get("true_at_ms")?))
        })?;
        stock.push(WarehouseStock {
            warehouse: WarehouseId::new(code.clone()),
            name,
            quantity_milli,
            level,
            true_at_ms,
        });
    }
    stock.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(stock)
}
