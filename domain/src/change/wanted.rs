//! What somebody asks to be changed about an environment: what it was when they asked, and what it is to be.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Seen, SignIn, basis::form, sign_in::laid_over};
use crate::{
    audit::Change,
    blueprint::Rules,
    environment::{Difference, Environment, EnvironmentChange, EnvironmentForm, Mode, Status},
    tag::{TagChange, changed},
};

/// What of an environment is to be changed. What it was is part of it, so that nobody's change is taken back unseen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// The environment as it was when this was asked for.
    pub base: Box<Environment>,
    /// Its tags then, without the portal's own, and how many of them there could be.
    pub tags: BTreeMap<String, String>,
    pub room: usize,
    pub edit: EnvironmentChange,
    pub tagging: TagChange,
    /// Whether the base tells how people sign in. Where it does not, as in what was asked for before that could be asked
    /// for, it stays as it is.
    #[serde(default)]
    pub knows_sign_in: bool,
}

impl Wanted {
    /// What is to become different, line by line.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        let mut changes = Difference::recorded(&self.base, &self.edit.applied_to(&self.base));
        changes.extend(self.tagging.recorded(&self.tags));
        changes
    }

    /// The form that would have asked for it.
    #[must_use]
    pub fn form(&self) -> EnvironmentForm {
        let mut tags = self.tags.clone();
        tags.retain(|key, _| !self.tagging.removed.iter().any(|removed| removed.as_str() == key));
        tags.extend(self.tagging.set.iter().map(|(key, value)| (key.to_string(), value.to_string())));
        let after = self.edit.applied_to(&self.base);
        let mut form = form(&after, &tags);
        let is_removed =
            self.base.federation.metadata_document.is_some() && after.federation.metadata_document.is_none();
        form.federation.without_document = is_removed && after.mode == Mode::Federated;
        form
    }

    /// How much of how people sign in can be another one in it, given the blueprint that made the environment.
    #[must_use]
    pub fn sign_in(&self, rules: Option<&Rules>) -> SignIn {
        if self.knows_sign_in { SignIn::of(&self.base, rules) } else { SignIn::Unread }
    }

    /// Whether it is about how people sign in.
    #[must_use]
    pub fn signs_in(&self) -> bool {
        self.edit.mode.is_some() || self.edit.federation.is_some()
    }

    /// The metadata document that it asks for, unless that is the one that was there.
    #[must_use]
    pub fn document(&self) -> Option<&str> {
        let wanted = self.edit.federation.as_ref()?.metadata_document.as_deref();
        wanted.filter(|_| wanted != self.base.federation.metadata_document.as_deref())
    }

    /// What was typed to make it another one, with the document that it asks for where none was given: an empty box means
    /// "as before".
    #[must_use]
    pub fn retyped(&self, mut typed: EnvironmentForm) -> EnvironmentForm {
        let federation = &mut typed.federation;
        if federation.metadata_document.trim().is_empty() && !federation.without_document {
            self.document().unwrap_or_default().clone_into(&mut federation.metadata_document);
        }
        typed
    }

    /// An environment as the portal keeps it, and what it does not keep of one as it was when this was asked for.
    #[must_use]
    pub fn as_kept(&self, kept: &Environment) -> Environment {
        let mut now = kept.clone();
        now.federation.metadata_document.clone_from(&self.base.federation.metadata_document);
        now.federation.attributes.clone_from(&self.base.federation.attributes);
        now
    }

    /// What others changed of it since it was asked for, from what it was to what it is: neither as it was nor as it is
    /// to be.
    #[must_use]
    pub fn moved(&self, now: &Environment, tags: &BTreeMap<String, String>) -> Vec<Change> {
        let mut since = Difference::recorded(&self.base, now);
        since.extend(
            self.tagging.keys().map(|key| changed(key, &self.tags, tags.get(key.as_str()).map(String::as_str))),
        );
        let wanted = self.changes();
        since.retain(|line| {
            let of_this = wanted.iter().find(|one| one.field == line.field);
            line.before != line.after && of_this.is_some_and(|one| one.after != line.after)
        });
        since
    }

    /// What of it is still to be done.
    #[must_use]
    pub fn left(&self, now: &Environment, tags: &BTreeMap<String, String>) -> (EnvironmentChange, TagChange) {
        let federation = self.edit.federation.as_ref();
        let federation = federation.map(|wanted| laid_over(&self.base.federation, wanted, &now.federation));
        let edit = EnvironmentChange {
            name: self.edit.name.clone().filter(|name| name.as_str() != now.name),
            description: self.edit.description.clone().filter(|text| Some(text.as_str()) != now.description.as_deref()),
            mode: self.edit.mode.filter(|mode| *mode != now.mode),
            federation: federation.filter(|federation| *federation != now.federation),
        };
        (edit, self.tagging.left(tags))
    }

    /// What a look at the environment means for it; `moved` says in words what others changed, if they did.
    #[must_use]
    pub fn seen(&self, now: &Environment, tags: &BTreeMap<String, String>, moved: Option<String>) -> Seen {
        let (edit, tagging) = self.left(now, tags);
        if edit.is_empty() && tagging.is_empty() {
            return Seen::Done;
        }
        if let Some(words) = moved {
            return Seen::Over(words);
        }
        barred(&now.status).unwrap_or(Seen::Left)
    }
}

/// Why an environment of this status takes no update, if it takes none.
pub(crate) fn barred(status: &Status) -> Option<Seen> {
    let why = status.editable().err()?;
    Some(match status {
        Status::CreateRequested | Status::Creating | Status::UpdateNetworkRequested | Status::UpdatingNetwork => {
            Seen::Busy(why)
        }
        _ => Seen::Over(why.to_owned()),
    })
}
