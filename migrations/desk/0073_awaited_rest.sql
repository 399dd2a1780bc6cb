-- What is missing of lines of an order on its way, which its user set to wait: it waits once the order is placed, and goes back
-- to its line when nothing is placed.

CREATE TABLE awaited_rest (
    command          TEXT    NOT NULL,                              -- key of the order; the row outlives its command
    entity           TEXT    NOT NULL,                              -- of the gateway
    draft            TEXT    NOT NULL,                              -- whose line it is
    item             TEXT    NOT NULL,                              -- product or product#characteristic
    quantity_milli   INTEGER NOT NULL CHECK (quantity_milli > 0),   -- what is to wait, thousandths of the base unit
    seen_price_micro INTEGER,                                       -- as in draft_line
    seen_currency    TEXT,                                          -- as in draft_line
    article          TEXT    NOT NULL,                              -- copies from the line
    name             TEXT    NOT NULL,
    unit             TEXT    NOT NULL,
    marks            TEXT    NOT NULL,                              -- JSON, as in draft_line: what the rest bears
    was_milli        INTEGER NOT NULL CHECK (was_milli > 0),        -- the line before it was divided, thousandths
    was_marks        TEXT    NOT NULL,                              -- JSON: what that bore
    state            TEXT    NOT NULL CHECK (state IN ('held', 'due', 'waits')),
                     -- held: the order is on its way; due: it is placed; waits: in the draft of what waits, nobody asked to tell
    PRIMARY KEY (command, item)
) STRICT, WITHOUT ROWID;
