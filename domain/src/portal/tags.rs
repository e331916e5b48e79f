//! The tags of one environment.

mod clashes;
mod overview;
mod tagging;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use overview::{TagKeySeen, TagKeysSeen, TagValuesSeen};
pub use tagging::{MOST_AT_ONCE, Tagged, TaggingForm};

use super::{Paged, Portal, applying::By, changing, environment_object, reading, reading_one};
use crate::{
    Actor, Error, Field, Problems,
    audit::{Action, Outcome},
    environment::Environment,
    id::{ConnectionName, EnvironmentId},
    may::Deed,
    ports::CallError,
    tag::{MOST, OWN_PREFIX, TagChange, TagForm, TagRow, as_tags, clashes},
};

/// An environment's tags as its page shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagsNow {
    pub environment: Environment,
    /// What people may change.
    pub rows: Vec<TagRow>,
    /// The portal's own, which only it changes.
    pub own: Vec<TagRow>,
}

impl Portal {
    /// The tags, asked from FinSpace.
    pub async fn tags(&self, actor: &Actor, connection: &ConnectionName, id: &EnvironmentId) -> Result<TagsNow, Error> {
        self.see(actor, Deed::SeeEnvironments, "This environment")?;
        self.known_connection(connection)?;
        let (environment, tags) = self.tags_now(connection, id).await?;
        let (own, rows) =
            tags.into_iter().map(|(key, value)| TagRow { key, value }).partition(|row| row.key.starts_with(OWN_PREFIX));
        Ok(TagsNow { environment, rows, own })
    }

    async fn tags_now(
        &self,
        connection: &ConnectionName,
        id: &EnvironmentId,
    ) -> Result<(Environment, BTreeMap<String, String>), Error> {
        let environment = self.finspace().get(connection, id).await.map_err(reading_one)?;
        let tags = self.finspace().tags(connection, &environment.arn).await.map_err(reading)?;
        self.saw(&environment, Some(&tags)).await?;
        Ok((environment, tags))
    }

    /// Brings the tags from `shown`, as the page had them, to what was typed: one save for all differences. What others
    /// changed meanwhile stays, unless it is a tag that this save changes too: then nothing is written.
    pub async fn save_tags(
        &self,
        actor: &Actor,
        connection: &ConnectionName,
        id: &EnvironmentId,
        shown: &TagForm,
        typed: &TagForm,
    ) -> Result<TagChange, Error> {
        self.bring_tags(actor, connection, id, Some(shown), typed).await
    }

    /// Brings the tags to what is asked for, whatever they were.
    pub async fn replace_tags(
        &self,
        actor: &Actor,
        connection: &ConnectionName,
        id: &EnvironmentId,
        typed: &TagForm,
    ) -> Result<TagChange, Error> {
        self.bring_tags(actor, connection, id, None, typed).await
    }

    /// `shown` is what the one who asks last saw; without it they mean whatever is there.
    async fn bring_tags(
        &self,
        actor: &Actor,
        connection: &ConnectionName,
        id: &EnvironmentId,
        shown: Option<&TagForm>,
        typed: &TagForm,
    ) -> Result<TagChange, Error> {
        self.allow(actor, Deed::TagEnvironment, &environment_object(connection, id)).await?;
        self.known_connection(connection)?;
        let (environment, now) = self.tags_now(connection, id).await?;
        let own = now.keys().filter(|key| key.starts_with(OWN_PREFIX)).count();
        let mut problems = Problems::default();
        let wanted = typed.parse(&self.required_tags(), MOST - own, &mut problems);
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        let met = shown.map_or_else(Vec::new, |shown| clashes(shown, typed, &now));
        if !met.is_empty() {
            let keys = met.iter().map(|clash| format!("“{}”", clash.key)).collect::<Vec<_>>().join(", ");
            let words = "was changed meanwhile to something else than you want. Nothing was saved.";
            return Err(Error::Conflict(format!("{keys} {words}")));
        }
        // The portal's own are no part of the form, whatever was sent: they can neither change nor go.
        let pairs = now.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        let current = as_tags(pairs);
        let shown = shown.map_or_else(|| current.clone(), |form| as_tags(form.pairs()));
        let change = TagChange::between(&shown, &wanted);
        // Only what FinSpace does not have yet goes out: a resent form changes nothing.
        let change = change.left(&now);
        if change.is_empty() {
            return Ok(change);
        }
        change.fits(&now, MOST).map_err(|flaw| Error::Invalid(Problems(vec![flaw.at(Field::Tags)])))?;
        self.send_tags(By::Actor(actor), &environment, &now, &change).await?;
        Ok(change)
    }

    /// The one or two calls that a change of tags takes, and their lines in the log.
    pub(super) async fn send_tags(
        &self,
        by: By<'_>,
        environment: &Environment,
        now: &BTreeMap<String, String>,
        change: &TagChange,
    ) -> Result<(), Error> {
        if change.is_empty() {
            return Ok(());
        }
        let (connection, id) = (&environment.connection, &environment.id);
        let changes = change.recorded(now);
        let event = |outcome, words: &str| {
            let named = |verb: &str, tags: Vec<String>| {
                if tags.is_empty() { String::new() } else { format!("{verb} {}. ", tags.join(", ")) }
            };
            let set = change.set.iter().map(|(key, value)| format!("{key}={value}")).collect();
            let removed = change.removed.iter().map(ToString::to_string).collect();
            let detail = format!("{}{}{words}", named("Set", set), named("Removed", removed));
            let object = environment_object(connection, id);
            self.event_by(by, Action::TagEnvironment, object, outcome, &detail).changing(changes.clone())
        };
        self.store().record(&event(Outcome::Intended, "")).await.map_err(|e| self.failed(&e))?;
        let result = self.write_tags(environment, now.len(), change).await;
        self.record_outcome(&result, &event).await?;
        // Also after a failure: one of the two calls may have gone through.
        let _ = self.look(connection, id).await;
        result.map_err(changing)
    }

    async fn write_tags(&self, environment: &Environment, count: usize, change: &TagChange) -> Result<(), CallError> {
        let (connection, arn) = (&environment.connection, &environment.arn);
        let finspace = self.finspace();
        // Adding first loses nothing when the second call fails; removing first is needed where there is no room.
        let removing_first = count + change.set.len() > MOST;
        if removing_first && !change.removed.is_empty() {
            finspace.untag(connection, arn, &change.removed).await?;
        }
        if !change.set.is_empty() {
            finspace.tag(connection, arn, &change.set).await?;
        }
        if !removing_first && !change.removed.is_empty() {
            finspace.untag(connection, arn, &change.removed).await?;
        }
        Ok(())
    }
}
