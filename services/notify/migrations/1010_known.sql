-- What earlier facts of a dossier, petition or case said and later messages still say: the clock
-- of its procedure, how the result is collected, the date it is due. Codes and dates only.
ALTER TABLE matter ADD COLUMN known jsonb NOT NULL DEFAULT '{}';
