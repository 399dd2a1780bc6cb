-- How drafts are to be delivered, and what the user wrote on their lines. Ids are those of the supplier's directories;
-- words are copies of the day, so that a choice can be shown after the directory lost it.

CREATE TABLE draft_delivery (
    draft         TEXT NOT NULL PRIMARY KEY REFERENCES draft (id) ON DELETE CASCADE,
    way           TEXT,                                       -- NULL: open
    way_words     TEXT NOT NULL DEFAULT '',                   -- copy of the name
    carrier       TEXT,                                       -- NULL: none chosen
    carrier_words TEXT NOT NULL DEFAULT '',                   -- copy of the name
    branch        TEXT,                                       -- of the carrier; NULL: none chosen
    branch_words  TEXT NOT NULL DEFAULT '',                   -- copy: city, number, address
    address       TEXT,                                       -- NULL: none chosen
    address_words TEXT NOT NULL DEFAULT '',                   -- copy of the address
    ship_date     TEXT,                                       -- ISO; NULL: does not matter
    own_number    TEXT NOT NULL DEFAULT ''                    -- the user's own number of the order
) STRICT, WITHOUT ROWID;

-- The delivery of the last order of each legal entity: a new draft begins with it.
CREATE TABLE last_delivery (
    entity        TEXT NOT NULL PRIMARY KEY,                  -- id of the gateway
    way           TEXT,
    way_words     TEXT NOT NULL,
    carrier       TEXT,
    carrier_words TEXT NOT NULL,
    branch        TEXT,
    branch_words  TEXT NOT NULL,
    address       TEXT,
    address_words TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A comment stays when its line is taken out, so that the line comes back whole.
CREATE TABLE draft_line_comment (
    draft   TEXT NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
    item    TEXT NOT NULL,
    comment TEXT NOT NULL CHECK (length(comment) > 0),
    PRIMARY KEY (draft, item)
) STRICT, WITHOUT ROWID;

-- A line that was ordered takes its comment along: the goods may be put into the same draft again.
CREATE TRIGGER comment_goes_with_ordered_line
AFTER DELETE ON draft_line
WHEN OLD.in_command IS NOT NULL
BEGIN
    DELETE FROM draft_line_comment
    WHERE draft = OLD.draft
      AND item = OLD.item;
END;
