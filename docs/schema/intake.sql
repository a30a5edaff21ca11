CREATE SCHEMA intake;

CREATE FUNCTION intake.folded(said text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN TRIM(BOTH FROM regexp_replace(regexp_replace(lower(extensions.unaccent('extensions.unaccent'::regdictionary, NORMALIZE(said, NFC))), '[^a-z0-9]+'::text, ' '::text, 'g'::text), '\m([b-df-hj-np-tv-xz]+|qu)y\M'::text, '\1i'::text, 'g'::text));

CREATE FUNCTION intake.keep_procedure_words() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM procedure_word WHERE key = OLD.key;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO known_word
            SELECT unnest(string_to_array(NEW.words, ' ')) ON CONFLICT DO NOTHING;
        INSERT INTO procedure_word
            SELECT unnest(string_to_array(NEW.words, ' ')), NEW.key ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION intake.plain(text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN lower(extensions.unaccent('extensions.unaccent'::regdictionary, $1));

CREATE TABLE intake.reference (
    kind text NOT NULL,
    key text NOT NULL,
    state jsonb NOT NULL,
    words text GENERATED ALWAYS AS (
CASE
    WHEN (kind = ANY (ARRAY['Procedure'::text, 'Unit'::text])) THEN intake.folded((state ->> 'name'::text))
    ELSE NULL::text
END) STORED
);

CREATE FUNCTION intake.procedures_on(day date) RETURNS SETOF intake.reference
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT r.* FROM reference AS r
    WHERE r.kind = 'Procedure' AND (r.state ->> 'valid_from')::date <= day
      AND coalesce((r.state ->> 'valid_to')::date, 'infinity') >= day
      AND NOT EXISTS (
          SELECT FROM reference AS later
          WHERE later.kind = 'Procedure' AND later.state ->> 'code' = r.state ->> 'code'
            AND ((later.state ->> 'valid_from')::date, (later.state ->> 'version')::int)
              > ((r.state ->> 'valid_from')::date, (r.state ->> 'version')::int)
            AND (later.state ->> 'valid_from')::date <= day
            AND coalesce((later.state ->> 'valid_to')::date, 'infinity') >= day
      )
$$;

CREATE FUNCTION intake.units_on(day date) RETURNS SETOF intake.reference
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT r.* FROM reference AS r
    WHERE r.kind = 'Unit' AND coalesce((r.state ->> 'valid_from')::date, '-infinity') <= day
      AND coalesce((r.state ->> 'valid_to')::date, 'infinity') >= day
$$;

CREATE TABLE intake.action (
    dossier_id uuid NOT NULL,
    n integer NOT NULL,
    step text NOT NULL,
    at timestamp with time zone NOT NULL,
    staff_id uuid,
    from_status text,
    to_status text NOT NULL,
    note text,
    data jsonb NOT NULL
);

CREATE TABLE intake.audit (
    audit_id bigint NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    object_type text NOT NULL,
    object_id text NOT NULL,
    fields text[] DEFAULT '{}'::text[] NOT NULL,
    trace text
);

ALTER TABLE intake.audit ALTER COLUMN audit_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME intake.audit_audit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE intake.audit_seal (
    audit_id bigint NOT NULL,
    n bigint NOT NULL,
    hash bytea NOT NULL,
    sealed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

CREATE TABLE intake.dossier (
    dossier_id uuid NOT NULL,
    version integer NOT NULL,
    status text NOT NULL,
    origins text[] NOT NULL,
    procedure_code text NOT NULL,
    procedure_version integer NOT NULL,
    field text NOT NULL,
    level text NOT NULL,
    service_level text NOT NULL,
    unit_id text NOT NULL,
    channel text NOT NULL,
    party_id uuid NOT NULL,
    applicant_type text NOT NULL,
    by_proxy boolean NOT NULL,
    papers jsonb NOT NULL,
    submitted_at timestamp with time zone NOT NULL,
    accept_due_at timestamp with time zone NOT NULL,
    dossier_code text,
    received_at timestamp with time zone,
    effective_received_on date,
    receiver_staff_id uuid,
    "limit" jsonb,
    limit_reason text,
    clock text NOT NULL,
    original_due_at timestamp with time zone,
    due_at timestamp with time zone,
    ledger jsonb NOT NULL,
    rule_version text,
    calendar_version integer,
    fees jsonb NOT NULL,
    return_channel text NOT NULL,
    settled_at_once boolean NOT NULL,
    request text,
    owner_subject text,
    register_year integer,
    register_book integer,
    register_no integer,
    acts jsonb DEFAULT '[]'::jsonb NOT NULL,
    clock_stopped_at timestamp with time zone,
    slip_no integer DEFAULT 0 NOT NULL,
    holder_step text,
    holder_staff_id uuid,
    holder_since timestamp with time zone,
    holder_due_at timestamp with time zone,
    outcome text,
    finished_at timestamp with time zone,
    approver_staff_id uuid,
    returned_at timestamp with time zone,
    secret_hash bytea,
    link_hash bytea,
    link_no integer,
    holder_unit_id text,
    CONSTRAINT dossier_finished_whole CHECK ((((finished_at IS NULL) = (outcome IS NULL)) AND ((finished_at IS NULL) = (approver_staff_id IS NULL)))),
    CONSTRAINT dossier_received_before_work CHECK (((received_at IS NOT NULL) OR (status = ANY (ARRAY['1'::text, '3'::text, '5'::text, '7'::text])))),
    CONSTRAINT dossier_received_whole CHECK ((((received_at IS NULL) = (due_at IS NULL)) AND ((received_at IS NULL) = (dossier_code IS NULL)))),
    CONSTRAINT dossier_status_known CHECK ((status = ANY (ARRAY['1'::text, '2'::text, '3'::text, '4'::text, '5'::text, '6'::text, '7'::text, '8'::text, '9'::text, '10'::text])))
);

CREATE TABLE intake.dossier_number (
    identification_code text NOT NULL,
    day date NOT NULL,
    last integer NOT NULL
);

CREATE TABLE intake.party (
    party_id uuid NOT NULL,
    dossier_id uuid NOT NULL,
    name text NOT NULL,
    email text,
    phone text,
    address text,
    id_number text,
    id_index bytea,
    language text DEFAULT 'vi'::text NOT NULL
);

CREATE VIEW intake.dossier_row AS
 SELECT d.dossier_id,
    d.dossier_code,
    d.version,
    d.status,
    d.procedure_code,
    (procedure.state ->> 'name'::text) AS procedure_name,
    d.unit_id,
    d.channel,
    party.name AS applicant,
    d.submitted_at,
    d.received_at,
    COALESCE(d.due_at, d.accept_due_at) AS due_at,
    d.clock_stopped_at,
    d.finished_at,
    d.outcome,
    d.holder_step,
    d.holder_staff_id,
    (staff.state ->> 'name'::text) AS holder_name,
    d.holder_since
   FROM (((intake.dossier d
     JOIN intake.party USING (party_id))
     LEFT JOIN intake.reference procedure ON (((procedure.kind = 'Procedure'::text) AND (procedure.key = ((d.procedure_code || '@'::text) || d.procedure_version)))))
     LEFT JOIN intake.reference staff ON (((staff.kind = 'Staff'::text) AND (staff.key = (d.holder_staff_id)::text))));

CREATE TABLE intake.draft (
    draft_id uuid NOT NULL,
    subject text NOT NULL,
    procedure_code text NOT NULL,
    answers jsonb DEFAULT '{}'::jsonb NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    dossier_id uuid,
    removed_at timestamp with time zone,
    procedure_version integer
);

CREATE TABLE intake.file (
    file_id uuid NOT NULL,
    draft_id uuid,
    dossier_id uuid,
    request_no integer,
    paper_key text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    size bigint NOT NULL,
    sha256 bytea NOT NULL,
    kept_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    CONSTRAINT file_of_draft_unsent CHECK (((draft_id IS NULL) OR (sent_at IS NULL))),
    CONSTRAINT file_of_one CHECK ((num_nonnulls(draft_id, dossier_id) = 1))
);

CREATE TABLE intake.handover (
    dossier_id uuid NOT NULL,
    returned_at timestamp with time zone NOT NULL,
    staff_id uuid NOT NULL,
    channel_out text NOT NULL,
    taken_by text NOT NULL,
    proof text,
    contacts_count integer NOT NULL,
    fee_paid_total bigint NOT NULL
);

CREATE TABLE intake.idempotency (
    principal text NOT NULL,
    method text NOT NULL,
    route text NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    status integer,
    body bytea,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE intake.import_run (
    import_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    file_name text NOT NULL,
    begins date NOT NULL,
    counts jsonb NOT NULL,
    report jsonb NOT NULL,
    fingerprint text NOT NULL,
    content bytea,
    kept_at timestamp with time zone
);

CREATE TABLE intake.inbox (
    consumer text NOT NULL,
    topic text NOT NULL,
    key text NOT NULL,
    sequence bigint NOT NULL
);

CREATE TABLE intake.inbox_foreign (
    consumer text NOT NULL,
    source text NOT NULL,
    ce_id text NOT NULL,
    received_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

CREATE TABLE intake.kafka_cluster (
    one boolean DEFAULT true NOT NULL,
    cluster_id text NOT NULL,
    since timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT kafka_cluster_one_check CHECK (one)
);

CREATE TABLE intake.kept_form (
    id_hash bytea NOT NULL,
    subject text,
    sealed bytea NOT NULL,
    kept_at timestamp with time zone NOT NULL
);

CREATE TABLE intake.key_known (
    ring text NOT NULL,
    key_id bytea NOT NULL
);

CREATE TABLE intake.known_word (
    word text NOT NULL
);

CREATE TABLE intake.lookup_attempt (
    target bytea NOT NULL,
    wrong integer NOT NULL,
    tried_at timestamp with time zone NOT NULL,
    locked_until timestamp with time zone
);

CREATE TABLE intake.outbox (
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

ALTER TABLE intake.outbox ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME intake.outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE intake.paper (
    dossier_id uuid NOT NULL,
    kind text NOT NULL,
    n integer NOT NULL,
    unit_id text NOT NULL,
    year integer NOT NULL,
    paper_no integer NOT NULL,
    issued_at timestamp with time zone NOT NULL
);

CREATE TABLE intake.paper_number (
    unit_id text NOT NULL,
    year integer NOT NULL,
    kind text NOT NULL,
    last integer NOT NULL
);

CREATE TABLE intake.parked (
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

ALTER TABLE intake.parked ALTER COLUMN parked_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME intake.parked_parked_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE intake.printing (
    dossier_id uuid NOT NULL,
    kind text NOT NULL,
    n integer NOT NULL,
    printed_at timestamp with time zone NOT NULL,
    staff_id uuid,
    times integer DEFAULT 1 NOT NULL
);

CREATE TABLE intake.procedure_decision (
    code text NOT NULL,
    field text NOT NULL,
    theirs jsonb NOT NULL,
    decided_at timestamp with time zone NOT NULL
);

CREATE TABLE intake.procedure_detail (
    code text NOT NULL,
    version integer NOT NULL,
    detail jsonb NOT NULL,
    sources jsonb DEFAULT '{}'::jsonb NOT NULL,
    imported_at timestamp with time zone
);

CREATE TABLE intake.procedure_shipped (
    code text NOT NULL,
    fields jsonb NOT NULL
);

CREATE TABLE intake.procedure_word (
    word text NOT NULL,
    key text NOT NULL
);

CREATE TABLE intake.rating (
    dossier_id uuid NOT NULL,
    rated_at timestamp with time zone NOT NULL,
    channel text NOT NULL,
    answers jsonb NOT NULL,
    text text
);

CREATE TABLE intake.register_number (
    unit_id text NOT NULL,
    year integer NOT NULL,
    book integer DEFAULT 1 NOT NULL,
    last integer NOT NULL
);

CREATE TABLE intake.remedy (
    remedy_id uuid NOT NULL,
    dossier_id uuid NOT NULL,
    unit_id text NOT NULL,
    case_id uuid NOT NULL,
    decision_no text NOT NULL,
    due_on date NOT NULL,
    done_on date,
    done_by uuid,
    new_dossier_id uuid
);

CREATE TABLE intake.result (
    dossier_id uuid NOT NULL,
    result_no integer NOT NULL,
    outcome text NOT NULL,
    decision_no text NOT NULL,
    signed_by text NOT NULL,
    file_id uuid,
    approver_staff_id uuid NOT NULL,
    finished_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    timeliness text NOT NULL,
    late_cause text,
    reason text,
    CONSTRAINT result_outcome_known CHECK ((outcome = ANY (ARRAY['GRANTED'::text, 'REFUSED'::text])))
);

CREATE TABLE intake.schema_revision (
    version_num character varying(32) NOT NULL
);

CREATE TABLE intake.session (
    id_hash bytea NOT NULL,
    subject text NOT NULL,
    name text NOT NULL,
    sid text NOT NULL,
    id_token text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL
);

CREATE TABLE intake.slip (
    dossier_id uuid NOT NULL,
    slip_no integer NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    staff_id uuid,
    old_due_at timestamp with time zone,
    due_at timestamp with time zone NOT NULL
);

CREATE TABLE intake.stream (
    topic text NOT NULL,
    key text NOT NULL,
    last bigint NOT NULL
);

CREATE TABLE intake.supplement (
    dossier_id uuid NOT NULL,
    request_no integer NOT NULL,
    phase text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    staff_id uuid NOT NULL,
    reason_codes text[] NOT NULL,
    paper_keys text[] NOT NULL,
    reason text NOT NULL,
    answer_by date NOT NULL,
    head_decision_no text,
    clock_stopped_at timestamp with time zone,
    supplied_at timestamp with time zone,
    channel text,
    slip_no integer DEFAULT 0 NOT NULL,
    CONSTRAINT supplement_phase_known CHECK ((phase = ANY (ARRAY['BEFORE'::text, 'AFTER'::text])))
);

CREATE TABLE intake.unit_setting (
    unit_id text NOT NULL,
    same_person_allowed boolean DEFAULT false NOT NULL
);

ALTER TABLE ONLY intake.action
    ADD CONSTRAINT action_pkey PRIMARY KEY (dossier_id, n);

ALTER TABLE ONLY intake.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (audit_id);

ALTER TABLE ONLY intake.audit_seal
    ADD CONSTRAINT audit_seal_n_once UNIQUE (n);

ALTER TABLE ONLY intake.audit_seal
    ADD CONSTRAINT audit_seal_pkey PRIMARY KEY (audit_id);

ALTER TABLE ONLY intake.dossier
    ADD CONSTRAINT dossier_code_once UNIQUE (dossier_code);

ALTER TABLE ONLY intake.dossier
    ADD CONSTRAINT dossier_link_once UNIQUE (link_hash);

ALTER TABLE ONLY intake.dossier_number
    ADD CONSTRAINT dossier_number_pkey PRIMARY KEY (identification_code, day);

ALTER TABLE ONLY intake.dossier
    ADD CONSTRAINT dossier_party_once UNIQUE (party_id);

ALTER TABLE ONLY intake.dossier
    ADD CONSTRAINT dossier_pkey PRIMARY KEY (dossier_id);

ALTER TABLE ONLY intake.dossier
    ADD CONSTRAINT dossier_register_once UNIQUE (unit_id, register_year, register_no);

ALTER TABLE ONLY intake.draft
    ADD CONSTRAINT draft_filed_once UNIQUE (dossier_id);

ALTER TABLE ONLY intake.draft
    ADD CONSTRAINT draft_pkey PRIMARY KEY (draft_id);

ALTER TABLE ONLY intake.file
    ADD CONSTRAINT file_pkey PRIMARY KEY (file_id);

ALTER TABLE ONLY intake.handover
    ADD CONSTRAINT handover_pkey PRIMARY KEY (dossier_id);

ALTER TABLE ONLY intake.idempotency
    ADD CONSTRAINT idempotency_pkey PRIMARY KEY (principal, method, route, key);

ALTER TABLE ONLY intake.import_run
    ADD CONSTRAINT import_run_pkey PRIMARY KEY (import_id);

ALTER TABLE ONLY intake.inbox_foreign
    ADD CONSTRAINT inbox_foreign_pkey PRIMARY KEY (consumer, source, ce_id);

ALTER TABLE ONLY intake.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (consumer, topic, key);

ALTER TABLE ONLY intake.kafka_cluster
    ADD CONSTRAINT kafka_cluster_pkey PRIMARY KEY (one);

ALTER TABLE ONLY intake.kept_form
    ADD CONSTRAINT kept_form_pkey PRIMARY KEY (id_hash);

ALTER TABLE ONLY intake.key_known
    ADD CONSTRAINT key_known_pkey PRIMARY KEY (ring, key_id);

ALTER TABLE ONLY intake.known_word
    ADD CONSTRAINT known_word_pkey PRIMARY KEY (word);

ALTER TABLE ONLY intake.lookup_attempt
    ADD CONSTRAINT lookup_attempt_pkey PRIMARY KEY (target);

ALTER TABLE ONLY intake.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);

ALTER TABLE ONLY intake.paper
    ADD CONSTRAINT paper_number_once UNIQUE (unit_id, year, kind, paper_no);

ALTER TABLE ONLY intake.paper_number
    ADD CONSTRAINT paper_number_pkey PRIMARY KEY (unit_id, year, kind);

ALTER TABLE ONLY intake.paper
    ADD CONSTRAINT paper_pkey PRIMARY KEY (dossier_id, kind, n);

ALTER TABLE ONLY intake.parked
    ADD CONSTRAINT parked_once UNIQUE (consumer, topic, key, sequence);

ALTER TABLE ONLY intake.parked
    ADD CONSTRAINT parked_pkey PRIMARY KEY (parked_id);

ALTER TABLE ONLY intake.parked
    ADD CONSTRAINT parked_place_once UNIQUE (consumer, topic, partition, "offset");

ALTER TABLE ONLY intake.party
    ADD CONSTRAINT party_pkey PRIMARY KEY (party_id);

ALTER TABLE ONLY intake.printing
    ADD CONSTRAINT printing_pkey PRIMARY KEY (dossier_id, kind, n);

ALTER TABLE ONLY intake.procedure_decision
    ADD CONSTRAINT procedure_decision_pkey PRIMARY KEY (code, field);

ALTER TABLE ONLY intake.procedure_detail
    ADD CONSTRAINT procedure_detail_pkey PRIMARY KEY (code, version);

ALTER TABLE ONLY intake.procedure_shipped
    ADD CONSTRAINT procedure_shipped_pkey PRIMARY KEY (code);

ALTER TABLE ONLY intake.procedure_word
    ADD CONSTRAINT procedure_word_pkey PRIMARY KEY (word, key);

ALTER TABLE ONLY intake.rating
    ADD CONSTRAINT rating_pkey PRIMARY KEY (dossier_id);

ALTER TABLE ONLY intake.reference
    ADD CONSTRAINT reference_pkey PRIMARY KEY (kind, key);

ALTER TABLE ONLY intake.register_number
    ADD CONSTRAINT register_number_pkey PRIMARY KEY (unit_id, year);

ALTER TABLE ONLY intake.remedy
    ADD CONSTRAINT remedy_once_a_case UNIQUE (case_id);

ALTER TABLE ONLY intake.remedy
    ADD CONSTRAINT remedy_pkey PRIMARY KEY (remedy_id);

ALTER TABLE ONLY intake.result
    ADD CONSTRAINT result_pkey PRIMARY KEY (dossier_id, result_no);

ALTER TABLE ONLY intake.schema_revision
    ADD CONSTRAINT schema_revision_pkc PRIMARY KEY (version_num);

ALTER TABLE ONLY intake.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (id_hash);

ALTER TABLE ONLY intake.slip
    ADD CONSTRAINT slip_pkey PRIMARY KEY (dossier_id, slip_no);

ALTER TABLE ONLY intake.stream
    ADD CONSTRAINT stream_pkey PRIMARY KEY (topic, key);

ALTER TABLE ONLY intake.supplement
    ADD CONSTRAINT supplement_pkey PRIMARY KEY (dossier_id, request_no);

ALTER TABLE ONLY intake.unit_setting
    ADD CONSTRAINT unit_setting_pkey PRIMARY KEY (unit_id);

CREATE INDEX dossier_by_holder ON intake.dossier USING btree (holder_staff_id, COALESCE(due_at, accept_due_at), dossier_id) WHERE (holder_staff_id IS NOT NULL);

CREATE INDEX dossier_by_owner ON intake.dossier USING btree (owner_subject, submitted_at DESC, dossier_id) WHERE (owner_subject IS NOT NULL);

CREATE INDEX dossier_by_reference ON intake.dossier USING btree ("left"(replace((dossier_id)::text, '-'::text, ''::text), 12));

CREATE INDEX dossier_by_status ON intake.dossier USING btree (unit_id, status, COALESCE(due_at, accept_due_at), dossier_id);

CREATE INDEX draft_by_saved ON intake.draft USING btree (saved_at) WHERE (dossier_id IS NULL);

CREATE INDEX draft_of_subject ON intake.draft USING btree (subject, saved_at DESC, draft_id) WHERE (dossier_id IS NULL);

CREATE INDEX file_by_dossier ON intake.file USING btree (dossier_id, paper_key, kept_at) WHERE (dossier_id IS NOT NULL);

CREATE INDEX file_by_draft ON intake.file USING btree (draft_id, paper_key, kept_at) WHERE (draft_id IS NOT NULL);

CREATE INDEX idempotency_age ON intake.idempotency USING btree (created_at);

CREATE INDEX import_run_latest ON intake.import_run USING btree (at DESC, import_id);

CREATE INDEX kept_form_age ON intake.kept_form USING btree (kept_at);

CREATE INDEX known_word_alike ON intake.known_word USING gin (word extensions.gin_trgm_ops);

CREATE INDEX lookup_attempt_age ON intake.lookup_attempt USING btree (tried_at);

CREATE INDEX outbox_stopped ON intake.outbox USING btree (topic, key) WHERE (error IS NOT NULL);

CREATE INDEX parked_asked ON intake.parked USING btree (action, parked_id) WHERE (action IS NOT NULL);

CREATE INDEX party_by_id_index ON intake.party USING btree (id_index) WHERE (id_index IS NOT NULL);

CREATE INDEX party_by_name ON intake.party USING gin (intake.plain(name) extensions.gin_trgm_ops);

CREATE INDEX party_by_phone ON intake.party USING btree (phone) WHERE (phone IS NOT NULL);

CREATE INDEX party_of_dossier ON intake.party USING btree (dossier_id);

CREATE INDEX procedure_word_by_key ON intake.procedure_word USING btree (key);

CREATE INDEX reference_by_words ON intake.reference USING gin (words extensions.gin_trgm_ops) WHERE (kind = ANY (ARRAY['Procedure'::text, 'Unit'::text]));

CREATE INDEX reference_calendar_version ON intake.reference USING btree ((((state ->> 'calendar_version'::text))::integer)) WHERE (kind = 'CalendarDay'::text);

CREATE INDEX reference_procedure_by_code ON intake.reference USING btree (((state ->> 'code'::text)), ((state ->> 'valid_from'::text))) WHERE (kind = 'Procedure'::text);

CREATE INDEX reference_staff_by_subject ON intake.reference USING btree (((state ->> 'subject'::text))) WHERE (kind = 'Staff'::text);

CREATE INDEX reference_unit_by_code ON intake.reference USING btree (((state ->> 'code'::text))) WHERE (kind = 'Unit'::text);

CREATE INDEX remedy_of_dossier ON intake.remedy USING btree (dossier_id);

CREATE INDEX remedy_open_by_due ON intake.remedy USING btree (unit_id, due_on, remedy_id) WHERE (done_on IS NULL);

CREATE INDEX session_sid ON intake.session USING btree (sid);

CREATE INDEX session_subject ON intake.session USING btree (subject);

CREATE UNIQUE INDEX supplement_open_once ON intake.supplement USING btree (dossier_id) WHERE (supplied_at IS NULL);

CREATE TRIGGER procedure_words_changed AFTER UPDATE ON intake.reference FOR EACH ROW WHEN (((new.kind = 'Procedure'::text) AND (new.words IS DISTINCT FROM old.words))) EXECUTE FUNCTION intake.keep_procedure_words();

CREATE TRIGGER procedure_words_gone AFTER DELETE ON intake.reference FOR EACH ROW WHEN ((old.kind = 'Procedure'::text)) EXECUTE FUNCTION intake.keep_procedure_words();

CREATE TRIGGER procedure_words_new AFTER INSERT ON intake.reference FOR EACH ROW WHEN ((new.kind = 'Procedure'::text)) EXECUTE FUNCTION intake.keep_procedure_words();

ALTER TABLE ONLY intake.action
    ADD CONSTRAINT action_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES intake.dossier(dossier_id);

ALTER TABLE ONLY intake.audit_seal
    ADD CONSTRAINT audit_seal_audit_id_fkey FOREIGN KEY (audit_id) REFERENCES intake.audit(audit_id);

ALTER TABLE ONLY intake.draft
    ADD CONSTRAINT draft_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES intake.dossier(dossier_id);

ALTER TABLE ONLY intake.file
    ADD CONSTRAINT file_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES intake.dossier(dossier_id);

ALTER TABLE ONLY intake.file
    ADD CONSTRAINT file_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES intake.draft(draft_id) ON DELETE CASCADE;

ALTER TABLE ONLY intake.handover
    ADD CONSTRAINT handover_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES intake.dossier(dossier_id);

ALTER TABLE ONLY intake.paper
    ADD CONSTRAINT paper_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES intake.dossier(dossier_id);

ALTER TABLE ONLY intake.party
    ADD CONSTRAINT party_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES intake.dossier(dossier_id);

ALTER TABLE ONLY intake.printing
    ADD CONSTRAINT printing_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES intake.dossier(dossier_id);

ALTER TABLE ONLY intake.rating
    ADD CONSTRAINT rating_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES intake.dossier(dossier_id);

ALTER TABLE ONLY intake.remedy
    ADD CONSTRAINT remedy_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES intake.dossier(dossier_id);

ALTER TABLE ONLY intake.remedy
    ADD CONSTRAINT remedy_new_dossier_id_fkey FOREIGN KEY (new_dossier_id) REFERENCES intake.dossier(dossier_id);

ALTER TABLE ONLY intake.result
    ADD CONSTRAINT result_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES intake.dossier(dossier_id);

ALTER TABLE ONLY intake.slip
    ADD CONSTRAINT slip_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES intake.dossier(dossier_id);

ALTER TABLE ONLY intake.supplement
    ADD CONSTRAINT supplement_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES intake.dossier(dossier_id);
