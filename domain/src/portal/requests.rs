//! Requests: what one may see of them. Asking, deciding, and what the portal does by itself are in the files beside.

mod asking;
mod changing;
mod deciding;
mod ending;
mod history;
mod programs;
mod reminding;
mod tending;
mod turns;
mod whereabouts;

pub use asking::{Filled, Left, Opening};
pub use changing::{ChangeOpening, OpenChange};
pub use ending::DAYS_MOST;
pub use programs::OpenBlueprint;
pub use turns::Turn;
pub use whereabouts::Whereabouts;

use history::{Came, trail};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Few, Paged, Portal, paged::piece};
use crate::{
    Actor, Error,
    audit::{self, Action, Event, Outcome},
    blueprint::{Blueprint, BlueprintRow, Deciders},
    change::Change,
    environment::Environment,
    id::{EnvironmentRequestId, TeamId},
    lifetime::Lifetime,
    may::{Deed, Facts, may},
    operation::Operation,
    ports::{Numbers, Viewer},
    request::{Approval, Asked, Comment, Filter, Kind, Part, Place, Request, Stage, Whose},
    role::Role,
    team::{Standing, Team},
};

/// Rows on a page of requests.
const ROWS: usize = 25;
/// Comments on a page of them.
const COMMENTS: usize = 20;
/// So many blueprints are offered: whoever has more has to be told which one to use.
const OFFERED: i64 = 100;
/// So many requests of one's own the launchpad tells of.
const LATEST: i64 = 3;
/// So many of a list are shown beside how many it has.
const SOME: i64 = 5;

/// A request as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestSeen {
    pub asked: Asked,
    pub blueprint: Blueprint,
    /// What the reader is to it.
    pub part: Option<Part>,
    /// Who approved the plan as it is.
    pub approvals: Vec<Approval>,
    /// Whose turn it is, where they decide one after the other.
    pub turn: Option<Turn>,
    pub comments: Paged<Comment>,
    /// What happened, newest first.
    pub events: Vec<Event>,
    /// How much happened in all.
    pub happened: usize,
    /// What is carried out, once it was approved.
    pub operation: Option<Operation>,
    /// The environment as it was last seen.
    pub environment: Option<Environment>,
    /// Where it is by now, once it was up.
    pub whereabouts: Option<Whereabouts>,
    /// What is decided about its life.
    pub lifetime: Option<Lifetime>,
    /// How far the change is that was approved.
    pub change: Option<Change>,
    /// What others changed since of what is to be changed, as far as the portal saw it.
    pub moved: Vec<audit::Change>,
    /// When it lapses, as long as it waits.
    pub lapses_at: Option<Timestamp>,
}

impl Portal {
    /// A page of the requests that somebody may see.
    pub async fn requests(&self, actor: &Actor, filter: &Filter, page: usize) -> Result<Paged<Request>, Error> {
        self.see(actor, Deed::SeeRequests, "This page")?;
        let viewer = viewer(actor);
        let read = |from, most| self.store().requests(&viewer, filter, from, most);
        Paged::read(page, ROWS, read).await.map_err(|e| self.failed(&e))
    }

    /// The same list a piece at a time from a place on, and whether there is more.
    pub async fn requests_after(
        &self,
        actor: &Actor,
        filter: &Filter,
        place: Option<&Place>,
        most: usize,
    ) -> Result<(Vec<Request>, bool), Error> {
        self.see(actor, Deed::SeeRequests, "This list")?;
        let viewer = viewer(actor);
        piece(most, |most| self.store().requests_after(&viewer, filter, place, most)).await.map_err(|e| self.failed(&e))
    }

    /// How many requests wait for somebody's decision, and how many notices for being read. Every page asks.
    pub async fn numbers(&self, actor: &Actor) -> Result<Numbers, Error> {
        self.see(actor, Deed::SeeRequests, "This page")?;
        self.store().numbers(&viewer(actor)).await.map_err(|e| self.failed(&e))
    }

    /// The newest requests of one's own.
    pub async fn latest_requests(&self, actor: &Actor) -> Result<Vec<Request>, Error> {
        Ok(self.newest(actor, Whose::Mine, LATEST).await?.first)
    }

