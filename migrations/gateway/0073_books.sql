-- What dealers owe by the supplier's books, document by document (docs/protocol.md). Source: `balance documents`. Sums are minor
-- units, VAT included.

-- As of when the books of a legal entity were told; one without a row never had them told.
CREATE TABLE books (
    entity   TEXT    NOT NULL PRIMARY KEY REFERENCES entity (id),
    as_of_ms INTEGER NOT NULL                                    -- gateway clock: when they were imported
) STRICT;

CREATE TABLE owed_document (
    entity        TEXT    NOT NULL REFERENCES books (entity),
    id            TEXT    NOT NULL,                              -- of the facts that name it: the same from import to import
    contract      TEXT    NOT NULL,                              -- as the file says; '' when it does not
    kind          TEXT    NOT NULL,                              -- cabinet_domain::supplier_document::DocumentKind::code
    number        TEXT    NOT NULL,
    document_date TEXT    NOT NULL,                              -- ISO; '' when not said
    due_date      TEXT    NOT NULL,                              -- ISO; '' when not said
    currency      TEXT    NOT NULL CHECK (length(currency) = 3), -- ISO 4217
    total_minor   INTEGER NOT NULL,                              -- below zero: an advance, goods given back
    paid_minor    INTEGER NOT NULL CHECK (paid_minor >= 0),
    PRIMARY KEY (entity, id)
) STRICT, WITHOUT ROWID;

-- When it is to be paid: СрокПлатежа of 1C, ISO; '' when not said.
ALTER TABLE orders ADD COLUMN due_date TEXT NOT NULL DEFAULT '';
ALTER TABLE supplier_document ADD COLUMN due_date TEXT NOT NULL DEFAULT '';
