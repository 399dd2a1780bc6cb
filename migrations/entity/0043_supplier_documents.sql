-- entity-<id>.db: documents of the supplier. Source: feed doc:<entity>, keys `d:`. Disposable.

CREATE TABLE supplier_document (
    id       TEXT NOT NULL PRIMARY KEY,                -- of the gateway
    order_id TEXT NOT NULL,                            -- '' when it is of no order that is known
    date     TEXT NOT NULL,                            -- ISO; '' when not known
    body     BLOB NOT NULL                             -- protobuf SupplierDocumentRow, complete
) STRICT, WITHOUT ROWID;

CREATE INDEX supplier_document_by_date ON supplier_document (date);
CREATE INDEX supplier_document_of_order ON supplier_document (order_id) WHERE order_id <> '';

-- Documents that came before were passed over: the next sync takes the feed anew.
UPDATE feed_state
SET cursor = ''
WHERE cursor IS NOT NULL;
