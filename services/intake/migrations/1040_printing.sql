-- The first printing of each paper, and how often it was printed: only the first holds the secret.
CREATE TABLE printing (
    dossier_id uuid        NOT NULL REFERENCES dossier,
    kind       text        NOT NULL,
    n          int         NOT NULL,
    printed_at timestamptz NOT NULL,
    staff_id   uuid,
    times      int         NOT NULL DEFAULT 1,
    PRIMARY KEY (dossier_id, kind, n)
);
