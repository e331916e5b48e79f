//! Requests as they are read: one, a page or a piece of those that somebody sees, and how many wait.

use domain::{
    id::EnvironmentRequestId,
    ports::{Numbers, Viewer},
    request::{Asked, Filter, Place, Request},
};

use super::{
    TABLE,
    rows::{read, whole},
};
use crate::store::{
    Database,
    database::Statement,
    fault::Fault,
    row::{anywhere, storable},
};

/// What a row of a list has; the plan can be megabytes and is not among it. The link is the one that was noted, or the same
/// as long as it is there.
macro_rules! columns {
    ($link:literal) => {
        concat!("r.id, r.kind, r.blueprint, r.team, r.team_name, r.person, r.who, r.name, r.stage, r.version, r.made_at, r.asked_at,
         r.decided_at, ", $link, " AS link,
         COALESCE((SELECT o.state FROM operation o WHERE o.draft = r.id),
                  (SELECT f.stage FROM lifetime f WHERE f.asked_in = r.id),
                  (SELECT c.stage FROM change c WHERE c.request = r.id)) AS progress")
    };
}

/// Whether $1 decides, who decides all ($2) or is an approver ($3); in an order, at the places that the words name.
macro_rules! decides {
    ($places:literal) => {
        concat!(
            "($2 = 1
              OR (b.deciders = 'team' AND EXISTS (SELECT 1 FROM team_member m WHERE m.team = r.team AND m.person = $1
                                                  AND (m.owner = 1 OR $3 = 1)))
              OR (b.deciders = 'people' AND EXISTS (SELECT 1 FROM blueprint_approver a
                                                    WHERE a.blueprint = r.blueprint AND a.person = $1))
              OR (b.deciders = 'in_order' AND EXISTS (SELECT 1 FROM blueprint_step s WHERE s.blueprint = r.blueprint ",
            $places,
            " AND (s.person = $1 OR (s.person IS NULL AND EXISTS (
                      SELECT 1 FROM team_member m WHERE m.team = COALESCE(s.team, r.team) AND m.person = $1
                      AND (m.owner = 1 OR $3 = 1)))))))"
        )
    };
}

/// Whether it waits for the decision of $1.
macro_rules! waits {
    () => {
        concat!(
            "(r.stage = 'asked' AND r.person <> $1
              AND NOT EXISTS (SELECT 1 FROM request_approval v WHERE v.request = r.id AND v.person = $1)
              AND ",
            // An approval of another plan is none: the table has those of this one alone.
            decides!("AND s.place = (SELECT COUNT(*) FROM request_approval v WHERE v.request = r.id)"),
            ")"
        )
    };
}

