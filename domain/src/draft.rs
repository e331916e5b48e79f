//! What somebody typed and has not finished.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    environment::{EditForm, Environment, EnvironmentForm, Step},
    id::{ConnectionName, DraftId, EnvironmentId, PersonId},
};

/// A half-filled wizard or edit. It belongs to one person and survives reload, restart and a change of browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub id: DraftId,
    pub person: PersonId,
    /// Counts the saves; a save names the version it was made from.
    pub version: i64,
    pub saved_at: Timestamp,
    pub work: Work,
}

/// What the draft is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Work {
    Create {
        form: EnvironmentForm,
        /// Steps that were sent at least once: only these show their problems.
        seen: Vec<Step>,
    },
    Edit {
        /// The environment as it was when the edit began: what changed meanwhile is found against it.
        base: Box<Environment>,
        form: EditForm,
    },
    /// An edit that was applied: who sends it once more is led where the first time led.
    Applied { connection: ConnectionName, environment: EnvironmentId },
}

impl Draft {
    /// A title for lists of drafts.
    #[must_use]
    pub fn title(&self) -> &str {
        let name = match &self.work {
            Work::Create { form, .. } => form.name.trim(),
            Work::Edit { base, .. } => &base.name,
            Work::Applied { .. } => "",
        };
        if name.is_empty() { "Without a name" } else { name }
    }
}
