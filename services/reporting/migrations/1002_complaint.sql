-- What the summaries know of petitions and complaints: the present fold, without anything personal.
CREATE TABLE petition (
    petition_id   uuid PRIMARY KEY,
    unit_id       text NOT NULL,
    source        text NOT NULL,
    kind          text NOT NULL,
    received_on   date NOT NULL,
    -- From its classification on.
    field         text,
    eligible      boolean,
    competence    text,
    due_on        date,
    CONSTRAINT petition_classified_is_dated CHECK ((eligible IS NULL) = (due_on IS NULL))
);
CREATE INDEX petition_by_unit ON petition (unit_id, received_on);

-- One row a case, so one a round.
CREATE TABLE complaint (
    case_id     uuid PRIMARY KEY,
    unit_id     text NOT NULL,
    field       text NOT NULL,
    round       int  NOT NULL,
    accepted_on date NOT NULL,
    due_on      date NOT NULL,
    -- From its decision on.
    resolved_on date,
    class       text,
    conclusion  text,
    effect      text,
    CONSTRAINT complaint_resolved_is_classed CHECK ((resolved_on IS NULL) = (class IS NULL))
);
-- The summary reads a unit's cases that were open in the period.
CREATE INDEX complaint_by_unit ON complaint (unit_id, accepted_on) INCLUDE (resolved_on);

-- Each topic reaches its own moment.
ALTER TABLE folded ADD COLUMN topic text NOT NULL DEFAULT 'intake.dossier.v1';
ALTER TABLE folded ALTER COLUMN topic DROP DEFAULT;
ALTER TABLE folded DROP CONSTRAINT folded_pkey, DROP COLUMN one, ADD PRIMARY KEY (topic);
