//! Passkeys: added, shown at the sign-in, taken away.

use super::{
    Portal,
    account::own,
    factors::{changed_meanwhile, stands_alone},
    people::{actor_of, hash},
    sign_in::wrong,
};
use crate::{
    Actor, Error, Field,
    audit::{self, Action, Outcome},
    factor::{Came, Half, PATIENCE},
    id::{CeremonyId, PasskeyId, PersonId},
    may::Deed,
    passkey::{Ceremony, PASSKEYS_MOST, Passkey, PasskeyName, PasskeySeen, Unshown},
    ports::{Added, Begun},
};

impl Portal {
    /// Where browsers have passkeys for this portal, as an origin; `None` when they have none at its address.
    #[must_use]
    pub fn passkeys_at(&self) -> Option<&str> {
        self.inner.ports.authenticators.address()
    }

    /// Somebody's own passkeys, the oldest first.
    pub async fn own_passkeys(&self, actor: &Actor) -> Result<Vec<PasskeySeen>, Error> {
        self.see(actor, Deed::OwnAccount, "This page")?;
        Ok(self.passkeys_of(&actor.person).await?.into_iter().map(PasskeySeen::from).collect())
    }

    async fn passkeys_of(&self, person: &PersonId) -> Result<Vec<Passkey>, Error> {
        self.store().passkeys_of(person).await.map_err(|e| self.failed(&e))
    }

    /// Whether a passkey that is about to be added or shown is still waited for.
    #[must_use]
    pub fn waits_for_passkey(&self, ceremony: &Ceremony) -> bool {
        self.now() < ceremony.at + PATIENCE
    }

    /// Begins to add a passkey of that name. Nothing counts until the browser brings it.
    pub async fn begin_passkey(&self, actor: &Actor, name: &str) -> Result<Ceremony, Error> {
        self.allow(actor, Deed::OwnAccount, &own(actor)).await?;
        if self.passkeys_at().is_none() {
            return Err(Error::Conflict(
                "Browsers have passkeys for names only. Open the portal by a name, over https or as localhost.".into(),
            ));
        }
        let name = PasskeyName::parse(name.trim()).map_err(|flaw| wrong(Field::PasskeyName, &flaw.words))?;
        let there = self.passkeys_of(&actor.person).await?;
        if there.len() >= PASSKEYS_MOST {
            return Err(too_many());
        }
        if there.iter().any(|passkey| passkey.name == name) {
            return Err(name_taken());
        }
        let begun = self.inner.ports.authenticators.begin_adding(&actor.person, &actor.email, &actor.name, &there);
        let begun = begun.map_err(|e| self.failed(&e))?;
        Ok(self.ceremony(actor.person.clone(), Some(name), begun))
    }

    /// Finishes adding a passkey by what the browser brings, and gives the recovery codes that come with the first
    /// second factor.
    pub async fn add_passkey(
        &self,
        actor: &Actor,
        ceremony: Option<&Ceremony>,
        answer: &str,
    ) -> Result<Vec<String>, Error> {
        self.allow(actor, Deed::OwnAccount, &own(actor)).await?;
        let ceremony = ceremony.filter(|ceremony| ceremony.person == actor.person && self.waits_for_passkey(ceremony));
        let Some((ceremony, name)) = ceremony.and_then(|ceremony| Some((ceremony, ceremony.adds.clone()?))) else {
            return Err(Error::Conflict(
                "No passkey is being added in this browser, or it took longer than 5 minutes. Begin with its name."
                    .into(),
            ));
        };
        let made = if self.answered_once(ceremony).await? {
            self.inner.ports.authenticators.finish_adding(&ceremony.state, answer)
        } else {
            Err(Unshown::Stale)
        };
        let key = match made {
            Ok(key) => key,
            Err(why) => {
                let words = format!("“{name}”: {}", why.words());
                let event = self.event(Some(actor), Action::AddPasskey, own(actor), Outcome::Refused, words);
                self.store().record(&event).await.map_err(|e| self.failed(&e))?;
                return Err(Error::Conflict(format!("The passkey was not added. {}", why.advice())));
            }
        };
        let codes = self.first_codes(&actor.person).await?;
        let words = format!("Added the passkey “{name}”{}", codes.words());
        let event = self.event(Some(actor), Action::AddPasskey, own(actor), Outcome::Done, words);
        let id = PasskeyId::from_bytes(self.chance());
        let passkey = Passkey { id, name, key, added_at: event.at, used_at: None };
        let added = self.store().add_passkey(&actor.person, &passkey, codes.hashes.as_deref(), &event).await;
        match added.map_err(|e| self.failed(&e))? {
            Added::Done => Ok(codes.told),
            Added::Known => Err(Error::Conflict("This passkey is known already. Use another device or key.".into())),
            Added::NameTaken => Err(name_taken()),
            Added::TooMany => Err(too_many()),
            Added::Changed => Err(changed_meanwhile()),
        }
    }

