//! The rows of a feed read back out of its tables, to be hashed: goods as the bytes that they came as, all else cell by cell.
//!
//! The rows of goods are many, so nothing is kept beside them while the tables give their bytes back. The others are few
//! and lie in several tables each, so each has a seal ([`crate::row_seal`]) with the hash of its cells. A statement here that
//! reads other cells than before makes every such row look changed once, and the next check fetches them.

use crate::load_analogues::ANALOGUES;
use crate::load_arrivals::ARRIVALS;
use crate::load_media::MEDIA;
use crate::load_prices::PRICES;
use crate::load_stock::STOCK;
use crate::load_stock_level::{LevelOfItem, STOCK_LEVELS};
use crate::table::Table;
use crate::{by_item, load_catalogue};
use cabinet_protocol::feed_hash::FeedHash;
use cabinet_protocol::media::{AnaloguesRow, ArrivalsRow, MediaRow};
use cabinet_protocol::rows::{PriceRow, StockRow};
use cabinet_sqlite::StoreError;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Statement};

/// What a visitor of rows is given: the key, and the hash of what stands under it.
pub(crate) type Visit<'a> = &'a mut dyn FnMut(&str, FeedHash) -> Result<(), StoreError>;

/// Rows of one kind, whose cells are hashed. In the statements `?1` is the feed, `?2` the key without its prefix, or the
/// part of it before `/`, and `?3` the part behind.
struct Kind {
    prefix: &'static str,
    is_in_two: bool,
    /// The keys of all rows.
    keys: &'static str,
    /// The cells of one; without a row of the first statement it is not there.
    cells: &'static [&'static str],
}

const REFERENCE: &[Kind] = &[
    Kind {
        prefix: "g:",
        is_in_two: false,
        keys: "SELECT key FROM reference_row WHERE feed_id = ?1 AND substr(key, 1, 2) = 'g:'",
        cells: &["SELECT parent, name, ordinal FROM item_group WHERE code = ?2 AND is_known = 1"],
    },
    Kind {
        prefix: "p:",
        is_in_two: false,
        keys: "SELECT key FROM reference_row WHERE feed_id = ?1 AND substr(key, 1, 2) = 'p:'",
        cells: &["SELECT name FROM property WHERE code = ?2"],
    },
    Kind {
        prefix: "t:",
        is_in_two: false,
        keys: "SELECT key FROM reference_row WHERE feed_id = ?1 AND substr(key, 1, 2) = 't:'",
        cells: &["SELECT name, currency, includes_vat FROM price_type WHERE code = ?2"],
    },
    Kind {
        prefix: "w:",
        is_in_two: false,
        keys: "SELECT key FROM reference_row WHERE feed_id = ?1 AND substr(key, 1, 2) = 'w:'",
        cells: &["SELECT name, address FROM warehouse WHERE code = ?2"],
    },
];

