-- When something is due over a connection is asked for every few seconds, and a plan can be megabytes: the index answers
-- that without a row.
ALTER TABLE operation ADD COLUMN connection TEXT NOT NULL DEFAULT '';
UPDATE operation SET connection = json(plan) ->> 'connection';
CREATE INDEX operation_due ON operation (connection, next_run_at);
DROP INDEX operation_next_run_at;
