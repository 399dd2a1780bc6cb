-- In which unit the user typed a quantity («2 кор»), so that the line can be shown in it. The quantity itself is in draft_line.
CREATE TABLE draft_line_unit (
    draft       TEXT    NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
    item        TEXT    NOT NULL,
    unit        TEXT    NOT NULL CHECK (length(unit) > 0),      -- copy of the unit's short name
    units_milli INTEGER NOT NULL CHECK (units_milli > 0),       -- base units in it, in thousandths
    PRIMARY KEY (draft, item)
) STRICT, WITHOUT ROWID;

-- A line that was ordered takes its unit along, as it does its comment.
CREATE TRIGGER unit_goes_with_ordered_line
AFTER DELETE ON draft_line
WHEN OLD.in_command IS NOT NULL
BEGIN
    DELETE FROM draft_line_unit
    WHERE draft = OLD.draft
      AND item = OLD.item;
END;
