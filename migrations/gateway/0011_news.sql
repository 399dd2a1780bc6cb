-- What the supplier tells dealers (docs/protocol.md). Times are UTC, milliseconds since 1970.

-- A piece of news. Source: `news add`.
CREATE TABLE news (
    id          TEXT    NOT NULL PRIMARY KEY,                       -- UUID given by the gateway
    entity      TEXT    REFERENCES entity (id),                     -- NULL: for all
    title       TEXT    NOT NULL,
    text        TEXT    NOT NULL,
    until       TEXT,                                               -- last day, ISO; NULL: none
    from_ms     INTEGER NOT NULL,                                   -- in the feed since then, or from then on
    until_ms    INTEGER,                                            -- end of the last day at the supplier's; NULL as above
    state       TEXT    NOT NULL CHECK (state IN ('waiting', 'shown', 'over')),
    added_at_ms INTEGER NOT NULL                                    -- gateway clock
) STRICT;

CREATE INDEX news_by_state ON news (state);

-- Which notices tell of it: they go with it.
CREATE TABLE news_notice (
    news   TEXT NOT NULL REFERENCES news (id) ON DELETE CASCADE,
    notice TEXT NOT NULL,                                           -- of notice; may be gone already
    PRIMARY KEY (news, notice)
) STRICT;
