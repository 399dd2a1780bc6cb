-- Whether a feed still has the rows that the gateway has. The same in mirror.db and entity-<id>.db. Disposable.

ALTER TABLE feed_state ADD COLUMN row_hash BLOB;                 -- cabinet_protocol::feed_hash of its rows, 16 bytes; NULL: not known
ALTER TABLE feed_state ADD COLUMN hash_checked_ms INTEGER;       -- UTC by the gateway's clock: when the rows were last read and hashed
ALTER TABLE feed_state ADD COLUMN repairs INTEGER NOT NULL DEFAULT 0; -- how often differing rows were fetched again
ALTER TABLE feed_state ADD COLUMN repaired_ms INTEGER;           -- UTC by the gateway's clock: the last time

-- Rows that the tables do not give back byte by byte as they came: what is hashed of them as they stand here, and what they
-- were hashed as when they came. A row that stands here otherwise was changed by something else than the sync.
CREATE TABLE row_seal (
    feed_id    INTEGER NOT NULL,                                 -- of feed_state
    key        TEXT    NOT NULL,                                 -- as on the wire
    kept       BLOB,                                             -- 16 bytes; NULL: of a kind that this build keeps nothing of
    raw        BLOB    NOT NULL,                                 -- 16 bytes
    PRIMARY KEY (feed_id, key)
) STRICT, WITHOUT ROWID;
