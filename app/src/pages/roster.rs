//! Everybody who can sign in, and those who are invited.

mod pending;

use domain::{
    may::{Deed, Facts},
    person::{Filter, Person},
    portal::{PEOPLE_A_PAGE, PeoplePage},
};
use jiff::Timestamp;
use leptos::prelude::*;

use self::pending::{Made, Pending};
use crate::{
    api::{
        invitations::{InvitationLink, just_made},
        roster::{PeopleListing, list},
    },
    components::Ago,
    page::{Content, asked, page},
    paths,
    ui::{
        Badge, Blocked, Button, ButtonLook, Choice, EmptyState, FilterBar, InputType, MaybeText, Need, PageHeader,
        PageLinks, Pagination, Select, Table, TableLayout, TextField, Tone,
    },
};

/// A list as short as this needs no search.
const SHORT: usize = 10;

pub fn people() -> impl IntoView {
    let (text, number) = (asked("text").trim().to_owned(), asked("page").parse().unwrap_or(1));
    let filter = Filter { text, without_team: asked("only") == paths::WITHOUT_TEAM };
    page(move |visit| async move {
        let why = visit.rights().reason(Deed::Invite, Facts::default());
        let listing = list(filter.clone(), number).await?;
        let made = if why.is_none() { just_made().await? } else { None };
        let mends = filter.without_team && visit.rights().may(Deed::ManageTeam);
        Ok(Content::new("People", view! { <Everybody listing filter made why mends/> }))
    })
}

#[component]
fn Everybody(
    listing: PeopleListing,
    filter: Filter,
    made: Option<InvitationLink>,
    why: Option<String>,
    /// Whether each row has the way to a team.
    mends: bool,
) -> impl IntoView {
    let PeopleListing { page, invitations, now } = listing;
    let blocked = why.clone().map(|why| Blocked::new("invite", why));
    let link = made.map(|made| {
        let invitation = invitations.iter().find(|one| one.id == made.invitation).cloned();
        view! { <Made link=made.link invitation/> }
    });
    let is_filtered = filter != Filter::default();
    let search = (is_filtered || page.matching > SHORT).then(|| view! { <Search filter=filter.clone()/> });
    let count = page.matching as u64;
    let body = if page.matching == 0 {
        let words = match (filter.without_team, filter.text.is_empty()) {
            (true, true) => "Everybody who can sign in is in a team, or has a role that sees all environments.",
            (true, false) => "Nobody without a team has these words in name or address.",
            (false, _) => "No name and no address has these words in it.",
        };
        view! {
            <EmptyState title="Nobody matches" text=words
                action=view! { <Button label="Clear filters" href=paths::PEOPLE/> }/>
        }
        .into_any()
    } else {
        view! { <Rows page filter mends now/> }.into_any()
    };
    view! {
        <PageHeader title="People" count description="Everybody who has an account in this portal, and what they may do."
            actions=view! { <Button label="Invite somebody" look=ButtonLook::Primary href=paths::INVITE blocked/> }/>
        {link}
        {search}
        {body}
        <Pending invitations why now/>
    }
}

#[component]
fn Search(filter: Filter) -> impl IntoView {
    let clear = (filter != Filter::default()).then(|| paths::PEOPLE.to_owned());
    let choices = vec![Choice::new("", "Everybody"), Choice::new(paths::WITHOUT_TEAM, "Without a team")];
    let only = if filter.without_team { paths::WITHOUT_TEAM } else { "" };
    view! {
        <FilterBar action=paths::PEOPLE label="Filter people" clear>
            <TextField name="text" label="Find in name and address" r#type=InputType::Search need=Need::Optional
                value=filter.text/>
            <Select name="only" label="Show only" need=Need::Optional choices value=only/>
        </FilterBar>
    }
}

#[component]
fn Rows(page: PeoplePage, filter: Filter, mends: bool, now: Timestamp) -> impl IntoView {
    let PeoplePage { people, matching, number, pages } = page;
    let first = (number - 1) * PEOPLE_A_PAGE;
    let last = first + people.len();
    let link = |there: bool, number: usize| MaybeText::from(there.then(|| paths::people(&filter, number)));
    let links = PageLinks {
        first: link(number > 1, 1),
        previous: link(number > 1, number.saturating_sub(1)),
        next: link(number < pages, number + 1),
        last: link(number < pages, pages),
    };
    let rows = people.into_iter().map(|person| view! { <Row person mends now/> }).collect_view();
    let next = mends.then(|| view! { <th scope="col">"Next step"</th> });
    let pagination = (pages > 1).then(|| {
        view! { <Pagination from=first as u64 + 1 to=last as u64 of=matching as u64 noun="people" links/> }
    });
    view! {
        <Table name="people" caption="People" layout=TableLayout::Stack>
            <thead>
                <tr>
                    <th scope="col">"Name"</th>
                    <th scope="col">"Email address"</th>
                    <th scope="col">"Roles"</th>
                    <th scope="col">"State"</th>
                    <th scope="col">"Last sign-in"</th>
                    <th scope="col">"Added"</th>
                    {next}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
        {pagination}
    }
}

#[component]
fn Row(person: Person, mends: bool, now: Timestamp) -> impl IntoView {
    let signed_in = match person.signed_in_at {
        Some(at) => view! { <Ago at now/> }.into_any(),
        None => "Never".into_any(),
    };
    let (tone, state) = state(&person);
    let roles = person.roles.labels();
    let next = mends.then(|| {
        let label = format!("Add to a team: {}", person.name);
        view! { <td data-label="Next step"><a href=paths::teams_to_add(&person.email) aria-label=label>"Add to a team"</a></td> }
    });
    view! {
        <tr>
            <th scope="row" class="wrap"><a href=paths::person(&person.id)>{person.name}</a></th>
            <td class="wrap" data-label="Email address">{person.email}</td>
            <td data-label="Roles">{roles}</td>
            <td data-label="State"><Badge tone label=state/></td>
            <td class="nowrap" data-label="Last sign-in">{signed_in}</td>
            <td class="nowrap" data-label="Added"><Ago at=person.added_at now/></td>
            {next}
        </tr>
    }
}

/// Whether somebody can come in, as a badge says it.
pub fn state(person: &Person) -> (Tone, &'static str) {
    if person.disabled_at.is_some() { (Tone::Neutral, "Disabled") } else { (Tone::Success, "Enabled") }
}
