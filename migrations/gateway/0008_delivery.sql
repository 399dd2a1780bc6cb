-- Directories that dealers choose their delivery from, and what orders bear of it (docs/protocol.md).
-- Source: `delivery import`. What was not said is ''.

-- A way of delivery.
CREATE TABLE delivery_way (
    id               TEXT    NOT NULL PRIMARY KEY,                  -- given by the operator
    ordinal          INTEGER NOT NULL CHECK (ordinal > 0),          -- place in the imported file, from 1
    name             TEXT    NOT NULL CHECK (length(name) > 0),
    kind             TEXT    NOT NULL,                              -- cabinet_domain::delivery::WayKind::code
    carrier          TEXT    NOT NULL,                              -- the one carrier that it goes with; '' for any
    min_working_days INTEGER NOT NULL CHECK (min_working_days BETWEEN 0 AND 250), -- after the order, at the earliest
    days             INTEGER NOT NULL CHECK (days BETWEEN 1 AND 127), -- cabinet_domain::delivery::Weekdays::bits
    note             TEXT    NOT NULL
) STRICT;

-- A carrier.
CREATE TABLE carrier (
    id      TEXT    NOT NULL PRIMARY KEY,                           -- given by the operator, without '/'
    ordinal INTEGER NOT NULL CHECK (ordinal > 0),                   -- place in the imported file, from 1
    name    TEXT    NOT NULL CHECK (length(name) > 0)
) STRICT;

-- A branch or terminal of a carrier.
CREATE TABLE carrier_branch (
    carrier TEXT NOT NULL REFERENCES carrier (id),
    id      TEXT NOT NULL,                                          -- given by the operator, unique at the carrier
    city    TEXT NOT NULL CHECK (length(city) > 0),
    number  TEXT NOT NULL,
    address TEXT NOT NULL,
    note    TEXT NOT NULL,
    PRIMARY KEY (carrier, id)
) STRICT;

-- An address that goods of a legal entity may be brought to.
CREATE TABLE delivery_address (
    entity  TEXT    NOT NULL REFERENCES entity (id),
    id      TEXT    NOT NULL,                                       -- given by the operator, unique in the entity
    ordinal INTEGER NOT NULL CHECK (ordinal > 0),                   -- place in the imported file, from 1
    name    TEXT    NOT NULL,
    address TEXT    NOT NULL CHECK (length(address) > 0),
    note    TEXT    NOT NULL,
    PRIMARY KEY (entity, id)
) STRICT;

-- How an order is delivered, in the words of the day when it was placed; no row when nothing was said.
CREATE TABLE order_delivery (
    order_id      TEXT NOT NULL PRIMARY KEY REFERENCES orders (id),
    way           TEXT NOT NULL,                                    -- id, as chosen
    way_name      TEXT NOT NULL,
    way_kind      TEXT NOT NULL,                                    -- cabinet_domain::delivery::WayKind::code
    carrier       TEXT NOT NULL,                                    -- id
    carrier_name  TEXT NOT NULL,
    branch        TEXT NOT NULL,                                    -- id
    branch_words  TEXT NOT NULL,                                    -- city, number and address
    address       TEXT NOT NULL,                                    -- id
    address_words TEXT NOT NULL,
    ship_date     TEXT NOT NULL,                                    -- the day on which goods are to leave, ISO
    own_number    TEXT NOT NULL                                     -- the buyer's own number of the order
) STRICT;

-- The buyer's comments on lines. By item, since 1C may return lines in another order.
CREATE TABLE order_line_comment (
    order_id TEXT NOT NULL REFERENCES orders (id),
    item     TEXT NOT NULL,                                         -- as in order_line
    comment  TEXT NOT NULL CHECK (length(comment) > 0),
    PRIMARY KEY (order_id, item)
) STRICT;
