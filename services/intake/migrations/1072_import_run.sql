-- Files of procedures that were tried or taken: by whom, when, what became of their rows.
CREATE TABLE import_run (
    import_id   uuid PRIMARY KEY,
    at          timestamptz NOT NULL,
    actor       text        NOT NULL, -- a staff_id, or operator:<name> of the command line
    file_name   text        NOT NULL,
    begins      date        NOT NULL, -- of rows that state no day
    counts      jsonb       NOT NULL, -- rows by what became of them
    report      jsonb       NOT NULL, -- what the page shows of each row
    fingerprint text        NOT NULL, -- of what was shown: something else is never kept
    content     bytea,                -- while it may still be kept
    kept_at     timestamptz           -- NULL: only tried, or refused
);
CREATE INDEX import_run_latest ON import_run (at DESC, import_id);
