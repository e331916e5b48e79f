//! Rules about groups and teams, and who is in a team by them.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{
    audit::Event,
    id::{IdentityId, PersonId, TeamId, TeamRuleId},
    identity::Identity,
    ports::{StoreError, TeamRules},
    provider::{Label, ProviderName, TeamRule},
    team::{ByGroup, Joined, Team},
};

use super::{
    Database,
    database::Change,
    fault::Fault,
    people::PERSON,
    roster::in_turn,
    row::{Row, storable},
    teams::{
        MEMBER, TEAM, finish, members,
        rows::{self, owner, standing},
    },
};

const RULE: &str = "team_rule";

#[async_trait]
impl TeamRules for Database {
    async fn team_rules(&self, provider: &ProviderName) -> Result<Vec<TeamRule>, StoreError> {
        let sql = "SELECT r.id, r.seen_group, r.team, r.owner, team.name AS team_name
                   FROM team_rule r JOIN team ON team.id = r.team
                   WHERE r.provider = $1 ORDER BY team.sought, r.seen_group, r.id";
        let found = self.all(RULE, sqlx::query(sql).bind(provider.as_str())).await?;
        Ok(found.iter().map(read).collect::<Result<_, _>>()?)
    }

    async fn rules_of_team(&self, team: &TeamId) -> Result<Vec<(Label, TeamRule)>, StoreError> {
        let sql = "SELECT r.id, r.seen_group, r.team, r.owner, team.name AS team_name, p.label
                   FROM team_rule r JOIN team ON team.id = r.team JOIN provider p ON p.name = r.provider
                   WHERE r.team = $1 ORDER BY p.label, r.seen_group, r.id";
        let found = self.all(RULE, sqlx::query(sql).bind(team.as_str())).await?;
        Ok(found.iter().map(|row| Ok((row.word("label")?, read(row)?))).collect::<Result<_, Fault>>()?)
    }

    async fn add_team_rule(&self, provider: &ProviderName, rule: &TeamRule, event: &Event) -> Result<bool, StoreError> {
        let sql = "INSERT INTO team_rule (id, provider, seen_group, team, owner, added_at, added_by)
                   SELECT $1, p.name, $3, team.id, $5, $6, $7 FROM provider p, team WHERE p.name = $2 AND team.id = $4
                   ON CONFLICT DO NOTHING";
        let query = sqlx::query(sql)
            .bind(rule.id.to_string())
            .bind(provider.to_string())
            .bind(storable(&rule.group))
            .bind(rule.team.to_string())
            .bind(owner(rule.standing))
            .bind(event.at.as_millisecond())
            .bind(storable(&event.who));
        Ok(finish(in_turn(self).await?, query, event).await?)
    }

    async fn remove_team_rule(&self, id: &TeamRuleId, event: &Event) -> Result<bool, StoreError> {
        Ok(remove(self, id, event).await?)
    }

    async fn by_group(&self, team: &TeamId, person: &PersonId) -> Result<Option<ByGroup>, StoreError> {
        let sql = "SELECT r.id, r.owner AS rule_owner, r.seen_group, p.label
                   FROM rule_met m JOIN team_rule r ON r.id = m.rule JOIN provider p ON p.name = r.provider
                   JOIN identity i ON i.id = m.identity
                   WHERE r.team = $1 AND i.person = $2 ORDER BY r.owner DESC, p.label, r.seen_group, r.id
                   LIMIT 1";
        let found = self.one(RULE, sqlx::query(sql).bind(team.as_str()).bind(person.as_str())).await?;
        Ok(found.as_ref().map(rows::by_group).transpose()?)
    }

    async fn joined(&self, person: &PersonId) -> Result<BTreeMap<TeamId, Joined>, StoreError> {
        let sql = concat!(members!(), " WHERE m.person = $1");
        let found = self.all(MEMBER, sqlx::query(sql).bind(person.as_str())).await?;
        Ok(found.iter().map(|row| Ok((row.word("team")?, rows::joined(row)?))).collect::<Result<_, Fault>>()?)
    }

