-- Who may do what, and the orders of the dealers (docs/protocol.md, B.8 and B.13).
-- Times are UTC, milliseconds since 1970. Sums are minor units, prices millionths, quantities thousandths.

-- A legal entity of a dealer. Source: `entity add`.
CREATE TABLE entity (
    id            TEXT    NOT NULL PRIMARY KEY,                    -- UUID given by the gateway
    name          TEXT    NOT NULL CHECK (length(name) > 0),       -- as printed in documents
    inn           TEXT    NOT NULL,                                -- ИНН; '' when there is none
    kpp           TEXT    NOT NULL,                                -- КПП; '' when there is none
    edrpou        TEXT    NOT NULL,                                -- ЄДРПОУ; '' when there is none
    address       TEXT    NOT NULL,                                -- in one line; '' when unknown
    phone         TEXT    NOT NULL,                                -- '' when unknown
    price_type    TEXT,                                            -- 1C id; NULL means the first one of the supplier
    node          TEXT,                                            -- 1C node; NULL means the first that asks for orders
    created_at_ms INTEGER NOT NULL,                                -- gateway clock
    CHECK (inn <> '' OR edrpou <> '')
) STRICT;

-- A person of a dealer. Source: `invite`.
CREATE TABLE person (
    id            TEXT    NOT NULL PRIMARY KEY,                    -- UUID given by the gateway
    name          TEXT    NOT NULL CHECK (length(name) > 0),       -- as the operator wrote it
    created_at_ms INTEGER NOT NULL                                 -- gateway clock
) STRICT;

-- What a person is in an entity. Source: the invitation, at the moment of enrolment.
CREATE TABLE access_grant (
    person        TEXT    NOT NULL REFERENCES person (id),
    entity        TEXT    NOT NULL REFERENCES entity (id),
    role          TEXT    NOT NULL,                                -- cabinet_domain::access::Role::code
    granted_at_ms INTEGER NOT NULL,                                -- gateway clock
    PRIMARY KEY (person, entity)
) STRICT;

-- A one-time code. Only its hash is kept.
CREATE TABLE invitation (
    code_hash     BLOB    NOT NULL PRIMARY KEY CHECK (length(code_hash) = 32), -- BLAKE3 of the normalised code
    person        TEXT    NOT NULL REFERENCES person (id),
    created_at_ms INTEGER NOT NULL,                                -- gateway clock
    expires_at_ms INTEGER NOT NULL,                                -- gateway clock
    used_at_ms    INTEGER                                          -- NULL until it became a device
) STRICT;

-- The rights that an invitation brings.
CREATE TABLE invitation_grant (
    code_hash     BLOB    NOT NULL REFERENCES invitation (code_hash),
    entity        TEXT    NOT NULL REFERENCES entity (id),
    role          TEXT    NOT NULL,                                -- cabinet_domain::access::Role::code
    PRIMARY KEY (code_hash, entity)
) STRICT;

-- A device that was enrolled.
CREATE TABLE device (
    id              TEXT    NOT NULL PRIMARY KEY,                  -- UUID given by the gateway
    person          TEXT    NOT NULL REFERENCES person (id),
    name            TEXT    NOT NULL,                              -- as the app named itself
    app_version     TEXT    NOT NULL,                              -- as the app said at enrolment
    enrolled_at_ms  INTEGER NOT NULL,                              -- gateway clock
    last_seen_at_ms INTEGER NOT NULL,                              -- last enrolment or token refresh
    revoked_at_ms   INTEGER,                                       -- NULL while it may speak to us
    revoked_why     TEXT    NOT NULL CHECK (revoked_why IN ('', 'operator', 'token_reused'))
) STRICT;

CREATE INDEX device_of_person ON device (person);

-- The line of refresh tokens of one device: the newest one, and the one before it for a lost answer.
CREATE TABLE token_family (
    id              TEXT    NOT NULL PRIMARY KEY,                  -- UUID, the open part of a refresh token
    device          TEXT    NOT NULL UNIQUE REFERENCES device (id),
    refresh_hash    BLOB    NOT NULL CHECK (length(refresh_hash) = 32), -- BLAKE3 of the newest secret
    previous_hash   BLOB    NOT NULL,                              -- BLAKE3 of the secret before; empty at first
    rotation_nonce  BLOB    NOT NULL,                              -- with the previous secret gives the newest one; empty at first
    rotated_at_ms   INTEGER NOT NULL,                              -- when the newest one was made
    expires_at_ms   INTEGER NOT NULL                               -- 90 days after the last rotation
) STRICT;

-- Access tokens that are alive; those out of date are removed when the device gets a new one.
CREATE TABLE access_token (
    token_hash    BLOB    NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32), -- BLAKE3 of the token
    device        TEXT    NOT NULL REFERENCES device (id),
    expires_at_ms INTEGER NOT NULL                                 -- ten minutes after it was made
) STRICT;

CREATE INDEX access_token_of_device ON access_token (device);

-- What was asked of us under a key of the device, and the final word on it.
CREATE TABLE command (
    entity        TEXT    NOT NULL REFERENCES entity (id),
    command_key   TEXT    NOT NULL,                                -- made on the device
    person        TEXT    NOT NULL REFERENCES person (id),
    device        TEXT    NOT NULL REFERENCES device (id),
    fingerprint   BLOB    NOT NULL CHECK (length(fingerprint) = 32), -- BLAKE3 of the canonical body
    verdict       TEXT    NOT NULL,                                -- JSON of cabinet_protocol::orders::Verdict
    done_at_ms    INTEGER NOT NULL,                                -- gateway clock
    PRIMARY KEY (entity, command_key)
) STRICT;

