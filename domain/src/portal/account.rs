//! What people do with their own account: name, password and the browsers they are signed in with.

use super::Portal;
use crate::{
    Actor, Error, Field, Flaw, Problems,
    audit::{self, Action, Change, Outcome},
    id::SessionKey,
    may::Deed,
    person::{NO_PASSWORD, PASSWORD_LEAST, PASSWORD_LEAST_OF_TWO, check_password, display_name},
    session::SeenSession,
};

impl Portal {
    /// A key for a session that begins.
    #[must_use]
    pub fn new_session_key(&self) -> SessionKey {
        SessionKey::from_bytes(self.chance())
    }

    /// The browsers in which somebody is signed in, the one seen last first.
    pub async fn sessions(&self, actor: &Actor) -> Result<Vec<SeenSession>, Error> {
        self.see(actor, Deed::OwnAccount, "This page")?;
        self.store().sessions_of(&actor.person, self.now()).await.map_err(|e| self.failed(&e))
    }

    /// Changes what others call the person.
    pub async fn change_name(&self, actor: &Actor, name: &str) -> Result<(), Error> {
        self.allow(actor, Deed::OwnAccount, &own(actor)).await?;
        let mut problems = Problems::default();
        let Some(name) = problems.keep(Field::DisplayName, display_name(name)) else {
            return Err(Error::Invalid(problems));
        };
        if name == actor.name {
            return Ok(());
        }
        let change = Change::new("Name", Some(&actor.name), Some(&name));
        let words = format!("From “{}” to “{name}”", actor.name);
        let event = self.event(Some(actor), Action::ChangeName, own(actor), Outcome::Done, words);
        let event = event.changing(vec![change]);
        self.store().rename_person(&actor.person, &name, &event).await.map_err(|e| self.failed(&e))
    }

    /// Whether somebody can sign in with a password of this portal, or by a provider alone.
    pub async fn has_password(&self, actor: &Actor) -> Result<bool, Error> {
        self.see(actor, Deed::OwnAccount, "This page")?;
        let found = self.store().credentials(&actor.email).await.map_err(|e| self.failed(&e))?;
        Ok(found.is_some_and(|(_, hashed)| hashed != NO_PASSWORD))
    }

    /// Changes the password of somebody who knows the one before, and ends all their sessions but the one to keep.
    pub async fn change_password(
        &self,
        actor: &Actor,
        now: &str,
        password: &str,
        again: &str,
        keep: Option<&SessionKey>,
    ) -> Result<(), Error> {
        self.allow(actor, Deed::OwnAccount, &own(actor)).await?;
        self.prove_password(actor, now, Action::ChangePassword).await?;
        let has_factor = self.factor_of(&actor.person).await?.since.is_some();
        let least = if has_factor { PASSWORD_LEAST_OF_TWO } else { PASSWORD_LEAST };
        let mut problems = Problems::default();
        problems.keep(Field::Password, check_password(password, &actor.email, least));
        if password == now {
            problems
                .push(Flaw::new("This is the password that you have already. Choose another one.").at(Field::Password));
        }
        if password != again {
            problems.push(Flaw::new("The two passwords differ. Type the same one twice.").at(Field::PasswordAgain));
        }
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        let hashed = self.inner.ports.passwords.hash(password).await.map_err(|e| self.failed(&e))?;
        let words = "All other sessions ended";
        let event = self.event(Some(actor), Action::ChangePassword, own(actor), Outcome::Done, words);
        self.store().set_password(&actor.person, &hashed, keep, &event).await.map_err(|e| self.failed(&e))
    }

    /// Lets on who knows their own password. Whoever sits at a forgotten browser guesses no quicker than a stranger does.
    pub(super) async fn prove_password(&self, actor: &Actor, typed: &str, action: Action) -> Result<(), Error> {
        self.wait_after_failures(&actor.email).await?;
        let found = self.store().credentials(&actor.email).await.map_err(|e| self.failed(&e))?;
        let hashed = found.map(|(_, hashed)| hashed);
        let right = self.inner.ports.passwords.matches(typed, hashed.as_deref()).await;
        if right.map_err(|e| self.failed(&e))? {
            return Ok(());
        }
        let words = "The current password was wrong";
        let event = self.event(Some(actor), action, own(actor), Outcome::Refused, words);
        let noted = self.store().record_sign_in(&actor.email, self.now(), false, &event).await;
        noted.map_err(|e| self.failed(&e))?;
        let flaw = Flaw::new("This is not your password. Type the one that you signed in with.");
        Err(Error::Invalid(Problems(vec![flaw.at(Field::PasswordNow)])))
    }

    /// Signs out of one browser. One that has ended already is no error.
    pub async fn end_session(&self, actor: &Actor, key: &SessionKey) -> Result<(), Error> {
        self.allow(actor, Deed::OwnAccount, &own(actor)).await?;
        let event = self.event(Some(actor), Action::EndSession, own(actor), Outcome::Done, "Signed out of one browser");
        self.store().end_session(&actor.person, key, &event).await.map_err(|e| self.failed(&e))?;
        Ok(())
    }

    /// Signs out of every browser, this one included.
    pub async fn sign_out_everywhere(&self, actor: &Actor) -> Result<(), Error> {
        self.allow(actor, Deed::OwnAccount, &own(actor)).await?;
        let event = self.event(Some(actor), Action::EndSession, own(actor), Outcome::Done, "Signed out everywhere");
        self.store().end_sessions(&actor.person, &event).await.map_err(|e| self.failed(&e))
    }
}

/// What the log calls somebody's own account.
pub(super) fn own(actor: &Actor) -> String {
    audit::person(&actor.email)
}
