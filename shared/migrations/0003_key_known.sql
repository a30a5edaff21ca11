-- The keys that have made something in this schema (links, seals), by an id that tells nothing of
-- them: a start without one of them is refused, rather than a new key taken for the lost one.
CREATE TABLE key_known (
    ring   text  NOT NULL,
    key_id bytea NOT NULL,
    PRIMARY KEY (ring, key_id)
);
