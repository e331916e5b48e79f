//! The audit log: each line is written in the transaction of the change that it tells of.

use domain::{
    audit::{Event, Filter, Line, Place, chain},
    id::{EventId, PersonId, RequestId},
};
use sqlx::AssertSqlSafe;

use super::{
    Database,
    chaining::{self, columns},
    database::{Change, Statement},
    fault::Fault,
    row::{Row, anywhere, storable},
};

pub(super) const TABLE: &str = "event";

/// Appends a line, tied to the one before it, and gives its position.
pub(super) async fn append(change: &mut Change, event: &Event) -> Result<i64, Fault> {
    let head = chaining::next(change).await?;
    let (who, object, detail) = (storable(&event.who), storable(&event.object), storable(&event.detail));
    let changes = serde_json::to_string(&event.changes)?;
    let row = chain::Row {
        position: head.position,
        id: event.id.as_str(),
        at: event.at.as_millisecond(),
        person: event.person.as_ref().map(PersonId::as_str),
        who: &who,
        action: event.action.as_str(),
        object: &object,
        outcome: event.outcome.as_str(),
        detail: &detail,
        changes: &changes,
        request: event.request.as_ref().map(RequestId::as_str),
    };
    let hash = row.hash(head.hash);
    let sql =
        concat!("INSERT INTO event (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)");
    let query = sqlx::query(sql)
        .bind(row.position)
        .bind(row.id)
        .bind(row.at)
        .bind(row.person)
        .bind(row.who)
        .bind(row.action)
        .bind(row.object)
        .bind(row.outcome)
        .bind(row.detail)
        .bind(row.changes)
        .bind(row.request)
        .bind(hash.to_string());
    change.write(query).await?;
    change.write(chaining::note(hash)).await?;
    Ok(head.position)
}

pub(super) async fn record(database: &Database, event: &Event) -> Result<(), Fault> {
    database.change().await?.commit_with(event).await
}

pub(super) async fn events(database: &Database, object: &str, limit: i64) -> Result<Vec<Event>, Fault> {
    let sql = concat!("SELECT ", columns!(), " FROM event WHERE object = $1 ORDER BY position DESC LIMIT $2");
    newest(database, sqlx::query(sql).bind(storable(object)), limit).await
}

pub(super) async fn events_by(database: &Database, person: &PersonId, limit: i64) -> Result<Vec<Event>, Fault> {
    let sql = concat!("SELECT ", columns!(), " FROM event WHERE person = $1 ORDER BY position DESC LIMIT $2");
    newest(database, sqlx::query(sql).bind(person.to_string()), limit).await
}

async fn newest(database: &Database, query: Statement<'_>, limit: i64) -> Result<Vec<Event>, Fault> {
    database.all(TABLE, query.bind(limit.max(0))).await?.iter().map(event).collect()
}

pub(super) async fn lines(database: &Database, filter: &Filter, place: Place, most: usize) -> Result<Vec<Line>, Fault> {
    let mut wanted = Wanted::of(filter);
    let order = match place {
        Place::Newest => "DESC",
        Place::Before(position) => {
            wanted.add("position < $", position);
            "DESC"
        }
        Place::After(position) => {
            wanted.add("position > $", position);
            "ASC"
        }
    };
    let most = wanted.value(i64::try_from(most).unwrap_or(i64::MAX));
    let sql = format!("SELECT {} FROM event{} ORDER BY position {order} LIMIT ${most}", columns!(), wanted.clause());
    let rows = database.all(TABLE, wanted.bound(sql)).await?;
    let mut lines: Vec<Line> = rows.iter().map(line).collect::<Result<_, Fault>>()?;
    if order == "ASC" {
        lines.reverse();
    }
    Ok(lines)
}

pub(super) async fn count(database: &Database, filter: &Filter, most: i64) -> Result<i64, Fault> {
    let mut wanted = Wanted::of(filter);
    let most = wanted.value(most);
    let sql = format!(
        "SELECT 'count' AS id, COUNT(*) AS lines FROM (SELECT position FROM event{} LIMIT ${most}) AS counted",
        wanted.clause()
    );
    let rows = database.all(TABLE, wanted.bound(sql)).await?;
    rows.first().map_or(Ok(0), |row| row.number("lines"))
}

