-- mirror.db: what belongs to goods beside their words. Rows may come before their item. Disposable.

-- Small pictures, and what can be fetched. Source: feeds media:<assortment>.
CREATE TABLE media (
    feed_id    INTEGER NOT NULL,                                 -- of feed_state
    item_id    INTEGER NOT NULL,                                 -- of item_key
    thumbnail  BLOB    NOT NULL,                                 -- JPEG; empty: no picture
    body       BLOB    NOT NULL,                                 -- protobuf MediaRow without the thumbnail
    PRIMARY KEY (feed_id, item_id)
) STRICT; -- with a rowid: its rows are wide
CREATE INDEX media_of_item ON media (item_id);

-- What stands in for goods. Source: feeds analogues:<assortment>.
CREATE TABLE analogue (
    feed_id    INTEGER NOT NULL,                                 -- of feed_state
    item_id    INTEGER NOT NULL,                                 -- of item_key
    body       BLOB    NOT NULL,                                 -- protobuf AnaloguesRow
    PRIMARY KEY (feed_id, item_id)
) STRICT, WITHOUT ROWID;

-- What comes, and when. Source: feeds arrivals:<assortment>.
CREATE TABLE arrival (
    feed_id    INTEGER NOT NULL,                                 -- of feed_state
    item_id    INTEGER NOT NULL,                                 -- of item_key
    body       BLOB    NOT NULL,                                 -- protobuf ArrivalsRow
    PRIMARY KEY (feed_id, item_id)
) STRICT, WITHOUT ROWID;
