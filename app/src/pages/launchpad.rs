//! The launchpad: one's own, and an administrator's look at somebody else's.

use domain::{Actor, Error, id::PersonId, may::Deed};
use leptos::prelude::*;

use crate::{
    api::{
        launchpad::{LaunchpadShown, show, show_of},
        requests::{RequestsWaiting, waiting},
        visit::Visit,
    },
    components::{CopyButtons, Tiles, WaitingForYou},
    error::ApiError,
    page::{Content, asked, page, segment},
    paths,
    ui::{Alert, Button, Crumb, EmptyState, Fact, KeyValue, PageHeader, Section, Slot, Tone},
};

/// What is looked for, and the page of it, as the address says.
pub(super) fn place() -> (String, usize) {
    (asked("text").trim().to_owned(), asked("page").parse().unwrap_or(1))
}

pub fn launchpad() -> impl IntoView {
    let (text, number) = place();
    page(move |visit| own(visit, text, number, paths::LAUNCHPAD))
}

/// One's own launchpad, at one of its addresses.
pub(super) async fn own(visit: Visit, text: String, number: usize, path: &'static str) -> Result<Content, ApiError> {
    let shown = show(text.clone(), number).await?;
    let waiting = if visit.numbers.requests > 0 { Some(waiting().await?) } else { None };
    let waiting =
        Slot(waiting.map(|RequestsWaiting { few, now }| view! { <WaitingForYou waiting=few now/> }.into_any()));
    if !shown.launchpad.teams.is_empty() {
        return Ok(Content::new("Launchpad", view! { <Own shown waiting text path here=visit.here/> }));
    }
    if visit.rights().may(Deed::SeeTeam) {
        return Ok(Content::new("Launchpad", view! { <NoTeam waiting/> }));
    }
    let Some(actor) = visit.actor else { return Err(ApiError(Error::SignedOut)) };
    Ok(Content::new("Nothing here yet", view! { <Nothing actor waiting/> }))
}

#[component]
fn Own(shown: LaunchpadShown, waiting: Slot, text: String, path: &'static str, here: String) -> impl IntoView {
    let count = shown.launchpad.all as u64;
    let ask = shown.may_ask.then(|| view! { <Button label="Ask for an environment" href=paths::NEW_REQUEST/> });
    view! {
        <PageHeader title="Launchpad" count description="The environments of your teams."
            actions=view! { {ask}<Button label="Your teams" href=paths::TEAMS/> }/>
        {waiting.0}
        <CopyButtons/>
        <Tiles shown text path=path.to_owned() here/>
    }
}

/// For those who see every environment and every team, and are in none.
#[component]
fn NoTeam(waiting: Slot) -> impl IntoView {
    view! {
        <PageHeader title="Launchpad"/>
        {waiting.0}
        <EmptyState title="You are in no team"
            text="The launchpad shows the environments of one's teams. You see all environments in their list all the same."
            action=view! { <Button label="See the teams" href=paths::TEAMS/><Button label="See the environments" href=paths::ENVIRONMENTS/> }/>
    }
}

/// For people to whom nothing is open: what they are, and what to do next.
#[component]
fn Nothing(actor: Actor, waiting: Slot) -> impl IntoView {
    let roles = actor.roles.labels();
    let ask = format!(
        "Ask an administrator of this portal for a role, or the owner of a team to add you to it. They find you as {}.",
        actor.email
    );
    let meanings = actor.roles.iter().map(|role| view! { <li><b>{role.label()}": "</b>{role.meaning()}</li> });
    let meanings = meanings.collect::<Vec<_>>();
    let list = (!meanings.is_empty()).then(|| view! { <ul>{meanings}</ul> });
    view! {
        <PageHeader title="Nothing here yet" description="Nobody has given you an environment."/>
        {waiting.0}
        <Alert tone=Tone::Info title="You are signed in, and in no team so far">
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

pub fn launchpad_of() -> impl IntoView {
    let id = PersonId::parse(&segment("id"));
    let (text, number) = place();
    page(move |visit| async move {
        let id = id.ok_or_else(|| ApiError(Error::NotFound("This person".into())))?;
        let shown = show_of(id.clone(), text.clone(), number).await?;
        let name = shown.of.as_ref().map(|of| of.name.clone()).unwrap_or_default();
        let title = format!("Launchpad of {name}");
        Ok(Content::new(title, view! { <Theirs shown name id text here=visit.here/> }))
    })
}

#[component]
fn Theirs(shown: LaunchpadShown, name: String, id: PersonId, text: String, here: String) -> impl IntoView {
    let body = if shown.launchpad.teams.is_empty() {
        view! {
            <EmptyState title="They are in no team" text="So their launchpad is empty. Open a team and add them there."
                action=view! { <Button label="See the teams" href=paths::TEAMS/> }/>
        }
        .into_any()
    } else {
        view! { <Tiles shown text path=paths::launchpad_of(&id) here/> }.into_any()
    };
    view! {
        <PageHeader title=format!("Launchpad of {name}")
            crumbs=vec![Crumb::new("People", paths::PEOPLE), Crumb::new(name, paths::person(&id))]/>
        <Alert tone=Tone::Info title="You see what they see, and can change nothing">
            "What they opened last is theirs and left out. That you looked is in the log."
        </Alert>
        {body}
    }
}
