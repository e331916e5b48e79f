//! Coming in by an invitation.

use domain::{Field, Problems, invitation::Invitation};
use leptos::prelude::*;

use crate::{
    api::invitations::{AcceptForm, open},
    components::{NewPassword, ProblemSummary, error_at},
    page::{Content, asked, page},
    paths,
    ui::{Access, Alert, Button, ButtonLook, InputType, PageHeader, TextField, Tone},
};

pub fn invitation() -> impl IntoView {
    let secret = asked("secret");
    page(|visit| async move {
        let Some(invitation) = open(secret.clone()).await? else {
            return Ok(Content::new("Invitation", view! { <Closed/> }));
        };
        let form: Option<AcceptForm> = visit.flash.typed();
        let name = form.map_or_else(|| invitation.name.clone(), |form| form.display_name);
        let problems = visit.problems();
        Ok(Content::new("You are invited", view! { <Accept secret invitation name problems/> }))
    })
}

#[component]
fn Accept(secret: String, invitation: Invitation, name: String, problems: Problems) -> impl IntoView {
    let of_name = error_at(&problems, Field::DisplayName);
    view! {
        <div class="door">
            <PageHeader title="You are invited"
                description="Choose a password to come in. This link works once; from then on you sign in with your address and the password."/>
            <form class="form" method="post" action=paths::action::ACCEPT_INVITATION novalidate>
                <ProblemSummary problems=problems.clone()/>
                <input type="hidden" name="secret" value=secret/>
                <TextField name="email" label=Field::EmailAddress.label() r#type=InputType::Email value=invitation.email
                    autocomplete="username" access=Access::ReadOnly
                    hint="The invitation is for this address. Ask for another one if it is wrong."/>
                <TextField name=Field::DisplayName.input() label=Field::DisplayName.label() value=name
                    autocomplete="name" error=of_name/>
                <NewPassword problems/>
                <Button label="Set password and sign in" look=ButtonLook::Primary/>
            </form>
        </div>
    }
}

#[component]
fn Closed() -> impl IntoView {
    view! {
        <div class="door">
            <PageHeader title="Invitation"/>
            <Alert tone=Tone::Warning title="This invitation does not work any more">
                "It was used, withdrawn or replaced, or it is older than three days. Ask whoever invited you for a new link. If you have chosen a password already, sign in."
            </Alert>
            <p><Button label="Sign in" href=paths::SIGN_IN/></p>
        </div>
    }
}
