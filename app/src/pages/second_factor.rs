//! One's own second factor: set up, recovery codes, turned off.

use domain::{
    Field, Problems,
    factor::{AppOffer, Came, FactorSeen, RECOVERY_CODES_FEW, in_fours},
};
use leptos::prelude::*;

use crate::{
    api::factor::{FactorShown, Sent, just_made, show},
    api::visit::Visit,
    components::{CopyButtons, Copyable, CopyableCode, Exactly, ProblemSummary, error_at},
    page::{Content, page},
    paths,
    ui::{Alert, Badge, Button, ButtonLook, Crumb, Fact, InputType, KeyValue, PageHeader, Section, TextField, Tone},
};

pub fn second_factor() -> impl IntoView {
    page(|visit| async move {
        let FactorShown { factor, offer, must, came } = show().await?;
        let codes = just_made().await?;
        let body = match offer {
            Some(offer) => view! { <Offer offer problems=visit.problems()/> }.into_any(),
            None if factor.since.is_some() => view! { <Yours factor codes visit/> }.into_any(),
            None => view! { <Begin came/> }.into_any(),
        };
        let first = must.then(|| view! { <First came/> });
        Ok(Content::new(
            "Second factor",
            view! {
                <PageHeader title="Second factor" crumbs=vec![Crumb::new("Account", paths::ACCOUNT)]
                    description="Beside your password, a code that an app on your phone shows. Who learns your password alone does not come in."/>
                {first}
                {body}
            },
        ))
    })
}

/// Why nothing else can be done before.
#[component]
fn First(came: Came) -> impl IntoView {
    let why = if came == Came::ShortPassword {
        "Your password has fewer than 15 characters, which is enough only beside a second factor, and yours was taken away. When you have set a new one up, you can go on."
    } else {
        "This portal asks a second factor of you. When you have set it up, you can go on."
    };
    view! { <Alert tone=Tone::Warning title="Set this up first">{why}</Alert> }
}

#[component]
fn Begin(came: Came) -> impl IntoView {
    let provider = (came == Came::Provider).then(|| {
        view! { <p>"You signed in at a sign-in provider, which decides for itself what else it asks for. A second factor here counts only when you sign in with a password of this portal."</p> }
    });
    view! {
        <Section title="Authenticator app">
            <p>"You have no second factor. You need an app for one-time codes on your phone or in your password manager; any that knows TOTP will do."</p>
            {provider}
            <form method="post" action=paths::action::BEGIN_FACTOR>
                <Button label="Set up an authenticator app" look=ButtonLook::Primary/>
            </form>
        </Section>
    }
}

/// What the app has to be told, and the place for its first code.
#[component]
fn Offer(offer: AppOffer, problems: Problems) -> impl IntoView {
    let error = error_at(&problems, Field::Code);
    view! {
        <CopyButtons/>
        <Section title="1. Tell your app" description="Scan this with the app. If it cannot scan, type the key instead.">
            <div class="app-offer">
                <img class="qr" src=paths::SECOND_FACTOR_QR width="176" height="176" alt="QR code for your authenticator app"/>
                <KeyValue>
                    <Fact label="Key"><Copyable value=in_fours(&offer.secret, ' ') what="the key"/></Fact>
                    <Fact label="Kind">"Time-based (TOTP), 6 digits, 30 seconds"</Fact>
                    <Fact label="Account">{offer.email}</Fact>
                </KeyValue>
            </div>
        </Section>
        <Section title="2. Show that it works" description="Nothing counts before the first code is right.">
            <form class="form" method="post" action=paths::action::ADD_FACTOR novalidate>
                <ProblemSummary problems/>
                <TextField name=Field::Code.input() label=Field::Code.label() r#type=InputType::Digits
                    autocomplete="one-time-code" hint="The 6 digits that the app shows now." error/>
                <div><Button label="Turn on" look=ButtonLook::Primary/></div>
            </form>
            <form method="post" action=paths::action::BEGIN_FACTOR>
                <Button label="Start over with another key" look=ButtonLook::Link/>
            </form>
        </Section>
    }
}

#[component]
fn Yours(factor: FactorSeen, codes: Vec<String>, visit: Visit) -> impl IntoView {
    let (of_codes, of_off) = match visit.flash.typed() {
        Some(Sent::Codes) => (visit.problems(), Problems::default()),
        _ => (Problems::default(), visit.problems()),
    };
    let since = factor.since.map(|at| view! { <Fact label="Since"><Exactly at/></Fact> });
    let made = (!codes.is_empty()).then(|| view! { <Made codes/> });
    let few = factor.codes_left < RECOVERY_CODES_FEW;
    let warning = few.then(|| {
        view! {
            <Alert tone=Tone::Warning title="Few recovery codes are left">
                "Make new ones below. Without your app and without a recovery code, only an administrator can let you in again."
            </Alert>
        }
    });
    // Two fields of one name: the one that something is wrong with has the id that the summary of errors leads to.
    let (codes_id, id) =
        if of_off.is_empty() { (None, Some("password-for-off")) } else { (Some("password-for-codes"), None) };
    view! {
        {made}
        {warning}
        <Section title="Authenticator app">
            <KeyValue>
                <Fact label="State"><Badge tone=Tone::Success label="On"/></Fact>
                {since}
                <Fact label="Recovery codes left">{factor.codes_left}</Fact>
            </KeyValue>
        </Section>
        <Section title="New recovery codes" description="Ten codes, each of which signs you in once in the place of your app. The codes of before stop working.">
            <form class="form" method="post" action=paths::action::RENEW_CODES novalidate>
                <ProblemSummary problems=of_codes.clone()/>
                <Proof problems=of_codes id=codes_id/>
                <div><Button label="Make new recovery codes"/></div>
            </form>
        </Section>
        <Section title="Turn it off" description="For another phone: turn it off here, then set it up anew. Your password needs at least 15 characters to stand alone.">
            <form class="form" method="post" action=paths::action::REMOVE_FACTOR novalidate>
                <ProblemSummary problems=of_off.clone()/>
                <Proof problems=of_off id/>
                <div><Button label="Turn the second factor off" look=ButtonLook::Danger/></div>
            </form>
        </Section>
    }
}

/// The password, to be sure that nobody else sits here.
#[component]
fn Proof(problems: Problems, id: Option<&'static str>) -> impl IntoView {
    let error = error_at(&problems, Field::PasswordNow);
    view! {
        <TextField name=Field::PasswordNow.input() id label=Field::PasswordNow.label() r#type=InputType::Password
            autocomplete="current-password" error/>
    }
}

/// The recovery codes, this once.
#[component]
fn Made(codes: Vec<String>) -> impl IntoView {
    view! {
        <CopyButtons/>
        <Alert tone=Tone::Success title="Keep your recovery codes now">
            <p>"They are shown this once. Print them or put them into your password manager: each signs you in once when your app is not at hand."</p>
            <CopyableCode label="Recovery codes" text=codes.join("\n")/>
        </Alert>
    }
}
