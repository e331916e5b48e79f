//! One portal with everything it needs, for one test.

use std::{collections::BTreeMap, sync::Arc};

use async_trait::async_trait;
use domain::{
    Actor, Portal,
    connection::Connection,
    environment::{Environment, EnvironmentForm, NewEnvironment, Step},
    factor::Required,
    id::{ConnectionName, DraftId, EnvironmentId, PersonId},
    inventory::Entry,
    operation::Operation,
    portal::{Ports, Rules},
    ports::{self, FinSpace, StoreError},
    role::{Role, Roles},
    tag::{TagForm, TagKey, TagRow, TagValue},
};
use finspace_local::{Endpoint, ManualClock, Settings};
use jiff::Timestamp;
use server::{
    finspace::{ConnectionSettings, Connections, Patience},
    jobs::Bell,
    safe::Safe,
    settings::Storage,
    store::Database,
};

use super::{clock::Time, failures::Failures, passkeys::localhost, postbox::Postbox, provider::Saying, wire::Wire};

/// The password of everybody here.
pub const PASSWORD: &str = "seven quiet lamps on a pier";

pub struct World {
    pub portal: Portal,
    pub store: Database,
    pub endpoint: Endpoint,
    pub wire: Wire,
    pub clock: Arc<Time>,
    pub bell: Bell,
    pub failures: Arc<Failures>,
    pub provider: Arc<Saying>,
    pub postbox: Arc<Postbox>,
    /// Another client of the same FinSpace, past the wire.
    pub other: Connections,
    pub actor: Actor,
    pub connection: ConnectionName,
    rules: Rules,
    finspace: Arc<Connections>,
}

struct Dice;

impl ports::Chance for Dice {
    fn bytes(&self) -> [u8; 32] {
        rand::random()
    }
}

/// Passwords are not these tests' business; how they are hashed is tested where it is done.
struct Plain;

#[async_trait]
impl ports::Passwords for Plain {
    async fn hash(&self, password: &str) -> Result<String, StoreError> {
        Ok(format!("plain:{password}"))
    }

    async fn matches(&self, password: &str, hash: Option<&str>) -> Result<bool, StoreError> {
        Ok(hash == Some(format!("plain:{password}").as_str()))
    }
}

/// What differs between tests.
#[derive(Clone, Debug, Default)]
pub struct Setting {
    pub quota: Option<u32>,
    pub required_tags: Vec<&'static str>,
    pub patience: Patience,
    pub profile: Option<String>,
    pub second_factor: Required,
    /// Nobody can sign in yet.
    pub empty: bool,
    /// Names and the endpoint's control path make faults.
    pub faults: bool,
    /// Instead of a new one in memory.
    pub store: Option<Database>,
}

impl World {
    pub async fn new() -> Self {
        Box::pin(Self::with(Setting::default())).await
    }

    pub async fn with(setting: Setting) -> Self {
        let noon: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let clock = Arc::new(ManualClock::starting_at(noon));
        let (quota, faults) = (setting.quota.unwrap_or(5000), setting.faults);
        let settings = Settings { quota, clock: Arc::clone(&clock) as _, faults, ..Settings::default() };
        let endpoint = Endpoint::start(settings).await.unwrap();
        let wire = Wire::to(endpoint.address()).await;
        let connection = ConnectionName::parse("local").unwrap();
        let at = |url: String, profile: Option<String>| ConnectionSettings {
            name: connection.clone(),
            region: "us-east-1".into(),
            endpoint_url: Some(url),
            credentials: profile.is_none().then(|| server::finspace::StaticCredentials {
                access_key_id: "AKIDLOCAL".into(),
                secret_access_key: "secret".to_owned().into(),
            }),
            profile,
            role_arn: None,
            external_id: None,
        };
        let finspace =
            Arc::new(Box::pin(Connections::open(&[at(wire.url(), setting.profile)], setting.patience)).await);
        let other = Box::pin(Connections::open(&[at(endpoint.url(), None)], Patience::default())).await;
        let known = Connection { name: connection.clone(), region: "us-east-1".into(), endpoint_url: Some(wire.url()) };
        let required_tags = setting.required_tags.iter().map(|key| TagKey::parse(key).unwrap()).collect();
        let instance = TagValue::parse("https://portal.example.com").ok();
        let rules = Rules { connections: vec![known], required_tags, second_factor: setting.second_factor, instance };
        let store =
            if let Some(store) = setting.store { store } else { Database::open("sqlite::memory:").await.unwrap() };
        let (clock, bell, failures) = (Arc::new(Time::of(clock)), Bell::new(), Arc::<Failures>::default());
        let (provider, postbox) = (Arc::<Saying>::default(), Arc::<Postbox>::default());
        let portal = open(&store, &finspace, &clock, &bell, &failures, (&provider, &postbox), &rules).await;
        let mut actor = Actor {
            person: PersonId::from_bytes([7; 26]),
            name: "Ada".into(),
            email: "ada@example.com".into(),
            roles: Role::Admin.into(),
            token: None,
        };
        if !setting.empty {
            actor.person = portal.add_person(&actor.email, &actor.name, PASSWORD, &actor.roles).await.unwrap().id;
        }
        Self {
            portal,
            store,
            endpoint,
            wire,
            clock,
            bell,
            failures,
            provider,
            postbox,
            other,
            actor,
            connection,
            rules,
            finspace,
        }
    }

