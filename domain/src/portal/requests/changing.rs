//! Asking that an environment is changed: what there is to change, sending it, and deciding it. How it is carried out is in
//! `applying.rs`.

use serde::{Deserialize, Serialize};

use super::{Filled, Portal, changed_meanwhile, ending::Wish};
use crate::{
    Actor, Error, Field, Problems,
    audit::{self, Action},
    blueprint::{Blueprint, Rules, differences, without_blueprint},
    change::{Basis, Change, State, Wanted},
    environment::{Environment, EnvironmentForm},
    id::{EnvironmentRequestId, LinkId, TeamId},
    link::Link,
    may::{Deed, Facts, may},
    ports::Beside,
    request::{About, Approval, Asked, Kind, Request, needed_words},
    tag::TagKey,
    team::Team,
};

/// What somebody needs to ask for a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeOpening {
    pub link: Link,
    pub team: Team,
    pub basis: Basis,
    /// The keys of the tags that every environment must have.
    pub required: Vec<TagKey>,
    /// What the team asked for already, and what has not come of it yet.
    pub open: Option<OpenChange>,
}

/// A change of the environment that is asked for already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenChange {
    /// The request, for those who see it.
    pub request: Option<EnvironmentRequestId>,
}

impl Portal {
    /// The environment of a link as it is now, for those who can ask that it becomes another.
    pub async fn change_opening(&self, actor: &Actor, id: &LinkId) -> Result<ChangeOpening, Error> {
        let (link, team, standing) = self.seen_link(actor, id).await?;
        self.see_given(actor, Deed::AskForChange, Facts::in_team(standing), "This page")?;
        let deciding = self.deciding(&link, team.clone()).await?;
        let basis = self.basis(&link, &deciding.blueprint).await?;
        let open = match self.open_change(&link, &deciding.team).await? {
            None => None,
            Some(id) => {
                let part = self.part_in(actor, Some(&id)).await?;
                let sees = may(actor, Deed::SeeRequest, Facts::in_request(part)).is_ok();
                Some(OpenChange { request: sees.then_some(id) })
            }
        };
        Ok(ChangeOpening { link, team, basis, required: self.required_tags(), open })
    }

    /// Asks that the environment of a link of one's team is changed: from what the page showed to what is wanted.
    pub async fn ask_change(
        &self,
        actor: &Actor,
        link: &LinkId,
        shown: &EnvironmentForm,
        typed: &Filled,
    ) -> Result<Request, Error> {
        let (link, team) = self.link_to_end(actor, Deed::AskForChange, link).await?;
        let deciding = self.deciding(&link, team).await?;
        let team = deciding.team.clone();
        let basis = self.basis(&link, &deciding.blueprint).await?;
        let mut problems = Problems::default();
        let said = "Say why it is to be changed: whoever decides reads it.";
        let why = problems.keep(Field::Why, needed_words(&typed.why, said));
        let wanted = basis.wanted(shown, &typed.form, &self.required_tags());
        let (Some(why), Ok(wanted)) = (why, wanted.clone()) else {
            problems.0.extend(wanted.err().map(|Problems(more)| more).unwrap_or_default());
            return Err(Error::Invalid(problems));
        };
        let known = self.known_lifetime(&link.connection, &link.environment).await?;
        if known.is_some_and(|one| one.deletion.is_some()) {
            return Err(Error::Conflict("Its deletion is settled. Keep it first. Nothing was asked for.".into()));
        }
        if self.open_change(&link, &team).await?.is_some() {
            return Err(asked_already());
        }
        let wish = Wish { kind: Kind::Change, why, days: 0, wanted: Some(wanted) };
        self.ask_about(actor, &link, deciding, wish).await.map_err(|error| match error {
            // Somebody else asked at this moment.
            Error::Conflict(_) => asked_already(),
            error => error,
        })
    }

    async fn open_change(&self, link: &Link, team: &TeamId) -> Result<Option<EnvironmentRequestId>, Error> {
        let open = self.store().open_change(&link.connection, &link.environment, team).await;
        open.map_err(|e| self.failed(&e))
    }

    /// The environment as it is, and what its blueprint leaves free of it.
    async fn basis(&self, link: &Link, blueprint: &Blueprint) -> Result<Basis, Error> {
        // Where FinSpace cannot be read, what was seen last will do, but for how people sign in: whoever decides is told when
        // it was otherwise.
        let (fresh, tags) = match self.look(&link.connection, &link.environment).await {
            Ok((environment, tags)) => (Some(environment), tags),
            Err(_) => (None, None),
        };
        let inventory = self.inventory();
        let entry = inventory.get(&link.connection, &link.environment);
        let entry = entry.ok_or_else(|| Error::Conflict("This environment is gone. Nothing was asked for.".into()))?;
        let unread =
            || Error::Conflict("The portal could not read the tags of this environment yet. Try again.".into());
        let tags = tags.as_ref().or(entry.tags.as_ref()).ok_or_else(unread)?;
        Ok(match fresh {
            Some(environment) => Basis::new(environment, tags, rules(blueprint)),
            None => Basis::new(entry.environment.clone(), tags, rules(blueprint)).unread(),
        })
    }

