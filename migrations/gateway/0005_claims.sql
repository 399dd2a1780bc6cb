-- Claims of dealers on delivered goods, and the files that come with them. Times are UTC, milliseconds since 1970.

-- A claim. Source: the command `file_claim`.
CREATE TABLE claim (
    id             TEXT    NOT NULL PRIMARY KEY,                   -- UUID made on the device
    number         INTEGER NOT NULL UNIQUE CHECK (number > 0),     -- given by the gateway, from 1
    entity         TEXT    NOT NULL REFERENCES entity (id),
    person         TEXT    NOT NULL REFERENCES person (id),        -- who filed it
    filed_by       TEXT    NOT NULL,                               -- name of the person at that time
    filed_at_ms    INTEGER NOT NULL,                               -- gateway clock
    order_id       TEXT    NOT NULL REFERENCES orders (id),
    order_number   TEXT    NOT NULL,                               -- of the gateway: digits
    item           TEXT    NOT NULL,                               -- 1C id, `product` or `product#characteristic`
    article        TEXT    NOT NULL,                               -- as in the order
    name           TEXT    NOT NULL,                               -- as in the order
    unit           TEXT    NOT NULL,                               -- short name of the base unit
    quantity_milli INTEGER NOT NULL CHECK (quantity_milli > 0),    -- how much of the line, thousandths
    kind           TEXT    NOT NULL,                               -- cabinet_domain::claim::ClaimKind::code
    remedy         TEXT    NOT NULL,                               -- cabinet_domain::claim::ClaimRemedy::code
    state          TEXT    NOT NULL,                               -- cabinet_domain::claim::ClaimState::code
    answer_by_ms   INTEGER                                         -- NULL while the supplier owes no answer
) STRICT;

CREATE INDEX claim_of_entity ON claim (entity, number);

-- What was said, both ways, in the order in which it came.
CREATE TABLE claim_message (
    claim          TEXT    NOT NULL REFERENCES claim (id),
    ordinal        INTEGER NOT NULL CHECK (ordinal > 0),           -- from 1; the first is the claim's own text
    at_ms          INTEGER NOT NULL,                               -- gateway clock
    person         TEXT    REFERENCES person (id),                 -- NULL: the supplier
    who            TEXT    NOT NULL,                               -- name at that time
    command_key    TEXT    NOT NULL,                               -- '' for the supplier
    text           TEXT    NOT NULL,                               -- plain text
    PRIMARY KEY (claim, ordinal)
) STRICT;

-- Files of messages. Their bytes lie in `claims/<entity>/<blake3>` of the data directory.
CREATE TABLE claim_file (
    claim          TEXT    NOT NULL REFERENCES claim (id),
    message        INTEGER NOT NULL,                               -- claim_message.ordinal
    ordinal        INTEGER NOT NULL CHECK (ordinal > 0),           -- from 1 in its message
    blake3         TEXT    NOT NULL CHECK (length(blake3) = 64),   -- lower-case hex
    name           TEXT    NOT NULL,                               -- as shown to people
    media_type     TEXT    NOT NULL,
    bytes          INTEGER NOT NULL CHECK (bytes > 0),
    PRIMARY KEY (claim, message, ordinal)
) STRICT;

CREATE INDEX claim_file_by_hash ON claim_file (blake3);

-- States of a claim in the order in which they were reached.
CREATE TABLE claim_state_change (
    claim          TEXT    NOT NULL REFERENCES claim (id),
    ordinal        INTEGER NOT NULL CHECK (ordinal > 0),           -- from 1
    state          TEXT    NOT NULL,                               -- cabinet_domain::claim::ClaimState::code
    at_ms          INTEGER NOT NULL,                               -- gateway clock
    who            TEXT    NOT NULL,
    PRIMARY KEY (claim, ordinal)
) STRICT;

-- Files on their way or there. A dealer's hashes are his own: who knows the hash of another's file gains nothing by it.
CREATE TABLE upload (
    entity         TEXT    NOT NULL REFERENCES entity (id),
    blake3         TEXT    NOT NULL CHECK (length(blake3) = 64),   -- lower-case hex, of the whole file
    bytes          INTEGER NOT NULL CHECK (bytes > 0),             -- of the whole file
    name           TEXT    NOT NULL,                               -- its ending decides what some kinds are
    begun_at_ms    INTEGER NOT NULL,                               -- gateway clock
    whole_at_ms    INTEGER,                                        -- NULL until all bytes are there and have the hash
    PRIMARY KEY (entity, blake3)
) STRICT;
