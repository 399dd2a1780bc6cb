-- What happened to goods while this computer watched, beside what happened to prices (0007). Disposable, and gone with the feed.

-- When goods came into stock or ran out. Source: pages of changes and later snapshots of feeds of stock.
CREATE TABLE stock_turn (
    feed_id     INTEGER NOT NULL,                                -- of feed_state
    item_id     INTEGER NOT NULL,                                -- of item_key
    at_ms       INTEGER NOT NULL,                                -- UTC, ms: when it was first known to be so
    is_there    INTEGER NOT NULL CHECK (is_there IN (0, 1)),     -- 1: from nothing to something, 0: the other way
    PRIMARY KEY (feed_id, item_id, at_ms)
) STRICT, WITHOUT ROWID;

CREATE INDEX stock_turn_by_time ON stock_turn (feed_id, at_ms);

-- What left the catalogue, or was passed by by the supplier's last full export. It goes when the goods are back.
CREATE TABLE item_gone (
    feed_id     INTEGER NOT NULL,                                -- of feed_state
    item_id     INTEGER NOT NULL,                                -- of item_key
    at_ms       INTEGER NOT NULL,                                -- UTC, ms: when it was first known to be so
    item        TEXT    NOT NULL,                                -- as in item_key
    article     TEXT    NOT NULL,                                -- copy: the item itself may be gone
    name        TEXT    NOT NULL,                                -- copy
    unit        TEXT    NOT NULL,                                -- copy
    PRIMARY KEY (feed_id, item_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX item_gone_by_time ON item_gone (feed_id, at_ms);
CREATE INDEX price_seen_by_time ON price_seen (feed_id, at_ms);
