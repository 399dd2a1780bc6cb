-- What dealers' people say of the program (docs/protocol.md). Times are UTC, milliseconds since 1970.

-- Source: the command `feedback`.
CREATE TABLE feedback (
    number      INTEGER NOT NULL PRIMARY KEY,                       -- from 1 on, in the order in which it came
    person      TEXT    NOT NULL REFERENCES person (id),
    entity      TEXT    NOT NULL REFERENCES entity (id),
    kind        TEXT    NOT NULL,                                   -- cabinet_domain::feedback::FeedbackKind::code
    text        TEXT    NOT NULL,
    screenshot  BLOB,                                               -- JPEG; NULL: none was added
    app_version TEXT    NOT NULL,                                   -- empty: not said
    screen      TEXT    NOT NULL,                                   -- name of the open screen; empty: not said
    language    TEXT    NOT NULL,                                   -- of the window; empty: not said
    at_ms       INTEGER NOT NULL                                    -- gateway clock
) STRICT;

CREATE INDEX feedback_of_person ON feedback (person, at_ms);
