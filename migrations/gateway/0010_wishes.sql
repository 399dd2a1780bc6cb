-- Articles that dealers asked for and the supplier did not have (docs/protocol.md). Times are UTC, milliseconds since 1970.

-- One row per person, entity and article. Source: the commands `wish` and `unwish`; imports that bring the article.
CREATE TABLE wish (
    person         TEXT    NOT NULL REFERENCES person (id),
    entity         TEXT    NOT NULL REFERENCES entity (id),
    norm           TEXT    NOT NULL CHECK (norm <> ''),             -- cabinet_domain::article::article_norm
    article        TEXT    NOT NULL,                                -- as the person wrote it
    quantity_milli INTEGER CHECK (quantity_milli > 0),              -- thousandths; NULL: not said
    note           TEXT    NOT NULL,                                -- empty: none
    wished_at_ms   INTEGER NOT NULL,                                -- gateway clock
    found_item     TEXT,                                            -- product or product#characteristic; NULL: still wanted
    found_at_ms    INTEGER,                                         -- when the person was told; NULL as above
    PRIMARY KEY (person, entity, norm),
    CHECK ((found_item IS NULL) = (found_at_ms IS NULL))
) STRICT;

CREATE INDEX wish_by_article ON wish (norm) WHERE found_item IS NULL;