    /// The portal as after a restart: everything in memory is gone.
    pub async fn restart(&mut self) {
        self.portal = self.neighbour().await;
    }

    /// Another portal on the same database.
    pub async fn neighbour(&self) -> Portal {
        let Self { store, finspace, clock, bell, failures, provider, postbox, rules, .. } = self;
        open(store, finspace, clock, bell, failures, (provider, postbox), rules).await
    }

    /// Somebody more, as they are when they are signed in.
    pub async fn somebody(&self, email: &str, roles: impl IntoIterator<Item = Role>) -> Actor {
        let roles: Roles = roles.into_iter().collect();
        let person = self.portal.add_person(email, "Somebody", PASSWORD, &roles).await.unwrap();
        self.portal.actor(&person.id).await.unwrap().unwrap()
    }

    /// A draft that lacks nothing.
    pub async fn draft(&self, name: &str) -> DraftId {
        let draft = self.portal.start_draft(&self.actor).await.unwrap();
        self.type_name(&draft.id, name).await;
        draft.id
    }

    pub async fn type_name(&self, draft: &DraftId, name: &str) {
        let form = EnvironmentForm { connection: "local".into(), name: name.into(), ..EnvironmentForm::default() };
        let problems = self.portal.save_step(&self.actor, draft, Step::Basics, &form).await.unwrap();
        assert!(problems.is_empty(), "{problems:?}");
    }

    pub async fn create(&self, name: &str) -> Operation {
        let draft = self.draft(name).await;
        self.portal.create(&self.actor, &draft).await.unwrap()
    }

    /// An environment that somebody else makes, ready to be used.
    pub async fn made_elsewhere(&self, name: &str) -> EnvironmentId {
        let id = self.other.create(&self.plan(name), &BTreeMap::new()).await.unwrap().id;
        self.clock.advance(10);
        id
    }

    pub fn plan(&self, name: &str) -> NewEnvironment {
        let form = EnvironmentForm { connection: "local".into(), name: name.into(), ..EnvironmentForm::default() };
        form.parse(std::slice::from_ref(&self.connection), &[]).unwrap()
    }

    pub async fn read(&self) {
        self.portal.read_connection(&self.connection).await.unwrap();
    }

    pub fn entry(&self, id: &EnvironmentId) -> Option<Arc<Entry>> {
        self.portal.inventory().get(&self.connection, id).cloned()
    }

    /// The environments that there really are.
    pub async fn really(&self) -> Vec<Environment> {
        let (mut all, mut next) = (Vec::new(), None);
        loop {
            let page = self.other.list(&self.connection, next.as_deref()).await.unwrap();
            all.extend(page.environments);
            next = page.next;
            if next.is_none() {
                return all;
            }
        }
    }

    pub async fn really_tagged(&self, id: &EnvironmentId) -> BTreeMap<String, String> {
        let arn = self.other.get(&self.connection, id).await.unwrap().arn;
        self.other.tags(&self.connection, &arn).await.unwrap()
    }
}

async fn open(
    store: &Database,
    finspace: &Arc<Connections>,
    clock: &Arc<Time>,
    bell: &Bell,
    failures: &Arc<Failures>,
    (provider, postbox): (&Arc<Saying>, &Arc<Postbox>),
    rules: &Rules,
) -> Portal {
    let storage = Storage { data: "no-such-folder".into(), database_url: Some("sqlite::memory:".into()) };
    let ports = Ports {
        store: Arc::new(store.clone()),
        finspace: Arc::clone(finspace) as _,
        passwords: Arc::new(Plain),
        single_sign_on: Arc::clone(provider) as _,
        authenticators: localhost(),
        seals: Arc::new(Safe::open(&storage).unwrap()),
        post: Arc::clone(postbox) as _,
        hooks: Arc::clone(postbox) as _,
        prober: Arc::clone(postbox) as _,
        clock: Arc::clone(clock) as _,
        chance: Arc::new(Dice),
        bell: Arc::new(bell.clone()),
        failures: Arc::clone(failures) as _,
    };
    Portal::open(ports, rules.clone()).await.unwrap()
}

pub fn tag_form(rows: &[(&str, &str)]) -> TagForm {
    TagForm { rows: rows.iter().map(|(key, value)| TagRow { key: (*key).into(), value: (*value).into() }).collect() }
}
