-- A draft that its owner deleted can be fetched back for ten minutes; then it is gone for good.
ALTER TABLE draft ADD COLUMN removed_at timestamptz;
-- What the job looks for: drafts that nobody has touched for long, and deleted ones.
CREATE INDEX draft_by_saved ON draft (saved_at) WHERE dossier_id IS NULL;
