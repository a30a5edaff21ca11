-- How a petition ends without a case, what its sender called it, and every act with its hour.

ALTER TABLE petition
    ADD COLUMN stated_kind text CONSTRAINT petition_is_stated_no_denunciation
        CHECK (stated_kind <> 'DENUNCIATION'),
    ADD COLUMN outcome     text,
    ADD COLUMN reason_code text,
    ADD COLUMN to_unit_id  text,
    ADD COLUMN upheld      boolean,
    ADD COLUMN ended_on    date,
    ADD COLUMN class       text,
    -- A complaint that is not accepted is told under the key of a case that never opened.
    ADD COLUMN refused_case_id uuid CONSTRAINT petition_refused_once UNIQUE;
-- The register of the year is opened by status with the oldest due first.
CREATE INDEX petition_by_status ON petition (unit_id, status, due_on, petition_id);

-- What was done with a petition and its case, in order: officials see who was quicker. What was
-- written to the sender is sealed like the petition itself.
CREATE TABLE act (
    petition_id uuid        NOT NULL REFERENCES petition,
    n           int         NOT NULL,
    step        text        NOT NULL,
    done_on     date        NOT NULL,
    at          timestamptz NOT NULL,
    staff_id    uuid,
    words       bytea,
    PRIMARY KEY (petition_id, n)
);
