//! Everybody who can sign in, as administrators and auditors see them: their roles, and whether they may come in.

use serde::{Deserialize, Serialize};

use super::{IdentitySeen, Portal};
use crate::{
    Actor, Error,
    audit::{self, Action, Change, Event, Outcome},
    factor::FactorSeen,
    id::PersonId,
    may::{Deed, Denied, Facts},
    person::{Filter, Person},
    role::{Role, Roles},
    token::Token,
};

/// People on one page of the list.
pub const PEOPLE_A_PAGE: usize = 50;
/// Events on the page of one person.
const EVENTS: usize = 30;

/// A page of the people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeoplePage {
    pub people: Vec<Person>,
    /// How many match, on all pages.
    pub matching: usize,
    /// From 1; the last page when one beyond it was asked for.
    pub number: usize,
    pub pages: usize,
}

/// One person, with what the log tells of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonSeen {
    pub person: Person,
    /// Nobody else is an administrator who can sign in.
    pub is_last_admin: bool,
    /// How they sign in at providers.
    pub identities: Vec<IdentitySeen>,
    pub factor: FactorSeen,
    /// By which programs act for them, the newest first.
    pub tokens: Vec<Token>,
    /// What they did, and what was done to their account, newest first.
    pub events: Vec<Event>,
}

impl Portal {
    /// A page of the people whom a filter lets through, by name.
    pub async fn people(&self, actor: &Actor, filter: &Filter, page: usize) -> Result<PeoplePage, Error> {
        self.see(actor, Deed::SeePeople, "This page")?;
        let size = i64::try_from(PEOPLE_A_PAGE).unwrap_or(i64::MAX);
        let from = |page: usize| i64::try_from(page - 1).unwrap_or(i64::MAX).saturating_mul(size);
        let number = page.max(1);
        let (people, matching) = self.store().people(filter, from(number), size).await.map_err(|e| self.failed(&e))?;
        let matching = usize::try_from(matching).unwrap_or_default();
        let pages = matching.div_ceil(PEOPLE_A_PAGE).max(1);
        if number <= pages {
            return Ok(PeoplePage { people, matching, number, pages });
        }
        let (people, _) = self.store().people(filter, from(pages), size).await.map_err(|e| self.failed(&e))?;
        Ok(PeoplePage { people, matching, number: pages, pages })
    }

    /// One person.
    pub async fn person(&self, actor: &Actor, id: &PersonId) -> Result<PersonSeen, Error> {
        self.see(actor, Deed::SeePeople, "This person")?;
        let person = self.known_person(id).await?.ok_or_else(missing)?;
        let most = i64::try_from(EVENTS).unwrap_or(i64::MAX);
        let mut events = self.store().events_by(id, most).await.map_err(|e| self.failed(&e))?;
        let undergone = self.store().events(&object(&person), most).await.map_err(|e| self.failed(&e))?;
        events.extend(undergone.into_iter().filter(|event| event.person.as_ref() != Some(id)));
        events.sort_by_key(|event| std::cmp::Reverse(event.at));
        events.truncate(EVENTS);
        let identities = self.identities_seen(id).await?;
        let (factor, tokens) = (self.factor_of(id).await?, self.tokens_of(id).await?);
        let is_last_admin = self.is_last_admin(&person).await?;
        Ok(PersonSeen { person, is_last_admin, identities, factor, tokens, events })
    }

