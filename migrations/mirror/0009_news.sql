-- What the supplier tells dealers. Source: feeds news, news:<entity>. Disposable.
CREATE TABLE news (
    feed_id    INTEGER NOT NULL,                                    -- of feed_state
    id         TEXT    NOT NULL,                                    -- of the gateway
    entity     TEXT    NOT NULL,                                    -- legal entity, id of the gateway; empty: for all
    title      TEXT    NOT NULL,
    text       TEXT    NOT NULL,
    until      TEXT    NOT NULL,                                    -- last day, ISO; empty: none
    from_ms    INTEGER NOT NULL,                                    -- UTC, ms since 1970
    PRIMARY KEY (feed_id, id)
) STRICT, WITHOUT ROWID;
