//! Blueprints: each as a whole in JSON, with what lists and rights ask for beside it.

use async_trait::async_trait;
use domain::{
    audit::Event,
    blueprint::{Approver, Blueprint, BlueprintRow, Place, without_blueprint},
    id::{BlueprintId, PersonId, TeamId},
    ports::{BlueprintSave, BlueprintStore, StoreError},
    team::Team,
};
use jiff::Timestamp;

use super::{
    Database,
    database::Change,
    fault::Fault,
    row::{Row, storable},
};

const TABLE: &str = "blueprint";

/// What a row of a list has.
macro_rules! columns {
    () => {
        "b.id, b.name, b.words, b.connection, b.teams, b.retired_at"
    };
}

/// Open to a team.
macro_rules! open_to {
    ($team:literal) => {
        concat!(
            "b.retired_at IS NULL AND (b.every_team = 1
             OR EXISTS (SELECT 1 FROM blueprint_team t WHERE t.blueprint = b.id AND t.team = ",
            $team,
            "))"
        )
    };
}

#[async_trait]
impl BlueprintStore for Database {
    async fn blueprints(&self, from: i64, most: i64) -> Result<(Vec<BlueprintRow>, i64), StoreError> {
        let sql = concat!(
            "SELECT ",
            columns!(),
            " FROM blueprint b WHERE b.id <> $3 ORDER BY CASE WHEN b.retired_at IS NULL THEN 0 ELSE 1 END, b.sought, b.id
              LIMIT $1 OFFSET $2"
        );
        let found = self.all(TABLE, sqlx::query(sql).bind(most.max(0)).bind(from.max(0)).bind(nobodys())).await?;
        let rows = found.iter().map(row).collect::<Result<_, _>>()?;
        let sql = "SELECT 'all' AS id, COUNT(*) AS blueprints FROM blueprint b WHERE b.id <> $1";
        let count = self.one(TABLE, sqlx::query(sql).bind(nobodys())).await?;
        Ok((rows, count.map_or(Ok(0), |row| row.number("blueprints"))?))
    }

    async fn blueprint(&self, id: &BlueprintId) -> Result<Option<Blueprint>, StoreError> {
        let query = sqlx::query("SELECT id, content FROM blueprint WHERE id = $1").bind(id.as_str());
        Ok(self.one(TABLE, query).await?.as_ref().map(|row| row.json("content")).transpose()?)
    }

    async fn openings(&self, person: &PersonId, most: i64) -> Result<Vec<(BlueprintRow, Team)>, StoreError> {
        let sql = concat!(
            "SELECT ",
            columns!(),
            ", team.id AS team, team.name AS team_name, team.description, team.made_at
             FROM team_member m JOIN team ON team.id = m.team JOIN blueprint b ON ",
            open_to!("m.team"),
            " WHERE m.person = $1 ORDER BY b.sought, b.id, team.sought, team.id LIMIT $2"
        );
        let found = self.all(TABLE, sqlx::query(sql).bind(person.as_str()).bind(most.max(0))).await?;
        let pair = |found: &Row| {
            let team = Team {
                id: found.word("team")?,
                name: found.text("team_name")?,
                description: found.text("description")?,
                made_at: found.time("made_at")?,
            };
            Ok((row(found)?, team))
        };
        Ok(found.iter().map(pair).collect::<Result<_, Fault>>()?)
    }

    async fn openings_of(&self, team: &TeamId, most: i64) -> Result<Vec<BlueprintRow>, StoreError> {
        let sql = concat!(
            "SELECT ",
            columns!(),
            " FROM blueprint b WHERE ",
            open_to!("$1"),
            " ORDER BY b.sought, b.id LIMIT $2"
        );
        let found = self.all(TABLE, sqlx::query(sql).bind(team.as_str()).bind(most.max(0))).await?;
        Ok(found.iter().map(row).collect::<Result<_, _>>()?)
    }

    async fn open_blueprints(
        &self,
        person: &PersonId,
        place: Option<&Place>,
        most: i64,
    ) -> Result<Vec<BlueprintId>, StoreError> {
        let sql = concat!(
            "SELECT b.id FROM blueprint b WHERE EXISTS (SELECT 1 FROM team_member m WHERE m.person = $1 AND ",
            open_to!("m.team"),
            ") AND (b.sought > $2 OR (b.sought = $2 AND b.id > $3)) ORDER BY b.sought, b.id LIMIT $4"
        );
        let (name, id) = place.map_or(("", ""), |place| (place.name.as_str(), place.id.as_str()));
        let query = sqlx::query(sql).bind(person.as_str()).bind(storable(name)).bind(id).bind(most.max(0));
        Ok(self.all(TABLE, query).await?.iter().map(|row| row.word("id")).collect::<Result<_, _>>()?)
    }

    async fn save_blueprint(&self, blueprint: &Blueprint, event: &Event) -> Result<BlueprintSave, StoreError> {
        let sought = storable(&blueprint.rules.name).to_lowercase();
        let mut change = self.change().await?;
        if save(&mut change, blueprint, &sought).await? == 0 {
            drop(change);
            let sql = "SELECT id FROM blueprint WHERE sought = $1 AND id <> $2";
            let other = self.one(TABLE, sqlx::query(sql).bind(sought).bind(blueprint.id.as_str())).await?;
            return Ok(if other.is_some() { BlueprintSave::Taken } else { BlueprintSave::Changed });
        }
        for sql in [
            "DELETE FROM blueprint_team WHERE blueprint = $1",
            "DELETE FROM blueprint_approver WHERE blueprint = $1",
            "DELETE FROM blueprint_step WHERE blueprint = $1",
        ] {
            change.write(sqlx::query(sql).bind(blueprint.id.as_str())).await?;
        }
        for team in &blueprint.teams {
            // A team that is deleted right now is left out.
            let sql = "INSERT INTO blueprint_team (blueprint, team) SELECT $1, id FROM team WHERE id = $2
                       ON CONFLICT DO NOTHING";
            change.write(sqlx::query(sql).bind(blueprint.id.as_str()).bind(team.as_str())).await?;
        }
        for person in &blueprint.people {
            let sql = "INSERT INTO blueprint_approver (blueprint, person) VALUES ($1, $2) ON CONFLICT DO NOTHING";
            change.write(sqlx::query(sql).bind(blueprint.id.as_str()).bind(person.as_str())).await?;
        }
        for (place, step) in (0_i64..).zip(&blueprint.steps) {
            let (person, team) = match step {
                Approver::AskingTeam => (None, None),
                Approver::Team(team) => (None, Some(team.to_string())),
                Approver::Person(person) => (Some(person.to_string()), None),
            };
            let sql = "INSERT INTO blueprint_step (blueprint, place, person, team) VALUES ($1, $2, $3, $4)";
            let query = sqlx::query(sql).bind(blueprint.id.as_str()).bind(place).bind(person).bind(team);
            change.write(query).await?;
        }
        change.commit_with(event).await?;
        Ok(BlueprintSave::Done)
    }
}

/// The one that is in no list.
fn nobodys() -> String {
    without_blueprint().to_string()
}

async fn save(change: &mut Change, blueprint: &Blueprint, sought: &str) -> Result<u64, Fault> {
    let sql = if blueprint.version == 1 {
        "INSERT INTO blueprint
             (id, name, sought, words, connection, every_team, teams, deciders, content, retired_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING"
    } else {
        "UPDATE blueprint SET name = $2, sought = $3, words = $4, connection = $5, every_team = $6, teams = $7,
             deciders = $8, content = $9, retired_at = $10, version = $11
         WHERE id = $1 AND version = $11 - 1
         AND NOT EXISTS (SELECT 1 FROM blueprint other WHERE other.sought = $3 AND other.id <> $1)"
    };
    let query = sqlx::query(sql)
        .bind(blueprint.id.as_str())
        .bind(storable(&blueprint.rules.name))
        .bind(sought.to_owned())
        .bind(storable(&blueprint.rules.words))
        .bind(blueprint.rules.fixed.connection.clone())
        .bind(i64::from(blueprint.teams.is_empty()))
        .bind(i64::try_from(blueprint.teams.len()).unwrap_or(i64::MAX))
        .bind(blueprint.rules.deciders.as_str())
        .bind(serde_json::to_string(blueprint)?)
        .bind(blueprint.retired_at.map(Timestamp::as_millisecond))
        .bind(blueprint.version);
    change.write(query).await
}

fn row(row: &Row) -> Result<BlueprintRow, Fault> {
    Ok(BlueprintRow {
        id: row.word("id")?,
        name: row.text("name")?,
        words: row.text("words")?,
        connection: row.text("connection")?,
        teams: usize::try_from(row.number("teams")?).unwrap_or_default(),
        is_retired: row.maybe_time("retired_at")?.is_some(),
    })
}
