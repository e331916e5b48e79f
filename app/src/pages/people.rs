//! Coming in: the set-up link, and signing in.

use domain::{Field, portal::Offered};
use leptos::prelude::*;

use crate::{
    api::people::{SetUpForm, SignInForm, set_up_is_open, sign_in_providers},
    components::{NewPassword, ProblemSummary, error_at},
    page::{Content, asked, page},
    paths,
    ui::{Alert, Button, ButtonLook, InputType, PageHeader, TextField, Tone},
};

pub fn sign_in() -> impl IntoView {
    let (next, unsent) = (asked("next"), !asked("unsent").is_empty());
    page(move |visit| async move {
        let form: SignInForm = visit.flash.typed().unwrap_or_default();
        let providers = view! { <Providers offered=sign_in_providers().await? next=next.clone()/> };
        Ok(Content::new(
            "Sign in",
            view! {
                <div class="door">
                    <PageHeader title="Sign in"/>
                    {unsent.then(|| view! { <Unsent comes_back=!next.is_empty()/> })}
                    {providers}
                    <form class="form" method="post" action=paths::action::SIGN_IN>
                        <input type="hidden" name="next" value=next/>
                        <TextField name=Field::EmailAddress.input() label=Field::EmailAddress.label() r#type=InputType::Email
                            value=form.email_address autocomplete="username"/>
                        <TextField name=Field::Password.input() label=Field::Password.label() r#type=InputType::Password
                            autocomplete="current-password"/>
                        <Button label="Sign in" look=ButtonLook::Primary/>
                    </form>
                    <p class="note">
                        "The first administrator comes in by the set-up link that the portal prints when it starts. Others come in by an invitation from an administrator."
                    </p>
                </div>
            },
        ))
    })
}

/// What became of a form whose sender was not signed in any more.
#[component]
fn Unsent(comes_back: bool) -> impl IntoView {
    let then = if comes_back {
        "Sign in to come back to its page, and send it again."
    } else {
        "Sign in, and fill it in again."
    };
    view! {
        <Alert tone=Tone::Warning title="Your session has ended, and the form was not sent">
            {then}" What you typed may still be there when you go back in this browser."
        </Alert>
    }
}

/// A link for each provider: a form could not lead away from this site.
#[component]
fn Providers(offered: Vec<Offered>, next: String) -> impl IntoView {
    if offered.is_empty() {
        return ().into_any();
    }
    let links = offered.into_iter().map(|Offered { name, label }| {
        view! { <Button label=format!("Sign in with {label}") href=paths::sign_in_with(&name, &next)/> }
    });
    view! {
        <div class="sign-in-with">{links.collect_view()}</div>
        <p class="or">"or with a password of this portal"</p>
    }
    .into_any()
}

pub fn set_up() -> impl IntoView {
    let secret = asked("secret");
    page(|visit| async move {
        if !set_up_is_open(secret.clone()).await? {
            return Ok(Content::new("Set up", view! { <SetUpClosed/> }));
        }
        let form: SetUpForm = visit.flash.typed().unwrap_or_default();
        let problems = visit.problems();
        Ok(Content::new(
            "Set up the first administrator",
            view! {
                <div class="door">
                    <PageHeader title="Set up the first administrator"
                        description="This link works once. You sign in with this address and password from now on."/>
                    <form class="form" method="post" action=paths::action::SET_UP novalidate>
                        <ProblemSummary problems=problems.clone()/>
                        <input type="hidden" name="secret" value=secret/>
                        <TextField name=Field::DisplayName.input() label=Field::DisplayName.label() value=form.display_name
                            autocomplete="name" error=error_at(&problems, Field::DisplayName)/>
                        <TextField name=Field::EmailAddress.input() label=Field::EmailAddress.label() r#type=InputType::Email
                            value=form.email_address autocomplete="username" error=error_at(&problems, Field::EmailAddress)/>
                        <NewPassword problems/>
                        <Button label="Create administrator and sign in" look=ButtonLook::Primary/>
                    </form>
                </div>
            },
        ))
    })
}

#[component]
fn SetUpClosed() -> impl IntoView {
    view! {
        <div class="door">
            <PageHeader title="Set up"/>
            <Alert tone=Tone::Warning title="This set-up link does not work any more">
                "It was used, or it is older than a day, or the portal was restarted since. If nobody is set up yet, restart the portal: it prints a new link. If you have an account, sign in."
            </Alert>
            <p><Button label="Sign in" href=paths::SIGN_IN/></p>
        </div>
    }
}
