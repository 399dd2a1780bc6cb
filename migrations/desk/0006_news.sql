-- Which news the user has read on this device. The news themselves lie in the mirror, which may be deleted.
CREATE TABLE news_state (
    id      TEXT    NOT NULL PRIMARY KEY,                     -- of the gateway
    read_ms INTEGER NOT NULL                                  -- device clock, ms
) STRICT, WITHOUT ROWID;
