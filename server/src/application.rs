//! The whole server as a value that the program runs and tests start.

use std::{convert::Infallible, net::SocketAddr, sync::Arc, time::Duration};

use axum::Router;
use domain::{
    Portal,
    portal::{Ports, Rules, SET_UP_HOURS},
    tag::TagValue,
};
use finspace_local::Endpoint;
use secrecy::{ExposeSecret, SecretString};
use tokio::{
    net::TcpListener,
    sync::{mpsc, watch},
    time::{sleep, timeout},
};

use crate::{
    assets::Site,
    auth::{Passwords, WebAuthn},
    build_error::BuildError,
    clock::{Log, SystemChance, SystemClock},
    finspace::{ConnectionSettings, Connections, Patience, StaticCredentials},
    hooks::Caller,
    jobs::{Bell, Checkpoints, Delivering, Provisioning, Readings, Signing, Telling, Tending, Watchers},
    live::{Live, Places},
    local,
    mailer::Mailer,
    oidc::Oidc,
    plain::Plain,
    router::{self, Parts},
    safe::Safe,
    seal::Seal,
    serve,
    settings::{self, PublicUrl, Settings},
    store::{Database, Sessions},
};

/// How often sessions that are over are swept out of the database.
const SWEEP: Duration = Duration::from_mins(10);
/// What is left to do once everybody was answered may take so long.
const TIDYING: Duration = Duration::from_secs(4);

/// A portal that is ready to run.
pub struct Application {
    listener: TcpListener,
    address: SocketAddr,
    public: PublicUrl,
    router: Router,
    portal: Portal,
    database: Database,
    sessions: Sessions,
    readings: Readings,
    provisioning: Provisioning,
    tending: Tending,
    telling: Telling,
    delivering: Delivering,
    checkpoints: Checkpoints,
    endpoint: Option<Endpoint>,
    header_time: Duration,
    stop: watch::Sender<bool>,
    running: mpsc::Receiver<Infallible>,
}

impl Application {
    /// Opens the database, starts what has to run beside, and makes the router. From here on it listens, and
    /// [`Application::run`] answers.
    pub async fn build(settings: Settings) -> Result<Self, BuildError> {
        // Whoever comes first decides; both would be the same.
        let _installed = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let (listener, address) = listen(settings.web.listen).await?;
        let public = settings.web.public_url.clone().unwrap_or_else(|| PublicUrl::of(address));
        let database = Database::open(settings.storage.database_url().expose_secret()).await?;
        let seal = Seal::open(&settings.storage)?;
        let endpoint = local::start(&settings).await?;
        let bell = Bell::new();
        let portal = portal(&settings, &database, endpoint.as_ref(), &bell, &public).await?;
        let sessions = Sessions::new(database.clone(), Arc::new(SystemClock));
        let site = Site::find(&settings.web.site);
        let plain = Plain::new(&site.assets.css, Arc::new(SystemChance), Arc::new(Log));
        let watchers = Watchers::default();
        let (stop, stopping) = watch::channel(false);
        let (begin, running) = mpsc::channel(1);
        let signing = Signing { database: database.clone(), seal, clock: Arc::new(SystemClock) };
        let checkpoints = Checkpoints::start(signing, &stopping);
        let readings = Readings::start(&portal, &bell, &watchers, settings.reading.pace(), &stopping);
        let provisioning = Provisioning::start(&portal, &bell, settings.reading.pace(), &stopping);
        let tending = Tending::start(&portal, &bell, &stopping);
        let telling = Telling::start(&portal, &database, &stopping);
        let delivering = Delivering::start(&portal, &bell, &stopping);
        let live = Live {
            portal: portal.clone(),
            bell,
            watchers,
            sessions: Arc::new(sessions.clone()),
            stop: stopping,
            places: Places::new(settings.limits.streams),
            ping: settings.limits.ping,
            plain: plain.clone(),
        };
        let router = router::router(Parts {
            portal: portal.clone(),
            sessions: sessions.clone(),
            public: public.clone(),
            site,
            plain,
            live,
            chance: Arc::new(SystemChance),
            running: begin,
            requests: settings.limits.requests,
        });
        let header_time = settings.limits.header_time;
        Ok(Self {
            listener,
            address,
            public,
            router,
            portal,
            database,
            sessions,
            readings,
            provisioning,
            tending,
            telling,
            delivering,
            checkpoints,
            endpoint,
            header_time,
            stop,
            running,
        })
    }

    /// The site without a socket.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The rules, for those who want to ask without a browser.
    #[must_use]
    pub fn portal(&self) -> &Portal {
        &self.portal
    }

    /// Where the embedded endpoint is, if there is one.
    #[must_use]
    pub fn endpoint_url(&self) -> Option<String> {
        self.endpoint.as_ref().map(Endpoint::url)
    }

