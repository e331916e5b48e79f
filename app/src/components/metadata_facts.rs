//! What an identity provider's metadata says, in plain words: what is wrong with it first, then the facts.

use domain::saml::{Endpoint, Finding, Metadata, Role, Severity, Unreadable};
use jiff::Timestamp;
use leptos::prelude::*;

use super::{Certificates, Copyable, ago::exact};
use crate::ui::{Alert, Fact, FactWidth, Icon, KeyValue, Tone};

/// Documents come from strangers: of a list no more than this many are written out.
const SHOWN: usize = 12;

/// The read-back of a metadata document, on the day `now`.
#[component]
pub fn MetadataFacts(metadata: Result<(Metadata, Vec<Finding>), Unreadable>, now: Timestamp) -> impl IntoView {
    match metadata {
        Err(why) => {
            view! { <Alert tone=Tone::Danger title="This is not SAML metadata that can be read">{why.words()}</Alert> }
                .into_any()
        }
        Ok((metadata, findings)) => view! { <Findings findings/> <Facts metadata now/> }.into_any(),
    }
}

/// The findings, the worst first; a document without any gets a word of praise.
#[component]
fn Findings(findings: Vec<Finding>) -> impl IntoView {
    let mut findings = findings;
    findings.sort_by_key(Finding::severity);
    if findings.is_empty() {
        return view! { <p class="findings-none">"Nothing is wrong with this document as far as the portal can tell."</p> }.into_any();
    }
    let left_out = findings.len().saturating_sub(2 * SHOWN);
    let items = findings.iter().take(2 * SHOWN).map(|finding| {
        let (tone, word) = match finding.severity() {
            Severity::Error => (Tone::Danger, "Error"),
            Severity::Warning => (Tone::Warning, "Warning"),
            Severity::Note => (Tone::Info, "Note"),
        };
        view! {
            <li data-tone=tone.word()>
                <Icon glyph=tone.glyph()/>
                <p><b>{word}": "</b>{finding.words()}</p>
            </li>
        }
    });
    view! {
        <ul class="findings" aria-label="Findings">{items.collect_view()}</ul>
        {(left_out > 0).then(|| view! { <p class="soft">{left_out}" more findings of lesser weight are left out."</p> })}
    }
    .into_any()
}

#[component]
fn Facts(metadata: Metadata, now: Timestamp) -> impl IntoView {
    let Metadata { entity_id, role, sign_in, sign_out, certificates, name_id_formats, attributes, valid_until, .. } =
        metadata;
    let role = match role {
        Role::IdentityProvider => "Identity provider",
        Role::ServiceProvider => "Service provider (an application)",
        Role::Other => "Neither identity provider nor application",
    };
    let entity_id = match entity_id.as_str() {
        "" => none("None"),
        id => view! { <Copyable value=id.to_owned() what="Entity ID"/> }.into_any(),
    };
    let valid_until = valid_until.map_or_else(|| none("No end is given"), |until| exact(until).into_any());
    let signed = if metadata.wants_signed_requests { "Signed" } else { "Need not be signed" };
    view! {
        <KeyValue>
            <Fact label="Entity ID">{entity_id}</Fact>
            <Fact label="Role">{role}</Fact>
            <Fact label="Metadata valid until">{valid_until}</Fact>
            <Fact label="Sign-in requests">{signed}</Fact>
            <Fact label="Sign-in addresses" width=FactWidth::Full><Endpoints endpoints=sign_in/></Fact>
            <Fact label="Sign-out addresses" width=FactWidth::Full><Endpoints endpoints=sign_out/></Fact>
            <Fact label="Name identifiers" width=FactWidth::Full><Words words=name_id_formats none="None are listed"/></Fact>
            <Fact label="Claims on offer" width=FactWidth::Full><Words words=attributes none="None are listed; many providers list none"/></Fact>
        </KeyValue>
        <Certificates certificates now/>
    }
}

fn none(words: &'static str) -> AnyView {
    view! { <span class="none">{words}</span> }.into_any()
}

/// Addresses as text, never as links: nobody should open what a stranger's document names.
#[component]
fn Endpoints(endpoints: Vec<Endpoint>) -> impl IntoView {
    if endpoints.is_empty() {
        return none("None");
    }
    let more = endpoints.len().saturating_sub(SHOWN);
    let items = endpoints.into_iter().take(SHOWN).map(|endpoint| {
        view! { <li><span class="soft">{endpoint.binding.label().to_owned()}</span>" "<code>{endpoint.location}</code></li> }
    });
    view! { <ul class="plain-list">{items.collect_view()}{and_more(more)}</ul> }.into_any()
}

#[component]
fn Words(words: Vec<String>, none: &'static str) -> impl IntoView {
    if words.is_empty() {
        return self::none(none);
    }
    let more = words.len().saturating_sub(SHOWN);
    let items = words.into_iter().take(SHOWN).map(|word| view! { <li><code>{word}</code></li> });
    view! { <ul class="plain-list">{items.collect_view()}{and_more(more)}</ul> }.into_any()
}

fn and_more(more: usize) -> Option<impl IntoView> {
    (more > 0).then(|| view! { <li class="soft">"and "{more}" more"</li> })
}
