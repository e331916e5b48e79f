//! Looking at environments, and deleting one; the list of them is in the file beside it.

mod listing;

use std::collections::BTreeMap;

use futures::future::join;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Paged, Portal, changing, environment_object, reading, reading_one};
use crate::{
    Actor, Error, Field, Flaw, Problems,
    audit::{Action, Event, Outcome, Trail},
    connection::{Connection, Health},
    environment::{Environment, Status},
    error::{Refusal, RefusalKind},
    id::{ConnectionName, EnvironmentId},
    inventory::Entry,
    may::Deed,
    ports::CallError,
};

/// One environment, as live as it could be had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    pub environment: Environment,
    /// `None` when they could not be read.
    pub tags: Option<BTreeMap<String, String>>,
    pub first_seen: Option<Timestamp>,
    pub live: Live,
}

/// Where a detail comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Live {
    /// FinSpace, just now.
    Now,
    /// The inventory, because FinSpace could not be asked; why, and when the inventory was read.
    Known { since: Option<Timestamp>, refusal: Refusal },
}

impl Portal {
    /// The connections, each with how its last readings went.
    pub fn connections_seen(&self, actor: &Actor) -> Result<Vec<(Connection, Health)>, Error> {
        self.see(actor, Deed::SeeConnections, "This list")?;
        Ok(self.inventory().connections_seen())
    }

    /// One environment, asked from FinSpace; when FinSpace cannot be asked, as it was last known.
    pub async fn environment(
        &self,
        actor: &Actor,
        connection: &ConnectionName,
        id: &EnvironmentId,
    ) -> Result<Detail, Error> {
        self.see(actor, Deed::SeeEnvironments, "This environment")?;
        self.known_connection(connection)?;
        match self.look(connection, id).await {
            Ok((environment, tags)) => {
                let first_seen = self.inventory().get(connection, id).map(|entry| entry.first_seen);
                Ok(Detail { environment, tags, first_seen, live: Live::Now })
            }
            Err(Error::FinSpace(refusal)) if can_wait(refusal.kind) => {
                let inventory = self.inventory();
                let Some(entry) = inventory.get(connection, id) else { return Err(Error::FinSpace(refusal)) };
                let since = inventory.health.get(connection).and_then(|health| health.synced_at);
                Ok(Detail {
                    environment: entry.environment.clone(),
                    tags: entry.tags.clone(),
                    first_seen: Some(entry.first_seen),
                    live: Live::Known { since, refusal },
                })
            }
            Err(Error::FinSpace(Refusal { kind: RefusalKind::NotFound, .. })) => {
                Err(Error::NotFound("This environment".into()))
            }
            Err(error) => Err(error),
        }
    }

    pub(super) fn known_connection(&self, connection: &ConnectionName) -> Result<(), Error> {
        if self.connections().iter().any(|known| known.name == *connection) {
            return Ok(());
        }
        Err(Error::NotFound(format!("The connection “{connection}”")))
    }

    /// Asks FinSpace for one environment and its tags, and lets the inventory know.
    pub(super) async fn look(
        &self,
        connection: &ConnectionName,
        id: &EnvironmentId,
    ) -> Result<(Environment, Option<BTreeMap<String, String>>), Error> {
        // Most environments are known with their ARN, so that both questions can go out together.
        let arn = self.inventory().get(connection, id).map(|entry| entry.environment.arn.clone());
        let (environment, tags) = match &arn {
            Some(arn) => {
                let (environment, tags) =
                    join(self.finspace().get(connection, id), self.finspace().tags(connection, arn)).await;
                (environment, tags.ok())
            }
            None => match self.finspace().get(connection, id).await {
                Ok(environment) => {
                    let tags = self.finspace().tags(connection, &environment.arn).await.ok();
                    (Ok(environment), tags)
                }
                Err(error) => (Err(error), None),
            },
        };
        match environment {
            Ok(environment) => {
                self.saw(&environment, tags.as_ref()).await?;
                Ok((environment, tags))
            }
            Err(CallError::Refused(refusal)) if refusal.kind == RefusalKind::NotFound => {
                self.missed(connection, id).await?;
                Err(Error::FinSpace(refusal))
            }
            Err(error) => Err(reading(error)),
        }
    }

