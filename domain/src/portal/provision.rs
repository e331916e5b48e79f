//! Carrying approved operations out, one at a time, as [`crate::provision`] decides.

use jiff::{SignedDuration, Timestamp};

use super::{
    Portal, environment_object,
    passing::{Passing, Point},
};
use crate::{
    Actor, Error,
    audit::{Action, Event, Outcome},
    environment::{NewEnvironment, Status},
    error::{Refusal, RefusalKind},
    id::{ConnectionName, DraftId, EnvironmentId, OperationId, PersonId},
    lifetime::Lifetime,
    may::Deed,
    operation::{Operation, Scheduled, State},
    ports::{CallError, CreatedEnvironment},
    provision::{LEASE_SECONDS, Need, Progress, Seen, Then, closed, decided, step},
    tag::OPERATION,
};

/// What is to be done over a connection now.
#[derive(Debug)]
pub struct Round {
    /// The operations that are due, each to be given to [`Portal::carry`].
    pub due: Vec<Operation>,
    /// When the whole reading began that was made for them, if there was one.
    began: Option<Timestamp>,
}

impl Portal {
    /// An operation for what is being approved now. The approval writes it in its own transaction and rings the bell.
    #[must_use]
    pub fn approved(&self, asked: DraftId, person: PersonId, plan: NewEnvironment) -> Operation {
        Operation::waiting(OperationId::of(&asked), asked, person, plan, self.now())
    }

    /// When the portal has to go on with something over a connection by itself; `None` when there is nothing.
    pub async fn next_run(&self, connection: &ConnectionName) -> Result<Option<Timestamp>, Error> {
        let scheduled = self.store().next_run(connection).await.map_err(|e| self.failed(&e))?;
        let deletions = self.store().deletions().await.map_err(|e| self.failed(&e))?;
        let changes = self.store().changes().await.map_err(|e| self.failed(&e))?;
        let deletions = deletions.iter().filter(|one| one.connection == *connection).filter_map(Lifetime::next_at);
        let changes = changes.iter().filter(|one| one.connection == *connection).filter_map(|one| one.next_run_at);
        Ok(scheduled.into_iter().chain(deletions).chain(changes).min())
    }

    /// What is due over a connection. Where that depends on what is there, the connection is read whole, once for all of
    /// them and after it was found that they are due: what was armed or decided later is not due in this round.
    pub async fn round(&self, connection: &ConnectionName, passing: &dyn Passing) -> Result<Round, Error> {
        let now = self.now();
        let is_due = |one: &Scheduled| one.is_due(now) || self.has_settled(connection, one);
        let mut due = Vec::new();
        for one in self.store().scheduled(connection).await.map_err(|e| self.failed(&e))?.iter().filter(|o| is_due(o)) {
            let operation = self.store().operation(&one.id).await.map_err(|e| self.failed(&e))?;
            due.extend(operation.filter(|operation| is_due(&operation.into())));
        }
        let mut began = None;
        if !due.is_empty() {
            passing.at(Point::Due).await;
        }
        if due.iter().any(|operation| operation.progress().need() == Need::Sweep) {
            // When this fails, the connection's health says so, and the operations stay as they are for a while.
            let now = self.now();
            began = self.read_connection(connection).await.is_ok().then_some(now);
            passing.at(Point::Read).await;
        }
        Ok(Round { due, began })
    }

