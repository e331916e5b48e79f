-- The log's lines are tied to each other: domain/src/audit/chain.rs says how. What differs between the databases is in
-- 0003_log.sqlite.sql and 0003_log.postgres.sql, which run together with this.

-- JSON: what an event changed, field by field.
ALTER TABLE event ADD COLUMN changes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE event ADD COLUMN request TEXT;
-- Lines from before have none until the portal ties them, once, right after this migration.
ALTER TABLE event ADD COLUMN hash TEXT NOT NULL DEFAULT '';

-- The hash of the last line; empty while lines from before wait for theirs.
ALTER TABLE event_count ADD COLUMN head TEXT NOT NULL DEFAULT '';
UPDATE event_count SET head = '0000000000000000000000000000000000000000000000000000000000000000' WHERE events = 0;

-- Pages go by position, whatever they are filtered by.
CREATE INDEX event_who ON event (who, position);
CREATE INDEX event_action ON event (action, position);
CREATE INDEX event_outcome ON event (outcome, position);
CREATE INDEX event_at ON event (at, position);

-- What the log amounted to at a moment, signed. Several portals on one database sign with a key each.
CREATE TABLE checkpoint (
    position BIGINT NOT NULL,
    hash TEXT NOT NULL,
    at BIGINT NOT NULL,
    public_key TEXT NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (position, public_key)
);
