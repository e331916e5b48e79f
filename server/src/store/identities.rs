//! Who people are to the issuers of sign-in providers, and the roles that follow from it.

use async_trait::async_trait;
use domain::{
    audit::Event,
    id::{IdentityId, InvitationId, PersonId},
    identity::Identity,
    person::Person,
    ports::{SignIns, StoreError},
    provider::{Issuer, Provider, ProviderName},
    role::{Role, Roles},
};
use jiff::Timestamp;

use super::{
    Database,
    database::{Change, Statement},
    fault::Fault,
    people, providers,
    roster::in_turn,
    row::{Row, storable},
    team_rules::{self, meet, settle},
};

const TABLE: &str = "identity";

#[async_trait]
impl SignIns for Database {
    async fn providers(&self) -> Result<Vec<Provider>, StoreError> {
        Ok(providers::providers(self).await?)
    }

    async fn provider(&self, name: &ProviderName) -> Result<Option<Provider>, StoreError> {
        Ok(providers::provider(self, name).await?)
    }

    async fn add_provider(&self, provider: &Provider, event: &Event) -> Result<bool, StoreError> {
        Ok(providers::add_provider(self, provider, event).await?)
    }

    async fn save_provider(&self, provider: &Provider, event: &Event) -> Result<bool, StoreError> {
        Ok(providers::save_provider(self, provider, event).await?)
    }

    async fn remove_provider(&self, name: &ProviderName, event: &Event) -> Result<bool, StoreError> {
        Ok(providers::remove_provider(self, name, event).await?)
    }

    async fn use_state(&self, hash: &str, expires_at: Timestamp, now: Timestamp) -> Result<bool, StoreError> {
        Ok(providers::use_state(self, hash, expires_at, now).await?)
    }

    async fn identity(&self, issuer: &Issuer, subject: &str) -> Result<Option<Identity>, StoreError> {
        let sql =
            "SELECT id, person, issuer, subject, email, seen_groups, rule_roles, linked_at, signed_in_at FROM identity
                   WHERE issuer = $1 AND subject = $2";
        let found = self.one(TABLE, sqlx::query(sql).bind(issuer.as_str()).bind(storable(subject))).await?;
        Ok(whole(self, found).await?)
    }

    async fn identity_by(&self, id: &IdentityId) -> Result<Option<Identity>, StoreError> {
        let sql =
            "SELECT id, person, issuer, subject, email, seen_groups, rule_roles, linked_at, signed_in_at FROM identity
                   WHERE id = $1";
        let found = self.one(TABLE, sqlx::query(sql).bind(id.as_str())).await?;
        Ok(whole(self, found).await?)
    }

    async fn identities_of(&self, person: &PersonId) -> Result<Vec<Identity>, StoreError> {
        let sql =
            "SELECT id, person, issuer, subject, email, seen_groups, rule_roles, linked_at, signed_in_at FROM identity
                   WHERE person = $1 ORDER BY linked_at, id";
        let mut all = Vec::new();
        for row in self.all(TABLE, sqlx::query(sql).bind(person.as_str())).await? {
            all.extend(whole(self, Some(row)).await?);
        }
        Ok(all)
    }

    async fn link_identity(&self, identity: &Identity, event: &Event) -> Result<bool, StoreError> {
        Ok(link(self, identity, event).await?)
    }

    async fn come_in(
        &self,
        person: &Person,
        password_hash: &str,
        invitation: Option<&InvitationId>,
        identity: &Identity,
        event: &Event,
    ) -> Result<bool, StoreError> {
        Ok(come_in(self, person, password_hash, invitation, identity, event).await?)
    }

    async fn signed_in(&self, identity: &Identity, event: &Event) -> Result<bool, StoreError> {
        Ok(signed_in(self, identity, event).await?)
    }

    async fn unlink(&self, id: &IdentityId, event: &Event) -> Result<bool, StoreError> {
        Ok(unlink(self, id, event).await?)
    }
}

async fn whole(database: &Database, row: Option<Row>) -> Result<Option<Identity>, Fault> {
    let Some(row) = row else { return Ok(None) };
    let team_rules = team_rules::met(database, &row.word("id")?).await?;
    Ok(Some(Identity {
        team_rules,
        id: row.word("id")?,
        person: row.word("person")?,
        issuer: row.word("issuer")?,
        subject: row.text("subject")?,
        email: row.maybe_text("email")?,
        groups: row.json("seen_groups")?,
        rule_roles: row.parsed("rule_roles")?,
        linked_at: row.time("linked_at")?,
        signed_in_at: row.time("signed_in_at")?,
    }))
}

/// Groups as JSON. NUL is escaped there, so both databases can hold it.
fn groups(identity: &Identity) -> String {
    serde_json::to_string(&identity.groups).unwrap_or_else(|_| "[]".into())
}

