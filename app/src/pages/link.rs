//! One link: its address, where it leads, how often it is followed, and what can be changed about it.

use domain::{
    Error, Problems,
    check::obstacle,
    id::LinkId,
    lifetime::Lifetime,
    link::{Link, LinkForm},
    may::{Deed, Facts},
    portal::LinkChoices,
    team::Standing,
};
use leptos::prelude::*;

use super::add_link::Find;
use crate::{
    api::{
        lifetimes::EndTyped,
        links::{LinkShown, LinkTyped, choices, show},
        visit::Visit,
    },
    components::{
        ChecksSection, Clicks, CopyButtons, EndingForms, EnvironmentChoice, Exactly, Ground, LifetimeButtons,
        LifetimeMark, LifetimeNews, LinkWords, PermanentLink, ProblemSummary, link_state,
    },
    error::ApiError,
    page::{Content, asked, page, segment},
    paths,
    ui::{Blocked, Button, ButtonGroup, ButtonLook, Crumb, Fact, FactWidth, KeyValue, Opens, PageHeader, Section},
};

pub fn link() -> impl IntoView {
    let id = LinkId::parse(&segment("id"));
    let text = asked("text").trim().to_owned();
    page(move |visit| async move {
        let id = id.ok_or_else(|| ApiError(Error::NotFound("This link".into())))?;
        let shown = show(id).await?;
        let why = visit.rights().team_reason(shown.page.standing);
        // Only who may choose is told what there is to choose from.
        let choices = match why {
            None => choices(shown.page.team.id.clone(), text.clone()).await?.1,
            Some(_) => LinkChoices::default(),
        };
        let name = shown.page.environment.as_ref().map(|environment| environment.name.as_str());
        let title = shown.page.link.title(name).to_owned();
        Ok(Content::new(title.clone(), view! { <Whole shown title choices text why visit/> }))
    })
}

#[component]
fn Whole(
    shown: LinkShown,
    title: String,
    choices: LinkChoices,
    text: String,
    why: Option<String>,
    visit: Visit,
) -> impl IntoView {
    let LinkShown { page, origin, now } = shown;
    let problems = visit.problems();
    let ending: Option<EndTyped> = visit.flash.typed();
    let of_ending = if ending.is_some() { problems.clone() } else { Problems::default() };
    let problems = if ending.is_some() { Problems::default() } else { problems };
    let rights = visit.rights();
    let ground = Ground { rights: rights.clone(), part: page.part, back: paths::ending(&page.link.id) };
    let is_there = page.environment.is_some();
    let (words, target) = match visit.flash.typed() {
        Some(LinkTyped::Words(form)) => (Some(form), None),
        Some(LinkTyped::Target(form)) => (None, Some(form)),
        None => (None, None),
    };
    let (of_words, of_target) =
        if target.is_some() { (Problems::default(), problems) } else { (problems, Problems::default()) };
    let link = page.link;
    let crumbs =
        vec![Crumb::new("Teams", paths::TEAMS), Crumb::new(page.team.name.clone(), paths::team(&page.team.id))];
    let mark = page.lifetime.clone();
    let status = view! { {link_state(page.environment.as_ref())}" "<LifetimeMark lifetime=mark now/> };
    let (lifetime, standing) = (page.lifetime, page.standing);
    let why_not = rights.reason(Deed::CheckEnvironment, Facts::in_team(standing));
    let (checks, why_unchecked) = (page.checks, obstacle(page.environment.as_ref(), true));
    let back = paths::link(&link.id);
    let gone = (!is_there).then(|| "The environment is gone.".to_owned());
    let not_changed = rights.reason(Deed::AskForChange, Facts::in_team(standing)).or(gone);
    let open = view! { <Button label="Open" href=paths::go(&link.id) opens=Opens::NewTab/> };
    let name = page.environment.map_or_else(|| link.name.clone(), |environment| environment.name);
    let clicks = page.clicks;
    let facts = link.clone();
    view! {
        <PageHeader title crumbs status actions=open/>
        <CopyButtons/>
        <Section title="Where it leads">
            <KeyValue>
                <Fact label="Environment">{name}</Fact>
                <Fact label="Connection">{facts.connection.to_string()}</Fact>
                <Fact label="Environment ID">{facts.environment.to_string()}</Fact>
                <Fact label="Linked by">{facts.added_by.clone()}</Fact>
                <Fact label="Linked"><Exactly at=facts.added_at/></Fact>
                <Fact label="Permanent link" width=FactWidth::Full>
                    <PermanentLink id=facts.id.clone() origin/>
                </Fact>
            </KeyValue>
        </Section>
        <ChecksSection connection=link.connection.clone() environment=link.environment.clone() checks
            obstacle=why_unchecked why=why_not back now/>
        <Changing link=link.clone() not=not_changed/>
        <Ending link=link.clone() lifetime is_there typed=ending problems=of_ending standing ground now/>
        <Clicks clicks now/>
        <Words link=link.clone() form=words problems=of_words why=why.clone()/>
        <Replacing link=link.clone() form=target problems=of_target choices text why=why.clone()/>
        <Removing link why/>
    }
}