    /// Goes on with an operation of a round, unless somebody else did so since. However many do so at once and wherever
    /// they come to an end, one call goes out, unless FinSpace answered it with a definite no or a person decided so.
    pub async fn carry(&self, operation: Operation, round: &Round, passing: &dyn Passing) -> Result<(), Error> {
        let lease = self.now() + SignedDuration::from_secs(LEASE_SECONDS);
        let claim = Progress { next_run_at: Some(lease), ..operation.progress() };
        let Some(claimed) = self.advance(operation, claim, None).await? else { return Ok(()) };
        passing.at(Point::Claimed).await;
        let seen = match claimed.progress().need() {
            Need::Nothing => return Ok(()),
            Need::Sweep => self.tagged(&claimed, round),
            Need::Look(environment) => self.status(&claimed, &environment, passing).await,
        };
        if matches!(&seen, Seen::Swept { tagged, .. } if tagged.len() == 1) {
            passing.at(Point::Found).await;
        }
        let looked = matches!(seen, Seen::Is(_) | Seen::Gone);
        let since = self.moment();
        let (after, then) = step(&claimed.progress(), seen, self.now());
        let Some(written) = self.come_to(claimed, after, true).await? else { return Ok(()) };
        match then {
            Then::Call => {
                passing.at(Point::Armed).await;
                let seen = if self.is_late(since) { Seen::TooLate } else { called(self.call(&written).await) };
                passing.at(Point::Called).await;
                let (after, _) = step(&written.progress(), seen, self.now());
                self.come_to(written, after, false).await?;
                passing.at(Point::Answered).await;
            }
            Then::Rest if looked => passing.at(Point::Noted).await,
            Then::Rest => {}
        }
        Ok(())
    }

    /// An operation with its evidence, for those who decide about it.
    pub async fn operation(&self, actor: &Actor, id: &OperationId) -> Result<Operation, Error> {
        self.see(actor, Deed::DecideLostOperation, "This operation")?;
        let operation = self.store().operation(id).await.map_err(|e| self.failed(&e))?;
        operation.ok_or_else(|| Error::NotFound("This operation".into()))
    }

    /// Allows one more call for an operation whose environment was not found, or whose call was refused. FinSpace is read
    /// once more before it goes out.
    pub async fn call_again(&self, actor: &Actor, id: &OperationId) -> Result<Operation, Error> {
        self.decide_on(actor, id, "Decided to send it again", |before| decided(before, self.now())).await
    }

    /// Gives an operation up whose environment was not found.
    pub async fn close_operation(&self, actor: &Actor, id: &OperationId) -> Result<Operation, Error> {
        self.decide_on(actor, id, "Decided that nothing comes of it", closed).await
    }

    async fn decide_on(
        &self,
        actor: &Actor,
        id: &OperationId,
        words: &str,
        decision: impl Fn(&Progress) -> Option<Progress>,
    ) -> Result<Operation, Error> {
        self.allow(actor, Deed::DecideLostOperation, &format!("operation/{id}")).await?;
        let operation = self.operation(actor, id).await?;
        let moved =
            || Error::Conflict("There is nothing to decide about this operation now. Load the page again.".into());
        let after = decision(&operation.progress()).filter(|_| operation.is_carried()).ok_or_else(moved)?;
        let outcome = if after.next_run_at.is_some() { Outcome::Intended } else { Outcome::Done };
        let event = self.create_event(Some(actor), &operation, outcome, words);
        let decided = self.advance(operation, after, Some(&event)).await?.ok_or_else(moved)?;
        self.inner.ports.bell.ring();
        Ok(decided)
    }

    /// Whether a reading saw already that building has ended: then nobody waits for the next look.
    fn has_settled(&self, connection: &ConnectionName, one: &Scheduled) -> bool {
        let (State::Created { environment } | State::Stalled { environment }) = &one.state else { return false };
        let inventory = self.inventory();
        let seen = inventory.get(connection, environment);
        seen.is_some_and(|entry| !entry.environment.status.is_changing())
    }

    /// Which environments carry the operation's tag, by the reading of the round.
    fn tagged(&self, operation: &Operation, round: &Round) -> Seen {
        let Some(began) = round.began else { return Seen::Nothing };
        let inventory = self.inventory();
        let mut tagged = Vec::new();
        for entry in inventory.entries().iter().filter(|e| e.environment.connection == operation.plan.connection) {
            match &entry.tags {
                // An environment whose tags could not be read could be the one.
                None => return Seen::Nothing,
                Some(tags) if tags.get(OPERATION).is_some_and(|id| id == operation.id.as_str()) => {
                    tagged.push(entry.environment.id.clone());
                }
                Some(_) => {}
            }
        }
        Seen::Swept { began, tagged }
    }

