//! Metadata documents as files, of environments, drafts and requests, and FinSpace's own.

use app::{
    components::{SERVICE_PROVIDER_FILE, service_provider_of},
    context::{asked_document, draft_document},
};
use axum::{
    Extension, Router,
    extract::{Path, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
    routing::get,
};
use domain::{
    Actor, Error, Portal,
    environment::{Federation, Mode},
    id::{ConnectionName, DraftId, EnvironmentId, EnvironmentRequestId},
    portal::Live,
};

use crate::plain::Plain;

/// What downloads are made of.
#[derive(Clone)]
pub struct Downloads {
    pub portal: Portal,
    pub plain: Plain,
}

impl Downloads {
    pub fn router(self) -> Router {
        Router::new()
            .route("/environments/new/{draft}/metadata.xml", get(draft))
            .route("/environments/{connection}/{id}/metadata.xml", get(environment))
            .route("/environments/{connection}/{id}/service-provider.xml", get(service_provider))
            .route("/requests/{request}/metadata.xml", get(request))
            .with_state(self)
    }

    /// Something of an environment's federation. While FinSpace cannot be read, nobody can say that it is not there.
    async fn of_federation(
        &self,
        actor: &Actor,
        (connection, id): &(String, String),
        take: impl FnOnce(Federation) -> Option<String>,
    ) -> Result<String, Error> {
        let missing = || Error::NotFound("This document".into());
        let connection = ConnectionName::parse(connection).map_err(|_| missing())?;
        let id = EnvironmentId::parse(id).map_err(|_| missing())?;
        let detail = self.portal.environment(actor, &connection, &id).await?;
        let is_federated = detail.environment.mode == Mode::Federated;
        match (take(detail.environment.federation), detail.live) {
            (Some(document), _) => Ok(document),
            (None, Live::Known { refusal, .. }) if is_federated => Err(Error::FinSpace(refusal)),
            (None, _) => Err(missing()),
        }
    }

    fn answer(&self, asked: &HeaderMap, document: Result<String, Error>, name: &str) -> Response {
        match document {
            Ok(document) => {
                let disposition = format!("attachment; filename=\"{name}\"");
                let kind = "application/samlmetadata+xml; charset=utf-8".to_owned();
                ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)], document).into_response()
            }
            Err(error) => self.plain.error(asked, error),
        }
    }
}

async fn environment(
    State(downloads): State<Downloads>,
    Extension(actor): Extension<Actor>,
    Path(place): Path<(String, String)>,
    asked: HeaderMap,
) -> Response {
    let document = downloads.of_federation(&actor, &place, |federation| federation.metadata_document).await;
    downloads.answer(&asked, document, &format!("{}-metadata.xml", place.1))
}

async fn service_provider(
    State(downloads): State<Downloads>,
    Extension(actor): Extension<Actor>,
    Path(place): Path<(String, String)>,
    asked: HeaderMap,
) -> Response {
    let document = downloads.of_federation(&actor, &place, |federation| service_provider_of(&federation)).await;
    downloads.answer(&asked, document, SERVICE_PROVIDER_FILE)
}

async fn draft(
    State(downloads): State<Downloads>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    asked: HeaderMap,
) -> Response {
    let of = async |id| Ok(draft_document(&downloads.portal.draft(&actor, &id).await?));
    downloads.answer(&asked, kept(DraftId::parse(&id), of).await, "draft-metadata.xml")
}

async fn request(
    State(downloads): State<Downloads>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    asked: HeaderMap,
) -> Response {
    let of = async |id| Ok(asked_document(&downloads.portal.request(&actor, &id, 1).await?.asked));
    downloads.answer(&asked, kept(EnvironmentRequestId::parse(&id), of).await, "requested-metadata.xml")
}

/// The document of what the portal keeps itself.
async fn kept<I>(id: Option<I>, of: impl AsyncFnOnce(I) -> Result<Option<String>, Error>) -> Result<String, Error> {
    let missing = || Error::NotFound("This document".into());
    of(id.ok_or_else(missing)?).await?.ok_or_else(missing)
}
