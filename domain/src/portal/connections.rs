//! Connections: whether each of them can do what the portal needs it for.

use super::{Portal, reading};
use crate::{
    Actor, Error,
    audit::{Action, Outcome},
    connection::{Ability, Attempt, Check, Overview, Tried},
    id::ConnectionName,
    may::Deed,
    ports::CallError,
    tag::TagKey,
};

/// A key that no environment has, so that taking it away changes nothing.
const NOBODYS_TAG: &str = "portal-connection-check";

impl Portal {
    /// All connections with what is known of each, for the page of settings.
    pub fn connections_overview(&self, actor: &Actor) -> Result<Vec<Overview>, Error> {
        self.see(actor, Deed::SeeConnections, "This page")?;
        Ok(self.inventory().overview())
    }

    /// Tries every ability of a connection with one call each, none of which changes anything.
    pub async fn check_connection(&self, actor: &Actor, name: &ConnectionName) -> Result<Check, Error> {
        let object = format!("connection/{name}");
        self.allow(actor, Deed::CheckConnection, &object).await?;
        if !self.connections().iter().any(|connection| connection.name == *name) {
            return Err(Error::NotFound("This connection".into()));
        }
        let at = self.now();
        let identity = self.finspace().identity(name).await.map_err(words);
        let listed = self.timed(Ability::List, self.finspace().list(name, None)).await;
        let mut attempts = vec![listed.attempt];
        let first = listed.answer.and_then(|page| page.environments.into_iter().next());
        match (first, &attempts[0].outcome) {
            (Some(environment), _) => {
                let tags = self.finspace().tags(name, &environment.arn);
                attempts.push(self.timed(Ability::ReadTags, tags).await.attempt);
                let key = TagKey::parse(NOBODYS_TAG).map_err(|flaw| self.broken(&flaw.words))?;
                let untag = self.finspace().untag(name, &environment.arn, std::slice::from_ref(&key));
                attempts.push(self.timed(Ability::ChangeTags, untag).await.attempt);
            }
            (None, listed) => {
                let why = match listed {
                    Tried::Works => "There is no environment yet to try it with.",
                    _ => "Without the list there is no environment to try it with.",
                };
                attempts.extend([Ability::ReadTags, Ability::ChangeTags].map(|ability| Attempt {
                    ability,
                    outcome: Tried::Untried(why.into()),
                    milliseconds: 0,
                }));
            }
        }
        let check = Check { connection: name.clone(), at, identity, attempts };
        let event = self.event(Some(actor), Action::CheckConnection, object, Outcome::Done, check.in_words());
        self.store().record(&event).await.map_err(|e| self.failed(&e))?;
        Ok(check)
    }

    async fn timed<T>(&self, ability: Ability, call: impl Future<Output = Result<T, CallError>>) -> Timed<T> {
        let began = self.now();
        let answer = call.await;
        let took = self.now().duration_since(began).as_millis();
        let (answer, outcome) = match answer {
            Ok(answer) => (Some(answer), Tried::Works),
            Err(error) => (None, Tried::Fails(words(error))),
        };
        let milliseconds = u64::try_from(took).unwrap_or_default();
        Timed { attempt: Attempt { ability, outcome, milliseconds }, answer }
    }
}

struct Timed<T> {
    attempt: Attempt,
    answer: Option<T>,
}

/// Why a call failed, as pages say it.
fn words(error: CallError) -> String {
    reading(error).to_string()
}
