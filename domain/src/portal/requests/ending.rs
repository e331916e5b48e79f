//! Asking that an environment goes, or for more time for it; and what comes of that once it is approved. That it is changed
//! is asked for in the file beside.

use super::{Portal, missing};
use crate::{
    Actor, Error, Field, Flaw, Problems,
    audit::{Action, Event, Outcome},
    blueprint::{Blueprint, without_blueprint},
    change::Wanted,
    deletion::{Cause, Deletion},
    id::{EnvironmentRequestId, LinkId, TeamId},
    lifetime::{Lifetime, date, days},
    link::Link,
    may::{Deed, Facts, may},
    portal::lifetimes::end_change,
    ports::Beside,
    request::{About, Asked, Kind, Request, Stage, needed_words},
    team::Team,
};

/// The most days that are asked for at once.
pub const DAYS_MOST: u32 = 365;

/// What somebody asks for about an environment that is there.
pub(super) struct Wish {
    pub kind: Kind,
    pub why: String,
    pub days: u32,
    pub wanted: Option<Wanted>,
}

/// Who decides about an environment that is there.
pub(super) struct Deciding {
    pub blueprint: Blueprint,
    pub team: TeamId,
    pub team_name: String,
}

impl Portal {
    /// Asks that the environment of a link of one's team is deleted.
    pub async fn ask_deletion(&self, actor: &Actor, link: &LinkId, why: &str) -> Result<Request, Error> {
        let (link, team) = self.link_to_end(actor, Deed::AskForDeletion, link).await?;
        let mut problems = Problems::default();
        let said = "Say why it can go: whoever decides reads it.";
        let Some(why) = problems.keep(Field::Why, needed_words(why, said)) else {
            return Err(Error::Invalid(problems));
        };
        let known = self.known_lifetime(&link.connection, &link.environment).await?;
        if known.is_some_and(|one| one.deletion.is_some()) {
            return Err(Error::Conflict("Its deletion is settled already. Nothing was asked for.".into()));
        }
        let wish = Wish { kind: Kind::Delete, why, days: 0, wanted: None };
        self.ask_once_about(actor, &link, team, wish).await
    }

    /// Asks for more time for the environment of a link of one's team.
    pub async fn ask_time(&self, actor: &Actor, link: &LinkId, more: &str, why: &str) -> Result<Request, Error> {
        let (link, team) = self.link_to_end(actor, Deed::AskForTime, link).await?;
        let mut problems = Problems::default();
        let number = more.trim().parse::<u32>().ok().filter(|more| (1..=DAYS_MOST).contains(more));
        let flaw = || Flaw::new(format!("Write a number of days from 1 to {DAYS_MOST}."));
        let more = problems.keep(Field::Days, number.ok_or_else(flaw));
        let said = "Say what it is still needed for: whoever decides reads it.";
        let why = problems.keep(Field::Why, needed_words(why, said));
        let Some((more, why)) = more.zip(why) else { return Err(Error::Invalid(problems)) };
        let known = self.known_lifetime(&link.connection, &link.environment).await?;
        if !known.is_some_and(|one| one.can_be_prolonged()) {
            let words = "This environment has no end that could be moved, or somebody asked for its deletion: then \
                         keep it first. Nothing was asked for.";
            return Err(Error::Conflict(words.into()));
        }
        let wish = Wish { kind: Kind::Extend, why, days: more, wanted: None };
        self.ask_once_about(actor, &link, team, wish).await
    }

    /// A link of a team in whose name somebody asks. Strangers are refused alike whether it is there or not.
    pub(super) async fn link_to_end(&self, actor: &Actor, deed: Deed, id: &LinkId) -> Result<(Link, Team), Error> {
        let link = self.store().link(id).await.map_err(|e| self.failed(&e))?;
        let standing = match &link {
            Some(link) => self.standing(actor, &link.team).await?,
            None => None,
        };
        self.allow_given(actor, deed, Facts::in_team(standing), &format!("link/{id}")).await?;
        let gone = || Error::NotFound("This link".into());
        let link = link.ok_or_else(gone)?;
        let team = self.store().team(&link.team).await.map_err(|e| self.failed(&e))?.ok_or_else(gone)?;
        if self.target(&link).is_none() {
            return Err(Error::Conflict("This environment is gone. Nothing was asked for.".into()));
        }
        Ok((link, team))
    }

    async fn ask_once_about(&self, actor: &Actor, link: &Link, team: Team, wish: Wish) -> Result<Request, Error> {
        let kind = wish.kind;
        if let Some(first) = self.waits_already(actor, link, kind).await? {
            return Err(first);
        }
        let deciding = self.deciding(link, team).await?;
        match self.ask_about(actor, link, deciding, wish).await {
            // Somebody else asked at this moment.
            Err(Error::Conflict(words)) => {
                Err(self.waits_already(actor, link, kind).await?.unwrap_or(Error::Conflict(words)))
            }
            asked => asked,
        }
    }

