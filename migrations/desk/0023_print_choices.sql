-- How papers of a kind were printed last, so that the next one is printed so. Source: the print panel, `cabinet print`.
CREATE TABLE print_choice (
    kind    TEXT    NOT NULL PRIMARY KEY CHECK (kind <> ''),          -- the form, by its word
    printer TEXT    NOT NULL,                                         -- its name or address; '' for the default one
    copies  INTEGER NOT NULL CHECK (copies BETWEEN 1 AND 2147483647), -- how many
    sides   TEXT    NOT NULL,                                         -- keyword of IPP; '' as the printer is set
    tray    TEXT    NOT NULL,                                         -- keyword of IPP; '' as the printer is set
    paper   TEXT    NOT NULL                                          -- name by PWG 5101.1; '' as the printer is set
) STRICT, WITHOUT ROWID;
