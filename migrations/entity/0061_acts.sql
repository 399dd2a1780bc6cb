-- entity-<id>.db: acts of reconciliation that were asked for. Source: feed doc:<entity>, keys `a:`. Disposable.

CREATE TABLE act (
    id   TEXT NOT NULL PRIMARY KEY,                    -- of the gateway
    body BLOB NOT NULL                                 -- protobuf ActRow, complete
) STRICT, WITHOUT ROWID;

-- Acts that came before were passed over: the next sync takes the feed anew.
UPDATE feed_state
SET cursor = ''
WHERE cursor IS NOT NULL;