    /// Gives a person other roles than the ones that the page showed. What rules of providers gave is not touched.
    pub async fn change_roles(
        &self,
        actor: &Actor,
        id: &PersonId,
        shown: &Roles,
        roles: &Roles,
    ) -> Result<Person, Error> {
        let found = self.known_person(id).await?;
        let takes_last_admin = match &found {
            // Who is an administrator by a rule as well stays one.
            Some(person) if person.given_roles.has(Role::Admin) && !roles.has(Role::Admin) => {
                self.is_last_admin(person).await? && !self.rule_roles(id).await?.has(Role::Admin)
            }
            _ => false,
        };
        let facts = Facts { to_yourself: *id == actor.person, takes_last_admin, ..Facts::default() };
        self.allow_given(actor, Deed::ChangeRoles, facts, &named(found.as_ref(), id)).await?;
        let person = found.ok_or_else(missing)?;
        if person.given_roles == *roles {
            return Ok(person);
        }
        if person.given_roles != *shown {
            return Err(changed_meanwhile(&person));
        }
        let change = Change::new("Roles", Some(&shown.labels()), Some(&roles.labels()));
        let words = format!("From “{}” to “{}”", shown.labels(), roles.labels());
        let event = self.event(Some(actor), Action::ChangeRoles, object(&person), Outcome::Done, words);
        let event = event.changing(vec![change]);
        if self.store().set_roles(id, shown, roles, &event).await.map_err(|e| self.failed(&e))? {
            return self.known_person(id).await?.ok_or_else(missing);
        }
        // Somebody was quicker: with these roles, or with the other administrator's.
        match self.known_person(id).await?.ok_or_else(missing)? {
            now if now.given_roles == *roles => Ok(now),
            now if now.given_roles == *shown => {
                Err(self.refuse(actor, Deed::ChangeRoles, &object(&now), Denied::last_admin()).await)
            }
            now => Err(changed_meanwhile(&now)),
        }
    }

    /// Shuts a person out: they can sign in no more, and their sessions end at once.
    pub async fn disable_person(&self, actor: &Actor, id: &PersonId) -> Result<Person, Error> {
        let found = self.known_person(id).await?;
        let takes_last_admin = match &found {
            Some(person) => self.is_last_admin(person).await?,
            None => false,
        };
        let facts = Facts { to_yourself: *id == actor.person, takes_last_admin, ..Facts::default() };
        self.allow_given(actor, Deed::DisablePerson, facts, &named(found.as_ref(), id)).await?;
        let person = found.ok_or_else(missing)?;
        if person.disabled_at.is_some() {
            return Ok(person);
        }
        let event = self.event(
            Some(actor),
            Action::DisablePerson,
            object(&person),
            Outcome::Done,
            "Cannot sign in any more; all sessions ended",
        );
        let done = self.store().disable_person(id, &event).await.map_err(|e| self.failed(&e))?;
        let now = self.known_person(id).await?.ok_or_else(missing)?;
        if done || now.disabled_at.is_some() {
            return Ok(now);
        }
        Err(self.refuse(actor, Deed::DisablePerson, &object(&now), Denied::last_admin()).await)
    }

    /// Lets a person in again who was disabled.
    pub async fn enable_person(&self, actor: &Actor, id: &PersonId) -> Result<Person, Error> {
        let found = self.known_person(id).await?;
        self.allow(actor, Deed::EnablePerson, &named(found.as_ref(), id)).await?;
        let person = found.ok_or_else(missing)?;
        if person.disabled_at.is_none() {
            return Ok(person);
        }
        let event = self.event(
            Some(actor),
            Action::EnablePerson,
            object(&person),
            Outcome::Done,
            "Can sign in again, with the password and the roles of before",
        );
        // When somebody else was quicker, the person is enabled all the same.
        self.store().enable_person(id, &event).await.map_err(|e| self.failed(&e))?;
        Ok(Person { disabled_at: None, ..person })
    }

    pub(super) async fn known_person(&self, id: &PersonId) -> Result<Option<Person>, Error> {
        self.store().person(id).await.map_err(|e| self.failed(&e))
    }

    pub(super) async fn is_last_admin(&self, person: &Person) -> Result<bool, Error> {
        Ok(person.is_admin() && self.store().admins().await.map_err(|e| self.failed(&e))? <= 1)
    }
}

/// The object of an event about a person.
pub(super) fn object(person: &Person) -> String {
    audit::person(&person.email)
}

/// The same when there may be nobody of that id.
pub(super) fn named(person: Option<&Person>, id: &PersonId) -> String {
    person.map_or_else(|| format!("person/{id}"), object)
}

pub(super) fn missing() -> Error {
    Error::NotFound("This person".into())
}

fn changed_meanwhile(person: &Person) -> Error {
    Error::Conflict(format!(
        "Somebody else changed the roles of {} meanwhile. Nothing was saved. Look at the roles of now, then decide.",
        person.name
    ))
}
