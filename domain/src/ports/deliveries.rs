//! What messages on their way need from the world: somebody who carries them, and the database.

use async_trait::async_trait;
use jiff::Timestamp;

use super::StoreError;
use crate::{
    delivery::{After, Delivery, Tried},
    id::{DeliveryId, PersonId, WebhookId},
    notice::News,
};

/// Mail, over SMTP.
#[async_trait]
pub trait Post: Send + Sync {
    /// The server and the sender in use, without any secret; `None` when the portal sends no mail.
    fn settings(&self) -> Option<PostSettings>;
    /// Sends one letter to an address, under the name of the portal.
    async fn send(&self, id: &DeliveryId, address: &str, portal: &str, news: &News) -> Tried;
}

/// How mail is sent.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PostSettings {
    /// Scheme, host and port.
    pub server: String,
    /// As whom the portal signs in there, if it does.
    pub user: Option<String>,
    pub from: String,
}

/// Messages, of several portals on one database perhaps.
#[async_trait]
pub trait DeliveryStore: Send + Sync {
    /// Some of those that are due, the longest due first.
    async fn due(&self, now: Timestamp, most: i64) -> Result<Vec<Delivery>, StoreError>;
    /// When the next one is due.
    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError>;
    /// Begins the next try of a message of which `tries` were made, unless somebody else did; until `lease` nobody does.
    async fn claim_delivery(
        &self,
        id: &DeliveryId,
        tries: i64,
        now: Timestamp,
        lease: Timestamp,
    ) -> Result<bool, StoreError>;
    /// Writes what try number `tries` came to, unless another one began since.
    async fn settle_delivery(&self, id: &DeliveryId, tries: i64, after: &After) -> Result<(), StoreError>;
    /// The address of somebody who can sign in.
    async fn address_of(&self, person: &PersonId) -> Result<Option<String>, StoreError>;
    /// A page of what went to a webhook, newest first, and how much there is.
    async fn deliveries(&self, webhook: &WebhookId, from: i64, most: i64) -> Result<(Vec<Delivery>, i64), StoreError>;
    /// How many mails are on their way, and how many were given up.
    async fn mails(&self) -> Result<(i64, i64), StoreError>;
    /// Forgets what is older than a moment.
    async fn forget_deliveries(&self, before: Timestamp) -> Result<(), StoreError>;
}