const DOCUMENTS: &[Kind] = &[
    Kind {
        prefix: "o:",
        is_in_two: false,
        keys: "SELECT 'o:' || id AS key FROM placed_order",
        cells: &[
            "SELECT number, command_key, draft, draft_name, placed_at_ms, placed_by, state, currency, total_minor,
                    vat_minor, comment, onec_number, onec_date, payment_number, payment_date, shipment_number,
                    CASE WHEN due_date = '' THEN shipment_date ELSE shipment_date || ' ' || due_date END, own_number,
                    delivery_way, delivery_kind, carrier, carrier_branch, delivery_address, ship_date, ship_together
             FROM placed_order
             WHERE id = ?2",
            // Goods hash as they did before there were services: an update must not make orders look damaged.
            "SELECT ordinal, item, article, name, unit, quantity_milli, price_micro, sum_minor, vat, vat_minor,
                    placed_quantity_milli, placed_price_micro, comment, parts,
                    CASE WHEN service IS NULL THEN on_order_milli ELSE on_order_milli || ' ' || hex(service) END
             FROM order_line
             WHERE order_id = ?2
             ORDER BY ordinal",
            "SELECT ordinal, state, at_ms, who FROM order_history WHERE order_id = ?2 ORDER BY ordinal",
        ],
    },
    Kind {
        prefix: "i:",
        is_in_two: false,
        keys: "SELECT 'i:' || id AS key FROM invoice",
        cells: &[
            "SELECT order_id, number, is_preliminary, date, currency, total_minor, vat_minor, body
             FROM invoice
             WHERE id = ?2",
        ],
    },
    Kind {
        prefix: "d:",
        is_in_two: false,
        keys: "SELECT 'd:' || id AS key FROM supplier_document",
        // One without a text hashes as it did before there were texts.
        cells: &[
            "SELECT d.order_id, d.date, CASE WHEN t.text IS NULL THEN d.body ELSE d.body || t.text END
             FROM supplier_document AS d
             LEFT JOIN document_text AS t ON t.id = d.id
             WHERE d.id = ?2",
        ],
    },
    Kind {
        prefix: "m:",
        is_in_two: false,
        keys: "SELECT 'm:' || id AS key FROM owed_document",
        cells: &[
            "SELECT contract, kind, number, date, due_date, currency, total_minor, paid_minor
             FROM owed_document
             WHERE id = ?2",
        ],
    },
    Kind {
        prefix: "b:",
        is_in_two: false,
        keys: "SELECT 'b:' AS key FROM books",
        cells: &["SELECT one, as_of_ms FROM books WHERE ?2 = ''"],
    },
    Kind {
        prefix: "a:",
        is_in_two: false,
        keys: "SELECT 'a:' || id AS key FROM act",
        cells: &["SELECT body FROM act WHERE id = ?2"],
    },
];

const CLAIMS: &[Kind] = &[Kind {
    prefix: "c:",
    is_in_two: false,
    keys: "SELECT 'c:' || id AS key FROM claim",
    cells: &["SELECT order_id, item, filed_at_ms, body FROM claim WHERE id = ?2"],
}];

const PERSONAL: &[Kind] = &[
    Kind {
        prefix: "s:",
        is_in_two: true,
        keys: "SELECT 's:' || entity || '/' || item AS key FROM subscription",
        cells: &[
            "SELECT article, name, unit, threshold_milli, watches_price, until, subscribed_at_ms
             FROM subscription
             WHERE entity = ?2
               AND item = ?3",
        ],
    },
    Kind {
        prefix: "w:",
        is_in_two: true,
        keys: "SELECT 'w:' || entity || '/' || norm AS key FROM wish",
        cells: &["SELECT article, quantity_milli, note, wished_at_ms FROM wish WHERE entity = ?2 AND norm = ?3"],
    },
    Kind {
        prefix: "n:",
        is_in_two: false,
        keys: "SELECT 'n:' || id AS key FROM notice",
        cells: &["SELECT entity, at_ms, body FROM notice WHERE id = ?2"],
    },
];

const DELIVERY: &[Kind] = &[
    Kind {
        prefix: "w:",
        is_in_two: false,
        keys: "SELECT 'w:' || id AS key FROM delivery_way",
        cells: &[
            "SELECT ordinal, name, kind, carrier, min_working_days, days, note, utc_offset_minutes
             FROM delivery_way
             WHERE id = ?2",
        ],
    },
    Kind {
        prefix: "c:",
        is_in_two: false,
        keys: "SELECT 'c:' || id AS key FROM carrier",
        cells: &["SELECT ordinal, name FROM carrier WHERE id = ?2"],
    },
];

