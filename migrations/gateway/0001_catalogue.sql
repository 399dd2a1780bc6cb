-- The supplier's catalogue as 1C exported it, the feeds made of it, and the log of the exchange.
-- Texts and ids come from CommerceML as they stand; times are UTC, milliseconds since 1970.

-- Keys that the gateway makes for itself.
CREATE TABLE gateway_secret (
    name  TEXT NOT NULL PRIMARY KEY CHECK (name <> ''), -- what the key is for
    value BLOB NOT NULL                                 -- random bytes
) STRICT, WITHOUT ROWID;

-- One row per exchange node of the supplier's 1C. Source: `node add`.
CREATE TABLE exchange_node (
    name          TEXT    NOT NULL PRIMARY KEY CHECK (name <> ''), -- the last part of /1c/{node}
    login         TEXT    NOT NULL CHECK (login <> ''),            -- HTTP Basic login; several nodes may share one
    password_hash TEXT    NOT NULL,                                -- Argon2id, PHC text
    takes_zip     INTEGER NOT NULL CHECK (takes_zip IN (0, 1)),    -- answered as zip=yes
    created_at_ms INTEGER NOT NULL                                 -- UTC
) STRICT, WITHOUT ROWID;

-- One row per import of a file, also of failed ones. Source: the gateway itself.
CREATE TABLE exchange_log (
    id             INTEGER NOT NULL PRIMARY KEY,
    node           TEXT    NOT NULL,                 -- node, or «console»
    file           TEXT    NOT NULL,                 -- bare name
    started_at_ms  INTEGER NOT NULL,                 -- UTC
    finished_at_ms INTEGER NOT NULL,                 -- UTC
    counts         TEXT    NOT NULL,                 -- JSON object of counts
    error          TEXT    NOT NULL                  -- empty after success
) STRICT;

-- Full exports, one running number per source. Source: СодержитТолькоИзменения=false.
CREATE TABLE export_generation (
    scope           TEXT    NOT NULL PRIMARY KEY,    -- node and index of the catalogue
    number          INTEGER NOT NULL,                -- the newest generation
    session         TEXT    NOT NULL,                -- session that opened it
    opening_file    TEXT    NOT NULL,                -- file that opened it
    file_count      INTEGER NOT NULL,                -- catalogue files seen in it
    last_file_at_ms INTEGER NOT NULL,                -- UTC
    is_settled      INTEGER NOT NULL CHECK (is_settled IN (0, 1)) -- a day of quiet has closed it
) STRICT, WITHOUT ROWID;

-- Source: Классификатор/Группы.
CREATE TABLE product_group (
    id         TEXT    NOT NULL PRIMARY KEY,         -- Ид
    parent     TEXT,                                 -- Ид of the group above
    name       TEXT    NOT NULL,                     -- Наименование
    ordinal    INTEGER NOT NULL,                     -- place in the export, from 1
    is_deleted INTEGER NOT NULL CHECK (is_deleted IN (0, 1))
) STRICT, WITHOUT ROWID;

-- Source: Классификатор/Свойства.
CREATE TABLE property (
    id         TEXT    NOT NULL PRIMARY KEY,         -- Ид
    name       TEXT    NOT NULL,                     -- Наименование
    value_type TEXT    NOT NULL,                     -- ТипЗначений as written
    is_deleted INTEGER NOT NULL CHECK (is_deleted IN (0, 1))
) STRICT, WITHOUT ROWID;

-- Source: Свойство/ВариантыЗначений/Справочник.
CREATE TABLE property_value (
    property_id TEXT NOT NULL,                       -- Ид of the property
    id          TEXT NOT NULL,                       -- ИдЗначения; unique within its property only
    value       TEXT NOT NULL,                       -- Значение
    PRIMARY KEY (property_id, id)
) STRICT, WITHOUT ROWID;

