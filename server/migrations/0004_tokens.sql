-- Tokens by which programs act for people. Whoever reads this table can use none of them: secrets are hashed.
-- A token that is withdrawn goes away; the log tells of it.
CREATE TABLE token (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (id),
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    UNIQUE (person, name)
);
