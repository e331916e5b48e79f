//! Asking for an environment: what is open, how much of it is left, and sending it.

use serde::{Deserialize, Serialize};

use super::{Portal, RequestSeen, changed_meanwhile};
use crate::{
    Actor, Error, Field, Flaw, Problems,
    audit::{Action, Event},
    blueprint::{Blueprint, Rules, digest},
    environment::{EnvironmentForm, Status},
    id::{BlueprintId, EnvironmentRequestId, TeamId},
    may::{Deed, Facts},
    operation::State,
    ports::{Beside, Use},
    request::{Asked, Kind, Request, Stage, needed_words, words},
    team::Team,
};

/// What a person typed who asks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filled {
    pub why: String,
    /// Only what the blueprint lets people fill in counts.
    pub form: EnvironmentForm,
}

/// A blueprint that is open to a team of somebody's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    pub blueprint: Blueprint,
    pub team: Team,
    pub left: Left,
    /// Whether the blueprint approves by itself what its reader asks for now.
    pub is_automatic: bool,
}

/// How many environments there are of a blueprint, and how many there may be; 0 is no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    pub of_team: usize,
    pub of_person: usize,
    pub per_team: u32,
    pub per_person: u32,
}

impl Left {
    /// Why there can be no more; `None` when there can.
    #[must_use]
    pub fn full(&self) -> Option<String> {
        let reached = |has: usize, most: u32| most > 0 && has >= most as usize;
        let ask =
            "Withdraw a request that waits, have one deleted that nobody needs, or ask an administrator for more.";
        if reached(self.of_team, self.per_team) {
            return Some(format!("The team has {} of the {} that it may have. {ask}", self.of_team, self.per_team));
        }
        reached(self.of_person, self.per_person)
            .then(|| format!("You have {} of the {} that you may have. {ask}", self.of_person, self.per_person))
    }
}

impl RequestSeen {
    /// What the log says of its approval where its blueprint gave that, and no person.
    #[must_use]
    pub fn approved_by_blueprint(&self) -> Option<&str> {
        let Request { kind, stage, .. } = &self.asked.request;
        let is_so = (*kind, *stage) == (Kind::Create, Stage::Approved) && self.approvals.is_empty();
        let told = self.events.iter().find(|event| event.action == Action::ApproveRequest);
        is_so.then(|| told.map_or("The blueprint approved it by itself.", |event| event.detail.as_str()))
    }
}

impl Portal {
    /// What somebody needs to ask for an environment of a blueprint for a team.
    pub async fn opening(&self, actor: &Actor, blueprint: &BlueprintId, team: &TeamId) -> Result<Opening, Error> {
        let missing = || Error::NotFound("This blueprint".into());
        let standing = self.standing(actor, team).await?;
        self.see_given(actor, Deed::AskForEnvironment, Facts::in_team(standing), "This blueprint")?;
        let blueprint =
            self.known_blueprint(blueprint).await?.filter(|one| one.is_open_to(team)).ok_or_else(missing)?;
        let team = self.store().team(team).await.map_err(|e| self.failed(&e))?.ok_or_else(missing)?;
        let left = self.left(actor, &blueprint, &team.id).await?;
        let is_approver = self.approves_for(actor, &team.id).await?;
        let is_automatic = left.full().is_none() && blueprint.rules.approves_by_itself(is_approver, left.of_team);
        Ok(Opening { blueprint, team, left, is_automatic })
    }

    /// How much is left of a blueprint: what waits counts, and what is there.
    pub async fn left(&self, actor: &Actor, blueprint: &Blueprint, team: &TeamId) -> Result<Left, Error> {
        if !blueprint.rules.is_counted() {
            return Ok(Left::default());
        }
        let Rules { per_team, per_person, .. } = blueprint.rules;
        let uses = self.store().uses(&blueprint.id).await.map_err(|e| self.failed(&e))?;
        let counted: Vec<&Use> = uses.iter().filter(|one| self.counts(one)).collect();
        let of_team = counted.iter().filter(|one| one.team == *team).count();
        let of_person = counted.iter().filter(|one| one.person == actor.person).count();
        Ok(Left { of_team, of_person, per_team, per_person })
    }

