-- Groups at sign-in providers put people into teams.

-- Whoever is in the group is in the team. A provider that is removed takes its rules along, and so does a team.
CREATE TABLE team_rule (
    id TEXT NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL REFERENCES provider (name) ON DELETE CASCADE,
    -- Letter by letter as the provider writes it.
    seen_group TEXT NOT NULL,
    team TEXT NOT NULL REFERENCES team (id) ON DELETE CASCADE,
    -- 1 or 0: an owner is a member, too.
    owner BIGINT NOT NULL,
    added_at BIGINT NOT NULL,
    added_by TEXT NOT NULL,
    UNIQUE (provider, seen_group, team)
);
CREATE INDEX team_rule_team ON team_rule (team);

-- The rules that somebody met at their last sign-in.
CREATE TABLE rule_met (
    identity TEXT NOT NULL REFERENCES identity (id) ON DELETE CASCADE,
    rule TEXT NOT NULL REFERENCES team_rule (id) ON DELETE CASCADE,
    PRIMARY KEY (identity, rule)
);
CREATE INDEX rule_met_rule ON rule_met (rule);

-- What somebody is by hand: 1, 0, or nothing for whoever is in the team by rules alone. The column `owner` says what
-- hand and rules give together.
ALTER TABLE team_member ADD COLUMN given BIGINT;
UPDATE team_member SET given = owner;
