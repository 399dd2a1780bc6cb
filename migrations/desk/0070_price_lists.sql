-- Own price lists: how a dealer makes the prices of his own customers. Of the person; each names the legal entity whose goods
-- it lists. What goods cost that legal entity is not here: it is looked up when a list is made.

CREATE TABLE price_list (
    id         TEXT    NOT NULL PRIMARY KEY,                  -- UUID, made on the device
    entity     TEXT    NOT NULL,                              -- legal entity whose goods and prices it is made of
    name       TEXT    NOT NULL CHECK (length(name) > 0),     -- as the user calls it
    recipe     TEXT    NOT NULL,                              -- JSON of cabinet_commands::price_lists::PriceListRecipe
    updated_ms INTEGER NOT NULL,                              -- UTC, ms since 1970
    deleted_ms INTEGER                                        -- in the trash since, UTC, ms; NULL: not in the trash
) STRICT, WITHOUT ROWID;
