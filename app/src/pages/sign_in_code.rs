//! The second half of signing in: a passkey, a code of the authenticator app, or a recovery code.

use domain::{Field, Problems};
use leptos::prelude::*;

use crate::{
    api::{
        passkeys::Place,
        people::{FactorAwaited, awaited},
    },
    components::{PasskeyForm, PasskeyPlace, ProblemSummary, error_at},
    page::{Content, asked, page},
    paths,
    ui::{Alert, Button, ButtonLook, Details, DetailsState, InputType, PageHeader, TextField, Tone},
};

pub fn sign_in_code() -> impl IntoView {
    let next = asked("next");
    page(|visit| async move {
        let title = "Second factor";
        let Some(awaited) = awaited().await? else { return Ok(Content::new(title, view! { <Over next/> })) };
        let problems = visit.problems();
        let description = match (awaited.app, awaited.passkeys) {
            (_, false) => "Your password was right. Type the code that your authenticator app shows for this portal.",
            (true, true) => {
                "Your password was right. Use a passkey, or type the code that your authenticator app shows."
            }
            (false, true) => "Your password was right. Use a passkey, or one of your recovery codes.",
        };
        Ok(Content::new(
            title,
            view! {
                <div class="door">
                    <PageHeader title description/>
                    <Inputs next=next.clone() awaited problems/>
                    <p class="note">
                        "This step is open for 5 minutes. No passkey, app or recovery code any more? Ask an administrator to reset your second factor. "
                        <a href=paths::sign_in_to(paths::own(&next).unwrap_or(paths::HOME))>"Sign in as somebody else"</a>
                    </p>
                </div>
            },
        ))
    })
}

/// What there is to show: a passkey, a code, and behind them a recovery code for whoever has lost both.
#[component]
fn Inputs(next: String, awaited: FactorAwaited, problems: Problems) -> impl IntoView {
    let of = |field| error_at(&problems, field);
    let (of_passkey, of_code, of_recovery) = (of(Field::Passkey), of(Field::Code), of(Field::RecoveryCode));
    let state = if of_recovery.is_some() { DetailsState::Open } else { DetailsState::Closed };
    let FactorAwaited { app, passkeys, place, asked } = awaited;
    let here = asked.filter(|_| place == Place::Here).map(|asked| {
        view! {
            <PasskeyForm action=paths::action::FINISH_BY_PASSKEY label="Use a passkey" options=asked.options
                next=next.clone() error=of_passkey/>
        }
    });
    let path = paths::sign_in_to(paths::own(&next).unwrap_or(paths::HOME));
    let elsewhere = passkeys.then(|| view! { <PasskeyPlace place path/> });
    let look = if here.is_some() { ButtonLook::Normal } else { ButtonLook::Primary };
    let or = (app && here.is_some()).then(|| view! { <p class="or">"or"</p> });
    let code = app.then(|| {
        view! {
            <form class="form" method="post" action=paths::action::FINISH_SIGN_IN novalidate>
                <input type="hidden" name="next" value=next.clone()/>
                <TextField name=Field::Code.input() label=Field::Code.label() r#type=InputType::Digits
                    autocomplete="one-time-code" hint="6 digits; the app shows new ones every 30 seconds." error=of_code/>
                <div><Button label="Sign in" look/></div>
            </form>
        }
    });
    view! {
        <ProblemSummary problems/>
        {here}
        {elsewhere}
        {or}
        {code}
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