    /// Some of the newest requests of a list, and how many it has.
    pub async fn few_requests(&self, actor: &Actor, whose: Whose) -> Result<Few<Request>, Error> {
        self.newest(actor, whose, SOME).await
    }

    async fn newest(&self, actor: &Actor, whose: Whose, most: i64) -> Result<Few<Request>, Error> {
        self.few(actor, Filter { whose, ..Filter::default() }, most).await
    }

    async fn few(&self, actor: &Actor, filter: Filter, most: i64) -> Result<Few<Request>, Error> {
        self.see(actor, Deed::SeeRequests, "This page")?;
        let found = self.store().requests(&viewer(actor), &filter, 0, most).await;
        let (first, all) = found.map_err(|e| self.failed(&e))?;
        Ok(Few { first, all: usize::try_from(all).unwrap_or_default() })
    }

    /// What somebody may ask for, and for which of their teams.
    pub async fn openings(&self, actor: &Actor) -> Result<Vec<(BlueprintRow, Team)>, Error> {
        self.see(actor, Deed::SeeRequests, "This page")?;
        self.store().openings(&actor.person, OFFERED).await.map_err(|e| self.failed(&e))
    }

    /// Whether a member of a team finds anything to ask for.
    pub async fn has_openings(&self, actor: &Actor, team: &TeamId) -> Result<bool, Error> {
        let standing = self.standing(actor, team).await?;
        if may(actor, Deed::AskForEnvironment, Facts::in_team(standing)).is_err() {
            return Ok(false);
        }
        let open = self.store().openings_of(team, 1).await.map_err(|e| self.failed(&e))?;
        Ok(!open.is_empty())
    }

    /// One request with everything about it, and a page of what was said.
    pub async fn request(&self, actor: &Actor, id: &EnvironmentRequestId, page: usize) -> Result<RequestSeen, Error> {
        let (mut asked, blueprint, part) = self.seen_request(actor, id).await?;
        let read = |from, most| self.store().comments(id, from, most);
        let comments = Paged::read(page, COMMENTS, read).await.map_err(|e| self.failed(&e))?;
        let approvals = self.store().approvals(id).await.map_err(|e| self.failed(&e))?;
        let turn = match asked.request.stage {
            Stage::Asked => self.turn(actor, &asked, &blueprint, &approvals).await?,
            _ => None,
        };
        let operation = self.store().operation_of(&id.draft()).await.map_err(|e| self.failed(&e))?;
        let (mut environment, mut lifetime) = (None, None);
        if let Some((connection, id)) = history::place(&asked, operation.as_ref()) {
            environment = self.inventory().get(connection, id).map(|entry| entry.environment.clone());
            lifetime = self.known_lifetime(connection, id).await?;
        }
        let whereabouts = self.whereabouts(&mut asked.request, operation.as_ref()).await?;
        let change = self.store().change_of(id).await.map_err(|e| self.failed(&e))?;
        let came = Came { operation: operation.as_ref(), lifetime: lifetime.as_ref(), change: change.as_ref() };
        if let Some(word) = came.progress(id) {
            asked.request.progress = Some(word.into());
        }
        let Paged { rows: events, matching: happened, .. } = self.along(&trail(&asked, &came), 1).await?;
        let moved = if asked.request.stage == Stage::Asked { self.moved_since(&asked).await } else { Vec::new() };
        let lapses_at = asked.request.lapses_at(self.house().lapses_after);
        Ok(RequestSeen {
            asked,
            blueprint,
            part,
            approvals,
            turn,
            comments,
            events,
            happened,
            operation,
            environment,
            whereabouts,
            lifetime,
            change,
            moved,
            lapses_at,
        })
    }

    /// What was said of a request after the first so many, the oldest first, and whether there is more.
    pub async fn comments_after(
        &self,
        actor: &Actor,
        id: &EnvironmentRequestId,
        from: i64,
        most: usize,
    ) -> Result<(Vec<Comment>, bool), Error> {
        self.seen_request(actor, id).await?;
        let read = |most| async move { Ok(self.store().comments(id, from, most).await?.0) };
        piece(most, read).await.map_err(|e| self.failed(&e))
    }

