-- Templates that people of legal entities share (docs/protocol.md). Source: commands of devices. One version of a template for
-- each person: the latest counts, and the others stay.

CREATE TABLE shared_template (
    entity     TEXT    NOT NULL REFERENCES entity (id),
    person     TEXT    NOT NULL REFERENCES person (id),             -- whose version it is
    template   TEXT    NOT NULL CHECK (template <> ''),             -- made by a device
    name       TEXT    NOT NULL,
    lines      TEXT    NOT NULL,                                    -- JSON; [] when it was taken back
    is_shared  INTEGER NOT NULL CHECK (is_shared IN (0, 1)),        -- 0: taken back
    said_at_ms INTEGER NOT NULL,                                    -- gateway clock as the device knew it, never later than it came
    PRIMARY KEY (entity, person, template)
) STRICT;
