-- A number that moves with every batch that is folded: what was counted at another is out of date.
-- `as_of` alone does not tell, for facts of many keys do not come in the order in which they were
-- told.
ALTER TABLE folded ADD COLUMN moves bigint NOT NULL DEFAULT 0;
