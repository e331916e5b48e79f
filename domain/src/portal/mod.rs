//! The use cases, one file per noun. `Portal` owns the ports; each use case takes the person who asks first.

mod account;
mod applying;
mod blueprints;
mod calls;
mod checks;
mod connections;
mod create;
mod dashboard;
mod deleting;
mod delivering;
mod drafts;
mod edit;
mod environments;
mod factors;
mod going;
mod house;
mod identities;
mod invitations;
mod launchpad;
mod lifetimes;
mod links;
mod log;
mod lost;
mod members;
mod notices;
mod outages;
mod paged;
mod passing;
mod passkeys;
mod people;
mod providers;
mod provision;
mod reading;
mod requests;
mod rights;
mod roster;
mod sign_in;
mod single_sign_on;
mod tags;
mod team_names;
mod team_rules;
mod teams;
mod telling;
mod tokens;
mod turn;
mod webhooks;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use jiff::Timestamp;

pub use blueprints::BlueprintSeen;
pub use dashboard::{Dashboard, Few, Oversight};
pub use delivering::MailSeen;
pub use edit::EditPlan;
pub use environments::{Detail, Live};
pub use going::{Deleted, Going, Waiting};
pub use identities::IdentitySeen;
pub use invitations::Invited;
pub use launchpad::{Launchpad, Reason, Recent, Sought, Tile};
pub use links::{LinkChoice, LinkChoices, LinkPage, LinkSeen};
pub use log::Export;
pub use paged::Paged;
pub use passing::{Passing, Point};
pub use people::SET_UP_HOURS;
pub use providers::{Offered, ProviderSeen, secret_of};
pub use provision::Round;
pub use requests::{
    ChangeOpening, DAYS_MOST, Filled, Left, OpenBlueprint, OpenChange, Opening, RequestSeen, Turn, Whereabouts,
};
pub use roster::{PEOPLE_A_PAGE, PeoplePage, PersonSeen};
pub use tags::{MOST_AT_ONCE, TagKeySeen, TagKeysSeen, TagValuesSeen, Tagged, TaggingForm, TagsNow};
pub use teams::TeamSeen;
pub use tokens::{MadeToken, TokenForm};
pub use webhooks::WebhookSeen;

use calls::{changing, reading, reading_one};
use turn::Turns;

use crate::{
    Actor, Error,
    audit::{Action, Event, Outcome},
    connection::Connection,
    factor::Required,
    house::House,
    id::{ConnectionName, EnvironmentId, EventId, FailureId, RequestId},
    inventory::Inventory,
    ports::{
        Authenticators, Bell, Chance, Clock, FinSpace, Hooks, Passwords, Post, Prober, Seals, SingleSignOn, Store,
        StoreError,
    },
    tag::{TagKey, TagValue},
};

/// Writes a failure's cause to the log of the server, under the id that the person is given.
pub trait FailureLog: Send + Sync {
    fn failed(&self, id: &FailureId, cause: &dyn std::fmt::Display);
}

/// What the portal needs from the world.
pub struct Ports {
    pub store: Arc<dyn Store>,
    pub finspace: Arc<dyn FinSpace>,
    pub passwords: Arc<dyn Passwords>,
    pub single_sign_on: Arc<dyn SingleSignOn>,
    pub authenticators: Arc<dyn Authenticators>,
    pub seals: Arc<dyn Seals>,
    pub post: Arc<dyn Post>,
    pub hooks: Arc<dyn Hooks>,
    pub prober: Arc<dyn Prober>,
    pub clock: Arc<dyn Clock>,
    pub chance: Arc<dyn Chance>,
    pub bell: Arc<dyn Bell>,
    pub failures: Arc<dyn FailureLog>,
}

/// What the settings say that the rules depend on.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    pub connections: Vec<Connection>,
    pub required_tags: Vec<TagKey>,
    /// Who needs a second factor.
    pub second_factor: Required,
    /// The portal's address, which environments that it makes are tagged with; `None` where it cannot be a tag.
    pub instance: Option<TagValue>,
}

/// The portal: a cheap clone, shared by every request and job.
#[derive(Clone)]
pub struct Portal {
    inner: Arc<Inner>,
    /// What this clone works on.
    request: Option<RequestId>,
}

