-- Finds what was bought of an item without reading every order.
CREATE INDEX order_line_by_item ON order_line (item);
