-- What people of legal entities call goods (docs/protocol.md). Source: commands of devices. Never removed: of several words on
-- a code the latest counts, and the others stay.

CREATE TABLE own_code (
    entity     TEXT    NOT NULL REFERENCES entity (id),
    person     TEXT    NOT NULL REFERENCES person (id),             -- who said it
    norm       TEXT    NOT NULL CHECK (norm <> ''),                 -- cabinet_domain::article::article_norm of the code
    text       TEXT    NOT NULL,                                    -- the code as it was written
    item       TEXT,                                                -- product or product#characteristic; NULL: means nothing any more
    article    TEXT    NOT NULL,                                    -- of the item when it was said; empty: none
    said_at_ms INTEGER NOT NULL,                                    -- gateway clock as the device knew it, never later than it came
    PRIMARY KEY (entity, person, norm)
) STRICT;
