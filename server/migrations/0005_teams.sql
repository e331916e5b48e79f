-- Teams, who is in them, and the environments that they use.

CREATE TABLE team (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    -- The name in lower case, to be unique and to be searched: the databases do not agree on the lower case of most
    -- alphabets.
    sought TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    -- Whoever changes a team counts here first, so that changes of one team take turns and none comes after its
    -- deletion.
    changes BIGINT NOT NULL DEFAULT 0
);

-- People one by one; groups of a sign-in provider will have a table beside this one.
CREATE TABLE team_member (
    team TEXT NOT NULL REFERENCES team (id) ON DELETE CASCADE,
    person TEXT NOT NULL REFERENCES person (id),
    -- 1 or 0: an owner is a member, too.
    owner BIGINT NOT NULL,
    added_at BIGINT NOT NULL,
    added_by TEXT NOT NULL,
    PRIMARY KEY (team, person)
);
CREATE INDEX team_member_person ON team_member (person);

-- The environment is no foreign key: the inventory forgets what is gone, a link tells of it.
CREATE TABLE link (
    id TEXT NOT NULL PRIMARY KEY,
    team TEXT NOT NULL REFERENCES team (id) ON DELETE CASCADE,
    connection TEXT NOT NULL,
    environment TEXT NOT NULL,
    name TEXT NOT NULL,
    label TEXT NOT NULL,
    section TEXT NOT NULL,
    place BIGINT NOT NULL,
    added_at BIGINT NOT NULL,
    added_by TEXT NOT NULL,
    UNIQUE (team, connection, environment)
);
CREATE INDEX link_environment ON link (connection, environment);

-- How often a link was followed on a day (days of UTC since 1970), by nobody in particular.
CREATE TABLE link_click (
    link TEXT NOT NULL REFERENCES link (id) ON DELETE CASCADE,
    day BIGINT NOT NULL,
    clicks BIGINT NOT NULL,
    PRIMARY KEY (link, day)
);

-- What somebody wants first, and the few links that they followed last. Both are theirs alone.
CREATE TABLE favourite (
    person TEXT NOT NULL REFERENCES person (id),
    link TEXT NOT NULL REFERENCES link (id) ON DELETE CASCADE,
    PRIMARY KEY (person, link)
);
CREATE INDEX favourite_link ON favourite (link);
CREATE TABLE recent_link (
    person TEXT NOT NULL REFERENCES person (id),
    link TEXT NOT NULL REFERENCES link (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    PRIMARY KEY (person, link)
);
CREATE INDEX recent_link_link ON recent_link (link);
