-- What the reports know of a dossier: the present fold of its facts, without anything personal.
CREATE TABLE dossier (
    dossier_id       uuid PRIMARY KEY,
    unit_id          text        NOT NULL,
    level            text        NOT NULL,
    field            text        NOT NULL,
    procedure_code   text        NOT NULL,
    channel          text        NOT NULL,
    submitted_at     timestamptz NOT NULL,
    -- Without it the dossier is in no column of table 06 (domain.md §1.4).
    received_at      timestamptz,
    received_on      date,
    limit_unit       text,
    original_due_at  timestamptz,
    due_at           timestamptz,
    due_on           date,
    rule_version     text,
    finished_at      timestamptz,
    finished_on      date,
    class            text CONSTRAINT dossier_class_known CHECK (class IN ('EARLY', 'ON_TIME', 'LATE')),
    CONSTRAINT dossier_finished_is_classed CHECK ((finished_at IS NULL) = (class IS NULL)),
    CONSTRAINT dossier_received_is_dated CHECK ((received_at IS NULL) = (due_at IS NULL))
);
-- Table 06 reads a unit's dossiers that were open in the period.
CREATE INDEX dossier_by_unit ON dossier (unit_id, received_on) INCLUDE (finished_on);

-- How far the figures reach: the time of the newest fact folded.
CREATE TABLE folded (
    one   boolean PRIMARY KEY DEFAULT true CHECK (one),
    as_of timestamptz NOT NULL
);
