-- Templates that the user shares with colleagues of a legal entity.

ALTER TABLE template ADD COLUMN shared_with TEXT;                        -- legal entity, id of the gateway; NULL: only his own
ALTER TABLE template ADD COLUMN told_to TEXT;                            -- whose people were given it last; NULL: nobody's
ALTER TABLE template ADD COLUMN is_due INTEGER NOT NULL DEFAULT 0 CHECK (is_due IN (0, 1)); -- 1: changed since it was told
