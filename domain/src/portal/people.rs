//! Who may come in: the first administrator, and others by the command line.

use jiff::SignedDuration;
use sha2::{Digest, Sha256};

use super::Portal;
use crate::{
    Actor, Error, Field, Flaw, Problems,
    audit::{self, Action, Outcome},
    id::PersonId,
    person::{PASSWORD_LEAST, Person, check_password, display_name, sign_in_email},
    role::{Role, Roles},
    text::hex,
};

/// How long a set-up link works.
pub const SET_UP_HOURS: i64 = 24;

impl Portal {
    /// Makes a one-time secret with which the first administrator can be set up; `None` when somebody is there already.
    /// An earlier secret stops working.
    pub async fn offer_set_up(&self) -> Result<Option<String>, Error> {
        if self.store().has_people().await.map_err(|e| self.failed(&e))? {
            return Ok(None);
        }
        let secret = hex(&self.inner.ports.chance.bytes());
        let until = self.now() + SignedDuration::from_hours(SET_UP_HOURS);
        self.store().offer_set_up(&hash(&secret), until).await.map_err(|e| self.failed(&e))?;
        Ok(Some(secret))
    }

    /// Whether a set-up link still works.
    pub async fn set_up_is_open(&self, secret: &str) -> Result<bool, Error> {
        self.store().set_up_is_open(&hash(secret), self.now()).await.map_err(|e| self.failed(&e))
    }

    /// Adds the first administrator.
    pub async fn set_up(
        &self,
        secret: &str,
        email: &str,
        name: &str,
        password: &str,
        again: &str,
    ) -> Result<Actor, Error> {
        let (mut person, hashed) = self.new_person(email, name, password, again, &Role::Admin.into()).await?;
        person.signed_in_at = Some(person.added_at);
        let actor = actor_of(&person);
        let event = self.event(
            Some(&actor),
            Action::SetUp,
            audit::person(&person.email),
            Outcome::Done,
            "Became the first administrator by the set-up link",
        );
        let done = self.store().set_up(&hash(secret), &person, &hashed, &event).await;
        if done.map_err(|e| self.failed(&e))? {
            return Ok(actor);
        }
        Err(Error::Conflict(
            "This set-up link has been used or has expired. Restart the portal to get a new one.".into(),
        ))
    }

    /// Adds somebody from the command line of the server.
    pub async fn add_person(&self, email: &str, name: &str, password: &str, roles: &Roles) -> Result<Person, Error> {
        let (person, hashed) = self.new_person(email, name, password, password, roles).await?;
        let event = self.event(
            None,
            Action::AddPerson,
            audit::person(&person.email),
            Outcome::Done,
            format!("Added by the command line, as “{}”", person.roles.labels()),
        );
        if self.store().add_person(&person, &hashed, &event).await.map_err(|e| self.failed(&e))? {
            return Ok(person);
        }
        Err(Error::Conflict(format!("{} is there already.", person.email)))
    }

    /// Checks everything that a new person typed, and says all that is wrong at once.
    pub(super) async fn new_person(
        &self,
        email: &str,
        name: &str,
        password: &str,
        again: &str,
        roles: &Roles,
    ) -> Result<(Person, String), Error> {
        let mut problems = Problems::default();
        let name = problems.keep(Field::DisplayName, display_name(name));
        let email = problems.keep(Field::EmailAddress, sign_in_email(email));
        problems.keep(Field::Password, check_password(password, email.as_deref().unwrap_or_default(), PASSWORD_LEAST));
        if password != again {
            problems.push(Flaw::new("The two passwords differ. Type the same one twice.").at(Field::PasswordAgain));
        }
        let (Some(email), Some(name), true) = (email, name, problems.is_empty()) else {
            return Err(Error::Invalid(problems));
        };
        let hashed = self.inner.ports.passwords.hash(password).await.map_err(|e| self.failed(&e))?;
        let person = Person {
            id: PersonId::from_bytes(self.chance()),
            email,
            name,
            roles: roles.clone(),
            given_roles: roles.clone(),
            added_at: self.now(),
            disabled_at: None,
            signed_in_at: None,
        };
        Ok((person, hashed))
    }

    /// The person behind a session, as long as they exist and are not disabled.
    pub async fn actor(&self, person: &PersonId) -> Result<Option<Actor>, Error> {
        let person = self.store().person(person).await.map_err(|e| self.failed(&e))?;
        Ok(person.filter(|person| person.disabled_at.is_none()).as_ref().map(actor_of))
    }

    /// Notes that somebody signed out.
    pub async fn sign_out(&self, actor: &Actor) -> Result<(), Error> {
        let event = self.event(Some(actor), Action::SignOut, audit::person(&actor.email), Outcome::Done, "");
        self.store().record(&event).await.map_err(|e| self.failed(&e))
    }

    /// Whether anybody can sign in yet.
    pub async fn has_people(&self) -> Result<bool, Error> {
        self.store().has_people().await.map_err(|e| self.failed(&e))
    }
}

pub(super) fn actor_of(person: &Person) -> Actor {
    Actor {
        person: person.id.clone(),
        name: person.name.clone(),
        email: person.email.clone(),
        roles: person.roles.clone(),
        token: None,
    }
}

/// Secrets are stored hashed. They are 256 random bits, so that one fast round is enough.
pub(super) fn hash(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_stored_as_it_is() {
        assert_ne!(hash("abc"), "abc");
        assert_eq!(hash("abc").len(), 64);
    }
}
