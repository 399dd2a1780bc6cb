-- Templates: lists of goods under a name, to be ordered again and again. Of the person: each of his legal entities makes drafts
-- of them.

CREATE TABLE template (
    id         TEXT    NOT NULL PRIMARY KEY,                  -- UUID, made on the device
    name       TEXT    NOT NULL CHECK (length(name) > 0),     -- as the user calls it
    updated_ms INTEGER NOT NULL,                              -- UTC, ms since 1970
    deleted_ms INTEGER                                        -- in the trash since, UTC, ms; NULL: not in the trash
) STRICT, WITHOUT ROWID;

-- A line of a template. Article, name and unit are copies, so that a line survives a mirror that is gone.
CREATE TABLE template_line (
    template         TEXT    NOT NULL REFERENCES template (id) ON DELETE CASCADE,
    item             TEXT    NOT NULL,                              -- product or product#characteristic
    quantity_milli   INTEGER NOT NULL CHECK (quantity_milli > 0),   -- thousandths of the base unit
    seen_entity      TEXT    NOT NULL,                              -- legal entity whose price this is
    seen_price_micro INTEGER,                                       -- millionths; NULL: none, or no more to be seen
    article          TEXT    NOT NULL,                              -- copy from the draft
    name             TEXT    NOT NULL,                              -- copy from the draft
    unit             TEXT    NOT NULL,                              -- copy from the draft
    marks            TEXT    NOT NULL,                              -- JSON of cabinet_domain::marks::LineMarks
    ordinal          INTEGER NOT NULL,                              -- order on screen
    PRIMARY KEY (template, item)
) STRICT, WITHOUT ROWID;
