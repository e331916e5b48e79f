-- People can sign in at OpenID Connect providers.

-- The secret is sealed with a key in the data folder. Rules are lines of text, as people write them.
CREATE TABLE provider (
    name TEXT NOT NULL PRIMARY KEY,
    issuer TEXT NOT NULL UNIQUE,
    client_id TEXT NOT NULL,
    secret TEXT,
    label TEXT NOT NULL,
    scopes TEXT NOT NULL,
    group_claim TEXT,
    entry TEXT NOT NULL,
    match_email BIGINT NOT NULL,
    default_roles TEXT NOT NULL,
    rules TEXT NOT NULL,
    enabled BIGINT NOT NULL,
    version BIGINT NOT NULL
);

-- Who people are to an issuer. It outlives the provider: whoever adds the provider again finds its people again.
CREATE TABLE identity (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (id),
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    email TEXT,
    seen_groups TEXT NOT NULL,
    rule_roles TEXT NOT NULL,
    linked_at BIGINT NOT NULL,
    signed_in_at BIGINT NOT NULL,
    UNIQUE (issuer, subject),
    UNIQUE (person, issuer)
);

-- States that came back once, as long as they could come back again.
CREATE TABLE used_state (
    hash TEXT NOT NULL PRIMARY KEY,
    expires_at BIGINT NOT NULL
);

-- What the rules of all providers make of a person, beside what they are by hand.
ALTER TABLE person ADD COLUMN rule_roles TEXT NOT NULL DEFAULT '';
