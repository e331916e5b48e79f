//! The second factor of a person: setting it up, its recovery codes, and taking it away.

use super::{
    Portal,
    account::own,
    people::hash,
    roster::{missing, named, object},
};
use crate::{
    Actor, Error, Field, Flaw, Problems,
    audit::{Action, Outcome},
    factor::{
        AppOffer, AuthenticatorApp, Came, FactorSeen, RECOVERY_CODES, plain_recovery_code, recovery_code, totp::Secret,
    },
    id::PersonId,
    may::{Deed, Denied, Facts},
    person::{PASSWORD_LEAST, Person},
    ports::Added,
};

impl Portal {
    /// What somebody has of second factors.
    pub async fn own_factor(&self, actor: &Actor) -> Result<FactorSeen, Error> {
        self.see(actor, Deed::OwnAccount, "This page")?;
        self.factor_of(&actor.person).await
    }

    pub(super) async fn factor_of(&self, person: &PersonId) -> Result<FactorSeen, Error> {
        self.store().factor_of(person).await.map_err(|e| self.failed(&e))
    }

    /// Whether somebody has to set a second factor up before they do anything else. Who came from a provider does not:
    /// what else is asked for is decided there.
    pub async fn must_set_up(&self, actor: &Actor, came: Came) -> Result<bool, Error> {
        let concerned = match came {
            Came::Provider => false,
            Came::ShortPassword => true,
            Came::Password => self.inner.rules.second_factor.concerns(&actor.roles),
        };
        Ok(concerned && self.factor_of(&actor.person).await?.since.is_none())
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
        if self.factor_of(&actor.person).await?.app.is_some() {
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

    /// Finishes setting an app up by its first code, and gives the recovery codes that come with the first second
    /// factor.
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
        let codes = self.first_codes(&actor.person).await?;
        let words = format!("Set an authenticator app up{}", codes.words());
        let event = self.event(Some(actor), Action::AddFactor, own(actor), Outcome::Done, words);
        let added = self.store().add_app(&actor.person, &app, codes.hashes.as_deref(), &event).await;
        match added.map_err(|e| self.failed(&e))? {
            Added::Done => Ok(codes.told),
            Added::Changed => Err(changed_meanwhile()),
            _ => Err(there_already()),
        }
    }

    /// The recovery codes for whoever has no second factor yet; nobody else gets new ones unasked.
    pub(super) async fn first_codes(&self, person: &PersonId) -> Result<FirstCodes, Error> {
        if self.factor_of(person).await?.since.is_some() {
            return Ok(FirstCodes::default());
        }
        let (told, hashes) = self.recovery_codes();
        Ok(FirstCodes { told, hashes: Some(hashes) })
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

    /// Takes the app away for whoever knows their password, and says whether the password stands alone from now on.
    pub async fn remove_app(&self, actor: &Actor, password: &str) -> Result<bool, Error> {
        self.allow(actor, Deed::OwnAccount, &own(actor)).await?;
        let factor = self.factor_of(&actor.person).await?;
        factor.app.ok_or_else(none_there)?;
        self.prove_password(actor, password, Action::RemoveFactor).await?;
        let alone = factor.passkeys == 0;
        if alone {
            stands_alone(password)?;
        }
        let words = if alone { "Turned the second factor off" } else { "Removed the authenticator app; passkeys stay" };
        let event = self.event(Some(actor), Action::RemoveFactor, own(actor), Outcome::Done, words);
        let removed = self.store().remove_app(&actor.person, &event).await;
        if removed.map_err(|e| self.failed(&e))? { Ok(alone) } else { Err(none_there()) }
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
        self.store().reset_factors(id, &event).await.map_err(|e| self.failed(&e))?;
        Ok(person)
    }

    /// The same from the command line of the server, also for the only administrator. False when there was none.
    pub async fn reset_factor_of(&self, email: &str) -> Result<bool, Error> {
        let email = email.trim().to_ascii_lowercase();
        let found = self.store().credentials(&email).await.map_err(|e| self.failed(&e))?;
        let Some((person, _)) = found else { return Err(Error::NotFound(format!("The account of {email}"))) };
        let words = "Reset the second factor by the command line; all sessions ended";
        let event = self.event(None, Action::RemoveFactor, object(&person), Outcome::Done, words);
        self.store().reset_factors(&person.id, &event).await.map_err(|e| self.failed(&e))
    }

    /// New recovery codes, and what of them is kept.
    fn recovery_codes(&self) -> (Vec<String>, Vec<String>) {
        let codes: Vec<String> =
            std::iter::repeat_with(|| recovery_code(self.inner.ports.chance.bytes())).take(RECOVERY_CODES).collect();
        let hashes = codes.iter().filter_map(|code| plain_recovery_code(code)).map(|code| hash(&code)).collect();
        (codes, hashes)
    }
}

/// Recovery codes that come with the first second factor; none with a later one.
#[derive(Default)]
pub(super) struct FirstCodes {
    pub(super) told: Vec<String>,
    pub(super) hashes: Option<Vec<String>>,
}

impl FirstCodes {
    /// What the log says of them.
    pub(super) fn words(&self) -> &'static str {
        if self.hashes.is_some() { ", with new recovery codes" } else { "" }
    }
}

/// Refuses a password that is too short to be all that somebody shows.
pub(super) fn stands_alone(password: &str) -> Result<(), Error> {
    let characters = password.chars().count();
    if characters >= PASSWORD_LEAST {
        return Ok(());
    }
    let words = format!(
        "Your password has {characters} characters, which is enough only beside a second factor. Change it to one of at least {PASSWORD_LEAST} first, then turn the second factor off."
    );
    Err(Error::Invalid(Problems(vec![Flaw::new(words).at(Field::PasswordNow)])))
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

/// Of two who set something up at once, one has to look again.
pub(super) fn changed_meanwhile() -> Error {
    Error::Conflict("Your second factor changed meanwhile, so nothing was set up. Look at it, then try again.".into())
}

fn there_already() -> Error {
    Error::Conflict("You have an authenticator app already. Turn it off first, then set another one up.".into())
}

fn none_there() -> Error {
    Error::Conflict("You have no such second factor. Set one up first.".into())
}