const BRANCHES: &[Kind] = &[Kind {
    prefix: "",
    is_in_two: true,
    keys: "SELECT carrier || '/' || id AS key FROM carrier_branch",
    cells: &["SELECT city, number, address, note, words, number_words, sorted_by
         FROM carrier_branch
         WHERE carrier = ?2
           AND id = ?3"],
}];

const ADDRESSES: &[Kind] = &[Kind {
    prefix: "",
    is_in_two: false,
    keys: "SELECT id AS key FROM delivery_address WHERE feed_id = ?1",
    cells: &["SELECT entity, ordinal, name, address, note FROM delivery_address WHERE feed_id = ?1 AND id = ?2"],
}];

const NEWS: &[Kind] = &[Kind {
    prefix: "",
    is_in_two: false,
    keys: "SELECT id AS key FROM news WHERE feed_id = ?1",
    cells: &["SELECT entity, title, text, until, from_ms FROM news WHERE feed_id = ?1 AND id = ?2"],
}];

const RULES: &[Kind] = &[Kind {
    prefix: "",
    is_in_two: false,
    keys: "SELECT id AS key FROM price_rule WHERE feed_id = ?1",
    cells: &["SELECT body FROM price_rule WHERE feed_id = ?1 AND id = ?2"],
}];

const CODES: &[Kind] = &[Kind {
    prefix: "",
    is_in_two: false,
    keys: "SELECT id AS key FROM own_code WHERE feed_id = ?1",
    cells: &["SELECT person, person_name, norm, text, item, article, said_at_ms
         FROM own_code
         WHERE feed_id = ?1
           AND id = ?2"],
}];

const TEMPLATES: &[Kind] = &[Kind {
    prefix: "",
    is_in_two: false,
    keys: "SELECT id AS key FROM shared_template WHERE feed_id = ?1",
    cells: &["SELECT person, person_name, template, name, lines, said_at_ms
         FROM shared_template
         WHERE feed_id = ?1
           AND id = ?2"],
}];

/// The kinds of rows of a table whose cells are hashed; `None` for goods.
const fn kinds(table: Table) -> Option<&'static [Kind]> {
    match table {
        Table::Reference => Some(REFERENCE),
        Table::Documents => Some(DOCUMENTS),
        Table::Claims => Some(CLAIMS),
        Table::Personal => Some(PERSONAL),
        Table::Delivery => Some(DELIVERY),
        Table::Branches => Some(BRANCHES),
        Table::Addresses => Some(ADDRESSES),
        Table::News => Some(NEWS),
        Table::Rules => Some(RULES),
        Table::Codes => Some(CODES),
        Table::Templates => Some(TEMPLATES),
        Table::Catalogue
        | Table::Prices
        | Table::Stock
        | Table::StockLevels
        | Table::Media
        | Table::Analogues
        | Table::Arrivals => None,
    }
}

/// Whether every row of the table has a seal.
pub(crate) const fn is_sealed(table: Table) -> bool {
    kinds(table).is_some()
}

/// The hash of what stands under a key of a feed; `None` when nothing does.
pub(crate) fn one(conn: &Connection, table: Table, feed_id: i64, key: &str) -> Result<Option<FeedHash>, StoreError> {
    let body = match table {
        Table::Catalogue => load_catalogue::body(conn, feed_id, key)?,
        Table::Prices => by_item::body::<PriceRow>(conn, &PRICES, feed_id, key)?,
        Table::Stock => by_item::body::<StockRow>(conn, &STOCK, feed_id, key)?,
        Table::StockLevels => by_item::body::<LevelOfItem>(conn, &STOCK_LEVELS, feed_id, key)?,
        Table::Media => by_item::body::<MediaRow>(conn, &MEDIA, feed_id, key)?,
        Table::Analogues => by_item::body::<AnaloguesRow>(conn, &ANALOGUES, feed_id, key)?,
        Table::Arrivals => by_item::body::<ArrivalsRow>(conn, &ARRIVALS, feed_id, key)?,
        Table::Reference
        | Table::Documents
        | Table::Claims
        | Table::Personal
        | Table::Delivery
        | Table::Branches
        | Table::Addresses
        | Table::News
        | Table::Rules
        | Table::Codes
        | Table::Templates => {
            let kind = kinds(table)
                .unwrap_or_default()
                .iter()
                .find(|kind| key.starts_with(kind.prefix));
            return match kind {
                Some(kind) => cells(conn, kind, feed_id, key),
                None => Ok(None),
            };
        }
    };
    Ok(body.map(|body| FeedHash::of_row(key, &body)))
}

/// Gives every row that the tables have of a feed to `visit`.
pub(crate) fn each(conn: &Connection, table: Table, feed_id: i64, visit: Visit<'_>) -> Result<(), StoreError> {
    let mut of_body = |key: &str, body: &[u8]| visit(key, FeedHash::of_row(key, body));
    match table {
        Table::Catalogue => load_catalogue::each_body(conn, feed_id, &mut of_body),
        Table::Prices => by_item::each_body::<PriceRow>(conn, &PRICES, feed_id, &mut of_body),
        Table::Stock => by_item::each_body::<StockRow>(conn, &STOCK, feed_id, &mut of_body),
        Table::StockLevels => by_item::each_body::<LevelOfItem>(conn, &STOCK_LEVELS, feed_id, &mut of_body),
        Table::Media => by_item::each_body::<MediaRow>(conn, &MEDIA, feed_id, &mut of_body),
        Table::Analogues => by_item::each_body::<AnaloguesRow>(conn, &ANALOGUES, feed_id, &mut of_body),
        Table::Arrivals => by_item::each_body::<ArrivalsRow>(conn, &ARRIVALS, feed_id, &mut of_body),
        Table::Reference
        | Table::Documents
        | Table::Claims
        | Table::Personal
        | Table::Delivery
        | Table::Branches
        | Table::Addresses
        | Table::News
        | Table::Rules
        | Table::Codes
        | Table::Templates => {
            for kind in kinds(table).unwrap_or_default() {
                let mut keys = conn.prepare_cached(kind.keys)?;
                bind(&mut keys, feed_id, "", "")?;
                let mut rows = keys.raw_query();
                while let Some(row) = rows.next()? {
                    let key: String = row.get("key")?;
                    if let Some(hash) = cells(conn, kind, feed_id, &key)? {
                        visit(&key, hash)?;
                    }
                }
            }
            Ok(())
        }
    }
}

/// The hash of the cells of a row.
fn cells(conn: &Connection, kind: &Kind, feed_id: i64, key: &str) -> Result<Option<FeedHash>, StoreError> {
    let rest = key.strip_prefix(kind.prefix).unwrap_or(key);
    let (first, second) = if kind.is_in_two {
        match rest.split_once('/') {
            Some(parts) => parts,
            None => return Ok(None),
        }
    } else {
        (rest, "")
    };
    let mut hasher = blake3::Hasher::new();
    hasher.update(key.as_bytes());
    for (sql, place) in kind.cells.iter().zip(0_u32..) {
        let mut statement = conn.prepare_cached(sql)?;
        bind(&mut statement, feed_id, first, second)?;
        let width = statement.column_count();
        let mut rows = statement.raw_query();
        let mut is_there = false;
        while let Some(row) = rows.next()? {
            is_there = true;
            hasher.update(b"r");
            for at in 0..width {
                add_cell(&mut hasher, row.get_ref(at)?);
            }
        }
        if place == 0 && !is_there {
            return Ok(None);
        }
        hasher.update(b"s");
    }
    Ok(Some(FeedHash::first_of(&hasher)))
}

fn add_cell(hasher: &mut blake3::Hasher, cell: ValueRef<'_>) {
    let (tag, bytes): (u8, &[u8]) = match cell {
        ValueRef::Null => (0, &[]),
        ValueRef::Integer(number) => {
            hasher.update(&[1]);
            hasher.update(&number.to_le_bytes());
            return;
        }
        // No table has a column of them.
        ValueRef::Real(_) => (2, &[]),
        ValueRef::Text(text) => (3, text),
        ValueRef::Blob(bytes) => (4, bytes),
    };
    hasher.update(&[tag]);
    hasher.update(&u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_le_bytes());
    hasher.update(bytes);
}

/// Binds what a statement asks for of the three.
fn bind(statement: &mut Statement<'_>, feed_id: i64, first: &str, second: &str) -> Result<(), StoreError> {
    let count = statement.parameter_count();
    if count >= 1 {
        statement.raw_bind_parameter(1, feed_id)?;
    }
    if count >= 2 {
        statement.raw_bind_parameter(2, first)?;
    }
    if count >= 3 {
        statement.raw_bind_parameter(3, second)?;
    }
    Ok(())
}