    /// Whether something is still there, or still to come.
    fn counts(&self, one: &Use) -> bool {
        let Some((connection, state)) = &one.operation else { return true };
        match (state, state.environment()) {
            (State::Refused { .. } | State::Closed, _) => false,
            (_, Some(id)) => {
                // What the portal was told a moment ago and has not read yet is there.
                let known = self.inventory().get(connection, id).map(|entry| entry.environment.status.clone());
                let is_new = matches!(state, State::Created { .. });
                known.map_or(is_new, |status| !matches!(status, Status::Deleted | Status::FailedCreation))
            }
            (_, None) => true,
        }
    }

    /// Begins a request. It is kept for later, right or wrong, or sent to those who decide.
    pub async fn begin_request(
        &self,
        actor: &Actor,
        blueprint: &BlueprintId,
        team: &TeamId,
        typed: &Filled,
        send: bool,
    ) -> Result<Request, Error> {
        let standing = self.standing(actor, team).await?;
        let object = super::super::teams::object(team);
        self.allow_given(actor, Deed::AskForEnvironment, Facts::in_team(standing), &object).await?;
        let opening = self.opening(actor, blueprint, team).await?;
        let request = self.begun(actor, EnvironmentRequestId::from_bytes(self.chance()), &opening);
        self.keep(actor, &opening.blueprint, request, typed, send).await
    }

    /// A request that nobody has written anything into yet.
    pub(super) fn begun(&self, actor: &Actor, id: EnvironmentRequestId, opening: &Opening) -> Request {
        let Opening { blueprint, team, .. } = opening;
        Request {
            id,
            kind: Kind::Create,
            blueprint: blueprint.id.clone(),
            team: team.id.clone(),
            team_name: team.name.clone(),
            person: actor.person.clone(),
            who: actor.email.clone(),
            name: String::new(),
            stage: Stage::Draft,
            version: 0,
            made_at: self.now(),
            asked_at: None,
            decided_at: None,
            link: None,
            progress: None,
        }
    }

    /// Goes on with a draft of one's own: keeps it, or sends it.
    pub async fn continue_request(
        &self,
        actor: &Actor,
        id: &EnvironmentRequestId,
        typed: &Filled,
        send: bool,
    ) -> Result<Request, Error> {
        let (asked, blueprint) = self.request_for(actor, id, Deed::ChangeRequest).await?;
        if asked.request.stage != Stage::Draft {
            return Err(Error::Conflict("This request was sent already. Nothing was changed.".into()));
        }
        self.keep(actor, &blueprint, asked.request, typed, send).await
    }

