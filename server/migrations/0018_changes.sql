-- Changes of environments by request.

-- What is to become different, of a request for a change, and what all of that was when it was asked for, as JSON.
ALTER TABLE request ADD COLUMN wanted TEXT;

-- A change that was approved, until it is carried out and for good after that.
CREATE TABLE change (
    request TEXT NOT NULL PRIMARY KEY REFERENCES request (id),
    connection TEXT NOT NULL,
    -- waiting, armed, applied or stopped.
    stage TEXT NOT NULL,
    -- How far it has come, as JSON.
    content TEXT NOT NULL,
    -- When the portal has something to do about it.
    next_at BIGINT,
    -- Grows with each write: whoever names an older one writes nothing.
    version BIGINT NOT NULL
);
CREATE INDEX change_next_at ON change (next_at);
