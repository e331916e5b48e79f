//! A request as programs see it: what is asked for, what is decided, and what became of it.

use std::collections::BTreeMap;

use app::paths;
use domain::{
    audit::Change,
    blueprint::without_blueprint,
    change::Wanted,
    environment::{EnvironmentForm, NewEnvironment},
    portal::RequestSeen,
    request::{self, About, Kind, Part, Stage, Whose},
};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::{ToSchema, openapi::schema::Schema};

use super::{
    history::{Approval, Comment, Happened},
    metadata::MetadataAsked,
};
use crate::api::{
    caller::Caller,
    form::SuperuserParameters,
    piece::{next, one_of},
    teams::KnownEnvironment,
};

pub fn kinds() -> Schema {
    one_of(Kind::ALL.map(Kind::as_str))
}

pub fn states() -> Schema {
    one_of(Stage::ALL.map(Stage::as_str))
}

pub fn whose() -> Schema {
    one_of(Whose::ALL.map(Whose::as_str))
}

fn parts() -> Schema {
    one_of(["asker", "approver", "onlooker"])
}

/// A request, as lists tell of it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RequestRow {
    #[schema(example = "hq3q5x7zk2m4n6p2r4t6v2x4za")]
    id: String,
    /// What is asked for: a new environment, that one is deleted or changed, or more time for one.
    #[schema(schema_with = kinds)]
    kind: Kind,
    /// What is decided; what becomes of it then, `progress` says.
    #[schema(schema_with = states)]
    state: Stage,
    /// What becomes of an approved one.
    #[schema(example = "ready")]
    #[serde(skip_serializing_if = "Option::is_none")]
    progress: Option<String>,
    /// What the environment is called, or is to be.
    #[schema(example = "lab-curves")]
    name: String,
    /// The id of the blueprint; absent when the environment was made without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    blueprint: Option<String>,
    team: TeamName,
    /// The address of whoever asked.
    #[schema(example = "member@example.com")]
    asked_by: String,
    #[schema(value_type = String, format = DateTime)]
    made_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    asked_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_at: Option<Timestamp>,
    /// When it lapses, as long as it waits.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    lapses_at: Option<Timestamp>,
    /// The permanent address at which the team signs in to the environment, once it is linked.
    #[schema(example = "https://portal.example.com/go/hq3q5x7zk2m4")]
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
}

/// A team by its name. That of a request is the one of when it was asked: history outlives teams.
#[derive(Serialize, ToSchema)]
pub struct TeamName {
    #[schema(example = "hq3q5x7zk2m4n6p2r4t6v2x4za")]
    pub id: String,
    #[schema(example = "Rates desk")]
    pub name: String,
}

/// Some requests, the newest first.
#[derive(Serialize, ToSchema)]
pub struct RequestList {
    pub requests: Vec<RequestRow>,
    /// What the next call says as `next`; absent when this is all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A request with everything about it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    #[serde(flatten)]
    row: RequestRow,
    /// What the owner of the token is to it; absent for those who see all requests.
    #[schema(schema_with = parts)]
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<Part>,
    #[schema(example = "Laboratory")]
    #[serde(skip_serializing_if = "Option::is_none")]
    blueprint_name: Option<String>,
    /// What it is for.
    why: String,
    /// What was filled in of a new environment.
    #[serde(skip_serializing_if = "Option::is_none")]
    answers: Option<Answers>,
    /// What is to be created, line by line; empty where nothing is.
    plan: Vec<Line>,
    /// The environment that it is about, unless it asks for a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<AboutEnvironment>,
    /// What an approval is bound to; empty for a draft.
    plan_digest: String,
    /// So many have to approve.
    approvals_needed: u32,
    approvals: Vec<Approval>,
    /// The environment as the portal saw it last, once there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    environment: Option<KnownEnvironment>,
    /// When the environment ends, if it does.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    ends_at: Option<Timestamp>,
    /// When its deletion begins, or began.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    deletion_begins_at: Option<Timestamp>,
    /// What was said first.
    comments: Vec<Comment>,
    /// What listComments takes as `next` for what was said then; absent when this is all.
    #[serde(skip_serializing_if = "Option::is_none")]
    comments_next: Option<String>,
    /// What happened, the newest of it first.
    history: Vec<Happened>,
}

/// A line of what is fixed or planned.
#[derive(Serialize, ToSchema)]
pub struct Line {
    #[schema(example = "Connection")]
    pub field: String,
    #[schema(example = "local")]
    pub value: String,
}

