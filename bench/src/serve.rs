//! The two things that the portal's list is compared with: its own bytes as they are, and maud.

use std::{error::Error, fs, net::SocketAddr, path::Path, sync::Arc};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderName, header},
    routing::get,
};
use jiff::{SignedDuration, Timestamp};
use maud::{Markup, PreEscaped, html};
use tokio::net::TcpListener;
use tower_http::{CompressionLevel, compression::CompressionLayer};

use crate::sample::{Sample, sample};

/// Rows of a page.
const ROWS: usize = 50;

/// A page of the portal, cut where its rows stand: maud renders the rows, and gets what stands around them for nothing.
struct Page {
    head: String,
    tail: String,
    check: &'static str,
    external: &'static str,
    rows: Vec<(Sample, Timestamp)>,
}

type Failed = Box<dyn Error + Send + Sync>;

#[tokio::main]
pub async fn serve(listen: SocketAddr, file: &Path) -> Result<(), Failed> {
    let whole = fs::read_to_string(file).map_err(|cause| format!("{}: {cause}", file.display()))?;
    let bytes = Bytes::from(whole.clone());
    let page = Arc::new(Page::of(&whole)?);
    let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    let plain = Router::new()
        .route("/static", get(move || async move { (kind, bytes) }))
        .route("/maud", get(maud))
        .with_state(Arc::clone(&page));
    // As the portal compresses.
    let small = Router::new()
        .route("/maud-compressed", get(maud))
        .with_state(page)
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest));
    let listener = TcpListener::bind(listen).await?;
    println!("{}", listener.local_addr()?);
    Ok(axum::serve(listener, plain.merge(small)).await?)
}

async fn maud(State(page): State<Arc<Page>>) -> ([(HeaderName, &'static str); 1], String) {
    #[expect(clippy::disallowed_methods, reason = "the page says how long ago something was")]
    let now = Timestamp::now();
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page.render(now).into_string())
}

impl Page {
    fn of(whole: &str) -> Result<Self, Failed> {
        let (head, rest) = whole.split_once("<tbody>").ok_or("the page has no <tbody>")?;
        let (rows, tail) = rest.split_once("</tbody>").ok_or("the page's <tbody> has no end")?;
        let found = rows.matches("<tr").count();
        if found != ROWS {
            return Err(format!("the page has {found} rows and not {ROWS}").into());
        }
        let mut icons = rows.match_indices("<svg").map(|(from, _)| {
            let icon = &rows[from..];
            icon.find("</svg>").map_or("", |end| &icon[..end + "</svg>".len()])
        });
        let (check, external) = (icons.next().unwrap_or_default(), icons.next().unwrap_or_default());
        #[expect(clippy::disallowed_methods, reason = "the rows are as old as this program")]
        let began = Timestamp::now();
        let rows = (0..ROWS).map(|n| (sample(n), began - SignedDuration::from_mins(7 * i64::try_from(n).unwrap_or(0))));
        Ok(Self {
            head: head.to_owned(),
            tail: tail.to_owned(),
            // Two constants for as long as the program runs, as they are in the portal.
            check: check.to_owned().leak(),
            external: external.to_owned().leak(),
            rows: rows.collect(),
        })
    }

    fn render(&self, now: Timestamp) -> Markup {
        html! {
            (PreEscaped(&self.head))
            tbody {
                @for (row, at) in &self.rows { (self.row(row, *at, now)) }
            }
            (PreEscaped(&self.tail))
        }
    }

    /// The cells, links and times of a row of the portal's list.
    fn row(&self, row: &Sample, at: Timestamp, now: Timestamp) -> Markup {
        let detail = format!("/environments/local/{}", row.id);
        let exact = at.strftime("%Y-%m-%d %H:%M:%S UTC");
        html! {
            tr id={ "local/" (row.id) } {
                th scope="row" class="wrap" data-label="Name" {
                    div { a href=(detail) { (row.name) } div class="row-id" { (row.id) } }
                }
                td data-label="Status" data-say=(row.name) {
                    span class="badge" data-tone="success" { (PreEscaped(self.check)) "Created" }
                }
                td data-label="Sign-in mode" { @if row.federated { "Federated" } @else { "Local" } }
                td data-label="Connection" { div { "local" div class="row-id" { "us-east-1" } } }
                td data-label="Tags" {
                    div class="chips" {
                        @for (key, value) in row.tags.iter().take(2) {
                            span class="chip" { span { (key) ": " b { (value) } } }
                        }
                        @if row.tags.len() > 2 { a class="small nowrap" href={ (detail) "#tags" } { "and " (row.tags.len() - 2) " more" } }
                    }
                }
                td data-label="Changed" class="nowrap" {
                    time data-ago datetime=(at.strftime("%Y-%m-%dT%H:%M:%SZ")) title=(exact) { (ago(at, now)) }
                }
                td class="actions" {
                    a class="button button-link" target="_blank" rel="noopener noreferrer"
                        href={ "http://" (row.id) ".us-east-1.amazonfinspace.localhost:4567" } {
                        "Sign in" (PreEscaped(self.external))
                        span class="visually-hidden" { " to " (row.name) " (opens in a new tab)" }
                    }
                }
            }
        }
    }
}

fn ago(at: Timestamp, now: Timestamp) -> String {
    match now.as_second() - at.as_second() {
        seconds @ ..60 => format!("{seconds} seconds ago"),
        seconds @ 60..3600 => format!("{} minutes ago", seconds / 60),
        seconds => format!("{} hours ago", seconds / 3600),
    }
}
