//! The document around every page. Server only.

use leptos::{hydration::AutoReload, nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;

use crate::{
    App,
    context::{self, SCRIPTS_COOKIE},
};

/// Where the browser finds the site's files: addresses under `/pkg`, with their hashes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assets {
    pub js: String,
    pub wasm: String,
    pub css: String,
    /// Where `make dev` tells that a page is to be loaded again.
    pub reload_port: Option<u16>,
}

/// The whole document of one request.
#[must_use]
pub fn document() -> impl IntoView {
    let assets = use_context::<Assets>().unwrap_or_default();
    let nonce = use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
    context::set_header(axum::http::header::CONTENT_SECURITY_POLICY, &policy(&nonce, assets.reload_port));
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=context::theme().attribute()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="data:,"/>
                <link rel="stylesheet" href=assets.css/>
                <MetaTags/>
                {assets.reload_port.map(reload)}
                <script type="module" nonce=nonce inner_html=awaken(&assets.js, &assets.wasm)></script>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// Nothing but our own files, and scripts only with this response's nonce.
#[must_use]
pub fn policy(nonce: &str, reload_port: Option<u16>) -> String {
    let reload = reload_port.map(|port| format!(" ws://127.0.0.1:{port} ws://localhost:{port}")).unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; connect-src 'self'{reload}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

/// The script of `make dev`.
fn reload(port: u16) -> impl IntoView {
    let options = LeptosOptions::builder().output_name("portal").reload_port(u32::from(port)).build();
    view! { <AutoReload options/> }
}

/// Says that this browser runs scripts, loads the browser's half when the page has islands, and wakes them. Without it the page works as it is.
fn awaken(js: &str, wasm: &str) -> String {
    if js.is_empty() {
        return String::new();
    }
    format!(
        "document.cookie='{SCRIPTS_COOKIE}=yes;path=/;samesite=lax';\
         const islands=document.querySelectorAll('leptos-island');\
         if(islands.length){{const code=await import('{js}');await code.default({{module_or_path:'{wasm}'}});code.hydrate();\
         for(const island of islands)code[island.dataset.component]?.(island);\
         document.documentElement.dataset.awake='yes'}}"
    )
}
