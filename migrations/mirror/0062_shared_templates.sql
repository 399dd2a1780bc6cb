-- Templates that people of a legal entity share, the version of each. Source: feed templates:<entity>. Disposable.
CREATE TABLE shared_template (
    feed_id     INTEGER NOT NULL,                             -- of feed_state
    id          TEXT    NOT NULL,                             -- key of the row: <person>/<template>
    person      TEXT    NOT NULL,                             -- whose version it is
    person_name TEXT    NOT NULL,
    template    TEXT    NOT NULL,                             -- one id for all versions
    name        TEXT    NOT NULL,
    lines       TEXT    NOT NULL,                             -- JSON of cabinet_protocol::templates::SharedLine
    said_at_ms  INTEGER NOT NULL,                             -- UTC by the gateway's clock, ms since 1970
    PRIMARY KEY (feed_id, id)
) STRICT, WITHOUT ROWID;
