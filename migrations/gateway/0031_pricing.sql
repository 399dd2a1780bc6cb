-- Rules of prices (docs/protocol.md). Source: `pricing import`.

CREATE TABLE price_rule (
    id         TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''),       -- given by the operator, or a hash of what the rule is about
    buyer_kind TEXT    NOT NULL,                                    -- cabinet_pricing::rule::Closeness::code
    buyer      TEXT    NOT NULL,                                    -- '' (everybody), price type, number of a contract, entity.id
    body       BLOB    NOT NULL                                     -- protobuf RuleRow
) STRICT;

CREATE INDEX price_rule_of_buyer ON price_rule (buyer_kind, buyer);
