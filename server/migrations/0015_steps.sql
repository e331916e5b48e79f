-- Approvers one after the other: at each place a person, a team, or, where neither stands, the team of whoever asks. A
-- team that is deleted leaves its place to administrators, so it is no foreign key.
CREATE TABLE blueprint_step (
    blueprint TEXT NOT NULL REFERENCES blueprint (id),
    -- From 0 on: as many approvals as a request has, so far it has come.
    place BIGINT NOT NULL,
    person TEXT REFERENCES person (id),
    team TEXT,
    PRIMARY KEY (blueprint, place)
);
