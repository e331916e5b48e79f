//! Lifetimes: setting an end, keeping what was to be deleted, and trying a deletion again. What the portal does about
//! them by itself is in the file beside, and the deletion in `deleting.rs`.

mod tending;

use jiff::{Timestamp, civil::Date, civil::Time, tz::TimeZone};

use super::{Portal, environment_object};
use crate::{
    Actor, Error, Field, Flaw, Problems,
    audit::{Action, Change, Event, Outcome},
    blueprint::LIMIT_MOST,
    deletion::Cause,
    id::{ConnectionName, EnvironmentId, EnvironmentRequestId},
    lifetime::{Lifetime, date, days},
    may::{Deed, Facts},
    request::Part,
};

/// Somebody who loses against the job so often is told so.
const TRIES: usize = 5;

impl Portal {
    /// What is decided about the life of an environment, for those who see environments.
    pub async fn lifetime(
        &self,
        actor: &Actor,
        connection: &ConnectionName,
        id: &EnvironmentId,
    ) -> Result<Option<Lifetime>, Error> {
        self.see(actor, Deed::SeeEnvironments, "This environment")?;
        self.known_lifetime(connection, id).await
    }

    /// Calls a deletion off that somebody asked for, as long as no call went out.
    pub async fn keep_environment(
        &self,
        actor: &Actor,
        connection: &ConnectionName,
        id: &EnvironmentId,
    ) -> Result<Lifetime, Error> {
        let object = environment_object(connection, id);
        for _ in 0..TRIES {
            let before = self.known_lifetime(connection, id).await?;
            let asked = before.as_ref().and_then(|one| one.deletion.as_ref()?.asked_in.clone());
            let part = self.part_in(actor, asked.as_ref()).await?;
            self.allow_given(actor, Deed::KeepEnvironment, Facts::in_request(part), &object).await?;
            let before = before.ok_or_else(|| Error::NotFound("This deletion".into()))?;
            let Some(deletion) = before.deletion.as_ref().filter(|deletion| deletion.can_be_kept()) else {
                let words =
                    "It is too late to keep it: its deletion has begun, or none is settled. Load the page again.";
                return Err(Error::Conflict(words.into()));
            };
            if deletion.cause == Cause::Over {
                let words = "Its lifetime is over. Ask for more time, or have an administrator set another end.";
                return Err(Error::Conflict(words.into()));
            }
            let words = format!("“{}” is kept. Its deletion is called off.", before.name);
            let mut events =
                vec![self.event(Some(actor), Action::KeepEnvironment, object.clone(), Outcome::Done, &*words)];
            if let Some(request) = &asked {
                let object = crate::request::Request::object(request);
                events.push(self.event(Some(actor), Action::KeepEnvironment, object, Outcome::Done, &*words));
            }
            let after = before.next(None);
            if self.save_lifetime(&after, asked.as_ref(), &events).await? {
                return Ok(after);
            }
            // The job looked at it meanwhile: what counts is whether its call went out.
        }
        Err(changed_meanwhile())
    }

    /// Lets a deletion go on that waits for a person.
    pub async fn delete_again(
        &self,
        actor: &Actor,
        connection: &ConnectionName,
        id: &EnvironmentId,
    ) -> Result<Lifetime, Error> {
        let object = environment_object(connection, id);
        self.allow(actor, Deed::DeleteEnvironment, &object).await?;
        let before = self.known_lifetime(connection, id).await?;
        let before = before.ok_or_else(|| Error::NotFound("This deletion".into()))?;
        let again = before.deletion.as_ref().and_then(|deletion| deletion.again(self.now()));
        let again = again.ok_or_else(|| {
            Error::Conflict("There is nothing to decide about this deletion now. Load the page again.".into())
        })?;
        let words = format!("Decided to try the deletion of “{}” again", before.name);
        let event = self.event(Some(actor), Action::DeleteEnvironment, object, Outcome::Intended, words);
        let after = before.next(Some(again));
        if self.save_lifetime(&after, None, &[event]).await? { Ok(after) } else { Err(changed_meanwhile()) }
    }

