-- What people were told (docs/protocol.md). Times are UTC, milliseconds since 1970.

-- A notice, as it stands in the feed of its person. Source: imports, returned orders.
CREATE TABLE notice (
    id     TEXT    NOT NULL PRIMARY KEY,                            -- UUID given by the gateway
    person TEXT    NOT NULL REFERENCES person (id),
    entity TEXT    NOT NULL REFERENCES entity (id),
    kind   TEXT    NOT NULL,                                        -- cabinet_domain::notice::NoticeKind::code
    at_ms  INTEGER NOT NULL                                         -- gateway clock
) STRICT;

CREATE INDEX notice_of_person ON notice (person, entity);
CREATE INDEX notice_by_age ON notice (at_ms);
