-- Commands that were refused because the person had no right to them. They stand apart from those of the legal entity, so
-- that a stranger leaves nothing there; the same key of the same person is not carried out later, when the right is back and
-- a request comes that was long on its way: its device was told that it was refused.
CREATE TABLE refused_command (
    person        TEXT    NOT NULL REFERENCES person (id),
    entity        TEXT    NOT NULL,                                -- as the command named it, whether there is such a one or not
    command_key   TEXT    NOT NULL,                                -- made on the device
    refused_at_ms INTEGER NOT NULL,                                -- gateway clock; kept for 30 days
    PRIMARY KEY (person, entity, command_key)
) STRICT;
CREATE INDEX refused_command_by_age ON refused_command (person, refused_at_ms);
