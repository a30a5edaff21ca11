-- A filing that somebody has begun. Once it is filed the answers are gone and the dossier stands here.
CREATE TABLE draft (
    draft_id       uuid PRIMARY KEY,
    subject        text        NOT NULL,
    procedure_code text        NOT NULL,
    answers        jsonb       NOT NULL DEFAULT '{}',
    begun_at       timestamptz NOT NULL,
    saved_at       timestamptz NOT NULL,
    dossier_id     uuid        CONSTRAINT draft_filed_once UNIQUE REFERENCES dossier
);
CREATE INDEX draft_of_subject ON draft (subject, saved_at DESC, draft_id) WHERE dossier_id IS NULL;

-- Files of drafts and dossiers; the bytes lie on the disk under the same id.
CREATE TABLE file (
    file_id    uuid PRIMARY KEY,
    draft_id   uuid        REFERENCES draft ON DELETE CASCADE,
    dossier_id uuid        REFERENCES dossier,
    request_no int,        -- of the Mẫu 02 that it answers; NULL: it was filed with
    paper_key  text        NOT NULL,
    name       text        NOT NULL,
    kind       text        NOT NULL,
    size       bigint      NOT NULL,
    sha256     bytea       NOT NULL,
    kept_at    timestamptz NOT NULL,
    sent_at    timestamptz, -- NULL: not yet handed in, and may still be taken away
    CONSTRAINT file_of_one CHECK (num_nonnulls(draft_id, dossier_id) = 1),
    CONSTRAINT file_of_draft_unsent CHECK (draft_id IS NULL OR sent_at IS NULL)
);
CREATE INDEX file_by_draft ON file (draft_id, paper_key, kept_at) WHERE draft_id IS NOT NULL;
CREATE INDEX file_by_dossier ON file (dossier_id, paper_key, kept_at) WHERE dossier_id IS NOT NULL;

-- An online dossier has no code before it is received: it is called by the beginning of its id.
CREATE INDEX dossier_by_reference ON dossier (left(replace(dossier_id::text, '-', ''), 12));
