//! Finds out who asks, from the session, and leaves them in the request as a [`domain::Actor`].

use app::{
    context::{CAME, PERSON},
    paths,
};
use axum::{
    extract::{Request, State},
    http::StatusCode,
    middleware::Next,
    response::Response,
};
use domain::{Actor, Error, Portal, factor::Came, id::PersonId};
use jiff::Timestamp;
use tower_sessions::{Session, session};

use super::{
    factor,
    session::{TIMES, Times},
    strangers,
};
use crate::{plain::Plain, settings::PublicUrl};

/// What the layer knows.
#[derive(Clone)]
pub struct ActorLayer {
    pub portal: Portal,
    pub public: PublicUrl,
    pub plain: Plain,
}

/// The layer. Strangers get no further than the doors that are open to all.
pub async fn find(State(layer): State<ActorLayer>, mut request: Request, next: Next) -> Response {
    let Some(session) = request.extensions().get::<Session>().cloned() else {
        tracing::error!("the actor layer stands outside of the session layer");
        return layer.plain.broken(request.headers());
    };
    // A page that listens, and fetches itself again, is not somebody who does something.
    let idles = request.uri().path() == paths::EVENTS || request.headers().contains_key(paths::LIVE_HEADER);
    let before = match who(&layer.portal, &session, idles).await {
        Ok(actor) => actor,
        Err(cause) => return cause.answer(&layer.plain, &request),
    };
    let person = before.as_ref().map(|(actor, _)| actor.person.clone());
    match before {
        Some((actor, came)) => {
            match layer.portal.must_set_up(&actor, came).await {
                Ok(true) if !factor::is_open(request.uri().path()) => return factor::refuse(&request),
                Ok(_) => {}
                Err(error) => return Unknown::Portal(error).answer(&layer.plain, &request),
            }
            request.extensions_mut().insert(actor);
        }
        None if !strangers::is_open(request.uri().path()) => {
            return strangers::refuse(&request, layer.public.origin());
        }
        None => {}
    }
    let headers = request.headers().clone();
    let response = next.run(request).await;
    if let Err(cause) = rotate(&session, person.as_ref(), layer.portal.now()).await {
        tracing::error!(%cause, "a session could not be renewed");
        return layer.plain.broken(&headers);
    }
    response
}

/// Why nobody knows who asks.
enum Unknown {
    Session(session::Error),
    Portal(Error),
}

impl Unknown {
    fn answer(self, plain: &Plain, request: &Request) -> Response {
        let (status, words) = match self {
            Self::Session(cause) => {
                tracing::error!(%cause, "a session could not be read");
                (
                    StatusCode::SERVICE_UNAVAILABLE,
                    "The portal cannot read who you are right now. Try again in a moment.".to_owned(),
                )
            }
            Self::Portal(error) => (StatusCode::SERVICE_UNAVAILABLE, format!("{error} Try again in a moment.")),
        };
        plain.answer(request.headers(), status, "Not right now", &words)
    }
}

/// The person of the session and how they came in, if they are still somebody and the session is not over.
async fn who(portal: &Portal, session: &Session, idles: bool) -> Result<Option<(Actor, Came)>, Unknown> {
    let stored: Option<PersonId> = session.get(PERSON).await.map_err(Unknown::Session)?;
    let Some(person) = stored else { return Ok(None) };
    let now = portal.now();
    let times: Option<Times> = session.get(TIMES).await.map_err(Unknown::Session)?;
    let times = times.filter(|times| !times.is_over(now));
    let actor = portal.actor(&person).await.map_err(Unknown::Portal)?;
    let (Some(actor), Some(times)) = (actor, times) else {
        session.flush().await.map_err(Unknown::Session)?;
        return Ok(None);
    };
    if let (Some(times), false) = (times.seen_again(now), idles) {
        session.insert(TIMES, times).await.map_err(Unknown::Session)?;
    }
    let came: Option<Came> = session.get(CAME).await.map_err(Unknown::Session)?;
    Ok(Some((actor, came.unwrap_or_default())))
}

/// Gives a session a new id when somebody signed in during the request: an id that a stranger may have planted or seen
/// is never a signed-in one.
async fn rotate(session: &Session, before: Option<&PersonId>, now: Timestamp) -> Result<(), session::Error> {
    // A request that did not touch its session does not cost a look at the store.
    if !session.is_modified() {
        return Ok(());
    }
    let after: Option<PersonId> = session.get(PERSON).await?;
    if after.is_none() || after.as_ref() == before {
        return Ok(());
    }
    session.insert(TIMES, Times::begin(now)).await?;
    // Without an id it gets a new one anyway, when it is saved.
    if session.id().is_some() { session.cycle_id().await } else { Ok(()) }
}