    /// Deletes an environment whose name was typed. One that is being deleted or gone already counts as deleted, so that a
    /// button that was pressed twice answers like the first time.
    pub async fn delete_environment(
        &self,
        actor: &Actor,
        connection: &ConnectionName,
        id: &EnvironmentId,
        typed_name: &str,
    ) -> Result<(), Error> {
        self.allow(actor, Deed::DeleteEnvironment, &environment_object(connection, id)).await?;
        self.known_connection(connection)?;
        let environment = match self.finspace().get(connection, id).await.map_err(reading_one) {
            Err(Error::NotFound(_)) if self.was_deleted_by(actor, connection, id).await? => return Ok(()),
            found => found?,
        };
        if typed_name.trim() != environment.name {
            let flaw = Flaw::new(format!("Type “{}” exactly, to show that you mean this one.", environment.name));
            return Err(Error::Invalid(Problems(vec![flaw.at(Field::ConfirmName)])));
        }
        if is_going(&environment.status) {
            return Ok(());
        }
        environment.status.deletable().map_err(|why| Error::Conflict(why.into()))?;
        let event = |outcome, words: &str| -> Event {
            let detail = format!("“{}” {words}", environment.name);
            let object = environment_object(connection, id);
            self.event(Some(actor), Action::DeleteEnvironment, object, outcome, detail.trim_end())
        };
        self.store().record(&event(Outcome::Intended, "")).await.map_err(|e| self.failed(&e))?;
        let answer = self.finspace().delete(connection, id).await;
        let result = match answer {
            Err(CallError::Refused(refusal)) if refusal.kind == RefusalKind::NotFound => Ok(()),
            answer => answer,
        };
        self.record_outcome(&result, &event).await?;
        match (self.look(connection, id).await, result) {
            // Two asked at the same time, and the other one was quicker.
            (Ok((now, _)), Err(CallError::Refused(_))) if is_going(&now.status) => Ok(()),
            (_, result) => result.map_err(changing),
        }
    }

    /// Whether the log has it that somebody deleted this environment.
    async fn was_deleted_by(
        &self,
        actor: &Actor,
        connection: &ConnectionName,
        id: &EnvironmentId,
    ) -> Result<bool, Error> {
        let object = environment_object(connection, id);
        let events = self.store().events(&object, 10).await.map_err(|e| self.failed(&e))?;
        let theirs = |event: &Event| event.person.as_ref() == Some(&actor.person);
        let deleted = |event: &Event| event.action == Action::DeleteEnvironment && event.outcome == Outcome::Done;
        Ok(events.iter().any(|event| deleted(event) && theirs(event)))
    }

    /// Writes how a change at FinSpace ended.
    pub(super) async fn record_outcome<T>(
        &self,
        result: &Result<T, CallError>,
        event: &impl Fn(Outcome, &str) -> Event,
    ) -> Result<(), Error> {
        let event = match result {
            Ok(_) => event(Outcome::Done, ""),
            Err(CallError::Refused(refusal)) => event(Outcome::Refused, &refusal.said),
            Err(CallError::Unanswered(words)) => event(Outcome::Unknown, words),
        };
        self.store().record(&event).await.map_err(|e| self.failed(&e))
    }

    /// A page of the events of an environment, newest first.
    pub async fn history(
        &self,
        actor: &Actor,
        connection: &ConnectionName,
        id: &EnvironmentId,
        page: usize,
    ) -> Result<Paged<Event>, Error> {
        self.see(actor, Deed::SeeEnvironments, "This environment")?;
        self.along(&Trail::of(environment_object(connection, id)), page).await
    }
}

/// On its way out, or out.
fn is_going(status: &Status) -> bool {
    matches!(status, Status::DeleteRequested | Status::Deleting | Status::RetryDeletion | Status::Deleted)
}

/// Refusals after which the last known state is still worth showing.
pub(super) fn can_wait(kind: RefusalKind) -> bool {
    !matches!(kind, RefusalKind::NotFound | RefusalKind::Invalid)
}

/// An entry's environment never carries its document, which can have ten million characters, nor its attribute map: a list
/// need not tell of either, and what it leaves out is no change.
pub(super) fn without_document(environment: &Environment) -> Environment {
    let mut known = environment.clone();
    known.federation.metadata_document = None;
    known.federation.attributes.clear();
    known
}

/// The entry for a fresh sight of an environment, given the earlier one.
pub(super) fn entry(
    environment: &Environment,
    tags: Option<&BTreeMap<String, String>>,
    earlier: Option<&Entry>,
    now: Timestamp,
) -> Entry {
    let environment = without_document(environment);
    let same = earlier.is_some_and(|earlier| {
        earlier.environment == environment && tags.is_none_or(|tags| earlier.tags.as_ref() == Some(tags))
    });
    Entry {
        environment,
        tags: tags.cloned().or_else(|| earlier.and_then(|earlier| earlier.tags.clone())),
        first_seen: earlier.map_or(now, |earlier| earlier.first_seen),
        changed_at: if same { earlier.map_or(now, |earlier| earlier.changed_at) } else { now },
        tags_read_at: if tags.is_some() { Some(now) } else { earlier.and_then(|earlier| earlier.tags_read_at) },
    }
}
