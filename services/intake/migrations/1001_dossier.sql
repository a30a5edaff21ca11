-- Dossiers and where they stand. The code is what people quote; it exists from receipt on.
CREATE TABLE dossier (
    dossier_id            uuid PRIMARY KEY,
    version               int         NOT NULL,
    status                text        NOT NULL CONSTRAINT dossier_status_known CHECK
                          (status IN ('1', '2', '3', '4', '5', '6', '7', '8', '9', '10')),
    origins               text[]      NOT NULL, -- where 5, 6 and 7 came from, a stack
    procedure_code        text        NOT NULL,
    procedure_version     int         NOT NULL,
    field                 text        NOT NULL,
    level                 text        NOT NULL,
    service_level         text        NOT NULL,
    unit_id               text        NOT NULL,
    channel               text        NOT NULL,
    party_id              uuid        NOT NULL CONSTRAINT dossier_party_once UNIQUE,
    applicant_type        text        NOT NULL,
    by_proxy              boolean     NOT NULL,
    papers                jsonb       NOT NULL,
    submitted_at          timestamptz NOT NULL,
    accept_due_at         timestamptz NOT NULL,
    dossier_code          text        CONSTRAINT dossier_code_once UNIQUE,
    received_at           timestamptz,
    effective_received_on date,
    receiver_staff_id     uuid,
    "limit"               jsonb,
    limit_reason          text,
    clock                 text        NOT NULL,
    original_due_at       timestamptz,
    due_at                timestamptz,
    ledger                jsonb       NOT NULL, -- why it is due that day, as it was promised
    rule_version          text,
    calendar_version      int,
    fees                  jsonb       NOT NULL,
    return_channel        text        NOT NULL,
    settled_at_once       boolean     NOT NULL,
    CONSTRAINT dossier_received_whole CHECK ((received_at IS NULL) = (due_at IS NULL)
        AND (received_at IS NULL) = (dossier_code IS NULL)),
    CONSTRAINT dossier_received_before_work CHECK
        (received_at IS NOT NULL OR status IN ('1', '3', '5', '7'))
);
-- Officials open what is due first, all of a unit or of one status.
CREATE INDEX dossier_by_due ON dossier (unit_id, (coalesce(due_at, accept_due_at)), dossier_id);

-- Whom to tell about one dossier: one random row per dossier and role, never per person.
CREATE TABLE party (
    party_id   uuid PRIMARY KEY,
    dossier_id uuid NOT NULL REFERENCES dossier,
    name       text NOT NULL,
    email      text,
    phone      text
);
CREATE INDEX party_of_dossier ON party (dossier_id);

-- The last XXXX of a day (TT 01/2018/TT-VPCP Điều 19); its row lock makes numbers follow commits.
CREATE TABLE dossier_number (
    identification_code text NOT NULL,
    day                 date NOT NULL,
    last                int  NOT NULL,
    PRIMARY KEY (identification_code, day)
);
