-- What administrators decide for everybody. One row, always there; the JSON takes what later versions add.

CREATE TABLE house (
    only_row BIGINT NOT NULL PRIMARY KEY CHECK (only_row = 1),
    version BIGINT NOT NULL,
    rules TEXT NOT NULL
);
INSERT INTO house (only_row, version, rules) VALUES (1, 0, '{}');
