//! The second factor of a person: setting it up, its recovery codes, and taking it away.

use super::{
    Portal,
    people::hash,
    roster::{missing, named, object},
};
use crate::{
    Actor, Error, Field, Flaw, Problems,
    audit::{self, Action, Outcome},
    factor::{
        AppOffer, AuthenticatorApp, Came, FactorSeen, RECOVERY_CODES, plain_recovery_code, recovery_code, totp::Secret,
    },
    id::PersonId,
    may::{Deed, Denied, Facts},
    person::{PASSWORD_LEAST, Person},
};

impl Portal {
    /// What somebody has of second factors.
    pub async fn own_factor(&self, actor: &Actor) -> Result<FactorSeen, Error> {
        self.see(actor, Deed::OwnAccount, "This page")?;
        self.factor_of(&actor.person).await
    }

    pub(super) async fn factor_of(&self, person: &PersonId) -> Result<FactorSeen, Error> {
        let Some(app) = self.store().app_of(person).await.map_err(|e| self.failed(&e))? else {
            return Ok(FactorSeen::default());
        };
        let codes_left = self.store().recovery_codes_left(person).await.map_err(|e| self.failed(&e))?;
        Ok(FactorSeen { since: Some(app.added_at), codes_left })
    }

    /// Whether somebody has to set a second factor up before they do anything else. Who came from a provider does not:
    /// what else is asked for is decided there.
    pub async fn must_set_up(&self, actor: &Actor, came: Came) -> Result<bool, Error> {
        let concerned = match came {
            Came::Provider => false,
            Came::ShortPassword => true,
            Came::Password => self.inner.rules.second_factor.concerns(&actor.roles),
        };
        Ok(concerned && self.store().app_of(&actor.person).await.map_err(|e| self.failed(&e))?.is_none())
    }

    /// The same for the programs of somebody: nobody knows how their owner comes in, so whoever is known to a provider
    /// counts as coming from there.
    pub(super) async fn programs_wait(&self, owner: &Actor) -> Result<bool, Error> {
        if !self.must_set_up(owner, Came::Password).await? {
            return Ok(false);
        }
        let identities = self.store().identities_of(&owner.person).await.map_err(|e| self.failed(&e))?;
        Ok(identities.is_empty())
    }

    /// Begins to set an authenticator app up: a new secret, sealed for this person. Nothing counts until it is shown by
    /// a code that the app has it.
    pub async fn begin_app(&self, actor: &Actor) -> Result<String, Error> {
        self.allow(actor, Deed::OwnAccount, &own(actor)).await?;
        if self.factor_of(&actor.person).await?.since.is_some() {
            return Err(there_already());
        }
        let secret = Secret::new(self.inner.ports.chance.bytes());
        let sealed = self.inner.ports.seals.seal(&purpose(&actor.person), &secret.text());
        sealed.map_err(|e| self.failed(&e))
    }

    /// What to tell the app that is being set up; `None` when it was sealed for somebody else.
    pub fn app_offer(&self, actor: &Actor, sealed: &str) -> Result<Option<AppOffer>, Error> {
        self.see(actor, Deed::OwnAccount, "This page")?;
        let secret = self.inner.ports.seals.open(&purpose(&actor.person), sealed);
        Ok(secret.map(|secret| AppOffer { secret, email: actor.email.clone() }))
    }

    /// Finishes setting an app up by its first code, and gives the recovery codes, which are told once.
    pub async fn add_app(&self, actor: &Actor, sealed: Option<&str>, code: &str) -> Result<Vec<String>, Error> {
        self.allow(actor, Deed::OwnAccount, &own(actor)).await?;
        let opened = sealed.and_then(|sealed| self.inner.ports.seals.open(&purpose(&actor.person), sealed));
        let (Some(sealed), Some(secret)) = (sealed, opened.and_then(|text| Secret::parse(&text))) else {
            return Err(Error::Conflict("Nothing is being set up in this browser. Begin with “Set up”.".into()));
        };
        let Some(step) = secret.step_of_code(code, self.now()) else {
            let words = "This is not the code of now, so nothing is set up yet. Type the 6 digits that your app shows; if they stay wrong, check the clock of your phone.";
            return Err(Error::Invalid(Problems(vec![Flaw::new(words).at(Field::Code)])));
        };
        let app = AuthenticatorApp { secret: sealed.to_owned(), added_at: self.now(), last_step: step };
        let (codes, hashes) = self.recovery_codes();
        let words = "Set an authenticator app up, with new recovery codes";
        let event = self.event(Some(actor), Action::AddFactor, own(actor), Outcome::Done, words);
        let added = self.store().add_app(&actor.person, &app, &hashes, &event).await;
        if added.map_err(|e| self.failed(&e))? { Ok(codes) } else { Err(there_already()) }
    }

