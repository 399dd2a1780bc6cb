-- Documents of the supplier for dealers: bills, shipments, УПД, payments, scans (docs/protocol.md, Documents).
-- Sums are minor units, VAT included; quantities are thousandths; times are UTC, milliseconds since 1970.

-- Контрагент of 1C, as it came by itself: a document may name one by its Ид alone. Source: contragents___*.xml.
CREATE TABLE counterparty (
    id     TEXT NOT NULL PRIMARY KEY CHECK (id <> ''), -- Ид in 1C
    name   TEXT NOT NULL,
    inn    TEXT NOT NULL,                              -- '' when not said, as below
    kpp    TEXT NOT NULL,
    edrpou TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Source: 1C's exchange, the watched folder, `document add`.
CREATE TABLE supplier_document (
    id            TEXT    NOT NULL PRIMARY KEY,        -- UUID of the gateway
    kind          TEXT    NOT NULL,                    -- cabinet_domain::supplier_document::DocumentKind::code
    number        TEXT    NOT NULL,                    -- as the supplier wrote it; '' when not known
    document_date TEXT    NOT NULL,                    -- ISO; '' when not known
    correction    TEXT    NOT NULL,                    -- which correction of it; '' for the first edition
    seller        TEXT    NOT NULL,                    -- ИНН or ЄДРПОУ; '' when not said
    buyer_name    TEXT    NOT NULL,
    buyer_inn     TEXT    NOT NULL,
    buyer_kpp     TEXT    NOT NULL,
    buyer_edrpou  TEXT    NOT NULL,
    currency      TEXT    NOT NULL,                    -- ISO 4217; '' when there is no sum
    total_minor   INTEGER,                             -- NULL: not said
    vat_minor     INTEGER,                             -- NULL: not said
    entity        TEXT    REFERENCES entity (id),      -- NULL: nobody sees it
    order_id      TEXT    REFERENCES orders (id),      -- NULL: of no order that is known
    is_by_hand    INTEGER NOT NULL CHECK (is_by_hand IN (0, 1)), -- the operator attached it: matching leaves it alone
    trouble       TEXT    NOT NULL,                    -- why nobody sees it: documents::Trouble::code; '' when somebody does
    counted_by    TEXT    NOT NULL,                    -- the document that tells the same shipment and is counted; '' for itself
    onec_id       TEXT    NOT NULL,                    -- Ид in 1C; '' when it came otherwise
    is_withdrawn  INTEGER NOT NULL CHECK (is_withdrawn IN (0, 1)), -- deleted in 1C
    origin        TEXT    NOT NULL,                    -- node of the exchange, `folder` or `console`
    hints         TEXT    NOT NULL,                    -- JSON: numbers and dates of what it refers to
    doubts        TEXT    NOT NULL,                    -- JSON: what does not add up in it
    came_at_ms    INTEGER NOT NULL
) STRICT;
CREATE INDEX supplier_document_by_number ON supplier_document (number, document_date);
CREATE INDEX supplier_document_by_order ON supplier_document (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX supplier_document_by_onec ON supplier_document (onec_id) WHERE onec_id <> '';

CREATE TABLE supplier_document_line (
    document       TEXT    NOT NULL REFERENCES supplier_document (id),
    ordinal        INTEGER NOT NULL,                   -- from 1
    item           TEXT    NOT NULL,                   -- '' when it is none of the order's
    article        TEXT    NOT NULL,
    name           TEXT    NOT NULL,
    unit           TEXT    NOT NULL,
    quantity_milli INTEGER NOT NULL,
    sum_minor      INTEGER,                            -- NULL: not said
    PRIMARY KEY (document, ordinal)
) STRICT, WITHOUT ROWID;

-- The bytes lie in the folder `documents` of the data directory, each under its hash.
CREATE TABLE supplier_document_file (
    document  TEXT    NOT NULL PRIMARY KEY REFERENCES supplier_document (id),
    blake3    TEXT    NOT NULL,
    name      TEXT    NOT NULL,                        -- as it came, without folders
    extension TEXT    NOT NULL,                        -- without the dot
    bytes     INTEGER NOT NULL CHECK (bytes > 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX supplier_document_file_by_hash ON supplier_document_file (blake3);

-- Orders are found by the number that documents bear.
CREATE INDEX orders_by_onec_number ON orders (onec_number) WHERE onec_number <> '';
