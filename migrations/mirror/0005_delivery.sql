-- mirror.db: directories that deliveries are chosen from. What was not said is ''.

-- Source: feed delivery.
CREATE TABLE delivery_way (
    id                 TEXT    NOT NULL PRIMARY KEY,             -- given by the supplier
    ordinal            INTEGER NOT NULL,                         -- order of the supplier's list
    name               TEXT    NOT NULL,
    kind               TEXT    NOT NULL,                         -- cabinet_domain::delivery::WayKind::code
    carrier            TEXT    NOT NULL,                         -- the one carrier that it goes with; '' for any
    min_working_days   INTEGER NOT NULL,                         -- after the order, at the earliest
    days               INTEGER NOT NULL,                         -- cabinet_domain::delivery::Weekdays::bits
    note               TEXT    NOT NULL,
    utc_offset_minutes INTEGER NOT NULL                          -- the supplier's time zone: days are his
) STRICT, WITHOUT ROWID;

-- Source: feed delivery.
CREATE TABLE carrier (
    id                 TEXT    NOT NULL PRIMARY KEY,             -- given by the supplier, without '/'
    ordinal            INTEGER NOT NULL,                         -- order of the supplier's list
    name               TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- Source: feed branches.
CREATE TABLE carrier_branch (
    carrier            TEXT    NOT NULL,
    id                 TEXT    NOT NULL,                         -- unique at the carrier
    city               TEXT    NOT NULL,
    number             TEXT    NOT NULL,
    address            TEXT    NOT NULL,
    note               TEXT    NOT NULL,
    words              TEXT    NOT NULL,                         -- city, number, address and note, folded (src/text.rs)
    number_words       TEXT    NOT NULL,                         -- the number alone, folded
    sorted_by          TEXT    NOT NULL,                         -- city by the alphabet, then the number by its value
    PRIMARY KEY (carrier, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX carrier_branch_in_order ON carrier_branch (carrier, sorted_by, id);

-- Source: feeds addr:<entity>.
CREATE TABLE delivery_address (
    feed_id            INTEGER NOT NULL,                         -- feed_state.id
    entity             TEXT    NOT NULL,                         -- legal entity
    id                 TEXT    NOT NULL,                         -- unique in the entity
    ordinal            INTEGER NOT NULL,                         -- order of the supplier's list
    name               TEXT    NOT NULL,
    address            TEXT    NOT NULL,
    note               TEXT    NOT NULL,
    PRIMARY KEY (feed_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX delivery_address_of_entity ON delivery_address (entity, ordinal);
