//! The read model: all environments of all connections, as they were last seen.
//!
//! It is kept in memory, sorted once per change, so that a page of ten thousand environments costs what a page of ten
//! costs, and in the database, so that a restart shows the last known state at once.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

mod concern;
mod query;
mod tag_use;

pub use concern::{Concern, Ties};
pub use query::{Page, Place, Query, SIZES, Sort};
pub use tag_use::TagUse;

use crate::{
    connection::{Connection, Health, Overview},
    environment::{Environment, Status},
    id::{ConnectionName, EnvironmentId},
};

/// An environment as the inventory knows it: without its metadata document, with its tags.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub environment: Environment,
    /// `None` until they were read once.
    pub tags: Option<BTreeMap<String, String>>,
    /// When the portal first saw the environment: FinSpace tells no creation time.
    pub first_seen: Timestamp,
    /// When anything of it last changed, as far as the portal saw.
    pub changed_at: Timestamp,
    /// When its tags were last read.
    pub tags_read_at: Option<Timestamp>,
}

/// All that is known at one moment. Cheap to share, never changed: a new one takes its place.
#[derive(Clone, Debug, Default)]
pub struct Inventory {
    /// By lower-case name, then id.
    entries: Vec<Arc<Entry>>,
    by_id: BTreeMap<(ConnectionName, EnvironmentId), usize>,
    /// For each sort but the name, the positions in `entries`.
    orders: BTreeMap<Sort, Vec<u32>>,
    pub connections: Vec<Connection>,
    pub health: BTreeMap<ConnectionName, Health>,
    tag_keys: BTreeSet<String>,
    tags_in_use: OnceLock<Arc<[TagUse]>>,
    statuses: Vec<(Status, usize)>,
    /// Grows with every change; part of what a page's ETag is made of.
    pub version: u64,
}

impl Inventory {
    #[must_use]
    pub fn new(
        mut entries: Vec<Arc<Entry>>,
        connections: Vec<Connection>,
        health: BTreeMap<ConnectionName, Health>,
        version: u64,
    ) -> Self {
        entries.sort_by_cached_key(|entry| Place::of(entry));
        let by_id = entries
            .iter()
            .enumerate()
            .map(|(i, e)| ((e.environment.connection.clone(), e.environment.id.clone()), i))
            .collect();
        let orders = query::orders(&entries);
        let tag_keys = entries.iter().filter_map(|e| e.tags.as_ref()).flat_map(|t| t.keys().cloned()).collect();
        let mut counts: BTreeMap<&Status, usize> = BTreeMap::new();
        for entry in &entries {
            *counts.entry(&entry.environment.status).or_default() += 1;
        }
        let statuses = counts.into_iter().map(|(status, count)| (status.clone(), count)).collect();
        let tags_in_use = OnceLock::new();
        Self { entries, by_id, orders, connections, health, tag_keys, tags_in_use, statuses, version }
    }

    /// The same environments with news of the connections.
    #[must_use]
    pub fn with_health(&self, health: BTreeMap<ConnectionName, Health>, version: u64) -> Self {
        Self { health, version, ..self.clone() }
    }

    /// All entries, by name.
    #[must_use]
    pub fn entries(&self) -> &[Arc<Entry>] {
        &self.entries
    }

    #[must_use]
    pub fn get(&self, connection: &ConnectionName, id: &EnvironmentId) -> Option<&Arc<Entry>> {
        self.by_id.get(&(connection.clone(), id.clone())).map(|i| &self.entries[*i])
    }

    #[must_use]
    pub fn connection(&self, name: &ConnectionName) -> Option<&Connection> {
        self.connections.iter().find(|connection| connection.name == *name)
    }

    /// The environments that are of concern, by name.
    pub fn of_concern<'i>(&'i self, concern: Concern, ties: &'i Ties) -> impl Iterator<Item = &'i Arc<Entry>> {
        self.entries.iter().filter(move |entry| concern.is_of(entry, ties))
    }

    /// All connections, each with how its last readings went.
    #[must_use]
    pub fn connections_seen(&self) -> Vec<(Connection, Health)> {
        let health = |connection: &Connection| self.health.get(&connection.name).cloned().unwrap_or_default();
        self.connections.iter().map(|connection| (connection.clone(), health(connection))).collect()
    }

    /// All connections, each with its environments counted, too.
    #[must_use]
    pub fn overview(&self) -> Vec<Overview> {
        let mut counts: BTreeMap<&ConnectionName, usize> = BTreeMap::new();
        for entry in &self.entries {
            *counts.entry(&entry.environment.connection).or_default() += 1;
        }
        let counted = |(connection, health): (Connection, Health)| {
            let environments = counts.get(&connection.name).copied().unwrap_or_default();
            Overview { connection, health, environments }
        };
        self.connections_seen().into_iter().map(counted).collect()
    }

    /// Every tag key in use, for filters.
    #[must_use]
    pub fn tag_keys(&self) -> &BTreeSet<String> {
        &self.tag_keys
    }

    /// Something moves by itself: worth asking again soon.
    #[must_use]
    pub fn is_changing(&self) -> bool {
        self.statuses.iter().any(|(status, _)| status.is_changing())
    }

    /// The statuses in use, in the order of a life, with how many are in each.
    #[must_use]
    pub fn statuses(&self) -> &[(Status, usize)] {
        &self.statuses
    }

    /// The oldest of the times at which the connections were last read whole.
    #[must_use]
    pub fn oldest_reading(&self) -> Option<Timestamp> {
        self.connections.iter().map(|c| self.health.get(&c.name).and_then(|h| h.synced_at)).min().flatten()
    }
}
