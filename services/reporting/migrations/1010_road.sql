-- The rest of a dossier's road, so that table 06 has its ends and its waits.
ALTER TABLE dossier
    ADD COLUMN reopened         boolean NOT NULL DEFAULT false,
    -- While it stands, what is open is judged at this moment (domain.md §5.1).
    ADD COLUMN clock_stopped_at timestamptz,
    ADD COLUMN clock_stopped_on date,
    -- An end before receipt: in no column of table 06, counted beside it.
    ADD COLUMN not_received_on  date,
    ADD COLUMN not_received     text,
    ADD COLUMN outcome          text,
    ADD COLUMN returned_at      timestamptz,
    -- The applicant's answers added up: how they go apart is nobody's business here.
    ADD COLUMN rated_on         date,
    ADD COLUMN rating_sum       int,
    ADD COLUMN rating_answers   int,
    ADD CONSTRAINT dossier_clock_stands_on_a_day
        CHECK ((clock_stopped_at IS NULL) = (clock_stopped_on IS NULL)) NOT VALID;
ALTER TABLE dossier VALIDATE CONSTRAINT dossier_clock_stands_on_a_day;
-- The public figures read what was finished in a period, of all units.
CREATE INDEX dossier_by_finish ON dossier (finished_on, unit_id) WHERE finished_on IS NOT NULL;

-- Which petition a case answers: the outcome of a petition may stand on either topic.
ALTER TABLE complaint ADD COLUMN petition_id uuid;
CREATE INDEX complaint_by_petition ON complaint (petition_id);

-- Complaints that were refused (Luật Khiếu nại 2011 Điều 11); their key may begin with it.
CREATE TABLE complaint_refused (
    case_id     uuid PRIMARY KEY,
    petition_id uuid NOT NULL,
    unit_id     text NOT NULL,
    field       text NOT NULL,
    refused_on  date NOT NULL
);
CREATE INDEX complaint_refused_by_unit ON complaint_refused (unit_id, refused_on);
CREATE INDEX complaint_refused_by_petition ON complaint_refused (petition_id);

-- How a petition ended that opened no case (TT 05/2021/TT-TTCP).
ALTER TABLE petition
    ADD COLUMN outcome  text,
    ADD COLUMN ended_on date,
    ADD CONSTRAINT petition_ended_is_dated CHECK ((outcome IS NULL) = (ended_on IS NULL)) NOT VALID;
ALTER TABLE petition VALIDATE CONSTRAINT petition_ended_is_dated;
