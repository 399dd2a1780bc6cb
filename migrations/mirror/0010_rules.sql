-- Rules of prices of one legal entity. Source: feeds rules:<entity>. Disposable.
CREATE TABLE price_rule (
    feed_id    INTEGER NOT NULL,                                    -- of feed_state
    id         TEXT    NOT NULL,                                    -- key of the row in its feed
    body       BLOB    NOT NULL,                                    -- protobuf PricingRow
    PRIMARY KEY (feed_id, id)
) STRICT, WITHOUT ROWID;
