//! Creating exactly one environment, on an API that cannot help: see [`crate::operation`].

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::{Portal, environment_object};
use crate::{
    Actor, Error,
    audit::{Action, Event, Outcome},
    blueprint::digest,
    draft::{Draft, Work},
    environment::{EnvironmentForm, NewEnvironment, Step},
    id::{DraftId, EnvironmentId, OperationId},
    may::Deed,
    operation::{Operation, State},
    ports::{CallError, CreatedEnvironment},
    tag::{INSTANCE, MOST, OPERATION, PLAN},
};

/// Why a call is allowed to go out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cause {
    /// Somebody pressed "Create environment".
    Asked,
    /// The answer to an earlier call was lost, its tag was not found, and a person decided to send it again.
    Decided,
}

impl Portal {
    /// Creates the environment that a draft describes. However often it is called for a draft, one call goes out, unless
    /// FinSpace answered an earlier one with a definite no. The operation tells what became of it.
    pub async fn create(&self, actor: &Actor, id: &DraftId) -> Result<Operation, Error> {
        self.allow(actor, Deed::CreateEnvironment, &format!("draft/{id}")).await?;
        self.call_create(actor, id, Cause::Asked).await
    }

    /// Creates the environment of a form, once for each key that a person chooses: what was asked under a key before is
    /// told again and not called again. The wizard's draft of it shows in the person's browser until it is created.
    pub async fn create_once(&self, actor: &Actor, key: &str, form: EnvironmentForm) -> Result<Operation, Error> {
        let id = draft_of_key(actor, key);
        self.allow(actor, Deed::CreateEnvironment, &format!("draft/{id}")).await?;
        let asked = form.parse(&self.connection_names(), &self.required_tags()).map_err(Error::Invalid)?;
        let other =
            || Error::Conflict("This key was used for another environment. Choose a new key for this one.".into());
        match self.store().operation_of(&id).await.map_err(|e| self.failed(&e))? {
            Some(earlier) if earlier.plan != asked => return Err(other()),
            Some(earlier) if !matches!(earlier.state, State::Refused { .. }) => return Ok(earlier),
            _ => {}
        }
        let work = Work::Create { form, seen: Step::ALL.to_vec() };
        let draft = Draft { id: id.clone(), person: actor.person.clone(), version: 1, saved_at: self.now(), work };
        self.store().add_draft(&draft).await.map_err(|e| self.failed(&e))?;
        // Another call with this key may have been quicker, and the person may have gone on with its draft.
        match self.draft(actor, &id).await?.work {
            Work::Create { form, .. } if form.parse(&self.connection_names(), &self.required_tags()) == Ok(asked) => {}
            _ => return Err(other()),
        }
        self.call_create(actor, &id, Cause::Asked).await
    }

    /// Sends a call again whose answer was lost. Refused until enough readings of FinSpace missed the environment.
    pub async fn send_again(&self, actor: &Actor, id: &DraftId) -> Result<Operation, Error> {
        self.allow(actor, Deed::DecideLostOperation, &format!("draft/{id}")).await?;
        self.call_create(actor, id, Cause::Decided).await
    }

    /// What became of a draft's call; `None` when none went out yet.
    pub async fn operation_of(&self, actor: &Actor, id: &DraftId) -> Result<Option<Operation>, Error> {
        self.see(actor, Deed::SeeDrafts, "This draft")?;
        let operation = self.store().operation_of(id).await.map_err(|e| self.failed(&e))?;
        Ok(operation.filter(|operation| operation.person == actor.person))
    }

    async fn call_create(&self, actor: &Actor, id: &DraftId, cause: Cause) -> Result<Operation, Error> {
        let draft = self.draft(actor, id).await?;
        let earlier = self.store().operation_of(id).await.map_err(|e| self.failed(&e))?;
        if let Some(earlier) = &earlier {
            let again = match earlier.state {
                State::Refused { .. } => true,
                State::Armed | State::Unknown { .. } => {
                    cause == Cause::Decided && earlier.may_be_sent_again(self.now())
                }
                _ => false,
            };
            if !again {
                return Ok(earlier.clone());
            }
        }
        let plan = self.plan(draft).await?;
        let id_of_operation = earlier.as_ref().map_or_else(|| OperationId::of(id), |earlier| earlier.id.clone());
        let mut operation = Operation::armed(id_of_operation, id.clone(), actor.person.clone(), plan, self.now());
        operation.arms += earlier.map_or(0, |earlier| earlier.arms);
        if let Some(known) = self.adopt_forgotten(&operation).await? {
            return Ok(known);
        }
        let intent = self.create_event(Some(actor), &operation, Outcome::Intended, "");
        let armed = self.store().arm(&operation, cause == Cause::Decided, &intent).await;
        if armed.map_err(|e| self.failed(&e))? {
            return self.send(actor, operation).await;
        }
        // Somebody else armed it between our look and now: theirs is the call.
        let theirs = self.store().operation_of(id).await.map_err(|e| self.failed(&e))?;
        theirs.ok_or_else(|| Error::Conflict("This draft is being worked on from somewhere else. Try again.".into()))
    }

