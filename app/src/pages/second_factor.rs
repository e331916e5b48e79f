//! One's own second factor: set up, recovery codes, turned off.

use domain::{
    Field, Problems,
    factor::{AppOffer, Came, FactorSeen, RECOVERY_CODES_FEW, in_fours},
};
use leptos::prelude::*;

use crate::{
    api::{
        factor::{FactorShown, Sent, just_made, show},
        passkeys::{PasskeyForm, show_passkeys},
        visit::Visit,
    },
    components::{CopyButtons, Copyable, CopyableCode, Exactly, Passkeys, ProblemSummary, Proof, error_at},
    page::{Content, asked, page},
    paths,
    ui::{Alert, Badge, Button, ButtonLook, Crumb, Fact, InputType, KeyValue, PageHeader, Section, TextField, Tone},
};

pub fn second_factor() -> impl IntoView {
    let removing = asked("remove");
    page(|visit| async move {
        let FactorShown { factor, offer, must, came } = show().await?;
        let shown = show_passkeys().await?;
        let codes = just_made().await?;
        let first = must.then(|| view! { <First came/> });
        let made = (!codes.is_empty()).then(|| view! { <Made codes/> });
        let typed = visit.flash.typed::<PasskeyForm>().unwrap_or_default().passkey_name;
        let of_name = only(&visit.problems(), Field::PasskeyName);
        let (of_removal, proof_id) = of_sent(&visit, Sent::Passkey, "password-for-passkey");
        let app = match offer {
            Some(offer) => view! { <Offer offer problems=only(&visit.problems(), Field::Code)/> }.into_any(),
            None => view! { <App factor came/> }.into_any(),
        };
        let codes = factor.since.map(|_| view! { <Codes factor visit=visit.clone()/> });
        let off = factor.app.map(|_| view! { <Off factor visit/> });
        Ok(Content::new(
            "Second factor",
            view! {
                <PageHeader title="Second factor" crumbs=vec![Crumb::new("Account", paths::ACCOUNT)]
                    description="Beside your password, a code that an app on your phone shows, or a passkey. Who learns your password alone does not come in."/>
                {first}
                {made}
                {app}
                <Passkeys shown removing typed of_name of_removal proof_id/>
                {codes}
                {off}
            },
        ))
    })
}

/// The problems of one field.
fn only(problems: &Problems, field: Field) -> Problems {
    Problems(problems.of(field).cloned().into_iter().collect())
}

/// The problems of one of the forms with a password, and the id of its field. All have a field of that name: the one that
/// something is wrong with has the id that the summary of errors leads to, and the others have one of their own.
fn of_sent(visit: &Visit, form: Sent, own_id: &'static str) -> (Problems, Option<&'static str>) {
    if visit.flash.typed() == Some(form) { (visit.problems(), None) } else { (Problems::default(), Some(own_id)) }
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

/// The app: since when there is one, or the way to one.
#[component]
fn App(factor: FactorSeen, came: Came) -> impl IntoView {
    if let Some(at) = factor.app {
        return view! {
            <Section title="Authenticator app">
                <KeyValue>
                    <Fact label="State"><Badge tone=Tone::Success label="On"/></Fact>
                    <Fact label="Since"><Exactly at/></Fact>
                </KeyValue>
            </Section>
        }
        .into_any();
    }
    let (none, look) = match factor.since {
        None => (Some("You have no second factor. "), ButtonLook::Primary),
        Some(_) => (None, ButtonLook::Normal),
    };
    let provider = (came == Came::Provider).then(|| {
        view! { <p>"You signed in at a sign-in provider, which decides for itself what else it asks for. A second factor here counts only when you sign in with a password of this portal."</p> }
    });
    view! {
        <Section title="Authenticator app">
            <p>{none}"You need an app for one-time codes on your phone or in your password manager; any that knows TOTP will do."</p>
            {provider}
            <form method="post" action=paths::action::BEGIN_FACTOR>
                <Button label="Set up an authenticator app" look/>
            </form>
        </Section>
    }
    .into_any()
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
fn Codes(factor: FactorSeen, visit: Visit) -> impl IntoView {
    let (problems, id) = of_sent(&visit, Sent::Codes, "password-for-codes");
    let few = factor.codes_left < RECOVERY_CODES_FEW;
    let warning = few.then(|| {
        view! {
            <Alert tone=Tone::Warning title="Few recovery codes are left">
                "Make new ones below. Without app, passkey and recovery code, only an administrator can let you in again."
            </Alert>
        }
    });
    view! {
        {warning}
        <Section title="New recovery codes" description="Ten codes, each of which signs you in once in the place of your app or passkey. The codes of before stop working.">
            <KeyValue><Fact label="Recovery codes left">{factor.codes_left}</Fact></KeyValue>
            <form class="form" method="post" action=paths::action::RENEW_CODES novalidate>
                <ProblemSummary problems=problems.clone()/>
                <Proof problems id/>
                <div><Button label="Make new recovery codes"/></div>
            </form>
        </Section>
    }
}

/// Taking the app away, which turns the second factor off where there is no other.
#[component]
fn Off(factor: FactorSeen, visit: Visit) -> impl IntoView {
    let (problems, id) = of_sent(&visit, Sent::Off, "password-for-off");
    let (title, words, label) = if factor.passkeys == 0 {
        let words = "For another phone: turn it off here, then set it up anew. Your password needs at least 15 characters to stand alone.";
        ("Turn it off", words, "Turn the second factor off")
    } else {
        let words = "For another phone: remove the app here, then set it up anew. Your passkeys stay.";
        ("Remove the app", words, "Remove the authenticator app")
    };
    view! {
        <Section title description=words>
            <form class="form" method="post" action=paths::action::REMOVE_FACTOR novalidate>
                <ProblemSummary problems=problems.clone()/>
                <Proof problems id/>
                <div><Button label look=ButtonLook::Danger/></div>
            </form>
        </Section>
    }
}

/// The recovery codes, this once.
#[component]
fn Made(codes: Vec<String>) -> impl IntoView {
    view! {
        <CopyButtons/>
        <Alert tone=Tone::Success title="Keep your recovery codes now">
            <p>"They are shown this once. Print them or put them into your password manager: each signs you in once when app or passkey is not at hand."</p>
            <CopyableCode label="Recovery codes" text=codes.join("\n")/>
        </Alert>
    }
}
