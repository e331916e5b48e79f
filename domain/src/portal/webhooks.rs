//! Webhooks: other programs that are told what happens, and what became of what they were sent.

use serde::{Deserialize, Serialize};

use super::{Paged, Portal};
use crate::{
    Actor, Error, Field, Flaw, Problems,
    audit::{Action, Outcome},
    delivery::{Delivery, NewDelivery, To, Tried, after},
    id::{DeliveryId, WebhookId},
    may::{Deed, Facts, may},
    notice::News,
    occasion::Occasion,
    provider::Sealed,
    webhook::{HookAddress, WEBHOOKS_MOST, Webhook, WebhookField, WebhookForm, secret_of},
};

/// Messages on a page.
const ROWS: usize = 25;

/// A webhook as its page shows it, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookSeen {
    pub id: WebhookId,
    /// The address is its host alone for whoever may not change it: the rest of it opens somebody's chat.
    pub form: WebhookForm,
    pub version: i64,
}

impl Portal {
    /// All webhooks, by name.
    pub async fn webhooks(&self, actor: &Actor) -> Result<Vec<WebhookSeen>, Error> {
        self.see(actor, Deed::SeeSettings, "This page")?;
        let all = self.store().webhooks().await.map_err(|e| self.failed(&e))?;
        Ok(all.iter().map(|hook| seen(actor, hook)).collect())
    }

    /// One webhook, with a page of what it was sent.
    pub async fn webhook(
        &self,
        actor: &Actor,
        id: &WebhookId,
        page: usize,
    ) -> Result<(WebhookSeen, Paged<Delivery>), Error> {
        self.see(actor, Deed::SeeSettings, "This webhook")?;
        let hook = self.known_webhook(id).await?;
        let read = |from, most| self.store().deliveries(id, from, most);
        let sent = Paged::read(page, ROWS, read).await.map_err(|e| self.failed(&e))?;
        Ok((seen(actor, &hook), sent))
    }

    /// Adds a webhook, and gives the secret with which its messages are signed: this once.
    pub async fn add_webhook(&self, actor: &Actor, form: &WebhookForm) -> Result<(WebhookId, String), Error> {
        let id = WebhookId::from_bytes(self.chance());
        self.allow(actor, Deed::ChangeSettings, &Webhook::object(&id)).await?;
        let (secret, sealed) = self.new_secret(&id)?;
        let hook = form.parse(id, sealed, 0, self.inner.ports.hooks.allows_private()).map_err(Error::Invalid)?;
        let event = self.webhook_event(actor, &hook.id, format!("Added the webhook “{}”", hook.name));
        let event = event.changing(hook.changes_from(None));
        if self.store().add_webhook(&hook, &event).await.map_err(|e| self.failed(&e))? {
            return Ok((hook.id, secret));
        }
        let words = format!("There are {WEBHOOKS_MOST} webhooks already. Delete one that nobody needs first.");
        Err(Error::Invalid(Problems(vec![Flaw::new(words).at(Field::Webhook(WebhookField::Name))])))
    }

    /// Saves what was changed on the page that showed this version.
    pub async fn save_webhook(
        &self,
        actor: &Actor,
        id: &WebhookId,
        version: i64,
        form: &WebhookForm,
    ) -> Result<(), Error> {
        self.allow(actor, Deed::ChangeSettings, &Webhook::object(id)).await?;
        let before = self.known_webhook(id).await?;
        let private = self.inner.ports.hooks.allows_private();
        let hook = form.parse(id.clone(), before.secret.clone(), before.version, private).map_err(Error::Invalid)?;
        if before.version != version {
            return Err(changed_meanwhile());
        }
        let changes = hook.changes_from(Some(&before));
        if changes.is_empty() {
            return Ok(());
        }
        let event = self.webhook_event(actor, id, format!("Changed the webhook “{}”", hook.name));
        let saved = self.store().save_webhook(&hook, &event.changing(changes)).await;
        if saved.map_err(|e| self.failed(&e))? { Ok(()) } else { Err(changed_meanwhile()) }
    }

    /// Makes another secret; messages are signed with it from now on.
    pub async fn renew_webhook_secret(&self, actor: &Actor, id: &WebhookId) -> Result<String, Error> {
        self.allow(actor, Deed::ChangeSettings, &Webhook::object(id)).await?;
        let before = self.known_webhook(id).await?;
        let (plain, secret) = self.new_secret(id)?;
        let hook = Webhook { secret, version: before.version + 1, ..before };
        let event = self.webhook_event(actor, id, format!("Made a new secret for the webhook “{}”", hook.name));
        let saved = self.store().save_webhook(&hook, &event).await.map_err(|e| self.failed(&e))?;
        if saved { Ok(plain) } else { Err(changed_meanwhile()) }
    }