-- The last order number that was given out; one row.
CREATE TABLE order_sequence (
    name          TEXT    NOT NULL PRIMARY KEY CHECK (name = 'orders'),
    last_number   INTEGER NOT NULL CHECK (last_number BETWEEN 0 AND 999999999)
) STRICT;

-- An order that the gateway accepted.
CREATE TABLE orders (
    id              TEXT    NOT NULL PRIMARY KEY,                  -- UUID given by the gateway
    number          INTEGER NOT NULL UNIQUE CHECK (number BETWEEN 1 AND 999999999), -- 1C matches by it
    entity          TEXT    NOT NULL REFERENCES entity (id),
    command_key     TEXT    NOT NULL,                              -- the command that placed it
    draft           TEXT    NOT NULL,                              -- the device's draft
    draft_name      TEXT    NOT NULL,                              -- kept for the history
    person          TEXT    NOT NULL REFERENCES person (id),
    placed_by       TEXT    NOT NULL,                              -- name of the person at that time
    placed_at_ms    INTEGER NOT NULL,                              -- gateway clock
    state           TEXT    NOT NULL,                              -- cabinet_domain::order::OrderState::code
    currency        TEXT    NOT NULL CHECK (length(currency) = 3), -- ISO 4217
    vat_on_top      INTEGER NOT NULL CHECK (vat_on_top IN (0, 1)), -- 1 when prices do not include VAT
    total_minor     INTEGER NOT NULL,                              -- sum of the lines now, VAT included
    vat_minor       INTEGER NOT NULL,                              -- VAT in it
    comment         TEXT    NOT NULL,                              -- of the buyer, plain text
    node            TEXT,                                          -- 1C node; NULL until one asks
    taken_at_ms     INTEGER,                                       -- when 1C confirmed that it has it; NULL before
    onec_problem    TEXT    NOT NULL,                              -- why it is not offered to 1C; '' when it is
    onec_number     TEXT    NOT NULL,                              -- Номер по 1С; '' until known
    onec_date       TEXT    NOT NULL,                              -- Дата по 1С, ISO; '' until known
    is_posted       INTEGER NOT NULL CHECK (is_posted IN (0, 1)),  -- Проведен
    is_cancelled    INTEGER NOT NULL CHECK (is_cancelled IN (0, 1)), -- ПометкаУдаления, Отменен, or no lines left
    payment_number  TEXT    NOT NULL,                              -- Номер оплаты по 1С; '' until all is paid
    payment_date    TEXT    NOT NULL,                              -- ISO; '' until known
    shipment_number TEXT    NOT NULL,                              -- Номер отгрузки по 1С; '' until all is shipped
    shipment_date   TEXT    NOT NULL,                              -- ISO; '' until known
    posted_back_at_ms INTEGER                                      -- when 1C first returned it posted; NULL before
) STRICT;

CREATE INDEX orders_of_entity ON orders (entity, placed_at_ms);
CREATE INDEX orders_not_taken ON orders (node, number) WHERE taken_at_ms IS NULL;

-- A line of an order, as it is now and as it was placed.
CREATE TABLE order_line (
    order_id              TEXT    NOT NULL REFERENCES orders (id),
    ordinal               INTEGER NOT NULL CHECK (ordinal > 0),    -- place in the order, from 1
    item                  TEXT    NOT NULL,                        -- 1C id, `product` or `product#characteristic`
    article               TEXT    NOT NULL,                        -- at the time of the order
    name                  TEXT    NOT NULL,                        -- at the time of the order
    unit                  TEXT    NOT NULL,                        -- short name of the base unit
    unit_code             TEXT    NOT NULL,                        -- ОКЕИ; '' when unknown
    product_type          TEXT    NOT NULL,                        -- Товар or Услуга
    vat                   TEXT    NOT NULL,                        -- `none`, a percent
    quantity_milli        INTEGER NOT NULL CHECK (quantity_milli >= 0), -- now; 0 when 1C dropped the line
    price_micro           INTEGER NOT NULL,                        -- now, per base unit, VAT as in orders.vat_on_top
    sum_minor             INTEGER NOT NULL,                        -- now, VAT included
    vat_minor             INTEGER NOT NULL,                        -- VAT in it
    placed_quantity_milli INTEGER NOT NULL CHECK (placed_quantity_milli >= 0), -- 0 for a line that 1C added
    placed_price_micro    INTEGER NOT NULL,                        -- 0 for a line that 1C added
    PRIMARY KEY (order_id, ordinal)
) STRICT;

-- States of an order in the order in which they were reached.
CREATE TABLE order_state_change (
    order_id      TEXT    NOT NULL REFERENCES orders (id),
    ordinal       INTEGER NOT NULL CHECK (ordinal > 0),            -- from 1
    state         TEXT    NOT NULL,                                -- cabinet_domain::order::OrderState::code
    at_ms         INTEGER NOT NULL,                                -- gateway clock
    who           TEXT    NOT NULL,                                -- the person, or '1С'
    PRIMARY KEY (order_id, ordinal)
) STRICT;

-- The invoice of an order. Its contents follow from the order and the supplier's requisites.
CREATE TABLE invoice (
    id             TEXT    NOT NULL PRIMARY KEY,                   -- UUID given by the gateway
    order_id       TEXT    NOT NULL UNIQUE REFERENCES orders (id),
    number         TEXT    NOT NULL,                               -- 1C's once known, the gateway's before
    invoice_date   TEXT    NOT NULL,                               -- ISO
    is_preliminary INTEGER NOT NULL CHECK (is_preliminary IN (0, 1)) -- 1 until 1C's number is known
) STRICT;
