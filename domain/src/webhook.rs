//! A webhook: an address of another program that is told what happens.

mod address;
mod form;
mod payload;

use serde::{Deserialize, Serialize};

pub use address::{HookAddress, is_public};
pub use form::{WebhookField, WebhookForm};
pub use payload::{SECRET_PREFIX, Signed, payload, secret_of, signed};

use crate::{
    audit::Change,
    id::WebhookId,
    occasion::{Occasion, Occasions},
    provider::Sealed,
    words::Word,
};

/// The most characters of a name.
pub const NAME_MOST: usize = 60;
/// So many webhooks there can be: each is told of everything that it wants.
pub const WEBHOOKS_MOST: i64 = 50;

/// How what happened is written down for the other side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// For programs of one's own.
    #[default]
    Portal,
    Slack,
    Teams,
}

impl Shape {
    /// All of them, in the order in which pages offer them.
    pub const ALL: [Self; 3] = [Self::Portal, Self::Slack, Self::Teams];

    /// The word in the database and in forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Slack => "slack",
            Self::Teams => "teams",
        }
    }

    /// What the pages call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Portal => "JSON of the portal",
            Self::Slack => "Slack message",
            Self::Teams => "Microsoft Teams card",
        }
    }

    /// Whom it is for, in a sentence.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Portal => "For a program of your own: headline, detail, name and link as fields.",
            Self::Slack => "For an incoming webhook of Slack, or of something that takes the same.",
            Self::Teams => "For a workflow of Microsoft Teams that posts cards to a channel.",
        }
    }
}

impl Word for Shape {
    const KIND: &'static str = "shape";
    const EVERY: &'static [Self] = &Self::ALL;

    fn word(self) -> &'static str {
        self.as_str()
    }
}

/// A webhook as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    pub id: WebhookId,
    pub name: String,
    pub address: HookAddress,
    pub shape: Shape,
    /// What it is told.
    pub occasions: Occasions,
    /// What its messages are signed with.
    pub secret: Sealed,
    pub enabled: bool,
    /// Counts the changes.
    pub version: i64,
}

impl Webhook {
    /// The object of an event about it.
    #[must_use]
    pub fn object(id: &WebhookId) -> String {
        format!("webhook/{id}")
    }

    /// What its secret is sealed for: in the place of another one it opens nothing.
    #[must_use]
    pub fn purpose(id: &WebhookId) -> String {
        format!("secret of webhook {id}")
    }

    /// What a webhook can be told: what is about somebody's own account is nobody else's business.
    pub fn occasions() -> impl Iterator<Item = Occasion> {
        Occasion::ALL.into_iter().filter(|occasion| !occasion.is_private())
    }

    /// What is different from before; all of it when there was nothing. The address is named by its host alone, because
    /// whoever knows the rest of a chat's webhook can write into the chat.
    #[must_use]
    pub fn changes_from(&self, before: Option<&Self>) -> Vec<Change> {
        let facts = |hook: &Self| {
            [
                (WebhookField::Name, hook.name.clone()),
                (WebhookField::Address, hook.address.as_str().to_owned()),
                (WebhookField::Shape, hook.shape.label().to_owned()),
                (WebhookField::Occasions, hook.occasions.to_string()),
                (WebhookField::Enabled, if hook.enabled { "yes" } else { "no" }.to_owned()),
            ]
        };
        let old = before.map(facts);
        let mut changes = Vec::new();
        for (place, (field, new)) in facts(self).into_iter().enumerate() {
            let was = old.as_ref().map(|old| old[place].1.clone());
            if was.as_ref() == Some(&new) {
                continue;
            }
            let shown = |text: String| match field {
                WebhookField::Address => HookAddress::host_of(&text).to_owned(),
                _ => text,
            };
            changes.push(Change::new(field.label(), was.map(shown).as_deref(), Some(&shown(new))));
        }
        changes
    }
}
