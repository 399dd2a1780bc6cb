-- What the user calls goods, his last word on each code: known at once and without a connection, and kept if it is never sent.
CREATE TABLE own_code (
    entity     TEXT    NOT NULL,                             -- legal entity, id of the gateway
    norm       TEXT    NOT NULL,                             -- cabinet_domain::article::article_norm of the code
    text       TEXT    NOT NULL,                             -- the code as it was written
    item       TEXT,                                         -- product or product#characteristic; NULL: means nothing any more
    article    TEXT    NOT NULL,                             -- of the item when it was said; empty: none
    said_at_ms INTEGER NOT NULL,                             -- UTC by the gateway's clock as far as known, ms since 1970
    PRIMARY KEY (entity, norm)
) STRICT, WITHOUT ROWID;
