-- entity-<id>.db: documents of one legal entity. Source: feed doc:<entity>. Disposable.

CREATE TABLE placed_order (
    id              TEXT    NOT NULL PRIMARY KEY,                -- of the gateway
    number          TEXT    NOT NULL,                            -- of the gateway: digits
    command_key     TEXT    NOT NULL,                            -- empty: made by the supplier
    draft           TEXT    NOT NULL,                            -- empty: unknown
    draft_name      TEXT    NOT NULL,
    placed_at_ms    INTEGER NOT NULL,                            -- UTC, ms since 1970
    placed_by       TEXT    NOT NULL,                            -- name of the person
    state           TEXT    NOT NULL,                            -- cabinet_domain::order::OrderState::code
    currency        TEXT    NOT NULL,                            -- ISO 4217
    total_minor     INTEGER NOT NULL,                            -- VAT included
    vat_minor       INTEGER NOT NULL,
    comment         TEXT    NOT NULL,
    onec_number     TEXT    NOT NULL,                            -- empty: not known yet
    onec_date       TEXT    NOT NULL,                            -- ISO; empty: not known yet
    payment_number  TEXT    NOT NULL,                            -- empty: not paid in full
    payment_date    TEXT    NOT NULL,
    shipment_number TEXT    NOT NULL,                            -- empty: not shipped in full
    shipment_date   TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX placed_order_by_time ON placed_order (placed_at_ms);
CREATE INDEX placed_order_by_command ON placed_order (command_key) WHERE command_key <> '';

CREATE TABLE order_line (
    order_id              TEXT    NOT NULL REFERENCES placed_order (id) ON DELETE CASCADE,
    ordinal               INTEGER NOT NULL,                      -- from 1
    item                  TEXT    NOT NULL,
    article               TEXT    NOT NULL,                      -- at the time of the order
    name                  TEXT    NOT NULL,                      -- at the time of the order
    unit                  TEXT    NOT NULL,
    quantity_milli        INTEGER NOT NULL,                      -- now; 0: dropped by 1C
    price_micro           INTEGER NOT NULL,                      -- now
    sum_minor             INTEGER NOT NULL,                      -- now, VAT included
    vat                   TEXT    NOT NULL,                      -- 'none', a percent, or empty
    vat_minor             INTEGER NOT NULL,
    placed_quantity_milli INTEGER NOT NULL,                      -- 0: added by 1C
    placed_price_micro    INTEGER NOT NULL,
    PRIMARY KEY (order_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE order_history (
    order_id        TEXT    NOT NULL REFERENCES placed_order (id) ON DELETE CASCADE,
    ordinal         INTEGER NOT NULL,                            -- from 1, in the order the states were reached
    state           TEXT    NOT NULL,                            -- cabinet_domain::order::OrderState::code
    at_ms           INTEGER NOT NULL,                            -- UTC, ms since 1970
    who             TEXT    NOT NULL,
    PRIMARY KEY (order_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE invoice (
    id              TEXT    NOT NULL PRIMARY KEY,                -- of the gateway
    order_id        TEXT    NOT NULL,                            -- may come before the order
    number          TEXT    NOT NULL,                            -- to print
    is_preliminary  INTEGER NOT NULL CHECK (is_preliminary IN (0, 1)),
    date            TEXT    NOT NULL,                            -- ISO
    currency        TEXT    NOT NULL,                            -- ISO 4217
    total_minor     INTEGER NOT NULL,                            -- VAT included
    vat_minor       INTEGER NOT NULL,
    body            BLOB    NOT NULL                             -- protobuf InvoiceRow, complete, for printing offline
) STRICT, WITHOUT ROWID;

CREATE INDEX invoice_by_order ON invoice (order_id);
