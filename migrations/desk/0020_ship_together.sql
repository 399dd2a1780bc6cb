-- A mark: the order is to be shipped together with those of the legal entity that bear the same one. '' when not said.
ALTER TABLE draft_delivery ADD COLUMN ship_together TEXT NOT NULL DEFAULT '';
