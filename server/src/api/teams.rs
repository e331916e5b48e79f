//! Teams as one may see them: who is in them, and which environments they have by which permanent links.

mod shape;

use axum::Json;
use domain::{
    id::TeamId,
    link::Place as LinkPlace,
    team::{MemberPlace, TeamPlace},
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    caller::Caller,
    piece::{Piece, limit, next, place, sought},
    problem::Problem,
    sent::{Asked, Named},
};
pub use shape::KnownEnvironment;
use shape::{Link, LinkList, MemberList, Team, TeamList};

/// Which teams, and from where on.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// A text that stands somewhere in the name, whatever its case.
    #[param(max_length = 200)]
    q: Option<String>,
    /// How many at most.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// What the answer before called `next`.
    next: Option<String>,
}

/// The teams that one may see, by name: one's own at least.
#[utoipa::path(
    get, path = "/teams", operation_id = "listTeams", tag = "teams", params(Filter),
    responses((status = 200, description = "A piece of the list.", body = TeamList))
)]
pub async fn list(caller: Caller, Asked(filter): Asked<Filter>) -> Result<Json<TeamList>, Problem> {
    let (limit, place) = (limit(filter.limit)?, place(filter.next.as_deref())?);
    let text = sought(filter.q)?;
    let (teams, more) = caller.portal.teams_after(&caller.actor, &text, place.as_ref(), limit).await?;
    let next = teams.last().filter(|_| more).map(|last| next(&TeamPlace::of(&last.team)));
    Ok(Json(TeamList { teams: teams.into_iter().map(Into::into).collect(), next }))
}

/// One team, with its owners, members and links.
#[utoipa::path(
    get, path = "/teams/{team}", operation_id = "getTeam", tag = "teams",
    params(("team" = String, Path, description = "The id of the team.")),
    responses((status = 200, description = "The team.", body = Team))
)]
pub async fn show(caller: Caller, Named(id): Named<TeamId>) -> Result<Json<Team>, Problem> {
    let seen = caller.portal.team(&caller.actor, &id, "", 1, 1).await?;
    Ok(Json(Team::new(&caller, seen)))
}

/// The members of a team, owners first and then by name.
#[utoipa::path(
    get, path = "/teams/{team}/members", operation_id = "listMembers", tag = "teams",
    params(("team" = String, Path, description = "The id of the team."), Piece),
    responses((status = 200, description = "A piece of the list.", body = MemberList))
)]
pub async fn members(
    caller: Caller,
    Named(id): Named<TeamId>,
    Asked(piece): Asked<Piece>,
) -> Result<Json<MemberList>, Problem> {
    let (limit, place) = (limit(piece.limit)?, place(piece.next.as_deref())?);
    let (members, more) = caller.portal.members_after(&caller.actor, &id, place.as_ref(), limit).await?;
    let next = members.last().filter(|_| more).map(|last| next(&MemberPlace::of(last)));
    Ok(Json(MemberList { members: members.into_iter().map(Into::into).collect(), next }))
}

/// The environments of a team, each with its permanent address.
#[utoipa::path(
    get, path = "/teams/{team}/links", operation_id = "listLinks", tag = "teams",
    params(("team" = String, Path, description = "The id of the team."), Piece),
    responses((status = 200, description = "A piece of the list.", body = LinkList))
)]
pub async fn links(
    caller: Caller,
    Named(id): Named<TeamId>,
    Asked(piece): Asked<Piece>,
) -> Result<Json<LinkList>, Problem> {
    let (limit, place) = (limit(piece.limit)?, place(piece.next.as_deref())?);
    let (links, more) = caller.portal.links_after(&caller.actor, &id, place.as_ref(), limit).await?;
    let next = links.last().filter(|_| more).map(|last| next(&LinkPlace::of(&last.link)));
    Ok(Json(LinkList { links: links.into_iter().map(|seen| Link::new(&caller, seen)).collect(), next }))
}
