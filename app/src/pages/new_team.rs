//! Making a team: its name, and what it is for.

use domain::{
    Error, Field, Problems,
    may::{Deed, Facts},
    team::{TEAM_DESCRIPTION_MOST, TEAM_NAME_MOST, TeamForm},
};
use leptos::prelude::*;

use crate::{
    components::{ProblemSummary, error_at},
    error::ApiError,
    page::{Content, page},
    paths,
    ui::{Alert, Button, ButtonGroup, ButtonLook, Crumb, Need, PageHeader, TextArea, TextField, Tone},
};

pub fn new_team() -> impl IntoView {
    page(|visit| async move {
        let rights = visit.rights();
        // Who sees no team but their own learns nothing of this page either.
        if !rights.may(Deed::SeeTeam) {
            return Err(ApiError(Error::NotFound("This page".into())));
        }
        let form: TeamForm = visit.flash.typed().unwrap_or_default();
        let problems = visit.problems();
        let body = match rights.reason(Deed::MakeTeam, Facts::default()) {
            Some(why) => view! {
                <Alert tone=Tone::Warning title="You cannot make a team">{why}</Alert>
                <p><Button label="Back to the teams" href=paths::TEAMS/></p>
            }
            .into_any(),
            None => view! {
                <form class="form" method="post" action=paths::action::MAKE_TEAM novalidate>
                    <TeamWords form problems/>
                    <ButtonGroup>
                        <Button label="Make team" look=ButtonLook::Primary/>
                        <Button label="Cancel" look=ButtonLook::Link href=paths::TEAMS/>
                    </ButtonGroup>
                </form>
            }
            .into_any(),
        };
        Ok(Content::new(
            "Make a team",
            view! {
                <PageHeader title="Make a team" crumbs=vec![Crumb::new("Teams", paths::TEAMS)]
                    description="Afterwards you add its people and link its environments."/>
                {body}
            },
        ))
    })
}

/// Name and description, with what is wrong with them.
#[component]
pub fn TeamWords(form: TeamForm, problems: Problems) -> impl IntoView {
    let limit = |most: usize| u32::try_from(most).unwrap_or(u32::MAX);
    let (of_name, of_description) = (error_at(&problems, Field::Name), error_at(&problems, Field::Description));
    view! {
        <ProblemSummary problems/>
        <TextField name=Field::Name.input() label=Field::Name.label() value=form.name limit=limit(TEAM_NAME_MOST)
            hint="As people know the team. No other team may have it." error=of_name/>
        <TextArea name=Field::Description.input() label=Field::Description.label() value=form.description
            need=Need::Optional limit=limit(TEAM_DESCRIPTION_MOST) hint="What the team is for." error=of_description/>
    }
}
