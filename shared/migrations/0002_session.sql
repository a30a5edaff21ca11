-- Who is logged in, what they had typed when that ended, and how often a look-up code was guessed.

-- A session by the hash of its cookie. sid: the issuer's own session, by which it calls ours back.
CREATE TABLE session (
    id_hash    bytea PRIMARY KEY,
    subject    text        NOT NULL,
    name       text        NOT NULL,
    sid        text        NOT NULL,
    id_token   text        NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL,
    ends_at    timestamptz NOT NULL
);
CREATE INDEX session_sid ON session (sid);
CREATE INDEX session_subject ON session (subject);

-- A form sent after its session had ended, until it is sent again; the key to read it is in the
-- browser alone. subject: who was logged in; nobody else is shown it.
CREATE TABLE kept_form (
    id_hash bytea PRIMARY KEY,
    subject text,
    sealed  bytea       NOT NULL,
    kept_at timestamptz NOT NULL
);
CREATE INDEX kept_form_age ON kept_form (kept_at);

-- Wrong tries at a code, whether there is such a code or not; target is a keyed hash of it.
CREATE TABLE lookup_attempt (
    target       bytea PRIMARY KEY,
    wrong        int         NOT NULL,
    tried_at     timestamptz NOT NULL,
    locked_until timestamptz
);
CREATE INDEX lookup_attempt_age ON lookup_attempt (tried_at);
