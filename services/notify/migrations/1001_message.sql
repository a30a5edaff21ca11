-- Who is told what: one row a message, from the fact that caused it to its end.

-- What later facts of a dossier, petition or case leave out.
CREATE TABLE matter (
    matter_id uuid PRIMARY KEY,
    unit_id   text,
    party_id  uuid,
    number    text
);

-- Where people can be reached: the only personal data here. A tombstone erases the row.
CREATE TABLE contact (
    party_id uuid   PRIMARY KEY,
    name     text   NOT NULL,
    email    text,
    phone    text,
    language text   NOT NULL,
    consents text[] NOT NULL
);

-- Ids, codes and dates only: name and address are looked up when it is sent.
CREATE TABLE message (
    message_id       uuid PRIMARY KEY,
    n                bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT message_n_once UNIQUE,
    event_id         uuid        NOT NULL,
    fact_type        text        NOT NULL,
    fact_at          timestamptz NOT NULL,
    audience         text        NOT NULL,
    channel          text        NOT NULL,
    party_id         uuid,
    staff_id         uuid,
    unit_id          text,
    template         text        NOT NULL,
    template_version int         NOT NULL,
    params           jsonb       NOT NULL,
    language         text,
    state            text        NOT NULL CONSTRAINT message_state_known CHECK (state IN
                     ('WAITING_CONTACT', 'DUE', 'SENT', 'FAILED', 'SKIPPED')),
    reason           text,
    attempt          int         NOT NULL DEFAULT 0,
    -- When a job may next look at it. A sender that takes it moves this on: its lease.
    next_attempt_at  timestamptz NOT NULL,
    created_at       timestamptz NOT NULL,
    finished_at      timestamptz,
    -- For ever: a replay never speaks to people again.
    CONSTRAINT message_once UNIQUE (event_id, audience, channel),
    CONSTRAINT message_end_is_dated
        CHECK ((state IN ('SENT', 'FAILED', 'SKIPPED')) = (finished_at IS NOT NULL))
);
-- The jobs ask each second.
CREATE INDEX message_to_do ON message (state, channel, next_attempt_at)
    WHERE state IN ('WAITING_CONTACT', 'DUE');
-- A contact that comes or goes moves the unsent messages of its party.
CREATE INDEX message_unsent_of_party ON message (party_id) WHERE state IN ('WAITING_CONTACT', 'DUE');
-- Operators list messages by state, newest first.
CREATE INDEX message_by_state ON message (state, n);

-- Each time a provider was asked; `detail` is a number or the name of an error, never their words.
CREATE TABLE attempt (
    attempt_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id uuid        NOT NULL REFERENCES message,
    channel    text        NOT NULL,
    n          int         NOT NULL,
    at         timestamptz NOT NULL,
    result     text        NOT NULL,
    detail     text        NOT NULL
);
CREATE INDEX attempt_of_message ON attempt (message_id, n);
-- Whether a channel's provider was down when it was last asked.
CREATE INDEX attempt_newest_of_channel ON attempt (channel, attempt_id);
