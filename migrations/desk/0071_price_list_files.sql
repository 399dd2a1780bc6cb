-- Files of own price lists that are written anew after a sync that changed what stands in them.

CREATE TABLE price_list_file (
    list       TEXT    NOT NULL PRIMARY KEY REFERENCES price_list (id) ON DELETE CASCADE,
    path       TEXT    NOT NULL CHECK (length(path) > 0), -- the whole path on this computer; its ending is the kind of file
    content    TEXT    NOT NULL,                          -- BLAKE3 of what was written last, hexadecimal; empty: nothing yet
    written_ms INTEGER,                                   -- when that was, UTC, ms since 1970; NULL: not yet
    failure    TEXT                                       -- JSON of cabinet_commands::error::CommandError: why it was not written since; NULL: it was
) STRICT, WITHOUT ROWID;
