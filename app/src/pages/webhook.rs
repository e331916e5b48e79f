//! One webhook: what it is, and what became of what it was sent.

use domain::{
    Error, Problems,
    id::WebhookId,
    may::{Deed, Facts},
    portal::WebhookSeen,
    webhook::WebhookForm,
};
use leptos::prelude::*;

use crate::{
    api::webhooks::{WebhookShown, just_made, show},
    components::{CopyButtons, Copyable, DeliveryTable, ProblemSummary, Rights, WebhookInputs},
    error::ApiError,
    page::{Content, asked, page, segment},
    paths,
    ui::{Alert, Badge, Button, ButtonGroup, ButtonLook, Crumb, PageHeader, Section, Tone},
};

pub fn new_webhook() -> impl IntoView {
    page(|visit| async move {
        let rights = visit.rights();
        if !rights.may(Deed::SeeSettings) {
            return Err(ApiError(Error::NotFound("This page".into())));
        }
        let form: WebhookForm = visit.flash.typed().unwrap_or_else(WebhookForm::fresh);
        let problems = visit.problems();
        let body = match rights.reason(Deed::ChangeSettings, Facts::default()) {
            Some(why) => view! {
                <Alert tone=Tone::Warning title="You cannot add a webhook">{why}</Alert>
                <p><Button label="Back to the webhooks" href=paths::WEBHOOKS/></p>
            }
            .into_any(),
            None => view! {
                <form class="form" method="post" action=paths::action::ADD_WEBHOOK novalidate>
                    <ProblemSummary problems=problems.clone()/>
                    <WebhookInputs form problems/>
                    <ButtonGroup>
                        <Button label="Add webhook" look=ButtonLook::Primary/>
                        <Button label="Cancel" look=ButtonLook::Link href=paths::WEBHOOKS/>
                    </ButtonGroup>
                </form>
            }
            .into_any(),
        };
        Ok(Content::new(
            "Add a webhook",
            view! {
                <PageHeader title="Add a webhook" crumbs=vec![Crumb::new("Webhooks", paths::WEBHOOKS)]
                    description="The portal posts a message there for everything that you tick. You are shown the secret with which it signs them."/>
                {body}
            },
        ))
    })
}

pub fn webhook() -> impl IntoView {
    let (id, number) = (WebhookId::parse(&segment("id")), asked("page").parse().unwrap_or(1));
    page(move |visit| async move {
        let id = id.ok_or_else(|| ApiError(Error::NotFound("This webhook".into())))?;
        let shown = show(id, number).await?;
        let made = just_made().await?;
        let typed: Option<WebhookForm> = visit.flash.typed();
        let (problems, rights) = (visit.problems(), visit.rights());
        let title = shown.seen.form.name.clone();
        Ok(Content::new(title, view! { <Whole shown made typed problems rights/> }))
    })
}

#[component]
fn Whole(
    shown: WebhookShown,
    made: Option<String>,
    typed: Option<WebhookForm>,
    problems: Problems,
    rights: Rights,
) -> impl IntoView {
    let WebhookShown { seen, sent, now } = shown;
    let (tone, word) = if seen.form.enabled { (Tone::Success, "On") } else { (Tone::Neutral, "Off") };
    let title = seen.form.name.clone();
    let id = seen.id.clone();
    let made = made.map(|secret| view! { <Made secret/> });
    let blocked = rights.blocked("again", Deed::ChangeSettings);
    let log = view! { <DeliveryTable id=id.clone() sent now blocked/> };
    let edit = view! { <Edit seen typed problems rights=rights.clone()/> };
    let rest = view! { <Rest id=id.to_string() rights/> };
    view! {
        <CopyButtons/>
        <PageHeader title crumbs=vec![Crumb::new("Webhooks", paths::WEBHOOKS)] status=view! { <Badge tone label=word/> }/>
        {made}
        {log.into_any()}
        {edit.into_any()}
        {rest.into_any()}
    }
}

/// The secret, this once.
#[component]
fn Made(secret: String) -> impl IntoView {
    view! {
        <Alert tone=Tone::Success title="Copy the secret now">
            <p>"It is shown this once. A program that checks the signature of its messages needs it (Standard Webhooks); a chat channel does not."</p>
            <Copyable value=secret what="the secret"/>
        </Alert>
    }
}

#[component]
fn Edit(seen: WebhookSeen, typed: Option<WebhookForm>, problems: Problems, rights: Rights) -> impl IntoView {
    let form = typed.unwrap_or(seen.form);
    let blocked = rights.blocked("save", Deed::ChangeSettings);
    view! {
        <Section title="What it is">
            <form class="form" method="post" action=paths::action::SAVE_WEBHOOK novalidate>
                <ProblemSummary problems=problems.clone()/>
                <input type="hidden" name="id" value=seen.id.to_string()/>
                <input type="hidden" name="version" value=seen.version.to_string()/>
                <WebhookInputs form problems/>
                <div><Button label="Save webhook" look=ButtonLook::Primary blocked/></div>
            </form>
        </Section>
    }
}

/// What can be done with it beside.
#[component]
fn Rest(id: String, rights: Rights) -> impl IntoView {
    let blocked = |word| rights.blocked(word, Deed::ChangeSettings);
    let (test, secret, remove) = (blocked("test"), blocked("secret"), blocked("remove"));
    let (tested, renewed) = (id.clone(), id.clone());
    view! {
        <Section title="Trying it" description="Sends an example there, also while it is off, and says what it answers.">
            <form method="post" action=paths::action::TEST_WEBHOOK>
                <input type="hidden" name="id" value=tested/>
                <Button label="Send a test" blocked=test/>
            </form>
        </Section>
        <Section title="Its secret" description="A new one takes the place of the one before at once: give it to the other program right away.">
            <form method="post" action=paths::action::RENEW_WEBHOOK_SECRET>
                <input type="hidden" name="id" value=renewed/>
                <Button label="Make a new secret" blocked=secret/>
            </form>
        </Section>
        <Section title="Deleting it" description="Nothing is sent there any more, and what it was sent is forgotten. To stop for a while, take the tick away instead.">
            <form method="post" action=paths::action::REMOVE_WEBHOOK>
                <input type="hidden" name="id" value=id/>
                <Button label="Delete webhook" look=ButtonLook::Danger blocked=remove/>
            </form>
        </Section>
    }
}
