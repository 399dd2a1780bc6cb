-- Where each feed of a disposable file stands. The same in mirror.db and entity-<id>.db.

CREATE TABLE feed_state (
    id              INTEGER NOT NULL PRIMARY KEY,                -- stands for the feed in other tables; catalogues 1..62
    feed            TEXT    NOT NULL UNIQUE,                     -- name on the wire ('cat:all')
    epoch           TEXT,                                        -- the unbroken history; NULL: nothing published yet
    seq             INTEGER NOT NULL DEFAULT 0 CHECK (seq >= 0), -- applied up to here, in the epoch
    cursor          TEXT,                                        -- the gateway's, opaque; NULL: nothing published yet
    row_schema      INTEGER NOT NULL,                            -- cabinet_protocol::ROW_SCHEMA of the rows
    row_count       INTEGER NOT NULL DEFAULT 0,                  -- rows of the feed, kinds unknown to this build included
    true_at_ms      INTEGER,                                     -- UTC, ms: when the supplier's data was true
    is_live         INTEGER NOT NULL DEFAULT 0 CHECK (is_live IN (0, 1)), -- 0: the first load is not complete
    unreadable      INTEGER NOT NULL DEFAULT 0,                  -- rows that stopped a page since the last good one
    unreadable_key  TEXT,                                        -- the last such row
    CHECK (is_live = 0 OR (epoch IS NOT NULL AND cursor IS NOT NULL AND true_at_ms IS NOT NULL))
) STRICT;

-- A snapshot that is being loaded; after an interruption it goes on.
CREATE TABLE load (
    feed_id    INTEGER NOT NULL PRIMARY KEY REFERENCES feed_state (id) ON DELETE CASCADE,
    epoch      TEXT    NOT NULL,                                 -- of the manifest
    at_seq     INTEGER NOT NULL,                                 -- of the manifest
    is_direct  INTEGER NOT NULL CHECK (is_direct IN (0, 1))      -- 1: straight into the tables, which were empty
) STRICT;

-- Segments of that snapshot that are in.
CREATE TABLE load_segment (
    feed_id    INTEGER NOT NULL REFERENCES load (feed_id) ON DELETE CASCADE,
    blake3     TEXT    NOT NULL,                                 -- hex
    row_count  INTEGER NOT NULL,
    PRIMARY KEY (feed_id, blake3)
) STRICT, WITHOUT ROWID;

-- Rows of a snapshot that will take the place of older ones, all at once.
CREATE TABLE staged_row (
    feed_id    INTEGER NOT NULL,
    key        TEXT    NOT NULL,
    body       BLOB    NOT NULL,                                 -- protobuf, as it came
    PRIMARY KEY (feed_id, key)
) STRICT, WITHOUT ROWID;
