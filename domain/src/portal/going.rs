//! Following a permanent link: straight on when the environment is up, otherwise what is going on there.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Portal, environment_object};
use crate::{
    Actor, Error,
    audit::{Action, Event, Outcome},
    connection::Health,
    environment::{Environment, Status},
    id::LinkId,
    lifetime::Lifetime,
    link::Link,
    team::{Contact, Team},
};

/// So many owners are named to be asked.
const OWNERS: i64 = 5;
/// So many events are searched for a deletion.
const EVENTS: i64 = 50;

/// Where a link leads right now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Going {
    /// The environment is up: its own address.
    On { url: String },
    /// It is not.
    Waiting(Box<Waiting>),
}

/// What is known of a link that leads nowhere now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    pub link: Link,
    pub team: Team,
    /// Whom to ask.
    pub owners: Vec<Contact>,
    /// The environment as it was last seen; `None` when the portal does not know it any more.
    pub environment: Option<Environment>,
    /// What is decided about its life: while its deletion is settled, nobody is sent on.
    pub lifetime: Option<Lifetime>,
    /// For one that is not known, or is taken down: when it was deleted and by whom, if that was done here.
    pub deleted: Option<Deleted>,
    /// How reading the connection went last; `None` when there is no such connection any more.
    pub health: Option<Health>,
}

/// A deletion that the log tells of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deleted {
    pub at: Timestamp,
    /// The address of whoever wanted it; empty when its lifetime was over.
    pub who: String,
}

impl Waiting {
    /// It moves by itself: worth asking again soon.
    #[must_use]
    pub fn is_changing(&self) -> bool {
        let begun = |one: &Lifetime| one.parting().is_some_and(|deletion| !deletion.can_be_kept());
        self.environment.as_ref().is_some_and(|environment| environment.status.is_changing())
            || self.lifetime.as_ref().is_some_and(begun)
    }
}

impl Portal {
    /// Where a link leads. To everybody who does not see its team it is as if it were not there.
    pub async fn follow_link(&self, actor: &Actor, id: &LinkId) -> Result<Going, Error> {
        let (link, team, _) = self.seen_link(actor, id).await?;
        let environment = self.target(&link);
        let lifetime = self.known_lifetime(&link.connection, &link.environment).await?;
        let is_parked = lifetime.as_ref().is_some_and(|one| one.parting().is_some());
        if let Some(url) = environment.as_ref().and_then(way_in).filter(|_| !is_parked) {
            return Ok(Going::On { url });
        }
        let owners = self.store().owners(&link.team, OWNERS).await.map_err(|e| self.failed(&e))?;
        let deleted = self.deleted(&link, environment.as_ref(), lifetime.as_ref()).await?;
        let known = self.connections().iter().any(|connection| connection.name == link.connection);
        let health = known.then(|| self.inventory().health.get(&link.connection).cloned().unwrap_or_default());
        Ok(Going::Waiting(Box::new(Waiting { link, team, owners, environment, lifetime, deleted, health })))
    }

    /// Counts that somebody followed a link, and remembers it for them. Only for links that they see.
    pub async fn followed(&self, actor: &Actor, id: &LinkId) -> Result<(), Error> {
        self.store().opened(id, &actor.person, self.now()).await.map_err(|e| self.failed(&e))
    }

    /// Who deleted an environment, and when. A deletion that found nothing to do was not the one: somebody was quicker,
    /// and is in the log if that was here.
    async fn deleted(
        &self,
        link: &Link,
        environment: Option<&Environment>,
        lifetime: Option<&Lifetime>,
    ) -> Result<Option<Deleted>, Error> {
        let gone = lifetime.and_then(Lifetime::gone);
        let settled = gone.map(|(at, deletion)| (deletion.calls > 0, Deleted { at, who: deletion.who.clone() }));
        match settled {
            Some((true, settled)) => return Ok(Some(settled)),
            None if environment.is_some_and(|environment| !is_leaving(environment)) => return Ok(None),
            _ => {}
        }
        let object = environment_object(&link.connection, &link.environment);
        let events = self.store().events(&object, EVENTS).await.map_err(|e| self.failed(&e))?;
        let by_hand = |event: &&Event| {
            (event.action, event.outcome) == (Action::DeleteEnvironment, Outcome::Done) && event.person.is_some()
        };
        let by_hand = events.iter().find(by_hand).map(|event| Deleted { at: event.at, who: event.who.clone() });
        Ok(by_hand.or(settled.map(|(_, settled)| settled)))
    }
}

fn is_leaving(environment: &Environment) -> bool {
    matches!(environment.status, Status::DeleteRequested | Status::Deleting | Status::RetryDeletion | Status::Deleted)
}

/// The address of an environment that people can sign in to: its own, as FinSpace gave it.
fn way_in(environment: &Environment) -> Option<String> {
    if environment.status == Status::Created { environment.sign_in_url() } else { None }
}
