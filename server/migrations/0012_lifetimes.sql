-- How long environments live, their deletion, and requests for either.

-- create, delete or extend.
ALTER TABLE request ADD COLUMN kind TEXT NOT NULL DEFAULT 'create';
-- The environment that it is about; of one that asks for a new one, the one that was made.
ALTER TABLE request ADD COLUMN environment TEXT;
-- How many days more are asked for.
ALTER TABLE request ADD COLUMN days BIGINT NOT NULL DEFAULT 0;
UPDATE request SET environment = (SELECT l.environment FROM link l WHERE l.id = request.link) WHERE tied = 1;
CREATE INDEX request_environment ON request (environment, kind);

-- One record per environment, of which something was decided. It is kept when the environment is gone.
CREATE TABLE lifetime (
    connection TEXT NOT NULL,
    environment TEXT NOT NULL,
    name TEXT NOT NULL,
    -- The request that made it, and the operation whose tag it carries.
    made_by TEXT,
    operation TEXT,
    ends_at BIGINT,
    -- The last reminder that was given, in days before the end.
    reminded BIGINT,
    -- living, or the word of its deletion's state.
    stage TEXT NOT NULL,
    -- The deletion as JSON, and the request for it.
    deletion TEXT,
    asked_in TEXT,
    -- When the portal has something to do about it.
    next_at BIGINT,
    -- Grows with each write: whoever names an older one writes nothing.
    version BIGINT NOT NULL,
    PRIMARY KEY (connection, environment)
);
CREATE INDEX lifetime_next_at ON lifetime (next_at);
CREATE INDEX lifetime_asked_in ON lifetime (asked_in);

-- The blueprint of requests about environments that no blueprint made: it names nobody, so that
-- administrators decide. It is in no list.
INSERT INTO blueprint
    (id, name, sought, words, connection, every_team, teams, deciders, content, retired_at, version)
VALUES ('77777777777777777777777777', 'Without a blueprint', '77777777777777777777777777', '', '', 1, 0, 'people',
    '{"id":"77777777777777777777777777","rules":{"name":"Without a blueprint","words":"","fixed":{},"prefix":"","asks_description":false,"required_tags":[],"optional_tags":[],"per_team":0,"per_person":0,"days":0,"deciders":"people","needed":1,"automatic":false},"teams":[],"people":[],"retired_at":"1970-01-01T00:00:00Z","version":1}',
    0, 1);
