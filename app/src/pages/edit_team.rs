//! Editing a team's name and description, and deleting it.

use domain::{
    Error, Field,
    id::TeamId,
    may::{Deed, Facts},
    team::{Team, TeamForm},
};
use leptos::prelude::*;

use super::new_team::TeamWords;
use crate::{
    api::{
        teams::{DeleteTeamForm, TeamPlace, TeamTyped, show},
        visit::Visit,
    },
    components::{ProblemSummary, error_at},
    error::ApiError,
    page::{Content, page, segment},
    paths,
    ui::{Blocked, Button, ButtonGroup, ButtonLook, Crumb, PageHeader, Section, TextField},
};

pub fn edit_team() -> impl IntoView {
    let id = TeamId::parse(&segment("id"));
    page(|visit| async move {
        let id = id.ok_or_else(|| ApiError(Error::NotFound("This team".into())))?;
        let seen = show(id, TeamPlace::default()).await?.seen;
        let why = visit.rights().team_reason(seen.standing);
        let empty = seen.members.matching == 0 && seen.links.matching == 0;
        let title = format!("Edit {}", seen.team.name);
        Ok(Content::new(title, view! { <Forms team=seen.team why empty visit/> }))
    })
}

#[component]
fn Forms(team: Team, why: Option<String>, empty: bool, visit: Visit) -> impl IntoView {
    let problems = visit.problems();
    let not_deleted = visit.rights().reason(Deed::DeleteTeam, Facts::default());
    let (words, deletion) = match visit.flash.typed() {
        Some(TeamTyped::Words(form)) => (Some(form), None),
        Some(TeamTyped::Delete(form)) => (None, Some(form)),
        None => (None, None),
    };
    let of_words = if deletion.is_none() { problems.clone() } else { domain::Problems::default() };
    let of_deletion = if deletion.is_some() { problems } else { domain::Problems::default() };
    let page = paths::team(&team.id);
    let shown = TeamForm::of(&team);
    let (name, form) = (team.name.clone(), words.unwrap_or_else(|| shown.clone()));
    let blocked = why.map(|why| Blocked::new("save", why));
    view! {
        <PageHeader title=format!("Edit {name}")
            crumbs=vec![Crumb::new("Teams", paths::TEAMS), Crumb::new(name, page.clone())]/>
        <form class="form" method="post" action=paths::action::EDIT_TEAM novalidate>
            <input type="hidden" name="id" value=team.id.to_string()/>
            <input type="hidden" name="shown[name]" value=shown.name/>
            <input type="hidden" name="shown[description]" value=shown.description/>
            <TeamWords form problems=of_words/>
            <ButtonGroup>
                <Button label="Save changes" look=ButtonLook::Primary blocked/>
                <Button label="Cancel" look=ButtonLook::Link href=page/>
            </ButtonGroup>
        </form>
        <Deletion team empty form=deletion.unwrap_or_default() problems=of_deletion why=not_deleted/>
    }
}

#[component]
fn Deletion(
    team: Team,
    empty: bool,
    form: DeleteTeamForm,
    problems: domain::Problems,
    why: Option<String>,
) -> impl IntoView {
    let blocked = why.map(|why| Blocked::new("delete", why));
    let error = error_at(&problems, Field::ConfirmTeam);
    let typed = (!empty).then(|| {
        let hint = format!("Type {} to show that you mean this team.", team.name);
        view! {
            <TextField name=Field::ConfirmTeam.input() label=Field::ConfirmTeam.label() value=form.confirm_team hint error/>
        }
    });
    view! {
        <Section title="Delete this team" description="Its people stay, and so do its environments. Its permanent links lead nowhere any more, and nobody can bring them back.">
            <form class="form" method="post" action=paths::action::DELETE_TEAM novalidate>
                <ProblemSummary problems/>
                <input type="hidden" name="id" value=team.id.to_string()/>
                {typed}
                <div><Button label="Delete team" look=ButtonLook::Danger blocked/></div>
            </form>
        </Section>
    }
}
