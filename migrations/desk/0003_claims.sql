-- Claims that the user writes, and files attached to them until the gateway has them.

-- A claim that is not filed yet. Article, name and unit are copies, so that it survives a mirror that is gone.
CREATE TABLE claim_draft (
    id             TEXT    NOT NULL PRIMARY KEY,                 -- UUID, made on the device; the claim keeps it
    entity         TEXT    NOT NULL,                             -- legal entity, id of the gateway
    order_id       TEXT    NOT NULL,                             -- id of the gateway
    order_number   TEXT    NOT NULL,
    item           TEXT    NOT NULL,                             -- product or product#characteristic
    article        TEXT    NOT NULL,                             -- copy from the order
    name           TEXT    NOT NULL,                             -- copy from the order
    unit           TEXT    NOT NULL,                             -- copy from the order
    of_line_milli  INTEGER NOT NULL,                             -- quantity of the order's line, thousandths
    kind           TEXT    NOT NULL,                             -- cabinet_domain::claim::ClaimKind::code
    remedy         TEXT    NOT NULL,                             -- cabinet_domain::claim::ClaimRemedy::code
    quantity_milli INTEGER NOT NULL,                             -- how much of it, thousandths
    text           TEXT    NOT NULL,                             -- what happened
    created_ms     INTEGER NOT NULL,                             -- UTC, ms since 1970
    updated_ms     INTEGER NOT NULL,                             -- UTC, ms since 1970
    deleted_ms     INTEGER,                                      -- thrown away since, UTC, ms; NULL: not
    in_command     TEXT REFERENCES outbox (key),                 -- on its way in this command; NULL: with the user
    why            TEXT                                          -- why the gateway refused it last; NULL: it did not
) STRICT, WITHOUT ROWID;

CREATE INDEX claim_draft_in_command ON claim_draft (in_command) WHERE in_command IS NOT NULL;

-- Files of claims and of messages in them. A photo is here as it will travel: shrunk, without the place where it was taken.
CREATE TABLE attachment (
    id          INTEGER NOT NULL PRIMARY KEY,
    parcel      TEXT    NOT NULL,                                -- 'claim:<id>', or 'reply:<id of claim>' for the next message
    command     TEXT REFERENCES outbox (key),                    -- goes with this command; NULL: with the user
    blake3      TEXT    NOT NULL CHECK (length(blake3) = 64),    -- of the bytes as they travel, lower-case hex
    name        TEXT    NOT NULL,                                -- as shown to people
    media_type  TEXT    NOT NULL,
    bytes       INTEGER NOT NULL CHECK (bytes > 0),              -- length of the body
    thumb       BLOB,                                            -- small JPEG; NULL: not a picture
    is_uploaded INTEGER NOT NULL DEFAULT 0 CHECK (is_uploaded IN (0, 1)), -- 1: whole at the gateway
    attached_ms INTEGER NOT NULL                                 -- UTC, ms since 1970
) STRICT;

CREATE UNIQUE INDEX attachment_once ON attachment (parcel, coalesce(command, ''), blake3);
CREATE INDEX attachment_of_command ON attachment (command) WHERE command IS NOT NULL;

-- The bytes, apart, so that lists do not read them. Gone once the gateway has the message.
CREATE TABLE attachment_body (
    attachment  INTEGER NOT NULL PRIMARY KEY REFERENCES attachment (id) ON DELETE CASCADE,
    body        BLOB    NOT NULL
) STRICT;
