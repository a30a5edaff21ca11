-- Who received a dossier and who approved its result: neither verifies a complaint about it
-- (domain.md §1.1).
ALTER TABLE dossier
    ADD COLUMN receiver_staff_id uuid,
    ADD COLUMN approver_staff_id uuid;

-- Rows made so far keep the day and the status of the receipt. The group complaints.dossiers-2
-- reads the topic from its first fact and sets them right; what the group before it could not
-- handle comes to the new one again. The numbers in the old group's inbox stay for one version: the
-- program before this one may still be running.
DELETE FROM parked WHERE consumer = 'complaints.dossiers';