/// A value that a statement is given.
pub(super) enum Value {
    Text(String),
    Number(i64),
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(storable(text))
    }
}

/// Conditions, made of nothing but our own words and the places of values.
#[derive(Default)]
pub(super) struct Wanted {
    pub(super) conditions: Vec<String>,
    values: Vec<Value>,
}

impl Wanted {
    fn of(filter: &Filter) -> Self {
        let mut wanted = Self::default();
        let words = [
            ("who = $", filter.who.as_deref()),
            ("action = $", filter.action.map(domain::audit::Action::as_str)),
            ("object = $", filter.object.as_deref()),
            ("outcome = $", filter.outcome.map(domain::audit::Outcome::as_str)),
        ];
        for (condition, word) in words {
            if let Some(word) = word {
                wanted.add(condition, word);
            }
        }
        wanted.times(filter);
        if let Some(text) = &filter.text {
            wanted.text(text);
        }
        wanted
    }

    /// Times are looked up in their index for the positions between which all of them lie; the rows there are walked by
    /// position. The + keeps the databases from other ways, which at a million rows take seconds: walking all positions
    /// until a time fits, or sorting all rows of a time.
    fn times(&mut self, filter: &Filter) {
        let mut within = Vec::new();
        for (condition, time) in [("at >= $", filter.from), ("at < $", filter.until)] {
            if let Some(time) = time {
                within.push(format!("{condition}{}", self.value(time.as_millisecond())));
            }
        }
        if within.is_empty() {
            return;
        }
        self.conditions.extend(within.iter().map(|condition| format!("+{condition}")));
        let within = within.join(" AND ");
        self.conditions.push(format!("position >= (SELECT MIN(+position) FROM event WHERE {within})"));
        self.conditions.push(format!("position <= (SELECT MAX(+position) FROM event WHERE {within})"));
    }

    /// SQLite turns only ASCII to lower case, so that other letters are also looked for as they were typed.
    fn text(&mut self, text: &str) {
        let (lower, id) = (self.value(anywhere(&text.to_lowercase()).as_str()), self.value(text));
        let typed = (!text.is_ascii()).then(|| self.value(anywhere(text).as_str()));
        let mut ways = vec![format!("id = ${id}"), format!("request = ${id}")];
        for column in ["who", "object", "detail", "changes"] {
            ways.push(format!("lower({column}) LIKE ${lower} ESCAPE '!'"));
            ways.extend(typed.map(|typed| format!("{column} LIKE ${typed} ESCAPE '!'")));
        }
        self.conditions.push(format!("({})", ways.join(" OR ")));
    }

    /// A condition that ends with the place of its value.
    fn add(&mut self, condition: &str, value: impl Into<Value>) {
        let place = self.value(value);
        self.conditions.push(format!("{condition}{place}"));
    }

    /// The place of a value, as statements write it.
    pub(super) fn place(&mut self, value: impl Into<Value>) -> String {
        format!("${}", self.value(value))
    }

    /// The number of the place at which a value stands.
    pub(super) fn value(&mut self, value: impl Into<Value>) -> usize {
        self.values.push(value.into());
        self.values.len()
    }

    pub(super) fn clause(&self) -> String {
        if self.conditions.is_empty() { String::new() } else { format!(" WHERE {}", self.conditions.join(" AND ")) }
    }

    pub(super) fn bound(self, sql: String) -> Statement<'static> {
        let query = sqlx::query(AssertSqlSafe(sql));
        self.values.into_iter().fold(query, |query, value| match value {
            Value::Text(text) => query.bind(text),
            Value::Number(number) => query.bind(number),
        })
    }
}

fn line(row: &Row) -> Result<Line, Fault> {
    Ok(Line { position: row.number("position")?, hash: row.word("hash")?, event: event(row)? })
}

pub(super) fn event(row: &Row) -> Result<Event, Fault> {
    Ok(Event {
        id: row.word::<EventId>("id")?,
        at: row.time("at")?,
        person: row.maybe_word("person")?,
        who: row.text("who")?,
        action: row.word("action")?,
        object: row.text("object")?,
        outcome: row.word("outcome")?,
        detail: row.text("detail")?,
        changes: row.json("changes")?,
        request: row.maybe_word("request")?,
    })
}