/// Adds a link, unless the subject or the person has one at this issuer.
fn added<'q>(identity: &Identity) -> Statement<'q> {
    let sql =
        "INSERT INTO identity (id, person, issuer, subject, email, seen_groups, rule_roles, linked_at, signed_in_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING";
    sqlx::query(sql)
        .bind(identity.id.to_string())
        .bind(identity.person.to_string())
        .bind(identity.issuer.to_string())
        .bind(storable(&identity.subject))
        .bind(identity.email.as_deref().map(storable))
        .bind(groups(identity))
        .bind(identity.rule_roles.to_string())
        .bind(identity.linked_at.as_millisecond())
        .bind(identity.signed_in_at.as_millisecond())
}

async fn link(database: &Database, identity: &Identity, event: &Event) -> Result<bool, Fault> {
    let mut change = in_turn(database).await?;
    if change.write(added(identity)).await? == 0 {
        return Ok(false);
    }
    meet(&mut change, identity).await?;
    gather(&mut change, &identity.person).await?;
    seen(&mut change, identity).await?;
    change.commit_with(event).await?;
    Ok(true)
}

async fn come_in(
    database: &Database,
    person: &Person,
    password_hash: &str,
    invitation: Option<&InvitationId>,
    identity: &Identity,
    event: &Event,
) -> Result<bool, Fault> {
    let mut change = in_turn(database).await?;
    if let Some(invitation) = invitation {
        let used = sqlx::query("DELETE FROM invitation WHERE id = $1 AND expires_at > $2")
            .bind(invitation.as_str())
            .bind(event.at.as_millisecond());
        if change.write(used).await? == 0 {
            return Ok(false);
        }
    }
    if change.write(people::added(person, password_hash)).await? == 0 || change.write(added(identity)).await? == 0 {
        return Ok(false);
    }
    meet(&mut change, identity).await?;
    gather(&mut change, &identity.person).await?;
    change.commit_with(event).await?;
    Ok(true)
}

async fn signed_in(database: &Database, identity: &Identity, event: &Event) -> Result<bool, Fault> {
    let mut change = in_turn(database).await?;
    let had_an_admin = keeps_an_admin(&mut change).await?;
    if tell(&mut change, identity, &identity.rule_roles).await? == 0 {
        return Ok(false);
    }
    meet(&mut change, identity).await?;
    gather(&mut change, &identity.person).await?;
    if had_an_admin && !keeps_an_admin(&mut change).await? {
        // It was this one, and nobody else could give the role back. Once there is another, the next sign-in takes it.
        tell(&mut change, identity, &identity.rule_roles.and(&Role::Admin.into())).await?;
        gather(&mut change, &identity.person).await?;
    }
    seen(&mut change, identity).await?;
    change.commit_with(event).await?;
    Ok(true)
}

async fn unlink(database: &Database, id: &IdentityId, event: &Event) -> Result<bool, Fault> {
    let mut change = in_turn(database).await?;
    let query = sqlx::query("SELECT person AS id FROM identity WHERE id = $1").bind(id.as_str());
    let Some(person) = change.all(TABLE, query).await?.into_iter().next() else { return Ok(false) };
    change.write(sqlx::query("DELETE FROM identity WHERE id = $1").bind(id.as_str())).await?;
    gather(&mut change, &person.word("id")?).await?;
    if !keeps_an_admin(&mut change).await? {
        return Ok(false);
    }
    change.commit_with(event).await?;
    Ok(true)
}

/// Writes down what an issuer told of somebody, and what it gives them.
async fn tell(change: &mut Change, identity: &Identity, rule_roles: &Roles) -> Result<u64, Fault> {
    let sql = "UPDATE identity SET email = $2, seen_groups = $3, rule_roles = $4, signed_in_at = $5 WHERE id = $1";
    let query = sqlx::query(sql)
        .bind(identity.id.to_string())
        .bind(identity.email.as_deref().map(storable))
        .bind(groups(identity))
        .bind(rule_roles.to_string())
        .bind(identity.signed_in_at.as_millisecond());
    change.write(query).await
}

async fn seen(change: &mut Change, identity: &Identity) -> Result<(), Fault> {
    let query = sqlx::query("UPDATE person SET signed_in_at = $2 WHERE id = $1")
        .bind(identity.person.to_string())
        .bind(identity.signed_in_at.as_millisecond());
    change.write(query).await.map(drop)
}

/// Gives a person what all their links give together: roles, and teams.
pub(super) async fn gather(change: &mut Change, person: &PersonId) -> Result<(), Fault> {
    let query = sqlx::query("SELECT id, rule_roles FROM identity WHERE person = $1").bind(person.to_string());
    let mut all = Roles::default();
    for row in change.all(TABLE, query).await? {
        all = all.and(&row.parsed("rule_roles")?);
    }
    let query = sqlx::query("UPDATE person SET rule_roles = $2 WHERE id = $1");
    change.write(query.bind(person.to_string()).bind(all.to_string())).await?;
    settle(change, person).await
}

/// Whether somebody is left who is an administrator and can sign in.
pub(super) async fn keeps_an_admin(change: &mut Change) -> Result<bool, Fault> {
    let sql = "SELECT id FROM person
               WHERE disabled_at IS NULL AND ' ' || roles || ' ' || rule_roles || ' ' LIKE '% admin %' LIMIT 1";
    Ok(!change.all(people::PERSON, sqlx::query(sql)).await?.is_empty())
}
