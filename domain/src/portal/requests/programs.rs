//! Asking by programs: what is open to somebody, with all that it asks for, and a request that is made once for each key.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Filled, Portal};
use crate::{
    Actor, Error, Field, Problems,
    audit::Action,
    blueprint::{Blueprint, Place, Rules},
    environment::EnvironmentForm,
    id::{BlueprintId, EnvironmentRequestId, TeamId},
    may::{Deed, Facts},
    portal::{create::of_key, paged::piece},
    request::{Asked, Request, words},
    team::Team,
};

/// So many events are looked at to learn whether somebody amended a request.
const EVENTS: i64 = 1000;

/// A blueprint that is open to somebody, and the teams of theirs that may use it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenBlueprint {
    /// Without the metadata document that it may fix, which can be megabytes.
    pub blueprint: Blueprint,
    /// What it fixes, line by line.
    pub fixed: Vec<(String, String)>,
    pub teams: Vec<Team>,
}

impl Portal {
    /// What somebody may ask for, by name, a piece at a time from a place on, and whether there is more.
    pub async fn open_blueprints(
        &self,
        actor: &Actor,
        place: Option<&Place>,
        most: usize,
    ) -> Result<(Vec<OpenBlueprint>, bool), Error> {
        self.see(actor, Deed::SeeRequests, "This list")?;
        let read = |most| self.store().open_blueprints(&actor.person, place, most);
        let (ids, more) = piece(most, read).await.map_err(|e| self.failed(&e))?;
        let own = self.store().teams_of(&actor.person).await.map_err(|e| self.failed(&e))?;
        let mut open = Vec::new();
        for id in &ids {
            let Some(mut blueprint) = self.known_blueprint(id).await? else { continue };
            let fixed = blueprint.rules.fixed_lines();
            blueprint.rules.fixed.federation.metadata_document = String::new();
            let teams = own.iter().map(|(team, _)| team).filter(|team| blueprint.is_open_to(&team.id));
            open.push(OpenBlueprint { teams: teams.cloned().collect(), blueprint, fixed });
        }
        Ok((open, more))
    }

    /// Asks for an environment, once for each key that a person chooses: what was asked under a key before is told again,
    /// whatever became of it. Problems name the rows of tags as they were typed.
    pub async fn ask_once(
        &self,
        actor: &Actor,
        key: &str,
        blueprint: &BlueprintId,
        team: &TeamId,
        typed: &Filled,
    ) -> Result<Request, Error> {
        let standing = self.standing(actor, team).await?;
        let object = super::super::teams::object(team);
        self.allow_given(actor, Deed::AskForEnvironment, Facts::in_team(standing), &object).await?;
        let id = request_of_key(actor, key);
        if let Some(earlier) = self.asked_before(&id, blueprint, team, typed).await? {
            return Ok(earlier);
        }
        let opening = self.opening(actor, blueprint, team).await?;
        let rules = &opening.blueprint.rules;
        let unasked = rules.unasked(&typed.form);
        if !unasked.is_empty() {
            return Err(Error::Invalid(unasked));
        }
        let request = self.begun(actor, id.clone(), &opening);
        let error = match self.keep(actor, &opening.blueprint, request, typed, true).await {
            Ok(request) => return Ok(request),
            Err(Error::Invalid(problems)) => Error::Invalid(placed(problems, rules, &typed.form)),
            Err(error) => error,
        };
        // Another call with this key may have been quicker, and may have taken the last that was left.
        self.asked_before(&id, blueprint, team, typed).await?.ok_or(error)
    }

    /// The request that was made under a key, unless the key was used for another one.
    async fn asked_before(
        &self,
        id: &EnvironmentRequestId,
        blueprint: &BlueprintId,
        team: &TeamId,
        typed: &Filled,
    ) -> Result<Option<Request>, Error> {
        let Some(Asked { request, why, answers, .. }) = self.store().request(id).await.map_err(|e| self.failed(&e))?
        else {
            return Ok(None);
        };
        let of_the_same = request.blueprint == *blueprint && request.team == *team && words(&typed.why) == Ok(why);
        if of_the_same && (told(&answers) == told(&typed.form) || self.is_amended(id).await?) {
            return Ok(Some(request));
        }
        Err(Error::Conflict("This key was used for another request. Choose a new key for this one.".into()))
    }

    /// Whether those who decide changed what was filled in.
    async fn is_amended(&self, id: &EnvironmentRequestId) -> Result<bool, Error> {
        let events = self.store().events(&Request::object(id), EVENTS).await.map_err(|e| self.failed(&e))?;
        Ok(events.iter().any(|event| event.action == Action::AmendRequest))
    }
}

/// The request behind a key. The same key may have made an environment, too: that has another id.
fn request_of_key(actor: &Actor, key: &str) -> EnvironmentRequestId {
    EnvironmentRequestId::from_bytes(of_key(actor, &format!("request\0{key}")))
}

/// What was filled in, without what is empty and in no order.
fn told(form: &EnvironmentForm) -> ([&str; 5], BTreeMap<&str, &str>) {
    let rows = form.tags.rows.iter().map(|row| (row.key.trim(), row.value.trim()));
    let texts = [&form.name, &form.description, &form.email_address, &form.first_name, &form.last_name];
    (texts.map(|text| text.trim()), rows.filter(|(_, value)| !value.is_empty()).collect())
}

/// The problems of a plan at the rows that were typed. When a tag is missing, the tags as a whole are wrong.
fn placed(Problems(mut all): Problems, rules: &Rules, typed: &EnvironmentForm) -> Problems {
    let asked = rules.asked_tags();
    let row = |i: usize| {
        let key = asked.get(i)?;
        typed.tags.rows.iter().position(|row| row.key == key.as_str())
    };
    for problem in &mut all {
        problem.field = match problem.field {
            Field::TagKey(i) => row(i).map_or(Field::Tags, Field::TagKey),
            Field::TagValue(i) => row(i).map_or(Field::Tags, Field::TagValue),
            field => field,
        };
    }
    Problems(all)
}
