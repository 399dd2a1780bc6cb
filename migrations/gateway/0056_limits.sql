-- What contracts demand of orders, and how dealers stand with the supplier (docs/protocol.md). Sums are minor units, VAT included.

-- Source: `contract add --min-order --credit-limit`.
CREATE TABLE contract_limit (
    contract           TEXT    NOT NULL PRIMARY KEY REFERENCES contract (id),
    currency           TEXT    NOT NULL CHECK (length(currency) = 3),       -- ISO 4217 of both
    min_order_minor    INTEGER CHECK (min_order_minor > 0),                 -- NULL: any sum
    credit_limit_minor INTEGER CHECK (credit_limit_minor >= 0)              -- NULL: no limit
) STRICT;

-- Source: `balance import`.
CREATE TABLE balance (
    entity        TEXT    NOT NULL PRIMARY KEY REFERENCES entity (id),
    currency      TEXT    NOT NULL CHECK (length(currency) = 3),            -- ISO 4217 of both
    debt_minor    INTEGER NOT NULL,                                         -- owed to the supplier; below zero: paid in advance
    overdue_minor INTEGER NOT NULL CHECK (overdue_minor >= 0),              -- of it overdue
    as_of_ms      INTEGER NOT NULL                                          -- gateway clock: when it was imported
) STRICT;
