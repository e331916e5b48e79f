//! The providers that people can sign in with, as administrators set them up.

use serde::{Deserialize, Serialize};

use super::Portal;
use crate::{
    Actor, Error, Field, Flaw, Problems,
    audit::{Action, Event, Outcome},
    id::PersonId,
    may::{Deed, Denied},
    provider::{Label, Provider, ProviderField, ProviderForm, ProviderName, Sealed},
    single_sign_on::Discovered,
};

/// A provider as its page shows it: everything but its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderSeen {
    pub form: ProviderForm,
    pub name: ProviderName,
    pub has_secret: bool,
    pub version: i64,
}

/// A provider as the sign-in page offers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    pub name: ProviderName,
    pub label: Label,
}

impl Portal {
    /// All providers, by name.
    pub async fn providers(&self, actor: &Actor) -> Result<Vec<ProviderSeen>, Error> {
        self.see(actor, Deed::SeeSettings, "This page")?;
        let all = self.store().providers().await.map_err(|e| self.failed(&e))?;
        Ok(all.iter().map(seen).collect())
    }

    /// One provider.
    pub async fn provider(&self, actor: &Actor, name: &str) -> Result<ProviderSeen, Error> {
        self.see(actor, Deed::SeeSettings, "This provider")?;
        self.known_provider(name).await?.as_ref().map(seen).ok_or_else(missing)
    }

    /// The providers that strangers are offered.
    pub async fn offered_providers(&self) -> Result<Vec<Offered>, Error> {
        let all = self.store().providers().await.map_err(|e| self.failed(&e))?;
        let enabled = all.into_iter().filter(|provider| provider.enabled);
        Ok(enabled.map(|provider| Offered { name: provider.name, label: provider.label }).collect())
    }

    /// The groups that a provider told of a person the last time; none when they never came by it.
    pub async fn groups_at(&self, actor: &Actor, name: &str, person: &PersonId) -> Result<Vec<String>, Error> {
        self.see(actor, Deed::SeeSettings, "This provider")?;
        let provider = self.known_provider(name).await?.ok_or_else(missing)?;
        let all = self.store().identities_of(person).await.map_err(|e| self.failed(&e))?;
        Ok(all.into_iter().find(|identity| identity.issuer == provider.issuer).map_or_else(Vec::new, |one| one.groups))
    }

    /// Adds a provider.
    pub async fn add_provider(&self, actor: &Actor, form: &ProviderForm) -> Result<ProviderName, Error> {
        let typed: String = form.name.trim().chars().take(40).collect();
        self.allow(actor, Deed::ChangeSettings, &Provider::object(&typed)).await?;
        let mut provider = form.parse(None).map_err(Error::Invalid)?;
        provider.secret = self.sealed(form, &provider.name)?;
        let event = self.provider_event(actor, &provider.name, "Added the sign-in provider");
        let event = event.changing(provider.changes_from(None));
        if self.store().add_provider(&provider, &event).await.map_err(|e| self.failed(&e))? {
            return Ok(provider.name);
        }
        let there = self.store().provider(&provider.name).await.map_err(|e| self.failed(&e))?.is_some();
        let (field, words) = if there {
            (ProviderField::Name, "There is a provider of this name already. Choose another name.")
        } else {
            (ProviderField::Issuer, "There is a provider of this issuer already. Find it in the list.")
        };
        Err(Error::Invalid(Problems(vec![Flaw::new(words).at(Field::Provider(field))])))
    }

    /// Saves what was changed on the page that showed this version.
    pub async fn save_provider(
        &self,
        actor: &Actor,
        name: &str,
        version: i64,
        form: &ProviderForm,
    ) -> Result<ProviderName, Error> {
        self.allow(actor, Deed::ChangeSettings, &object_of(name)).await?;
        let before = self.known_provider(name).await?.ok_or_else(missing)?;
        let mut provider = form.parse(Some(&before)).map_err(Error::Invalid)?;
        if let Some(secret) = self.sealed(form, &provider.name)? {
            provider.secret = Some(secret);
        }
        if before.version != version {
            return Err(changed_meanwhile(&before));
        }
        let changes = provider.changes_from(Some(&before));
        if changes.is_empty() {
            return Ok(provider.name);
        }
        let event = self.provider_event(actor, &provider.name, "Changed the sign-in provider");
        let saved = self.store().save_provider(&provider, &event.changing(changes)).await;
        if saved.map_err(|e| self.failed(&e))? { Ok(provider.name) } else { Err(changed_meanwhile(&before)) }
    }

    /// Removes a provider. One that is gone already is no error.
    pub async fn remove_provider(&self, actor: &Actor, name: &str) -> Result<(), Error> {
        let object = object_of(name);
        self.allow(actor, Deed::ChangeSettings, &object).await?;
        let Some(provider) = self.known_provider(name).await? else { return Ok(()) };
        let words = "Removed the sign-in provider, with the roles and teams that its rules gave";
        let event = self.provider_event(actor, &provider.name, words);
        if self.store().remove_provider(&provider.name, &event).await.map_err(|e| self.failed(&e))? {
            return Ok(());
        }
        match self.known_provider(name).await? {
            None => Ok(()),
            Some(_) => Err(self.refuse(actor, Deed::ChangeSettings, &object, Denied::last_admin()).await),
        }
    }

    /// Asks the provider what it is, now.
    pub async fn check_provider(&self, actor: &Actor, name: &str) -> Result<Discovered, Error> {
        self.allow(actor, Deed::ChangeSettings, &object_of(name)).await?;
        let provider = self.known_provider(name).await?.ok_or_else(missing)?;
        let found = self.inner.ports.single_sign_on.look_up(&provider.issuer).await;
        found.map_err(|why| {
            let words = format!("{} {why}. Look at the address, then check again.", provider.issuer);
            Error::Invalid(Problems(vec![Flaw::new(words).at(Field::Provider(ProviderField::Issuer))]))
        })
    }

    pub(super) async fn known_provider(&self, name: &str) -> Result<Option<Provider>, Error> {
        let Ok(name) = ProviderName::parse(name) else { return Ok(None) };
        self.store().provider(&name).await.map_err(|e| self.failed(&e))
    }

    /// What somebody did to a provider.
    pub(super) fn provider_event(&self, actor: &Actor, name: &ProviderName, words: &str) -> Event {
        self.event(Some(actor), Action::ChangeSettings, Provider::object(name.as_str()), Outcome::Done, words)
    }

    fn sealed(&self, form: &ProviderForm, name: &ProviderName) -> Result<Option<Sealed>, Error> {
        let purpose = secret_of(name);
        form.sealed(|secret| self.inner.ports.seals.seal(&purpose, secret).map(Sealed)).map_err(|e| self.failed(&e))
    }
}

/// What a client secret is sealed for: in the place of another one it opens nothing.
#[must_use]
pub fn secret_of(name: &ProviderName) -> String {
    format!("client secret of {name}")
}

fn seen(provider: &Provider) -> ProviderSeen {
    ProviderSeen {
        form: ProviderForm::of(provider),
        name: provider.name.clone(),
        has_secret: provider.secret.is_some(),
        version: provider.version,
    }
}

/// The object of an event about something that may not be there, whatever stands in its place.
pub(super) fn object_of(name: &str) -> String {
    Provider::object(&name.chars().take(40).collect::<String>())
}

pub(super) fn missing() -> Error {
    Error::NotFound("This provider".into())
}

fn changed_meanwhile(provider: &Provider) -> Error {
    Error::Conflict(format!(
        "Somebody else changed “{}” meanwhile. Nothing was saved. Look at it as it is now, then make your change again.",
        provider.name
    ))
}
