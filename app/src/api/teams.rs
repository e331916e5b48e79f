//! Teams: the list, one team, making, editing and deleting one.

use domain::{
    id::{PersonId, TeamId},
    portal::{Paged, TeamSeen},
    team::{Filter, Standing, Team, TeamCounted, TeamForm},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;

/// One team's page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TeamShown {
    pub seen: TeamSeen,
    /// Scheme and host, which links in other people's hands need.
    pub origin: String,
    pub now: jiff::Timestamp,
    /// Whether the reader finds anything to ask for in its name.
    pub may_ask: bool,
}

/// Which part of a team is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TeamPlace {
    /// Looked for in the names and addresses of members.
    pub text: String,
    /// The page of the members, and that of the links.
    pub page: usize,
    pub links: usize,
}

/// What was typed to confirm a deletion.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeleteTeamForm {
    pub confirm_team: String,
}

/// What was typed on the page that edits a team, which has two forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TeamTyped {
    Words(TeamForm),
    Delete(DeleteTeamForm),
}

#[server(endpoint = "teams/list")]
pub async fn list(
    #[server(default)] filter: Filter,
    #[server(default)] page: usize,
) -> Result<Paged<TeamCounted>, ApiError> {
    use crate::context;
    Ok(context::portal().teams(&context::actor()?, &filter, page).await?)
}

#[server(endpoint = "teams/show")]
pub async fn show(id: TeamId, #[server(default)] place: TeamPlace) -> Result<TeamShown, ApiError> {
    use crate::context;
    let (portal, TeamPlace { text, page, links }) = (context::portal(), place);
    let actor = context::actor()?;
    let seen = portal.team(&actor, &id, &text, page, links).await?;
    let may_ask = portal.has_openings(&actor, &id).await?;
    Ok(TeamShown { seen, origin: context::absolute(""), now: portal.now(), may_ask })
}

/// The teams of a person.
#[server(endpoint = "teams/of")]
pub async fn teams_of(person: PersonId) -> Result<Vec<(Team, Standing)>, ApiError> {
    use crate::context;
    Ok(context::portal().teams_of(&context::actor()?, &person).await?)
}

#[server(endpoint = "teams/make")]
pub async fn make(#[server(default)] form: TeamForm) -> Result<Team, ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let made = context::portal().make_team(&context::actor()?, &form).await;
    let told = |team: &Team| format!("“{}” is made. Add its people and its environments.", team.name);
    let then = |team: &Team| Then::go(paths::team(&team.id)).telling(Notice::done(told(team)));
    context::answer(made, then, || Back::to(paths::NEW_TEAM).with(&form)).await
}

/// Gives a team the name and the description that are typed in the place of the ones that the page showed.
#[server(endpoint = "teams/edit")]
pub async fn edit(
    id: TeamId,
    #[server(default)] shown: TeamForm,
    #[server(default)] form: TeamForm,
) -> Result<Team, ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let edited = context::portal().edit_team(&context::actor()?, &id, &shown, &form).await;
    let then = |team: &Team| Then::go(paths::team(&id)).telling(Notice::done(format!("“{}” is saved.", team.name)));
    context::answer(edited, then, || Back::to(paths::edit_team(&id)).with(&TeamTyped::Words(form))).await
}

#[server(endpoint = "teams/delete")]
pub async fn delete(id: TeamId, #[server(default)] form: DeleteTeamForm) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let deleted = context::portal().delete_team(&context::actor()?, &id, &form.confirm_team).await;
    let told = |team: &Team| format!("“{}” is deleted. Its links lead nowhere any more.", team.name);
    let then = |team: &Team| Then::go(paths::TEAMS).telling(Notice::done(told(team)));
    context::answer(deleted, then, || Back::to(paths::edit_team(&id)).with(&TeamTyped::Delete(form))).await.map(|_| ())
}
