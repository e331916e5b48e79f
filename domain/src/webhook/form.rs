//! What somebody typed about a webhook, and what is wrong with it.

use serde::{Deserialize, Serialize};

use super::{HookAddress, NAME_MOST, Shape, Webhook};
use crate::{Field, Flaw, Problems, id::WebhookId, occasion::Occasions, provider::Sealed, text::grouped, words::Word};

/// One input of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum WebhookField {
    Name,
    Address,
    Shape,
    Occasions,
    Enabled,
}

impl WebhookField {
    /// What stands beside the input.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Name => "Name of the webhook",
            Self::Address => "Address",
            Self::Shape => "Shape of the messages",
            Self::Occasions => "What it is told",
            Self::Enabled => "Messages go out",
        }
    }

    /// The `name` of the input in the form.
    #[must_use]
    pub fn input(self) -> String {
        let word = match self {
            Self::Name => "name",
            Self::Address => "address",
            Self::Shape => "shape",
            Self::Occasions => "occasions",
            Self::Enabled => "enabled",
        };
        format!("form[{word}]")
    }
}

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WebhookForm {
    pub name: String,
    pub address: String,
    pub shape: String,
    pub occasions: Occasions,
    pub enabled: bool,
}

impl WebhookForm {
    /// The form of one that is there.
    #[must_use]
    pub fn of(hook: &Webhook) -> Self {
        Self {
            name: hook.name.clone(),
            address: hook.address.to_string(),
            shape: hook.shape.as_str().into(),
            occasions: hook.occasions.clone(),
            enabled: hook.enabled,
        }
    }

    /// A form for a new one.
    #[must_use]
    pub fn fresh() -> Self {
        Self { shape: Shape::default().as_str().into(), enabled: true, ..Self::default() }
    }

    /// Reads the form, and says all that is wrong with it. `version` is that of the one before, or 0.
    pub fn parse(
        &self,
        id: WebhookId,
        secret: Sealed,
        version: i64,
        allows_private: bool,
    ) -> Result<Webhook, Problems> {
        let mut problems = Problems::default();
        let of = Field::Webhook;
        let name = problems.keep(of(WebhookField::Name), name(&self.name));
        let address = HookAddress::parse(self.address.trim())
            .and_then(|address| if allows_private { Ok(address) } else { address.check_public().map(|()| address) });
        let address = problems.keep(of(WebhookField::Address), address);
        let shape = problems.keep(of(WebhookField::Shape), Shape::of(&self.shape));
        let occasions: Occasions = Webhook::occasions().filter(|one| self.occasions.has(*one)).collect();
        if occasions.is_empty() {
            problems.push(Flaw::new("Choose one thing at least that it is told.").at(of(WebhookField::Occasions)));
        }
        match (name, address, shape) {
            (Some(name), Some(address), Some(shape)) if problems.is_empty() => {
                let (enabled, version) = (self.enabled, version + 1);
                Ok(Webhook { id, name, address, shape, occasions, secret, enabled, version })
            }
            _ => Err(problems),
        }
    }
}

fn name(text: &str) -> Result<String, Flaw> {
    let text = text.trim();
    let long = text.chars().count();
    if long == 0 {
        return Err(Flaw::new("Enter a name by which you know it again, such as the channel that it posts to."));
    }
    if long > NAME_MOST || text.chars().any(char::is_control) {
        let words = format!("Use at most {} characters, on one line.", grouped(NAME_MOST));
        return Err(Flaw::new(words));
    }
    Ok(text.to_owned())
}
