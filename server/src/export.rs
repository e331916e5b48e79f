//! Lists as files: sent piece by piece, so that a long one neither waits nor fills the memory.

use app::paths;
use axum::{
    Extension, Router,
    body::{Body, Bytes},
    extract::{OriginalUri, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
    routing::get,
};
use domain::{
    Actor, Error, Portal,
    audit::{Format, Line},
    id::RequestId,
};
use futures::{Stream, StreamExt, TryStreamExt};
use jiff::Timestamp;
use serde::Serialize;

use crate::{environment_export::Row, plain::Plain};

/// What one thing is in a file.
pub trait Exported {
    /// The columns of the CSV file.
    const COLUMNS: &'static [&'static str];
    type Json<'e>: Serialize
    where
        Self: 'e;

    /// As many values as there are columns.
    fn record(&self) -> Vec<String>;
    /// Flat, as programs like it.
    fn json(&self) -> Self::Json<'_>;
}

/// A list that people take away.
pub trait Listed: Exported + Sized + Send + 'static {
    /// What its files are called, before the time.
    const NAME: &'static str;

    /// Begins to read what the filters of the address let through, in batches of which none but the last is empty.
    fn read(
        portal: &Portal,
        actor: &Actor,
        address: &str,
        format: Format,
    ) -> impl Future<Output = Result<impl Stream<Item = Result<Vec<Self>, Error>> + Send + 'static, Error>> + Send;
}

/// What exports are made of.
#[derive(Clone)]
pub struct Exports {
    pub portal: Portal,
    pub plain: Plain,
}

/// Who asks for what.
type Asked = (Extension<Actor>, Extension<RequestId>, OriginalUri, HeaderMap);

impl Exports {
    pub fn router(self) -> Router {
        files::<Row>(paths::ENVIRONMENTS_CSV, paths::ENVIRONMENTS_JSON)
            .merge(files::<Line>(paths::LOG_CSV, paths::LOG_JSON))
            .with_state(self)
    }

    async fn answer<L: Listed>(self, asked: Asked, format: Format) -> Response {
        let (Extension(actor), Extension(request), OriginalUri(uri), headers) = asked;
        let portal = self.portal.during(request);
        match L::read(&portal, &actor, &uri.to_string(), format).await {
            Ok(batches) => answer(L::NAME, portal.now(), format, batches),
            Err(error) => self.plain.error(&headers, error),
        }
    }
}

fn files<L: Listed>(csv: &str, json: &str) -> Router<Exports> {
    let file = |format| get(move |State(exports): State<Exports>, asked: Asked| exports.answer::<L>(asked, format));
    Router::new().route(csv, file(Format::Csv)).route(json, file(Format::Json))
}

/// The answer with a file of what comes in batches, of which none but the last is empty.
pub fn answer<E, B>(name: &str, now: Timestamp, format: Format, batches: B) -> Response
where
    E: Exported,
    B: Stream<Item = Result<Vec<E>, Error>> + Send + 'static,
{
    let (ending, kind) = match format {
        Format::Csv => ("csv", "text/csv; charset=utf-8; header=present"),
        Format::Json => ("json", "application/json"),
    };
    let time = now.strftime("%Y-%m-%dT%H%M%SZ").to_string();
    let disposition = format!("attachment; filename=\"{name}-{time}.{ending}\"");
    let headers = [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    let mut first = true;
    let pieces = batches.map_ok(move |batch| {
        let first = std::mem::take(&mut first);
        match format {
            Format::Csv => csv_piece(&batch, first),
            Format::Json => json_piece(&batch, first),
        }
    });
    // Whatever compresses the body asks once more after its end.
    (headers, Body::from_stream(pieces.fuse())).into_response()
}

fn csv_piece<E: Exported>(batch: &[E], first: bool) -> Bytes {
    let mut out = csv::Writer::from_writer(Vec::new());
    // Writing into memory does not fail, and all records have as many fields.
    if first {
        let _written = out.write_record(E::COLUMNS);
    }
    for one in batch {
        let _written = out.write_record(one.record().into_iter().map(cell));
    }
    out.into_inner().unwrap_or_default().into()
}

/// A spreadsheet would run what begins like a formula.
fn cell(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

fn json_piece<E: Exported>(batch: &[E], first: bool) -> Bytes {
    let mut out = Vec::new();
    for (n, one) in batch.iter().enumerate() {
        out.extend_from_slice(if first && n == 0 { b"[\n" } else { b",\n" });
        // Nothing that is exported can fail to be written.
        let _written = serde_json::to_writer(&mut out, &one.json());
    }
    if batch.is_empty() {
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
