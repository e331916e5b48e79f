//! Who may come in: the first administrator, others by the command line, and signing in.

use jiff::SignedDuration;
use sha2::{Digest, Sha256};

use super::Portal;
use crate::{
    Actor, Error, Field, Flaw, Problems,
    audit::{self, Action, Outcome},
    id::PersonId,
    person::{Person, check_password, display_name, sign_in_email},
    role::{Role, Roles},
    text::hex,
};

/// How long a set-up link works.
pub const SET_UP_HOURS: i64 = 24;
/// Failures of a day after which an address has to wait for the next one.
const FAILURES_OF_A_DAY: i64 = 100;

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
        problems.keep(Field::Password, check_password(password, email.as_deref().unwrap_or_default()));
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

    /// Checks an address and a password. Unknown people get the same words in the same time.
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<Actor, Error> {
        // What cannot be an address is tried all the same: the answer must not tell.
        let email = sign_in_email(email).unwrap_or_else(|_| email.trim().chars().take(200).collect());
        self.wait_after_failures(&email).await?;
        let found = self.store().credentials(&email).await.map_err(|e| self.failed(&e))?;
        let (person, hashed) = found.unzip();
        let right = self.inner.ports.passwords.matches(password, hashed.as_deref()).await;
        let right = right.map_err(|e| self.failed(&e))?;
        let known = person.filter(|_| right);
        let may_come_in = known.as_ref().is_some_and(|person| person.disabled_at.is_none());
        let (outcome, detail) = match (right, may_come_in) {
            (true, true) => (Outcome::Done, ""),
            (true, false) => (Outcome::Refused, "The account is disabled"),
            (false, _) => (Outcome::Refused, "Wrong address or password"),
        };
        let who = known.as_ref().map(actor_of);
        let event = self.event(who.as_ref(), Action::SignIn, audit::person(&email), outcome, detail);
        self.store().record_sign_in(&email, self.now(), may_come_in, &event).await.map_err(|e| self.failed(&e))?;
        match who {
            Some(actor) if may_come_in => Ok(actor),
            // Only to somebody who knows the password: to others every account looks alike.
            Some(_) => Err(Error::Denied("Your account is disabled. Ask an administrator to enable it.".into())),
            None => {
                Err(Error::Denied("This address and password do not belong together. Check both and try again.".into()))
            }
        }
    }

    pub(super) async fn wait_after_failures(&self, email: &str) -> Result<(), Error> {
        let now = self.now();
        let day_ago = now - SignedDuration::from_hours(24);
        let (count, newest) = self.store().failures(email, day_ago).await.map_err(|e| self.failed(&e))?;
        let Some(newest) = newest else { return Ok(()) };
        let wait = wait_after(count) - now.duration_since(newest).as_secs();
        match u32::try_from(wait) {
            Ok(wait_seconds) if wait > 0 => Err(Error::TooMany { wait_seconds }),
            _ => Ok(()),
        }
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

/// Seconds to wait after so many failures in a row.
fn wait_after(failures: i64) -> i64 {
    match failures {
        ..=0 => 0,
        1 => 1,
        2 => 3,
        3 => 5,
        4..FAILURES_OF_A_DAY => 10,
        _ => 24 * 60 * 60,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_costs_more_time() {
        assert_eq!((0..=5).map(wait_after).collect::<Vec<_>>(), [0, 1, 3, 5, 10, 10]);
        assert_eq!(wait_after(100), 86_400);
    }

    #[test]
    fn a_secret_is_not_stored_as_it_is() {
        assert_ne!(hash("abc"), "abc");
        assert_eq!(hash("abc").len(), 64);
    }
}
