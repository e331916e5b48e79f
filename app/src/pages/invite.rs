//! Inviting somebody: their address, and what they will be.

use domain::{
    Error, Field, Problems,
    invitation::INVITATION_HOURS,
    may::{Deed, Facts},
};
use leptos::prelude::*;

use crate::{
    api::invitations::InviteForm,
    components::{ProblemSummary, RoleBoxes, error_at},
    error::ApiError,
    page::{Content, page},
    paths,
    ui::{Alert, Button, ButtonGroup, ButtonLook, Crumb, InputType, Need, PageHeader, TextField, Tone},
};

pub fn invite() -> impl IntoView {
    page(|visit| async move {
        let rights = visit.rights();
        // Who may not see people learns nothing of this page either.
        if !rights.may(Deed::SeePeople) {
            return Err(ApiError(Error::NotFound("This page".into())));
        }
        let form: InviteForm = visit.flash.typed().unwrap_or_default();
        let problems = visit.problems();
        let body = match rights.reason(Deed::Invite, Facts::default()) {
            Some(why) => view! {
                <Alert tone=Tone::Warning title="You cannot invite anybody">{why}</Alert>
                <p><Button label="Back to the people" href=paths::PEOPLE/></p>
            }
            .into_any(),
            None => view! { <Inputs form problems/> }.into_any(),
        };
        Ok(Content::new(
            "Invite somebody",
            view! {
                <PageHeader title="Invite somebody" crumbs=vec![Crumb::new("People", paths::PEOPLE)]
                    description=format!("You get a link to send to them. It works once, within {INVITATION_HOURS} hours; they choose their own password.")/>
                {body}
            },
        ))
    })
}

#[component]
fn Inputs(form: InviteForm, problems: Problems) -> impl IntoView {
    let (of_email, of_name) = (error_at(&problems, Field::EmailAddress), error_at(&problems, Field::DisplayName));
    view! {
        <form class="form" method="post" action=paths::action::INVITE novalidate>
            <ProblemSummary problems/>
            <TextField name=Field::EmailAddress.input() label=Field::EmailAddress.label() r#type=InputType::Email
                value=form.email_address error=of_email/>
            <TextField name=Field::DisplayName.input() label="Name" value=form.display_name need=Need::Optional
                hint="They can change it when they come in." error=of_name/>
            <RoleBoxes roles=form.roles/>
            <ButtonGroup>
                <Button label="Make invitation link" look=ButtonLook::Primary/>
                <Button label="Cancel" look=ButtonLook::Link href=paths::PEOPLE/>
            </ButtonGroup>
        </form>
    }
}
