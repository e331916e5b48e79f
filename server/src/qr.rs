//! Permanent links, and the keys of authenticator apps, as images to be scanned.

use app::{
    context::{OFFERED, PublicAddress},
    paths,
};
use axum::{
    Extension, Router,
    extract::{Path, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
    routing::get,
};
use domain::{Actor, Error, Portal, id::LinkId};
use qrcode::{EcLevel, QrCode, render::svg};
use tower_sessions::Session;

use crate::plain::Plain;

/// What the images are made of.
#[derive(Clone)]
pub struct Qr {
    pub portal: Portal,
    /// Scheme and host: a camera knows no other way.
    pub address: PublicAddress,
    pub plain: Plain,
}

impl Qr {
    pub fn router(self) -> Router {
        Router::new().route("/go/{link}/qr.svg", get(image)).route(paths::SECOND_FACTOR_QR, get(key)).with_state(self)
    }
}

/// Only for those who see the link: for everybody else there is no such image.
async fn image(
    State(qr): State<Qr>,
    Extension(actor): Extension<Actor>,
    Path(link): Path<String>,
    asked: HeaderMap,
) -> Response {
    let found = async {
        let id = LinkId::parse(&link).ok_or_else(|| Error::NotFound("This link".into()))?;
        qr.portal.link(&actor, &id).await?;
        drawn(&format!("{}{}", qr.address.0, paths::go(&id))).map_err(|cause| qr.portal.broken(&cause))
    };
    match found.await {
        Ok(image) => ([(header::CONTENT_TYPE, "image/svg+xml")], image).into_response(),
        Err(error) => qr.plain.error(&asked, error),
    }
}

/// The key of the app that is being set up in this browser, and nothing once it is.
async fn key(State(qr): State<Qr>, Extension(actor): Extension<Actor>, session: Session, asked: HeaderMap) -> Response {
    let found = async {
        let sealed: Option<String> = session.get(OFFERED).await.map_err(|cause| qr.portal.broken(&cause))?;
        let offer = sealed.map(|sealed| qr.portal.app_offer(&actor, &sealed)).transpose()?.flatten();
        let offer = offer.ok_or_else(|| Error::NotFound("This image".into()))?;
        drawn(&paths::authenticator(&offer.email, &offer.secret)).map_err(|cause| qr.portal.broken(&cause))
    };
    match found.await {
        Ok(image) => ([(header::CONTENT_TYPE, "image/svg+xml")], image).into_response(),
        Err(error) => qr.plain.error(&asked, error),
    }
}

/// Dark on light with the quiet zone around it that scanners want, whatever the page looks like.
fn drawn(address: &str) -> Result<String, qrcode::types::QrError> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M)?;
    Ok(code.render::<svg::Color<'_>>().min_dimensions(176, 176).build())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_becomes_an_image_without_styles_or_scripts() {
        let image = drawn("https://portal.example/go/abcdefghijkl").unwrap();
        assert!(image.contains("<svg") && !image.contains("style=") && !image.contains("<script"), "{image}");
        assert!(drawn(&"x".repeat(10_000)).is_err());
    }
}
