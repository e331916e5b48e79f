//! Blueprints that are open to one: what may be asked for, and what one fills in.

use axum::Json;
use domain::{
    blueprint::{Automatic, Deciders, Place, Rules},
    portal::OpenBlueprint,
    tag::TagKey,
};
use serde::Serialize;
use utoipa::{ToSchema, openapi::schema::Schema};

use super::{
    caller::Caller,
    piece::{Piece, limit, next, one_of, place},
    problem::Problem,
    requests::{Line, TeamName},
    sent::Asked,
};

/// What may be asked for.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Blueprint {
    #[schema(example = "hq3q5x7zk2m4n6p2r4t6v2x4za")]
    id: String,
    #[schema(example = "Laboratory")]
    name: String,
    /// For those who ask; may be empty.
    words: String,
    /// The teams of yours that may ask.
    teams: Vec<TeamName>,
    /// What names of environments begin with; may be empty.
    #[schema(example = "lab-")]
    name_prefix: String,
    /// Whether one may write the description.
    asks_description: bool,
    /// Whether one may name the superuser.
    asks_superuser: bool,
    /// The tags that one fills in, those that one must first, each with what it may be.
    asked_tags: Vec<AskedTag>,
    /// The keys of the tags that have to be filled in.
    #[schema(example = json!(["desk"]))]
    required_tags: Vec<String>,
    /// The keys of the tags that may be filled in.
    optional_tags: Vec<String>,
    /// What nobody fills in or changes, because the blueprint says it.
    fixed: Vec<Line>,
    /// The most environments of it that a team can have; absent when there is no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    per_team: Option<u32>,
    /// The most environments of it that a person can have; absent when there is no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    per_person: Option<u32>,
    /// How many days an environment of it lives; absent when it has no end.
    #[serde(skip_serializing_if = "Option::is_none")]
    days: Option<u32>,
    /// Who decides: approvers of the team, people whom the blueprint names, or teams and people one after the other.
    #[schema(schema_with = deciders)]
    deciders: Deciders,
    /// So many have to approve.
    approvals_needed: u32,
    /// Whether anything within the limits is approved without anybody; `automaticFor` says whose requests are.
    is_automatic: bool,
    /// Whose requests are approved without anybody: nobody’s, those of owners and approvers of the team, or those of all
    /// its members.
    #[schema(schema_with = automatic)]
    automatic_for: Automatic,
    /// That many environments of the team at most, the new one among them; absent when it is as many as the limits let.
    #[serde(skip_serializing_if = "Option::is_none")]
    automatic_up_to: Option<u32>,
}

/// A tag that one fills in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AskedTag {
    #[schema(example = "desk")]
    key: String,
    is_required: bool,
    /// It has to be one of these; empty when any value will do.
    #[schema(example = json!(["rates", "bonds"]))]
    choices: Vec<String>,
    /// What the form in the portal begins with. A program sends the value that it wants.
    #[schema(example = "rates")]
    #[serde(skip_serializing_if = "Option::is_none")]
    begins_with: Option<String>,
}

impl AskedTag {
    fn new(rules: &Rules, key: &TagKey) -> Self {
        Self {
            key: key.to_string(),
            is_required: rules.required_tags.contains(key),
            choices: rules.choices_of(key).iter().map(ToString::to_string).collect(),
            begins_with: Some(rules.prefilled(key).to_owned()).filter(|value| !value.is_empty()),
        }
    }
}

fn automatic() -> Schema {
    one_of(Automatic::ALL.map(Automatic::as_str))
}

fn deciders() -> Schema {
    one_of(Deciders::ALL.map(Deciders::as_str))
}

/// Some blueprints, by name.
#[derive(Serialize, ToSchema)]
pub struct BlueprintList {
    blueprints: Vec<Blueprint>,
    /// What the next call says as `next`; absent when this is all.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

impl From<OpenBlueprint> for Blueprint {
    fn from(OpenBlueprint { blueprint, fixed, teams }: OpenBlueprint) -> Self {
        let rules = blueprint.rules;
        let asked_tags = rules.asked_tags().into_iter().map(|key| AskedTag::new(&rules, key)).collect();
        let keys = |keys: Vec<TagKey>| keys.into_iter().map(Into::into).collect();
        let some = |number: u32| (number > 0).then_some(number);
        Self {
            id: blueprint.id.into(),
            name: rules.name,
            words: rules.words,
            teams: teams.into_iter().map(|team| TeamName { id: team.id.into(), name: team.name }).collect(),
            name_prefix: rules.prefix,
            asks_description: rules.asks_description,
            asks_superuser: rules.asks_superuser,
            asked_tags,
            required_tags: keys(rules.required_tags),
            optional_tags: keys(rules.optional_tags),
            fixed: fixed.into_iter().map(|(field, value)| Line { field, value }).collect(),
            per_team: some(rules.per_team),
            per_person: some(rules.per_person),
            days: some(rules.days),
            deciders: rules.deciders,
            approvals_needed: rules.needed,
            is_automatic: rules.automatic != Automatic::Nobody,
            automatic_for: rules.automatic,
            automatic_up_to: some(rules.automatic_up_to),
        }
    }
}

/// The blueprints that one may ask with, by name, each with what one fills in.
#[utoipa::path(
    get, path = "/blueprints", operation_id = "listBlueprints", tag = "requests", params(Piece),
    responses((status = 200, description = "A piece of the list.", body = BlueprintList))
)]
pub async fn list(caller: Caller, Asked(piece): Asked<Piece>) -> Result<Json<BlueprintList>, Problem> {
    let (limit, place) = (limit(piece.limit)?, place(piece.next.as_deref())?);
    let (open, more) = caller.portal.open_blueprints(&caller.actor, place.as_ref(), limit).await?;
    let next = open.last().filter(|_| more).map(|last| next(&Place::of(&last.blueprint)));
    Ok(Json(BlueprintList { blueprints: open.into_iter().map(Into::into).collect(), next }))
}
