//! How people of one environment sign in: both sides of its federation.

use domain::{
    environment::{Environment, Mode},
    may::Deed,
    portal,
};
use leptos::prelude::*;

use crate::{
    api::environments::{Shown, watch},
    components::{
        AttributeMap, CopyButtons, Copyable, EnvironmentHead, FederationSides, Following, Live, MetadataDocument,
        MetadataFacts, ProviderGuides, ReadBack, Rights, ServiceProvider, Tab, UNREAD,
    },
    page::{Content, environment_in_path, page},
    paths,
    ui::{Blocked, Button, EmptyState, Fact, FactWidth, KeyValue, Section},
};

pub fn federation() -> impl IntoView {
    let place = environment_in_path();
    page(|visit| async move {
        let (connection, id) = place?;
        let mut shown = watch(connection, id).await?;
        let document = shown.take_document();
        let title = format!("Federation of {}", shown.detail.environment.name);
        Ok(Content::new(title, view! { <Federation shown document rights=visit.rights() here=visit.here/> }))
    })
}

#[component]
fn Federation(shown: Shown, document: Option<String>, rights: Rights, here: String) -> impl IntoView {
    let Shown { detail, metadata, version, now, .. } = shown;
    let environment = detail.environment.clone();
    let changing = environment.status.is_changing();
    let unread = matches!(detail.live, portal::Live::Known { .. });
    let body = match environment.mode {
        Mode::Local => view! { <Local environment rights=rights.clone()/> }.into_any(),
        Mode::Federated => view! { <Federated environment document metadata unread now/> }.into_any(),
    };
    view! {
        <EnvironmentHead detail tab=Tab::Federation rights here=here.clone() now/>
        <Live version/>
        <CopyButtons/>
        {changing.then(|| view! { <Following here/> })}
        <div id="federation" class="stack" data-live>{body}</div>
    }
}

#[component]
fn Local(environment: Environment, rights: Rights) -> impl IntoView {
    let href = paths::edit(&environment.connection, &environment.id);
    let blocked = environment.status.editable().err().map(|why| Blocked::new("federate", why));
    let blocked = rights.blocked("federate", Deed::EditEnvironment).or(blocked);
    view! {
        <EmptyState title="People sign in with passwords of the environment itself"
            text="The sign-in mode is Local. To let an identity provider sign people in by SAML, change it to Federated under Edit."
            action=view! { <Button label="Change the sign-in mode" href blocked/> }/>
    }
}

#[component]
fn Federated(
    environment: Environment,
    document: Option<String>,
    metadata: Option<ReadBack>,
    unread: bool,
    now: jiff::Timestamp,
) -> impl IntoView {
    let download = paths::metadata(&environment.connection, &environment.id);
    let federation = environment.federation.clone();
    let provider = federation.provider_name.clone();
    let url = match federation.metadata_url.clone() {
        Some(url) => view! { <Copyable value=url what="SAML metadata URL"/> }.into_any(),
        None => view! { <span class="none">"None"</span> }.into_any(),
    };
    let document = document.map(|document| view! { <MetadataDocument document href=download/> });
    let no_document = document.is_none().then(|| {
        let why = if unread {
            UNREAD
        } else {
            "FinSpace tells of no document. What is behind the URL is read by FinSpace, never by the portal."
        };
        view! { <p class="none">{why}</p> }
    });
    let map = if unread && federation.attributes.is_empty() {
        view! { <p class="none">"Attribute map. " {UNREAD}</p> }.into_any()
    } else {
        view! { <AttributeMap attributes=federation.attributes.clone()/> }.into_any()
    };
    let file = paths::service_provider(&environment.connection, &environment.id);
    let facts = metadata.clone().map(|metadata| view! { <MetadataFacts metadata now/> });
    view! {
        <FederationSides environment metadata unread/>
        <ServiceProvider federation href=file/>
        <Section title="The identity provider, as FinSpace has it">
            <KeyValue>
                <Fact label="Identity provider name">{provider.unwrap_or_else(|| "None".into())}</Fact>
                <Fact label="SAML metadata URL" width=FactWidth::Full>{url}</Fact>
            </KeyValue>
            {map}
        </Section>
        <Section title="SAML metadata document">{no_document}{facts}{document}</Section>
        <ProviderGuides/>
    }
}
