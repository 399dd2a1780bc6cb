-- What concerns the person of this device. Source: feed me:<person>. Disposable.

CREATE TABLE subscription (
    entity           TEXT    NOT NULL,                              -- legal entity, id of the gateway
    item             TEXT    NOT NULL,                              -- product or product#characteristic
    article          TEXT    NOT NULL,                              -- when it was subscribed to
    name             TEXT    NOT NULL,                              -- when it was subscribed to
    unit             TEXT    NOT NULL,                              -- short name of the base unit
    threshold_milli  INTEGER,                                       -- thousandths; NULL: arrivals are not wanted
    watches_price    INTEGER NOT NULL CHECK (watches_price IN (0, 1)),
    until            TEXT,                                          -- last day, ISO; NULL: as long as it takes
    subscribed_at_ms INTEGER NOT NULL,                              -- UTC, ms since 1970
    PRIMARY KEY (entity, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE notice (
    id     TEXT    NOT NULL PRIMARY KEY,                            -- of the gateway
    entity TEXT    NOT NULL,                                        -- legal entity, id of the gateway
    at_ms  INTEGER NOT NULL,                                        -- UTC, ms since 1970
    body   BLOB    NOT NULL                                         -- protobuf NoticeRow
) STRICT, WITHOUT ROWID;

CREATE INDEX notice_by_time ON notice (entity, at_ms);
