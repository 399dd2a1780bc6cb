-- What the user decides about changed lines beforehand, which goods he takes in place of others, and lines that wait for goods.

-- 'order': lines to be ordered; 'waiting': lines that wait until goods are there again, one such draft for each legal entity.
ALTER TABLE draft ADD COLUMN kind TEXT NOT NULL DEFAULT 'order';

-- Rules that go with an order which is sent while nobody watches. Gone with the right to see prices.
CREATE TABLE standing_rules (
    command TEXT    NOT NULL PRIMARY KEY REFERENCES outbox (key) ON DELETE CASCADE,
    rules   TEXT    NOT NULL,                                 -- JSON: how far prices and quantities may change
    seen    TEXT    NOT NULL,                                 -- JSON: price and quantity of each line when the rules were set
    round   INTEGER NOT NULL CHECK (round >= 0),              -- how often they were applied on the way to this command
    applied TEXT    NOT NULL,                                 -- JSON: what they took of the terms that this command goes by
    is_over INTEGER NOT NULL DEFAULT 0 CHECK (is_over IN (0, 1)) -- 1: they did not cover what changed; the user is asked
) STRICT, WITHOUT ROWID;

-- The analogue that the user took for an item last: it is offered first.
CREATE TABLE own_analogue (
    item      TEXT    NOT NULL PRIMARY KEY,                   -- product or product#characteristic
    analogue  TEXT    NOT NULL,                               -- what was taken in its place
    chosen_ms INTEGER NOT NULL                                -- UTC, ms since 1970
) STRICT, WITHOUT ROWID;
