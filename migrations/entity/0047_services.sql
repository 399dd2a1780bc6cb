-- entity-<id>.db: a line of an order that is a service.

ALTER TABLE order_line ADD COLUMN service BLOB;                  -- protobuf ServiceLineRow; NULL: the line is goods
