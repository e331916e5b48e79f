//! The second half of signing in: a code of the authenticator app, or a recovery code.

use domain::{Field, Problems};
use leptos::prelude::*;

use crate::{
    api::people::waits_for_factor,
    components::{ProblemSummary, error_at},
    page::{Content, asked, page},
    paths,
    ui::{Alert, Button, ButtonLook, Details, DetailsState, InputType, PageHeader, TextField, Tone},
};

pub fn sign_in_code() -> impl IntoView {
    let next = asked("next");
    page(|visit| async move {
        let title = "Second factor";
        if !waits_for_factor().await? {
            return Ok(Content::new(title, view! { <Over next/> }));
        }
        let problems = visit.problems();
        Ok(Content::new(
            title,
            view! {
                <div class="door">
                    <PageHeader title description="Your password was right. Type the code that your authenticator app shows for this portal."/>
                    <Inputs next=next.clone() problems/>
                    <p class="note">
                        "This step is open for 5 minutes. No app and no recovery code any more? Ask an administrator to reset your second factor. "
                        <a href=paths::sign_in_to(paths::own(&next).unwrap_or(paths::HOME))>"Sign in as somebody else"</a>
                    </p>
                </div>
            },
        ))
    })
}

/// Two forms: one for the code, and one behind it for whoever has lost the app.
#[component]
fn Inputs(next: String, problems: Problems) -> impl IntoView {
    let of = |field| error_at(&problems, field);
    let (of_code, of_recovery) = (of(Field::Code), of(Field::RecoveryCode));
    let state = if of_recovery.is_some() { DetailsState::Open } else { DetailsState::Closed };
    view! {
        <ProblemSummary problems=problems.clone()/>
        <form class="form" method="post" action=paths::action::FINISH_SIGN_IN novalidate>
            <input type="hidden" name="next" value=next.clone()/>
            <TextField name=Field::Code.input() label=Field::Code.label() r#type=InputType::Digits
                autocomplete="one-time-code" hint="6 digits; the app shows new ones every 30 seconds." error=of_code/>
            <div><Button label="Sign in" look=ButtonLook::Primary/></div>
        </form>
        <Details summary="Use a recovery code" state>
            <form class="form" method="post" action=paths::action::FINISH_SIGN_IN novalidate>
                <input type="hidden" name="next" value=next/>
                <TextField name=Field::RecoveryCode.input() label=Field::RecoveryCode.label()
                    hint="One of those that you kept when you set the second factor up. Each works once." error=of_recovery/>
                <div><Button label="Sign in with a recovery code"/></div>
            </form>
        </Details>
    }
}

#[component]
fn Over(next: String) -> impl IntoView {
    view! {
        <div class="door">
            <PageHeader title="Second factor"/>
            <Alert tone=Tone::Warning title="Sign in with your password first">
                "In this browser nobody is about to sign in, or it took longer than 5 minutes."
            </Alert>
            <p><Button label="Sign in" href=paths::sign_in_to(paths::own(&next).unwrap_or(paths::HOME))/></p>
        </div>
    }
}
