-- Goods are numbered as the keys of feeds are: one tree of ids where there were three, and ids of 1C come in no order, so
-- that an import writes all over each of them. Products, offers, prices and stock lie in the order of arrival.
INSERT INTO feed_key (key)
SELECT id FROM product
UNION
SELECT id FROM offer
EXCEPT
SELECT key FROM feed_key;

-- Source: Каталог/Товары.
CREATE TABLE numbered_product (
    number     INTEGER NOT NULL PRIMARY KEY,         -- feed_key.id of the id
    id         TEXT    NOT NULL,                     -- Ид, possibly with #characteristic
    base       TEXT    NOT NULL,                     -- the part before #
    article    TEXT    NOT NULL,                     -- Артикул
    name       TEXT    NOT NULL,                     -- Наименование
    scope      TEXT    NOT NULL,                     -- export_generation.scope of the last file with it
    generation INTEGER NOT NULL,                     -- export_generation.number then; 0 before any
    is_stale   INTEGER NOT NULL CHECK (is_stale IN (0, 1)),   -- a full export passed it by
    is_deleted INTEGER NOT NULL CHECK (is_deleted IN (0, 1)),
    details    BLOB    NOT NULL                      -- the rest, catalogue/stored.rs
) STRICT;
INSERT INTO numbered_product (number, id, base, article, name, scope, generation, is_stale, is_deleted, details)
SELECT k.id, p.id, p.base, p.article, p.name, p.scope, p.generation, p.is_stale, p.is_deleted, p.details
FROM product p
JOIN feed_key k ON k.key = p.id;

-- Source: Предложения.
CREATE TABLE numbered_offer (
    number     INTEGER NOT NULL PRIMARY KEY,         -- feed_key.id of the id
    id         TEXT    NOT NULL,                     -- Ид, possibly with #characteristic
    base       TEXT    NOT NULL,                     -- the part before #
    article    TEXT    NOT NULL,                     -- Артикул; empty when not said
    name       TEXT    NOT NULL,                     -- Наименование; empty when not said
    is_deleted INTEGER NOT NULL CHECK (is_deleted IN (0, 1)),
    details    BLOB    NOT NULL                      -- the rest, catalogue/stored.rs
) STRICT;
INSERT INTO numbered_offer (number, id, base, article, name, is_deleted, details)
SELECT k.id, o.id, o.base, o.article, o.name, o.is_deleted, o.details
FROM offer o
JOIN feed_key k ON k.key = o.id;

-- Source: Предложение/Цены, the lowest threshold of each price type.
CREATE TABLE numbered_price (
    offer_number     INTEGER NOT NULL,               -- offer.number
    price_type       TEXT    NOT NULL,               -- price_type.id
    price_micro      INTEGER NOT NULL CHECK (price_micro >= 0), -- of one base unit, millionths
    currency_written TEXT    NOT NULL,               -- as written; empty: that of the price type
    PRIMARY KEY (offer_number, price_type)
) STRICT, WITHOUT ROWID;
INSERT INTO numbered_price (offer_number, price_type, price_micro, currency_written)
SELECT k.id, p.price_type, p.price_micro, p.currency_written
FROM price p
JOIN offer o ON o.number = p.offer_number
JOIN feed_key k ON k.key = o.id;

-- Source: Предложение/Склад, or Количество under the warehouse `default`.
CREATE TABLE numbered_stock (
    offer_number   INTEGER NOT NULL,                 -- offer.number
    warehouse      TEXT    NOT NULL,                 -- warehouse.id
    quantity_milli INTEGER NOT NULL,                 -- thousandths of the base unit; may be negative in 1C
    source         TEXT    NOT NULL,                 -- node that said so
    PRIMARY KEY (offer_number, warehouse)
) STRICT, WITHOUT ROWID;
INSERT INTO numbered_stock (offer_number, warehouse, quantity_milli, source)
SELECT k.id, s.warehouse, s.quantity_milli, s.source
FROM stock s
JOIN offer o ON o.number = s.offer_number
JOIN feed_key k ON k.key = o.id;

DROP TABLE stock;
DROP TABLE price;
DROP TABLE offer;
DROP TABLE product;
ALTER TABLE numbered_product RENAME TO product;
ALTER TABLE numbered_offer RENAME TO offer;
ALTER TABLE numbered_price RENAME TO price;
ALTER TABLE numbered_stock RENAME TO stock;
