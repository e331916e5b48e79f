//! The way in: to the environments, or to a page that says what one has.

use domain::{Actor, Error, may::Deed};
use leptos::prelude::*;
use leptos_router::components::Redirect;

use crate::{
    error::ApiError,
    page::{Content, page},
    paths,
    ui::{Alert, Button, Fact, KeyValue, PageHeader, Section, Tone},
};

pub fn home() -> impl IntoView {
    page(|visit| async move {
        if visit.rights().may(Deed::SeeEnvironments) {
            return Ok(Content::new("Environments", view! { <Redirect path=paths::ENVIRONMENTS/> }));
        }
        let Some(actor) = visit.actor else { return Err(ApiError(Error::SignedOut)) };
        Ok(Content::new("Nothing here yet", view! { <Nothing actor/> }))
    })
}

/// For people to whom nothing is open: what they are, and what to do next.
#[component]
fn Nothing(actor: Actor) -> impl IntoView {
    let roles = actor.roles.labels();
    let ask = format!(
        "Ask an administrator of this portal to give you a role that does. They find you under People, as {}.",
        actor.email
    );
    let meanings = actor.roles.iter().map(|role| view! { <li><b>{role.label()}": "</b>{role.meaning()}</li> });
    let meanings = meanings.collect::<Vec<_>>();
    let list = (!meanings.is_empty()).then(|| view! { <ul>{meanings}</ul> });
    view! {
        <PageHeader title="Nothing here yet" description="Nobody has given you an environment."/>
        <Alert tone=Tone::Info title="You are signed in, and your account opens nothing so far">
            <p>{ask}</p>
        </Alert>
        <Section title="What you have" actions=view! { <Button label="Your account" href=paths::ACCOUNT/> }>
            <KeyValue>
                <Fact label="Name">{actor.name}</Fact>
                <Fact label="Email address">{actor.email}</Fact>
                <Fact label="Roles">{roles}</Fact>
            </KeyValue>
            {list}
        </Section>
    }
}
