-- Lines that were taken out of a draft: they can be put back for 90 days. Prices are not kept: a line comes back at today's.
CREATE TABLE removed_line (
    draft          TEXT    NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
    item           TEXT    NOT NULL,                              -- product or product#characteristic
    quantity_milli INTEGER NOT NULL CHECK (quantity_milli > 0),   -- thousandths of the base unit
    article        TEXT    NOT NULL,                              -- copy from the line
    name           TEXT    NOT NULL,                              -- copy from the line
    unit           TEXT    NOT NULL,                              -- copy from the line
    removed_ms     INTEGER NOT NULL,                              -- UTC, ms since 1970
    PRIMARY KEY (draft, item)
) STRICT, WITHOUT ROWID;
