//! Carrying deletions out, one at a time, as [`crate::deletion`] decides.

use jiff::SignedDuration;

use super::{
    Portal, environment_object,
    passing::{Passing, Point},
};
use crate::{
    Error,
    audit::{Action, Event, Outcome},
    deletion::{Deletion, Seen, State, step},
    environment::Status,
    error::{Refusal, RefusalKind},
    id::ConnectionName,
    lifetime::Lifetime,
    ports::CallError,
    provision::{LEASE_SECONDS, Then},
    tag::OPERATION,
};

impl Portal {
    /// The environments over a connection whose deletion is due, each to be given to [`Portal::carry_deletion`].
    pub async fn deletions_due(&self, connection: &ConnectionName) -> Result<Vec<Lifetime>, Error> {
        let now = self.now();
        let mut all = self.store().deletions().await.map_err(|e| self.failed(&e))?;
        let is_due = |lifetime: &Lifetime| lifetime.deletion.as_ref().is_some_and(|deletion| deletion.is_due(now));
        all.retain(|lifetime| lifetime.connection == *connection && is_due(lifetime));
        Ok(all)
    }

    /// Goes on with a deletion that is due, unless somebody else did so since, or kept the environment. The environment
    /// is read before the call, and the arming is written before it, under the version that was claimed.
    pub async fn carry_deletion(&self, lifetime: Lifetime, passing: &dyn Passing) -> Result<(), Error> {
        let Some(deletion) = lifetime.deletion.clone() else { return Ok(()) };
        let lease = self.now() + SignedDuration::from_secs(LEASE_SECONDS);
        let claim = lifetime.next(Some(Deletion { next_run_at: Some(lease), ..deletion.clone() }));
        if !self.save_lifetime(&claim, None, &[]).await? {
            return Ok(());
        }
        passing.at(Point::DeletionClaimed).await;
        let seen = self.look_before_deleting(&claim).await;
        passing.at(if seen == Seen::Gone { Point::Gone } else { Point::DeletionLooked }).await;
        let since = self.moment();
        let (after, then) = step(&deletion, seen, self.now());
        let Some(written) = self.write_deletion(claim, after).await? else { return Ok(()) };
        let Some(armed) = written.deletion.clone().filter(|_| then == Then::Call) else { return Ok(()) };
        passing.at(Point::DeletionArmed).await;
        let seen = if self.is_late(since) {
            // Whoever was paused does not know what people decided since.
            Seen::TooLate
        } else {
            match self.finspace().delete(&written.connection, &written.environment).await {
                Ok(()) => Seen::Called,
                Err(CallError::Refused(refusal)) => Seen::Refused(refusal),
                Err(CallError::Unanswered(_)) => Seen::Unanswered,
            }
        };
        passing.at(Point::DeletionCalled).await;
        let (after, _) = step(&armed, seen, self.now());
        self.write_deletion(written, after).await?;
        passing.at(Point::DeletionAnswered).await;
        Ok(())
    }

    /// How the environment is right now, and whether it is the one that was made.
    async fn look_before_deleting(&self, lifetime: &Lifetime) -> Seen {
        match self.look(&lifetime.connection, &lifetime.environment).await {
            Ok((environment, _)) if environment.id != lifetime.environment => Seen::Another,
            Ok((environment, _)) if environment.status == Status::Deleted => Seen::Gone,
            // No call follows, and FinSpace does not tell the tags of what it takes down.
            Ok((environment, _)) if environment.status.deletable().is_err() => Seen::Is(environment.status),
            Ok((environment, tags)) => match (&lifetime.operation, tags) {
                (None, _) => Seen::Is(environment.status),
                (Some(_), None) => Seen::Nothing,
                (Some(operation), Some(tags)) => {
                    let is_it = tags.get(OPERATION).is_some_and(|id| id == operation.as_str());
                    if is_it { Seen::Is(environment.status) } else { Seen::Another }
                }
            },
            Err(Error::FinSpace(Refusal { kind: RefusalKind::NotFound, .. })) => Seen::Gone,
            Err(_) => Seen::Nothing,
        }
    }

    /// Writes how far a deletion came, with its event if that is news. `None` when somebody else was quicker.
    async fn write_deletion(&self, before: Lifetime, after: Deletion) -> Result<Option<Lifetime>, Error> {
        let is_news =
            before.deletion.as_ref().is_none_or(|known| known.state != after.state || known.calls != after.calls);
        let events: Vec<Event> = is_news.then(|| self.deletion_event(&before, &after)).flatten().into_iter().collect();
        let written = before.next(Some(after));
        Ok(self.save_lifetime(&written, None, &events).await?.then_some(written))
    }

    fn deletion_event(&self, lifetime: &Lifetime, after: &Deletion) -> Option<Event> {
        let name = &lifetime.name;
        let (outcome, words) = match &after.state {
            State::Armed => (Outcome::Intended, format!("“{name}” is deleted, call {}", after.calls)),
            State::Gone { .. } => (Outcome::Done, format!("“{name}” is deleted")),
            State::Stopped { words } => (Outcome::Refused, format!("“{name}” is not deleted. {words}")),
            State::Stuck => (Outcome::Failed, format!("FinSpace could not take “{name}” down")),
            State::Waiting { words: Some(words) } => (Outcome::Refused, format!("“{name}” waits. {words}")),
            State::Cooling | State::Waiting { words: None } | State::Leaving => return None,
        };
        let object = environment_object(&lifetime.connection, &lifetime.environment);
        Some(self.event(None, Action::DeleteEnvironment, object, outcome, words))
    }
}
