-- What every service keeps beside its own tables: facts to tell, facts handled, facts set aside, who did what.

-- The last number given to a fact of a topic and key. Its row lock orders the facts of one aggregate.
CREATE TABLE stream (
    topic text   NOT NULL,
    key   text   NOT NULL,
    last  bigint NOT NULL,
    PRIMARY KEY (topic, key)
);

-- Facts that the relay has not yet handed to Kafka. NULL payload: a compacted state is taken back.
CREATE TABLE outbox (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id    uuid        NOT NULL,
    topic       text        NOT NULL,
    key         text        NOT NULL,
    type        text        NOT NULL,
    sequence    bigint      NOT NULL,
    time        timestamptz NOT NULL,
    traceparent text,
    payload     bytea,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    error       text
);
-- The relay passes over keys that hold a row which can't be sent.
CREATE INDEX outbox_stopped ON outbox (topic, key) WHERE error IS NOT NULL;

-- The last number of a topic and key that a consumer has handled.
CREATE TABLE inbox (
    consumer text   NOT NULL,
    topic    text   NOT NULL,
    key      text   NOT NULL,
    sequence bigint NOT NULL,
    PRIMARY KEY (consumer, topic, key)
);

-- Facts of other agencies have no numbers of ours: they are known by their own id.
CREATE TABLE inbox_foreign (
    consumer    text        NOT NULL,
    source      text        NOT NULL,
    ce_id       text        NOT NULL,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (consumer, source, ce_id)
);

-- Messages that could not be handled, as they came, until a person has them replayed or dropped.
CREATE TABLE parked (
    parked_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    consumer      text        NOT NULL,
    topic         text        NOT NULL,
    key           text,
    sequence      bigint,
    partition     int         NOT NULL,
    "offset"      bigint      NOT NULL,
    raw_key       bytea,
    header_names  text[]      NOT NULL,
    header_values bytea[]     NOT NULL,
    body          bytea,
    error         text        NOT NULL,
    parked_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    attempts      int         NOT NULL DEFAULT 1,
    action        text CONSTRAINT parked_action_known CHECK (action IN ('replay', 'drop')),
    asked_by      text,
    CONSTRAINT parked_once UNIQUE (consumer, topic, key, sequence),
    CONSTRAINT parked_place_once UNIQUE (consumer, topic, partition, "offset")
);
CREATE INDEX parked_asked ON parked (action, parked_id) WHERE action IS NOT NULL;

-- The answer to a command that was committed, for whoever sends it again.
CREATE TABLE idempotency (
    principal    text        NOT NULL,
    method       text        NOT NULL,
    route        text        NOT NULL,
    key          text        NOT NULL,
    request_hash bytea       NOT NULL,
    status       int,
    body         bytea,
    created_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (principal, method, route, key)
);
CREATE INDEX idempotency_age ON idempotency (created_at);

-- Who did or read what: ids and names of fields, never values of persons.
CREATE TABLE audit (
    audit_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor       text        NOT NULL,
    action      text        NOT NULL,
    object_type text        NOT NULL,
    object_id   text        NOT NULL,
    fields      text[]      NOT NULL DEFAULT '{}',
    trace       text
);

-- The hash chain over audit, made each second by the leader.
CREATE TABLE audit_seal (
    audit_id  bigint PRIMARY KEY REFERENCES audit,
    n         bigint      NOT NULL CONSTRAINT audit_seal_n_once UNIQUE,
    hash      bytea       NOT NULL,
    sealed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- The Kafka cluster that this schema's numbers belong to; a stranger is refused.
CREATE TABLE kafka_cluster (
    one        boolean PRIMARY KEY DEFAULT true CHECK (one),
    cluster_id text        NOT NULL,
    since      timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Reference states (units, officials, calendar, procedures): originals in intake, copies elsewhere.
CREATE TABLE reference (
    kind  text  NOT NULL,
    key   text  NOT NULL,
    state jsonb NOT NULL,
    PRIMARY KEY (kind, key)
);
CREATE INDEX reference_staff_by_subject ON reference ((state ->> 'subject')) WHERE kind = 'Staff';
CREATE INDEX reference_unit_by_code ON reference ((state ->> 'code')) WHERE kind = 'Unit';
CREATE INDEX reference_calendar_version ON reference (((state ->> 'calendar_version')::int)) WHERE kind = 'CalendarDay';
CREATE INDEX reference_procedure_by_code ON reference ((state ->> 'code')) WHERE kind = 'Procedure';

REVOKE UPDATE, DELETE, TRUNCATE ON audit, audit_seal FROM PUBLIC;
DO $$
BEGIN
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON audit, audit_seal FROM %I', current_schema() || '_app');
EXCEPTION WHEN undefined_object THEN
    NULL; -- a schema without an application role: only in tests of migrations
END
$$;
