-- What legal entities with different contracts need side by side in one mirror.db. Disposable.

-- Stock in words. Source: feeds stock:<warehouse>:words. May come before the item.
CREATE TABLE stock_level (
    feed_id    INTEGER NOT NULL,                                    -- of feed_state
    item_id    INTEGER NOT NULL,                                    -- of item_key
    level      TEXT    NOT NULL CHECK (level IN ('none', 'few', 'many')), -- cabinet_domain::stock::StockLevel::code
    PRIMARY KEY (feed_id, item_id)
) STRICT, WITHOUT ROWID;

-- Which feeds of dictionaries have a row: it goes with the last of them.
CREATE TABLE reference_row (
    key        TEXT    NOT NULL,                                    -- as on the wire: 'g:<group>', 'p:<property>' …
    feed_id    INTEGER NOT NULL,                                    -- of feed_state
    PRIMARY KEY (key, feed_id)
) STRICT, WITHOUT ROWID;

INSERT INTO reference_row (key, feed_id)
SELECT known.key, feed_state.id
FROM feed_state
JOIN (SELECT 'g:' || code AS key FROM item_group WHERE is_known = 1
      UNION ALL SELECT 'p:' || code FROM property
      UNION ALL SELECT 't:' || code FROM price_type
      UNION ALL SELECT 'w:' || code FROM warehouse) AS known
WHERE feed_state.feed = 'ref';
