-- The whole road of a dossier: who holds it, the acts of its clock, what came of it, who may look.
ALTER TABLE dossier
    ADD COLUMN request           text,        -- what the applicant asks for, in their words
    ADD COLUMN owner_subject     text,        -- the account that filed online
    ADD COLUMN register_year     int,         -- Sổ theo dõi: năm, quyển số, số thứ tự (TT 01/2018 Điều 10)
    ADD COLUMN register_book     int,
    ADD COLUMN register_no       int,
    ADD COLUMN acts              jsonb       NOT NULL DEFAULT '[]', -- stops and restarts of the clock
    ADD COLUMN clock_stopped_at  timestamptz,
    ADD COLUMN slip_no           int         NOT NULL DEFAULT 0,    -- Mẫu 01 lần …
    ADD COLUMN holder_step       text,
    ADD COLUMN holder_staff_id   uuid,        -- NULL: the room, nobody in it by name
    ADD COLUMN holder_since      timestamptz,
    ADD COLUMN holder_due_at     timestamptz,
    ADD COLUMN outcome           text,
    ADD COLUMN finished_at       timestamptz,
    ADD COLUMN approver_staff_id uuid,
    ADD COLUMN returned_at       timestamptz,
    ADD COLUMN secret_hash       bytea,       -- what opens it without an account, never in clear
    ADD COLUMN link_hash         bytea        CONSTRAINT dossier_link_once UNIQUE,
    ADD COLUMN link_no           int,
    ADD CONSTRAINT dossier_register_once UNIQUE (unit_id, register_year, register_no),
    ADD CONSTRAINT dossier_finished_whole CHECK
        ((finished_at IS NULL) = (outcome IS NULL) AND (finished_at IS NULL) = (approver_staff_id IS NULL));

ALTER TABLE party
    ADD COLUMN address   text,
    ADD COLUMN id_number text,                -- số định danh cá nhân, 12 digits
    ADD COLUMN id_index  bytea,               -- its HMAC: found without being readable in an index
    ADD COLUMN language  text NOT NULL DEFAULT 'vi';

-- What was done, step by step: written with the step, never changed. `n` is the version it made.
CREATE TABLE action (
    dossier_id  uuid        NOT NULL REFERENCES dossier,
    n           int         NOT NULL,
    step        text        NOT NULL,
    at          timestamptz NOT NULL,
    staff_id    uuid,                         -- NULL: the applicant
    from_status text,
    to_status   text        NOT NULL,
    note        text,
    data        jsonb       NOT NULL,
    PRIMARY KEY (dossier_id, n)
);

-- Each Mẫu 01 given out: lần 1, lần 2 …, with the day it named before.
CREATE TABLE slip (
    dossier_id uuid        NOT NULL REFERENCES dossier,
    slip_no    int         NOT NULL,
    issued_at  timestamptz NOT NULL,
    staff_id   uuid,
    old_due_at timestamptz,
    due_at     timestamptz NOT NULL,
    PRIMARY KEY (dossier_id, slip_no)
);

-- Each Mẫu 02: what was asked for, and when it came.
CREATE TABLE supplement (
    dossier_id       uuid        NOT NULL REFERENCES dossier,
    request_no       int         NOT NULL,
    phase            text        NOT NULL CONSTRAINT supplement_phase_known CHECK (phase IN ('BEFORE', 'AFTER')),
    asked_at         timestamptz NOT NULL,
    staff_id         uuid        NOT NULL,
    reason_codes     text[]      NOT NULL,
    paper_keys       text[]      NOT NULL,
    reason           text        NOT NULL,
    answer_by        date        NOT NULL,
    head_decision_no text,                    -- NULL: none needed
    clock_stopped_at timestamptz,
    supplied_at      timestamptz,
    channel          text,
    slip_no          int         NOT NULL DEFAULT 0,
    PRIMARY KEY (dossier_id, request_no)
);
-- Only one waits at a time.
CREATE UNIQUE INDEX supplement_open_once ON supplement (dossier_id) WHERE supplied_at IS NULL;

