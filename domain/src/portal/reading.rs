//! Keeping the inventory true: whole readings of a connection, and single looks.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, PoisonError},
};

use futures::{StreamExt, future::join_all, stream};
use jiff::{SignedDuration, Timestamp};

use super::{Portal, environments::entry, reading};
use crate::{
    Actor, Error,
    connection::{Health, Trouble},
    environment::{Environment, Status},
    error::{Refusal, RefusalKind},
    id::{ConnectionName, EnvironmentId},
    inventory::{Entry, Inventory},
    may::Deed,
    ports::CallError,
};

/// How many tag calls are on their way at once, per connection.
const AT_ONCE: usize = 8;
/// Tags that somebody else changed are noticed after so long at the latest…
const TAGS_STALE_MINUTES: i64 = 5;
/// …as long as no more than these are due in one reading.
const TAGS_A_READING: usize = 200;
/// More pages than this are a list that does not end.
const PAGES_MOST: usize = 100_000;

/// The tags that one reading brought.
pub(super) type TagsById = BTreeMap<EnvironmentId, BTreeMap<String, String>>;

impl Portal {
    /// Reads a connection whole: all environments, the tags that are due, and the calls whose answer was lost. When
    /// FinSpace cannot be read, the inventory stays and the connection's health says why.
    pub async fn read_connection(&self, connection: &ConnectionName) -> Result<(), Error> {
        self.known_connection(connection)?;
        // What another portal on the same database decided comes with it.
        self.read_house().await.map_err(|e| self.failed(&e))?;
        self.read_team_names().await.map_err(|e| self.failed(&e))?;
        let Some(turn) = self.inner.turns[connection].next().await else { return Ok(()) };
        self.read_whole(connection).await?;
        turn.succeeded();
        Ok(())
    }

    async fn read_whole(&self, connection: &ConnectionName) -> Result<(), Error> {
        let began = self.now();
        let environments = match self.list_whole(connection).await {
            Ok(environments) => environments,
            Err(error) => {
                self.note_trouble(connection, &error).await?;
                return Err(error);
            }
        };
        self.take_in(connection, &environments, &BTreeMap::new(), began).await?;
        let tags = self.read_tags(connection, &environments).await;
        if !tags.is_empty() {
            self.take_in(connection, &environments, &tags, began).await?;
        }
        self.reconcile(connection, began, &environments, &tags).await
    }

    /// Reads all connections whole, because somebody asked. What cannot be read shows in the connection's health.
    pub async fn refresh(&self, actor: &Actor) -> Result<(), Error> {
        self.allow(actor, Deed::Refresh, "environments").await?;
        let names = self.connection_names();
        join_all(names.iter().map(|name| self.read_connection(name))).await;
        Ok(())
    }

    async fn list_whole(&self, connection: &ConnectionName) -> Result<Vec<Environment>, Error> {
        let mut environments = Vec::new();
        let mut next: Option<String> = None;
        for _ in 0..PAGES_MOST {
            let page = self.finspace().list(connection, next.as_deref()).await.map_err(reading)?;
            environments.extend(page.environments);
            match page.next {
                None => return Ok(environments),
                again if again == next => break,
                further => next = further,
            }
        }
        // To take it for whole would mean that everything else is gone.
        let said = "The list of environments does not come to an end.".into();
        Err(Error::FinSpace(Refusal { kind: RefusalKind::Internal, said, request_id: None }))
    }

