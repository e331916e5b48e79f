//! A request as a row: written as a whole, and read back with or without its plan.

use domain::request::{About, Asked, Kind, Request};
use jiff::Timestamp;

use crate::store::{
    database::Change,
    fault::Fault,
    row::{Row, storable},
};

pub(super) async fn save(change: &mut Change, asked: &Asked) -> Result<u64, Fault> {
    let (request, about) = (&asked.request, asked.about.as_ref());
    let sql =
        "INSERT INTO request (id, blueprint, team, team_name, person, who, name, sought, why, answers, plan, digest,
                   needed, stage, version, made_at, asked_at, decided_at, connection, kind, environment, days, link, wanted)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
                   $24)
               ON CONFLICT (id) DO UPDATE SET name = excluded.name, sought = excluded.sought, why = excluded.why,
                   answers = excluded.answers, plan = excluded.plan, digest = excluded.digest, needed = excluded.needed,
                   stage = excluded.stage, version = excluded.version, asked_at = excluded.asked_at,
                   decided_at = excluded.decided_at, connection = excluded.connection, wanted = excluded.wanted
               WHERE request.version = excluded.version - 1";
    let sought = format!("{}\n{}\n{}", request.name, request.team_name, request.who);
    let query = sqlx::query(sql)
        .bind(request.id.as_str())
        .bind(request.blueprint.as_str())
        .bind(request.team.as_str())
        .bind(storable(&request.team_name))
        .bind(request.person.as_str())
        .bind(storable(&request.who))
        .bind(storable(&request.name))
        .bind(storable(&sought).to_lowercase())
        .bind(storable(&asked.why))
        .bind(serde_json::to_string(&asked.answers)?)
        .bind(asked.plan.as_ref().map(serde_json::to_string).transpose()?)
        .bind(asked.digest.clone())
        .bind(i64::from(asked.needed))
        .bind(request.stage.as_str())
        .bind(request.version)
        .bind(request.made_at.as_millisecond())
        .bind(request.asked_at.map(Timestamp::as_millisecond))
        .bind(request.decided_at.map(Timestamp::as_millisecond))
        .bind(
            asked
                .plan
                .as_ref()
                .map(|plan| &plan.connection)
                .or(about.map(|one| &one.connection))
                .map(ToString::to_string),
        )
        .bind(request.kind.as_str())
        .bind(about.map(|one| one.environment.to_string()))
        .bind(about.map_or(0, |one| i64::from(one.days)))
        .bind(about.and(request.link.as_ref()).map(ToString::to_string))
        .bind(about.and_then(|one| one.wanted.as_ref()).map(serde_json::to_string).transpose()?);
    change.write(query).await
}

pub(super) fn read(row: &Row) -> Result<Request, Fault> {
    Ok(Request {
        id: row.word("id")?,
        kind: row.word("kind")?,
        blueprint: row.word("blueprint")?,
        team: row.word("team")?,
        team_name: row.text("team_name")?,
        person: row.word("person")?,
        who: row.text("who")?,
        name: row.text("name")?,
        stage: row.word("stage")?,
        version: row.number("version")?,
        made_at: row.time("made_at")?,
        asked_at: row.maybe_time("asked_at")?,
        decided_at: row.maybe_time("decided_at")?,
        link: row.maybe_word("link")?,
        progress: row.maybe_text("progress")?,
    })
}

/// What a request is about that asks for no new environment.
fn about(row: &Row) -> Result<Option<About>, Fault> {
    let kind: Kind = row.word("kind")?;
    if kind == Kind::Create {
        return Ok(None);
    }
    let days = u32::try_from(row.number("days")?).map_err(|_| row.inconsistent("days"))?;
    let wanted = match row.maybe_text("wanted")? {
        None => None,
        Some(_) => Some(row.json("wanted")?),
    };
    Ok(Some(About { connection: row.word("connection")?, environment: row.word("environment")?, days, wanted }))
}

pub(super) fn whole(row: &Row) -> Result<Asked, Fault> {
    Ok(Asked {
        request: read(row)?,
        why: row.text("why")?,
        answers: row.json("answers")?,
        about: about(row)?,
        plan: match row.maybe_text("plan")? {
            None => None,
            Some(_) => Some(row.json("plan")?),
        },
        digest: row.text("digest")?,
        needed: u32::try_from(row.number("needed")?).map_err(|_| row.inconsistent("needed"))?,
    })
}
