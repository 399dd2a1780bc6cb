-- Order lists as they came, until the user is done with what was read of them: one for each draft, the newest.
CREATE TABLE kept_list (
    draft    TEXT    NOT NULL PRIMARY KEY REFERENCES draft (id) ON DELETE CASCADE,
    name     TEXT    NOT NULL,                                  -- of the file, without its folder; '' for what was pasted
    body     BLOB    NOT NULL CHECK (length(body) > 0),         -- the bytes of the file, or UTF-8 of the text
    is_added INTEGER NOT NULL DEFAULT 0 CHECK (is_added IN (0, 1)), -- 1: its lines are in the draft
    done     TEXT    NOT NULL DEFAULT '',                       -- `sheet/row` of rows that the user has settled by hand, each with a line end
    kept_ms  INTEGER NOT NULL                                   -- UTC, ms since 1970
) STRICT; -- with a rowid: its rows are wide
