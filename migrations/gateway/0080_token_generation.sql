-- How often the tokens of a device were exchanged: a database that was put back from a backup knows by it tokens that it gave
-- out after the backup from tokens that were given out before (docs/adr/0016).

ALTER TABLE token_family ADD COLUMN generation INTEGER NOT NULL DEFAULT 0 CHECK (generation >= 0);
