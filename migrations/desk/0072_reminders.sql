-- Which payments the user was reminded of: once for each document, day to pay and reason, whatever is deleted and fetched anew.

CREATE TABLE told_reminder (
    entity   TEXT    NOT NULL,                             -- of the gateway
    document TEXT    NOT NULL,                             -- as `money_documents` calls it
    due_date TEXT    NOT NULL,                             -- ISO
    reason   TEXT    NOT NULL CHECK (reason IN ('ahead', 'overdue')),
    told_ms  INTEGER NOT NULL,                             -- device clock, ms
    PRIMARY KEY (entity, document, due_date, reason)
) STRICT, WITHOUT ROWID;
