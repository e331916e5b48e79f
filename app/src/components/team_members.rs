//! Who is in a team.

use domain::{
    Field, Problems,
    id::TeamId,
    may::Denied,
    portal::Paged,
    provider::{Label, TeamRule},
    team::{MEMBERS_AT_ONCE, Member, Standing},
};
use leptos::prelude::*;

use super::{ProblemSummary, Rights, error_at, pages};
use crate::{
    api::members::MembersForm,
    paths,
    ui::{
        Badge, Blocked, Button, ButtonGroup, ButtonLook, Choice, Details, DetailsState, EmptyState, FilterBar,
        InputType, Need, Section, Select, Table, TableLayout, TextArea, TextField, Tone, VisuallyHidden,
    },
};

/// A list as short as this needs no search.
const SHORT: usize = 10;

/// The members with what can be done about each. `why` says why the reader may change nothing, and `address` is that of
/// a page of them.
#[component]
pub fn TeamMembers<A: Fn(&str, usize) -> String + 'static>(
    team: TeamId,
    members: Paged<Member>,
    rules: Vec<(Label, TeamRule)>,
    text: String,
    why: Option<String>,
    form: Option<MembersForm>,
    problems: Problems,
    rights: Rights,
    address: A,
) -> impl IntoView {
    let count = members.matching as u64;
    let action = paths::team(&team);
    let search = (!text.is_empty() || members.matching > SHORT).then(|| {
        let clear = (!text.is_empty()).then(|| action.clone());
        let sought = text.clone();
        view! {
            <FilterBar action=action.clone() label="Filter members" clear>
                <TextField name="text" label="Find in name and address" r#type=InputType::Search need=Need::Optional
                    value=sought/>
            </FilterBar>
        }
    });
    let links = pages(&members, "members", |number| address(&text, number));
    let table = if members.matching == 0 {
        let (title, words) = if text.is_empty() {
            ("Nobody is in this team yet", "Add people below by the addresses that they sign in with.")
        } else {
            ("Nobody matches", "No name and no address has these words in it.")
        };
        view! { <EmptyState title text=words/> }.into_any()
    } else {
        let may = why.is_none();
        let to_yourself = |member: &Member| rights.0.as_ref().is_some_and(|actor| actor.person == member.who.person);
        let rows = members.rows.into_iter().map(|member| row(&team, &member, may, to_yourself(&member)));
        let rows = rows.collect_view();
        let last = may.then(|| view! { <th scope="col"><VisuallyHidden text="What to do about them"/></th> });
        view! {
            <Table name="members" caption="Members, owners first" layout=TableLayout::Stack>
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col">"Email address"</th>
                        <th scope="col">"In the team"</th>
                        <th scope="col">"Added by"</th>
                        {last}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        }
        .into_any()
    };
    let add = match why {
        Some(why) => view! { <p class="soft">{why}</p> }.into_any(),
        None => view! { <Add team form problems/> }.into_any(),
    };
    let groups = (!rules.is_empty()).then(|| {
        let rule = |(provider, rule): (Label, TeamRule)| {
            view! { <li><b>{rule.standing.label()}</b>": whoever is in the group “"{rule.group}"” at "{provider.to_string()}", from their next sign-in on"</li> }
        };
        view! { <ul>{rules.into_iter().map(rule).collect_view()}</ul> }
    });
    view! {
        <Section title="People" id="people" count>
            {groups}
            {search}
            {table}
            {links}
            {add}
        </Section>
    }
}

fn row(team: &TeamId, member: &Member, may: bool, to_yourself: bool) -> impl IntoView + use<> {
    let Member { who, standing, added_by, by_group, .. } = member.clone();
    let why = |least| by_group.as_ref().filter(|by| by.standing >= least).map(|by| Denied::by_group(by).reason);
    let blocked = |what: &str, why: Option<String>| why.map(|why| Blocked::new(format!("{what}-{}", who.person), why));
    let remove = blocked("remove", why(Standing::Member));
    let demote = blocked("demote", why(Standing::Owner).filter(|_| standing == Standing::Owner));
    let added_by = by_group.as_ref().map_or(added_by, |by| format!("By {}", by.in_words()));
    let state = who.is_disabled.then(|| view! { " "<Badge tone=Tone::Neutral label="Disabled"/> });
    let you = to_yourself.then_some(" (you)");
    let other = match standing {
        Standing::Member => (Standing::Owner, "Make owner"),
        Standing::Owner => (Standing::Member, "Make member"),
    };
    let (team, person) = (team.to_string(), who.person.to_string());
    let actions = may.then(|| {
        view! {
            <td class="actions">
                <form method="post" action=paths::action::SET_STANDING>
                    <input type="hidden" name="team" value=team/>
                    <input type="hidden" name="person" value=person/>
                    <ButtonGroup>
                        <Button label=other.1 look=ButtonLook::Link name="standing" value=other.0.as_str() blocked=demote/>
                        <Button label="Remove" look=ButtonLook::Link formaction=paths::action::REMOVE_MEMBER blocked=remove/>
                    </ButtonGroup>
                </form>
            </td>
        }
    });
    view! {
        <tr>
            <th scope="row" class="wrap" data-label="Name"><span>{who.name}{you}{state}</span></th>
            <td class="wrap" data-label="Email address">{who.email}</td>
            <td data-label="In the team">{standing.label()}</td>
            <td class="wrap" data-label="Added by">{added_by}</td>
            {actions}
        </tr>
    }
}

/// Several people at once, because that is how teams are filled.
#[component]
fn Add(team: TeamId, form: Option<MembersForm>, problems: Problems) -> impl IntoView {
    let state = if form.is_some() { DetailsState::Open } else { DetailsState::Closed };
    let form = form.unwrap_or_default();
    let error = error_at(&problems, Field::Members);
    let choices = vec![
        Choice::new(Standing::Member.as_str(), "Members: they see the team and use its environments"),
        Choice::new(Standing::Owner.as_str(), "Owners: they also say who is in it and what it has"),
    ];
    view! {
        <Details summary="Add people" state>
            <form class="form" method="post" action=paths::action::ADD_MEMBERS novalidate>
                <ProblemSummary problems/>
                <input type="hidden" name="team" value=team.to_string()/>
                <TextArea name=Field::Members.input() label=Field::Members.label() value=form.members
                    hint=format!("Of people who have an account here, one a line, at most {MEMBERS_AT_ONCE}.") error/>
                <Select name="form[standing]" label="As" choices value=form.standing.as_str()/>
                <div><Button label="Add to the team" look=ButtonLook::Primary/></div>
            </form>
        </Details>
    }
}
