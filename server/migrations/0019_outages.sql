-- When people were told that a connection is down; nothing while they have nothing to know.
ALTER TABLE connection_health ADD COLUMN outage_at BIGINT;
