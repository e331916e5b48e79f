//! Personal API tokens: made by their owner, shown once, and asked for at every call of a program.

use serde::{Deserialize, Serialize};

use super::{Portal, people::hash, roster::object};
use crate::{
    Actor, Error, Field, Flaw, Problems,
    audit::{self, Action, Event, Outcome},
    id::{PersonId, TokenId},
    may::{Deed, Denied},
    person::Person,
    token::{Bearer, Lifetime, Scopes, TOKENS_MOST, Token, TokenName},
};

/// A token that was made just now, with its whole text, which is told once and kept nowhere.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeToken {
    pub token: Token,
    pub text: String,
}

/// What somebody wants of a token, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TokenForm {
    pub token_name: String,
    pub scopes: Scopes,
    /// For how many days.
    pub days: String,
}

impl TokenForm {
    /// Reads the form, or says everything that is wrong with it.
    pub fn parse(&self) -> Result<(TokenName, Scopes, Lifetime), Problems> {
        let mut problems = Problems::default();
        let name = problems.keep(Field::TokenName, TokenName::parse(self.token_name.trim()));
        let scopes = problems.keep(Field::TokenScopes, self.scopes.some());
        let lifetime = problems.keep(Field::TokenLifetime, Lifetime::parse(&self.days));
        match (name, scopes, lifetime) {
            (Some(name), Some(scopes), Some(lifetime)) => Ok((name, scopes, lifetime)),
            _ => Err(problems),
        }
    }
}

impl Portal {
    /// One's own tokens, the newest first.
    pub async fn tokens(&self, actor: &Actor) -> Result<Vec<Token>, Error> {
        self.see(actor, Deed::OwnAccount, "This page")?;
        self.tokens_of(&actor.person).await
    }

    pub(super) async fn tokens_of(&self, person: &PersonId) -> Result<Vec<Token>, Error> {
        self.store().tokens_of(person).await.map_err(|e| self.failed(&e))
    }

    /// Makes a token for oneself.
    pub async fn make_token(&self, actor: &Actor, form: &TokenForm) -> Result<MadeToken, Error> {
        self.allow(actor, Deed::OwnAccount, &audit::person(&actor.email)).await?;
        let person = self.known_person(&actor.person).await?.ok_or(Error::SignedOut)?;
        self.make_token_of(Some(actor), &person, form, "").await
    }

    /// Makes a token for somebody from the command line of the server.
    pub async fn add_token(&self, email: &str, form: &TokenForm) -> Result<MadeToken, Error> {
        let email = email.trim().to_ascii_lowercase();
        let found = self.store().credentials(&email).await.map_err(|e| self.failed(&e))?;
        let Some((person, _)) = found else { return Err(Error::NotFound(format!("The account of {email}"))) };
        self.make_token_of(None, &person, form, ", by the command line").await
    }

    async fn make_token_of(
        &self,
        actor: Option<&Actor>,
        person: &Person,
        form: &TokenForm,
        how: &str,
    ) -> Result<MadeToken, Error> {
        let (name, scopes, lifetime) = form.parse().map_err(Error::Invalid)?;
        let now = self.now();
        let token = Token {
            id: TokenId::from_bytes(self.chance()),
            person: person.id.clone(),
            name,
            scopes,
            made_at: now,
            expires_at: lifetime.from(now),
            used_at: None,
        };
        let bearer = Bearer::new(token.id.clone(), self.inner.ports.chance.bytes());
        let words =
            format!("Made {}, for “{}”, for {} days{how}", named(&token), token.scopes.labels(), lifetime.days());
        let event = self.event(actor, Action::MakeToken, object(person), Outcome::Done, words);
        let made = self.store().make_token(&token, &hash(bearer.secret()), &event).await;
        if made.map_err(|e| self.failed(&e))? {
            return Ok(MadeToken { token, text: bearer.reveal() });
        }
        Err(self.why_no_token(person, &token.name).await?)
    }

    /// Why the store did not take one more.
    async fn why_no_token(&self, person: &Person, name: &TokenName) -> Result<Error, Error> {
        let tokens = self.tokens_of(&person.id).await?;
        let words = if tokens.iter().any(|token| token.name == *name) {
            format!("There is a token “{name}” already. Choose another name, or withdraw that one first.")
        } else if i64::try_from(tokens.len()).is_ok_and(|count| count < TOKENS_MOST) {
            return Ok(Error::Conflict(format!("The account of {} is disabled. Enable it first.", person.email)));
        } else {
            format!("A person has at most {TOKENS_MOST} tokens. Withdraw one that nobody uses any more.")
        };
        Ok(Error::Invalid(Problems(vec![Flaw::new(words).at(Field::TokenName)])))
    }

    /// Makes a token useless at once: one's own, or somebody's as an administrator. One that is gone is no error to who
    /// may withdraw it.
    pub async fn withdraw_token(&self, actor: &Actor, id: &TokenId) -> Result<(), Error> {
        let found = self.store().token(id).await.map_err(|e| self.failed(&e))?;
        let owner = match &found {
            Some(token) => self.known_person(&token.person).await?,
            None => None,
        };
        let object = owner.as_ref().map_or_else(|| format!("token/{id}"), object);
        if owner.as_ref().is_some_and(|owner| owner.id == actor.person) {
            self.allow(actor, Deed::OwnAccount, &object).await?;
        } else {
            // Who sees no people sees no token of theirs, whether there is one or not.
            self.see(actor, Deed::SeePeople, "This token")?;
            self.allow(actor, Deed::WithdrawToken, &object).await?;
        }
        let Some(token) = found else { return Ok(()) };
        let words = format!("Withdrew {}", named(&token));
        let event: Event = self.event(Some(actor), Action::WithdrawToken, object, Outcome::Done, words);
        self.store().withdraw_token(id, &event).await.map_err(|e| self.failed(&e))?;
        Ok(())
    }

    /// For whom a program acts that sends this token. Unknown, withdrawn, expired, or of somebody who is disabled: all of
    /// these are nobody, and nothing tells them apart.
    pub async fn actor_of_token(&self, text: &str) -> Result<Option<Actor>, Error> {
        let Some(bearer) = Bearer::parse(text) else { return Ok(None) };
        let found = self.store().token_of(&bearer.id, &hash(bearer.secret())).await.map_err(|e| self.failed(&e))?;
        let now = self.now();
        let Some(mut token) = found.filter(|token| token.is_open(now)) else { return Ok(None) };
        let Some(actor) = self.actor(&token.person).await? else { return Ok(None) };
        if self.programs_wait(&actor).await? {
            return Err(Denied::set_up_first().into());
        }
        if token.is_used_anew(now) {
            self.store().use_token(&token.id, now).await.map_err(|e| self.failed(&e))?;
            token.used_at = Some(now);
        }
        Ok(Some(Actor { token: Some(token), ..actor }))
    }
}

/// A token as the log tells of it.
fn named(token: &Token) -> String {
    format!("the token “{}” ({})", token.name, token.id)
}