-- Source: units as objects of their own (3.1).
CREATE TABLE unit (
    id            TEXT NOT NULL PRIMARY KEY,         -- Ид, or the code when there is none
    code          TEXT NOT NULL,                     -- Код: ОКЕИ or КСПОВО
    name          TEXT NOT NULL,                     -- short name
    full_name     TEXT NOT NULL,
    international TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Currencies as the supplier writes them. Source: Валюта, with the operator's table.
CREATE TABLE currency_text (
    written TEXT NOT NULL PRIMARY KEY,               -- as written, blanks trimmed
    code    TEXT NOT NULL                            -- ISO 4217; empty when not mapped
) STRICT, WITHOUT ROWID;

-- Source: ТипыЦен.
CREATE TABLE price_type (
    id               TEXT    NOT NULL PRIMARY KEY,   -- Ид
    name             TEXT    NOT NULL,               -- Наименование; the id while it is a placeholder
    currency_written TEXT    NOT NULL,               -- Валюта as written; empty when not said
    includes_vat     INTEGER NOT NULL CHECK (includes_vat IN (0, 1)),
    ordinal          INTEGER NOT NULL,               -- order of first appearance, from 1
    is_placeholder   INTEGER NOT NULL CHECK (is_placeholder IN (0, 1)), -- seen in prices only
    is_deleted       INTEGER NOT NULL CHECK (is_deleted IN (0, 1))
) STRICT, WITHOUT ROWID;

-- Source: Склады. `default` stands for stock given without a warehouse.
CREATE TABLE warehouse (
    id             TEXT    NOT NULL PRIMARY KEY,     -- Ид
    name           TEXT    NOT NULL,                 -- Наименование; the id while it is a placeholder
    address        TEXT    NOT NULL,                 -- one line; empty when not said
    ordinal        INTEGER NOT NULL,                 -- order of first appearance, from 1
    is_placeholder INTEGER NOT NULL CHECK (is_placeholder IN (0, 1)), -- seen in stock only
    is_deleted     INTEGER NOT NULL CHECK (is_deleted IN (0, 1))
) STRICT, WITHOUT ROWID;

-- Source: Каталог/Товары.
CREATE TABLE product (
    id         TEXT    NOT NULL PRIMARY KEY,         -- Ид, possibly with #characteristic
    base       TEXT    NOT NULL,                     -- the part before #
    article    TEXT    NOT NULL,                     -- Артикул
    name       TEXT    NOT NULL,                     -- Наименование
    scope      TEXT    NOT NULL,                     -- export_generation.scope of the last file with it
    generation INTEGER NOT NULL,                     -- export_generation.number then; 0 before any
    is_stale   INTEGER NOT NULL CHECK (is_stale IN (0, 1)),   -- a full export passed it by
    is_deleted INTEGER NOT NULL CHECK (is_deleted IN (0, 1)),
    details    BLOB    NOT NULL                      -- the rest, catalogue/stored.rs
) STRICT; -- with a rowid: its rows are wide
CREATE INDEX product_by_base ON product (base);

-- Source: Предложения.
CREATE TABLE offer (
    number     INTEGER NOT NULL PRIMARY KEY,         -- our own, in the order of arrival
    id         TEXT    NOT NULL UNIQUE,              -- Ид, possibly with #characteristic
    base       TEXT    NOT NULL,                     -- the part before #
    article    TEXT    NOT NULL,                     -- Артикул; empty when not said
    name       TEXT    NOT NULL,                     -- Наименование; empty when not said
    is_deleted INTEGER NOT NULL CHECK (is_deleted IN (0, 1)),
    details    BLOB    NOT NULL                      -- the rest, catalogue/stored.rs
) STRICT;
CREATE INDEX offer_by_base ON offer (base);

-- Source: Предложение/Цены, the lowest threshold of each price type.
-- Keyed by the number of the offer: rows of one export lie side by side, those of random ids would not.
CREATE TABLE price (
    offer_number     INTEGER NOT NULL,               -- offer.number
    price_type       TEXT    NOT NULL,               -- price_type.id
    price_micro      INTEGER NOT NULL CHECK (price_micro >= 0), -- of one base unit, millionths
    currency_written TEXT    NOT NULL,               -- as written; empty: that of the price type
    PRIMARY KEY (offer_number, price_type)
) STRICT, WITHOUT ROWID;

-- Source: Предложение/Склад, or Количество under the warehouse `default`.
CREATE TABLE stock (
    offer_number   INTEGER NOT NULL,                 -- offer.number
    warehouse      TEXT    NOT NULL,                 -- warehouse.id
    quantity_milli INTEGER NOT NULL,                 -- thousandths of the base unit; may be negative in 1C
    source         TEXT    NOT NULL,                 -- node that said so
    PRIMARY KEY (offer_number, warehouse)
) STRICT, WITHOUT ROWID;

-- What the gateway has promised and 1C does not count yet. Source: placed orders.
CREATE TABLE hold (
    order_id       TEXT    NOT NULL,
    item           TEXT    NOT NULL,                 -- offer.id
    warehouse      TEXT    NOT NULL,                 -- warehouse.id
    quantity_milli INTEGER NOT NULL CHECK (quantity_milli > 0), -- thousandths of the base unit
    expires_at_ms  INTEGER NOT NULL,                 -- UTC
    PRIMARY KEY (order_id, item, warehouse)
) STRICT, WITHOUT ROWID;
CREATE INDEX hold_by_item ON hold (item, warehouse);

-- Products touched inside a transaction and not yet published; empty outside of one.
CREATE TABLE unpublished (
    base TEXT    NOT NULL PRIMARY KEY,               -- product.base
    what INTEGER NOT NULL                            -- bits: 1 items, 2 prices, 4 stock
) STRICT, WITHOUT ROWID;

-- Feeds that devices read (docs/protocol.md).
CREATE TABLE feed (
    id         INTEGER NOT NULL PRIMARY KEY,
    name       TEXT    NOT NULL UNIQUE,              -- `cat:all`, `price:<id>` …
    epoch      TEXT    NOT NULL,                     -- UUID of the unbroken history
    head       INTEGER NOT NULL,                     -- the newest sequence number
    floor      INTEGER NOT NULL,                     -- the oldest position that changes can be served from
    live_rows  INTEGER NOT NULL,                     -- rows that are not deleted
    true_at_ms INTEGER NOT NULL                      -- UTC, when the data was last confirmed
) STRICT;

-- The keys of rows in all feeds: one item has the same key in many of them.
CREATE TABLE feed_key (
    id  INTEGER NOT NULL PRIMARY KEY,
    key TEXT    NOT NULL UNIQUE
) STRICT;

-- The last operation on each key of each feed.
CREATE TABLE feed_row (
    feed_id       INTEGER NOT NULL,                  -- feed.id
    key_id        INTEGER NOT NULL,                  -- feed_key.id
    seq           INTEGER NOT NULL,                  -- dense within the feed when written
    deleted_at_ms INTEGER,                           -- UTC; NULL while the row lives
    body          BLOB    NOT NULL,                  -- protobuf of cabinet-protocol; empty when deleted
    PRIMARY KEY (feed_id, key_id)
) STRICT; -- with a rowid: its rows are wide
CREATE UNIQUE INDEX feed_row_by_seq ON feed_row (feed_id, seq);

-- Snapshots of feeds as files of segments; the newest two of a feed are kept.
CREATE TABLE feed_snapshot (
    feed_id    INTEGER NOT NULL REFERENCES feed (id),
    epoch      TEXT    NOT NULL,
    at_seq     INTEGER NOT NULL,
    schema     INTEGER NOT NULL,                     -- version of row shapes
    row_count  INTEGER NOT NULL,
    PRIMARY KEY (feed_id, epoch, at_seq, schema)
) STRICT, WITHOUT ROWID;

-- Files of a snapshot, in the order of keys.
CREATE TABLE feed_segment (
    feed_id   INTEGER NOT NULL REFERENCES feed (id),
    epoch     TEXT    NOT NULL,
    at_seq    INTEGER NOT NULL,
    schema    INTEGER NOT NULL,
    ordinal   INTEGER NOT NULL,                      -- from 0
    blake3    TEXT    NOT NULL,                      -- hash and name of the file
    bytes     INTEGER NOT NULL,                      -- length of the file
    raw_bytes INTEGER NOT NULL,                      -- length after decompression
    row_count INTEGER NOT NULL,
    PRIMARY KEY (feed_id, epoch, at_seq, schema, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX feed_segment_by_hash ON feed_segment (blake3);
