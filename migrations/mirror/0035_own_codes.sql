-- What the people of a legal entity call goods, the last word of each. Source: feed codes:<entity>. Disposable.
CREATE TABLE own_code (
    feed_id     INTEGER NOT NULL,                             -- of feed_state
    id          TEXT    NOT NULL,                             -- key of the row: <person>/<norm>
    person      TEXT    NOT NULL,                             -- who said it
    person_name TEXT    NOT NULL,
    norm        TEXT    NOT NULL,                             -- cabinet_domain::article::article_norm of the code
    text        TEXT    NOT NULL,                             -- the code as it was written
    item        TEXT,                                         -- product or product#characteristic; NULL: means nothing any more
    article     TEXT    NOT NULL,                             -- of the item when it was said; empty: none
    said_at_ms  INTEGER NOT NULL,                             -- UTC by the gateway's clock, ms since 1970
    PRIMARY KEY (feed_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX own_code_by_norm ON own_code (feed_id, norm);
