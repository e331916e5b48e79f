//! What the database keeps of API tokens.

use async_trait::async_trait;
use jiff::Timestamp;

use super::StoreError;
use crate::{
    audit::Event,
    id::{PersonId, TokenId},
    token::Token,
};

#[async_trait]
pub trait TokenStore: Send + Sync {
    /// Keeps a token with the hash of its secret. False when its owner is disabled, has one of that name, or has
    /// [`crate::token::TOKENS_MOST`]; of callers at once too.
    async fn make_token(&self, token: &Token, secret_hash: &str, event: &Event) -> Result<bool, StoreError>;
    /// The newest first.
    async fn tokens_of(&self, person: &PersonId) -> Result<Vec<Token>, StoreError>;
    async fn token(&self, id: &TokenId) -> Result<Option<Token>, StoreError>;
    /// The token whose secret has this hash, expired or not.
    async fn token_of(&self, id: &TokenId, secret_hash: &str) -> Result<Option<Token>, StoreError>;
    /// Notes a use, unless a later one is noted.
    async fn use_token(&self, id: &TokenId, at: Timestamp) -> Result<(), StoreError>;
    /// False when there is no such token.
    async fn withdraw_token(&self, id: &TokenId, event: &Event) -> Result<bool, StoreError>;
}
