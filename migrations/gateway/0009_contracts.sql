-- By which terms a dealer's legal entity buys (docs/protocol.md). Times are UTC, milliseconds since 1970.

-- 1: without an active contract the entity sees no prices. 0: it orders by its own price type until its first contract,
-- as every entity did before there were contracts.
ALTER TABLE entity ADD COLUMN prices_by_contract INTEGER NOT NULL DEFAULT 0 CHECK (prices_by_contract IN (0, 1));

-- A part of what the supplier sells. Source: `contract add --assortment`. The same parts are the same assortment.
CREATE TABLE assortment (
    id          TEXT    NOT NULL PRIMARY KEY CHECK (id <> 'all'),   -- begins a hash of its parts
    added_at_ms INTEGER NOT NULL                                    -- gateway clock
) STRICT;

-- What makes an assortment: groups with everything below them, and single products.
CREATE TABLE assortment_part (
    assortment TEXT NOT NULL REFERENCES assortment (id),
    kind       TEXT NOT NULL CHECK (kind IN ('group', 'product')),
    code       TEXT NOT NULL,                                       -- product_group.id or product.base
    PRIMARY KEY (assortment, kind, code)
) STRICT, WITHOUT ROWID;

-- A contract of an entity. Source: `contract add`. At most one of an entity is active.
CREATE TABLE contract (
    id           TEXT    NOT NULL PRIMARY KEY,                      -- UUID given by the gateway
    entity       TEXT    NOT NULL REFERENCES entity (id),
    number       TEXT    NOT NULL CHECK (number <> ''),             -- as the supplier writes it
    assortment   TEXT    NOT NULL,                                  -- assortment.id, or 'all'
    price_type   TEXT,                                              -- 1C id; NULL: the entity's own, else the first one
    payment      TEXT    NOT NULL,                                  -- terms as text; '' when not said
    delivery     TEXT    NOT NULL,                                  -- terms as text; '' when not said
    stock_mode   TEXT    NOT NULL,                                  -- cabinet_domain::stock::StockMode::code
    added_at_ms  INTEGER NOT NULL,                                  -- gateway clock
    closed_at_ms INTEGER                                            -- NULL while it is active
) STRICT;

CREATE UNIQUE INDEX contract_active ON contract (entity) WHERE closed_at_ms IS NULL;
CREATE INDEX contract_of_entity ON contract (entity, added_at_ms);

-- The contract by which an order was placed, as it was called then.
ALTER TABLE orders ADD COLUMN contract_number TEXT NOT NULL DEFAULT '';
