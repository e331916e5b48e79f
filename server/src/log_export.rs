//! What the audit log's filters let through, as a file: read and sent batch by batch, however long the log is.

use app::{components::read_log, paths};
use axum::{
    Extension, Router,
    body::{Body, Bytes},
    extract::{OriginalUri, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
    routing::get,
};
use domain::{
    Actor, Error, Portal, Problems,
    audit::{Change, Format, Line},
    id::RequestId,
    may::Deed,
    portal::Export,
};
use futures::{Stream, stream};
use serde::Serialize;

use crate::plain::Plain;

/// The columns of the CSV file.
const COLUMNS: [&str; 12] =
    ["position", "at", "who", "action", "object", "outcome", "detail", "changes", "request", "person", "id", "hash"];

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
        let (ending, kind) = match format {
            Format::Csv => ("csv", "text/csv; charset=utf-8; header=present"),
            Format::Json => ("json", "application/json"),
        };
        let time = portal.now().strftime("%Y-%m-%dT%H%M%SZ").to_string();
        let disposition = format!("attachment; filename=\"audit-log-{time}.{ending}\"");
        let headers = [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
        (headers, Body::from_stream(file(export, format))).into_response()
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

/// The file in pieces. When the log cannot be read to its end the connection breaks, so that no half file passes for a
/// whole one.
fn file(export: Export, format: Format) -> impl Stream<Item = Result<Bytes, Error>> {
    let begin = Some((export, true));
    stream::try_unfold(begin, move |under_way| async move {
        let Some((mut export, first)) = under_way else { return Ok(None) };
        let lines = export.next().await?;
        let piece = match format {
            Format::Csv => csv_piece(&lines, first),
            Format::Json => json_piece(&lines, first),
        };
        let rest = (!lines.is_empty()).then_some((export, false));
        Ok(Some((piece, rest)))
    })
}

fn csv_piece(lines: &[Line], first: bool) -> Bytes {
    let mut out = csv::Writer::from_writer(Vec::new());
    // Writing into memory does not fail, and all records have as many fields.
    if first {
        let _written = out.write_record(COLUMNS);
    }
    for line in lines {
        let _written = out.write_record(record(line).map(cell));
    }
    out.into_inner().unwrap_or_default().into()
}

fn record(Line { position, hash, event }: &Line) -> [String; 12] {
    [
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

/// A spreadsheet would run what begins like a formula.
fn cell(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

/// A line as JSON: flat, as programs like it.
#[derive(Serialize)]
struct Flat<'l> {
    position: i64,
    #[serde(flatten)]
    event: &'l domain::audit::Event,
    hash: String,
}

fn json_piece(lines: &[Line], first: bool) -> Bytes {
    let mut out = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        out.extend_from_slice(if first && n == 0 { b"[\n" } else { b",\n" });
        let flat = Flat { position: line.position, event: &line.event, hash: line.hash.to_string() };
        // Nothing in an event can fail to be written.
        let _written = serde_json::to_writer(&mut out, &flat);
    }
    if lines.is_empty() {
        out.extend_from_slice(if first { b"[]\n" } else { b"\n]\n" });
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_text() {
        for bad in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(cell(bad.into()), format!("'{bad}"));
        }
        for good in ["", "a=1", "2026", "'=1", "“-”"] {
            assert_eq!(cell(good.into()), good);
        }
    }
}
