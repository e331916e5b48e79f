//! Who is in a team.

use domain::{
    id::{PersonId, TeamId},
    team::{Contact, Standing},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;

/// Whom to add, and as what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MembersForm {
    /// Addresses, one a line.
    pub members: String,
    pub standing: Standing,
}

#[server(endpoint = "members/add")]
pub async fn add(team: TeamId, #[server(default)] form: MembersForm) -> Result<Vec<Contact>, ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let added = context::portal().add_members(&context::actor()?, &team, &form.members, form.standing).await;
    let page = paths::team(&team);
    let told = |new: &[Contact]| match new {
        [] => Notice::told("They are in the team already. Nobody was added."),
        [one] => Notice::done(format!("{} is in the team and sees its environments at the next click.", one.name)),
        many => Notice::done(format!("{} people are in the team now.", many.len())),
    };
    context::answer(added, |new| Then::go(&page).telling(told(new)), || Back::to(&page).with(&form)).await
}

/// Makes a member an owner, or an owner a member.
#[server(endpoint = "members/standing")]
pub async fn set_standing(team: TeamId, person: PersonId, standing: Standing) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let set = context::portal().set_standing(&context::actor()?, &team, &person, standing).await;
    let page = paths::team(&team);
    let told = |who: &Contact| match standing {
        Standing::Owner => format!("{} owns the team now.", who.name),
        Standing::Member => format!("{} is a member now and owns the team no more.", who.name),
    };
    let then = |who: &Contact| Then::go(&page).telling(Notice::done(told(who)));
    context::answer(set, then, || Back::to(&page)).await.map(|_| ())
}

#[server(endpoint = "members/remove")]
pub async fn remove(team: TeamId, person: PersonId) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let removed = context::portal().remove_member(&context::actor()?, &team, &person).await;
    let page = paths::team(&team);
    let told = "They are not in the team any more. Its environments are gone from their launchpad.";
    // Whoever took themselves out may not see the team any more; the list of teams is theirs in any case.
    let then = if removed.is_ok() && context::visitor().is_some_and(|actor| actor.person == person) {
        paths::TEAMS.to_owned()
    } else {
        page.clone()
    };
    context::answer(removed, |()| Then::go(then).telling(Notice::done(told)), || Back::to(&page)).await
}
