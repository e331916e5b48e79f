//! Metadata documents as files, of environments and of drafts.

use app::context::draft_document;
use axum::{
    Extension, Router,
    extract::{Path, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
    routing::get,
};
use domain::{
    Actor, Error, Portal,
    id::{ConnectionName, DraftId, EnvironmentId},
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
            .with_state(self)
    }

    fn answer(&self, asked: &HeaderMap, document: Result<String, Error>, name: &str) -> Response {
        match document {
            Ok(document) => {
                let disposition = format!("attachment; filename=\"{name}-metadata.xml\"");
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
    Path((connection, id)): Path<(String, String)>,
    asked: HeaderMap,
) -> Response {
    let document = async {
        let missing = || Error::NotFound("This document".into());
        let connection = ConnectionName::parse(&connection).map_err(|_| missing())?;
        let id = EnvironmentId::parse(&id).map_err(|_| missing())?;
        let detail = downloads.portal.environment(&actor, &connection, &id).await?;
        detail.environment.federation.metadata_document.ok_or_else(missing)
    };
    downloads.answer(&asked, document.await, &id)
}

async fn draft(
    State(downloads): State<Downloads>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    asked: HeaderMap,
) -> Response {
    let document = async {
        let missing = || Error::NotFound("This document".into());
        let id = DraftId::parse(&id).ok_or_else(missing)?;
        let draft = downloads.portal.draft(&actor, &id).await?;
        draft_document(&draft).ok_or_else(missing)
    };
    downloads.answer(&asked, document.await, "draft")
}
