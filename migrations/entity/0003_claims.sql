-- Claims of the legal entity, as the gateway has them. Source: feed claim:<entity>. Disposable.

CREATE TABLE claim (
    id          TEXT    NOT NULL PRIMARY KEY,                   -- UUID made on the device that filed it
    order_id    TEXT    NOT NULL,                               -- on which order
    item        TEXT    NOT NULL,                               -- on which item of it
    filed_at_ms INTEGER NOT NULL,                               -- UTC, ms since 1970
    body        BLOB    NOT NULL                                -- protobuf ClaimRow, complete
) STRICT, WITHOUT ROWID;

CREATE INDEX claim_by_time ON claim (filed_at_ms);
CREATE INDEX claim_of_order ON claim (order_id);
