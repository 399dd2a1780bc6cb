-- What the contract of a legal entity demands of orders and allows of debt, as the last hello told it.
ALTER TABLE grant_ ADD COLUMN contract_limits TEXT;              -- JSON of cabinet_protocol::limits::Limits; NULL: nothing known