/// The way to ask for something else than what is there.
#[component]
fn Changing(link: Link, not: Option<String>) -> impl IntoView {
    let blocked = not.map(|why| Blocked::new("ask-change", why));
    view! {
        <Section title="Change" description="Members of the team ask for another name, description, tags or way to sign in. Somebody decides, and the portal changes it.">
            <div><Button label="Ask for a change" href=paths::ask_change(&link.id) blocked/></div>
        </Section>
    }
}

/// What is decided about the life of the environment, and what the team can ask for.
#[component]
fn Ending(
    link: Link,
    lifetime: Option<Lifetime>,
    is_there: bool,
    typed: Option<EndTyped>,
    problems: Problems,
    standing: Option<Standing>,
    ground: Ground,
    now: jiff::Timestamp,
) -> impl IntoView {
    let rights = ground.rights.clone();
    let news = match lifetime.clone() {
        Some(one) => {
            view! { <LifetimeNews lifetime=one.clone() now/><LifetimeButtons lifetime=one ground/> }.into_any()
        }
        None => view! { <p>"It has no end. It stays until somebody deletes it."</p> }.into_any(),
    };
    let forms = is_there.then(|| view! { <EndingForms link lifetime typed problems rights standing/> });
    view! {
        <Section title="Lifetime" id="lifetime" description="What is decided here is told to everybody who has the environment on their launchpad.">
            {news}
            {forms}
        </Section>
    }
}

#[component]
fn Words(link: Link, form: Option<LinkForm>, problems: Problems, why: Option<String>) -> impl IntoView {
    let shown = LinkForm { label: link.label.clone(), section: link.section.clone(), ..LinkForm::default() };
    let form = form.unwrap_or_else(|| shown.clone());
    let blocked = why.map(|why| Blocked::new("save-words", why));
    let of_words = problems.clone();
    view! {
        <Section title="What the team calls it">
            <form class="form" method="post" action=paths::action::EDIT_LINK novalidate>
                <ProblemSummary problems/>
                <input type="hidden" name="id" value=link.id.to_string()/>
                <input type="hidden" name="shown[label]" value=shown.label/>
                <input type="hidden" name="shown[section]" value=shown.section/>
                <LinkWords form problems=of_words/>
                <div><Button label="Save changes" look=ButtonLook::Primary blocked/></div>
            </form>
        </Section>
    }
}

#[component]
fn Replacing(
    link: Link,
    form: Option<LinkForm>,
    problems: Problems,
    choices: LinkChoices,
    text: String,
    why: Option<String>,
) -> impl IntoView {
    let body = if let Some(why) = why {
        view! { <p class="soft">{why}</p> }.into_any()
    } else {
        let chosen = form.unwrap_or_default().environment;
        let shown = format!("{}/{}", link.connection, link.environment);
        let of_choice = problems.clone();
        view! {
            <Find action=paths::link(&link.id) text/>
            <form class="form" method="post" action=paths::action::REPLACE_LINK novalidate>
                <ProblemSummary problems/>
                <input type="hidden" name="id" value=link.id.to_string()/>
                <input type="hidden" name="shown[environment]" value=shown/>
                <EnvironmentChoice choices chosen problems=of_choice/>
                <div><Button label="Lead to this environment"/></div>
            </form>
        }
        .into_any()
    };
    view! {
        <Section title="Replaced by another environment" id="replace"
            description="The permanent link leads to the other environment from then on. Whoever has the address, on paper or in a bookmark, need not notice.">
            {body}
        </Section>
    }
}

#[component]
fn Removing(link: Link, why: Option<String>) -> impl IntoView {
    let blocked = why.map(|why| Blocked::new("remove-link", why));
    view! {
        <Section title="Remove from the team" description="The environment stays. Its tile goes from the launchpads of the team, and this permanent link leads nowhere any more.">
            <form method="post" action=paths::action::REMOVE_LINK>
                <input type="hidden" name="link" value=link.id.to_string()/>
                <ButtonGroup><Button label="Remove link" look=ButtonLook::Danger blocked/></ButtonGroup>
            </form>
        </Section>
    }
}
