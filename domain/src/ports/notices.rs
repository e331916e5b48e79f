//! What telling people needs from the database.

use async_trait::async_trait;
use jiff::Timestamp;

use super::StoreError;
use crate::{
    delivery::NewDelivery,
    id::{EnvironmentRequestId, NoticeId, PersonId},
    notice::{Choices, NewNotice, Notice},
    role::Role,
};

/// Notices, and how far the log was told of.
#[async_trait]
pub trait NoticeStore: Send + Sync {
    /// The position in the log up to which everything was told.
    async fn told_up_to(&self) -> Result<i64, StoreError>;
    /// Writes what the lines from one position to another tell of, and that they are told. False, and nothing is
    /// written, when somebody told of them meanwhile. A person is told nothing twice that is told once.
    async fn tell(
        &self,
        from: i64,
        to: i64,
        notices: &[NewNotice],
        deliveries: &[NewDelivery],
    ) -> Result<bool, StoreError>;

    /// Who decides a request: those whom its blueprint names, and nobody who cannot sign in.
    async fn deciders(&self, request: &EnvironmentRequestId) -> Result<Vec<PersonId>, StoreError>;
    /// Everybody with a role who can sign in.
    async fn having(&self, role: Role) -> Result<Vec<PersonId>, StoreError>;
    /// Who has an address and can sign in.
    async fn at_address(&self, email: &str) -> Result<Option<PersonId>, StoreError>;

    /// A page of somebody's notices, newest first, and how many there are.
    async fn notices(&self, person: &PersonId, from: i64, most: i64) -> Result<(Vec<Notice>, i64), StoreError>;
    /// A notice of somebody's.
    async fn notice(&self, person: &PersonId, id: &NoticeId) -> Result<Option<Notice>, StoreError>;
    /// Marks one of them as read, or all; what was read before stays read since then.
    async fn mark_read(&self, person: &PersonId, one: Option<&NoticeId>, at: Timestamp) -> Result<(), StoreError>;
    /// Forgets what happened before a moment.
    async fn forget_notices(&self, before: Timestamp) -> Result<(), StoreError>;

    /// What somebody chose; `None` when they never did.
    async fn choices(&self, person: &PersonId) -> Result<Option<Choices>, StoreError>;
    async fn save_choices(&self, person: &PersonId, choices: &Choices) -> Result<(), StoreError>;
}
