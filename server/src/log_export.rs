//! What the audit log's filters let through, as a file: read and sent batch by batch, however long the log is.

use app::{components::read_log, paths};
use axum::{
    Extension, Router,
    extract::{OriginalUri, State},
    http::HeaderMap,
    response::Response,
    routing::get,
};
use domain::{
    Actor, Error, Portal, Problems,
    audit::{Change, Event, Format, Line},
    id::RequestId,
    may::Deed,
    portal::Export,
};
use futures::{Stream, stream};
use serde::Serialize;

use crate::{
    export::{Exported, answer},
    plain::Plain,
};

/// What exports are made of.
#[derive(Clone)]
pub struct LogExport {
    pub portal: Portal,
    pub plain: Plain,
}

impl LogExport {
    pub fn router(self) -> Router {
        let file = |format| {
            get(move |State(export): State<Self>, asked: Asked| async move { export.answer(asked, format).await })
        };
        Router::new()
            .route(paths::LOG_CSV, file(Format::Csv))
            .route(paths::LOG_JSON, file(Format::Json))
            .with_state(self)
    }

    async fn answer(self, asked: Asked, format: Format) -> Response {
        let (Extension(actor), Extension(request), OriginalUri(uri), headers) = asked;
        let portal = self.portal.during(request);
        let begun = async {
            // What somebody may not see is absent, whatever they ask of it.
            portal.see(&actor, Deed::ExportLog, "This page")?;
            let query = read_log(&uri.to_string()).parse().map_err(|problems| wrong(&problems))?;
            portal.export_log(&actor, query.filter, format).await
        };
        let export = match begun.await {
            Ok(export) => export,
            Err(error) => return self.plain.error(&headers, error),
        };
        answer("audit-log", portal.now(), format, batches(export))
    }
}

/// Who asks for what.
type Asked = (Extension<Actor>, Extension<RequestId>, OriginalUri, HeaderMap);

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
