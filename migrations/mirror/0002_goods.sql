-- mirror.db: goods, prices, stock and search, shared by all legal entities of the profile. Disposable.
-- A change of the words or of the article's normal form (src/text.rs) needs a migration that empties this file.

-- Ids in place of the long keys. An id never changes; it may stand for an item that has not come yet.
CREATE TABLE item_key (
    item       TEXT    NOT NULL PRIMARY KEY,                     -- product or product#characteristic
    id         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE next_id (
    only_row   INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    item_id    INTEGER NOT NULL                                  -- the next free id in item_key
) STRICT;
INSERT INTO next_id (only_row, item_id) VALUES (1, 1);

-- Groups. Source: feed ref. An item may name a group that has not come yet.
CREATE TABLE item_group (
    id         INTEGER NOT NULL PRIMARY KEY,
    code       TEXT    NOT NULL UNIQUE,                          -- 1C id
    parent     TEXT,                                             -- 1C id; NULL: a root
    name       TEXT    NOT NULL,
    ordinal    INTEGER NOT NULL,                                 -- order of the export
    is_known   INTEGER NOT NULL CHECK (is_known IN (0, 1))       -- 0: only named by an item so far
) STRICT;

-- Dictionaries. Source: feed ref.
CREATE TABLE property (
    code       TEXT    NOT NULL PRIMARY KEY,                     -- 1C id
    name       TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE price_type (
    code         TEXT    NOT NULL PRIMARY KEY,                   -- 1C id
    name         TEXT    NOT NULL,
    currency     TEXT    NOT NULL,                               -- ISO 4217
    includes_vat INTEGER NOT NULL CHECK (includes_vat IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE warehouse (
    code       TEXT    NOT NULL PRIMARY KEY,                     -- 1C id
    name       TEXT    NOT NULL,
    address    TEXT    NOT NULL                                  -- empty: unknown
) STRICT, WITHOUT ROWID;

-- What can be ordered. Source: feeds cat:<assortment>.
CREATE TABLE item (
    id          INTEGER NOT NULL PRIMARY KEY,                    -- of item_key; the order of search results
    item        TEXT    NOT NULL,                                -- as in item_key
    in_feeds    INTEGER NOT NULL CHECK (in_feeds <> 0),          -- one bit per feed_state.id that has the item
    article     TEXT    NOT NULL,                                -- as the supplier writes it; empty: none
    name        TEXT    NOT NULL,
    variant     TEXT    NOT NULL,                                -- empty: a plain product
    barcode     TEXT    NOT NULL,                                -- empty: none
    unit        TEXT    NOT NULL,                                -- short name of the base unit
    unit_code   TEXT    NOT NULL,                                -- ОКЕИ; empty: unknown
    group_id    INTEGER,                                         -- of item_group; NULL: in no group
    vat         TEXT    NOT NULL,                                -- 'none', a percent, or empty: not said
    is_stale    INTEGER NOT NULL CHECK (is_stale IN (0, 1)),     -- the last full export passed it by
    packs       BLOB    NOT NULL,                                -- protobuf ItemRow with the packs only
    detail      BLOB    NOT NULL                                 -- protobuf ItemRow with what only the card shows
) STRICT;

CREATE INDEX item_by_group ON item (group_id);
CREATE INDEX item_by_barcode ON item (barcode) WHERE barcode <> '';

-- Prices of base units. Source: feeds price:<price type>. May come before the item.
CREATE TABLE price (
    feed_id     INTEGER NOT NULL,                                -- of feed_state
    item_id     INTEGER NOT NULL,                                -- of item_key
    price_micro INTEGER NOT NULL,                                -- millionths of the currency unit
    currency    TEXT    NOT NULL,                                -- ISO 4217
    PRIMARY KEY (feed_id, item_id)
) STRICT, WITHOUT ROWID;

-- Stock. Source: feeds stock:<warehouse>:exact. May come before the item.
CREATE TABLE stock (
    feed_id        INTEGER NOT NULL,                             -- of feed_state
    item_id        INTEGER NOT NULL,                             -- of item_key
    quantity_milli INTEGER NOT NULL,                             -- thousandths of the base unit
    PRIMARY KEY (feed_id, item_id)
) STRICT, WITHOUT ROWID;

-- Search. Built after the first load, kept up to date by later changes.
CREATE TABLE search_state (
    only_row     INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    has_articles INTEGER NOT NULL CHECK (has_articles IN (0, 1)), -- item_article is complete
    has_words    INTEGER NOT NULL CHECK (has_words IN (0, 1))     -- item_words and article_parts are complete
) STRICT;
INSERT INTO search_state (only_row, has_articles, has_words) VALUES (1, 1, 1);

-- What is searched of an item, apart from the rest so that it stays small and cached.
CREATE TABLE item_search (
    id          INTEGER NOT NULL PRIMARY KEY,                    -- of item
    art_norm    TEXT    NOT NULL,                                -- text::article_norm of the article; empty: none
    words       TEXT    NOT NULL                                 -- text::different_words of name, article and maker
) STRICT;

CREATE TABLE item_article (
    art_norm    TEXT    NOT NULL,                                -- not empty
    id          INTEGER NOT NULL,                                -- of item
    PRIMARY KEY (art_norm, id)
) STRICT, WITHOUT ROWID;

-- Contentless: the text stands in item_search. Six letters are enough to find, longer words are verified.
CREATE VIRTUAL TABLE item_words USING fts5 (
    words, content = '', detail = none, columnsize = 0, tokenize = 'ascii', prefix = '1 2 3 4 5 6');

CREATE VIRTUAL TABLE article_parts USING fts5 (
    part, content = '', detail = none, columnsize = 0, tokenize = 'trigram');
