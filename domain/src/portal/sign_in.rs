//! Signing in with a password of the portal, and with the second factor of whoever has one.

use jiff::{SignedDuration, Timestamp};

use super::{
    Portal,
    factors::purpose,
    people::{actor_of, hash},
};
use crate::{
    Actor, Error, Field, Flaw, Problems,
    audit::{self, Action, Outcome},
    factor::{Came, FactorForm, FactorSeen, Finished, Half, PATIENCE, SignIn, plain_recovery_code, totp},
    id::EventId,
    person::{PASSWORD_LEAST, Person, sign_in_email},
};

/// Failures of a day after which an address has to wait for the next one.
const FAILURES_OF_A_DAY: i64 = 100;
/// For how long a failure counts.
const DAY: SignedDuration = SignedDuration::from_hours(24);

impl Portal {
    /// Checks an address and a password. Unknown people get the same words in the same time; whether there is a second
    /// factor, only who knows the password is told.
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<SignIn, Error> {
        // What cannot be an address is tried all the same: the answer must not tell.
        let email = sign_in_email(email).unwrap_or_else(|_| email.trim().chars().take(200).collect());
        self.wait_after_failures(&email).await?;
        let found = self.store().credentials(&email).await.map_err(|e| self.failed(&e))?;
        let (person, hashed) = found.unzip();
        let right = self.inner.ports.passwords.matches(password, hashed.as_deref()).await;
        let right = right.map_err(|e| self.failed(&e))?;
        let known = person.filter(|_| right);
        let may_come_in = known.as_ref().is_some_and(|person| person.disabled_at.is_none());
        if let (Some(person), Some(hashed), true) = (&known, &hashed, may_come_in)
            && self.factor_of(&person.id).await?.since.is_some()
        {
            return self.half(person, hashed).await;
        }
        let (outcome, detail) = match (right, may_come_in) {
            (true, true) => (Outcome::Done, ""),
            (true, false) => (Outcome::Refused, "The account is disabled"),
            (false, _) => (Outcome::Refused, "Wrong address or password"),
        };
        let who = known.as_ref().map(actor_of);
        let event = self.event(who.as_ref(), Action::SignIn, audit::person(&email), outcome, detail);
        self.store().record_sign_in(&email, self.now(), may_come_in, &event).await.map_err(|e| self.failed(&e))?;
        match who {
            Some(actor) if may_come_in => {
                let is_short = password.chars().count() < PASSWORD_LEAST;
                Ok(SignIn::Whole(actor, if is_short { Came::ShortPassword } else { Came::Password }))
            }
            // Only to somebody who knows the password: to others every account looks alike.
            Some(_) => Err(Error::Denied("Your account is disabled. Ask an administrator to enable it.".into())),
            None => {
                Err(Error::Denied("This address and password do not belong together. Check both and try again.".into()))
            }
        }
    }

    /// Notes that the password was right. Failures before it stay: whoever knows the password guesses codes no quicker.
    async fn half(&self, person: &Person, hashed: &str) -> Result<SignIn, Error> {
        let words = "The password was right; the second factor is asked for";
        let object = audit::person(&person.email);
        let event = self.event(Some(&actor_of(person)), Action::SignIn, object, Outcome::Intended, words);
        self.store().record(&event).await.map_err(|e| self.failed(&e))?;
        let (email, password) = (person.email.clone(), hash(hashed));
        Ok(SignIn::Half(Half { person: person.id.clone(), email, password, at: self.now() }))
    }

    /// Whether the second factor of a sign-in can still be shown.
    #[must_use]
    pub fn waits_for_factor(&self, half: &Half) -> bool {
        self.now() < half.at + PATIENCE
    }

    /// What there is to be shown.
    pub async fn factor_awaited(&self, half: &Half) -> Result<FactorSeen, Error> {
        self.factor_of(&half.person).await
    }

    /// Whose second factor is to be shown, as long as it can be.
    pub(super) async fn half_in(&self, half: Option<&Half>) -> Result<Person, Error> {
        let half = half.filter(|half| self.waits_for_factor(half)).ok_or_else(over)?;
        let found = self.store().credentials(&half.email).await.map_err(|e| self.failed(&e))?;
        match found {
            // Disabled, another password, another person of this address: all of that ends what was begun.
            Some((person, hashed))
                if person.id == half.person && person.disabled_at.is_none() && hash(&hashed) == half.password =>
            {
                Ok(person)
            }
            _ => Err(over()),
        }
    }

    /// Checks the second factor of somebody whose password was right.
    pub async fn finish_sign_in(&self, half: Option<&Half>, form: &FactorForm) -> Result<Finished, Error> {
        let person = self.half_in(half).await?;
        let actor = actor_of(&person);
        match (form.code.trim(), form.recovery_code.trim()) {
            (code, "") => self.finish_by_app(&person, &actor, code).await?,
            (_, code) => return self.finish_by_recovery_code(&person, actor, code).await,
        }
        Ok(Finished { actor, codes_left: None })
    }

