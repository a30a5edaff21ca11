-- Work on a dossier may be another unit's: the district's, the department's. Then that unit has it.
ALTER TABLE dossier ADD COLUMN holder_unit_id text; -- NULL: the unit that received it
