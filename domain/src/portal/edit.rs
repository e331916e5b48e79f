//! Editing: typed, shown as a difference, then applied to what was shown and to nothing else.

use serde::{Deserialize, Serialize};

use super::{Portal, applying::By, changing, environment_object, environments::can_wait, reading_one};
use crate::{
    Actor, Error, Problems,
    audit::{Action, Outcome},
    draft::{Draft, Work},
    environment::{Difference, EditForm, Environment, EnvironmentChange, TypedEdit},
    error::Refusal,
    id::{ConnectionName, DraftId, EnvironmentId},
    may::Deed,
};

/// An edit as its page shows it before it applies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditPlan {
    pub draft: DraftId,
    pub base: Environment,
    pub form: EditForm,
    pub outcome: Result<(EnvironmentChange, Difference), Problems>,
    /// What others changed since the edit began: while there is something, it cannot be applied.
    pub meanwhile: Difference,
    /// Why FinSpace would not take an update now.
    pub blocked: Option<String>,
    /// Why FinSpace could not be asked how the environment is now: until it can, the edit waits.
    pub refusal: Option<Refusal>,
}

impl Portal {
    /// Keeps what was typed, as a new draft or over an earlier one of the same edit. Also when FinSpace cannot be asked:
    /// then it was typed over what its form showed.
    pub async fn plan_edit(
        &self,
        actor: &Actor,
        connection: &ConnectionName,
        id: &EnvironmentId,
        earlier: Option<&DraftId>,
        typed: impl Into<TypedEdit> + Send,
    ) -> Result<Draft, Error> {
        let TypedEdit { mut form, shown } = typed.into();
        self.allow(actor, Deed::EditEnvironment, &environment_object(connection, id)).await?;
        self.known_connection(connection)?;
        let earlier = match earlier {
            Some(earlier) => match self.draft(actor, earlier).await {
                // It was finished elsewhere meanwhile, and what is typed here goes on.
                Err(Error::NotFound(_)) if shown.is_some() => None,
                found => Some(found?),
            },
            None => None,
        };
        if let Some(mut draft) = earlier
            && let Work::Edit { base, form: kept } = &mut draft.work
            && base.id == *id
            && base.connection == *connection
        {
            if form.federation.metadata_document.trim().is_empty() && !form.federation.without_document {
                form.federation.metadata_document = std::mem::take(&mut kept.federation.metadata_document);
            }
            if let Some(shown) = &shown {
                **base = form.follow(shown, base);
            }
            *kept = form;
            self.replace_draft(&mut draft).await?;
            return Ok(draft);
        }
        let base = match (self.finspace().get(connection, id).await.map_err(reading_one), shown) {
            (Ok(now), Some(shown)) => form.follow(&shown, &now),
            (Ok(now), None) => now,
            (Err(Error::FinSpace(refusal)), Some(shown)) if can_wait(refusal.kind) => {
                let known = self.inventory().get(connection, id).map(|entry| shown.laid_over(&entry.environment));
                known.ok_or(Error::FinSpace(refusal))?
            }
            (Err(error), _) => return Err(error),
        };
        self.add_draft(actor, Work::Edit { base: Box::new(base), form }).await
    }

    /// The edit as it stands, against FinSpace as it is now.
    pub async fn edit_plan(&self, actor: &Actor, id: &DraftId) -> Result<EditPlan, Error> {
        self.see(actor, Deed::SeeDrafts, "This edit")?;
        self.plan_of(self.draft(actor, id).await?).await
    }

    async fn plan_of(&self, draft: Draft) -> Result<EditPlan, Error> {
        let Work::Edit { mut base, form } = draft.work else { return Err(Error::NotFound("This edit".into())) };
        let (now, refusal) = match self.finspace().get(&base.connection, &base.id).await.map_err(reading_one) {
            Ok(now) => (Some(now), None),
            Err(Error::FinSpace(refusal)) if can_wait(refusal.kind) => (None, Some(refusal)),
            Err(error) => return Err(error),
        };
        if let Some(now) = &now {
            base.reworded_as(now);
        }
        let mut outcome = form.parse(&base).map(|change| {
            let difference = Difference::between(&base, &change.applied_to(&base));
            (change, difference)
        });
        // What is there already, by this very edit or by somebody else, is not asked for again.
        if let (Some(now), Ok((change, _))) = (&now, &outcome)
            && Difference::between(&change.applied_to(&base), now).is_empty()
        {
            base.as_mut().clone_from(now);
            outcome = Ok((EnvironmentChange::default(), Difference::default()));
        }
        Ok(EditPlan {
            draft: draft.id,
            meanwhile: now.as_ref().map(|now| Difference::between(&base, now)).unwrap_or_default(),
            blocked: now.as_ref().and_then(|now| now.status.editable().err()).map(str::to_owned),
            refusal,
            base: *base,
            form,
            outcome,
        })
    }

