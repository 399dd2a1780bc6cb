-- entity-<id>.db: how orders are delivered, and the buyer's own number and comments. What was not said is ''.

ALTER TABLE placed_order ADD COLUMN own_number      TEXT NOT NULL DEFAULT '';
ALTER TABLE placed_order ADD COLUMN delivery_way    TEXT NOT NULL DEFAULT '';  -- in the words of the day of the order
ALTER TABLE placed_order ADD COLUMN delivery_kind   TEXT NOT NULL DEFAULT '';  -- cabinet_domain::delivery::WayKind::code
ALTER TABLE placed_order ADD COLUMN carrier         TEXT NOT NULL DEFAULT '';
ALTER TABLE placed_order ADD COLUMN carrier_branch  TEXT NOT NULL DEFAULT '';  -- city, number and address
ALTER TABLE placed_order ADD COLUMN delivery_address TEXT NOT NULL DEFAULT '';
ALTER TABLE placed_order ADD COLUMN ship_date       TEXT NOT NULL DEFAULT '';  -- ISO
ALTER TABLE order_line ADD COLUMN comment           TEXT NOT NULL DEFAULT '';

-- Orders that came before may bear all this already: the next sync takes the feed anew. Until then they stay as they are.
UPDATE feed_state
SET cursor = ''
WHERE cursor IS NOT NULL;
