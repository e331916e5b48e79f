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

-- Other programs that are told what happens.
CREATE TABLE webhook (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    shape TEXT NOT NULL,
    -- Words with spaces between them.
    occasions TEXT NOT NULL,
    -- Sealed with the key in the data folder.
    secret TEXT NOT NULL,
    enabled BIGINT NOT NULL,
    version BIGINT NOT NULL
);

-- Messages on their way and what became of them: by mail to a person, or to a webhook.
CREATE TABLE delivery (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT REFERENCES person (id),
    webhook TEXT REFERENCES webhook (id) ON DELETE CASCADE,
    occasion TEXT NOT NULL,
    about TEXT NOT NULL,
    detail TEXT NOT NULL,
    target TEXT NOT NULL,
    at BIGINT NOT NULL,
    -- One and the same message is written down once.
    once TEXT NOT NULL UNIQUE,
    -- Tries begun. Whoever settles one names it, so that who comes late settles nothing.
    tries BIGINT NOT NULL,
    -- Empty when it is over.
    next_try_at BIGINT,
    arrived_at BIGINT,
    answer TEXT NOT NULL
);
CREATE INDEX delivery_next ON delivery (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX delivery_webhook ON delivery (webhook, at);
CREATE INDEX delivery_at ON delivery (at);

-- What somebody wants to hear of, as JSON. Most people never choose.
CREATE TABLE notice_choice (
    person TEXT NOT NULL PRIMARY KEY REFERENCES person (id),
    choices TEXT NOT NULL
);
