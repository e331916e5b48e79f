//! How people sign in at providers, as they and administrators see it.

use serde::{Deserialize, Serialize};

use super::{
    Portal,
    roster::{missing, named, object},
};
use crate::{
    Actor, Error,
    audit::{Action, Change, Outcome},
    id::{IdentityId, PersonId},
    identity::Identity,
    may::{Deed, Denied, Facts},
    provider::{Label, ProviderName},
    role::{Role, Roles},
};

/// A way in which somebody signs in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentitySeen {
    pub identity: Identity,
    /// The provider of its issuer; `None` when it was removed.
    pub provider: Option<(ProviderName, Label)>,
}

impl IdentitySeen {
    /// What people call the provider.
    #[must_use]
    pub fn provider_label(&self) -> String {
        let label = self.provider.as_ref().map(|(_, label)| label.to_string());
        label.unwrap_or_else(|| self.identity.issuer.to_string())
    }
}

impl Portal {
    /// How somebody signs in themselves.
    pub async fn own_identities(&self, actor: &Actor) -> Result<Vec<IdentitySeen>, Error> {
        self.see(actor, Deed::OwnAccount, "This page")?;
        self.identities_seen(&actor.person).await
    }

    /// Takes a sign-in from a person, with the roles that its rules gave. One that is gone already is no error.
    pub async fn unlink(&self, actor: &Actor, id: &PersonId, identity: &IdentityId) -> Result<(), Error> {
        let person = self.known_person(id).await?;
        let found = self.store().identity_by(identity).await.map_err(|e| self.failed(&e))?;
        let found = found.filter(|found| found.person == *id);
        let about = named(person.as_ref(), id);
        let takes_last_admin = match (&person, &found) {
            (Some(person), Some(found)) => self.hangs_on(person, found).await?,
            _ => false,
        };
        let facts = Facts { to_yourself: *id == actor.person, takes_last_admin, ..Facts::default() };
        self.allow_given(actor, Deed::UnlinkSignIn, facts, &about).await?;
        let person = person.ok_or_else(missing)?;
        let Some(found) = found else { return Ok(()) };
        let event = self.event(
            Some(actor),
            Action::UnlinkSignIn,
            object(&person),
            Outcome::Done,
            format!("Signs in at {} no more, with the subject of before", found.issuer),
        );
        let event = event.changing(vec![
            Change::new("Subject", Some(&found.subject), None),
            Change::new("Roles by rules", Some(&found.rule_roles.labels()), None),
        ]);
        if self.store().unlink(identity, &event).await.map_err(|e| self.failed(&e))? {
            return Ok(());
        }
        match self.store().identity_by(identity).await.map_err(|e| self.failed(&e))? {
            None => Ok(()),
            Some(_) => Err(self.refuse(actor, Deed::UnlinkSignIn, &object(&person), Denied::last_admin()).await),
        }
    }

    /// Whether the last administrator is one by this sign-in alone.
    async fn hangs_on(&self, person: &crate::person::Person, identity: &Identity) -> Result<bool, Error> {
        if !identity.rule_roles.has(Role::Admin) || person.given_roles.has(Role::Admin) {
            return Ok(false);
        }
        let all = self.store().identities_of(&person.id).await.map_err(|e| self.failed(&e))?;
        let by_another = all.iter().any(|other| other.id != identity.id && other.rule_roles.has(Role::Admin));
        Ok(!by_another && self.is_last_admin(person).await?)
    }

    /// All that the rules of providers make of a person.
    pub(super) async fn rule_roles(&self, id: &PersonId) -> Result<Roles, Error> {
        let all = self.store().identities_of(id).await.map_err(|e| self.failed(&e))?;
        Ok(all.iter().flat_map(|identity| identity.rule_roles.iter()).collect())
    }

    pub(super) async fn identities_seen(&self, id: &PersonId) -> Result<Vec<IdentitySeen>, Error> {
        let all = self.store().identities_of(id).await.map_err(|e| self.failed(&e))?;
        if all.is_empty() {
            return Ok(Vec::new());
        }
        let providers = self.store().providers().await.map_err(|e| self.failed(&e))?;
        let seen = |identity: Identity| {
            let provider = providers.iter().find(|provider| provider.issuer == identity.issuer);
            let provider = provider.map(|provider| (provider.name.clone(), provider.label.clone()));
            IdentitySeen { identity, provider }
        };
        Ok(all.into_iter().map(seen).collect())
    }
}
