-- Who wants to be told about goods (docs/protocol.md). Times are UTC, milliseconds since 1970.

-- One row per person, entity and item. Source: the commands `subscribe` and `unsubscribe`.
CREATE TABLE subscription (
    person           TEXT    NOT NULL REFERENCES person (id),
    entity           TEXT    NOT NULL REFERENCES entity (id),
    item             TEXT    NOT NULL,                              -- product or product#characteristic
    threshold_milli  INTEGER CHECK (threshold_milli > 0),           -- tell once when so much is there; NULL: told, or not wanted
    watches_price    INTEGER NOT NULL CHECK (watches_price IN (0, 1)), -- tell each time when the price falls
    price_micro      INTEGER,                                       -- the last known price; NULL: none known
    currency         TEXT    NOT NULL,                              -- of that price, ISO 4217; '' when none is known
    until            TEXT,                                          -- last day, ISO; NULL for as long as it takes
    ends_at_ms       INTEGER,                                       -- end of that day at the supplier's; NULL as above
    subscribed_at_ms INTEGER NOT NULL,                              -- gateway clock
    PRIMARY KEY (person, entity, item),
    CHECK (threshold_milli IS NOT NULL OR watches_price = 1)
) STRICT;

CREATE INDEX subscription_to_item ON subscription (item);
