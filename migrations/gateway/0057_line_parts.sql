-- How buyers divide lines of orders: for whom or what each part is, when and from where it is wished. By item, since 1C may
-- return lines in another order; as placed, so that the parts are as much as the line was then.
CREATE TABLE order_line_part (
    order_id       TEXT    NOT NULL REFERENCES orders (id),
    item           TEXT    NOT NULL,                               -- as in order_line
    ordinal        INTEGER NOT NULL CHECK (ordinal > 0),           -- place in the line, from 1
    label          TEXT    NOT NULL,                               -- for whom or what; '' when not said
    wished_date    TEXT    NOT NULL,                               -- ISO; '' when not said
    warehouse      TEXT    NOT NULL,                               -- 1C id; '' when not said
    warehouse_name TEXT    NOT NULL,                               -- on the day of the order
    quantity_milli INTEGER NOT NULL CHECK (quantity_milli > 0),    -- thousandths of the base unit
    PRIMARY KEY (order_id, item, ordinal)
) STRICT;
