//! Teams and who is in them.

pub(super) mod rows;

use async_trait::async_trait;
use domain::{
    audit::Event,
    id::{PersonId, TeamId},
    ports::{StoreError, TeamEdit, TeamStore},
    team::{Contact, Filter, Member, MemberPlace, Standing, Team, TeamCounted, TeamPlace},
};

use rows::{contact, counted, member, owner, read, standing};

use super::{Database, database::Change, fault::Fault, people::wanted, roster::in_turn, row::storable};

pub(super) const TEAM: &str = "team";
pub(super) const MEMBER: &str = "team_member";

/// What a team of a list has.
macro_rules! counts {
    () => {
        "id, name, description, made_at,
         (SELECT COUNT(*) FROM team_member m WHERE m.team = team.id) AS members,
         (SELECT COUNT(*) FROM team_member m JOIN person p ON p.id = m.person
          WHERE m.team = team.id AND m.owner = 1 AND p.disabled_at IS NULL) AS owners,
         (SELECT COUNT(*) FROM link l WHERE l.team = team.id) AS links"
    };
}

/// The teams whose name has the text $1 and in which $2 is, who may be nobody in particular.
macro_rules! listed {
    () => {
        " FROM team WHERE sought LIKE $1 ESCAPE '!'
          AND ($2 = '' OR EXISTS (SELECT 1 FROM team_member m WHERE m.team = team.id AND m.person = $2))"
    };
}

/// Of these, all ($3 = 0) or those without an environment.
macro_rules! bare {
    () => {
        " AND ($3 = 0 OR NOT EXISTS (SELECT 1 FROM link l WHERE l.team = team.id))"
    };
}

/// What a member has, with the rule that gives them the most.
macro_rules! members {
    () => {
        "SELECT person.id, person.name, person.email, person.disabled_at, m.team, m.owner, m.given, m.added_at, m.added_by,
                r.owner AS rule_owner, r.seen_group, provider.label
         FROM team_member m JOIN person ON person.id = m.person
         LEFT JOIN team_rule r ON r.id = (
             SELECT a.id FROM rule_met JOIN team_rule a ON a.id = rule_met.rule JOIN provider p ON p.name = a.provider
             JOIN identity i ON i.id = rule_met.identity
             WHERE a.team = m.team AND i.person = m.person ORDER BY a.owner DESC, p.label, a.seen_group, a.id LIMIT 1)
         LEFT JOIN provider ON provider.name = r.provider"
    };
}
pub(super) use members;

#[async_trait]
impl TeamStore for Database {
    async fn teams(
        &self,
        filter: &Filter,
        of: Option<&PersonId>,
        from: i64,
        most: i64,
    ) -> Result<(Vec<TeamCounted>, i64), StoreError> {
        let (wanted, of) = (wanted(&filter.text), of.map_or("", PersonId::as_str));
        let bare = i64::from(filter.without_environment);
        let sql = concat!("SELECT ", counts!(), listed!(), bare!(), " ORDER BY sought, id LIMIT $4 OFFSET $5");
        let query = sqlx::query(sql).bind(wanted.clone()).bind(of).bind(bare).bind(most.max(0)).bind(from.max(0));
        let teams = self.all(TEAM, query).await?.iter().map(counted).collect::<Result<_, _>>()?;
        let sql = concat!("SELECT 'all' AS id, COUNT(*) AS teams", listed!(), bare!());
        let count = self.one(TEAM, sqlx::query(sql).bind(wanted).bind(of).bind(bare)).await?;
        Ok((teams, count.map_or(Ok(0), |row| row.number("teams"))?))
    }

    async fn teams_after(
        &self,
        text: &str,
        of: Option<&PersonId>,
        place: Option<&TeamPlace>,
        most: i64,
    ) -> Result<Vec<TeamCounted>, StoreError> {
        let sql = concat!(
            "SELECT ",
            counts!(),
            listed!(),
            " AND (sought > $3 OR (sought = $3 AND id > $4)) ORDER BY sought, id LIMIT $5"
        );
        // Every name comes after the empty one, which no team has.
        let (name, id) = place.map_or(("", ""), |place| (place.name.as_str(), place.id.as_str()));
        let query = sqlx::query(sql)
            .bind(wanted(text))
            .bind(of.map_or("", PersonId::as_str))
            .bind(storable(name))
            .bind(id)
            .bind(most.max(0));
        Ok(self.all(TEAM, query).await?.iter().map(counted).collect::<Result<_, _>>()?)
    }

