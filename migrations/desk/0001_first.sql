-- desk.db: what the user made and nothing else has. Never deleted by the program.

-- A draft (a cart that is kept). One legal entity, one person (a profile has one person).
CREATE TABLE draft (
    id         TEXT    NOT NULL PRIMARY KEY,                  -- UUID, made on the device
    entity     TEXT    NOT NULL,                              -- legal entity, id of the gateway
    name       TEXT    NOT NULL,                              -- as the user calls it
    comment    TEXT    NOT NULL DEFAULT '',                   -- for the supplier
    created_ms INTEGER NOT NULL,                              -- UTC, ms since 1970
    updated_ms INTEGER NOT NULL,                              -- UTC, ms since 1970
    deleted_ms INTEGER                                        -- in the trash since, UTC, ms; NULL: not in the trash
) STRICT, WITHOUT ROWID;

CREATE INDEX draft_by_entity ON draft (entity, updated_ms);

-- A line of a draft. Article, name and unit are copies, so that a line survives a mirror that is gone.
CREATE TABLE draft_line (
    draft            TEXT    NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
    item             TEXT    NOT NULL,                              -- product or product#characteristic
    quantity_milli   INTEGER NOT NULL CHECK (quantity_milli > 0),   -- thousandths of the base unit
    seen_price_micro INTEGER,                                       -- millionths; what the user saw and accepts at most
    seen_currency    TEXT CHECK (length(seen_currency) = 3),        -- ISO 4217 of that price
    article          TEXT    NOT NULL,                              -- copy from the mirror
    name             TEXT    NOT NULL,                              -- copy from the mirror
    unit             TEXT    NOT NULL,                              -- copy from the mirror
    ordinal          INTEGER NOT NULL,                              -- order on screen
    in_command       TEXT REFERENCES outbox (key),                  -- locked by this unfinished command; NULL: free
    PRIMARY KEY (draft, item),
    CHECK ((seen_price_micro IS NULL) = (seen_currency IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX draft_line_in_command ON draft_line (in_command) WHERE in_command IS NOT NULL;

-- Commands on their way to the gateway (docs/protocol.md, write side). The key is durable before the first byte leaves.
CREATE TABLE outbox (
    n          INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,    -- order of creation, and so the order in a chain
    key        TEXT    NOT NULL UNIQUE,                       -- UUID; never changes on retry
    chain      TEXT    NOT NULL,                              -- 'draft:<id>': commands of one chain keep their order
    kind       TEXT    NOT NULL,                              -- 'place'
    entity     TEXT    NOT NULL,                              -- legal entity
    body       TEXT    NOT NULL,                              -- JSON of the command's body, as it is sent
    state      TEXT    NOT NULL
        CHECK (state IN ('queued', 'sending', 'unknown', 'needs_user', 'rejected', 'parked', 'done', 'cancelled')),
    attempt    INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= 0), -- raised once a connection exists
    doubtful   INTEGER NOT NULL DEFAULT 0 CHECK (doubtful IN (0, 1)), -- 1: an answer was lost, so it may have happened
    next_at_ms INTEGER,                                       -- device clock, ms; when to try again
    why        TEXT,                                          -- code of the reason that is shown to the user
    verdict    TEXT,                                          -- JSON of the gateway's last word
    created_ms INTEGER NOT NULL,                              -- UTC, ms since 1970
    settled_ms INTEGER,                                       -- UTC, ms since 1970; when it stopped being on its way
    -- No command waits without a time or a reason (docs/protocol.md, I9).
    CHECK (state NOT IN ('queued', 'sending', 'unknown') OR next_at_ms IS NOT NULL),
    CHECK (state NOT IN ('needs_user', 'rejected', 'parked') OR why IS NOT NULL)
) STRICT;

CREATE INDEX outbox_by_chain ON outbox (chain, n);
CREATE INDEX outbox_unfinished ON outbox (next_at_ms) WHERE state IN ('queued', 'sending', 'unknown');

-- Settings of the profile.
CREATE TABLE setting (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Where the user left the screens: widths, sorting, the last entity. Losing it is a nuisance, not a loss.
CREATE TABLE ui_state (
    key  TEXT NOT NULL PRIMARY KEY,
    json TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The device's standing with the gateway: one row, or none before enrolment.
CREATE TABLE session (
    only_row           INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    device             TEXT    NOT NULL,                      -- id of the device at the gateway
    person             TEXT    NOT NULL,                      -- id of the person
    person_name        TEXT    NOT NULL,
    supplier_name      TEXT    NOT NULL,
    gateway_url        TEXT    NOT NULL,
    pinned_fingerprint TEXT,                                  -- of the gateway's certificate; NULL: the system's trust
    access_token       TEXT    NOT NULL,                      -- secret
    access_until_ms    INTEGER NOT NULL,                      -- device clock, ms; asks for a new one before
    refresh_token      TEXT    NOT NULL,                      -- secret; works once
    clock_offset_ms    INTEGER NOT NULL                       -- gateway's clock minus the device's, at the last hello
) STRICT;

-- The person's legal entities, as the last hello told them.
CREATE TABLE grant_ (
    entity     TEXT    NOT NULL PRIMARY KEY,                  -- id of the gateway
    ordinal    INTEGER NOT NULL,                              -- the gateway's order
    name       TEXT    NOT NULL,
    inn        TEXT    NOT NULL,                              -- empty: none
    kpp        TEXT    NOT NULL,                              -- empty: none
    edrpou     TEXT    NOT NULL,                              -- empty: none
    role       TEXT    NOT NULL,                              -- cabinet_domain::access::Role::code
    price_type TEXT                                           -- NULL: no prices
) STRICT, WITHOUT ROWID;