struct Inner {
    ports: Ports,
    rules: Rules,
    house: RwLock<Arc<House>>,
    team_names: RwLock<Arc<[String]>>,
    inventory: RwLock<Arc<Inventory>>,
    /// Held while a new inventory is made from the one before.
    revising: Mutex<()>,
    /// When an environment was last looked at by itself: a whole reading that began earlier knows less.
    touched: Mutex<BTreeMap<(ConnectionName, EnvironmentId), Timestamp>>,
    /// The whole readings of each connection.
    turns: BTreeMap<ConnectionName, Turns>,
}

impl Portal {
    /// Starts from the inventory in the database.
    pub async fn open(ports: Ports, rules: Rules) -> Result<Self, StoreError> {
        let entries = ports.store.inventory().await?.into_iter().map(Arc::new).collect();
        let health = ports.store.health().await?;
        // Open pages compare versions with those of the process before: none of its numbers may come again.
        let version = u64::try_from(ports.clock.now().as_millisecond()).unwrap_or(1);
        let inventory = Inventory::new(entries, rules.connections.clone(), health, version);
        let house = RwLock::new(Arc::new(ports.store.house().await?));
        let team_names = RwLock::new(team_names::read(&*ports.store).await?);
        let turns = rules.connections.iter().map(|connection| (connection.name.clone(), Turns::default())).collect();
        let inner = Inner {
            ports,
            rules,
            house,
            team_names,
            inventory: RwLock::new(Arc::new(inventory)),
            revising: Mutex::default(),
            touched: Mutex::default(),
            turns,
        };
        Ok(Self { inner: Arc::new(inner), request: None })
    }

    /// The same portal at work on one request: events and failures carry its id.
    #[must_use]
    pub fn during(&self, request: RequestId) -> Self {
        Self { inner: Arc::clone(&self.inner), request: Some(request) }
    }

    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.inner.ports.clock.now()
    }

    #[must_use]
    pub fn connections(&self) -> &[Connection] {
        &self.inner.rules.connections
    }

    #[must_use]
    pub fn connection_names(&self) -> Vec<ConnectionName> {
        self.connections().iter().map(|connection| connection.name.clone()).collect()
    }

    /// The environments as they are known right now.
    #[must_use]
    pub fn inventory(&self) -> Arc<Inventory> {
        Arc::clone(&self.inner.inventory.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn store(&self) -> &dyn Store {
        &*self.inner.ports.store
    }

    fn finspace(&self) -> &dyn FinSpace {
        &*self.inner.ports.finspace
    }

    /// Random bytes for an id.
    fn chance(&self) -> [u8; 26] {
        let mut id = [0; 26];
        id.copy_from_slice(&self.inner.ports.chance.bytes()[..26]);
        id
    }

    fn event(
        &self,
        actor: Option<&Actor>,
        action: Action,
        object: String,
        outcome: Outcome,
        detail: impl Into<String>,
    ) -> Event {
        Event {
            id: EventId::from_bytes(self.chance()),
            at: self.now(),
            person: actor.map(|actor| actor.person.clone()),
            who: actor.map_or_else(|| "portal".into(), |actor| actor.email.clone()),
            action,
            object,
            outcome,
            detail: by_token(actor, detail.into()),
            changes: Vec::new(),
            request: self.request.clone(),
        }
    }

    /// What people quote: within a request its own id, under which the server's log has everything about it.
    fn failure_id(&self) -> FailureId {
        self.request.clone().map_or_else(|| FailureId::from_bytes(self.chance()), FailureId::from)
    }

    /// Logs what an edge of the server could not do, and gives the person an id to quote.
    pub fn broken(&self, cause: &(dyn std::fmt::Display + Sync)) -> Error {
        let id = self.failure_id();
        self.inner.ports.failures.failed(&id, cause);
        Error::Unavailable(id)
    }

    /// Logs what failed, once, and gives the person an id to quote.
    fn failed(&self, cause: &StoreError) -> Error {
        let id = self.failure_id();
        self.inner.ports.failures.failed(&id, cause);
        match cause {
            StoreError::Unavailable(_) => Error::Unavailable(id),
            _ => Error::Failed(id),
        }
    }
}

/// What happened, and by which token if it was a program that did it.
fn by_token(actor: Option<&Actor>, detail: String) -> String {
    match actor.and_then(|actor| actor.token.as_ref()) {
        Some(token) if detail.is_empty() => format!("With token “{}”", token.name),
        Some(token) => format!("{detail} (with token “{}”)", token.name),
        None => detail,
    }
}

/// The object of an audit event about an environment.
fn environment_object(connection: &ConnectionName, id: &EnvironmentId) -> String {
    format!("environment/{connection}/{id}")
}