    /// A request that somebody may see, and what they are to it.
    pub(super) async fn seen_request(
        &self,
        actor: &Actor,
        id: &EnvironmentRequestId,
    ) -> Result<(Asked, Blueprint, Option<Part>), Error> {
        let (asked, blueprint, part) = self.known_request(actor, id).await?.ok_or_else(missing)?;
        self.see_given(actor, Deed::SeeRequest, Facts::in_request(part), "This request")?;
        Ok((asked, blueprint, part))
    }

    /// A request to which somebody may do something. Strangers to it are refused alike whether it is there or not.
    async fn request_for(
        &self,
        actor: &Actor,
        id: &EnvironmentRequestId,
        deed: Deed,
    ) -> Result<(Asked, Blueprint), Error> {
        let known = self.known_request(actor, id).await?;
        let part = known.as_ref().and_then(|(_, _, part)| *part);
        self.allow_given(actor, deed, Facts::in_request(part), &Request::object(id)).await?;
        known.map(|(asked, blueprint, _)| (asked, blueprint)).ok_or_else(missing)
    }

    /// A request with its blueprint, and what somebody is to it. What was never sent is there for its author alone.
    pub(super) async fn known_request(
        &self,
        actor: &Actor,
        id: &EnvironmentRequestId,
    ) -> Result<Option<(Asked, Blueprint, Option<Part>)>, Error> {
        let Some(asked) = self.store().request(id).await.map_err(|e| self.failed(&e))? else { return Ok(None) };
        let request = &asked.request;
        let is_own = request.person == actor.person;
        if !request.was_sent() && !is_own {
            return Ok(None);
        }
        let blueprint = self.store().blueprint(&request.blueprint).await.map_err(|e| self.failed(&e))?;
        let Some(blueprint) = blueprint else { return Ok(None) };
        let part = if is_own { Some(Part::Asker) } else { self.part(actor, &request.team, &blueprint).await? };
        Ok(Some((asked, blueprint, part)))
    }

    /// What somebody is to what others ask for.
    async fn part(&self, actor: &Actor, team: &TeamId, blueprint: &Blueprint) -> Result<Option<Part>, Error> {
        let decides = match blueprint.rules.deciders {
            Deciders::Team => self.approves_for(actor, team).await?,
            Deciders::People => blueprint.people.contains(&actor.person),
            Deciders::InOrder => self.is_in_order(actor, team, &blueprint.steps).await?,
        };
        let standing = self.standing(actor, team).await?;
        Ok(match (decides, standing) {
            (true, _) => Some(Part::Approver),
            (false, Some(Standing::Owner)) => Some(Part::Onlooker),
            (false, _) => None,
        })
    }

    /// What somebody, or the portal itself, did to a request.
    fn request_event(&self, actor: Option<&Actor>, action: Action, request: &Request, words: &str) -> Event {
        let what = match request.kind {
            Kind::Create => "",
            Kind::Delete => "The deletion of ",
            Kind::Extend => "More time for ",
            Kind::Change => "The change of ",
        };
        let detail = format!("{what}“{}” for {} {words}", request.name, request.team_name);
        self.event(actor, action, Request::object(&request.id), Outcome::Done, detail.trim_end())
    }
}

/// Who looks, as far as lists depend on it: what `may` says without any part in a request. What waits for a person is in
/// the list of a program that only reads for them, too.
fn viewer(actor: &Actor) -> Viewer {
    let person = Actor { token: None, ..actor.clone() };
    Viewer {
        sees_all: may(actor, Deed::SeeRequest, Facts::default()).is_ok(),
        decides_all: may(&person, Deed::DecideRequest, Facts::default()).is_ok(),
        is_approver: person.roles.has(Role::Approver),
        person: person.person,
    }
}

fn missing() -> Error {
    Error::NotFound("This request".into())
}

fn changed_meanwhile() -> Error {
    Error::Conflict("This request changed meanwhile. Nothing was done. Look at it as it is now, then decide.".into())
}
