//! One team: who is in it, what it has, and what happened.

use domain::{Error, id::TeamId, inventory::Query, may::Deed, portal::TeamSeen};
use leptos::prelude::*;

use crate::{
    api::{
        members::MembersForm,
        teams::{TeamPlace, TeamShown, show},
        visit::Visit,
    },
    components::{CopyButtons, Events, TeamLinks, TeamMembers, list_with},
    error::ApiError,
    page::{Content, asked, page, segment},
    paths,
    ui::{Alert, Badge, Blocked, Button, Crumb, Glyph, PageHeader, Section, Tone},
};

pub fn team() -> impl IntoView {
    let id = TeamId::parse(&segment("id"));
    let number = |name| asked(name).parse().unwrap_or(1);
    let add = asked("add").trim().to_owned();
    let place = TeamPlace { text: asked("text").trim().to_owned(), page: number("page"), links: number("links") };
    page(move |visit| async move {
        let id = id.ok_or_else(|| ApiError(Error::NotFound("This team".into())))?;
        let shown = show(id, place.clone()).await?;
        let title = shown.seen.team.name.clone();
        Ok(Content::new(title, view! { <Whole shown place add visit/> }))
    })
}

#[component]
fn Whole(shown: TeamShown, place: TeamPlace, add: String, visit: Visit) -> impl IntoView {
    let TeamShown { seen, origin, may_ask, now } = shown;
    let rights = visit.rights();
    let why = rights.team_reason(seen.standing);
    let problems = visit.problems();
    // Who chose this team for somebody finds their address in the form.
    let chosen = (!add.is_empty()).then(|| MembersForm { members: add, ..MembersForm::default() });
    let form = visit.flash.typed().or(chosen);
    let wrong = wrong(&seen);
    let TeamSeen { team, standing, members, rules, links, events, .. } = seen;
    let status = standing.map(|standing| view! { <Badge tone=Tone::Info label=format!("You: {}", standing.label())/> });
    let listed = rights.may(Deed::SeeEnvironments).then(|| {
        let name = team.name.clone();
        list_with(&Query::default(), |query| query.team = Some(name))
    });
    let (name, description, id) = (team.name, team.description, team.id);
    let blocked = why.clone().map(|why| Blocked::new("edit-team", why));
    let ask = may_ask.then(|| view! { <Button label="Ask for an environment" href=paths::ask_for(&id)/> });
    let edit = view! { {ask}<Button label="Edit" icon=Glyph::Edit href=paths::edit_team(&id) blocked/> };
    let here = TeamPlace { page: members.number, links: links.number, ..place };
    let of_members = {
        let (id, here) = (id.clone(), here.clone());
        move |text: &str, page: usize| address(&id, &TeamPlace { text: text.to_owned(), page, ..here.clone() })
    };
    let of_links = {
        let (id, here) = (id.clone(), here.clone());
        move |links: usize| address(&id, &TeamPlace { links, ..here.clone() })
    };
    let log = rights.may(Deed::SeeLog).then(|| {
        view! { <Button label="All in the log" href=paths::log_of_team(&id)/> }
    });
    view! {
        <PageHeader title=name description crumbs=vec![Crumb::new("Teams", paths::TEAMS)] status actions=edit/>
        <CopyButtons/>
        {wrong}
        <TeamLinks team=id.clone() links why=why.clone() origin now listed address=of_links/>
        <TeamMembers team=id text=here.text members rules why form problems rights address=of_members/>
        <Section title="What happened" description="Changes of this team, newest first." actions=log>
            <Events events/>
        </Section>
    }
}

/// The address of a part of the team.
fn address(id: &TeamId, place: &TeamPlace) -> String {
    let page = paths::found(&paths::team(id), &place.text, place.page);
    if place.links < 2 {
        return page;
    }
    let and = if page.contains('?') { '&' } else { '?' };
    format!("{page}{and}links={}", place.links)
}

/// What is wrong with the team, and what to do about it.
fn wrong(seen: &TeamSeen) -> impl IntoView + use<> {
    let no_owner = seen.owners.is_empty().then(|| {
        view! {
            <Alert tone=Tone::Warning title="Nobody owns this team">
                "Its people have nobody to ask, and only administrators can change it. Make somebody an owner below."
            </Alert>
        }
    });
    let words = match seen.down {
        1 => "Nobody can sign in to one of its environments now".to_owned(),
        down => format!("Nobody can sign in to {down} of its environments now"),
    };
    let down = (seen.down > 0).then(|| {
        view! {
            <Alert tone=Tone::Warning title=words>
                "The list says how each of them is. One that is gone for good can be replaced: open it, and its permanent link leads to another environment."
            </Alert>
        }
    });
    view! { {no_owner} {down} }
}