    /// Sets the day on which an environment ends, or lets it stay when nothing is typed.
    pub async fn set_end(
        &self,
        actor: &Actor,
        connection: &ConnectionName,
        id: &EnvironmentId,
        typed: &str,
    ) -> Result<Lifetime, Error> {
        let object = environment_object(connection, id);
        self.allow(actor, Deed::SetEnd, &object).await?;
        self.known_connection(connection)?;
        let now = self.now();
        let end = parse_end(typed, now).map_err(|flaw| Error::Invalid(Problems(vec![flaw.at(Field::EndsOn)])))?;
        let before = self.lifetime_or_new(connection, id).await?;
        if before.deletion.is_some() && !before.can_be_prolonged() {
            let words = "It is being deleted, or is gone. If somebody asked for the deletion, keep it first.";
            return Err(Error::Conflict(words.into()));
        }
        if before.ends_at == end && before.deletion.is_none() {
            return Ok(before);
        }
        let change = end_change(before.ends_at, end);
        let after = before.ending(end, now).next(None);
        let words = match end {
            Some(end) => format!("“{}” ends on {}", after.name, date(end)),
            None => format!("“{}” has no end", after.name),
        };
        let event = self.event(Some(actor), Action::SetEnd, object, Outcome::Done, words).changing(vec![change]);
        if self.save_lifetime(&after, None, &[event]).await? { Ok(after) } else { Err(changed_meanwhile()) }
    }

    pub(super) async fn known_lifetime(
        &self,
        connection: &ConnectionName,
        id: &EnvironmentId,
    ) -> Result<Option<Lifetime>, Error> {
        self.store().lifetime(connection, id).await.map_err(|e| self.failed(&e))
    }

    /// The record of an environment that is there, a new one if nothing was decided about it so far.
    pub(super) async fn lifetime_or_new(
        &self,
        connection: &ConnectionName,
        id: &EnvironmentId,
    ) -> Result<Lifetime, Error> {
        if let Some(known) = self.known_lifetime(connection, id).await? {
            return Ok(known);
        }
        let inventory = self.inventory();
        let entry = inventory.get(connection, id).ok_or_else(|| Error::NotFound("This environment".into()))?;
        let new = Lifetime::new(connection.clone(), id.clone(), entry.environment.name.clone());
        let Some(made_by) = self.store().maker(connection, id).await.map_err(|e| self.failed(&e))? else {
            return Ok(new);
        };
        let operation = self.store().operation_of(&made_by.draft()).await.map_err(|e| self.failed(&e))?;
        Ok(Lifetime { made_by: Some(made_by), operation: operation.map(|one| one.id), ..new })
    }

    /// What somebody is to the request of a deletion.
    pub(super) async fn part_in(
        &self,
        actor: &Actor,
        request: Option<&EnvironmentRequestId>,
    ) -> Result<Option<Part>, Error> {
        let Some(request) = request else { return Ok(None) };
        Ok(self.known_request(actor, request).await?.and_then(|(_, _, part)| part))
    }

    /// Saves a lifetime and tells pages and jobs.
    pub(super) async fn save_lifetime(
        &self,
        lifetime: &Lifetime,
        kept: Option<&EnvironmentRequestId>,
        events: &[Event],
    ) -> Result<bool, Error> {
        let saved = self.store().save_lifetime(lifetime, kept, events).await.map_err(|e| self.failed(&e))?;
        if saved && !events.is_empty() {
            self.inner.ports.bell.ring();
        }
        Ok(saved)
    }
}

/// How an end changes, as the log keeps it.
pub(super) fn end_change(before: Option<Timestamp>, after: Option<Timestamp>) -> Change {
    let words = |end: Option<Timestamp>| end.map(|end| end.to_string());
    Change::new("Ends", words(before).as_deref(), words(after).as_deref())
}

/// A day in UTC, at whose beginning it ends.
fn parse_end(typed: &str, now: Timestamp) -> Result<Option<Timestamp>, Flaw> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let day = typed.parse::<Date>().ok().map(|day| day.to_datetime(Time::midnight()));
    let end = day.and_then(|day| TimeZone::UTC.to_timestamp(day).ok());
    match end {
        None => Err(Flaw::new("Write a day like 2026-12-31, or nothing to let it stay.")),
        Some(end) if end <= now => Err(Flaw::new("This day is over or has begun. Choose a later one.")),
        Some(end) if end > now + days(LIMIT_MOST) => {
            Err(Flaw::new("This is too far away. Write nothing to let it stay."))
        }
        Some(end) => Ok(Some(end)),
    }
}

fn changed_meanwhile() -> Error {
    Error::Conflict(
        "What is decided about this environment changed meanwhile. Nothing was done. Load the page again.".into(),
    )
}