    /// Makes other recovery codes for whoever knows their password; those before stop working.
    pub async fn renew_recovery_codes(&self, actor: &Actor, password: &str) -> Result<Vec<String>, Error> {
        self.allow(actor, Deed::OwnAccount, &own(actor)).await?;
        self.factor_of(&actor.person).await?.since.ok_or_else(none_there)?;
        self.prove_password(actor, password, Action::MakeRecoveryCodes).await?;
        let (codes, hashes) = self.recovery_codes();
        let words = "Made new recovery codes; those before stopped working";
        let event = self.event(Some(actor), Action::MakeRecoveryCodes, own(actor), Outcome::Done, words);
        let renewed = self.store().renew_recovery_codes(&actor.person, &hashes, &event).await;
        if renewed.map_err(|e| self.failed(&e))? { Ok(codes) } else { Err(none_there()) }
    }

    /// Turns the second factor off for whoever knows their password. A short one cannot stand alone.
    pub async fn remove_app(&self, actor: &Actor, password: &str) -> Result<(), Error> {
        self.allow(actor, Deed::OwnAccount, &own(actor)).await?;
        self.factor_of(&actor.person).await?.since.ok_or_else(none_there)?;
        self.prove_password(actor, password, Action::RemoveFactor).await?;
        let characters = password.chars().count();
        if characters < PASSWORD_LEAST {
            let words = format!(
                "Your password has {characters} characters, which is enough only beside a second factor. Change it to one of at least {PASSWORD_LEAST} first, then turn the second factor off."
            );
            return Err(Error::Invalid(Problems(vec![Flaw::new(words).at(Field::PasswordNow)])));
        }
        let words = "Turned the second factor off";
        let event = self.event(Some(actor), Action::RemoveFactor, own(actor), Outcome::Done, words);
        let removed = self.store().remove_app(&actor.person, false, &event).await;
        if removed.map_err(|e| self.failed(&e))? { Ok(()) } else { Err(none_there()) }
    }

    /// Takes the second factor of somebody else away, who lost it, and ends their sessions. Where there is none, nothing
    /// happens.
    pub async fn reset_factor(&self, actor: &Actor, id: &PersonId) -> Result<Person, Error> {
        let found = self.known_person(id).await?;
        let facts = Facts { to_yourself: *id == actor.person, ..Facts::default() };
        self.allow_given(actor, Deed::ResetFactor, facts, &named(found.as_ref(), id)).await?;
        let person = found.ok_or_else(missing)?;
        let words = "Reset the second factor; all sessions ended";
        let event = self.event(Some(actor), Action::RemoveFactor, object(&person), Outcome::Done, words);
        self.store().remove_app(id, true, &event).await.map_err(|e| self.failed(&e))?;
        Ok(person)
    }

    /// The same from the command line of the server, also for the only administrator. False when there was none.
    pub async fn reset_factor_of(&self, email: &str) -> Result<bool, Error> {
        let email = email.trim().to_ascii_lowercase();
        let found = self.store().credentials(&email).await.map_err(|e| self.failed(&e))?;
        let Some((person, _)) = found else { return Err(Error::NotFound(format!("The account of {email}"))) };
        let words = "Reset the second factor by the command line; all sessions ended";
        let event = self.event(None, Action::RemoveFactor, object(&person), Outcome::Done, words);
        self.store().remove_app(&person.id, true, &event).await.map_err(|e| self.failed(&e))
    }

    /// New recovery codes, and what of them is kept.
    fn recovery_codes(&self) -> (Vec<String>, Vec<String>) {
        let codes: Vec<String> =
            std::iter::repeat_with(|| recovery_code(self.inner.ports.chance.bytes())).take(RECOVERY_CODES).collect();
        let hashes = codes.iter().filter_map(|code| plain_recovery_code(code)).map(|code| hash(&code)).collect();
        (codes, hashes)
    }
}

/// What the secret of somebody's app is sealed for.
pub(super) fn purpose(person: &PersonId) -> String {
    format!("authenticator app of {person}")
}

impl Denied {
    /// What programs are told whose owner has to do something first.
    pub(super) fn set_up_first() -> Self {
        let words = "The owner of this token needs a second factor and has none. They have to sign in and set one up; then the token works again.";
        Self { reason: words.into() }
    }
}

fn own(actor: &Actor) -> String {
    audit::person(&actor.email)
}

fn there_already() -> Error {
    Error::Conflict("You have an authenticator app already. Turn it off first, then set another one up.".into())
}

fn none_there() -> Error {
    Error::Conflict("You have no second factor. Set one up first.".into())
}
