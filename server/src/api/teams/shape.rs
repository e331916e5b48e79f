//! A team as programs see it, with its people and its links.

use app::{components::sign_in, paths};
use domain::{
    environment,
    id::{ConnectionName, EnvironmentId},
    link::Place as LinkPlace,
    portal::{LinkSeen, TeamSeen},
    team::{self, Contact, MemberPlace, Standing, TeamCounted},
};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::{ToSchema, openapi::schema::Schema};

use crate::api::{
    caller::Caller,
    piece::{next, one_of},
};

fn standings() -> Schema {
    one_of([Standing::Member, Standing::Owner].map(Standing::as_str))
}

/// A team, with what it amounts to.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TeamRow {
    #[schema(example = "hq3q5x7zk2m4n6p2r4t6v2x4za")]
    id: String,
    #[schema(example = "Rates desk")]
    name: String,
    /// May be empty.
    description: String,
    /// Owners are members, too.
    member_count: usize,
    /// The owners who can sign in.
    owner_count: usize,
    link_count: usize,
}

/// Some teams, by name.
#[derive(Serialize, ToSchema)]
pub struct TeamList {
    pub teams: Vec<TeamRow>,
    /// What the next call says as `next`; absent when this is all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// One team. Its members and links are those that come first; the others are at the addresses of their own.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Team {
    #[schema(example = "hq3q5x7zk2m4n6p2r4t6v2x4za")]
    id: String,
    #[schema(example = "Rates desk")]
    name: String,
    /// May be empty.
    description: String,
    #[schema(value_type = String, format = DateTime)]
    made_at: Timestamp,
    /// What the owner of the token is in it; absent for those who see all teams.
    #[schema(schema_with = standings)]
    #[serde(skip_serializing_if = "Option::is_none")]
    standing: Option<Standing>,
    /// Some owners who can sign in: whom to ask.
    owners: Vec<Person>,
    member_count: usize,
    members: Vec<Member>,
    /// What listMembers takes as `next` for the others; absent when these are all.
    #[serde(skip_serializing_if = "Option::is_none")]
    members_next: Option<String>,
    link_count: usize,
    links: Vec<Link>,
    /// What listLinks takes as `next` for the others; absent when these are all.
    #[serde(skip_serializing_if = "Option::is_none")]
    links_next: Option<String>,
}

/// Somebody, as others of a team see them.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    id: String,
    name: String,
    #[schema(example = "owner@example.com")]
    email: String,
}

/// Somebody in a team.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Member {
    id: String,
    name: String,
    #[schema(example = "member@example.com")]
    email: String,
    /// They cannot sign in.
    is_disabled: bool,
    #[schema(schema_with = standings)]
    standing: Standing,
    #[schema(value_type = String, format = DateTime)]
    added_at: Timestamp,
    /// The address of whoever added them.
    added_by: String,
    /// The group at a sign-in provider that keeps them in the team; absent when they are in it by hand alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "the group “rates” at Company sign-in")]
    by_group: Option<String>,
}

/// Some members, owners first and then by name.
#[derive(Serialize, ToSchema)]
pub struct MemberList {
    pub members: Vec<Member>,
    /// What the next call says as `next`; absent when this is all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// An environment of a team.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Link {
    #[schema(example = "hq3q5x7zk2m4")]
    id: String,
    /// The permanent address: it leads to the environment's sign-in page, also when another environment takes the place.
    #[schema(example = "https://portal.example.com/go/hq3q5x7zk2m4")]
    address: String,
    /// What the team calls it; empty when the environment's own name will do.
    label: String,
    /// The heading under which it stands; may be empty.
    section: String,
    environment: KnownEnvironment,
    /// When the environment ends, if it does.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    ends_at: Option<Timestamp>,
}

/// Some links, by section.
#[derive(Serialize, ToSchema)]
pub struct LinkList {
    pub links: Vec<Link>,
    /// What the next call says as `next`; absent when this is all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// An environment as the portal saw it last.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct KnownEnvironment {
    #[schema(example = "local")]
    connection: String,
    environment_id: String,
    #[schema(example = "research")]
    name: String,
    /// One of the API's thirteen words; absent when the portal does not know the environment any more.
    #[schema(example = "CREATED")]
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<String>,
    /// Where people sign in; absent while nobody can.
    #[serde(skip_serializing_if = "Option::is_none")]
    sign_in_url: Option<String>,
}

impl KnownEnvironment {
    pub fn new(
        connection: &ConnectionName,
        id: &EnvironmentId,
        name: &str,
        seen: Option<&environment::Environment>,
    ) -> Self {
        Self {
            connection: connection.to_string(),
            environment_id: id.to_string(),
            name: seen.map_or(name, |seen| seen.name.as_str()).to_owned(),
            status: seen.map(|seen| seen.status.as_str().to_owned()),
            sign_in_url: seen.and_then(|seen| sign_in(seen).ok()),
        }
    }
}

impl From<TeamCounted> for TeamRow {
    fn from(TeamCounted { team, members, owners, links }: TeamCounted) -> Self {
        let (id, name, description) = (team.id.into(), team.name, team.description);
        Self { id, name, description, member_count: members, owner_count: owners, link_count: links }
    }
}

impl From<Contact> for Person {
    fn from(contact: Contact) -> Self {
        Self { id: contact.person.into(), name: contact.name, email: contact.email }
    }
}

impl From<team::Member> for Member {
    fn from(member: team::Member) -> Self {
        let team::Member { who: Contact { person, name, email, is_disabled }, standing, added_at, added_by, by_group } =
            member;
        let by_group = by_group.map(|by_group| by_group.in_words());
        Self { id: person.into(), name, email, is_disabled, standing, added_at, added_by, by_group }
    }
}

impl Link {
    pub fn new(caller: &Caller, LinkSeen { link, environment, lifetime, .. }: LinkSeen) -> Self {
        Self {
            address: caller.absolute(&paths::go(&link.id)),
            environment: KnownEnvironment::new(&link.connection, &link.environment, &link.name, environment.as_ref()),
            id: link.id.into(),
            label: link.label,
            section: link.section,
            ends_at: lifetime.and_then(|lifetime| lifetime.ends_at),
        }
    }
}

impl Team {
    pub fn new(caller: &Caller, seen: TeamSeen) -> Self {
        let TeamSeen { team, standing, owners, members, links, .. } = seen;
        let more_members = members.rows.last().filter(|_| members.pages > 1);
        let more_links = links.rows.last().filter(|_| links.pages > 1);
        Self {
            id: team.id.into(),
            name: team.name,
            description: team.description,
            made_at: team.made_at,
            standing,
            owners: owners.into_iter().map(Into::into).collect(),
            member_count: members.matching,
            members_next: more_members.map(|last| next(&MemberPlace::of(last))),
            members: members.rows.into_iter().map(Into::into).collect(),
            link_count: links.matching,
            links_next: more_links.map(|last| next(&LinkPlace::of(&last.link))),
            links: links.rows.into_iter().map(|seen| Link::new(caller, seen)).collect(),
        }
    }
}
