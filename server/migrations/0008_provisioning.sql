-- Operations that were approved are carried out by the portal itself, of which several can run on one database.

-- Grows with each write of such an operation: whoever names an older one writes nothing.
ALTER TABLE operation ADD COLUMN epoch BIGINT NOT NULL DEFAULT 0;
-- Empty for the call of a wizard, which the request of its person sends, and for what is at its end. A claim moves it to
-- the end of its lease.
ALTER TABLE operation ADD COLUMN next_run_at BIGINT;
CREATE INDEX operation_next_run_at ON operation (next_run_at);
