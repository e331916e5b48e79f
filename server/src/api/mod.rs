//! The portal for programs: JSON over `/api/v1`, with a token of somebody's. The same use cases as behind the pages.
//!
//! Routes and their description are one thing here: what is no operation of [`document`] has no route.

mod caller;
mod connections;
mod environments;
mod form;
mod me;
mod pointer;
mod problem;
mod sent;
mod shape;
mod tags;
mod version;

use std::{sync::OnceLock, time::Duration};

use app::paths;
use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Request, State},
    http::StatusCode,
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{any, get},
};
use domain::Portal;
use tower_http::{CompressionLevel, compression::CompressionLayer, timeout::TimeoutLayer};
use utoipa::{
    OpenApi as _,
    openapi::{OpenApi, Ref, RefOr, Response as Described, content::ContentBuilder},
};
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
        description = "Environments and their tags, for programs. Every call carries `Authorization: Bearer` with an API \
                       token, which its owner makes under Account."
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
        .routes(routes!(tags::show, tags::replace));
    OpenApiRouter::with_openapi(About::openapi()).nest(paths::API, operations)
}

/// The description of all operations, as it is served.
pub fn document() -> &'static OpenApi {
    static DOCUMENT: OnceLock<OpenApi> = OnceLock::new();
    DOCUMENT.get_or_init(|| with_problems(operations().into_openapi()))
}

/// Adds what every operation can answer when it does not work.
fn with_problems(mut document: OpenApi) -> OpenApi {
    let problem = |words: &str| {
        let reference = RefOr::Ref(Ref::from_schema_name("Problem"));
        let content = ContentBuilder::new().schema(Some(reference)).build();
        let mut described = Described::new(words);
        described.content.insert(problem::MEDIA_TYPE.into(), RefOr::T(content));
        RefOr::T(described)
    };
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.put, &mut item.post, &mut item.delete, &mut item.patch];
        for operation in operations.into_iter().flatten() {
            let responses = &mut operation.responses.responses;
            responses.insert("4XX".into(), problem("The call asks for what cannot be; `detail` says why."));
            responses.insert("5XX".into(), problem("The portal or FinSpace could not do it; `detail` says more."));
        }
    }
    document
}

impl Api {
    /// The routes, with everything that stands around them.
    pub fn router(self) -> Router {
        let Self { portal, plain, busy, running, longest } = self;
        let (operations, _) = operations().split_for_parts();
        // Whoever is nobody learns nothing of what is there, not even by an address that is not.
        let known = operations
            .route(paths::API, any(missing))
            .route(&format!("{}/{{*rest}}", paths::API), any(missing))
            .layer(from_fn_with_state(portal.clone(), caller::find))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_has_a_name_of_its_own_and_says_how_it_fails() {
        let document = serde_json::to_value(document()).unwrap();
        assert_eq!(document["openapi"], "3.1.0");
        let mut names = std::collections::BTreeSet::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            assert!(path.starts_with("/api/v1/"), "{path}");
            for (method, operation) in item.as_object().unwrap() {
                assert!(names.insert(operation["operationId"].as_str().unwrap().to_owned()), "{method} {path}");
                assert!(operation["summary"].is_string(), "{method} {path}");
                let problem = &operation["responses"]["4XX"]["content"]["application/problem+json"]["schema"];
                assert_eq!(problem["$ref"], "#/components/schemas/Problem", "{method} {path}");
            }
        }
        assert_eq!(names.len(), 9);
    }
}
