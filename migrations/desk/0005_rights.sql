-- What the contract of a legal entity says, and which entities the person no longer acts for.

ALTER TABLE grant_ ADD COLUMN assortment TEXT NOT NULL DEFAULT 'all';        -- names the feeds of goods
ALTER TABLE grant_ ADD COLUMN stock TEXT NOT NULL DEFAULT 'exact';           -- cabinet_domain::stock::StockMode::code
ALTER TABLE grant_ ADD COLUMN contract_number TEXT;                          -- NULL: no contract that may be seen
ALTER TABLE grant_ ADD COLUMN contract_payment TEXT NOT NULL DEFAULT '';     -- terms as text; empty: not said
ALTER TABLE grant_ ADD COLUMN contract_delivery TEXT NOT NULL DEFAULT '';    -- terms as text; empty: not said

-- A legal entity that was granted once: its drafts are still here, and have a name for people.
CREATE TABLE former_grant (
    entity     TEXT NOT NULL PRIMARY KEY,                     -- id of the gateway
    name       TEXT NOT NULL                                  -- as the last hello told it
) STRICT, WITHOUT ROWID;