    async fn team(&self, id: &TeamId) -> Result<Option<Team>, StoreError> {
        let sql = "SELECT id, name, description, made_at FROM team WHERE id = $1";
        let found = self.one(TEAM, sqlx::query(sql).bind(id.as_str())).await?;
        Ok(found.as_ref().map(read).transpose()?)
    }

    async fn team_named(&self, name: &str) -> Result<Option<Team>, StoreError> {
        let sql = "SELECT id, name, description, made_at FROM team WHERE sought = $1";
        let found = self.one(TEAM, sqlx::query(sql).bind(storable(name).to_lowercase())).await?;
        Ok(found.as_ref().map(read).transpose()?)
    }

    async fn team_names(&self, most: i64) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT id, name FROM team ORDER BY sought, id LIMIT $1";
        let found = self.all(TEAM, sqlx::query(sql).bind(most.max(0))).await?;
        Ok(found.iter().map(|row| row.text("name")).collect::<Result<_, _>>()?)
    }

    async fn standing(&self, team: &TeamId, person: &PersonId) -> Result<Option<Standing>, StoreError> {
        let sql = "SELECT person AS id, owner FROM team_member WHERE team = $1 AND person = $2";
        let found = self.one(MEMBER, sqlx::query(sql).bind(team.as_str()).bind(person.as_str())).await?;
        Ok(found.as_ref().map(standing).transpose()?)
    }

    async fn teams_of(&self, person: &PersonId) -> Result<Vec<(Team, Standing)>, StoreError> {
        let sql = "SELECT team.id, team.name, team.description, team.made_at, m.owner
                   FROM team_member m JOIN team ON team.id = m.team WHERE m.person = $1
                   ORDER BY team.sought, team.id";
        let found = self.all(TEAM, sqlx::query(sql).bind(person.as_str())).await?;
        Ok(found.iter().map(|row| Ok((read(row)?, standing(row)?))).collect::<Result<_, Fault>>()?)
    }

    async fn add_team(&self, team: &Team, event: &Event) -> Result<bool, StoreError> {
        let sql = "INSERT INTO team (id, name, sought, description, made_at) VALUES ($1, $2, $3, $4, $5)
                   ON CONFLICT (sought) DO NOTHING";
        let query = sqlx::query(sql)
            .bind(team.id.as_str())
            .bind(storable(&team.name))
            .bind(storable(&team.name).to_lowercase())
            .bind(storable(&team.description))
            .bind(team.made_at.as_millisecond());
        Ok(finish(in_turn(self).await?, query, event).await?)
    }

    async fn edit_team(&self, before: &Team, after: &Team, event: &Event) -> Result<TeamEdit, StoreError> {
        let sought = storable(&after.name).to_lowercase();
        // Names are given in turn, so that two at once cannot both find one free.
        let mut change = in_turn(self).await?;
        let sql = "UPDATE team SET name = $2, sought = $3, description = $4, changes = changes + 1
                   WHERE id = $1 AND name = $5 AND description = $6
                   AND NOT EXISTS (SELECT 1 FROM team other WHERE other.sought = $3 AND other.id <> $1)";
        let query = sqlx::query(sql)
            .bind(before.id.as_str())
            .bind(storable(&after.name))
            .bind(sought.clone())
            .bind(storable(&after.description))
            .bind(storable(&before.name))
            .bind(storable(&before.description));
        if change.write(query).await? > 0 {
            change.commit_with(event).await?;
            return Ok(TeamEdit::Done);
        }
        drop(change);
        let sql = "SELECT id FROM team WHERE sought = $1 AND id <> $2";
        let other = self.one(TEAM, sqlx::query(sql).bind(sought).bind(before.id.as_str())).await?;
        Ok(if other.is_some() { TeamEdit::Taken } else { TeamEdit::Changed })
    }

    async fn delete_team(&self, id: &TeamId, event: &Event) -> Result<bool, StoreError> {
        let query = sqlx::query("DELETE FROM team WHERE id = $1").bind(id.as_str());
        Ok(finish(self.change().await?, query, event).await?)
    }

    async fn members(&self, team: &TeamId, text: &str, from: i64, most: i64) -> Result<(Vec<Member>, i64), StoreError> {
        let wanted = wanted(text);
        let sql = concat!(
            members!(),
            " WHERE m.team = $1 AND person.sought LIKE $2 ESCAPE '!' ORDER BY m.owner DESC, person.sought, person.id LIMIT $3 OFFSET $4"
        );
        let query = sqlx::query(sql).bind(team.as_str()).bind(wanted.clone()).bind(most.max(0)).bind(from.max(0));
        let members = self.all(MEMBER, query).await?.iter().map(member).collect::<Result<_, _>>()?;
        let sql = "SELECT 'all' AS id, COUNT(*) AS members FROM team_member m JOIN person ON person.id = m.person
                   WHERE m.team = $1 AND person.sought LIKE $2 ESCAPE '!'";
        let count = self.one(MEMBER, sqlx::query(sql).bind(team.as_str()).bind(wanted)).await?;
        Ok((members, count.map_or(Ok(0), |row| row.number("members"))?))
    }

    async fn members_after(
        &self,
        team: &TeamId,
        place: Option<&MemberPlace>,
        most: i64,
    ) -> Result<Vec<Member>, StoreError> {
        // People are never deleted, so the one of the place is there, in the team or not.
        let sql = concat!(
            members!(),
            " WHERE m.team = $1 AND ($2 = '' OR m.owner < $3 OR (m.owner = $3 AND (person.sought, person.id)
                   > (SELECT p.sought, p.id FROM person p WHERE p.id = $2)))
              ORDER BY m.owner DESC, person.sought, person.id LIMIT $4"
        );
        let person = place.map_or("", |place| place.person.as_str());
        let query = sqlx::query(sql)
            .bind(team.as_str())
            .bind(person)
            .bind(place.map_or(0, |place| owner(place.standing)))
            .bind(most.max(0));
        Ok(self.all(MEMBER, query).await?.iter().map(member).collect::<Result<_, _>>()?)
    }

    async fn owners(&self, team: &TeamId, most: i64) -> Result<Vec<Contact>, StoreError> {
        let sql = "SELECT person.id, person.name, person.email, person.disabled_at
                   FROM team_member m JOIN person ON person.id = m.person
                   WHERE m.team = $1 AND m.owner = 1 AND person.disabled_at IS NULL
                   ORDER BY person.sought, person.id LIMIT $2";
        let found = self.all(MEMBER, sqlx::query(sql).bind(team.as_str()).bind(most.max(0))).await?;
        Ok(found.iter().map(contact).collect::<Result<_, _>>()?)
    }

    async fn add_members(
        &self,
        team: &TeamId,
        people: &[PersonId],
        standing: Standing,
        event: &Event,
    ) -> Result<bool, StoreError> {
        let Some(mut change) = change_of(self, team).await? else { return Ok(false) };
        let mut added = 0;
        for person in people {
            let sql = "INSERT INTO team_member (team, person, owner, given, added_at, added_by) VALUES ($1, $2, $3, $3, $4, $5)
                       ON CONFLICT (team, person) DO NOTHING";
            let query = sqlx::query(sql)
                .bind(team.as_str())
                .bind(person.as_str())
                .bind(owner(standing))
                .bind(event.at.as_millisecond())
                .bind(storable(&event.who));
            added += change.write(query).await?;
        }
        if added == 0 {
            return Ok(false);
        }
        change.commit_with(event).await?;
        Ok(true)
    }

    async fn set_standing(
        &self,
        team: &TeamId,
        person: &PersonId,
        standing: Standing,
        event: &Event,
    ) -> Result<bool, StoreError> {
        let Some(change) = change_of(self, team).await? else { return Ok(false) };
        let sql = "UPDATE team_member SET owner = $3, given = $3 WHERE team = $1 AND person = $2 AND owner <> $3";
        let query = sqlx::query(sql).bind(team.as_str()).bind(person.as_str()).bind(owner(standing));
        Ok(finish(change, query, event).await?)
    }

    async fn remove_member(&self, team: &TeamId, person: &PersonId, event: &Event) -> Result<bool, StoreError> {
        let Some(change) = change_of(self, team).await? else { return Ok(false) };
        let sql = "DELETE FROM team_member WHERE team = $1 AND person = $2";
        Ok(finish(change, sqlx::query(sql).bind(team.as_str()).bind(person.as_str()), event).await?)
    }
}

/// Begins a change of a team: on PostgreSQL the next one of the same team waits here. `None` when the team is gone.
pub(super) async fn change_of(database: &Database, team: &TeamId) -> Result<Option<Change>, Fault> {
    let mut change = database.change().await?;
    let turn = sqlx::query("UPDATE team SET changes = changes + 1 WHERE id = $1").bind(team.as_str());
    Ok(if change.write(turn).await? == 0 { None } else { Some(change) })
}

/// Ends a change with its last statement and its event, or with neither when the statement touches nothing.
pub(super) async fn finish(
    mut change: Change,
    query: super::database::Statement<'_>,
    event: &Event,
) -> Result<bool, Fault> {
    if change.write(query).await? == 0 {
        return Ok(false);
    }
    change.commit_with(event).await?;
    Ok(true)
}
