-- Letters being written on the pages, each sealed under a token that its browser alone holds; and
-- the hashes by which a sender without an account follows a petition.

CREATE TABLE lodging (
    token_hash  bytea       PRIMARY KEY,
    body        bytea,
    petition_id uuid        REFERENCES petition,
    secret      bytea,
    touched_at  timestamptz NOT NULL,
    CONSTRAINT lodging_is_written_or_sent CHECK ((body IS NULL) = (petition_id IS NOT NULL))
);
-- A job forgets what nobody sent.
CREATE INDEX lodging_by_age ON lodging (touched_at);

CREATE TABLE look_up (
    petition_id uuid  PRIMARY KEY REFERENCES petition,
    secret_hash bytea NOT NULL,
    link_hash   bytea NOT NULL CONSTRAINT look_up_link_once UNIQUE
);
