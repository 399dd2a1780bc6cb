-- Whether a device is known to have got the tokens that it asked for last (docs/adr/0010).

-- BLAKE3 of the access token that was made with the newest refresh token; empty until the next refresh.
ALTER TABLE token_family ADD COLUMN access_hash BLOB NOT NULL DEFAULT x'';
-- 1: that access token was used, so the answer arrived; also of a family from before this was written down.
ALTER TABLE token_family ADD COLUMN is_proven INTEGER NOT NULL DEFAULT 1 CHECK (is_proven IN (0, 1));
-- BLAKE3 of the secret before the previous one: a request with it may still be on its way; empty until it exists.
ALTER TABLE token_family ADD COLUMN older_hash BLOB NOT NULL DEFAULT x'';
