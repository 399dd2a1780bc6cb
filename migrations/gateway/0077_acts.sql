-- Acts of reconciliation that dealers asked for (docs/protocol.md). Times are UTC, milliseconds since 1970.

-- One row per legal entity, contract and period. Source: the command `ask_act`; `act make`, `act answer`, `act refuse`.
CREATE TABLE act_request (
    id          TEXT    NOT NULL PRIMARY KEY,                    -- of entity, contract and period
    entity      TEXT    NOT NULL REFERENCES entity (id),
    asked_at_ms INTEGER NOT NULL,                                -- gateway clock
    is_open     INTEGER NOT NULL CHECK (is_open IN (0, 1)),      -- 1: no act was made, and nobody answered yet
    body        BLOB    NOT NULL                                 -- protobuf ActRow as devices get it, complete
) STRICT;

CREATE INDEX act_request_of_entity ON act_request (entity, asked_at_ms);

-- An act reads the documents of one legal entity.
CREATE INDEX supplier_document_of_entity ON supplier_document (entity) WHERE entity IS NOT NULL;
