-- What people are told: the log is what there is to tell, and this is how far it was told and to whom.

-- What was written before this table was is told to nobody.
CREATE TABLE told (
    only_row BIGINT NOT NULL PRIMARY KEY CHECK (only_row = 1),
    position BIGINT NOT NULL
);
INSERT INTO told (only_row, position) SELECT 1, events FROM event_count;

CREATE TABLE notice (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (id),
    occasion TEXT NOT NULL,
    about TEXT NOT NULL,
    detail TEXT NOT NULL,
    -- Where it leads: a noun and an id.
    target TEXT NOT NULL,
    at BIGINT NOT NULL,
    read_at BIGINT,
    -- What a person is told once as.
    once TEXT NOT NULL,
    UNIQUE (person, once)
);
CREATE INDEX notice_person ON notice (person, at);
CREATE INDEX notice_unread ON notice (person) WHERE read_at IS NULL;
CREATE INDEX notice_at ON notice (at);

-- What somebody wants to hear of, as JSON. Most people never choose.
CREATE TABLE notice_choice (
    person TEXT NOT NULL PRIMARY KEY REFERENCES person (id),
    choices TEXT NOT NULL
);