    /// Takes a passkey away for whoever knows their password. Says what it was called, and whether the password stands
    /// alone from now on. Whoever has to have a second factor keeps the last one: another one can come first.
    pub async fn remove_passkey(
        &self,
        actor: &Actor,
        came: Came,
        id: &PasskeyId,
        password: &str,
    ) -> Result<(PasskeyName, bool), Error> {
        self.allow(actor, Deed::OwnAccount, &own(actor)).await?;
        let there = self.passkeys_of(&actor.person).await?;
        let name = there.into_iter().find(|passkey| passkey.id == *id).ok_or_else(missing)?.name;
        self.prove_password(actor, password, Action::RemovePasskey).await?;
        let factor = self.factor_of(&actor.person).await?;
        let alone = factor.app.is_none() && factor.passkeys <= 1;
        if alone && came != Came::Provider && self.inner.rules.second_factor.concerns(&actor.roles) {
            return Err(Error::Conflict(
                "This is your only second factor, and this portal asks one of you. Set up an authenticator app or add another passkey first, then remove this one."
                    .into(),
            ));
        }
        if alone {
            stands_alone(password)?;
        }
        let words = format!("Removed the passkey “{name}”{}", if alone { "; the second factor is off" } else { "" });
        let event = self.event(Some(actor), Action::RemovePasskey, own(actor), Outcome::Done, words);
        let removed = self.store().remove_passkey(&actor.person, id, &event).await;
        if removed.map_err(|e| self.failed(&e))? { Ok((name, alone)) } else { Err(missing()) }
    }

    /// Asks for a passkey of somebody whose password was right; nothing when they have none that works here.
    pub async fn begin_showing(&self, half: &Half) -> Result<Option<Ceremony>, Error> {
        let passkeys = self.passkeys_of(&half.person).await?;
        if passkeys.is_empty() || self.passkeys_at().is_none() {
            return Ok(None);
        }
        let begun = self.inner.ports.authenticators.begin_showing(&passkeys).map_err(|e| self.failed(&e))?;
        Ok(Some(self.ceremony(half.person.clone(), None, begun)))
    }

    /// Checks the passkey of somebody whose password was right.
    pub async fn finish_by_passkey(
        &self,
        half: Option<&Half>,
        ceremony: Option<&Ceremony>,
        answer: &str,
    ) -> Result<Actor, Error> {
        let person = self.half_in(half).await?;
        if answer.trim().is_empty() {
            let words = "The browser sent no passkey: that needs JavaScript. A code works without.";
            return Err(wrong(Field::Passkey, words));
        }
        let actor = actor_of(&person);
        let mut event = self.event(Some(&actor), Action::SignIn, audit::person(&person.email), Outcome::Done, "");
        self.count_try(&person.email, &event.id).await?;
        let passkeys = self.passkeys_of(&person.id).await?;
        let ceremony = ceremony.filter(|ceremony| {
            ceremony.person == person.id && ceremony.adds.is_none() && self.waits_for_passkey(ceremony)
        });
        let shown = match ceremony {
            Some(ceremony) if self.answered_once(ceremony).await? => {
                self.inner.ports.authenticators.finish_showing(&ceremony.state, &passkeys, answer)
            }
            _ => Err(Unshown::Stale),
        };
        let why = match shown {
            Ok((id, key)) => {
                let name = passkeys.iter().find(|passkey| passkey.id == id).map(|passkey| passkey.name.as_str());
                event.detail = format!("With the passkey “{}”", name.unwrap_or_default());
                let done = self.store().sign_in_by_passkey(&person.id, &id, &key, &event).await;
                if done.map_err(|e| self.failed(&e))? {
                    return Ok(actor);
                }
                // Removed, or used elsewhere, in this very moment.
                Unshown::Stale
            }
            Err(why) => why,
        };
        (event.outcome, event.detail) = (Outcome::Refused, format!("The passkey was refused: {}", why.words()));
        self.store().record(&event).await.map_err(|e| self.failed(&e))?;
        Err(wrong(Field::Passkey, why.advice()))
    }

    fn ceremony(&self, person: PersonId, adds: Option<PasskeyName>, begun: Begun) -> Ceremony {
        let Begun { options, state } = begun;
        Ceremony { id: CeremonyId::from_bytes(self.chance()), person, adds, options, state, at: self.now() }
    }

    /// Uses a question up, so that of two answers at once one counts, whichever portal they came to.
    async fn answered_once(&self, ceremony: &Ceremony) -> Result<bool, Error> {
        let used = hash(&format!("passkey {}", ceremony.id));
        let once = self.store().use_state(&used, ceremony.at + PATIENCE, self.now()).await;
        once.map_err(|e| self.failed(&e))
    }
}

fn missing() -> Error {
    Error::NotFound("This passkey".into())
}

fn name_taken() -> Error {
    wrong(Field::PasskeyName, "You have a passkey of this name. Choose another one, so that you can tell them apart.")
}

fn too_many() -> Error {
    Error::Conflict(format!(
        "You have {PASSKEYS_MOST} passkeys, and more are not kept. Remove one that you do not use."
    ))
}
