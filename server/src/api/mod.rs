//! The portal for programs: JSON over `/api/v1`, with a token of somebody's. The same use cases as behind the pages.
//!
//! Routes and their description are one thing here: what is no operation of [`document`] has no route.

mod blueprints;
mod caller;
mod connections;
mod described;
mod environments;
mod form;
mod key;
mod me;
mod piece;
mod pointer;
mod problem;
mod requests;
mod sent;
pub mod shape;
mod tags;
mod teams;
mod version;

use std::{sync::OnceLock, time::Duration};

use app::{context::PublicAddress, paths};
use axum::{
    Extension, Json, Router,
    extract::{DefaultBodyLimit, Request, State},
    http::StatusCode,
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{any, get},
};
use domain::Portal;
use tower_http::{CompressionLevel, compression::CompressionLayer, timeout::TimeoutLayer};
use utoipa::{OpenApi as _, openapi::OpenApi};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    bodies,
    busy::{self, Busy},
    plain::Plain,
    render::{Running, alone},
};
use problem::Problem;

/// What the API is made of.
pub struct Api {
    pub portal: Portal,
    /// Scheme and host, which links in other people's hands need.
    pub address: PublicAddress,
    pub plain: Plain,
    pub busy: Busy,
    pub running: Running,
    /// A call is given up after so long.
    pub longest: Duration,
}

/// What stands around the operations in the document.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "FinSpace Portal",
        description = "Environments and their tags, teams and requests, for programs. Every call carries \
                       `Authorization: Bearer` with an API token, which its owner makes under Account."
    ),
    components(schemas(problem::Document)),
    modifiers(&Token)
)]
struct About;

/// How a call says for whom it is.
struct Token;

impl utoipa::Modify for Token {
    fn modify(&self, document: &mut OpenApi) {
        use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("fsp_…").build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(bearer));
        document.security = Some(vec![SecurityRequirement::new("token", Vec::<String>::new())]);
    }
}

/// All operations with their routes.
fn operations() -> OpenApiRouter<Portal> {
    let operations = OpenApiRouter::default()
        .routes(routes!(me::me))
        .routes(routes!(connections::list))
        .routes(routes!(environments::list, environments::create))
        .routes(routes!(environments::show, environments::edit, environments::delete))
        .routes(routes!(tags::show, tags::replace))
        .routes(routes!(teams::list))
        .routes(routes!(teams::show))
        .routes(routes!(teams::members))
        .routes(routes!(teams::links))
        .routes(routes!(blueprints::list))
        .routes(routes!(requests::list, requests::ask))
        .routes(routes!(requests::show))
        .routes(routes!(requests::comments, requests::comment))
        .routes(routes!(requests::withdraw))
        .routes(routes!(requests::approve))
        .routes(routes!(requests::decline));
    OpenApiRouter::with_openapi(About::openapi()).nest(paths::API, operations)
}

/// The description of all operations, as it is served.
pub fn document() -> &'static OpenApi {
    static DOCUMENT: OnceLock<OpenApi> = OnceLock::new();
    DOCUMENT.get_or_init(|| described::with_problems(operations().into_openapi()))
}

impl Api {
    /// The routes, with everything that stands around them.
    pub fn router(self) -> Router {
        let Self { portal, address, plain, busy, running, longest } = self;
        let (operations, _) = operations().split_for_parts();
        // Whoever is nobody learns nothing of what is there, not even by an address that is not.
        let known = operations
            .route(paths::API, any(missing))
            .route(&format!("{}/{{*rest}}", paths::API), any(missing))
            .layer(from_fn_with_state(portal.clone(), caller::find))
            .layer(Extension(address))
            .with_state(portal);
        // Layers that are added later stand further outside.
        Router::new()
            .route(paths::API_DOCUMENT, get(|| async { Json(document()) }))
            .merge(known)
            .layer(DefaultBodyLimit::disable())
            .layer(from_fn_with_state((running, plain.clone()), to_the_end))
            .layer(from_fn(sent::accepts_json))
            .layer(from_fn_with_state(plain, bodies::bound))
            .layer(from_fn_with_state(busy, busy::shed))
            .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, longest))
            .layer(from_fn(problem::shape))
            .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
    }
}

async fn missing() -> Problem {
    Problem::of_status(StatusCode::NOT_FOUND)
}

/// A call ends whatever becomes of the program that sent it: a creation must not be cut in half.
async fn to_the_end(State((running, plain)): State<(Running, Plain)>, request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let answer = alone(&running, async move { next.run(request).await });
    answer.await.unwrap_or_else(|cause| plain.failed(&headers, &format!("a call of the API: {cause}"))).into_response()
}
