-- People can have a second factor beside their password.

-- The secret is sealed with a key in the data folder, for this person. The newest step whose code was used, and all
-- before it, are used up.
CREATE TABLE authenticator_app (
    person TEXT NOT NULL PRIMARY KEY REFERENCES person (id),
    secret TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    last_step BIGINT NOT NULL
);

-- A code that was used goes away; the log tells of it.
CREATE TABLE recovery_code (
    hash TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (id)
);
CREATE INDEX recovery_code_person ON recovery_code (person);