    pub(super) async fn keep(
        &self,
        actor: &Actor,
        blueprint: &Blueprint,
        before: Request,
        typed: &Filled,
        send: bool,
    ) -> Result<Request, Error> {
        let why = words(&typed.why);
        let answers = blueprint.rules.answers_of(typed.form.clone());
        let name: String = answers.name.trim().chars().take(300).collect();
        let draft = Request { name, version: before.version + 1, ..before };
        if !send {
            // A draft is private scratch: it may be wrong, and no event tells of it.
            let why = why.unwrap_or_else(|_| typed.why.clone());
            let asked = Asked {
                request: draft,
                why,
                answers,
                about: None,
                plan: None,
                digest: String::new(),
                needed: blueprint.rules.needed,
            };
            return self.saved(asked, Beside::default()).await;
        }
        let mut problems = Problems::default();
        let asks = "Say what it is for: those who decide read it.";
        let why = problems.keep(Field::Why, needed_words(&typed.why, asks));
        let plan = blueprint.rules.plan(&answers, &self.connection_names(), &self.required_tags());
        let (Some(why), Ok(plan)) = (why, plan.clone()) else {
            problems.0.extend(plan.err().map(|Problems(more)| more).unwrap_or_default());
            return Err(Error::Invalid(problems));
        };
        let counted = self.counted_uses(blueprint).await?;
        // Between draft and sending the blueprint can be retired, and the person can leave the team.
        let opening = self.opening(actor, &blueprint.id, &draft.team).await.map_err(no_longer)?;
        if let Some(why_not) = opening.left.full() {
            let flaw = Flaw::new(why_not).at(Field::Name);
            return Err(Error::Invalid(Problems(vec![flaw])));
        }
        let now = self.now();
        let rule = opening.blueprint.rules.automatic_rule().filter(|_| opening.is_automatic);
        let stage = if rule.is_some() { Stage::Approved } else { Stage::Asked };
        let request = Request { stage, asked_at: Some(now), decided_at: rule.as_ref().map(|_| now), ..draft };
        let asking = self.request_event(Some(actor), Action::AskEnvironment, &request, "is asked for");
        let mut events: Vec<Event> = vec![asking.changing(plan.recorded())];
        let mut operation = None;
        if let Some(rule) = rule {
            operation = Some(self.approved(request.id.draft(), actor.person.clone(), plan.clone()));
            let said = format!("is approved. {rule}");
            events.push(self.request_event(None, Action::ApproveRequest, &request, &said));
        }
        let digest = digest(&plan);
        let needed = blueprint.rules.needed;
        let asked = Asked { request, why, answers, about: None, plan: Some(plan), digest, needed };
        let beside = Beside { operation: operation.as_ref(), counted, events: &events, ..Beside::default() };
        self.saved(asked, beside).await.map_err(|error| {
            match error {
            Error::Conflict(_) => Error::Conflict(
                "Somebody else asked for the same blueprint at this moment, or this request changed. Nothing was sent: \
                 send it again."
                    .into(),
            ),
            error => error,
        }
        })
    }

    /// How many uses there are of a blueprint that counts them, so that those who ask at once cannot all pass them.
    async fn counted_uses(&self, blueprint: &Blueprint) -> Result<Option<usize>, Error> {
        if !blueprint.rules.is_counted() {
            return Ok(None);
        }
        Ok(Some(self.store().uses(&blueprint.id).await.map_err(|e| self.failed(&e))?.len()))
    }

    /// Takes a request of one's own back, as long as nobody approved it.
    pub async fn withdraw_request(&self, actor: &Actor, id: &EnvironmentRequestId) -> Result<Request, Error> {
        let (asked, _) = self.request_for(actor, id, Deed::ChangeRequest).await?;
        let before = asked.request.stage;
        if !matches!(before, Stage::Draft | Stage::Asked) {
            return Err(Error::Conflict("This request is decided already. Nothing was changed.".into()));
        }
        let request = asked.request.clone();
        let request =
            Request { stage: Stage::Withdrawn, version: request.version + 1, decided_at: Some(self.now()), ..request };
        let event = self.request_event(Some(actor), Action::WithdrawRequest, &request, "is withdrawn");
        let events = [event];
        // Nobody but its author ever saw a draft.
        let events: &[Event] = if before == Stage::Draft { &[] } else { &events };
        self.saved(Asked { request, ..asked }, Beside { events, ..Beside::default() }).await
    }

    /// Writes a request with what goes along, and tells open pages and the jobs.
    pub(super) async fn saved(&self, asked: Asked, beside: Beside<'_>) -> Result<Request, Error> {
        if self.store().save_request(&asked, beside).await.map_err(|e| self.failed(&e))? {
            self.inner.ports.bell.ring();
            return Ok(asked.request);
        }
        Err(changed_meanwhile())
    }
}

fn no_longer(error: Error) -> Error {
    match error {
        Error::NotFound(_) => Error::Conflict(
            "This blueprint is not open to the team any more, or you have left the team. Ask an administrator what to use instead."
                .into(),
        ),
        error => error,
    }
}
