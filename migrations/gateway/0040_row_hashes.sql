-- The sum of the hashes of a feed's rows (cabinet_protocol::feed_hash), 16 bytes. NULL: not made yet; the next start makes it.
ALTER TABLE feed ADD COLUMN row_hash BLOB;

-- The same of a snapshot. NULL: made by an earlier version.
ALTER TABLE feed_snapshot ADD COLUMN row_hash BLOB;
