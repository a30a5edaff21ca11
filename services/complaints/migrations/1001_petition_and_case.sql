-- Petitions, the sealed store of who sent them, complaint cases, and the copy of dossiers.

-- The last number given in a register: per unit code, year and kind of paper (domain.md §1.5).
CREATE TABLE register (
    unit_code text NOT NULL,
    year      int  NOT NULL,
    kind      text NOT NULL CONSTRAINT register_kind_known CHECK (kind IN ('PETITION', 'CASE')),
    last      int  NOT NULL,
    PRIMARY KEY (unit_code, year, kind)
);

-- A petition as the register shows it. Nothing here tells who sent it, nor about which dossier
-- before it is known to be no denunciation.
CREATE TABLE petition (
    petition_id       uuid    PRIMARY KEY,
    petition_code     text    NOT NULL CONSTRAINT petition_code_once UNIQUE,
    unit_id           text    NOT NULL,
    source            text    NOT NULL,
    received_on       date    NOT NULL,
    signatures        text    NOT NULL,
    people            int     NOT NULL CONSTRAINT petition_people_counted CHECK (people >= 1),
    status            text    NOT NULL CONSTRAINT petition_status_known CHECK (status IN (
        'RECEIVED', 'CLASSIFIED', 'ACCEPTED', 'NOT_ACCEPTED', 'GUIDED', 'TRANSFERRED', 'RETURNED',
        'URGED', 'FILED', 'WITHDRAWN', 'IN_CHARGE', 'MORE_ASKED', 'REJECTED', 'ANSWERED',
        'PUBLISHED', 'CLOSED')),                                             -- domain.md §4.7
    due_on            date    NOT NULL,
    rule_version      text    NOT NULL,
    kind              text    CONSTRAINT petition_is_no_denunciation CHECK (kind <> 'DENUNCIATION'),
    field             text,
    earlier_handling  text,
    eligible          boolean,
    ineligible_reason text,
    competence        text,
    complex           boolean,
    remote            boolean,
    dossier_id        uuid,
    party_id          uuid    CONSTRAINT petition_party_once UNIQUE,
    classified_on     date,
    CONSTRAINT petition_unclassified_tells_nothing CHECK
        (kind IS NOT NULL OR (dossier_id IS NULL AND party_id IS NULL))
);
-- Officers open the register of their units with the oldest due first.
CREATE INDEX petition_by_due ON petition (unit_id, due_on, petition_id);

-- The sealed store: AES-256-GCM, each value bound to its column and row; the key is outside.
CREATE TABLE sealed_sender (
    petition_id uuid  PRIMARY KEY REFERENCES petition,
    sender      bytea,
    content     bytea NOT NULL,
    dossier     bytea
);

-- A complaint case, one a round, and where it stands. KN-… is the number people quote.
CREATE TABLE complaint_case (
    case_id      uuid    PRIMARY KEY,
    case_code    text    NOT NULL CONSTRAINT complaint_case_code_once UNIQUE,
    petition_id  uuid    NOT NULL REFERENCES petition,
    party_id     uuid    NOT NULL,
    round        int     NOT NULL CONSTRAINT complaint_case_round_known CHECK (round IN (1, 2)),
    unit_id      text    NOT NULL,
    field        text    NOT NULL,
    status       text    NOT NULL CONSTRAINT complaint_case_status_known CHECK (status IN (
        'ACCEPTED', 'VERIFYING', 'DIALOGUE', 'DECIDED', 'SENT', 'APPEALED_2', 'SUED', 'EFFECTIVE',
        'ENFORCING', 'SUSPENDED', 'TERMINATED', 'CLOSED')),                  -- domain.md §4.7
    origin       text,
    accepted_on  date    NOT NULL,
    due_on       date    NOT NULL,
    complex      boolean NOT NULL,
    remote       boolean NOT NULL,
    rule_version text    NOT NULL,
    dossier_id   uuid,
    verifier_id  uuid,
    assigned_on  date,
    decided_on   date,
    resolution   jsonb,
    class        text,
    CONSTRAINT complaint_case_once_a_round UNIQUE (petition_id, round)
);
-- Leaders open the late list every morning; verifiers what is named to them.
CREATE INDEX complaint_case_by_due ON complaint_case (unit_id, due_on, case_id);
CREATE INDEX complaint_case_by_verifier ON complaint_case (verifier_id, due_on, case_id);
CREATE INDEX complaint_case_by_dossier ON complaint_case (dossier_id);

-- What intake told of its dossiers: complaints look up here what they are about.
CREATE TABLE dossier (
    dossier_id     uuid        PRIMARY KEY,
    dossier_code   text        NOT NULL CONSTRAINT dossier_code_once UNIQUE,
    unit_id        text        NOT NULL,
    procedure_code text        NOT NULL,
    received_at    timestamptz NOT NULL,
    due_at         timestamptz NOT NULL,
    status         text        NOT NULL
);

-- The work that a decision ordered on a dossier, as intake told it.
CREATE TABLE remedy (
    dossier_id     uuid NOT NULL,
    case_id        uuid NOT NULL,
    decision_no    text NOT NULL,
    due_on         date,
    done_on        date,
    new_dossier_id uuid,
    PRIMARY KEY (dossier_id, case_id)
);
