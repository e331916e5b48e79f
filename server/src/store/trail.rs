//! The lines of the log that belong to something, a page at a time.

use domain::audit::{Beside, Event, Trail};

use super::{
    Database,
    chaining::columns,
    fault::Fault,
    log::{TABLE, Wanted, event},
};

pub(super) async fn events(
    database: &Database,
    trail: &Trail,
    from: i64,
    most: i64,
) -> Result<(Vec<Event>, i64), Fault> {
    let mut wanted = along(trail);
    let sql = format!("SELECT 'count' AS id, COUNT(*) AS lines FROM event{}", wanted.clause());
    let count = database.all(TABLE, wanted.bound(sql)).await?;
    wanted = along(trail);
    let (most, from) = (wanted.value(most.max(0)), wanted.value(from.max(0)));
    let clause = wanted.clause();
    let sql = format!("SELECT {} FROM event{clause} ORDER BY position DESC LIMIT ${most} OFFSET ${from}", columns!());
    let rows = database.all(TABLE, wanted.bound(sql)).await?;
    let events = rows.iter().map(event).collect::<Result<_, Fault>>()?;
    Ok((events, count.first().map_or(Ok(0), |row| row.number("lines"))?))
}

/// The objects go first, each one a place in their index: the rest is asked of their lines alone.
fn along(trail: &Trail) -> Wanted {
    let mut wanted = Wanted::default();
    let beside = trail.beside.as_ref().map(|beside| &beside.object);
    let all: Vec<String> = trail.objects.iter().chain(beside).map(|one| wanted.place(one.as_str())).collect();
    wanted.conditions.push(format!("object IN ({})", all.join(", ")));
    if let Some(Beside { object, actions, from, until, by_portal }) = &trail.beside {
        let actions: Vec<String> = actions.iter().map(|action| wanted.place(action.as_str())).collect();
        let mut is_of_it = vec![
            format!("action IN ({})", actions.join(", ")),
            format!("at >= {}", wanted.place(from.as_millisecond())),
            // What FinSpace refused the portal belongs to it, and what the portal refused people does not.
            "(person IS NULL OR outcome <> 'refused')".to_owned(),
        ];
        is_of_it.extend(until.map(|until| format!("at <= {}", wanted.place(until.as_millisecond()))));
        is_of_it.extend(by_portal.then(|| "person IS NULL".to_owned()));
        let object = wanted.place(object.as_str());
        wanted.conditions.push(format!("(object <> {object} OR ({}))", is_of_it.join(" AND ")));
    }
    wanted
}