    /// Takes over what others changed as the new base; what was typed stays.
    pub async fn rebase_edit(&self, actor: &Actor, id: &DraftId) -> Result<Draft, Error> {
        self.allow(actor, Deed::EditEnvironment, &format!("draft/{id}")).await?;
        let mut draft = self.draft(actor, id).await?;
        let Work::Edit { base, form } = &mut draft.work else { return Err(Error::NotFound("This edit".into())) };
        let now = self.finspace().get(&base.connection, &base.id).await.map_err(reading_one)?;
        // Inputs that nobody touched follow the environment; the others are what the person wants.
        form.follow(&EditForm::shown(base), &now);
        **base = now;
        self.replace_draft(&mut draft).await?;
        Ok(draft)
    }

    /// Applies an edit exactly as its page showed it, and gives the environment as FinSpace answers it. Once more it changes
    /// nothing and gives the environment as it is known.
    pub async fn apply_edit(&self, actor: &Actor, id: &DraftId) -> Result<Environment, Error> {
        self.allow(actor, Deed::EditEnvironment, &format!("draft/{id}")).await?;
        let mut draft = self.draft(actor, id).await?;
        if let Work::Applied { connection, environment } = &draft.work {
            let known = self.inventory().get(connection, environment).map(|entry| entry.environment.clone());
            return match known {
                Some(known) => Ok(known),
                None => self.finspace().get(connection, environment).await.map_err(reading_one),
            };
        }
        let plan = self.plan_of(draft.clone()).await?;
        if let Some(refusal) = plan.refusal {
            return Err(Error::FinSpace(refusal));
        }
        let (change, _) = plan.outcome.map_err(Error::Invalid)?;
        if !plan.meanwhile.is_empty() {
            return Err(Error::Conflict(
                "The environment changed since you began. See what changed, then decide.".into(),
            ));
        }
        if let Some(why) = plan.blocked {
            return Err(Error::Conflict(why));
        }
        let updated = self.send_edit(By::Actor(actor), plan.base, &change).await?;
        self.note_applied(&mut draft, &updated).await?;
        Ok(updated)
    }

    /// Keeps of an edit that it was applied. One is kept of each person: earlier ones were pressed twice long ago.
    async fn note_applied(&self, draft: &mut Draft, updated: &Environment) -> Result<(), Error> {
        for other in self.store().drafts_of(&draft.person).await.map_err(|e| self.failed(&e))? {
            if matches!(other.work, Work::Applied { .. }) && other.id != draft.id {
                self.store().delete_draft(&other.id).await.map_err(|e| self.failed(&e))?;
            }
        }
        draft.work = Work::Applied { connection: updated.connection.clone(), environment: updated.id.clone() };
        // What was typed into it meanwhile, in another window, stays.
        self.replace_draft(draft).await.map(|_| ())
    }

    /// Applies an edit at once, with no page in between: `fill` changes the form that holds what is there now.
    pub async fn edit_environment(
        &self,
        actor: &Actor,
        connection: &ConnectionName,
        id: &EnvironmentId,
        fill: impl FnOnce(&mut EditForm) + Send,
    ) -> Result<Environment, Error> {
        self.allow(actor, Deed::EditEnvironment, &environment_object(connection, id)).await?;
        self.known_connection(connection)?;
        let base = self.finspace().get(connection, id).await.map_err(reading_one)?;
        let mut form = EditForm::of(&base);
        fill(&mut form);
        let change = form.parse(&base).map_err(Error::Invalid)?;
        base.status.editable().map_err(|why| Error::Conflict(why.into()))?;
        self.send_edit(By::Actor(actor), base, &change).await
    }

    /// The one call, unless there is nothing to change.
    pub(super) async fn send_edit(
        &self,
        by: By<'_>,
        base: Environment,
        change: &EnvironmentChange,
    ) -> Result<Environment, Error> {
        if change.is_empty() {
            return Ok(base);
        }
        let (connection, environment) = (&base.connection, &base.id);
        let changes = Difference::recorded(&base, &change.applied_to(&base));
        let difference = Difference::between(&base, &change.applied_to(&base));
        let labels: Vec<&str> = difference.0.iter().map(|row| row.label.as_str()).collect();
        let event = |outcome, words: &str| {
            let detail = format!("Changed {} of “{}”. {words}", labels.join(", "), base.name);
            let object = environment_object(connection, environment);
            self.event_by(by, Action::UpdateEnvironment, object, outcome, &detail).changing(changes.clone())
        };
        self.store().record(&event(Outcome::Intended, "")).await.map_err(|e| self.failed(&e))?;
        let result = self.finspace().update(connection, environment, change).await;
        self.record_outcome(&result, &event).await?;
        let updated = result.map_err(changing)?;
        self.saw(&updated, None).await?;
        Ok(updated)
    }
}
