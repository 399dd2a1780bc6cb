-- What is held of an item is summed for each line of each order: everything that the sum needs stands in the index.
DROP INDEX hold_by_item;
CREATE INDEX hold_by_item ON hold (item, warehouse, expires_at_ms, order_id, quantity_milli);