-- What came of the work. A recalled result stays; the next one has the next number.
CREATE TABLE result (
    dossier_id        uuid        NOT NULL REFERENCES dossier,
    result_no         int         NOT NULL,
    outcome           text        NOT NULL CONSTRAINT result_outcome_known CHECK (outcome IN ('GRANTED', 'REFUSED')),
    decision_no       text        NOT NULL,
    signed_by         text        NOT NULL,
    file_id           uuid,                   -- NULL: on paper alone
    approver_staff_id uuid        NOT NULL,
    finished_at       timestamptz NOT NULL,
    due_at            timestamptz NOT NULL,
    timeliness        text        NOT NULL,   -- EARLY, ON_TIME, LATE
    late_cause        text,
    reason            text,                   -- why it was refused
    PRIMARY KEY (dossier_id, result_no)
);

-- The result in the applicant's hands, and who took it.
CREATE TABLE handover (
    dossier_id     uuid PRIMARY KEY REFERENCES dossier,
    returned_at    timestamptz NOT NULL,
    staff_id       uuid        NOT NULL,
    channel_out    text        NOT NULL,
    taken_by       text        NOT NULL,
    proof          text,                      -- số vận đơn, giấy ủy quyền
    contacts_count int         NOT NULL,
    fee_paid_total bigint      NOT NULL
);

-- How it went, in the applicant's opinion; the text goes nowhere else.
CREATE TABLE rating (
    dossier_id uuid PRIMARY KEY REFERENCES dossier,
    rated_at   timestamptz NOT NULL,
    channel    text        NOT NULL,
    answers    jsonb       NOT NULL,
    text       text
);

-- Numbers of papers by unit, year and kind; of the register by unit and year.
CREATE TABLE paper_number (
    unit_id text NOT NULL,
    year    int  NOT NULL,
    kind    text NOT NULL,
    last    int  NOT NULL,
    PRIMARY KEY (unit_id, year, kind)
);
CREATE TABLE paper (
    dossier_id uuid        NOT NULL REFERENCES dossier,
    kind       text        NOT NULL,
    n          int         NOT NULL,
    unit_id    text        NOT NULL,
    year       int         NOT NULL,
    paper_no   int         NOT NULL,
    issued_at  timestamptz NOT NULL,
    PRIMARY KEY (dossier_id, kind, n),
    CONSTRAINT paper_number_once UNIQUE (unit_id, year, kind, paper_no)
);
CREATE TABLE register_number (
    unit_id text NOT NULL,
    year    int  NOT NULL,
    book    int  NOT NULL DEFAULT 1,
    last    int  NOT NULL,
    PRIMARY KEY (unit_id, year)
);

-- What was received before this road existed begins with its receipt.
INSERT INTO action
SELECT dossier_id, version, 'RECEIVE', received_at, receiver_staff_id, '1', '2', NULL, '{}'
FROM dossier WHERE received_at IS NOT NULL;
INSERT INTO slip
SELECT dossier_id, 1, received_at, receiver_staff_id, NULL, due_at FROM dossier WHERE received_at IS NOT NULL;
UPDATE dossier SET slip_no = 1, holder_step = 'transfer', holder_staff_id = receiver_staff_id,
    holder_since = received_at WHERE received_at IS NOT NULL;

-- Lists ask for one status or for all that are open, oldest due first; desks count by status.
CREATE INDEX dossier_by_status ON dossier (unit_id, status, (coalesce(due_at, accept_due_at)), dossier_id);
DROP INDEX dossier_by_due;
CREATE INDEX dossier_by_holder ON dossier (holder_staff_id, (coalesce(due_at, accept_due_at)), dossier_id)
    WHERE holder_staff_id IS NOT NULL;
CREATE INDEX dossier_by_owner ON dossier (owner_subject, submitted_at DESC, dossier_id)
    WHERE owner_subject IS NOT NULL;

-- Names are typed without their marks: one spelling for the index and the question.
CREATE FUNCTION plain(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN lower(extensions.unaccent('extensions.unaccent'::regdictionary, $1));
CREATE INDEX party_by_name ON party USING gin (plain(name) extensions.gin_trgm_ops);
CREATE INDEX party_by_phone ON party (phone) WHERE phone IS NOT NULL;
CREATE INDEX party_by_id_index ON party (id_index) WHERE id_index IS NOT NULL;

REVOKE UPDATE, DELETE, TRUNCATE ON action FROM PUBLIC;
DO $$
BEGIN
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON action FROM %I', current_schema() || '_app');
EXCEPTION WHEN undefined_object THEN
    NULL; -- a schema without an application role: only in tests of migrations
END
$$;
