//! Bringing messages where they go: each is claimed for a while, tried, and settled. A portal that ends in between leaves
//! a message whose try nobody knows the end of, and it is tried again: it may arrive twice, and never not at all.

use futures::{StreamExt, stream};
use jiff::Timestamp;

use super::Portal;
use crate::{
    Actor, Error,
    delivery::{Delivery, KEPT, LEASE, To, Tried, after},
    id::DeliveryId,
    may::Deed,
    notice::News,
    occasion::Occasion,
    ports::PostSettings,
};

/// So many messages are looked at in a round, and tried at the same time: a slow receiver must not hold up the rest.
const ROUND: i64 = 50;
const AT_ONCE: usize = 8;

/// How mail stands, for those who look after it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MailSeen {
    pub settings: Option<PostSettings>,
    /// Mails that are to be sent or tried again.
    pub waiting: i64,
    /// Mails that were given up within the last 30 days.
    pub given_up: i64,
}

impl Portal {
    /// Tries the messages that are due. Says whether there may be more.
    pub async fn deliver(&self) -> Result<bool, Error> {
        let due = self.store().due(self.now(), ROUND).await.map_err(|e| self.failed(&e))?;
        let more = i64::try_from(due.len()).is_ok_and(|found| found >= ROUND);
        let tries = due.into_iter().map(|delivery| self.try_delivery(delivery));
        let ended: Vec<Result<(), Error>> = stream::iter(tries).buffer_unordered(AT_ONCE).collect().await;
        ended.into_iter().collect::<Result<(), Error>>()?;
        Ok(more)
    }

    /// When the next message is due.
    pub async fn next_delivery(&self) -> Result<Option<Timestamp>, Error> {
        self.store().next_due().await.map_err(|e| self.failed(&e))
    }

    /// Forgets what became of old messages.
    pub async fn forget_old_deliveries(&self) -> Result<(), Error> {
        let Ok(before) = self.now().checked_sub(KEPT) else { return Ok(()) };
        self.store().forget_deliveries(before).await.map_err(|e| self.failed(&e))
    }

    /// How mail is sent, and how it gets on.
    pub async fn mail(&self, actor: &Actor) -> Result<MailSeen, Error> {
        self.see(actor, Deed::SeeSettings, "This page")?;
        let (waiting, given_up) = self.store().mails().await.map_err(|e| self.failed(&e))?;
        Ok(MailSeen { settings: self.inner.ports.post.settings(), waiting, given_up })
    }

    /// Sends a mail to whoever asks for it, now, and says what the server answers.
    pub async fn try_mail(&self, actor: &Actor) -> Result<String, Error> {
        self.allow(actor, Deed::ChangeSettings, "settings/mail").await?;
        let news = News::example(Occasion::Built, self.now());
        let id = DeliveryId::from_bytes(self.chance());
        match self.post(&id, &actor.email, &news).await {
            Tried::Arrived(answer) => Ok(answer),
            Tried::Failed(words) | Tried::GivenUp(words) => Err(Error::Conflict(format!(
                "{words} Look at the mail server in the settings of the server (mail.url, mail.from), then send it again."
            ))),
        }
    }

    /// Whether the portal sends mail.
    #[must_use]
    pub fn sends_mail(&self) -> bool {
        self.inner.ports.post.settings().is_some()
    }

    async fn try_delivery(&self, delivery: Delivery) -> Result<(), Error> {
        let now = self.now();
        let Ok(lease) = now.checked_add(LEASE) else { return Ok(()) };
        let claimed = self.store().claim_delivery(&delivery.id, delivery.tries, now, lease).await;
        if !claimed.map_err(|e| self.failed(&e))? {
            return Ok(());
        }
        let tries = delivery.tries + 1;
        let tried = match &delivery.to {
            To::Person(person) => match self.store().address_of(person).await.map_err(|e| self.failed(&e))? {
                Some(address) => self.post(&delivery.id, &address, &delivery.news).await,
                None => Tried::GivenUp("They cannot sign in any more.".into()),
            },
            To::Webhook(id) => self.hook(&delivery, id).await?,
        };
        let after = after(tried, tries, self.now());
        self.store().settle_delivery(&delivery.id, tries, &after).await.map_err(|e| self.failed(&e))
    }

    async fn post(&self, id: &DeliveryId, address: &str, news: &News) -> Tried {
        let name = self.house().appearance.name.clone();
        self.inner.ports.post.send(id, address, &name, news).await
    }
}
