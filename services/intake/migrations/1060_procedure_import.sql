-- Procedures come from files too: who said which field, what a person decided where two sources differ.
ALTER TABLE procedure_detail
    ADD COLUMN sources     jsonb NOT NULL DEFAULT '{}', -- field: PORTAL or DEFAULT; absent: curated
    ADD COLUMN imported_at timestamptz;                 -- NULL: as shipped in data/

-- The portal's value that a person looked at and did not take: not shown again until it changes.
CREATE TABLE procedure_decision (
    code       text        NOT NULL,
    field      text        NOT NULL,
    theirs     jsonb       NOT NULL,
    decided_at timestamptz NOT NULL,
    PRIMARY KEY (code, field)
);

-- A version is known by its number (dossiers keep it) and by the day it begins.
CREATE UNIQUE INDEX reference_procedure_version ON reference ((state ->> 'code'), (state ->> 'valid_from'))
    WHERE kind = 'Procedure';
DROP INDEX reference_procedure_by_code;
