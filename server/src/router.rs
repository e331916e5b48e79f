//! Which path goes where, inside which layers.

use std::{
    any::Any,
    sync::{Arc, OnceLock},
    time::Duration,
};

use app::context::PublicAddress;
use axum::{
    Router,
    http::{HeaderMap, StatusCode},
    middleware::from_fn_with_state,
    response::Response,
    routing::{MethodFilter, get, on},
};
use domain::{Portal, ports::Chance};
use tower_http::{
    CompressionLevel, catch_panic::CatchPanicLayer, compression::CompressionLayer, timeout::TimeoutLayer,
};
use tower_sessions::SessionStore;
use utoipa::openapi::PathItem;

use crate::{
    api::{self, Api},
    assets::Site,
    auth::{
        actor::{self, ActorLayer},
        origin::{self, OriginCheck},
        session,
        single_sign_on::Doors,
    },
    bodies,
    busy::{self, Busy},
    downloads::Downloads,
    export::Exports,
    headers, health, journal,
    live::{self, Live},
    plain::Plain,
    qr::Qr,
    render::{self, Render, Running},
    settings::PublicUrl,
};

/// A request is given up after so long. The longest honest one sends a metadata document over a slow line.
const LONGEST: Duration = Duration::from_mins(3);

/// What the router is made of.
pub struct Parts<S> {
    pub portal: Portal,
    pub sessions: S,
    pub public: PublicUrl,
    pub site: Site,
    pub plain: Plain,
    pub live: Live,
    pub chance: Arc<dyn Chance>,
    pub running: Running,
    /// Requests worked on at once.
    pub requests: usize,
}

/// The paths of all pages. Finding them renders the whole app, so it is done once per process.
pub fn pages() -> &'static [String] {
    static PAGES: OnceLock<Vec<String>> = OnceLock::new();
    PAGES.get_or_init(|| {
        let routes = leptos_axum::generate_route_list(app::App);
        routes.iter().map(|route| route.path().to_owned()).collect()
    })
}

/// What programs can do, each as its method and its path.
pub fn operations() -> Vec<(String, String)> {
    let paths = &api::document().paths.paths;
    let methods = |path: &str, item: &PathItem| {
        let all = [
            ("GET", &item.get),
            ("PUT", &item.put),
            ("POST", &item.post),
            ("DELETE", &item.delete),
            ("PATCH", &item.patch),
        ];
        let there = all.into_iter().filter(|(_, operation)| operation.is_some());
        there.map(|(method, _)| (method.to_owned(), path.to_owned())).collect::<Vec<_>>()
    };
    paths.iter().flat_map(|(path, item)| methods(path, item)).collect()
}

/// The whole site.
pub fn router<S: SessionStore + Clone>(parts: Parts<S>) -> Router {
    let Parts { portal, sessions, public, site, plain, live, chance, running, requests } = parts;
    let secure = public.is_secure();
    let cookie = session::cookie_name(secure);
    let address = PublicAddress(public.to_string());
    let qr = Qr { portal: portal.clone(), address: address.clone(), plain: plain.clone() };
    let busy = Busy::new(requests, plain.clone());
    let programs = Api {
        portal: portal.clone(),
        address: address.clone(),
        plain: plain.clone(),
        busy: busy.clone(),
        running: running.clone(),
        longest: LONGEST,
    };
    let render = Render { portal: portal.clone(), assets: site.assets.clone(), address, plain: plain.clone(), running };
    let exports = Exports { portal: portal.clone(), plain: plain.clone() };
    let doors = Doors { portal: portal.clone(), plain: plain.clone(), secure };
    let downloads = Downloads { portal: portal.clone(), plain: plain.clone() };
    let knows = ActorLayer { portal: portal.clone(), public: public.clone(), plain: plain.clone() };

    // Layers that are added later stand further outside.
    let people = with_pages(render)
        .merge(downloads.router())
        .merge(exports.router())
        .merge(qr.router())
        .merge(doors.router())
        .merge(Router::new().route(app::paths::EVENTS, get(live::events)).with_state(live))
        .layer(from_fn_with_state(plain.clone(), bodies::in_parts))
        .layer(from_fn_with_state(knows, actor::find))
        .layer(session::layer(sessions, secure))
        .layer(from_fn_with_state(cookie, session::strict_removal))
        .layer(from_fn_with_state(plain.clone(), bodies::bound))
        .layer(from_fn_with_state(busy, busy::shed))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, LONGEST))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest));
    Router::new()
        .merge(people)
        .merge(site.router())
        .merge(health::router(portal))
        .layer(from_fn_with_state(OriginCheck { public, cookie, plain: plain.clone() }, origin::check))
        // No cookie counts there, so no other site can send anything in somebody's name.
        .merge(programs.router())
        .layer(CatchPanicLayer::custom(move |cause: Box<dyn Any + Send>| broken(&plain, &*cause)))
        .layer(from_fn_with_state(secure, headers::secure))
        .layer(from_fn_with_state(chance, journal::line))
}

/// Pages by GET, calls by whatever they are declared with, and a page for every other address.
fn with_pages(render: Render) -> Router {
    let mut router = Router::new();
    for page in pages() {
        router = router.route(page, get(render::page));
    }
    for (path, method) in server_fn::axum::server_fn_paths() {
        let Ok(method) = MethodFilter::try_from(method) else { continue };
        router = router.route(path, on(method, render::call));
    }
    router.fallback(get(render::missing)).with_state(render)
}

fn broken(plain: &Plain, cause: &(dyn Any + Send)) -> Response<axum::body::Body> {
    let text = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
    plain.failed(&HeaderMap::new(), &format!("a panic: {}", text.unwrap_or("without words")))
}
