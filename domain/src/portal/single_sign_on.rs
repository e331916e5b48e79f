//! Signing in at a provider: sending a browser there, and deciding about what it brings back.

mod arrival;

use super::{Portal, people::hash, providers::missing};
use crate::{
    Actor, Error,
    audit::{self, Action, Event, Outcome},
    provider::Provider,
    single_sign_on::{Arrived, Attempt, CameBack, Departure, PATIENCE, Unproved},
    text::hex,
};

/// What an attempt is sealed for.
const PURPOSE: &str = "sign-in attempt";
/// Where to go next is kept up to this length: a cookie has 4,096 bytes.
const NEXT_MOST: usize = 800;

/// Why somebody does not come in.
enum Away {
    /// Somebody decided so, or something was wrong with what came back. The words are shown and logged.
    Refused { words: String, who: Option<Box<Actor>> },
    /// The portal could not decide.
    Failed(Error),
}

impl Away {
    fn with(words: impl Into<String>) -> Self {
        Self::Refused { words: words.into(), who: None }
    }

    fn unproved(provider: &Provider, why: Unproved) -> Self {
        Self::with(format!("{} {why}. Try again; if it stays so, tell an administrator.", provider.label))
    }
}

impl From<Error> for Away {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl Portal {
    /// Begins a sign-in: where to send the browser, and what it has to keep.
    pub async fn depart(&self, provider: &str, next: &str) -> Result<Departure, Error> {
        let provider = self.open_provider(provider).await?;
        let secret = || hex(&self.inner.ports.chance.bytes());
        let attempt = Attempt {
            provider: provider.name.clone(),
            state: secret(),
            nonce: secret(),
            verifier: secret(),
            next: if next.len() > NEXT_MOST { String::new() } else { next.to_owned() },
            at: self.now(),
        };
        let url = self.inner.ports.single_sign_on.departure(&provider, &attempt).await;
        let url = url.map_err(|why| {
            Error::Denied(format!("{} {why}. Try again in a minute, or sign in with a password.", provider.label))
        })?;
        let plain = serde_json::to_string(&attempt).map_err(|cause| self.broken(&cause))?;
        let attempt = self.inner.ports.seals.seal(PURPOSE, &plain).map_err(|e| self.failed(&e))?;
        Ok(Departure { url, attempt })
    }

    /// Decides about a browser that comes back from a provider. `attempt` is what it kept since it left.
    pub async fn arrive(&self, provider: &str, attempt: Option<&str>, back: &CameBack) -> Result<Arrived, Error> {
        let provider = self.open_provider(provider).await?;
        match self.decide(&provider, attempt, back).await {
            Ok(arrived) => Ok(arrived),
            Err(Away::Failed(error)) => Err(error),
            Err(Away::Refused { words, who }) => {
                let event = self.turned_away(&provider, who.as_deref(), &words);
                self.store().record(&event).await.map_err(|e| self.failed(&e))?;
                Err(Error::Denied(words))
            }
        }
    }

    fn turned_away(&self, provider: &Provider, who: Option<&Actor>, words: &str) -> Event {
        let object = match who {
            Some(actor) => audit::person(&actor.email),
            None => Provider::object(provider.name.as_str()),
        };
        let words = format!("By single sign-on with {}: {words}", provider.label);
        self.event(who, Action::SignIn, object, Outcome::Refused, words)
    }

    async fn decide(&self, provider: &Provider, attempt: Option<&str>, back: &CameBack) -> Result<Arrived, Away> {
        let attempt = self.own_attempt(provider, attempt, back).await?;
        self.issuer_named(provider, back).await?;
        if let Some(error) = &back.error {
            return Err(Away::with(said(provider, error)));
        }
        let Some(code) = back.code.as_deref().filter(|code| !code.is_empty()) else {
            return Err(Away::with(format!(
                "{} sent you back without saying who you are. Sign in again.",
                provider.label
            )));
        };
        let proof = self.inner.ports.single_sign_on.prove(provider, &attempt, code).await;
        let proof = proof.map_err(|why| Away::unproved(provider, why))?;
        let actor = self.recognised(provider, proof).await?;
        Ok(Arrived { actor, next: attempt.next })
    }

    /// The attempt that this browser began with this provider, which is used up by that.
    async fn own_attempt(&self, provider: &Provider, sealed: Option<&str>, back: &CameBack) -> Result<Attempt, Away> {
        let again = "Go to the sign-in page and sign in again.";
        let sealed = sealed.ok_or_else(|| {
            Away::with(format!("This browser did not begin this sign-in, or it keeps no cookies. {again}"))
        })?;
        let opened = self.inner.ports.seals.open(PURPOSE, sealed);
        let attempt: Option<Attempt> = opened.and_then(|plain| serde_json::from_str(&plain).ok());
        let attempt = attempt.ok_or_else(|| Away::with(format!("This is no sign-in that began here. {again}")))?;
        let until = attempt.at + PATIENCE;
        if self.now() >= until {
            return Err(Away::with(format!(
                "This sign-in began more than {} minutes ago. {again}",
                PATIENCE.as_mins()
            )));
        }
        if attempt.provider != provider.name {
            return Err(Away::with(format!("This sign-in began with another provider. {again}")));
        }
        // Hashes are compared, so that the time it takes tells nothing of the state.
        if back.state.as_deref().map(hash) != Some(hash(&attempt.state)) {
            return Err(Away::with(format!("This is the answer to another sign-in than the one begun here. {again}")));
        }
        let fresh =
            self.store().use_state(&hash(&attempt.state), until, self.now()).await.map_err(|e| self.failed(&e))?;
        if fresh { Ok(attempt) } else { Err(Away::with(format!("This sign-in was used already. {again}"))) }
    }

    /// RFC 9207: an answer that names another issuer was meant for another provider, and so was one that names none
    /// though this provider always does.
    async fn issuer_named(&self, provider: &Provider, back: &CameBack) -> Result<(), Away> {
        let right = if let Some(named) = &back.issuer {
            named == provider.issuer.as_str()
        } else {
            let names_itself = self.inner.ports.single_sign_on.names_itself(&provider.issuer).await;
            !names_itself.map_err(|why| Away::unproved(provider, why))?
        };
        if right {
            Ok(())
        } else {
            Err(Away::with("This answer is not from the provider that you went to. Sign in again."))
        }
    }

    /// A provider that lets people in; any other is as if it were not there.
    async fn open_provider(&self, name: &str) -> Result<Provider, Error> {
        self.known_provider(name).await?.filter(|provider| provider.enabled).ok_or_else(missing)
    }
}

/// What an error of the provider means. Its own words stay out: anybody can write a link that has some.
fn said(provider: &Provider, error: &str) -> String {
    let label = &provider.label;
    match error {
        "access_denied" => format!("{label} did not let you in, or you cancelled. Sign in again, or in another way."),
        "login_required" | "interaction_required" | "consent_required" | "account_selection_required" => {
            format!("{label} wants you to do something first. Sign in there, then come back.")
        }
        "temporarily_unavailable" | "server_error" => {
            format!("{label} cannot do this right now. Try again in a minute.")
        }
        "invalid_scope" | "unauthorized_client" | "invalid_request" | "unsupported_response_type" => {
            format!(
                "{label} does not take the portal's request ({error}). Tell an administrator: the settings do not fit."
            )
        }
        _ => format!("{label} answered with an error. Try again; if it stays so, tell an administrator."),
    }
}
