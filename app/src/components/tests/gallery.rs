use std::collections::BTreeMap;
use domain::{environment::*, id::EnvironmentId, inventory::Query, portal::*, saml};
use leptos::prelude::*;
use super::*;
use crate::{components::*, ui::*, api::visit::Visit};

fn save(name: &str, view: impl FnOnce() -> AnyView) {
    let visit = Visit { actor: Some(domain::Actor { person: domain::id::PersonId::from_bytes([1; 26]), name: "Ada Admin".into(), email: "ada@example.com".into() }), here: "/environments".into(), theme: "system".into(), ..Visit::default() };
    let body = html(|| { let inner = view(); view! { <Frame visit>{inner}</Frame> } });
    let page = format!("<!DOCTYPE html><html lang=en data-awake=yes><head><title>x</title><meta charset=utf-8><meta name=viewport content='width=device-width, initial-scale=1'><link rel=stylesheet href='file:///work/main/style/main.css'></head><body>{body}</body></html>");
    std::fs::create_dir_all("/tmp/pages-gallery").unwrap();
    std::fs::write(format!("/tmp/pages-gallery/{name}.html"), page).unwrap();
}

fn list_page(listing: Listing) -> AnyView {
    let Listing { query, connections, now, .. } = listing.clone();
    let actions = view! { <form><Button label="Refresh" icon=Glyph::Refresh/></form><Button label="Drafts" look=ButtonLook::Link href="/x"/><CreateEnvironment/> };
    view! {
        <div id="environments-head" data-live><PageHeader title="Environments" count=listing.page.matching as u64 actions/></div>
        <Live version=1/>
        <div id="connections-health" class="stack" data-live><ConnectionHealth connections=connections.clone() now/></div>
        {(listing.page.all > 0).then(|| view! { <Filters query=query.clone() statuses=listing.statuses.clone() tag_keys=listing.tag_keys.clone() connections=connections.clone()/> <FilterChips query/> })}
        <div id="environments" class="stack" data-live><EnvironmentTable listing/><Updated connections now/></div>
    }.into_any()
}

#[test]
fn gallery() {
    let some: Vec<_> = Status::ALL.into_iter().enumerate().map(|(i, status)| {
        let id = EnvironmentId::parse(&format!("abcdefghijklmnopqrstu{i}")).unwrap();
        entry(Environment { id, status, mode: if i % 2 == 0 { Mode::Local } else { Mode::Federated }, ..environment(&format!("risk-prod-{i}")) }, &[("team", "rates"), ("cost-centre", "4711"), ("stage", "production in Frankfurt")][..i % 4])
    }).collect();
    let q = Query::default();
    save("list", || list_page(listing(some.clone(), &[("local", well()), ("frankfurt", troubled(Some(before(4000))))], read_query("/environments?text=risk&size=25"))));
    save("list-empty", || list_page(listing(vec![], &[("local", well())], q.clone())));
    save("list-loading", || list_page(listing(vec![], &[("local", domain::connection::Health::default())], q.clone())));
    save("list-nomatch", || list_page(listing(some.clone(), &[("local", well())], read_query("/environments?text=nowhere&status=CREATED&tag_key=team"))));
    let detail = Detail { environment: environment("risk-prod-eu"), tags: Some(BTreeMap::from([("team".into(), "rates".into()), ("portal:operation".into(), "abcabcabcabcabcabcabcabcab".into())])), first_seen: Some(before(90_000)), live: domain::portal::Live::Known { since: Some(before(600)), refusal: domain::error::Refusal { kind: domain::error::RefusalKind::Throttled, said: "Rate exceeded".into(), request_id: Some("0b1c-22".into()) } } };
    let d = detail.clone(); let did = d.environment.id.clone();
    save("detail", || view! {
        <EnvironmentHead detail=d.clone() tab=Tab::Overview now=now()/>
        <CopyButtons/>
        <div id="environment-facts" class="stack" data-live>
            <Section title="Facts"><EnvironmentFacts environment=d.environment.clone() connection=connection("local") first_seen=d.first_seen now=now()/></Section>
            <Section title="Tags" id="tags" actions=view! { <Button label="Edit tags" href="/x"/> }><TagFacts tags=d.tags.clone() required=vec!["cost-centre".into()] edit="/x"/></Section>
        </div>
        <Section title="What can change"><WhatCanChange/></Section>
        <Details summary="The same look from a terminal" state=DetailsState::Open><Commands connection=connection("local") id=did/></Details>
    }.into_any());
    let xml = std::fs::read_to_string("/work/main/domain/tests/saml/keycloak.xml").unwrap();
    let meta = saml::read(&xml).map(|m| { let f = saml::findings(&xml, &m, now()); (m, f) });
    let fed = Environment { mode: Mode::Federated, federation: Federation { metadata_document: None, metadata_url: None, callback_url: Some("https://x.auth.example/saml2/idpresponse".into()), urn: Some("urn:amazon:cognito:sp:eu-west-1_abcdef".into()), provider_name: Some("Keycloak".into()), attributes: BTreeMap::from([("Email".into(), "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress".into())]) }, ..environment("risk-prod-eu") };
    let dd = Detail { environment: fed.clone(), live: domain::portal::Live::Now, ..detail };
    save("federation", || view! {
        <EnvironmentHead detail=dd tab=Tab::Federation now=now()/>
        <div class="stack">
        <FederationSides environment=fed.clone() metadata=Some(meta.clone())/>
        <ServiceProvider federation=fed.federation.clone()/>
        <Section title="The identity provider, as FinSpace has it"><AttributeMap attributes=fed.federation.attributes/></Section>
        <Section title="SAML metadata document"><MetadataFacts metadata=meta now=now()/><MetadataDocument document=xml href="/x"/></Section>
        <ProviderGuides/>
        </div>
    }.into_any());
}
