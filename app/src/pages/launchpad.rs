//! The launchpad: one's own, and an administrator's look at somebody else's.

use domain::{Actor, Error, id::PersonId, inventory::Concern, may::Deed, portal::Sought};
use leptos::prelude::*;

use super::dashboard::Overseen;
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
pub(super) fn place() -> (Sought, usize) {
    let concern = Concern::parse(&asked("only")).filter(|concern| Concern::OF_TEAMS.contains(concern));
    (Sought { text: asked("text").trim().to_owned(), concern }, asked("page").parse().unwrap_or(1))
}

pub fn launchpad() -> impl IntoView {
    let (sought, number) = place();
    page(move |visit| own(visit, sought, number, paths::LAUNCHPAD))
}

/// One's own launchpad, at one of its addresses.
pub(super) async fn own(visit: Visit, sought: Sought, number: usize, path: &'static str) -> Result<Content, ApiError> {
    let mut shown = show(sought.clone(), number).await?;
    let now = shown.now;
    let overseen =
        shown.launchpad.oversight.take().map(|oversight| view! { <Overseen oversight path now/> }.into_any());
    let overseen = Slot(overseen);
    let waiting = if visit.numbers.requests > 0 { Some(waiting().await?) } else { None };
    let waiting =
        Slot(waiting.map(|RequestsWaiting { few, now }| view! { <WaitingForYou waiting=few now/> }.into_any()));
    if !shown.launchpad.teams.is_empty() {
        return Ok(Content::new("Launchpad", view! { <Own shown overseen waiting sought path visit/> }));
    }
    if visit.rights().may(Deed::SeeTeam) {
        return Ok(Content::new("Launchpad", view! { <NoTeam waiting/> }));
    }
    let Some(actor) = visit.actor else { return Err(ApiError(Error::SignedOut)) };
    Ok(Content::new("Nothing here yet", view! { <Nothing actor overseen waiting/> }))
}

#[component]
fn Own(
    shown: LaunchpadShown,
    overseen: Slot,
    waiting: Slot,
    sought: Sought,
    path: &'static str,
    visit: Visit,
) -> impl IntoView {
    let count = shown.launchpad.all as u64;
    let ask = shown.may_ask.then(|| view! { <Button label="Ask for an environment" href=paths::NEW_REQUEST/> });
    view! {
        <PageHeader title="Launchpad" count description="The environments of your teams."
            actions=view! { {ask}<Button label="Your teams" href=paths::TEAMS/> }/>
        {overseen.0}
        {waiting.0}
        <CopyButtons/>
        <Tiles shown sought path=path.to_owned() visit/>
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
fn Nothing(actor: Actor, overseen: Slot, waiting: Slot) -> impl IntoView {
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
        {overseen.0}
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
    let (sought, number) = place();
    page(move |visit| async move {
        let id = id.ok_or_else(|| ApiError(Error::NotFound("This person".into())))?;
        let shown = show_of(id.clone(), sought.clone(), number).await?;
        let name = shown.of.as_ref().map(|of| of.name.clone()).unwrap_or_default();
        let title = format!("Launchpad of {name}");
        Ok(Content::new(title, view! { <Theirs shown name id sought visit/> }))
    })
}

#[component]
fn Theirs(shown: LaunchpadShown, name: String, id: PersonId, sought: Sought, visit: Visit) -> impl IntoView {
    let add = shown.of.as_ref().map_or_else(|| paths::TEAMS.to_owned(), |of| paths::teams_to_add(&of.email));
    let body = if shown.launchpad.teams.is_empty() {
        view! {
            <EmptyState title="They are in no team" text="So their launchpad is empty. Choose a team and add them there."
                action=view! { <Button label="Choose a team" href=add/> }/>
        }
        .into_any()
    } else {
        view! { <Tiles shown sought path=paths::launchpad_of(&id) visit/> }.into_any()
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
