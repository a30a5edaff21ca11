-- Petitions that came back from where they were sent kept that outcome, though they are open again.
-- The group reporting.petitions-2 folds the topic from its first fact and sets the rows right; what
-- the group before it could not handle comes to the new one again. The numbers in the old group's
-- inbox stay for one version: the program before this one may still be running.
DELETE FROM parked WHERE consumer = 'reporting.petitions';
