-- For whom or what drafts and parts of their lines are, when and from where these are wished, and in which pack a line is counted.

ALTER TABLE draft ADD COLUMN label TEXT NOT NULL DEFAULT '';          -- for whom or what all of it is; empty: not said
ALTER TABLE draft_line ADD COLUMN marks TEXT NOT NULL DEFAULT '{}';   -- JSON of cabinet_domain::marks::LineMarks
ALTER TABLE removed_line ADD COLUMN marks TEXT NOT NULL DEFAULT '{}'; -- copy from the line

-- Labels that were typed, to be offered again.
CREATE TABLE used_label (
    entity  TEXT    NOT NULL,                                         -- legal entity, id of the gateway
    label   TEXT    NOT NULL CHECK (length(label) > 0),
    used_ms INTEGER NOT NULL,                                         -- UTC, ms since 1970; the last time
    PRIMARY KEY (entity, label)
) STRICT, WITHOUT ROWID;
