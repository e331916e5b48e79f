-- Blueprints, and what people ask for with them. Nothing here is ever deleted: history is kept for good.

CREATE TABLE blueprint (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    -- The name in lower case: the databases do not agree on the lower case of most alphabets.
    sought TEXT NOT NULL UNIQUE,
    words TEXT NOT NULL,
    connection TEXT NOT NULL,
    -- 1 or 0: whether every team may use it; otherwise those of blueprint_team may.
    every_team BIGINT NOT NULL,
    teams BIGINT NOT NULL,
    -- team or people.
    deciders TEXT NOT NULL,
    -- The whole of it, as JSON.
    content TEXT NOT NULL,
    retired_at BIGINT,
    version BIGINT NOT NULL
);

CREATE TABLE blueprint_team (
    blueprint TEXT NOT NULL REFERENCES blueprint (id),
    team TEXT NOT NULL REFERENCES team (id) ON DELETE CASCADE,
    PRIMARY KEY (blueprint, team)
);
CREATE INDEX blueprint_team_team ON blueprint_team (team);

CREATE TABLE blueprint_approver (
    blueprint TEXT NOT NULL REFERENCES blueprint (id),
    person TEXT NOT NULL REFERENCES person (id),
    PRIMARY KEY (blueprint, person)
);
CREATE INDEX blueprint_approver_person ON blueprint_approver (person);

-- The team is no foreign key: it can be deleted, what it asked for is told of all the same. The id is that of the draft
-- of the operation, too.
CREATE TABLE request (
    id TEXT NOT NULL PRIMARY KEY,
    blueprint TEXT NOT NULL REFERENCES blueprint (id),
    team TEXT NOT NULL,
    team_name TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES person (id),
    who TEXT NOT NULL,
    name TEXT NOT NULL,
    -- What a text is looked for in, in lower case.
    sought TEXT NOT NULL,
    why TEXT NOT NULL,
    answers TEXT NOT NULL,
    plan TEXT,
    -- Where the plan is to be carried out.
    connection TEXT,
    digest TEXT NOT NULL,
    needed BIGINT NOT NULL,
    stage TEXT NOT NULL,
    version BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    asked_at BIGINT,
    decided_at BIGINT,
    link TEXT,
    -- 1 or 0: whether its environment was linked to its team, or had no team left to be linked to.
    tied BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX request_person ON request (person, made_at);
CREATE INDEX request_made_at ON request (made_at);
CREATE INDEX request_stage ON request (stage, asked_at);
CREATE INDEX request_blueprint ON request (blueprint, stage);
CREATE INDEX request_team ON request (team);

-- Who approved which plan: the digest says it.
CREATE TABLE request_approval (
    request TEXT NOT NULL REFERENCES request (id),
    person TEXT NOT NULL REFERENCES person (id),
    who TEXT NOT NULL,
    digest TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (request, person)
);

CREATE TABLE request_comment (
    id TEXT NOT NULL PRIMARY KEY,
    request TEXT NOT NULL REFERENCES request (id),
    who TEXT NOT NULL,
    name TEXT NOT NULL,
    words TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX request_comment_request ON request_comment (request, at);