    /// Tags of the environments that are new, changed, never read or stale, as far as they could be read.
    async fn read_tags(&self, connection: &ConnectionName, environments: &[Environment]) -> TagsById {
        let inventory = self.inventory();
        let stale = self.now() - SignedDuration::from_mins(TAGS_STALE_MINUTES);
        let denied = self.inner.turns[connection].denied_since(stale);
        let mut due: Vec<(Option<Timestamp>, &Environment)> = environments
            .iter()
            .filter(|environment| denied.binary_search(&environment.id).is_err())
            .filter_map(|environment| {
                let entry = inventory.get(connection, &environment.id)?;
                let read = entry.tags_read_at;
                let due = read.is_none_or(|read| read < stale || read < entry.changed_at);
                due.then_some((read, environment))
            })
            .collect();
        // Never read ones first, then the stalest.
        due.sort_by_key(|(read, _)| *read);
        let never = due.iter().filter(|(read, _)| read.is_none()).count();
        due.truncate(never.max(TAGS_A_READING));
        let due: Vec<(EnvironmentId, String)> =
            due.into_iter().map(|(_, environment)| (environment.id.clone(), environment.arn.clone())).collect();
        stream::iter(due)
            .map(|(id, arn)| async move {
                let tags = self.finspace().tags(connection, &arn).await;
                if let Err(CallError::Refused(refusal)) = &tags
                    && refusal.kind == RefusalKind::Denied
                {
                    let words = Error::FinSpace(refusal.clone()).to_string();
                    self.inner.turns[connection].deny(id.clone(), self.now(), words);
                }
                Some((id, tags.ok()?))
            })
            .buffer_unordered(AT_ONCE)
            .filter_map(std::future::ready)
            .collect()
            .await
    }

    /// Why the tags of an environment are not known, if FinSpace does not let the portal read them.
    #[must_use]
    pub fn tags_denied(&self, entry: &Entry) -> Option<String> {
        let turns = self.inner.turns.get(&entry.environment.connection)?;
        if entry.tags.is_none() { turns.denied(&entry.environment.id) } else { None }
    }

    /// Lets the inventory and the database know what a whole reading found.
    async fn take_in(
        &self,
        connection: &ConnectionName,
        environments: &[Environment],
        tags: &TagsById,
        began: Timestamp,
    ) -> Result<(), Error> {
        let now = self.now();
        let present: BTreeSet<&EnvironmentId> = environments.iter().map(|environment| &environment.id).collect();
        let before = self.inventory();
        let newer = self.touched_since(connection, began);
        let changed: Vec<Entry> = environments
            .iter()
            .filter(|environment| !newer.contains(&environment.id))
            .filter_map(|environment| {
                let earlier = before.get(connection, &environment.id).map(|entry| &**entry);
                let fresh = entry(environment, tags.get(&environment.id), earlier, now);
                (Some(&fresh) != earlier).then_some(fresh)
            })
            .collect();
        let gone: Vec<EnvironmentId> = before
            .entries()
            .iter()
            .map(|entry| &entry.environment)
            .filter(|known| {
                known.connection == *connection && !present.contains(&known.id) && !newer.contains(&known.id)
            })
            .map(|known| known.id.clone())
            .collect();
        let health = Health { synced_at: Some(began), trouble: None };
        let was_in_trouble = before.health.get(connection).is_some_and(|health| health.trouble.is_some());
        self.store().save_reading(connection, &changed, &gone, &health).await.map_err(|e| self.failed(&e))?;
        self.revise(connection, changed, &gone, Some(health));
        if was_in_trouble {
            self.note_recovery(connection).await?;
        }
        Ok(())
    }

    fn touched_since(&self, connection: &ConnectionName, began: Timestamp) -> BTreeSet<EnvironmentId> {
        let mut touched = self.inner.touched.lock().unwrap_or_else(PoisonError::into_inner);
        // Nobody asks about looks that are older than any reading still under way.
        let old = began - SignedDuration::from_mins(30);
        // What is still to come was written by a clock that was set back since.
        let now = self.now();
        touched.retain(|_, at| *at > old && *at <= now);
        touched
            .iter()
            .filter(|((name, _), at)| name == connection && **at >= began)
            .map(|((_, id), _)| id.clone())
            .collect()
    }

    fn touch(&self, connection: &ConnectionName, id: &EnvironmentId) {
        let mut touched = self.inner.touched.lock().unwrap_or_else(PoisonError::into_inner);
        touched.insert((connection.clone(), id.clone()), self.now());
    }

