-- How a word is compared in a search: no marks, no capitals, "ký" and "kí" alike, one space between.
-- unaccent is only STABLE because its dictionary can be exchanged; ours is named and stays.
CREATE FUNCTION folded(said text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN trim(regexp_replace(regexp_replace(
    lower(extensions.unaccent('extensions.unaccent'::regdictionary, normalize(said, NFC))),
    '[^a-z0-9]+', ' ', 'g'), '\m([b-df-hj-np-tv-xz]+|qu)y\M', '\1i', 'g'));

-- Citizens look for procedures and communes by name.
ALTER TABLE reference ADD COLUMN words text GENERATED ALWAYS AS
    (CASE WHEN kind IN ('Procedure', 'Unit') THEN folded(state ->> 'name') END) STORED;
CREATE INDEX reference_by_words ON reference USING gin (words extensions.gin_trgm_ops)
    WHERE kind IN ('Procedure', 'Unit');

-- The newest version of each procedure in force on a day; written out so that the planner sees into it.
CREATE FUNCTION procedures_on(day date) RETURNS SETOF reference
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT r.* FROM reference AS r
    WHERE r.kind = 'Procedure' AND (r.state ->> 'valid_from')::date <= day
      AND coalesce((r.state ->> 'valid_to')::date, 'infinity') >= day
      AND NOT EXISTS (
          SELECT FROM reference AS later
          WHERE later.kind = 'Procedure' AND later.state ->> 'code' = r.state ->> 'code'
            AND (later.state ->> 'version')::int > (r.state ->> 'version')::int
            AND (later.state ->> 'valid_from')::date <= day
            AND coalesce((later.state ->> 'valid_to')::date, 'infinity') >= day
      )
$$;

-- The units that exist on a day.
CREATE FUNCTION units_on(day date) RETURNS SETOF reference
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT r.* FROM reference AS r
    WHERE r.kind = 'Unit' AND coalesce((r.state ->> 'valid_from')::date, '-infinity') <= day
      AND coalesce((r.state ->> 'valid_to')::date, 'infinity') >= day
$$;
