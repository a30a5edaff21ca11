-- The version of the procedure that a draft was begun with: where another is in force, its page says
-- what has changed. NULL: begun before the catalogue had it.
ALTER TABLE draft ADD COLUMN procedure_version int;
UPDATE draft SET procedure_version = (
    SELECT (state ->> 'version')::int FROM reference
    WHERE kind = 'Procedure' AND state ->> 'code' = draft.procedure_code
      AND (state ->> 'valid_from')::date <= (draft.begun_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
    ORDER BY (state ->> 'valid_from')::date DESC, (state ->> 'version')::int DESC LIMIT 1
);
