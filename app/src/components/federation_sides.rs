//! Federation as a task with two sides: what FinSpace knows of the identity provider, and the other way round.

use domain::{
    environment::{Environment, Federation, Status},
    saml::{Finding, Metadata, Severity, Unreadable},
};
use leptos::prelude::*;

use super::Copyable;
use crate::ui::{Icon, Section, Spinner, Text, Tone};

/// What a metadata document says, or why it cannot be read.
pub type ReadBack = Result<(Metadata, Vec<Finding>), Unreadable>;

/// Of what FinSpace alone keeps, while FinSpace cannot be read: that it is not seen does not mean that it is not there.
pub const UNREAD: &str =
    "It cannot be read from FinSpace now, and the portal keeps none of its own. Try again once FinSpace answers.";

/// Where something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Point {
    Done,
    ToDo,
    /// Nobody can do anything about it yet.
    Waits,
    /// FinSpace cannot be read, so nobody can tell.
    Unread,
    Wrong,
}

/// Both sides, each as a list of points. `unread` is whether FinSpace could not be read for this.
#[component]
pub fn FederationSides(
    environment: Environment,
    metadata: Option<ReadBack>,
    #[prop(optional)] unread: bool,
) -> impl IntoView {
    let Environment { federation, status, .. } = environment;
    let (known, asked) = (known(&federation, metadata.as_ref(), unread), asked(&federation, &status));
    view! {
        <div class="sides">
            <Section title="1. FinSpace knows the identity provider" description="Change these under Edit.">
                <ul class="checklist">{known}</ul>
            </Section>
            <Section title="2. The identity provider knows FinSpace" description="Copy these into its application for FinSpace.">
                <ul class="checklist">{asked}</ul>
            </Section>
        </div>
    }
}

fn known(federation: &Federation, metadata: Option<&ReadBack>, unread: bool) -> impl IntoView + use<> {
    let name = match &federation.provider_name {
        Some(name) => point(Point::Done, "Identity provider name", name.clone()),
        None => point(Point::ToDo, "Identity provider name", "Give it a name, such as “Okta”."),
    };
    let document = match (metadata, &federation.metadata_url) {
        (Some(Err(_)), _) => point(Point::Wrong, "SAML metadata", "The document cannot be read: see below."),
        (Some(Ok((_, findings))), _) if findings.iter().any(|finding| finding.severity() == Severity::Error) => {
            point(Point::Wrong, "SAML metadata", "The document has faults that stop people from signing in: see below.")
        }
        (Some(Ok(_)), _) => point(Point::Done, "SAML metadata", "FinSpace has the document: see below."),
        (None, Some(_)) => point(Point::Done, "SAML metadata", "FinSpace has the address of the document."),
        (None, None) if unread => point(Point::Unread, "SAML metadata", UNREAD),
        (None, None) => point(
            Point::ToDo,
            "SAML metadata",
            "Download it from the identity provider and upload it, or give its address.",
        ),
    };
    let email = match federation.attributes.get("Email") {
        Some(claim) => point(Point::Done, "Attribute map", format!("Email comes from {claim}")),
        None if unread => point(Point::Unread, "Attribute map", UNREAD),
        None => point(
            Point::ToDo,
            "Attribute map",
            "FinSpace tells of no claim for Email. People are known by their email address: name the claim that carries it.",
        ),
    };
    (name, document, email)
}

fn asked(federation: &Federation, status: &Status) -> impl IntoView + use<> {
    let waits = !matches!(status, Status::Created);
    let given = |label: &'static str, value: &Option<String>| match value {
        Some(value) => point(Point::ToDo, label, view! { <Copyable value=value.clone() what=label/> }),
        None if waits => point(Point::Waits, label, "FinSpace gives this once the environment is created."),
        None => {
            point(Point::Waits, label, "FinSpace has not given it. Refresh, or save the federation again under Edit.")
        }
    };
    let both = federation.urn.is_some() && federation.callback_url.is_some();
    let check = if both && !waits {
        point(
            Point::ToDo,
            "Checked",
            "Only a person can check this: sign in once with an account of the identity provider.",
        )
    } else {
        point(Point::Waits, "Checked", "Comes last: sign in once with an account of the identity provider.")
    };
    let urn = given("Federation URN", &federation.urn);
    let callback = given("Application callback URL", &federation.callback_url);
    let following =
        (waits && status.is_changing()).then(|| view! { <li><Spinner label=status.label().to_owned()/></li> });
    (urn, callback, check, following)
}

fn point(point: Point, label: &'static str, words: impl IntoView + 'static) -> AnyView {
    let (tone, said) = match point {
        Point::Done => (Tone::Success, "Done: "),
        Point::ToDo => (Tone::Info, "To do: "),
        Point::Waits => (Tone::Neutral, "Not yet: "),
        Point::Unread => (Tone::Neutral, "Not known now: "),
        Point::Wrong => (Tone::Danger, "Wrong: "),
    };
    let label = Text::from(label);
    view! {
        <li data-tone=tone.word()>
            <Icon glyph=tone.glyph()/>
            <div><b><span class="visually-hidden">{said}</span>{label}</b><div>{words.into_any()}</div></div>
        </li>
    }
    .into_any()
}
