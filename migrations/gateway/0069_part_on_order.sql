-- What of a part was not at the warehouse from which it is wished, and was ordered all the same. 0 where that is not known by part:
-- then what is on order of a line is that of its last parts.
ALTER TABLE order_line_part ADD COLUMN on_order_milli INTEGER NOT NULL DEFAULT 0 CHECK (on_order_milli >= 0); -- thousandths, as placed
