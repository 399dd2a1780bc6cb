-- What the user did with notices on this device, and which of them were shown on the desktop.

CREATE TABLE notice_state (
    id           TEXT    NOT NULL PRIMARY KEY,                -- of the gateway
    toasted_ms   INTEGER,                                     -- device clock, ms: was shown on the desktop, or need not be
    read_ms      INTEGER,                                     -- device clock, ms
    dismissed_ms INTEGER                                      -- device clock, ms: taken off the list
) STRICT, WITHOUT ROWID;
