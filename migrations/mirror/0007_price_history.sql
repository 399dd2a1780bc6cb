-- What prices were before, as this computer saw them. Disposable, and gone with the feed that told them.

-- Since when each feed of prices is watched here: a price without rows below has been the same since then.
CREATE TABLE price_watch (
    feed_id     INTEGER NOT NULL PRIMARY KEY,                    -- of feed_state
    since_ms    INTEGER NOT NULL                                 -- UTC, ms: when the first prices were true
) STRICT;

INSERT INTO price_watch (feed_id, since_ms)
SELECT id, true_at_ms
FROM feed_state
WHERE is_live = 1
  AND (feed LIKE 'price:%' OR feed LIKE 'price@%');

-- Prices of an item that differ from the ones before. Source: pages of changes and later snapshots of feeds of prices.
CREATE TABLE price_seen (
    feed_id     INTEGER NOT NULL,                                -- of feed_state
    item_id     INTEGER NOT NULL,                                -- of item_key
    at_ms       INTEGER NOT NULL,                                -- UTC, ms: when it was first known to be so
    price_micro INTEGER,                                         -- millionths of the currency unit; NULL: no price from then on
    currency    TEXT    NOT NULL,                                -- ISO 4217; empty where there is no price
    PRIMARY KEY (feed_id, item_id, at_ms),
    CHECK ((price_micro IS NULL) = (currency = ''))
) STRICT, WITHOUT ROWID;
