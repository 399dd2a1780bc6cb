-- A mark of the buyer: orders of a legal entity that bear the same one are to be shipped together. '' when not said.
ALTER TABLE order_delivery ADD COLUMN ship_together TEXT NOT NULL DEFAULT '';
