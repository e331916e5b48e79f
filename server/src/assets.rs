//! The browser's files: found once at start, served with their hash in the name and forever.

use std::path::{Path, PathBuf};

use app::shell::Assets;
use axum::{
    Router,
    http::{HeaderValue, StatusCode, header},
    middleware,
    response::Response,
};
use tower_http::services::ServeDir;

/// What the build calls the browser's half.
const NAME: &str = "portal";
/// Where the files are, below the site folder and in addresses.
const FOLDER: &str = "pkg";

/// Where the files are and what they are called.
#[derive(Clone, Debug)]
pub struct Site {
    folder: PathBuf,
    pub assets: Assets,
}

impl Site {
    /// Looks for the files. Without them the portal runs all the same, plain and without islands: it says so.
    #[must_use]
    pub fn find(site: &Path) -> Self {
        let folder = site.join(FOLDER);
        let names: Vec<String> = std::fs::read_dir(&folder)
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .collect();
        let hashes = hashes();
        let address = |kind: &str, extension: &str| {
            name(&names, &hashes, kind, extension).map(|name| format!("/{FOLDER}/{name}")).unwrap_or_default()
        };
        let assets = Assets {
            js: address("js", "js"),
            wasm: address("wasm", "wasm"),
            css: address("css", "css"),
            reload_port: reload_port(),
        };
        if assets.js.is_empty() || assets.wasm.is_empty() || assets.css.is_empty() {
            tracing::warn!(
                folder = %folder.display(),
                "the browser's files are not all here: pages go without them. Build them with make run, or name their folder with --site"
            );
        }
        Self { folder, assets }
    }

    /// Serves the folder. A name is never used for other bytes, so browsers keep what they got; `make dev` has no hashes in names.
    pub fn router(&self) -> Router {
        let files =
            ServeDir::new(&self.folder).precompressed_br().precompressed_gzip().append_index_html_on_directories(false);
        let files = Router::new().nest_service(&format!("/{FOLDER}"), files);
        if self.assets.reload_port.is_some() { files } else { files.layer(middleware::map_response(keep)) }
    }
}

/// Where cargo-leptos tells browsers to load the page again, when it watches.
fn reload_port() -> Option<u16> {
    let watched = cfg!(debug_assertions) && std::env::var_os("LEPTOS_WATCH").is_some();
    watched.then(|| std::env::var("LEPTOS_RELOAD_PORT").ok()?.parse().ok()).flatten()
}

async fn keep(mut response: Response) -> Response {
    if matches!(response.status(), StatusCode::OK | StatusCode::NOT_MODIFIED | StatusCode::PARTIAL_CONTENT) {
        let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
        response.headers_mut().insert(header::CACHE_CONTROL, forever);
    }
    response
}

/// The lines of `hash.txt`, which the build writes beside the program: `js: …`, `wasm: …`, `css: …`.
fn hashes() -> Vec<(String, String)> {
    let beside = std::env::current_exe().ok().and_then(|program| Some(program.parent()?.join("hash.txt")));
    let text = beside.and_then(|path| std::fs::read_to_string(path).ok()).unwrap_or_default();
    text.lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(kind, hash)| (kind.trim().into(), hash.trim().into()))
        .collect()
}

/// The name of one file: with the hash that was written down, else without any, as long as it is there.
fn name(names: &[String], hashes: &[(String, String)], kind: &str, extension: &str) -> Option<String> {
    let hashed = hashes.iter().filter(|(of, _)| of == kind).map(|(_, hash)| format!("{NAME}.{hash}.{extension}"));
    let bare = [format!("{NAME}.{extension}"), format!("{NAME}_bg.{extension}")];
    hashed.chain(bare).find(|name| names.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_that_was_written_down_counts() {
        let names = ["portal.old.js", "portal.new.js", "portal.wasm"].map(String::from);
        let hashes = [("js".to_owned(), "new".to_owned())];
        assert_eq!(name(&names, &hashes, "js", "js").as_deref(), Some("portal.new.js"));
        assert_eq!(name(&names, &hashes, "wasm", "wasm").as_deref(), Some("portal.wasm"));
        assert_eq!(name(&names, &hashes, "css", "css"), None);
    }
}
