-- Whose holds they are stands with them: how many orders of an entity are held is counted at each order, and was counted
-- over every order that the entity ever placed.
ALTER TABLE hold ADD COLUMN entity TEXT NOT NULL DEFAULT '';  -- entity.id
UPDATE hold SET entity = COALESCE((SELECT entity FROM orders WHERE orders.id = hold.order_id), '');
CREATE INDEX hold_of_entity ON hold (entity, order_id, expires_at_ms);
