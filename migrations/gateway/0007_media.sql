-- What belongs to goods beside their words: pictures, files, analogues, arrivals (docs/protocol.md).
-- Times are UTC, milliseconds since 1970; quantities are thousandths.

-- A file that goods name: what came under the name, and what was made of it. The bytes lie in the folder `media`.
CREATE TABLE goods_file (
    name        TEXT    NOT NULL PRIMARY KEY CHECK (name <> ''), -- path as 1C names it; the operator's begin with `operator/`
    came_blake3 TEXT    NOT NULL,                    -- of the bytes as they came; '' when they were too many
    blake3      TEXT    NOT NULL,                    -- of what devices fetch; '' when it is of no use
    extension   TEXT    NOT NULL,                    -- of what devices fetch, without the dot; '' when it is of no use
    bytes       INTEGER NOT NULL CHECK (bytes >= 0), -- length of what devices fetch
    width       INTEGER NOT NULL CHECK (width >= 0), -- pixels; 0 unless it is a picture
    height      INTEGER NOT NULL CHECK (height >= 0),
    thumbnail   BLOB    NOT NULL,                    -- JPEG; empty unless it is a picture
    problem     TEXT    NOT NULL,                    -- why it is of no use; '' when it is of use
    came_at_ms  INTEGER NOT NULL                     -- gateway clock
) STRICT; -- with a rowid: its rows are wide
CREATE INDEX goods_file_by_hash ON goods_file (blake3);

-- Which product or offer of 1C names which file. Source: Картинка, Файл.
CREATE TABLE goods_file_use (
    name  TEXT NOT NULL,                             -- as in goods_file; may not have come yet
    owner TEXT NOT NULL,                             -- `p:` and product.id, or `o:` and offer.id
    base  TEXT NOT NULL,                             -- product.base
    PRIMARY KEY (name, owner)
) STRICT, WITHOUT ROWID;
CREATE INDEX goods_file_use_by_owner ON goods_file_use (owner);
CREATE INDEX goods_file_use_by_base ON goods_file_use (base);

-- Pictures and files that the operator gave to goods. Source: `goods import`.
CREATE TABLE goods_attachment (
    base        TEXT    NOT NULL,                    -- the part of item before #
    item        TEXT    NOT NULL,                    -- product, or product#characteristic
    ordinal     INTEGER NOT NULL,                    -- place in the operator's table
    is_picture  INTEGER NOT NULL CHECK (is_picture IN (0, 1)),
    name        TEXT    NOT NULL,                    -- goods_file.name
    title       TEXT    NOT NULL,                    -- '' for a picture
    kind        TEXT    NOT NULL,                    -- cabinet_domain::goods_file::FileKind::code; '' for a picture
    valid_until TEXT    NOT NULL,                    -- last day, ISO; '' when not said
    PRIMARY KEY (base, item, is_picture, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX goods_attachment_by_name ON goods_attachment (name);

-- What stands in for goods. Source: `goods import`; what 1C says (Аналоги) lies with its product.
CREATE TABLE goods_analogue (
    base    TEXT    NOT NULL,                        -- the part of item before #
    item    TEXT    NOT NULL,                        -- product, or product#characteristic
    ordinal INTEGER NOT NULL,                        -- the best first
    other   TEXT    NOT NULL,                        -- product, or product#characteristic
    PRIMARY KEY (base, item, ordinal)
) STRICT, WITHOUT ROWID;

-- What comes, and when. Source: `goods import`.
CREATE TABLE goods_arrival (
    base           TEXT    NOT NULL,                 -- the part of item before #
    item           TEXT    NOT NULL,                 -- product, or product#characteristic
    ordinal        INTEGER NOT NULL,                 -- place in the operator's table
    expected_on    TEXT    NOT NULL,                 -- ISO
    quantity_milli INTEGER NOT NULL CHECK (quantity_milli > 0),
    note           TEXT    NOT NULL,                 -- the supplier's own words; may be ''
    PRIMARY KEY (base, item, ordinal)
) STRICT, WITHOUT ROWID;
