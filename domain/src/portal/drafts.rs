//! Wizards in the making: everything typed is kept, valid or not.

use jiff::Timestamp;

use super::Portal;
use crate::{
    Actor, Error, Problems,
    draft::{Draft, Work},
    environment::{EnvironmentForm, Step},
    id::DraftId,
    may::Deed,
    operation::{Operation, State},
};

const STILL_OPEN: &str = "The call to create this environment was sent, and nobody knows yet what became of it. Resume the draft: its page \
                          follows the call and goes on to the environment once it is found.";

impl Portal {
    /// Begins a create wizard.
    pub async fn start_draft(&self, actor: &Actor) -> Result<Draft, Error> {
        self.allow(actor, Deed::CreateEnvironment, "environment").await?;
        let connection = match self.connections() {
            [only] => only.name.to_string(),
            _ => String::new(),
        };
        let form = EnvironmentForm { connection, ..EnvironmentForm::default() };
        self.add_draft(actor, Work::Create { form, seen: Vec::new() }).await
    }

    pub(super) async fn add_draft(&self, actor: &Actor, work: Work) -> Result<Draft, Error> {
        let draft = Draft {
            id: DraftId::from_bytes(self.chance()),
            person: actor.person.clone(),
            version: 1,
            saved_at: self.now(),
            work,
        };
        self.store().add_draft(&draft).await.map_err(|e| self.failed(&e))?;
        Ok(draft)
    }

    /// A draft of one's own.
    pub async fn draft(&self, actor: &Actor, id: &DraftId) -> Result<Draft, Error> {
        self.see(actor, Deed::SeeDrafts, "This draft")?;
        let draft = self.store().draft(id).await.map_err(|e| self.failed(&e))?;
        draft.filter(|draft| draft.person == actor.person).ok_or_else(|| Error::NotFound("This draft".into()))
    }

    /// One's own unfinished wizards, newest first.
    pub async fn drafts(&self, actor: &Actor) -> Result<Vec<Draft>, Error> {
        self.see(actor, Deed::SeeDrafts, "This page")?;
        self.store().drafts_of(&actor.person).await.map_err(|e| self.failed(&e))
    }

    /// Keeps what a step's form holds and says what is wrong with it. Other steps, also ones saved meanwhile from
    /// another browser, stay as they are.
    pub async fn save_step(
        &self,
        actor: &Actor,
        id: &DraftId,
        step: Step,
        typed: &EnvironmentForm,
    ) -> Result<Problems, Error> {
        self.allow(actor, Deed::CreateEnvironment, &format!("draft/{id}")).await?;
        for _ in 0..5 {
            let mut draft = self.draft(actor, id).await?;
            let Work::Create { form, seen } = &mut draft.work else {
                return Err(Error::NotFound("This draft".into()));
            };
            form.take(step, typed.clone());
            if !seen.contains(&step) {
                seen.push(step);
            }
            let problems = form.problems_of(step, &self.connection_names(), &self.required_tags());
            if self.replace_draft(&mut draft).await? {
                return Ok(problems);
            }
        }
        Err(Error::Conflict("This draft is being saved from somewhere else. Try again.".into()))
    }

    /// Saves a draft over the version that it was read as.
    pub(super) async fn replace_draft(&self, draft: &mut Draft) -> Result<bool, Error> {
        draft.version += 1;
        draft.saved_at = self.now();
        self.store().save_draft(draft).await.map_err(|e| self.failed(&e))
    }

    /// Throws a draft away. One that is gone already is no error. One whose call may still make an environment stays: its
    /// page is the only one that tells what became of it.
    pub async fn discard_draft(&self, actor: &Actor, id: &DraftId) -> Result<(), Error> {
        self.see(actor, Deed::SeeDrafts, "This draft")?;
        let draft = self.store().draft(id).await.map_err(|e| self.failed(&e))?;
        if draft.is_some_and(|draft| draft.person == actor.person) {
            let operation = self.store().operation_of(id).await.map_err(|e| self.failed(&e))?;
            if operation.is_some_and(|operation| is_open(&operation, self.now())) {
                return Err(Error::Conflict(STILL_OPEN.into()));
            }
            self.store().delete_draft(id).await.map_err(|e| self.failed(&e))?;
        }
        Ok(())
    }
}

/// Whether a call may still make an environment. Once a person may send it again, they may also leave it at that.
fn is_open(operation: &Operation, now: Timestamp) -> bool {
    matches!(operation.state, State::Armed | State::Unknown { .. }) && !operation.may_be_sent_again(now)
}