    async fn team_called(&self, name: &str) -> Result<Option<Team>, StoreError> {
        let sql = "SELECT id, name, description, made_at FROM team WHERE sought = $1";
        let found = self.one(TEAM, sqlx::query(sql).bind(storable(name).to_lowercase())).await?;
        Ok(found.as_ref().map(rows::read).transpose()?)
    }
}

fn read(row: &Row) -> Result<TeamRule, Fault> {
    Ok(TeamRule {
        id: row.word("id")?,
        group: row.text("seen_group")?,
        team: row.word("team")?,
        team_name: row.text("team_name")?,
        standing: standing(row)?,
    })
}

async fn remove(database: &Database, id: &TeamRuleId, event: &Event) -> Result<bool, Fault> {
    let mut change = in_turn(database).await?;
    let sql = "SELECT DISTINCT i.person AS id FROM rule_met m JOIN identity i ON i.id = m.identity WHERE m.rule = $1";
    let people = change.all(PERSON, sqlx::query(sql).bind(id.to_string())).await?;
    if change.write(sqlx::query("DELETE FROM team_rule WHERE id = $1").bind(id.to_string())).await? == 0 {
        return Ok(false);
    }
    for person in people {
        settle(&mut change, &person.word("id")?).await?;
    }
    change.commit_with(event).await?;
    Ok(true)
}

/// The rules that each of somebody's links meets.
pub(super) async fn met(database: &Database, identity: &IdentityId) -> Result<Vec<TeamRuleId>, Fault> {
    let sql = "SELECT rule AS id FROM rule_met WHERE identity = $1 ORDER BY rule";
    let found = database.all(RULE, sqlx::query(sql).bind(identity.to_string())).await?;
    found.iter().map(|row| row.word("id")).collect()
}

/// Writes down which rules a link meets now. A rule that is gone meanwhile is met by nobody.
pub(super) async fn meet(change: &mut Change, identity: &Identity) -> Result<(), Fault> {
    let gone = sqlx::query("DELETE FROM rule_met WHERE identity = $1").bind(identity.id.to_string());
    change.write(gone).await?;
    for rule in &identity.team_rules {
        let sql = "INSERT INTO rule_met (identity, rule) SELECT $1, id FROM team_rule WHERE id = $2";
        change.write(sqlx::query(sql).bind(identity.id.to_string()).bind(rule.to_string())).await?;
    }
    Ok(())
}

/// Puts somebody into the teams that hand and rules give them, and out of all others.
pub(super) async fn settle(change: &mut Change, person: &PersonId) -> Result<(), Fault> {
    let into = "INSERT INTO team_member (team, person, owner, given, added_at, added_by)
                SELECT r.team, i.person, 0, NULL, MIN(i.signed_in_at), MIN(r.added_by)
                FROM rule_met m JOIN team_rule r ON r.id = m.rule JOIN identity i ON i.id = m.identity
                WHERE i.person = $1 GROUP BY r.team, i.person
                ON CONFLICT (team, person) DO NOTHING";
    let out_of = "DELETE FROM team_member WHERE person = $1 AND given IS NULL AND NOT EXISTS (
                      SELECT 1 FROM rule_met m JOIN team_rule r ON r.id = m.rule JOIN identity i ON i.id = m.identity
                      WHERE i.person = $1 AND r.team = team_member.team)";
    let standing = "UPDATE team_member SET owner = CASE WHEN given = 1 OR EXISTS (
                        SELECT 1 FROM rule_met m JOIN team_rule r ON r.id = m.rule JOIN identity i ON i.id = m.identity
                        WHERE i.person = $1 AND r.team = team_member.team AND r.owner = 1) THEN 1 ELSE 0 END
                    WHERE person = $1";
    for sql in [into, out_of, standing] {
        change.write(sqlx::query(sql).bind(person.to_string())).await?;
    }
    Ok(())
}
