//! API tokens: as long as they are here, they can be used until they expire.

use async_trait::async_trait;
use domain::{
    audit::Event,
    id::{PersonId, TokenId},
    ports::{StoreError, TokenStore},
    token::{TOKENS_MOST, Token},
};
use jiff::Timestamp;

use super::{
    Database,
    fault::Fault,
    row::{Row, storable},
};

const TABLE: &str = "token";

/// Names the columns: see the operations' own.
macro_rules! select {
    ($condition:literal) => {
        concat!("SELECT id, person, name, scopes, made_at, expires_at, used_at FROM token WHERE ", $condition)
    };
}

#[async_trait]
impl TokenStore for Database {
    async fn make_token(&self, token: &Token, secret_hash: &str, event: &Event) -> Result<bool, StoreError> {
        Ok(make_token(self, token, secret_hash, event).await?)
    }

    async fn tokens_of(&self, person: &PersonId) -> Result<Vec<Token>, StoreError> {
        let query = sqlx::query(select!("person = $1 ORDER BY made_at DESC, id")).bind(person.as_str());
        Ok(self.all(TABLE, query).await?.iter().map(read).collect::<Result<_, _>>()?)
    }

    async fn token(&self, id: &TokenId) -> Result<Option<Token>, StoreError> {
        let query = sqlx::query(select!("id = $1")).bind(id.as_str());
        Ok(self.one(TABLE, query).await?.as_ref().map(read).transpose()?)
    }

    async fn token_of(&self, id: &TokenId, secret_hash: &str) -> Result<Option<Token>, StoreError> {
        let query = sqlx::query(select!("id = $1 AND secret_hash = $2")).bind(id.as_str()).bind(secret_hash);
        Ok(self.one(TABLE, query).await?.as_ref().map(read).transpose()?)
    }

    async fn use_token(&self, id: &TokenId, at: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE token SET used_at = $2 WHERE id = $1 AND (used_at IS NULL OR used_at < $2)";
        self.write(sqlx::query(sql).bind(id.as_str()).bind(at.as_millisecond())).await?;
        Ok(())
    }

    async fn withdraw_token(&self, id: &TokenId, event: &Event) -> Result<bool, StoreError> {
        Ok(withdraw_token(self, id, event).await?)
    }
}

async fn make_token(database: &Database, token: &Token, secret_hash: &str, event: &Event) -> Result<bool, Fault> {
    let mut change = database.change().await?;
    // This changes nothing but keeps the owner's row: whoever makes another token for them, or disables them, waits.
    let owner = "UPDATE person SET sought = sought WHERE id = $1 AND disabled_at IS NULL";
    if change.write(sqlx::query(owner).bind(token.person.as_str())).await? == 0 {
        return Ok(false);
    }
    let sql = "INSERT INTO token (id, person, name, scopes, secret_hash, made_at, expires_at, used_at)
               SELECT $1, $2, $3, $4, $5, $6, $7, $8
               WHERE (SELECT COUNT(*) FROM token WHERE person = $2) < $9 ON CONFLICT (person, name) DO NOTHING";
    let query = sqlx::query(sql)
        .bind(token.id.as_str())
        .bind(token.person.as_str())
        .bind(storable(token.name.as_str()))
        .bind(token.scopes.to_string())
        .bind(secret_hash)
        .bind(token.made_at.as_millisecond())
        .bind(token.expires_at.as_millisecond())
        .bind(token.used_at.map(Timestamp::as_millisecond))
        .bind(TOKENS_MOST);
    if change.write(query).await? == 0 {
        return Ok(false);
    }
    change.commit_with(event).await?;
    Ok(true)
}

async fn withdraw_token(database: &Database, id: &TokenId, event: &Event) -> Result<bool, Fault> {
    let mut change = database.change().await?;
    if change.write(sqlx::query("DELETE FROM token WHERE id = $1").bind(id.as_str())).await? == 0 {
        return Ok(false);
    }
    change.commit_with(event).await?;
    Ok(true)
}

fn read(row: &Row) -> Result<Token, Fault> {
    Ok(Token {
        id: row.word("id")?,
        person: row.word("person")?,
        name: row.word("name")?,
        scopes: row.parsed("scopes")?,
        made_at: row.time("made_at")?,
        expires_at: row.time("expires_at")?,
        used_at: row.maybe_time("used_at")?,
    })
}
