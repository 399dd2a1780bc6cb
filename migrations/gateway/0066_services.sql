-- Services on lines of orders: a line that is a service says to which goods it is done, into how many pieces, and how long these are.
ALTER TABLE order_line ADD COLUMN service_of TEXT NOT NULL DEFAULT '';                                     -- item of the goods; '': the line is goods
ALTER TABLE order_line ADD COLUMN pieces INTEGER CHECK (pieces > 0);       -- NULL: not asked
ALTER TABLE order_line ADD COLUMN length_mm INTEGER CHECK (length_mm > 0); -- of a piece, millimetres; NULL: not asked
