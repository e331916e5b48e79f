//! How many requests are worked on at once; the others are asked to come back.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};
use tokio::sync::Semaphore;

use crate::plain::Plain;

/// What the layer knows.
#[derive(Clone)]
pub struct Busy {
    places: Arc<Semaphore>,
    plain: Plain,
}

impl Busy {
    pub fn new(places: usize, plain: Plain) -> Self {
        Self { places: Arc::new(Semaphore::new(places)), plain }
    }
}

/// The layer. Waiting in a line that is full helps nobody: the answer is at once.
pub async fn shed(State(busy): State<Busy>, request: Request, next: Next) -> Response {
    let Ok(_place) = busy.places.try_acquire() else {
        let words = "Too many people want something at once. Try again in a few seconds.";
        let mut response =
            busy.plain.answer(request.headers(), StatusCode::SERVICE_UNAVAILABLE, "The portal is busy", words);
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
        return response;
    };
    next.run(request).await
}
