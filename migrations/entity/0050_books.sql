-- entity-<id>.db: what is owed by the supplier's books. Source: feed doc:<entity>, keys `m:` and `b:`. Disposable.

-- As of when they were told; no row: they never were.
CREATE TABLE books (
    one      INTEGER NOT NULL PRIMARY KEY,             -- 1: there is one row
    as_of_ms INTEGER NOT NULL                          -- gateway clock, UTC, ms since 1970
) STRICT;

-- Clustered as the tree of settlements adds it up, so that no sum sorts or seeks.
CREATE TABLE owed_document (
    contract    TEXT    NOT NULL,                      -- '' when not said
    currency    TEXT    NOT NULL,                      -- ISO 4217
    due_date    TEXT    NOT NULL,                      -- ISO; '' when not said
    id          TEXT    NOT NULL,                      -- of the gateway
    kind        TEXT    NOT NULL,                      -- cabinet_domain::supplier_document::DocumentKind::code
    number      TEXT    NOT NULL,
    date        TEXT    NOT NULL,                      -- ISO; '' when not said
    total_minor INTEGER NOT NULL,                      -- VAT included; below zero: an advance, goods given back
    paid_minor  INTEGER NOT NULL,
    PRIMARY KEY (contract, currency, due_date, id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX owed_document_by_id ON owed_document (id);

-- When an order is to be paid: СрокПлатежа of 1C, ISO; '' when not said.
ALTER TABLE placed_order ADD COLUMN due_date TEXT NOT NULL DEFAULT '';

-- Books that came before were passed over: the next sync takes the feed anew.
UPDATE feed_state
SET cursor = ''
WHERE cursor IS NOT NULL;