/// What a viewer sees and a filter lets through, in ten parameters.
macro_rules! listed {
    () => {
        concat!(
            " FROM request r JOIN blueprint b ON b.id = r.blueprint
              WHERE (r.person = $1 OR (r.stage <> 'draft' AND r.asked_at IS NOT NULL AND ($4 = 1 OR ",
            decides!(""),
            " OR EXISTS (SELECT 1 FROM team_member m WHERE m.team = r.team AND m.person = $1 AND m.owner = 1))))
              AND ($5 = 'all' OR ($5 = 'mine' AND r.person = $1) OR ($5 = 'to_decide' AND ",
            waits!(),
            ") OR ($5 = 'stuck' AND (EXISTS (SELECT 1 FROM operation o WHERE o.draft = r.id
                                              AND o.state IN ('undecided', 'stalled', 'refused'))
                                     OR EXISTS (SELECT 1 FROM lifetime f WHERE f.asked_in = r.id
                                                AND f.stage IN ('stopped', 'stuck'))
                                     OR EXISTS (SELECT 1 FROM change c WHERE c.request = r.id
                                                AND c.stage = 'stopped'))))
               AND ($6 = '' OR r.stage = $6) AND r.sought LIKE $7 ESCAPE '!' AND ($8 = '' OR r.kind = $8)
               AND ($9 = '' OR (r.connection = $9 AND r.environment = $10))"
        )
    };
}

pub(super) async fn one(database: &Database, id: &EnvironmentRequestId) -> Result<Option<Asked>, Fault> {
    let sql = concat!(
        "SELECT ",
        columns!("r.link"),
        ", r.connection, r.environment, r.days, r.wanted, r.why, r.answers, r.plan, r.digest, r.needed
         FROM request r WHERE r.id = $1"
    );
    let found = database.one(TABLE, sqlx::query(sql).bind(id.as_str())).await?;
    found.as_ref().map(whole).transpose()
}

pub(super) async fn page(
    database: &Database,
    viewer: &Viewer,
    filter: &Filter,
    from: i64,
    most: i64,
) -> Result<(Vec<Request>, i64), Fault> {
    let sql = concat!(
        "SELECT ",
        columns!("(SELECT l.id FROM link l WHERE l.id = r.link)"),
        listed!(),
        " ORDER BY r.made_at DESC, r.id LIMIT $11 OFFSET $12"
    );
    let query = bound(sql, viewer, filter).bind(most.max(0)).bind(from.max(0));
    let rows = database.all(TABLE, query).await?.iter().map(read).collect::<Result<_, _>>()?;
    let sql = concat!("SELECT 'all' AS id, COUNT(*) AS requests", listed!());
    let count = database.one(TABLE, bound(sql, viewer, filter)).await?;
    Ok((rows, count.map_or(Ok(0), |row| row.number("requests"))?))
}

pub(super) async fn after(
    database: &Database,
    viewer: &Viewer,
    filter: &Filter,
    place: Option<&Place>,
    most: i64,
) -> Result<Vec<Request>, Fault> {
    let sql = concat!(
        "SELECT ",
        columns!("(SELECT l.id FROM link l WHERE l.id = r.link)"),
        listed!(),
        " AND (r.made_at < $11 OR (r.made_at = $11 AND r.id > $12)) ORDER BY r.made_at DESC, r.id LIMIT $13"
    );
    let (made_at, id) = place.map_or((i64::MAX, ""), |place| (place.made_at.as_millisecond(), place.id.as_str()));
    let query = bound(sql, viewer, filter).bind(made_at).bind(id.to_owned()).bind(most.max(0));
    database.all(TABLE, query).await?.iter().map(read).collect()
}

/// Not the count of a list: SQLite plans a statement anew for each text that LIKE is given.
pub(super) async fn numbers(database: &Database, viewer: &Viewer) -> Result<Numbers, Fault> {
    let sql = concat!(
        "SELECT 'all' AS id,
                (SELECT COUNT(*) FROM notice n WHERE n.person = $1 AND n.read_at IS NULL) AS notices,
                (SELECT COUNT(*) FROM request r JOIN blueprint b ON b.id = r.blueprint WHERE ",
        waits!(),
        ") AS requests"
    );
    let query = sqlx::query(sql)
        .bind(viewer.person.to_string())
        .bind(i64::from(viewer.decides_all))
        .bind(i64::from(viewer.is_approver));
    let Some(row) = database.one(TABLE, query).await? else { return Ok(Numbers::default()) };
    Ok(Numbers { requests: row.number("requests")?, notices: row.number("notices")? })
}

fn bound<'q>(sql: &'static str, viewer: &Viewer, filter: &Filter) -> Statement<'q> {
    // An address without a slash is of no environment: it finds none.
    let (connection, environment) =
        filter.environment.as_deref().map_or(("", ""), |place| place.split_once('/').unwrap_or((place, "")));
    sqlx::query(sql)
        .bind(viewer.person.to_string())
        .bind(i64::from(viewer.decides_all))
        .bind(i64::from(viewer.is_approver))
        .bind(i64::from(viewer.sees_all))
        .bind(filter.whose.as_str())
        .bind(filter.stage.map_or("", |stage| stage.as_str()))
        .bind(anywhere(&filter.text.to_lowercase()))
        .bind(filter.kind.map_or("", |kind| kind.as_str()))
        .bind(storable(connection))
        .bind(storable(environment))
}