    async fn status(&self, operation: &Operation, id: &EnvironmentId, passing: &dyn Passing) -> Seen {
        match self.look(&operation.plan.connection, id).await {
            Ok((environment, _)) => {
                passing.at(Point::Looked).await;
                Seen::Is(environment.status)
            }
            Err(Error::FinSpace(Refusal { kind: RefusalKind::NotFound, .. })) => Seen::Gone,
            Err(_) => Seen::Nothing,
        }
    }

    /// Writes how far an operation came, with its event if that is news, and tells the pages.
    async fn come_to(&self, before: Operation, after: Progress, adopted: bool) -> Result<Option<Operation>, Error> {
        let event = self.news(&before, &after, adopted);
        let news = event.is_some();
        let written = self.advance(before, after, event.as_ref()).await?;
        if let Some(operation) = written.as_ref().filter(|_| news) {
            if let State::Created { environment } = &operation.state {
                // The list shows it at once. If this look fails, the next reading brings it.
                let _ = self.look(&operation.plan.connection, environment).await;
            }
            self.inner.ports.bell.ring();
        }
        Ok(written)
    }

    /// The operation as it is now; `None` when somebody else was quicker.
    async fn advance(
        &self,
        before: Operation,
        after: Progress,
        event: Option<&Event>,
    ) -> Result<Option<Operation>, Error> {
        let advanced = self.store().advance(&before, &after, event).await;
        let advanced = advanced.map_err(|e| self.failed(&e))?;
        Ok(advanced.then(|| Operation { epoch: before.epoch + 1, ..before.with(after) }))
    }

    /// What the log says of a step; nothing when it changes nothing but times.
    fn news(&self, before: &Operation, after: &Progress, adopted: bool) -> Option<Event> {
        if before.state == after.state {
            return None;
        }
        let name = &before.plan.name;
        let on = |environment: &EnvironmentId, outcome, words: String| {
            let object = environment_object(&before.plan.connection, environment);
            self.event(None, Action::CreateEnvironment, object, outcome, words)
        };
        let operation = before.clone().with(after.clone());
        let of_call = |outcome, words: &str| self.create_event(None, &operation, outcome, words);
        Some(match &after.state {
            State::Armed => of_call(Outcome::Intended, ""),
            State::Created { environment } if adopted => self.adopt_event(before, environment),
            State::Created { environment } => self.created_event(None, before, environment),
            State::Waiting { refusal: Some(refusal) } => {
                of_call(Outcome::Refused, &format!("{} It is sent again later.", refusal.said))
            }
            State::Waiting { refusal: None } => {
                of_call(Outcome::Refused, "It was not sent: the portal was paused for too long.")
            }
            State::Refused { refusal } => of_call(Outcome::Refused, &refusal.said),
            State::Unknown { words } => of_call(Outcome::Unknown, words),
            State::Undecided { found, .. } if found.is_empty() => {
                of_call(Outcome::Unknown, "No reading found its environment. A person has to decide.")
            }
            State::Undecided { found, .. } => {
                let found = found.iter().map(EnvironmentId::as_str).collect::<Vec<_>>().join(", ");
                of_call(Outcome::Unknown, &format!("Several environments carry its tag: {found}."))
            }
            // A person did that, whose event tells of it.
            State::Closed => return None,
            State::Ready { environment } => on(environment, Outcome::Done, format!("“{name}” is up")),
            State::Failed { environment, status: Status::Deleted } => {
                on(environment, Outcome::Failed, format!("“{name}” is gone: it was deleted before it was up"))
            }
            State::Failed { environment, status } => {
                on(environment, Outcome::Failed, format!("“{name}” did not come up: {}", status.label()))
            }
            State::Stalled { environment } => {
                on(environment, Outcome::Unknown, format!("“{name}” is still not up; it is still looked at"))
            }
        })
    }
}

fn called(answer: Result<CreatedEnvironment, CallError>) -> Seen {
    match answer {
        Ok(created) => Seen::Called(created.id),
        Err(CallError::Refused(refusal)) => Seen::Refused(refusal),
        Err(CallError::Unanswered(words)) => Seen::Unanswered(words),
    }
}
