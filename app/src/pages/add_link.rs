//! Linking an environment to a team.

use domain::{Error, Problems, id::TeamId, link::LinkForm, portal::LinkChoices, team::Team};
use leptos::prelude::*;

use crate::{
    api::links::choices,
    components::{EnvironmentChoice, LinkWords, ProblemSummary},
    error::ApiError,
    page::{Content, asked, page, segment},
    paths,
    ui::{Button, ButtonGroup, ButtonLook, Crumb, EmptyState, FilterBar, InputType, Need, PageHeader, TextField},
};

pub fn add_link() -> impl IntoView {
    let id = TeamId::parse(&segment("id"));
    let text = asked("text").trim().to_owned();
    page(move |visit| async move {
        let id = id.ok_or_else(|| ApiError(Error::NotFound("This team".into())))?;
        let (team, choices) = choices(id, text.clone()).await?;
        let form: LinkForm = visit.flash.typed().unwrap_or_default();
        let problems = visit.problems();
        Ok(Content::new(
            format!("Link an environment to {}", team.name),
            view! { <Adding team choices text form problems/> },
        ))
    })
}

#[component]
fn Adding(team: Team, choices: LinkChoices, text: String, form: LinkForm, problems: Problems) -> impl IntoView {
    let (page, cancel) = (paths::team(&team.id), paths::team(&team.id));
    let body = if choices.choices.is_empty() {
        view! {
            <EmptyState title="There is nothing to link here"
                text="Either no environment has these words, or the team has all that do. Find others, or create one first."/>
        }
        .into_any()
    } else {
        let chosen = form.environment.clone();
        let (of_choice, of_words) = (problems.clone(), problems.clone());
        view! {
            <form class="form" method="post" action=paths::action::ADD_LINK novalidate>
                <ProblemSummary problems/>
                <input type="hidden" name="team" value=team.id.to_string()/>
                <EnvironmentChoice choices=choices.clone() chosen problems=of_choice/>
                <LinkWords form problems=of_words/>
                <ButtonGroup>
                    <Button label="Link environment" look=ButtonLook::Primary/>
                    <Button label="Cancel" look=ButtonLook::Link href=cancel/>
                </ButtonGroup>
            </form>
        }
        .into_any()
    };
    view! {
        <PageHeader title="Link an environment"
            crumbs=vec![Crumb::new("Teams", paths::TEAMS), Crumb::new(team.name.clone(), page)]
            description="It gets a tile on the launchpads of the team, and a permanent address that stays when the environment is replaced."/>
        <Find action=paths::add_link(&team.id) text/>
        {body}
    }
}

/// The search among the environments to choose from.
#[component]
pub fn Find(action: String, text: String) -> impl IntoView {
    let clear = (!text.is_empty()).then(|| action.clone());
    view! {
        <FilterBar action label="Find environments" clear>
            <TextField name="text" label="Find in name, id, ARN and tags" r#type=InputType::Search
                need=Need::Optional value=text/>
        </FilterBar>
    }
}