    async fn finish_by_app(&self, person: &Person, actor: &Actor, typed: &str) -> Result<(), Error> {
        if totp::plain(typed).is_none() {
            return Err(wrong(Field::Code, "A code has 6 digits. Type the one that your app shows for this portal."));
        }
        let Some(app) = self.store().app_of(&person.id).await.map_err(|e| self.failed(&e))? else {
            let others = self.factor_of(&person.id).await?.since;
            let words = "You have no authenticator app. Use a passkey or a recovery code.";
            return Err(if others.is_some() { wrong(Field::Code, words) } else { over() });
        };
        let object = audit::person(&person.email);
        let words = "With a code of the authenticator app";
        let mut event = self.event(Some(actor), Action::SignIn, object, Outcome::Done, words);
        let opened = self.inner.ports.seals.open(&purpose(&person.id), &app.secret);
        let Some(secret) = opened.and_then(|text| totp::Secret::parse(&text)) else {
            return Err(Error::Denied(
                "The portal cannot read what it knows of your app any more. Use a recovery code, or ask an administrator to reset your second factor."
                    .into(),
            ));
        };
        self.count_try(&person.email, &event.id).await?;
        let step = secret.step_of_code(typed, self.now());
        let why = if let Some(step) = step {
            let done = self.store().sign_in_by_app(&person.id, &app.secret, step, &event).await;
            if done.map_err(|e| self.failed(&e))? {
                return Ok(());
            }
            event.detail = "The code was used before".into();
            "This code was used already. Wait until your app shows the next one."
        } else {
            event.detail = "Wrong code".into();
            "This is not the code of now. Type the one that your app shows; if it stays wrong, check the clock of your phone."
        };
        event.outcome = Outcome::Refused;
        self.store().record(&event).await.map_err(|e| self.failed(&e))?;
        Err(wrong(Field::Code, why))
    }

    async fn finish_by_recovery_code(&self, person: &Person, actor: Actor, typed: &str) -> Result<Finished, Error> {
        let Some(code) = plain_recovery_code(typed) else {
            let words =
                "A recovery code has 16 letters and digits, in groups of four. Type one of those that you kept.";
            return Err(wrong(Field::RecoveryCode, words));
        };
        let left = (self.factor_of(&person.id).await?.codes_left - 1).max(0);
        let object = audit::person(&person.email);
        let words = format!("With a recovery code; {left} left");
        let mut event = self.event(Some(&actor), Action::SignIn, object, Outcome::Done, words);
        self.count_try(&person.email, &event.id).await?;
        let done = self.store().sign_in_by_recovery_code(&person.id, &hash(&code), &event).await;
        if done.map_err(|e| self.failed(&e))? {
            return Ok(Finished { actor, codes_left: Some(left) });
        }
        (event.outcome, event.detail) = (Outcome::Refused, "Wrong recovery code, or one that was used before".into());
        self.store().record(&event).await.map_err(|e| self.failed(&e))?;
        let words = "This is none of your recovery codes, or you used it before. Each works once: try another one.";
        Err(wrong(Field::RecoveryCode, words))
    }

    /// Counts a try before its answer is known, so that many at once are not many tries for the price of one.
    pub(super) async fn count_try(&self, email: &str, id: &EventId) -> Result<(), Error> {
        let seen = self.wait_after_failures(email).await?;
        let now = self.now();
        let counted = self.store().count_try(email, seen, now - DAY, now, id).await;
        if counted.map_err(|e| self.failed(&e))? { Ok(()) } else { Err(Error::TooMany { wait_seconds: 1 }) }
    }

    /// Refuses whoever failed too lately; otherwise how many failures of a day there are.
    pub(super) async fn wait_after_failures(&self, email: &str) -> Result<i64, Error> {
        let now = self.now();
        let (count, newest) = self.store().failures(email, now - DAY).await.map_err(|e| self.failed(&e))?;
        let since = |newest: Timestamp| now.duration_since(newest).as_secs();
        let wait = newest.map_or(0, |newest| wait_after(count) - since(newest));
        match u32::try_from(wait) {
            Ok(wait_seconds) if wait > 0 => Err(Error::TooMany { wait_seconds }),
            _ => Ok(count),
        }
    }
}

/// What ends a sign-in that was half done.
fn over() -> Error {
    Error::Denied(format!(
        "This sign-in is over: it was not finished within {} minutes, or your account changed. Sign in again.",
        PATIENCE.as_mins()
    ))
}

pub(super) fn wrong(field: Field, words: &str) -> Error {
    Error::Invalid(Problems(vec![Flaw::new(words).at(field)]))
}

/// Seconds to wait after so many failures in a row.
fn wait_after(failures: i64) -> i64 {
    match failures {
        ..=0 => 0,
        1 => 1,
        2 => 3,
        3 => 5,
        4..FAILURES_OF_A_DAY => 10,
        _ => DAY.as_secs(),
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
}
