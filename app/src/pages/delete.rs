//! Deleting one environment: its name is typed, so that nobody deletes another one.

use domain::{Field, link::Link, may::Deed, portal::Live, team::Team};
use leptos::prelude::*;

use crate::{
    api::{
        environments::{DeleteForm, show},
        links::links_to,
    },
    components::{ProblemSummary, error_at},
    page::{Content, environment_in_path, page},
    paths,
    ui::{Alert, Blocked, Button, ButtonGroup, ButtonLook, Crumb, PageHeader, TextField, Tone},
};

pub fn delete() -> impl IntoView {
    let place = environment_in_path();
    page(|visit| async move {
        let (connection, id) = place?;
        let shown = show(connection.clone(), id.clone()).await?;
        let environment = shown.detail.environment;
        let teams = links_to(connection.clone(), id.clone()).await?;
        let form: DeleteForm = visit.flash.typed().unwrap_or_default();
        let problems = visit.problems();
        let blocked = match (&shown.detail.live, environment.status.deletable()) {
            (Live::Known { refusal, .. }, _) => Some(refusal.in_words()),
            (Live::Now, Err(why)) => Some(why.to_owned()),
            (Live::Now, Ok(())) => None,
        };
        let blocked = visit
            .rights()
            .blocked("delete", Deed::DeleteEnvironment)
            .or(blocked.map(|why| Blocked::new("delete", why)));
        let detail = paths::environment(&connection, &id);
        let name = environment.name.clone();
        Ok(Content::new(
            format!("Delete {name}"),
            view! {
                <PageHeader title=format!("Delete {name}")
                    crumbs=vec![Crumb::new("Environments", paths::ENVIRONMENTS), Crumb::new(name.clone(), detail.clone())]/>
                <div class="narrow stack">
                    <Alert tone=Tone::Warning title="This cannot be undone">
                        <p>"FinSpace takes the environment down with everything in it: its data, its users and its settings. Its sign-in address stops working at once, and a new environment gets another one."</p>
                        <Users teams/>
                        <p>"Nothing outside FinSpace is touched: the KMS key and the identity provider stay as they are."</p>
                    </Alert>
                    <form class="form" method="post" action=paths::action::DELETE novalidate>
                        <ProblemSummary problems=problems.clone()/>
                        <input type="hidden" name="connection" value=connection.to_string()/>
                        <input type="hidden" name="id" value=id.to_string()/>
                        <TextField name=Field::ConfirmName.input() label=Field::ConfirmName.label() value=form.confirm_name
                            hint=format!("Type {name} to show that you mean this environment.")
                            error=error_at(&problems, Field::ConfirmName)/>
                        <ButtonGroup>
                            <Button label="Delete environment" look=ButtonLook::Danger
                                blocked/>
                            <Button label="Cancel" look=ButtonLook::Link href=detail/>
                        </ButtonGroup>
                    </form>
                </div>
            },
        ))
    })
}

/// Who is going to miss it.
#[component]
fn Users(teams: Vec<(Team, Link)>) -> impl IntoView {
    if teams.is_empty() {
        return view! { <p>"No team has it on its launchpad."</p> }.into_any();
    }
    let items = teams.into_iter().map(|(team, link)| {
        let called = (!link.label.is_empty()).then(|| format!(", as “{}”", link.label));
        view! { <li><a href=paths::team(&team.id)>{team.name}</a>{called}</li> }
    });
    view! {
        <p>"These teams have it on their launchpads. Their links stay and say that it is gone, until another environment takes its place there:"</p>
        <ul>{items.collect_view()}</ul>
    }
    .into_any()
}
