-- entity-<id>.db: how the buyer divided lines of orders.

ALTER TABLE order_line ADD COLUMN parts BLOB;                    -- protobuf LinePartsRow; NULL: not divided
