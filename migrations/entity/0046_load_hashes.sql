-- What the rows of a segment were hashed as when they came, 16 bytes; NULL: it was taken by an earlier version. The same in
-- mirror.db and entity-<id>.db. Disposable.
ALTER TABLE load_segment ADD COLUMN row_hash BLOB;
