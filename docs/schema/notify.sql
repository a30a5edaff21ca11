CREATE SCHEMA notify;

CREATE TABLE notify.attempt (
    attempt_id bigint NOT NULL,
    message_id uuid NOT NULL,
    channel text NOT NULL,
    n integer NOT NULL,
    at timestamp with time zone NOT NULL,
    result text NOT NULL,
    detail text NOT NULL
);

ALTER TABLE notify.attempt ALTER COLUMN attempt_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME notify.attempt_attempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE notify.audit (
    audit_id bigint NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    object_type text NOT NULL,
    object_id text NOT NULL,
    fields text[] DEFAULT '{}'::text[] NOT NULL,
    trace text
);

ALTER TABLE notify.audit ALTER COLUMN audit_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME notify.audit_audit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE notify.audit_seal (
    audit_id bigint NOT NULL,
    n bigint NOT NULL,
    hash bytea NOT NULL,
    sealed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

CREATE TABLE notify.contact (
    party_id uuid NOT NULL,
    name text NOT NULL,
    email text,
    phone text,
    language text NOT NULL,
    consents text[] NOT NULL
);

CREATE TABLE notify.idempotency (
    principal text NOT NULL,
    method text NOT NULL,
    route text NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    status integer,
    body bytea,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE notify.inbox (
    consumer text NOT NULL,
    topic text NOT NULL,
    key text NOT NULL,
    sequence bigint NOT NULL
);

CREATE TABLE notify.inbox_foreign (
    consumer text NOT NULL,
    source text NOT NULL,
    ce_id text NOT NULL,
    received_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

CREATE TABLE notify.kafka_cluster (
    one boolean DEFAULT true NOT NULL,
    cluster_id text NOT NULL,
    since timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT kafka_cluster_one_check CHECK (one)
);

CREATE TABLE notify.kept_form (
    id_hash bytea NOT NULL,
    subject text,
    sealed bytea NOT NULL,
    kept_at timestamp with time zone NOT NULL
);

CREATE TABLE notify.key_known (
    ring text NOT NULL,
    key_id bytea NOT NULL
);

CREATE TABLE notify.lookup_attempt (
    target bytea NOT NULL,
    wrong integer NOT NULL,
    tried_at timestamp with time zone NOT NULL,
    locked_until timestamp with time zone
);

CREATE TABLE notify.matter (
    matter_id uuid NOT NULL,
    unit_id text,
    party_id uuid,
    number text,
    known jsonb DEFAULT '{}'::jsonb NOT NULL
);

CREATE TABLE notify.message (
    message_id uuid NOT NULL,
    n bigint NOT NULL,
    event_id uuid NOT NULL,
    fact_type text NOT NULL,
    fact_at timestamp with time zone NOT NULL,
    audience text NOT NULL,
    channel text NOT NULL,
    party_id uuid,
    staff_id uuid,
    unit_id text,
    template text NOT NULL,
    template_version integer NOT NULL,
    params jsonb NOT NULL,
    language text,
    state text NOT NULL,
    reason text,
    attempt integer DEFAULT 0 NOT NULL,
    next_attempt_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT message_end_is_dated CHECK (((state = ANY (ARRAY['SENT'::text, 'FAILED'::text, 'SKIPPED'::text])) = (finished_at IS NOT NULL))),
    CONSTRAINT message_state_known CHECK ((state = ANY (ARRAY['WAITING_CONTACT'::text, 'DUE'::text, 'SENT'::text, 'FAILED'::text, 'SKIPPED'::text])))
);

ALTER TABLE notify.message ALTER COLUMN n ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME notify.message_n_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE notify.outbox (
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

ALTER TABLE notify.outbox ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME notify.outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE notify.parked (
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

ALTER TABLE notify.parked ALTER COLUMN parked_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME notify.parked_parked_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE notify.reference (
    kind text NOT NULL,
    key text NOT NULL,
    state jsonb NOT NULL
);

CREATE TABLE notify.schema_revision (
    version_num character varying(32) NOT NULL
);

CREATE TABLE notify.session (
    id_hash bytea NOT NULL,
    subject text NOT NULL,
    name text NOT NULL,
    sid text NOT NULL,
    id_token text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL
);

CREATE TABLE notify.stream (
    topic text NOT NULL,
    key text NOT NULL,
    last bigint NOT NULL
);

ALTER TABLE ONLY notify.attempt
    ADD CONSTRAINT attempt_pkey PRIMARY KEY (attempt_id);

ALTER TABLE ONLY notify.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (audit_id);

ALTER TABLE ONLY notify.audit_seal
    ADD CONSTRAINT audit_seal_n_once UNIQUE (n);

ALTER TABLE ONLY notify.audit_seal
    ADD CONSTRAINT audit_seal_pkey PRIMARY KEY (audit_id);

ALTER TABLE ONLY notify.contact
    ADD CONSTRAINT contact_pkey PRIMARY KEY (party_id);

ALTER TABLE ONLY notify.idempotency
    ADD CONSTRAINT idempotency_pkey PRIMARY KEY (principal, method, route, key);

ALTER TABLE ONLY notify.inbox_foreign
    ADD CONSTRAINT inbox_foreign_pkey PRIMARY KEY (consumer, source, ce_id);

ALTER TABLE ONLY notify.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (consumer, topic, key);

ALTER TABLE ONLY notify.kafka_cluster
    ADD CONSTRAINT kafka_cluster_pkey PRIMARY KEY (one);

ALTER TABLE ONLY notify.kept_form
    ADD CONSTRAINT kept_form_pkey PRIMARY KEY (id_hash);

ALTER TABLE ONLY notify.key_known
    ADD CONSTRAINT key_known_pkey PRIMARY KEY (ring, key_id);

ALTER TABLE ONLY notify.lookup_attempt
    ADD CONSTRAINT lookup_attempt_pkey PRIMARY KEY (target);

ALTER TABLE ONLY notify.matter
    ADD CONSTRAINT matter_pkey PRIMARY KEY (matter_id);

ALTER TABLE ONLY notify.message
    ADD CONSTRAINT message_n_once UNIQUE (n);

ALTER TABLE ONLY notify.message
    ADD CONSTRAINT message_once UNIQUE (event_id, audience, channel);

ALTER TABLE ONLY notify.message
    ADD CONSTRAINT message_pkey PRIMARY KEY (message_id);

ALTER TABLE ONLY notify.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);

ALTER TABLE ONLY notify.parked
    ADD CONSTRAINT parked_once UNIQUE (consumer, topic, key, sequence);

ALTER TABLE ONLY notify.parked
    ADD CONSTRAINT parked_pkey PRIMARY KEY (parked_id);

ALTER TABLE ONLY notify.parked
    ADD CONSTRAINT parked_place_once UNIQUE (consumer, topic, partition, "offset");

ALTER TABLE ONLY notify.reference
    ADD CONSTRAINT reference_pkey PRIMARY KEY (kind, key);

ALTER TABLE ONLY notify.schema_revision
    ADD CONSTRAINT schema_revision_pkc PRIMARY KEY (version_num);

ALTER TABLE ONLY notify.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (id_hash);

ALTER TABLE ONLY notify.stream
    ADD CONSTRAINT stream_pkey PRIMARY KEY (topic, key);

CREATE INDEX attempt_newest_of_channel ON notify.attempt USING btree (channel, attempt_id);

CREATE INDEX attempt_of_message ON notify.attempt USING btree (message_id, n);

CREATE INDEX idempotency_age ON notify.idempotency USING btree (created_at);

CREATE INDEX kept_form_age ON notify.kept_form USING btree (kept_at);

CREATE INDEX lookup_attempt_age ON notify.lookup_attempt USING btree (tried_at);

CREATE INDEX message_by_state ON notify.message USING btree (state, n);

CREATE INDEX message_to_do ON notify.message USING btree (state, channel, next_attempt_at) WHERE (state = ANY (ARRAY['WAITING_CONTACT'::text, 'DUE'::text]));

CREATE INDEX message_unsent_of_party ON notify.message USING btree (party_id) WHERE (state = ANY (ARRAY['WAITING_CONTACT'::text, 'DUE'::text]));

CREATE INDEX outbox_stopped ON notify.outbox USING btree (topic, key) WHERE (error IS NOT NULL);

CREATE INDEX parked_asked ON notify.parked USING btree (action, parked_id) WHERE (action IS NOT NULL);

CREATE INDEX reference_calendar_version ON notify.reference USING btree ((((state ->> 'calendar_version'::text))::integer)) WHERE (kind = 'CalendarDay'::text);

CREATE INDEX reference_procedure_by_code ON notify.reference USING btree (((state ->> 'code'::text))) WHERE (kind = 'Procedure'::text);

CREATE INDEX reference_staff_by_subject ON notify.reference USING btree (((state ->> 'subject'::text))) WHERE (kind = 'Staff'::text);

CREATE INDEX reference_unit_by_code ON notify.reference USING btree (((state ->> 'code'::text))) WHERE (kind = 'Unit'::text);

CREATE INDEX session_sid ON notify.session USING btree (sid);

CREATE INDEX session_subject ON notify.session USING btree (subject);

ALTER TABLE ONLY notify.attempt
    ADD CONSTRAINT attempt_message_id_fkey FOREIGN KEY (message_id) REFERENCES notify.message(message_id);

ALTER TABLE ONLY notify.audit_seal
    ADD CONSTRAINT audit_seal_audit_id_fkey FOREIGN KEY (audit_id) REFERENCES notify.audit(audit_id);
