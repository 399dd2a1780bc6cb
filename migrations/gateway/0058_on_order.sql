-- What of a line was ordered without being there: nothing is held for it, and purchasing has to get it.
ALTER TABLE order_line ADD COLUMN on_order_milli INTEGER NOT NULL DEFAULT 0 CHECK (on_order_milli >= 0); -- thousandths, as placed