    /// The draft as a plan. When it is not whole yet, every step shows its problems from now on.
    async fn plan(&self, mut draft: Draft) -> Result<NewEnvironment, Error> {
        let Work::Create { form, seen } = &mut draft.work else {
            return Err(Error::NotFound("This draft".into()));
        };
        match form.parse(&self.connection_names(), &self.required_tags()) {
            Ok(plan) => Ok(plan),
            Err(problems) => {
                *seen = Step::ALL.to_vec();
                self.replace_draft(&mut draft).await?;
                Err(Error::Invalid(problems))
            }
        }
    }

    /// The one call. The caller holds the arming.
    async fn send(&self, actor: &Actor, mut operation: Operation) -> Result<Operation, Error> {
        let answer = self.call(&operation).await;
        let (state, event) = match answer {
            Ok(CreatedEnvironment { id, .. }) => {
                let event = self.created_event(Some(actor), &operation, &id);
                (State::Created { environment: id }, event)
            }
            Err(CallError::Refused(refusal)) => {
                let event = self.create_event(Some(actor), &operation, Outcome::Refused, &refusal.said);
                (State::Refused { refusal }, event)
            }
            Err(CallError::Unanswered(words)) => {
                let event = self.create_event(Some(actor), &operation, Outcome::Unknown, &words);
                (State::Unknown { words }, event)
            }
        };
        let settled = self.store().settle(&operation.id, operation.arms, &state, &event).await;
        settled.map_err(|e| self.failed(&e))?;
        if let State::Created { environment } = &state {
            // The list shows it at once. If this look fails, the next reading brings it.
            let _ = self.look(&operation.plan.connection, environment).await;
        } else {
            // Pages show what became of it, and a lost answer has to be looked for.
            self.inner.ports.bell.ring();
        }
        operation.state = state;
        Ok(operation)
    }

    /// Sends the call of an operation, whose arming the caller wrote.
    pub(super) async fn call(&self, operation: &Operation) -> Result<CreatedEnvironment, CallError> {
        self.finspace().create(&operation.plan, &self.own_tags(operation)).await
    }

    /// The portal's own tags: the one by which it finds the environment again, and beside it those for people, who may
    /// have left no room for them before these were there.
    fn own_tags(&self, operation: &Operation) -> BTreeMap<String, String> {
        let mut own = BTreeMap::from([(OPERATION.to_owned(), operation.id.to_string())]);
        let instance = self.inner.rules.instance.as_ref().map(|instance| (INSTANCE, instance.to_string()));
        for (key, value) in [Some((PLAN, digest(&operation.plan))), instance].into_iter().flatten() {
            if operation.plan.tags.len() + own.len() < MOST {
                own.insert(key.to_owned(), value);
            }
        }
        own
    }

    /// Tells that FinSpace made the environment.
    pub(super) fn created_event(&self, actor: Option<&Actor>, operation: &Operation, id: &EnvironmentId) -> Event {
        let detail = format!("Created “{}” by operation {}", operation.plan.name, operation.id);
        let object = environment_object(&operation.plan.connection, id);
        let event = self.event(actor, Action::CreateEnvironment, object, Outcome::Done, detail);
        event.changing(operation.plan.recorded())
    }

    /// Tells what became of a call, or that one is wanted.
    pub(super) fn create_event(
        &self,
        actor: Option<&Actor>,
        operation: &Operation,
        outcome: Outcome,
        words: &str,
    ) -> Event {
        let detail =
            format!("“{}”, call {} of operation {}. {words}", operation.plan.name, operation.arms, operation.id);
        let object = object(operation);
        let event = self.event(actor, Action::CreateEnvironment, object, outcome, detail.trim_end());
        event.changing(operation.plan.recorded())
    }
}

/// The object of an event about an operation.
pub(super) fn object(operation: &Operation) -> String {
    format!("operation/{}", operation.id)
}

/// The draft behind a key.
fn draft_of_key(actor: &Actor, key: &str) -> DraftId {
    DraftId::from_bytes(of_key(actor, key))
}

/// The bytes of an id: always the same for the same person and key, and nobody else's.
pub(super) fn of_key(actor: &Actor, key: &str) -> [u8; 26] {
    let digest = Sha256::new().chain_update(actor.person.as_str()).chain_update(b"\0").chain_update(key).finalize();
    let mut bytes = [0; 26];
    bytes.copy_from_slice(&digest[..26]);
    bytes
}