    /// What others changed of what is to be changed, since it was asked for and as far as the portal can see. The inventory
    /// does not keep how people sign in, so that FinSpace is asked where that is to be changed.
    pub(super) async fn moved_since(&self, asked: &Asked) -> Vec<audit::Change> {
        let Some((about, wanted)) = asked.about.as_ref().and_then(|about| Some((about, about.wanted.as_ref()?))) else {
            return Vec::new();
        };
        let fresh = if wanted.signs_in() { self.look(&about.connection, &about.environment).await.ok() } else { None };
        self.moved_from(about, wanted, fresh.map(|(environment, _)| environment))
    }

    /// The same, given the environment as FinSpace told of it, if it did.
    fn moved_from(&self, about: &About, wanted: &Wanted, fresh: Option<Environment>) -> Vec<audit::Change> {
        let inventory = self.inventory();
        let Some(entry) = inventory.get(&about.connection, &about.environment) else { return Vec::new() };
        let now = fresh.unwrap_or_else(|| wanted.as_kept(&entry.environment));
        wanted.moved(&now, entry.tags.as_ref().unwrap_or(&wanted.tags))
    }

    /// Refuses to approve a change of what is not as it was when the change was asked for.
    pub(super) async fn still_fits(&self, asked: &Asked) -> Result<(), Error> {
        let about = asked.about.as_ref().and_then(|about| Some((about, about.wanted.as_ref()?)));
        let Some((about, wanted)) = about else { return Ok(()) };
        let no = |words: &str| {
            Error::Conflict(format!("{words} Nothing was approved. Decline the request, or have it asked for anew."))
        };
        // What was seen last will do: it is read again before anything is sent.
        let fresh = self.look(&about.connection, &about.environment).await.ok();
        if self.inventory().get(&about.connection, &about.environment).is_none() {
            return Err(no("The environment is gone."));
        }
        if self.known_lifetime(&about.connection, &about.environment).await?.is_some_and(|one| one.deletion.is_some()) {
            return Err(no("The deletion of this environment is settled."));
        }
        let moved = self.moved_from(about, wanted, fresh.map(|(environment, _)| environment));
        if moved.is_empty() {
            return Ok(());
        }
        let (place, since) = ((&about.connection, &about.environment), asked.request.asked_at);
        Err(no(&self.changed_by_others(place, since.unwrap_or(asked.request.made_at), &moved).await?))
    }

    /// What the last approval sets going.
    pub(super) fn approved_change<'a>(
        &self,
        request: &Request,
        about: &About,
        approvals: impl Iterator<Item = &'a Approval>,
    ) -> Change {
        Change {
            request: request.id.clone(),
            connection: about.connection.clone(),
            environment: about.environment.clone(),
            who: request.who.clone(),
            asked_at: request.asked_at.unwrap_or(request.made_at),
            approved_by: approvals.map(|approval| approval.who.clone()).collect(),
            state: State::Waiting { words: None },
            armed_at: None,
            calls: 0,
            next_run_at: Some(self.now()),
            version: 1,
        }
    }

    /// Makes the change another one. Earlier approvals do not count for it.
    pub(super) async fn amend_change(
        &self,
        actor: &Actor,
        asked: Asked,
        blueprint: Blueprint,
        shown: &str,
        typed: &EnvironmentForm,
    ) -> Result<Request, Error> {
        let before = asked.about.as_ref().and_then(|about| Some((about, about.wanted.as_ref()?)));
        let Some((about, before)) = before.filter(|_| asked.digest == shown) else { return Err(changed_meanwhile()) };
        let basis = Basis::of(before, rules(&blueprint));
        let typed = before.retyped(typed.clone());
        let wanted = basis.wanted(&basis.form(), &typed, &self.required_tags()).map_err(Error::Invalid)?;
        if wanted == *before {
            return Ok(asked.request);
        }
        let lines = |wanted: &Wanted| -> Vec<(String, String)> {
            let lines = wanted.changes().into_iter();
            lines.map(|line| (line.field, line.after.unwrap_or_else(|| "None".into()))).collect()
        };
        let changes = differences(&lines(before), &lines(&wanted));
        let request = Request { version: asked.request.version + 1, ..asked.request.clone() };
        let event = self.request_event(Some(actor), Action::AmendRequest, &request, "is changed");
        let events = [event.changing(changes)];
        let answers = wanted.form();
        let about = About { wanted: Some(wanted), ..about.clone() };
        let asked = Asked { request, answers, digest: about.digest(Kind::Change), about: Some(about), ..asked };
        self.saved(asked, Beside { events: &events, ..Beside::default() }).await
    }
}

/// What the blueprint that made an environment says; nothing when none did.
fn rules(blueprint: &Blueprint) -> Option<Rules> {
    if blueprint.id == without_blueprint() {
        return None;
    }
    let mut rules = blueprint.rules.clone();
    // It can be megabytes, and is no part of this.
    rules.fixed.federation.metadata_document = String::new();
    Some(rules)
}

fn asked_already() -> Error {
    let words = "A change of this environment is asked for already in the name of the team. It comes first: nothing more \
                 was asked for.";
    Error::Conflict(words.into())
}
