-- People can have passkeys as a second factor, beside an authenticator app or without one.

-- Nothing of it is secret. `public` is what the library that checks it writes down; its counter never goes back, which
-- is 0 for good where an authenticator does not count.
CREATE TABLE passkey (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (id),
    name TEXT NOT NULL,
    credential TEXT NOT NULL UNIQUE,
    public TEXT NOT NULL,
    counter BIGINT NOT NULL,
    added_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE UNIQUE INDEX passkey_name ON passkey (person, name);
