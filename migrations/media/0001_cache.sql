-- media.db: pictures and files that were fetched, encrypted as the whole file is. Disposable.
CREATE TABLE blob (
    blake3    TEXT    NOT NULL PRIMARY KEY CHECK (length(blake3) = 64), -- of its bytes, hex
    bytes     BLOB    NOT NULL,
    size      INTEGER NOT NULL CHECK (size > 0),                 -- length of bytes
    used      INTEGER NOT NULL                                   -- counts up at each use: the smallest goes first
) STRICT; -- with a rowid: its rows are wide
CREATE INDEX blob_by_use ON blob (used, size);
