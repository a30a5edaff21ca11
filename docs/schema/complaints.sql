CREATE SCHEMA complaints;

CREATE TABLE complaints.act (
    petition_id uuid NOT NULL,
    n integer NOT NULL,
    step text NOT NULL,
    done_on date NOT NULL,
    at timestamp with time zone NOT NULL,
    staff_id uuid,
    words bytea
);

CREATE TABLE complaints.audit (
    audit_id bigint NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    object_type text NOT NULL,
    object_id text NOT NULL,
    fields text[] DEFAULT '{}'::text[] NOT NULL,
    trace text
);

ALTER TABLE complaints.audit ALTER COLUMN audit_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME complaints.audit_audit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE complaints.audit_seal (
    audit_id bigint NOT NULL,
    n bigint NOT NULL,
    hash bytea NOT NULL,
    sealed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

CREATE TABLE complaints.complaint_case (
    case_id uuid NOT NULL,
    case_code text NOT NULL,
    petition_id uuid NOT NULL,
    party_id uuid NOT NULL,
    round integer NOT NULL,
    unit_id text NOT NULL,
    field text NOT NULL,
    status text NOT NULL,
    origin text,
    accepted_on date NOT NULL,
    due_on date NOT NULL,
    complex boolean NOT NULL,
    remote boolean NOT NULL,
    rule_version text NOT NULL,
    dossier_id uuid,
    verifier_id uuid,
    assigned_on date,
    decided_on date,
    resolution jsonb,
    class text,
    CONSTRAINT complaint_case_round_known CHECK ((round = ANY (ARRAY[1, 2]))),
    CONSTRAINT complaint_case_status_known CHECK ((status = ANY (ARRAY['ACCEPTED'::text, 'VERIFYING'::text, 'DIALOGUE'::text, 'DECIDED'::text, 'SENT'::text, 'APPEALED_2'::text, 'SUED'::text, 'EFFECTIVE'::text, 'ENFORCING'::text, 'SUSPENDED'::text, 'TERMINATED'::text, 'CLOSED'::text])))
);

CREATE TABLE complaints.dossier (
    dossier_id uuid NOT NULL,
    dossier_code text NOT NULL,
    unit_id text NOT NULL,
    procedure_code text NOT NULL,
    received_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    status text NOT NULL,
    receiver_staff_id uuid,
    approver_staff_id uuid
);

CREATE TABLE complaints.idempotency (
    principal text NOT NULL,
    method text NOT NULL,
    route text NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    status integer,
    body bytea,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE complaints.inbox (
    consumer text NOT NULL,
    topic text NOT NULL,
    key text NOT NULL,
    sequence bigint NOT NULL
);

CREATE TABLE complaints.inbox_foreign (
    consumer text NOT NULL,
    source text NOT NULL,
    ce_id text NOT NULL,
    received_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

CREATE TABLE complaints.kafka_cluster (
    one boolean DEFAULT true NOT NULL,
    cluster_id text NOT NULL,
    since timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT kafka_cluster_one_check CHECK (one)
);

CREATE TABLE complaints.kept_form (
    id_hash bytea NOT NULL,
    subject text,
    sealed bytea NOT NULL,
    kept_at timestamp with time zone NOT NULL
);

CREATE TABLE complaints.key_known (
    ring text NOT NULL,
    key_id bytea NOT NULL
);

CREATE TABLE complaints.lodging (
    token_hash bytea NOT NULL,
    body bytea,
    petition_id uuid,
    secret bytea,
    touched_at timestamp with time zone NOT NULL,
    CONSTRAINT lodging_is_written_or_sent CHECK (((body IS NULL) = (petition_id IS NOT NULL)))
);

CREATE TABLE complaints.look_up (
    petition_id uuid NOT NULL,
    secret_hash bytea NOT NULL,
    link_hash bytea NOT NULL
);

CREATE TABLE complaints.lookup_attempt (
    target bytea NOT NULL,
    wrong integer NOT NULL,
    tried_at timestamp with time zone NOT NULL,
    locked_until timestamp with time zone
);

CREATE TABLE complaints.outbox (
    id bigint NOT NULL,
    event_id uuid NOT NULL,
    topic text NOT NULL,
    key text NOT NULL,
    type text NOT NULL,
    sequence bigint NOT NULL,
    "time" timestamp with time zone NOT NULL,
    traceparent text,
    payload bytea,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    error text
);

ALTER TABLE complaints.outbox ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME complaints.outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE complaints.parked (
    parked_id bigint NOT NULL,
    consumer text NOT NULL,
    topic text NOT NULL,
    key text,
    sequence bigint,
    partition integer NOT NULL,
    "offset" bigint NOT NULL,
    raw_key bytea,
    header_names text[] NOT NULL,
    header_values bytea[] NOT NULL,
    body bytea,
    error text NOT NULL,
    parked_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    attempts integer DEFAULT 1 NOT NULL,
    action text,
    asked_by text,
    CONSTRAINT parked_action_known CHECK ((action = ANY (ARRAY['replay'::text, 'drop'::text])))
);

ALTER TABLE complaints.parked ALTER COLUMN parked_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME complaints.parked_parked_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE complaints.petition (
    petition_id uuid NOT NULL,
    petition_code text NOT NULL,
    unit_id text NOT NULL,
    source text NOT NULL,
    received_on date NOT NULL,
    signatures text NOT NULL,
    people integer NOT NULL,
    status text NOT NULL,
    due_on date NOT NULL,
    rule_version text NOT NULL,
    kind text,
    field text,
    earlier_handling text,
    eligible boolean,
    ineligible_reason text,
    competence text,
    complex boolean,
    remote boolean,
    dossier_id uuid,
    party_id uuid,
    classified_on date,
    stated_kind text,
    outcome text,
    reason_code text,
    to_unit_id text,
    upheld boolean,
    ended_on date,
    class text,
    refused_case_id uuid,
    CONSTRAINT petition_is_no_denunciation CHECK ((kind <> 'DENUNCIATION'::text)),
    CONSTRAINT petition_is_stated_no_denunciation CHECK ((stated_kind <> 'DENUNCIATION'::text)),
    CONSTRAINT petition_people_counted CHECK ((people >= 1)),
    CONSTRAINT petition_status_known CHECK ((status = ANY (ARRAY['RECEIVED'::text, 'CLASSIFIED'::text, 'ACCEPTED'::text, 'NOT_ACCEPTED'::text, 'GUIDED'::text, 'TRANSFERRED'::text, 'RETURNED'::text, 'URGED'::text, 'FILED'::text, 'WITHDRAWN'::text, 'IN_CHARGE'::text, 'MORE_ASKED'::text, 'REJECTED'::text, 'ANSWERED'::text, 'PUBLISHED'::text, 'CLOSED'::text]))),
    CONSTRAINT petition_unclassified_tells_nothing CHECK (((kind IS NOT NULL) OR ((dossier_id IS NULL) AND (party_id IS NULL))))
);

CREATE TABLE complaints.reference (
    kind text NOT NULL,
    key text NOT NULL,
    state jsonb NOT NULL
);

CREATE TABLE complaints.register (
    unit_code text NOT NULL,
    year integer NOT NULL,
    kind text NOT NULL,
    last integer NOT NULL,
    CONSTRAINT register_kind_known CHECK ((kind = ANY (ARRAY['PETITION'::text, 'CASE'::text])))
);

CREATE TABLE complaints.remedy (
    dossier_id uuid NOT NULL,
    case_id uuid NOT NULL,
    decision_no text NOT NULL,
    due_on date,
    done_on date,
    new_dossier_id uuid
);

CREATE TABLE complaints.schema_revision (
    version_num character varying(32) NOT NULL
);

CREATE TABLE complaints.sealed_sender (
    petition_id uuid NOT NULL,
    sender bytea,
    content bytea NOT NULL,
    dossier bytea
);

CREATE TABLE complaints.session (
    id_hash bytea NOT NULL,
    subject text NOT NULL,
    name text NOT NULL,
    sid text NOT NULL,
    id_token text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL
);

CREATE TABLE complaints.stream (
    topic text NOT NULL,
    key text NOT NULL,
    last bigint NOT NULL
);

ALTER TABLE ONLY complaints.act
    ADD CONSTRAINT act_pkey PRIMARY KEY (petition_id, n);

ALTER TABLE ONLY complaints.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (audit_id);

ALTER TABLE ONLY complaints.audit_seal
    ADD CONSTRAINT audit_seal_n_once UNIQUE (n);

ALTER TABLE ONLY complaints.audit_seal
    ADD CONSTRAINT audit_seal_pkey PRIMARY KEY (audit_id);

ALTER TABLE ONLY complaints.complaint_case
    ADD CONSTRAINT complaint_case_code_once UNIQUE (case_code);

ALTER TABLE ONLY complaints.complaint_case
    ADD CONSTRAINT complaint_case_once_a_round UNIQUE (petition_id, round);

ALTER TABLE ONLY complaints.complaint_case
    ADD CONSTRAINT complaint_case_pkey PRIMARY KEY (case_id);

ALTER TABLE ONLY complaints.dossier
    ADD CONSTRAINT dossier_code_once UNIQUE (dossier_code);

ALTER TABLE ONLY complaints.dossier
    ADD CONSTRAINT dossier_pkey PRIMARY KEY (dossier_id);

ALTER TABLE ONLY complaints.idempotency
    ADD CONSTRAINT idempotency_pkey PRIMARY KEY (principal, method, route, key);

ALTER TABLE ONLY complaints.inbox_foreign
    ADD CONSTRAINT inbox_foreign_pkey PRIMARY KEY (consumer, source, ce_id);

ALTER TABLE ONLY complaints.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (consumer, topic, key);

ALTER TABLE ONLY complaints.kafka_cluster
    ADD CONSTRAINT kafka_cluster_pkey PRIMARY KEY (one);

ALTER TABLE ONLY complaints.kept_form
    ADD CONSTRAINT kept_form_pkey PRIMARY KEY (id_hash);

ALTER TABLE ONLY complaints.key_known
    ADD CONSTRAINT key_known_pkey PRIMARY KEY (ring, key_id);

ALTER TABLE ONLY complaints.lodging
    ADD CONSTRAINT lodging_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY complaints.look_up
    ADD CONSTRAINT look_up_link_once UNIQUE (link_hash);

ALTER TABLE ONLY complaints.look_up
    ADD CONSTRAINT look_up_pkey PRIMARY KEY (petition_id);

ALTER TABLE ONLY complaints.lookup_attempt
    ADD CONSTRAINT lookup_attempt_pkey PRIMARY KEY (target);

ALTER TABLE ONLY complaints.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);

ALTER TABLE ONLY complaints.parked
    ADD CONSTRAINT parked_once UNIQUE (consumer, topic, key, sequence);

ALTER TABLE ONLY complaints.parked
    ADD CONSTRAINT parked_pkey PRIMARY KEY (parked_id);

ALTER TABLE ONLY complaints.parked
    ADD CONSTRAINT parked_place_once UNIQUE (consumer, topic, partition, "offset");

ALTER TABLE ONLY complaints.petition
    ADD CONSTRAINT petition_code_once UNIQUE (petition_code);

ALTER TABLE ONLY complaints.petition
    ADD CONSTRAINT petition_party_once UNIQUE (party_id);

ALTER TABLE ONLY complaints.petition
    ADD CONSTRAINT petition_pkey PRIMARY KEY (petition_id);

ALTER TABLE ONLY complaints.petition
    ADD CONSTRAINT petition_refused_once UNIQUE (refused_case_id);

ALTER TABLE ONLY complaints.reference
    ADD CONSTRAINT reference_pkey PRIMARY KEY (kind, key);

ALTER TABLE ONLY complaints.register
    ADD CONSTRAINT register_pkey PRIMARY KEY (unit_code, year, kind);

ALTER TABLE ONLY complaints.remedy
    ADD CONSTRAINT remedy_pkey PRIMARY KEY (dossier_id, case_id);

ALTER TABLE ONLY complaints.schema_revision
    ADD CONSTRAINT schema_revision_pkc PRIMARY KEY (version_num);

ALTER TABLE ONLY complaints.sealed_sender
    ADD CONSTRAINT sealed_sender_pkey PRIMARY KEY (petition_id);

ALTER TABLE ONLY complaints.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (id_hash);

ALTER TABLE ONLY complaints.stream
    ADD CONSTRAINT stream_pkey PRIMARY KEY (topic, key);

CREATE INDEX complaint_case_by_dossier ON complaints.complaint_case USING btree (dossier_id);

CREATE INDEX complaint_case_by_due ON complaints.complaint_case USING btree (unit_id, due_on, case_id);

CREATE INDEX complaint_case_by_verifier ON complaints.complaint_case USING btree (verifier_id, due_on, case_id);

CREATE INDEX idempotency_age ON complaints.idempotency USING btree (created_at);

CREATE INDEX kept_form_age ON complaints.kept_form USING btree (kept_at);

CREATE INDEX lodging_by_age ON complaints.lodging USING btree (touched_at);

CREATE INDEX lookup_attempt_age ON complaints.lookup_attempt USING btree (tried_at);

CREATE INDEX outbox_stopped ON complaints.outbox USING btree (topic, key) WHERE (error IS NOT NULL);

CREATE INDEX parked_asked ON complaints.parked USING btree (action, parked_id) WHERE (action IS NOT NULL);

CREATE INDEX petition_by_due ON complaints.petition USING btree (unit_id, due_on, petition_id);

CREATE INDEX petition_by_status ON complaints.petition USING btree (unit_id, status, due_on, petition_id);

CREATE INDEX reference_calendar_version ON complaints.reference USING btree ((((state ->> 'calendar_version'::text))::integer)) WHERE (kind = 'CalendarDay'::text);

CREATE INDEX reference_procedure_by_code ON complaints.reference USING btree (((state ->> 'code'::text))) WHERE (kind = 'Procedure'::text);

CREATE INDEX reference_staff_by_subject ON complaints.reference USING btree (((state ->> 'subject'::text))) WHERE (kind = 'Staff'::text);

CREATE INDEX reference_unit_by_code ON complaints.reference USING btree (((state ->> 'code'::text))) WHERE (kind = 'Unit'::text);

CREATE INDEX session_sid ON complaints.session USING btree (sid);

CREATE INDEX session_subject ON complaints.session USING btree (subject);

ALTER TABLE ONLY complaints.act
    ADD CONSTRAINT act_petition_id_fkey FOREIGN KEY (petition_id) REFERENCES complaints.petition(petition_id);

ALTER TABLE ONLY complaints.audit_seal
    ADD CONSTRAINT audit_seal_audit_id_fkey FOREIGN KEY (audit_id) REFERENCES complaints.audit(audit_id);

ALTER TABLE ONLY complaints.complaint_case
    ADD CONSTRAINT complaint_case_petition_id_fkey FOREIGN KEY (petition_id) REFERENCES complaints.petition(petition_id);

ALTER TABLE ONLY complaints.lodging
    ADD CONSTRAINT lodging_petition_id_fkey FOREIGN KEY (petition_id) REFERENCES complaints.petition(petition_id);

ALTER TABLE ONLY complaints.look_up
    ADD CONSTRAINT look_up_petition_id_fkey FOREIGN KEY (petition_id) REFERENCES complaints.petition(petition_id);

ALTER TABLE ONLY complaints.sealed_sender
    ADD CONSTRAINT sealed_sender_petition_id_fkey FOREIGN KEY (petition_id) REFERENCES complaints.petition(petition_id);