/// What somebody filled in who asks for an environment.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Answers {
    name: String,
    /// Empty where the blueprint says it.
    description: String,
    tags: BTreeMap<String, String>,
    /// Absent where nobody named it.
    #[serde(skip_serializing_if = "Option::is_none")]
    superuser_parameters: Option<SuperuserParameters>,
}

/// An environment that is there, and what is asked for it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AboutEnvironment {
    connection: String,
    environment_id: String,
    /// How many days more; 0 for a deletion and for a change.
    days: u32,
    /// What is to become different of a change, line by line. A metadata document is told by its length and digest.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changes: Vec<ChangedLine>,
    /// What the metadata document says that a change gives; absent where none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<MetadataAsked>,
}

/// What a line of an environment is when its change is asked for, and what it is to be; absent when it is not there.
#[derive(Serialize, ToSchema)]
pub struct ChangedLine {
    #[schema(example = "Description")]
    field: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    #[schema(example = "Where rates are reckoned")]
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
}

impl RequestRow {
    pub fn new(caller: &Caller, request: request::Request) -> Self {
        Self {
            kind: request.kind,
            state: request.stage,
            lapses_at: request.lapses_at(caller.portal.house().lapses_after),
            id: request.id.into(),
            progress: request.progress,
            name: request.name,
            blueprint: (request.blueprint != without_blueprint()).then(|| request.blueprint.into()),
            team: TeamName { id: request.team.into(), name: request.team_name },
            asked_by: request.who,
            made_at: request.made_at,
            asked_at: request.asked_at,
            decided_at: request.decided_at,
            address: request.link.map(|link| caller.absolute(&paths::go(&link))),
        }
    }
}

impl Request {
    pub fn new(caller: &Caller, seen: RequestSeen, metadata: Option<MetadataAsked>) -> Self {
        let RequestSeen { asked, blueprint, part, approvals, comments, events, environment, lifetime, .. } = seen;
        let is_new = asked.request.kind == Kind::Create;
        let is_named = blueprint.id != without_blueprint();
        let deletion = lifetime.as_ref().and_then(|lifetime| lifetime.deletion.as_ref());
        Self {
            row: RequestRow::new(caller, asked.request),
            part,
            blueprint_name: is_named.then_some(blueprint.rules.name),
            why: asked.why,
            answers: is_new.then(|| asked.answers.into()),
            plan: asked.plan.as_ref().map(lines).unwrap_or_default(),
            about: asked.about.map(|about| AboutEnvironment { metadata, ..about.into() }),
            plan_digest: asked.digest,
            approvals_needed: asked.needed,
            approvals: approvals.into_iter().map(Into::into).collect(),
            environment: environment.map(|one| KnownEnvironment::new(&one.connection, &one.id, &one.name, Some(&one))),
            deletion_begins_at: deletion.map(|deletion| deletion.begins_at),
            ends_at: lifetime.as_ref().and_then(|lifetime| lifetime.ends_at),
            comments_next: (comments.pages > 1).then(|| next(&comments.rows.len())),
            comments: comments.rows.into_iter().map(Into::into).collect(),
            history: events.into_iter().map(Into::into).collect(),
        }
    }

    /// What an approval of it as it stands here is bound to.
    pub fn digest(&self) -> &str {
        &self.plan_digest
    }
}

/// A plan, line by line.
fn lines(plan: &NewEnvironment) -> Vec<Line> {
    let line = |change: Change| Some(Line { field: change.field, value: change.after? });
    plan.recorded().into_iter().filter_map(line).collect()
}

impl From<EnvironmentForm> for Answers {
    fn from(form: EnvironmentForm) -> Self {
        let is_named = !form.has_no_superuser();
        let superuser = SuperuserParameters {
            email_address: form.email_address,
            first_name: form.first_name,
            last_name: form.last_name,
        };
        let rows = form.tags.rows.into_iter().filter(|row| !row.value.is_empty());
        let tags = rows.map(|row| (row.key, row.value)).collect();
        Self {
            name: form.name,
            description: form.description,
            tags,
            superuser_parameters: is_named.then_some(superuser),
        }
    }
}

impl From<About> for AboutEnvironment {
    fn from(about: About) -> Self {
        let (connection, environment_id) = (about.connection.into(), about.environment.into());
        let changes = about.wanted.as_ref().map(Wanted::changes).unwrap_or_default().into_iter();
        let changes = changes.map(|Change { field, before, after }| ChangedLine { field, before, after }).collect();
        Self { connection, environment_id, days: about.days, changes, metadata: None }
    }
}
