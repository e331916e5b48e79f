//! Carrying changes out that were asked for and approved, one at a time, as [`crate::change`] decides.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{
    Portal, environment_object,
    passing::{Passing, Point},
};
use crate::{
    Actor, Error,
    audit::{self, Action, Event, Outcome},
    change::{Change, Seen, State, Wanted, barred, step},
    environment::Environment,
    error::{Refusal, RefusalKind},
    id::{ConnectionName, EnvironmentId, EnvironmentRequestId},
    may::Deed,
    provision::Then,
    request::Request,
};

/// So many events of an environment are looked at to learn who changed it.
const EVENTS: i64 = 50;

/// In whose name something is changed at FinSpace.
#[derive(Clone, Copy, Debug)]
pub(super) enum By<'b> {
    Actor(&'b Actor),
    /// The portal's own, because a request was approved: which, and by whom.
    Request(&'b str),
}

impl Portal {
    /// An event of a change at FinSpace.
    pub(super) fn event_by(&self, by: By<'_>, action: Action, object: String, outcome: Outcome, detail: &str) -> Event {
        let detail = detail.trim_end();
        match by {
            By::Actor(actor) => self.event(Some(actor), action, object, outcome, detail),
            By::Request(why) => self.event(None, action, object, outcome, format!("{detail} {why}")),
        }
    }

    /// The changes over a connection that are due, each to be given to [`Portal::carry_change`].
    pub async fn changes_due(&self, connection: &ConnectionName) -> Result<Vec<Change>, Error> {
        let now = self.now();
        let mut all = self.store().changes().await.map_err(|e| self.failed(&e))?;
        all.retain(|change| change.connection == *connection && change.is_due(now));
        Ok(all)
    }

    /// Goes on with a change that is due, unless somebody else did so since. The environment is read before anything is
    /// sent, and the arming is written before it, under the version that was claimed.
    pub async fn carry_change(&self, change: Change, passing: &dyn Passing) -> Result<(), Error> {
        let claim = change.claimed(self.now());
        if !self.save_change(&claim, &[]).await? {
            return Ok(());
        }
        let asked = self.store().request(&change.request).await.map_err(|e| self.failed(&e))?;
        let Some(wanted) = asked.and_then(|asked| asked.about?.wanted) else { return Ok(()) };
        passing.at(Point::ChangeClaimed).await;
        let since = self.moment();
        let (seen, ground) = self.look_before_changing(&claim, &wanted).await?;
        passing.at(Point::ChangeLooked).await;
        let (after, then) = step(&claim, seen, self.now());
        let Some(armed) = self.write_change(&claim, &after, &wanted).await? else { return Ok(()) };
        let Some((environment, tags)) = ground.filter(|_| then == Then::Call) else { return Ok(()) };
        passing.at(Point::ChangeArmed).await;
        // Whoever was paused does not know what others did since.
        let why = because(&armed);
        let (edit, tagging) = wanted.left(&environment, &tags);
        let mut seen = Seen::TooLate;
        if !self.is_late(since) {
            seen = called(self.send_edit(By::Request(&why), environment.clone(), &edit).await.map(|_| ()))?;
            passing.at(Point::ChangeEdited).await;
        }
        if seen == Seen::Called && !tagging.is_empty() {
            seen = if self.is_late(since) {
                Seen::TooLate
            } else {
                called(self.send_tags(By::Request(&why), &environment, &tags, &tagging).await)?
            };
        }
        passing.at(Point::ChangeCalled).await;
        let (after, _) = step(&armed, seen, self.now());
        self.write_change(&armed, &after, &wanted).await?;
        passing.at(Point::ChangeAnswered).await;
        Ok(())
    }

    /// How the environment is right now, and what that means for the change.
    async fn look_before_changing(
        &self,
        change: &Change,
        wanted: &Wanted,
    ) -> Result<(Seen, Option<(Environment, BTreeMap<String, String>)>), Error> {
        match self.look(&change.connection, &change.environment).await {
            Ok((environment, Some(tags))) => {
                let moved = wanted.moved(&environment, &tags);
                let place = (&change.connection, &change.environment);
                let words = if moved.is_empty() {
                    None
                } else {
                    Some(self.changed_by_others(place, change.asked_at, &moved).await?)
                };
                Ok((wanted.seen(&environment, &tags, words), Some((environment, tags))))
            }
            Err(Error::FinSpace(Refusal { kind: RefusalKind::NotFound, .. })) => {
                Ok((Seen::Over("The environment is gone.".into()), None))
            }
            // FinSpace does not tell the tags of what it takes down.
            Ok((environment, None)) => Ok((barred(&environment.status).unwrap_or(Seen::Nothing), None)),
            Err(_) => Ok((Seen::Nothing, None)),
        }
    }

    /// What others changed since something was asked for, and who did it as far as the log knows.
    pub(super) async fn changed_by_others(
        &self,
        (connection, id): (&ConnectionName, &EnvironmentId),
        since: Timestamp,
        moved: &[audit::Change],
    ) -> Result<String, Error> {
        let events = self.store().events(&environment_object(connection, id), EVENTS).await;
        let events = events.map_err(|e| self.failed(&e))?;
        let touches = |event: &&Event| {
            let is_of = |change: &audit::Change| moved.iter().any(|line| line.field == change.field);
            event.outcome == Outcome::Done && event.at >= since && event.changes.iter().any(is_of)
        };
        let who = events.iter().find(touches).map_or("somebody past the portal", |event| event.who.as_str());
        let lines = moved.iter().map(audit::Change::in_words).collect::<Vec<_>>().join("; ");
        Ok(format!("It was changed meanwhile by {who}: {lines}."))
    }

    /// Has a change tried again that stopped, because a person decided so.
    pub async fn apply_change_again(&self, actor: &Actor, id: &EnvironmentRequestId) -> Result<Change, Error> {
        let object = Request::object(id);
        self.allow(actor, Deed::EditEnvironment, &object).await?;
        let before = self.store().change_of(id).await.map_err(|e| self.failed(&e))?;
        let before = before.ok_or_else(|| Error::NotFound("This change".into()))?;
        let moved = || Error::Conflict("There is nothing to decide about this change now. Load the page again.".into());
        let after = before.again(self.now()).ok_or_else(moved)?.next();
        let words = "Decided to try the change again";
        let event = self.event(Some(actor), Action::ApplyChange, object, Outcome::Intended, words);
        if self.save_change(&after, &[event]).await? { Ok(after) } else { Err(moved()) }
    }

    /// Writes how far a change came, with its event if that is news. `None` when somebody else was quicker.
    async fn write_change(&self, before: &Change, after: &Change, wanted: &Wanted) -> Result<Option<Change>, Error> {
        let is_news = before.state != after.state;
        let event = is_news.then(|| self.change_event(after, wanted)).flatten();
        let written = Change { version: before.version + 1, ..after.clone() };
        let events: Vec<Event> = event.into_iter().collect();
        Ok(self.save_change(&written, &events).await?.then_some(written))
    }

    /// Saves a change and tells pages and jobs.
    async fn save_change(&self, change: &Change, events: &[Event]) -> Result<bool, Error> {
        let saved = self.store().save_change(change, events).await.map_err(|e| self.failed(&e))?;
        if saved && !events.is_empty() {
            self.inner.ports.bell.ring();
        }
        Ok(saved)
    }

    /// What the log says of the end of a change; its calls have lines of their own, at the environment.
    fn change_event(&self, after: &Change, wanted: &Wanted) -> Option<Event> {
        let name = &wanted.base.name;
        let (outcome, words) = match &after.state {
            State::Applied { .. } => (Outcome::Done, format!("“{name}” is changed. {}", because(after))),
            State::Stopped { words } => (Outcome::Failed, format!("“{name}” is not changed. {words}")),
            State::Waiting { .. } | State::Armed => return None,
        };
        let event = self.event(None, Action::ApplyChange, Request::object(&after.request), outcome, words);
        Some(event.changing(wanted.changes()))
    }
}

/// Why the portal changes something.
fn because(change: &Change) -> String {
    let Change { request, who, approved_by, .. } = change;
    format!("As {who} asked in request {request}, approved by {}.", approved_by.join(", "))
}

/// What became of a call, unless the portal itself failed.
fn called(sent: Result<(), Error>) -> Result<Seen, Error> {
    match sent {
        Ok(()) => Ok(Seen::Called),
        Err(Error::FinSpace(refusal)) => Ok(Seen::Refused(refusal)),
        Err(Error::Unanswered(_)) => Ok(Seen::Unanswered),
        Err(error) => Err(error),
    }
}
