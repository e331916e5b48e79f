//! A permanent link: on to the environment, or what is going on there and whom to ask.

use domain::{
    Error,
    id::LinkId,
    portal::{Deleted, Going, Waiting},
    team::Contact,
};
use jiff::Timestamp;
use leptos::prelude::*;

use crate::{
    api::links::{Followed, follow},
    components::{Ago, ComingBack, Exactly, LifetimeNews, link_state, sign_in, tone},
    error::ApiError,
    page::{Content, page, segment},
    paths,
    ui::{Alert, Button, ButtonGroup, Opens, PageHeader, Section, Tone},
};

pub fn go() -> impl IntoView {
    let id = LinkId::parse(&segment("link"));
    page(|visit| async move {
        let found = match id {
            Some(id) => follow(id).await,
            None => Err(ApiError(Error::NotFound("This link".into()))),
        };
        match found {
            // Most browsers are on their way already and show none of this.
            Ok(Followed { going: Going::On { .. }, .. }) => {
                Ok(Content::new("On the way", view! { <OnTheWay here=visit.here/> }))
            }
            Ok(Followed { going: Going::Waiting(waiting), now }) => {
                let name = waiting.environment.as_ref().map(|environment| environment.name.as_str());
                let title = waiting.link.title(name).to_owned();
                Ok(Content::new(title.clone(), view! { <NotNow waiting=*waiting title here=visit.here now/> }))
            }
            // The same words for what is not there and for what somebody may not see.
            Err(error @ ApiError(Error::NotFound(_))) => {
                error.mark_response();
                Ok(Content::new("You cannot open this link", view! { <AskForAccess/> }))
            }
            Err(error) => Err(error),
        }
    })
}

#[component]
fn OnTheWay(here: String) -> impl IntoView {
    view! {
        <PageHeader title="You are on the way to the environment"
            description="If nothing happens in a moment, go on by yourself."/>
        <ButtonGroup><Button label="Go on" href=here/></ButtonGroup>
    }
}

#[component]
fn AskForAccess() -> impl IntoView {
    view! {
        <PageHeader title="You cannot open this link"/>
        <Alert tone=Tone::Info title="Ask for access">
            <p>"Either this link leads nowhere any more, or it belongs to a team that you are not in."</p>
            <p>"Ask whoever gave you the link: an owner of their team can add you, by the address that you sign in with."</p>
        </Alert>
        <ButtonGroup>
            <Button label="Go to your launchpad" href=paths::LAUNCHPAD/>
        </ButtonGroup>
    }
}

#[component]
fn NotNow(waiting: Waiting, title: String, here: String, now: Timestamp) -> impl IntoView {
    let changing = waiting.is_changing();
    let (tone, what, next) = state(&waiting);
    let status = link_state(waiting.environment.as_ref());
    let Waiting { link, team, owners, environment, lifetime, deleted, health } = waiting;
    let deleted = deleted.map(|Deleted { at, who }| {
        let why = if who.is_empty() { "Its lifetime was over.".to_owned() } else { format!("{who} wanted that.") };
        let what = if environment.is_some() { "Its deletion began on " } else { "It was deleted on " };
        view! { <p>{what}<Exactly at/>". "{why}</p> }
    });
    let parted = lifetime.filter(|one| one.parting().is_some());
    // What is parked is still up, and people fetch what is theirs.
    let way = environment.as_ref().and_then(|environment| sign_in(environment).ok()).filter(|_| parted.is_some());
    let way = way.map(|url| view! { <Button label="Sign in all the same" href=url opens=Opens::NewTab/> });
    let parted = parted.map(|one| {
        let more = paths::ending(&link.id);
        view! {
            <LifetimeNews lifetime=one now/>
            <ButtonGroup>{way}<Button label="What can be done" href=more/></ButtonGroup>
        }
    });
    let read = health.as_ref().and_then(|health| health.synced_at);
    let read = read.map(|at| view! { <p class="soft">"This is what the portal saw "<Ago at now/>"."</p> });
    let trouble = health.and_then(|health| health.trouble).map(|trouble| {
        view! {
            <Alert tone=Tone::Warning title="FinSpace cannot be asked right now">
                "So this is what was known last. It could not be read since "<Exactly at=trouble.since/>"."
            </Alert>
        }
    });
    let following = changing.then(|| view! { <ComingBack here=here.clone()/> });
    view! {
        <PageHeader title status description=format!("An environment of the team {}.", team.name)
            actions=view! { <Button label="Try again" href=here/> }/>
        {parted}
        <Alert tone title=what>
            {deleted}
            <p>{next}</p>
            {read}
        </Alert>
        {trouble}
        {following}
        <Section title="Whom to ask"><Owners owners/></Section>
        <ButtonGroup>
            <Button label="Go to your launchpad" href=paths::LAUNCHPAD/>
        </ButtonGroup>
    }
}

/// What is going on, and what to do about it.
fn state(waiting: &Waiting) -> (Tone, String, &'static str) {
    let Some(environment) = &waiting.environment else {
        let what = if waiting.health.is_none() {
            "The connection that this environment was reached over is not set up any more"
        } else {
            "This environment is gone"
        };
        let next = "If another one has taken its place, an owner of the team can make this link lead there.";
        return (Tone::Warning, what.to_owned(), next);
    };
    let is_parked = waiting.lifetime.as_ref().is_some_and(|one| one.parting().is_some());
    if is_parked && sign_in(environment).is_ok() {
        let next = "Until it is deleted it can be used. Take what you need still out of it.";
        return (Tone::Info, "It is still up".into(), next);
    }
    let tone = tone(&environment.status);
    let what = match sign_in(environment) {
        Ok(_) => "It is up. Try again.".to_owned(),
        Err(why) => format!("{}: {why}", environment.status.label()),
    };
    let next = if environment.status.is_changing() {
        "There is nothing for you to do. Come back later, or leave this page open."
    } else {
        "Ask an owner of the team what is planned for it."
    };
    (tone, what, next)
}

#[component]
fn Owners(owners: Vec<Contact>) -> impl IntoView {
    if owners.is_empty() {
        return view! { <p>"Nobody owns this team right now. Ask an administrator of the portal."</p> }.into_any();
    }
    let items = owners.into_iter().map(|owner| {
        let address = format!("mailto:{}", owner.email);
        view! { <li>{owner.name}", "<a href=address>{owner.email}</a></li> }
    });
    view! { <ul class="apart">{items.collect_view()}</ul> }.into_any()
}
