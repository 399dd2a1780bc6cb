-- entity-<id>.db: the buyer's mark of orders that are to be shipped together. '' when not said.
ALTER TABLE placed_order ADD COLUMN ship_together TEXT NOT NULL DEFAULT '';
