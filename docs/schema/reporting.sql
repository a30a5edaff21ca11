CREATE SCHEMA reporting;

CREATE TABLE reporting.audit (
    audit_id bigint NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    object_type text NOT NULL,
    object_id text NOT NULL,
    fields text[] DEFAULT '{}'::text[] NOT NULL,
    trace text
);

ALTER TABLE reporting.audit ALTER COLUMN audit_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME reporting.audit_audit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE reporting.audit_seal (
    audit_id bigint NOT NULL,
    n bigint NOT NULL,
    hash bytea NOT NULL,
    sealed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

CREATE TABLE reporting.complaint (
    case_id uuid NOT NULL,
    unit_id text NOT NULL,
    field text NOT NULL,
    round integer NOT NULL,
    accepted_on date NOT NULL,
    due_on date NOT NULL,
    resolved_on date,
    class text,
    conclusion text,
    effect text,
    petition_id uuid,
    CONSTRAINT complaint_resolved_is_classed CHECK (((resolved_on IS NULL) = (class IS NULL)))
);

CREATE TABLE reporting.complaint_refused (
    case_id uuid NOT NULL,
    petition_id uuid NOT NULL,
    unit_id text NOT NULL,
    field text NOT NULL,
    refused_on date NOT NULL
);

CREATE TABLE reporting.dossier (
    dossier_id uuid NOT NULL,
    unit_id text NOT NULL,
    level text NOT NULL,
    field text NOT NULL,
    procedure_code text NOT NULL,
    channel text NOT NULL,
    submitted_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone,
    received_on date,
    limit_unit text,
    original_due_at timestamp with time zone,
    due_at timestamp with time zone,
    due_on date,
    rule_version text,
    finished_at timestamp with time zone,
    finished_on date,
    class text,
    reopened boolean DEFAULT false NOT NULL,
    clock_stopped_at timestamp with time zone,
    clock_stopped_on date,
    not_received_on date,
    not_received text,
    outcome text,
    returned_at timestamp with time zone,
    rated_on date,
    rating_sum integer,
    rating_answers integer,
    CONSTRAINT dossier_class_known CHECK ((class = ANY (ARRAY['EARLY'::text, 'ON_TIME'::text, 'LATE'::text]))),
    CONSTRAINT dossier_clock_stands_on_a_day CHECK (((clock_stopped_at IS NULL) = (clock_stopped_on IS NULL))),
    CONSTRAINT dossier_finished_is_classed CHECK (((finished_at IS NULL) = (class IS NULL))),
    CONSTRAINT dossier_received_is_dated CHECK (((received_at IS NULL) = (due_at IS NULL)))
);

CREATE TABLE reporting.folded (
    as_of timestamp with time zone NOT NULL,
    topic text NOT NULL,
    moves bigint DEFAULT 0 NOT NULL
);

CREATE TABLE reporting.idempotency (
    principal text NOT NULL,
    method text NOT NULL,
    route text NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    status integer,
    body bytea,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE reporting.inbox (
    consumer text NOT NULL,
    topic text NOT NULL,
    key text NOT NULL,
    sequence bigint NOT NULL
);

CREATE TABLE reporting.inbox_foreign (
    consumer text NOT NULL,
    source text NOT NULL,
    ce_id text NOT NULL,
    received_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

CREATE TABLE reporting.kafka_cluster (
    one boolean DEFAULT true NOT NULL,
    cluster_id text NOT NULL,
    since timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT kafka_cluster_one_check CHECK (one)
);

CREATE TABLE reporting.kept_form (
    id_hash bytea NOT NULL,
    subject text,
    sealed bytea NOT NULL,
    kept_at timestamp with time zone NOT NULL
);

CREATE TABLE reporting.key_known (
    ring text NOT NULL,
    key_id bytea NOT NULL
);

CREATE TABLE reporting.lookup_attempt (
    target bytea NOT NULL,
    wrong integer NOT NULL,
    tried_at timestamp with time zone NOT NULL,
    locked_until timestamp with time zone
);

CREATE TABLE reporting.outbox (
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

ALTER TABLE reporting.outbox ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME reporting.outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE reporting.parked (
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

ALTER TABLE reporting.parked ALTER COLUMN parked_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME reporting.parked_parked_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE reporting.petition (
    petition_id uuid NOT NULL,
    unit_id text NOT NULL,
    source text NOT NULL,
    kind text NOT NULL,
    received_on date NOT NULL,
    field text,
    eligible boolean,
    competence text,
    due_on date,
    outcome text,
    ended_on date,
    CONSTRAINT petition_classified_is_dated CHECK (((eligible IS NULL) = (due_on IS NULL))),
    CONSTRAINT petition_ended_is_dated CHECK (((outcome IS NULL) = (ended_on IS NULL)))
);

CREATE TABLE reporting.reference (
    kind text NOT NULL,
    key text NOT NULL,
    state jsonb NOT NULL
);

CREATE TABLE reporting.schema_revision (
    version_num character varying(32) NOT NULL
);

CREATE TABLE reporting.session (
    id_hash bytea NOT NULL,
    subject text NOT NULL,
    name text NOT NULL,
    sid text NOT NULL,
    id_token text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL
);

CREATE TABLE reporting.stream (
    topic text NOT NULL,
    key text NOT NULL,
    last bigint NOT NULL
);

ALTER TABLE ONLY reporting.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (audit_id);

ALTER TABLE ONLY reporting.audit_seal
    ADD CONSTRAINT audit_seal_n_once UNIQUE (n);

ALTER TABLE ONLY reporting.audit_seal
    ADD CONSTRAINT audit_seal_pkey PRIMARY KEY (audit_id);

ALTER TABLE ONLY reporting.complaint
    ADD CONSTRAINT complaint_pkey PRIMARY KEY (case_id);

ALTER TABLE ONLY reporting.complaint_refused
    ADD CONSTRAINT complaint_refused_pkey PRIMARY KEY (case_id);

ALTER TABLE ONLY reporting.dossier
    ADD CONSTRAINT dossier_pkey PRIMARY KEY (dossier_id);

ALTER TABLE ONLY reporting.folded
    ADD CONSTRAINT folded_pkey PRIMARY KEY (topic);

ALTER TABLE ONLY reporting.idempotency
    ADD CONSTRAINT idempotency_pkey PRIMARY KEY (principal, method, route, key);

ALTER TABLE ONLY reporting.inbox_foreign
    ADD CONSTRAINT inbox_foreign_pkey PRIMARY KEY (consumer, source, ce_id);

ALTER TABLE ONLY reporting.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (consumer, topic, key);

ALTER TABLE ONLY reporting.kafka_cluster
    ADD CONSTRAINT kafka_cluster_pkey PRIMARY KEY (one);

ALTER TABLE ONLY reporting.kept_form
    ADD CONSTRAINT kept_form_pkey PRIMARY KEY (id_hash);

ALTER TABLE ONLY reporting.key_known
    ADD CONSTRAINT key_known_pkey PRIMARY KEY (ring, key_id);

ALTER TABLE ONLY reporting.lookup_attempt
    ADD CONSTRAINT lookup_attempt_pkey PRIMARY KEY (target);

ALTER TABLE ONLY reporting.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);

ALTER TABLE ONLY reporting.parked
    ADD CONSTRAINT parked_once UNIQUE (consumer, topic, key, sequence);

ALTER TABLE ONLY reporting.parked
    ADD CONSTRAINT parked_pkey PRIMARY KEY (parked_id);

ALTER TABLE ONLY reporting.parked
    ADD CONSTRAINT parked_place_once UNIQUE (consumer, topic, partition, "offset");

ALTER TABLE ONLY reporting.petition
    ADD CONSTRAINT petition_pkey PRIMARY KEY (petition_id);

ALTER TABLE ONLY reporting.reference
    ADD CONSTRAINT reference_pkey PRIMARY KEY (kind, key);

ALTER TABLE ONLY reporting.schema_revision
    ADD CONSTRAINT schema_revision_pkc PRIMARY KEY (version_num);

ALTER TABLE ONLY reporting.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (id_hash);

ALTER TABLE ONLY reporting.stream
    ADD CONSTRAINT stream_pkey PRIMARY KEY (topic, key);

CREATE INDEX complaint_by_petition ON reporting.complaint USING btree (petition_id);

CREATE INDEX complaint_by_unit ON reporting.complaint USING btree (unit_id, accepted_on) INCLUDE (resolved_on);

CREATE INDEX complaint_refused_by_petition ON reporting.complaint_refused USING btree (petition_id);

CREATE INDEX complaint_refused_by_unit ON reporting.complaint_refused USING btree (unit_id, refused_on);

CREATE INDEX dossier_by_finish ON reporting.dossier USING btree (finished_on, unit_id) WHERE (finished_on IS NOT NULL);

CREATE INDEX dossier_by_unit ON reporting.dossier USING btree (unit_id, received_on) INCLUDE (finished_on);

CREATE INDEX idempotency_age ON reporting.idempotency USING btree (created_at);

CREATE INDEX kept_form_age ON reporting.kept_form USING btree (kept_at);

CREATE INDEX lookup_attempt_age ON reporting.lookup_attempt USING btree (tried_at);

CREATE INDEX outbox_stopped ON reporting.outbox USING btree (topic, key) WHERE (error IS NOT NULL);

CREATE INDEX parked_asked ON reporting.parked USING btree (action, parked_id) WHERE (action IS NOT NULL);

CREATE INDEX petition_by_unit ON reporting.petition USING btree (unit_id, received_on);

CREATE INDEX reference_calendar_version ON reporting.reference USING btree ((((state ->> 'calendar_version'::text))::integer)) WHERE (kind = 'CalendarDay'::text);

CREATE INDEX reference_procedure_by_code ON reporting.reference USING btree (((state ->> 'code'::text))) WHERE (kind = 'Procedure'::text);

CREATE INDEX reference_staff_by_subject ON reporting.reference USING btree (((state ->> 'subject'::text))) WHERE (kind = 'Staff'::text);

CREATE INDEX reference_unit_by_code ON reporting.reference USING btree (((state ->> 'code'::text))) WHERE (kind = 'Unit'::text);

CREATE INDEX session_sid ON reporting.session USING btree (sid);

CREATE INDEX session_subject ON reporting.session USING btree (subject);

ALTER TABLE ONLY reporting.audit_seal
    ADD CONSTRAINT audit_seal_audit_id_fkey FOREIGN KEY (audit_id) REFERENCES reporting.audit(audit_id);