    /// Removes a webhook. One that is gone already is no error.
    pub async fn remove_webhook(&self, actor: &Actor, id: &WebhookId) -> Result<(), Error> {
        self.allow(actor, Deed::ChangeSettings, &Webhook::object(id)).await?;
        let Some(hook) = self.store().webhook(id).await.map_err(|e| self.failed(&e))? else { return Ok(()) };
        let event = self.webhook_event(actor, id, format!("Deleted the webhook “{}”", hook.name));
        self.store().remove_webhook(id, &event).await.map_err(|e| self.failed(&e)).map(drop)
    }

    /// Sends a message to try it, now, also while it is switched off; and says what came of it.
    pub async fn test_webhook(&self, actor: &Actor, id: &WebhookId) -> Result<String, Error> {
        self.allow(actor, Deed::ChangeSettings, &Webhook::object(id)).await?;
        let hook = self.known_webhook(id).await?;
        let now = self.now();
        let message = DeliveryId::from_bytes(self.chance());
        let news = News::example(Occasion::Built, now);
        let once = format!("test/{message}");
        // The try below is the only one: the job of the portal must not come first.
        let (to, lease) = (To::Webhook(id.clone()), now + crate::delivery::LEASE);
        let new = NewDelivery { id: message.clone(), to, news: news.clone(), once, due_at: lease };
        self.store().add_delivery(&new).await.map_err(|e| self.failed(&e))?;
        self.store().claim_delivery(&message, 0, lease, lease).await.map_err(|e| self.failed(&e))?;
        let tried = match self.call_hook(&hook, &message, &news).await {
            Tried::Failed(words) => Tried::GivenUp(words),
            tried => tried,
        };
        let said = match &tried {
            Tried::Arrived(words) => Ok(words.clone()),
            Tried::Failed(words) | Tried::GivenUp(words) => Err(Error::Conflict(format!(
                "{words} Look at the address and at the program behind it, then send it again."
            ))),
        };
        let settled = self.store().settle_delivery(&message, 1, &after(tried, 1, self.now())).await;
        settled.map_err(|e| self.failed(&e))?;
        said
    }

    /// Sends a message once more that arrived or was given up.
    pub async fn send_message_again(&self, actor: &Actor, hook: &WebhookId, id: &DeliveryId) -> Result<(), Error> {
        self.allow(actor, Deed::ChangeSettings, &Webhook::object(hook)).await?;
        self.known_webhook(hook).await?;
        if !self.store().begin_again(hook, id, self.now()).await.map_err(|e| self.failed(&e))? {
            return Err(Error::Conflict("This message is still being tried, or is forgotten already.".into()));
        }
        self.inner.ports.bell.ring();
        Ok(())
    }

    /// Brings a message to a webhook, unless it was switched off or removed meanwhile.
    pub(super) async fn hook(&self, delivery: &Delivery, id: &WebhookId) -> Result<Tried, Error> {
        match self.store().webhook(id).await.map_err(|e| self.failed(&e))? {
            Some(hook) if hook.enabled => Ok(self.call_hook(&hook, &delivery.id, &delivery.news).await),
            _ => Ok(Tried::GivenUp("The webhook is switched off.".into())),
        }
    }

    async fn call_hook(&self, hook: &Webhook, id: &DeliveryId, news: &News) -> Tried {
        let Some(secret) = self.inner.ports.seals.open(&Webhook::purpose(&hook.id), &hook.secret.0) else {
            return Tried::GivenUp("Its secret cannot be opened with this server's key. Make a new one.".into());
        };
        self.inner.ports.hooks.call(id, hook, &secret, news, self.now()).await
    }

    fn new_secret(&self, id: &WebhookId) -> Result<(String, Sealed), Error> {
        let plain = secret_of(&self.inner.ports.chance.bytes());
        let sealed = self.inner.ports.seals.seal(&Webhook::purpose(id), &plain).map_err(|e| self.failed(&e))?;
        Ok((plain, Sealed(sealed)))
    }

    fn webhook_event(&self, actor: &Actor, id: &WebhookId, words: String) -> crate::audit::Event {
        self.event(Some(actor), Action::ChangeSettings, Webhook::object(id), Outcome::Done, words)
    }

    async fn known_webhook(&self, id: &WebhookId) -> Result<Webhook, Error> {
        let found = self.store().webhook(id).await.map_err(|e| self.failed(&e))?;
        found.ok_or_else(|| Error::NotFound("This webhook".into()))
    }
}

fn seen(actor: &Actor, hook: &Webhook) -> WebhookSeen {
    let mut form = WebhookForm::of(hook);
    if may(actor, Deed::ChangeSettings, Facts::default()).is_err() {
        form.address = HookAddress::host_of(&form.address).to_owned();
    }
    WebhookSeen { id: hook.id.clone(), form, version: hook.version }
}

fn changed_meanwhile() -> Error {
    Error::Conflict(
        "Somebody else changed this webhook meanwhile. Nothing was saved. Look at it as it is now, then make your change \
         again."
            .into(),
    )
}
