//! What the audit log's filters let through, as a file: read and sent batch by batch, however long the log is.

use app::components::read_log;
use domain::{
    Actor, Error, Portal, Problems,
    audit::{Change, Event, Format, Line},
    may::Deed,
    portal::Export,
};
use futures::{Stream, stream};
use serde::Serialize;

use crate::export::{Exported, Listed};

impl Listed for Line {
    const NAME: &'static str = "audit-log";

    async fn read(
        portal: &Portal,
        actor: &Actor,
        address: &str,
        format: Format,
    ) -> Result<impl Stream<Item = Result<Vec<Self>, Error>> + Send + 'static, Error> {
        // What somebody may not see is absent, whatever they ask of it.
        portal.see(actor, Deed::ExportLog, "This page")?;
        let query = read_log(address).parse().map_err(|problems| wrong(&problems))?;
        Ok(batches(portal.export_log(actor, query.filter, format).await?))
    }
}

/// A file has no form to show what is wrong with a filter beside it.
fn wrong(problems: &Problems) -> Error {
    let words: Vec<String> =
        problems.0.iter().map(|problem| format!("{}: {}", problem.field.label(), problem.words)).collect();
    Error::Unreadable(words.join(" "))
}

/// The lines as they are read. When the log cannot be read to its end the connection breaks, so that no half file passes
/// for a whole one.
fn batches(export: Export) -> impl Stream<Item = Result<Vec<Line>, Error>> {
    stream::try_unfold(Some(export), async |under_way| {
        let Some(mut export) = under_way else { return Ok(None) };
        let lines = export.next().await?;
        let rest = (!lines.is_empty()).then_some(export);
        Ok(Some((lines, rest)))
    })
}

/// A line as JSON.
#[derive(Serialize)]
pub struct Flat<'l> {
    position: i64,
    #[serde(flatten)]
    event: &'l Event,
    hash: String,
}

impl Exported for Line {
    const COLUMNS: &'static [&'static str] = &[
        "position", "at", "who", "action", "object", "outcome", "detail", "changes", "request", "person", "id", "hash",
    ];
    type Json<'l> = Flat<'l>;

    fn record(&self) -> Vec<String> {
        let Self { position, hash, event } = self;
        vec![
            position.to_string(),
            event.at.to_string(),
            event.who.clone(),
            event.action.as_str().to_owned(),
            event.object.clone(),
            event.outcome.as_str().to_owned(),
            event.detail.clone(),
            event.changes.iter().map(Change::in_words).collect::<Vec<_>>().join("\n"),
            event.request.as_ref().map(ToString::to_string).unwrap_or_default(),
            event.person.as_ref().map(ToString::to_string).unwrap_or_default(),
            event.id.to_string(),
            hash.to_string(),
        ]
    }

    fn json(&self) -> Flat<'_> {
        Flat { position: self.position, event: &self.event, hash: self.hash.to_string() }
    }
}
