//! The service behind the socket: its settings, its database, its clock.

use crate::fault::Faults;
use crate::fault::name::Provoked;
use crate::page_token::PageKey;
use crate::settings::Settings;
use crate::store::{Store, StoreError};

/// One running FinSpace.
#[derive(Debug)]
pub(crate) struct FinSpace {
    pub settings: Settings,
    pub store: Store,
    /// The port that sign-in hosts name.
    pub port: u16,
    pub page_key: PageKey,
    /// Present only when the settings ask for faults.
    pub faults: Option<Faults>,
}

impl FinSpace {
    /// Opens the database of `settings`.
    pub async fn open(settings: Settings, port: u16) -> Result<Self, StoreError> {
        let store = Store::open(settings.data_dir.as_deref()).await?;
        let page_key = PageKey::new(store.secret("page token").await?);
        let faults = settings.faults.then(Faults::default);
        Ok(Self { settings, store, port, page_key, faults })
    }

    /// What the name of an environment provokes, where faults are on.
    pub fn provoked_by(&self, name: &str) -> Option<Provoked> {
        self.faults.as_ref().and_then(|_| Provoked::by(name))
    }

    /// The present moment, in milliseconds since 1970.
    pub fn now(&self) -> i64 {
        self.settings.clock.now().as_millisecond()
    }
}
