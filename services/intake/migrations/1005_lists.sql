-- What a unit has set for itself; without a row the rule holds as it stands.
CREATE TABLE unit_setting (
    unit_id             text PRIMARY KEY,
    same_person_allowed boolean NOT NULL DEFAULT false -- who received a dossier may approve its result
);

-- A dossier in a list, with the names that people read.
CREATE VIEW dossier_row AS
SELECT d.dossier_id, d.dossier_code, d.version, d.status, d.procedure_code,
       procedure.state ->> 'name' AS procedure_name, d.unit_id, d.channel, party.name AS applicant,
       d.submitted_at, d.received_at, coalesce(d.due_at, d.accept_due_at) AS due_at,
       d.clock_stopped_at, d.finished_at, d.outcome, d.holder_step, d.holder_staff_id,
       staff.state ->> 'name' AS holder_name, d.holder_since
FROM dossier AS d
JOIN party USING (party_id)
LEFT JOIN reference AS procedure ON procedure.kind = 'Procedure'
      AND procedure.key = d.procedure_code || '@' || d.procedure_version
LEFT JOIN reference AS staff ON staff.kind = 'Staff' AND staff.key = d.holder_staff_id::text;