    async fn note_trouble(&self, connection: &ConnectionName, error: &Error) -> Result<(), Error> {
        let before = self.inventory().health.get(connection).cloned().unwrap_or_default();
        let since = before.trouble.as_ref().map_or_else(|| self.now(), |trouble| trouble.since);
        let trouble = Trouble { since, words: error.to_string() };
        let health = Health { trouble: Some(trouble.clone()), ..before.clone() };
        if health != before {
            self.store().save_reading(connection, &[], &[], &health).await.map_err(|e| self.failed(&e))?;
            self.revise(connection, Vec::new(), &[], Some(health));
        }
        self.note_outage(connection, &trouble).await
    }

    /// Puts a new inventory in the place of the one before, and tells the open pages if it differs.
    fn revise(&self, connection: &ConnectionName, changed: Vec<Entry>, gone: &[EnvironmentId], health: Option<Health>) {
        let _one_at_a_time = self.inner.revising.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.inventory();
        let mut all_health = before.health.clone();
        // When tags were read is nothing to look at.
        let differs = |fresh: &Entry| {
            let earlier = before.get(connection, &fresh.environment.id);
            earlier.is_none_or(|e| e.environment != fresh.environment || e.tags != fresh.tags)
        };
        let mut rings = !gone.is_empty() || changed.iter().any(differs);
        if let Some(health) = health {
            let earlier = all_health.insert(connection.clone(), health.clone()).unwrap_or_default();
            rings |= earlier.trouble != health.trouble || earlier.synced_at.is_none() != health.synced_at.is_none();
        }
        let after = if changed.is_empty() && gone.is_empty() {
            before.with_health(all_health, before.version + u64::from(rings))
        } else {
            let replaced: BTreeSet<&EnvironmentId> =
                changed.iter().map(|entry| &entry.environment.id).chain(gone).collect();
            let mut entries: Vec<Arc<Entry>> = before
                .entries()
                .iter()
                .filter(|e| e.environment.connection != *connection || !replaced.contains(&e.environment.id))
                .map(Arc::clone)
                .collect();
            entries.extend(changed.into_iter().map(Arc::new));
            Inventory::new(entries, before.connections.clone(), all_health, before.version + u64::from(rings))
        };
        *self.inner.inventory.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(after);
        if rings {
            self.inner.ports.bell.ring();
        }
    }

    /// An environment was seen by itself, fresher than any whole reading under way.
    pub(super) async fn saw(
        &self,
        environment: &Environment,
        tags: Option<&BTreeMap<String, String>>,
    ) -> Result<(), Error> {
        let connection = &environment.connection;
        // FinSpace still tells of a deleted one when it is asked for it alone; the list has no place for it.
        if environment.status == Status::Deleted {
            return self.missed(connection, &environment.id).await;
        }
        self.touch(connection, &environment.id);
        let before = self.inventory();
        let earlier = before.get(connection, &environment.id).map(|entry| &**entry);
        let fresh = entry(environment, tags, earlier, self.now());
        let known =
            earlier.is_some_and(|earlier| earlier.environment == fresh.environment && earlier.tags == fresh.tags);
        if known {
            return Ok(());
        }
        self.store_entry(connection, std::slice::from_ref(&fresh), &[]).await?;
        self.revise(connection, vec![fresh], &[], None);
        Ok(())
    }

    /// FinSpace does not know an environment any more.
    pub(super) async fn missed(&self, connection: &ConnectionName, id: &EnvironmentId) -> Result<(), Error> {
        self.touch(connection, id);
        if self.inventory().get(connection, id).is_some() {
            self.store_entry(connection, &[], std::slice::from_ref(id)).await?;
            self.revise(connection, Vec::new(), std::slice::from_ref(id), None);
        }
        Ok(())
    }

    async fn store_entry(
        &self,
        connection: &ConnectionName,
        changed: &[Entry],
        gone: &[EnvironmentId],
    ) -> Result<(), Error> {
        let health = self.inventory().health.get(connection).cloned().unwrap_or_default();
        self.store().save_reading(connection, changed, gone, &health).await.map_err(|e| self.failed(&e))
    }
}
