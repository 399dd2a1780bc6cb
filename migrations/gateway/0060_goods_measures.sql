-- What goods weigh and how much room they take, where the supplier says so beside 1C. Source: `goods import --kind measures`.
CREATE TABLE goods_measure (
    base       TEXT    NOT NULL,                              -- the part of item before #
    item       TEXT    NOT NULL,                              -- product (all its variants), or product#characteristic
    weight_g   INTEGER CHECK (weight_g > 0),                  -- grams of a base unit; NULL: what 1C says counts
    volume_cm3 INTEGER CHECK (volume_cm3 > 0),                -- cubic centimetres of a base unit; NULL: what 1C says counts
    PRIMARY KEY (base, item)
) STRICT, WITHOUT ROWID;