    /// That the same is asked for already, and where to find it for those who see it.
    async fn waits_already(&self, actor: &Actor, link: &Link, kind: Kind) -> Result<Option<Error>, Error> {
        let waiting = self.store().waiting_about(&link.connection, &link.environment, kind).await;
        let Some(id) = waiting.map_err(|e| self.failed(&e))? else { return Ok(None) };
        let part = self.part_in(actor, Some(&id)).await?;
        let next = if may(actor, Deed::SeeRequest, Facts::in_request(part)).is_ok() {
            "Look among the requests."
        } else {
            "The page of the link says what comes of it. Nothing more was asked for."
        };
        let words = format!("Somebody asked for the same already, and it waits for a decision. {next}");
        Ok(Some(Error::Conflict(words)))
    }

    /// Sends what somebody asks for about the environment of a link to those who decide.
    pub(super) async fn ask_about(
        &self,
        actor: &Actor,
        link: &Link,
        deciding: Deciding,
        wish: Wish,
    ) -> Result<Request, Error> {
        let Deciding { blueprint, team, team_name } = deciding;
        let Wish { kind, why, days, wanted } = wish;
        let now = self.now();
        // Those who decide may not see the link of another team.
        let shown = (team == link.team).then(|| link.id.clone());
        let request = Request {
            id: EnvironmentRequestId::from_bytes(self.chance()),
            kind,
            blueprint: blueprint.id.clone(),
            team,
            team_name,
            person: actor.person.clone(),
            who: actor.email.clone(),
            name: self.target(link).map_or_else(|| link.name.clone(), |environment| environment.name),
            stage: Stage::Asked,
            version: 1,
            made_at: now,
            asked_at: Some(now),
            decided_at: None,
            link: shown,
            progress: None,
        };
        let (action, words) = match kind {
            Kind::Extend => (Action::AskTime, format!("is asked for: {days} days")),
            Kind::Change => (Action::AskChange, "is asked for".to_owned()),
            Kind::Create | Kind::Delete => (Action::AskDeletion, "is asked for".to_owned()),
        };
        let changes = wanted.as_ref().map(Wanted::changes).unwrap_or_default();
        let events = [self.request_event(Some(actor), action, &request, &words).changing(changes)];
        let answers = wanted.as_ref().map(Wanted::form).unwrap_or_default();
        let (connection, environment) = (link.connection.clone(), link.environment.clone());
        let about = About { connection, environment, days, wanted };
        let asked = Asked {
            request,
            why,
            answers,
            digest: about.digest(kind),
            about: Some(about),
            plan: None,
            needed: blueprint.rules.needed,
        };
        self.saved(asked, Beside { events: &events, ..Beside::default() }).await
    }

    /// The blueprint that says who decides, and the team whose members that can be: those of the request that made the
    /// environment, whoever else uses it. Owners link whatever they find, so that a link gives nobody the right to decide:
    /// for an environment that no request made, administrators do.
    pub(super) async fn deciding(&self, link: &Link, team: Team) -> Result<Deciding, Error> {
        let maker = self.store().maker(&link.connection, &link.environment).await.map_err(|e| self.failed(&e))?;
        let made = match maker {
            Some(id) => self.store().request(&id).await.map_err(|e| self.failed(&e))?,
            None => None,
        };
        let (id, team, team_name) = match made.map(|made| made.request) {
            Some(made) => (made.blueprint, made.team, made.team_name),
            None => (without_blueprint(), team.id, team.name),
        };
        let blueprint = self.store().blueprint(&id).await.map_err(|e| self.failed(&e))?;
        Ok(Deciding { blueprint: blueprint.ok_or_else(missing)?, team, team_name })
    }

    /// What the last approval of a request about an environment makes of its lifetime.
    pub(super) async fn brought_about(
        &self,
        actor: &Actor,
        request: &Request,
        about: &About,
    ) -> Result<(Lifetime, Event), Error> {
        let moved = |words: &str| Error::Conflict(format!("{words} Decline the request. Nothing was done."));
        let before = match self.lifetime_or_new(&about.connection, &about.environment).await {
            Err(Error::NotFound(_)) => return Err(moved("The environment is gone.")),
            found => found?,
        };
        let now = self.now();
        let object = super::super::environment_object(&about.connection, &about.environment);
        let told = |action, words: String| self.event(Some(actor), action, object, Outcome::Done, words);
        let name = &before.name;
        if request.kind == Kind::Extend {
            if !before.can_be_prolonged() {
                return Err(moved("The environment has no end any more, or its deletion has begun."));
            }
            let end = before.ends_at.map_or(now, |end| end.max(now)) + days(about.days);
            let change = end_change(before.ends_at, Some(end));
            let words = format!("“{name}” has {} days more and ends on {}", about.days, date(end));
            let event = told(Action::SetEnd, words).changing(vec![change]);
            return Ok((before.ending(Some(end), now).next(None), event));
        }
        if before.deletion.is_some() {
            return Err(moved("The deletion of this environment is settled already."));
        }
        let begins_at = now + days(self.house().cooling_off);
        let words =
            format!("“{name}” is deleted on {}, as {} asked, unless somebody keeps it", date(begins_at), request.who);
        let deletion = Deletion::settled(Cause::Asked, request.who.clone(), Some(request.id.clone()), begins_at);
        Ok((before.next(Some(deletion)), told(Action::BeginEnd, words)))
    }
}
