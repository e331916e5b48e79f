-- Version 1 of the database of finspace-local. Moments are milliseconds since 1970.

CREATE TABLE environment (
    -- The order of creation, which is the order of the list.
    seq                       INTEGER PRIMARY KEY AUTOINCREMENT,
    id                        TEXT NOT NULL UNIQUE,
    account                   TEXT NOT NULL,
    region                    TEXT NOT NULL,
    name                      TEXT NOT NULL,
    description               TEXT,
    kms_key_id                TEXT,
    federation_mode           TEXT NOT NULL,
    saml_metadata_url         TEXT,
    application_call_back_url TEXT,
    federation_urn            TEXT,
    federation_provider_name  TEXT,
    notebook_domain           TEXT NOT NULL,
    service_account           TEXT NOT NULL,
    -- JSON, as the caller gave them; no operation answers them.
    superuser                 TEXT,
    data_bundles              TEXT,
    -- The course of status.rs.
    way                       TEXT NOT NULL,
    since                     INTEGER NOT NULL,
    takes                     INTEGER NOT NULL,
    outcome                   TEXT NOT NULL,
    -- Whether it was ready before the present course began: 0 or 1.
    was_ready                 INTEGER NOT NULL
) STRICT;

CREATE INDEX environment_of_scope ON environment (account, region, seq);

-- For sweeping, which every creation does.
CREATE INDEX deleted_environment ON environment (since) WHERE outcome = 'DELETED';

-- The two members without a useful limit live apart, so that a list never reads them.
CREATE TABLE federation_document (
    seq                    INTEGER PRIMARY KEY REFERENCES environment (seq) ON DELETE CASCADE,
    saml_metadata_document TEXT,
    attribute_map          TEXT
) STRICT;

CREATE TABLE tag (
    seq   INTEGER NOT NULL REFERENCES environment (seq) ON DELETE CASCADE,
    key   TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (seq, key)
) STRICT, WITHOUT ROWID;

-- Keys that must outlive a restart, such as the one that signs page tokens.
CREATE TABLE secret (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

PRAGMA user_version = 1;
