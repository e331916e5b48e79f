//! Editing: typed, shown as a difference, then applied to what was shown and to nothing else.

use serde::{Deserialize, Serialize};

use super::{Portal, applying::By, changing, environment_object, reading_one};
use crate::{
    Actor, Error, Problems,
    audit::{Action, Outcome},
    draft::{Draft, Work},
    environment::{Difference, EditForm, Environment, EnvironmentChange},
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
}

impl Portal {
    /// Keeps what was typed, as a new draft or over an earlier one of the same edit.
    pub async fn plan_edit(
        &self,
        actor: &Actor,
        connection: &ConnectionName,
        id: &EnvironmentId,
        earlier: Option<&DraftId>,
        form: EditForm,
    ) -> Result<Draft, Error> {
        self.allow(actor, Deed::EditEnvironment, &environment_object(connection, id)).await?;
        self.known_connection(connection)?;
        if let Some(earlier) = earlier {
            let mut draft = self.draft(actor, earlier).await?;
            if let Work::Edit { base, form: kept } = &mut draft.work
                && base.id == *id
                && base.connection == *connection
            {
                let document = std::mem::take(&mut kept.federation.metadata_document);
                *kept = form;
                if kept.federation.metadata_document.trim().is_empty() && !kept.federation.without_document {
                    kept.federation.metadata_document = document;
                }
                self.replace_draft(&mut draft).await?;
                return Ok(draft);
            }
        }
        let base = Box::new(self.finspace().get(connection, id).await.map_err(reading_one)?);
        self.add_draft(actor, Work::Edit { base, form }).await
    }

    /// The edit as it stands, against FinSpace as it is now.
    pub async fn edit_plan(&self, actor: &Actor, id: &DraftId) -> Result<EditPlan, Error> {
        self.see(actor, Deed::SeeDrafts, "This edit")?;
        let draft = self.draft(actor, id).await?;
        let Work::Edit { base, form } = draft.work else { return Err(Error::NotFound("This edit".into())) };
        let outcome = form.parse(&base).map(|change| {
            let difference = Difference::between(&base, &change.applied_to(&base));
            (change, difference)
        });
        let now = self.finspace().get(&base.connection, &base.id).await.map_err(reading_one)?;
        Ok(EditPlan {
            draft: draft.id,
            meanwhile: Difference::between(&base, &now),
            blocked: now.status.editable().err().map(str::to_owned),
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
        let (untouched, fresh) = (EditForm::of(base), EditForm::of(&now));
        if form.name == untouched.name {
            form.name = fresh.name;
        }
        if form.description == untouched.description {
            form.description = fresh.description;
        }
        if form.mode == untouched.mode {
            form.mode = fresh.mode;
        }
        if form.federation == untouched.federation {
            form.federation = fresh.federation;
        }
        **base = now;
        self.replace_draft(&mut draft).await?;
        Ok(draft)
    }

    /// Applies an edit exactly as its page showed it, and gives the environment as FinSpace answers it.
    pub async fn apply_edit(&self, actor: &Actor, id: &DraftId) -> Result<Environment, Error> {
        self.allow(actor, Deed::EditEnvironment, &format!("draft/{id}")).await?;
        let plan = self.edit_plan(actor, id).await?;
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
        self.discard_draft(actor, id).await?;
        Ok(updated)
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
