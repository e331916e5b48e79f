//! What webhooks need from the world: somebody who calls them, and the database.

use async_trait::async_trait;
use jiff::Timestamp;

use super::StoreError;
use crate::{
    audit::Event,
    delivery::{NewDelivery, Tried},
    id::{DeliveryId, WebhookId},
    notice::News,
    webhook::Webhook,
};

/// Other programs, over HTTP.
#[async_trait]
pub trait Hooks: Send + Sync {
    /// Whether addresses of private networks, and such without encryption, may be called.
    fn allows_private(&self) -> bool;
    /// Sends one message, signed with the secret.
    async fn call(&self, id: &DeliveryId, hook: &Webhook, secret: &str, news: &News, now: Timestamp) -> Tried;
}

/// Webhooks, and what an administrator does about a message.
#[async_trait]
pub trait WebhookStore: Send + Sync {
    /// All of them, by name.
    async fn webhooks(&self) -> Result<Vec<Webhook>, StoreError>;
    async fn webhook(&self, id: &WebhookId) -> Result<Option<Webhook>, StoreError>;
    /// False when there are [`crate::webhook::WEBHOOKS_MOST`] already; of callers at once too.
    async fn add_webhook(&self, hook: &Webhook, event: &Event) -> Result<bool, StoreError>;
    /// Saves version `n + 1` over version `n`; false when somebody else saved meanwhile.
    async fn save_webhook(&self, hook: &Webhook, event: &Event) -> Result<bool, StoreError>;
    /// Removes it with what is known of its messages. False when there is none.
    async fn remove_webhook(&self, id: &WebhookId, event: &Event) -> Result<bool, StoreError>;
    /// Writes a message down by itself.
    async fn add_delivery(&self, delivery: &NewDelivery) -> Result<(), StoreError>;
    /// Lets a message that is over begin anew. False when there is none of the webhook, or when it is still tried.
    async fn begin_again(&self, hook: &WebhookId, id: &DeliveryId, now: Timestamp) -> Result<bool, StoreError>;
}