    /// What to tell whoever started the portal. While nobody can sign in, that is a new link to set up the first
    /// administrator.
    pub async fn greeting(&self) -> Result<String, BuildError> {
        let mut lines = vec![format!("The portal is at {}", self.public)];
        if let Some(url) = self.endpoint_url() {
            lines.push(format!("The embedded FinSpace endpoint is at {url}"));
        }
        if let Some(secret) = self.portal.offer_set_up().await? {
            lines.push(format!(
                "Nobody can sign in yet. Set up the first administrator here, once and within {SET_UP_HOURS} hours:"
            ));
            lines.push(format!("{}{}?secret={secret}", self.public, app::paths::SETUP));
        }
        Ok(lines.join("\n"))
    }

    /// Answers until `shutdown` ends; then those who are being answered, and what they began, are waited for.
    pub async fn run(self, shutdown: impl Future<Output = ()>) {
        let Self {
            listener,
            router,
            database,
            sessions,
            readings,
            provisioning,
            tending,
            telling,
            delivering,
            checkpoints,
            endpoint,
            ..
        } = self;
        let (header_time, stop, mut running) = (self.header_time, self.stop, self.running);
        let sweeping = tokio::spawn(sweep(sessions));
        let stopping = async {
            shutdown.await;
            // Streams and jobs end now: they would never end by themselves.
            stop.send_replace(true);
        };
        serve::serve(listener, router, header_time, stopping).await;
        sweeping.abort();
        let tidied = timeout(TIDYING, async {
            // Nothing is ever sent: it closes when the last work is done.
            let _closed = running.recv().await;
            readings.ended().await;
            provisioning.ended().await;
            tending.ended().await;
            telling.ended().await;
            delivering.ended().await;
            checkpoints.ended().await;
            if let Some(endpoint) = endpoint {
                endpoint.stop().await;
            }
            database.close().await;
        });
        if tidied.await.is_err() {
            tracing::warn!(
                "something was still at work when the portal ended; what it began is found again at the next start"
            );
        }
    }
}

async fn listen(wanted: SocketAddr) -> Result<(TcpListener, SocketAddr), BuildError> {
    let cannot = |cause| BuildError::Listen { address: wanted, cause };
    let listener = TcpListener::bind(wanted).await.map_err(cannot)?;
    let address = listener.local_addr().map_err(cannot)?;
    Ok((listener, address))
}

/// The rules on their real ports.
pub(crate) async fn portal(
    settings: &Settings,
    database: &Database,
    endpoint: Option<&Endpoint>,
    bell: &Bell,
    public: &PublicUrl,
) -> Result<Portal, BuildError> {
    let connections: Vec<ConnectionSettings> =
        settings.connections.iter().map(|connection| reached(connection, endpoint)).collect();
    let cost = settings.passwords;
    // Measuring the machine takes about as long as a sign-in.
    let passwords = tokio::task::spawn_blocking(move || Passwords::new(cost).map_err(|cause| cause.to_string()));
    let passwords = passwords.await.map_err(|cause| cause.to_string()).flatten().map_err(BuildError::Passwords)?;
    let safe = Arc::new(Safe::open(&settings.storage)?);
    let patience = settings.limits.provider_time;
    let ports = Ports {
        single_sign_on: Arc::new(Oidc::new(public.clone(), Arc::clone(&safe) as _, Arc::new(SystemClock), patience)),
        authenticators: Arc::new(WebAuthn::new(public)),
        seals: safe,
        post: Arc::new(Mailer::new(settings.mail.clone(), public.clone())),
        hooks: Arc::new(Caller::new(settings.webhooks_private, public.clone())),
        store: Arc::new(database.clone()),
        finspace: Arc::new(Connections::open(&connections, Patience::default()).await),
        passwords: Arc::new(passwords),
        clock: Arc::new(SystemClock),
        chance: Arc::new(SystemChance),
        bell: Arc::new(bell.clone()),
        failures: Arc::new(Log),
    };
    let rules = Rules {
        connections: connections.iter().map(ConnectionSettings::connection).collect(),
        required_tags: settings.required_tags.clone(),
        second_factor: settings.second_factor,
        instance: TagValue::parse(&public.to_string()).ok(),
    };
    Ok(Portal::open(ports, rules).await?)
}

/// A connection, with its address known.
fn reached(connection: &settings::Connection, endpoint: Option<&Endpoint>) -> ConnectionSettings {
    let settings::Connection { name, region, profile, role_arn, external_id, .. } = connection.clone();
    let (endpoint_url, credentials) = match &connection.endpoint {
        settings::Endpoint::Aws => (None, None),
        settings::Endpoint::At(url) => (Some(url.as_str().trim_end_matches('/').to_owned()), None),
        // It lets everybody in, and the SDK wants to sign with something: not with the account's real keys.
        settings::Endpoint::Embedded => {
            let key =
                StaticCredentials { access_key_id: "portal".into(), secret_access_key: SecretString::from("portal") };
            (endpoint.map(Endpoint::url), Some(key))
        }
    };
    ConnectionSettings { name, region, endpoint_url, profile, role_arn, external_id, credentials }
}

/// Sessions that are over are of no use to anybody.
async fn sweep(sessions: Sessions) {
    loop {
        if let Err(cause) = sessions.delete_expired().await {
            tracing::warn!(%cause, "old sessions could not be deleted");
        }
        sleep(SWEEP).await;
    }
}
