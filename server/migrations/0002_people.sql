-- People get roles and can be disabled; others are invited; sessions can be told apart by their owner.

-- The roles as words with spaces between them. Whoever is here already came in as an administrator.
ALTER TABLE person ADD COLUMN roles TEXT NOT NULL DEFAULT '';
UPDATE person SET roles = 'admin';
ALTER TABLE person ADD COLUMN disabled_at BIGINT;
ALTER TABLE person ADD COLUMN signed_in_at BIGINT;
UPDATE person SET signed_in_at = (
    SELECT MAX(event.at) FROM event
    WHERE event.person = person.id AND event.action IN ('set_up', 'sign_in') AND event.outcome = 'done'
);
-- Name and address in lower case, to be searched: the databases do not agree on the lower case of most alphabets.
ALTER TABLE person ADD COLUMN sought TEXT NOT NULL DEFAULT '';
UPDATE person SET sought = LOWER(name || ' ' || email);
CREATE INDEX person_sought ON person (sought);

-- Whoever takes rights from somebody counts here first, so that two at once take turns: each sees what the other left.
CREATE TABLE roster (
    only_row BIGINT NOT NULL PRIMARY KEY CHECK (only_row = 1),
    changes BIGINT NOT NULL
);
INSERT INTO roster (only_row, changes) VALUES (1, 0);

-- An invitation that is used or withdrawn goes away; the log tells of it.
CREATE TABLE invitation (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    roles TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    invited_by TEXT NOT NULL REFERENCES person (id),
    invited_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- The name of a session on its owner's page; it opens nothing.
ALTER TABLE session ADD COLUMN row_key TEXT;

CREATE INDEX event_person ON event (person, position);
