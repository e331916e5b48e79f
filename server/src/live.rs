//! The stream that open pages listen to: one word whenever the inventory changed.

use std::{
    collections::BTreeMap,
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{
        IntoResponse, Response,
        sse::{Event, Sse},
    },
};
use domain::{Actor, Portal, id::PersonId, may::Deed};
use futures::{Stream, stream};
use tokio::{
    sync::watch,
    time::{Instant, sleep_until},
};
use tower_sessions::{Session, SessionStore, session};

use crate::{
    jobs::{Bell, Watchers, reading::Watching},
    plain::Plain,
};

/// News are at least so far apart: a burst of changes is one word.
const APART: Duration = Duration::from_millis(250);

/// What streams need.
#[derive(Clone)]
pub struct Live {
    pub portal: Portal,
    pub bell: Bell,
    pub watchers: Watchers,
    pub sessions: Arc<dyn SessionStore>,
    /// Becomes true when the server stops.
    pub stop: watch::Receiver<bool>,
    pub places: Places,
    /// How often a stream gives a sign of life, and the session is looked at again.
    pub ping: Duration,
    pub plain: Plain,
}

/// `GET /events`.
pub async fn events(
    State(live): State<Live>,
    Extension(actor): Extension<Actor>,
    session: Session,
    headers: HeaderMap,
) -> Response {
    if let Err(error) = live.portal.see(&actor, Deed::SeeEnvironments, "This page") {
        return live.plain.error(&headers, error);
    }
    let Some(place) = live.places.take(&actor.person) else {
        let words = "You have too many pages open that listen for news. Close some of them.";
        let mut response = live.plain.answer(&headers, StatusCode::TOO_MANY_REQUESTS, "Too many open pages", words);
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("15"));
        return response;
    };
    let listener = Listener {
        rings: live.bell.subscribe(),
        _watching: live.watchers.watch(),
        stop: live.stop,
        portal: live.portal,
        sessions: live.sessions,
        session: session.id(),
        person: actor.person,
        _place: place,
        next_news: Instant::now(),
        ping: live.ping,
        next_ping: Instant::now() + live.ping,
    };
    let mut response = Sse::new(listener.stream()).into_response();
    // Proxies in between are asked to pass every word on at once.
    response.headers_mut().insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response
}

/// One open stream.
struct Listener {
    rings: watch::Receiver<u64>,
    /// Counts as a watcher for as long as it lives.
    _watching: Watching,
    stop: watch::Receiver<bool>,
    portal: Portal,
    sessions: Arc<dyn SessionStore>,
    session: Option<session::Id>,
    person: PersonId,
    _place: Place,
    next_news: Instant,
    ping: Duration,
    next_ping: Instant,
}

impl Listener {
    /// Begins with the version as it is, so that a page that is older already knows at once.
    fn stream(mut self) -> impl Stream<Item = Result<Event, Infallible>> {
        self.rings.mark_changed();
        stream::unfold(self, |mut listener| async move {
            let event = listener.next().await?;
            Some((Ok(event), listener))
        })
    }

    /// The next word, or `None` at the end.
    async fn next(&mut self) -> Option<Event> {
        let (rings, next_news, next_ping) = (&mut self.rings, self.next_news, self.next_ping);
        let rung = async {
            // In this order nothing is lost when the ping comes first: what rings meanwhile is heard afterwards.
            sleep_until(next_news).await;
            rings.changed().await
        };
        let rung = tokio::select! {
            rung = rung => Some(rung.ok()?),
            () = sleep_until(next_ping) => None,
            _ = self.stop.wait_for(|stop| *stop) => return None,
        };
        if rung.is_some() {
            self.next_news = Instant::now() + APART;
            return Some(self.news());
        }
        self.next_ping = Instant::now() + self.ping;
        self.may_stay().await.then(|| Event::default().comment("still here"))
    }

    fn news(&self) -> Event {
        let version = self.portal.inventory().version.to_string();
        Event::default().event("changed").data(version)
    }

    /// Whether the session is still there, and the person still somebody who may hear of environments. A database that
    /// is away ends no stream.
    async fn may_stay(&self) -> bool {
        let Some(session) = self.session else { return false };
        match self.sessions.load(&session).await {
            Ok(None) => false,
            Ok(Some(_)) => match self.portal.actor(&self.person).await {
                Ok(Some(actor)) => self.portal.see(&actor, Deed::SeeEnvironments, "This page").is_ok(),
                Ok(None) => false,
                Err(_) => true,
            },
            Err(_) => true,
        }
    }
}

/// How many streams each person has open.
#[derive(Clone)]
pub struct Places {
    taken: Arc<Mutex<BTreeMap<PersonId, usize>>>,
    most: usize,
}

impl Places {
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self { taken: Arc::default(), most }
    }

    /// A place for one more, as long as it is kept.
    fn take(&self, person: &PersonId) -> Option<Place> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(person.clone()).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        Some(Place { places: self.clone(), person: person.clone() })
    }
}

struct Place {
    places: Places,
    person: PersonId,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(&self.person) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.person);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_free_again_when_its_stream_ends() {
        let places = Places::new(2);
        let (one, other) = (PersonId::from_bytes([0; 26]), PersonId::from_bytes([1; 26]));
        let first = places.take(&one).unwrap();
        let _second = places.take(&one).unwrap();
        assert!(places.take(&one).is_none() && places.take(&other).is_some());
        drop(first);
        assert!(places.take(&one).is_some());
    }
}
