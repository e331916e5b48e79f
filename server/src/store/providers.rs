//! Sign-in providers, and the states that came back from them.

use domain::{
    audit::Event,
    provider::{Provider, ProviderName, Sealed},
};
use jiff::Timestamp;

use super::{
    Database,
    database::Statement,
    fault::Fault,
    identities::{gather, keeps_an_admin},
    roster::in_turn,
    row::{Row, storable},
};

const TABLE: &str = "provider";

pub(super) async fn providers(database: &Database) -> Result<Vec<Provider>, Fault> {
    let sql =
        "SELECT name AS id, issuer, client_id, secret, label, scopes, group_claim, entry, match_email, default_roles,
               rules, enabled, version FROM provider ORDER BY name";
    database.all(TABLE, sqlx::query(sql)).await?.iter().map(read).collect()
}

pub(super) async fn provider(database: &Database, name: &ProviderName) -> Result<Option<Provider>, Fault> {
    let sql =
        "SELECT name AS id, issuer, client_id, secret, label, scopes, group_claim, entry, match_email, default_roles,
               rules, enabled, version FROM provider WHERE name = $1";
    database.one(TABLE, sqlx::query(sql).bind(name.as_str())).await?.as_ref().map(read).transpose()
}

fn read(row: &Row) -> Result<Provider, Fault> {
    Ok(Provider {
        name: row.word("id")?,
        issuer: row.word("issuer")?,
        client_id: row.word("client_id")?,
        secret: row.maybe_text("secret")?.map(Sealed),
        label: row.word("label")?,
        scopes: row.word("scopes")?,
        group_claim: row.maybe_word("group_claim")?,
        entry: row.word("entry")?,
        match_email: row.number("match_email")? == 1,
        default_roles: row.parsed("default_roles")?,
        rules: row.parsed("rules")?,
        enabled: row.number("enabled")? == 1,
        version: row.number("version")?,
    })
}

fn bound<'q>(sql: &'static str, provider: &Provider) -> Statement<'q> {
    sqlx::query(sql)
        .bind(provider.name.to_string())
        .bind(provider.issuer.to_string())
        .bind(provider.client_id.to_string())
        .bind(provider.secret.as_ref().map(|sealed| sealed.0.clone()))
        .bind(storable(provider.label.as_str()))
        .bind(provider.scopes.to_string())
        .bind(provider.group_claim.as_ref().map(|claim| storable(claim.as_str())))
        .bind(provider.entry.as_str())
        .bind(i64::from(provider.match_email))
        .bind(provider.default_roles.to_string())
        .bind(storable(&provider.rules.to_string()))
        .bind(i64::from(provider.enabled))
        .bind(provider.version)
}

pub(super) async fn add_provider(database: &Database, provider: &Provider, event: &Event) -> Result<bool, Fault> {
    let sql = "INSERT INTO provider (name, issuer, client_id, secret, label, scopes, group_claim, entry, match_email,
                   default_roles, rules, enabled, version)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING";
    let mut change = database.change().await?;
    if change.write(bound(sql, provider)).await? == 0 {
        return Ok(false);
    }
    change.commit_with(event).await?;
    Ok(true)
}

pub(super) async fn save_provider(database: &Database, provider: &Provider, event: &Event) -> Result<bool, Fault> {
    let sql = "UPDATE provider SET client_id = $3, secret = $4, label = $5, scopes = $6, group_claim = $7, entry = $8,
                   match_email = $9, default_roles = $10, rules = $11, enabled = $12, version = $13
               WHERE name = $1 AND issuer = $2 AND version = $13 - 1";
    let mut change = database.change().await?;
    if change.write(bound(sql, provider)).await? == 0 {
        return Ok(false);
    }
    change.commit_with(event).await?;
    Ok(true)
}

pub(super) async fn remove_provider(database: &Database, name: &ProviderName, event: &Event) -> Result<bool, Fault> {
    let mut change = in_turn(database).await?;
    let sql = "SELECT person AS id FROM identity
               WHERE issuer = (SELECT issuer FROM provider WHERE name = $1)
               AND (rule_roles <> '' OR EXISTS (SELECT 1 FROM rule_met WHERE rule_met.identity = identity.id))";
    let people = change.all("identity", sqlx::query(sql).bind(name.as_str())).await?;
    let sql = "UPDATE identity SET rule_roles = ''
               WHERE rule_roles <> '' AND issuer = (SELECT issuer FROM provider WHERE name = $1)";
    change.write(sqlx::query(sql).bind(name.as_str())).await?;
    let removed = change.write(sqlx::query("DELETE FROM provider WHERE name = $1").bind(name.as_str())).await?;
    for person in people {
        gather(&mut change, &person.word("id")?).await?;
    }
    if removed == 0 || !keeps_an_admin(&mut change).await? {
        return Ok(false);
    }
    change.commit_with(event).await?;
    Ok(true)
}

pub(super) async fn use_state(
    database: &Database,
    hash: &str,
    expires_at: Timestamp,
    now: Timestamp,
) -> Result<bool, Fault> {
    let old = sqlx::query("DELETE FROM used_state WHERE expires_at <= $1").bind(now.as_millisecond());
    database.write(old).await?;
    let sql = "INSERT INTO used_state (hash, expires_at) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING";
    Ok(database.write(sqlx::query(sql).bind(hash).bind(expires_at.as_millisecond())).await? == 1)
}
