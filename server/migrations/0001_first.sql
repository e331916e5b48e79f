-- One text for SQLite and PostgreSQL: ids, words and JSON are TEXT, times are BIGINT milliseconds since 1970.

CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    added_at BIGINT NOT NULL
);

-- At most one link works at a time, so there is one row at most.
CREATE TABLE set_up_token (
    only_row BIGINT NOT NULL PRIMARY KEY CHECK (only_row = 1),
    token_hash TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- A success deletes the failures before it. The id is that of the event that tells of the failure.
CREATE TABLE failed_sign_in (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX failed_sign_in_email ON failed_sign_in (email, at);

-- The id is hashed, so that nobody who reads this table can take a session over.
CREATE TABLE session (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT,
    data TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX session_person ON session (person);
CREATE INDEX session_expires_at ON session (expires_at);

CREATE TABLE draft (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (id),
    version BIGINT NOT NULL,
    saved_at BIGINT NOT NULL,
    work TEXT NOT NULL
);
CREATE INDEX draft_person ON draft (person, saved_at);

-- The draft is no foreign key: a draft can be thrown away, a call that may have been sent cannot be forgotten.
CREATE TABLE operation (
    id TEXT NOT NULL PRIMARY KEY,
    draft TEXT NOT NULL UNIQUE,
    person TEXT NOT NULL REFERENCES person (id),
    plan TEXT NOT NULL,
    state TEXT NOT NULL,
    answer TEXT NOT NULL,
    armed_at BIGINT NOT NULL,
    arms BIGINT NOT NULL,
    sweeps BIGINT NOT NULL
);
CREATE INDEX operation_state ON operation (state);

CREATE TABLE inventory (
    connection TEXT NOT NULL,
    environment TEXT NOT NULL,
    entry TEXT NOT NULL,
    PRIMARY KEY (connection, environment)
);

CREATE TABLE connection_health (
    connection TEXT NOT NULL PRIMARY KEY,
    synced_at BIGINT,
    trouble_since BIGINT,
    trouble_words TEXT
);

-- The log outlives what it tells of, so it refers to nothing. Its position is the order of writing: clocks jump.
CREATE TABLE event (
    position BIGINT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    at BIGINT NOT NULL,
    person TEXT,
    who TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    outcome TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX event_object ON event (object, position);

-- Whoever appends to the log counts here first, so that writers on PostgreSQL take turns.
CREATE TABLE event_count (
    only_row BIGINT NOT NULL PRIMARY KEY CHECK (only_row = 1),
    events BIGINT NOT NULL
);
INSERT INTO event_count (only_row, events) VALUES (1, 0);
