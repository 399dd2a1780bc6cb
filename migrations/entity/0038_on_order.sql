-- entity-<id>.db: what of a line was ordered without being there.

ALTER TABLE order_line ADD COLUMN on_order_milli INTEGER NOT NULL DEFAULT 0; -- thousandths; 0: all of it was there
