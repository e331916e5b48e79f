//! The environments of a team.

use domain::{
    environment::Environment,
    id::TeamId,
    link::CLICK_DAYS,
    portal::{LinkSeen, Paged},
};
use jiff::Timestamp;
use leptos::prelude::*;

use super::{LifetimeMark, PermanentLink, StatusBadge, pages};
use crate::{
    paths,
    ui::{
        Badge, Blocked, Button, ButtonGroup, ButtonLook, ButtonShape, Details, EmptyState, Glyph, Section, Table,
        TableLayout, Tone, VisuallyHidden,
    },
};

/// The links with what can be done about each. `why` says why the reader may change nothing, and `address` is that of a
/// page of them; `listed` is that of the same environments in the list of all, for those who see it.
#[component]
pub fn TeamLinks<A: Fn(usize) -> String + 'static>(
    team: TeamId,
    links: Paged<LinkSeen>,
    why: Option<String>,
    origin: String,
    now: Timestamp,
    listed: Option<String>,
    address: A,
) -> impl IntoView {
    let count = links.matching as u64;
    let may = why.is_none();
    let add = |id: &'static str| {
        let blocked = why.clone().map(|why| Blocked::new(id, why));
        let href = paths::add_link(&team);
        view! { <Button label="Link an environment" icon=Glyph::Plus href blocked/> }
    };
    let listed = listed.filter(|_| count > 0).map(|href| view! { <Button label="Show in the list" href/> });
    let body = if links.matching == 0 {
        view! {
            <EmptyState title="This team has no environments yet"
                text="Link those that its people use. Each gets a permanent address, and a tile on their launchpads."
                action=add("first-link")/>
        }
        .into_any()
    } else {
        let turns = pages(&links, "links", address);
        let last = may.then(|| view! { <th scope="col"><VisuallyHidden text="What to do with it"/></th> });
        let rows = links.rows.into_iter().map(|seen| row(seen, may, &origin, now)).collect_view();
        view! {
            <Table name="links" caption="Environments, by section" layout=TableLayout::Stack>
                <thead>
                    <tr>
                        <th scope="col">"Environment"</th>
                        <th scope="col">"Section"</th>
                        <th scope="col">"Status"</th>
                        <th scope="col">{format!("Clicks in {CLICK_DAYS} days")}</th>
                        {last}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
            {turns}
        }
        .into_any()
    };
    view! {
        <Section title="Environments" id="environments" count actions=view! { {listed}{add("link")} }
            description="People in the team find them on their launchpad, and by their permanent links.">
            {body}
        </Section>
    }
}

fn row(seen: LinkSeen, may: bool, origin: &str, now: Timestamp) -> impl IntoView + use<> {
    let LinkSeen { link, environment, lifetime, clicks, can_go_up, can_go_down } = seen;
    let called = environment.as_ref().map(|environment| environment.name.as_str());
    let (title, name) = (link.title(called).to_owned(), called.unwrap_or(&link.name).to_owned());
    let below = format!("{name}, {}/{}", link.connection, link.environment);
    let status = link_state(environment.as_ref());
    let section = if link.section.is_empty() {
        view! { <span class="none">"None"</span> }.into_any()
    } else {
        link.section.clone().into_any()
    };
    let id = link.id.to_string();
    let blocked =
        |there: bool, word: &str, why: &'static str| (!there).then(|| Blocked::new(format!("{word}-{id}"), why));
    let (up, down) = (
        blocked(can_go_up, "up", "It is the first of its section."),
        blocked(can_go_down, "down", "It is the last of its section."),
    );
    let actions = may.then(|| {
        let (first, then) = (format!("Move up {title}"), format!("Move down {title}"));
        view! {
            <td class="actions">
                <form method="post" action=paths::action::MOVE_LINK>
                    <input type="hidden" name="link" value=id.clone()/>
                    <ButtonGroup>
                        <Button label=first look=ButtonLook::Link shape=ButtonShape::IconOnly icon=Glyph::Up
                            name="direction" value="up" blocked=up/>
                        <Button label=then look=ButtonLook::Link shape=ButtonShape::IconOnly
                            icon=Glyph::Down name="direction" value="down" blocked=down/>
                        <Button label="Remove" look=ButtonLook::Link formaction=paths::action::REMOVE_LINK/>
                    </ButtonGroup>
                </form>
            </td>
        }
    });
    let origin = origin.to_owned();
    view! {
        <tr>
            <th scope="row" class="wrap" data-label="Environment">
                <div>
                    <a href=paths::link(&link.id)>{title.clone()}</a>
                    <div class="row-id">{below}</div>
                    <Details summary="Permanent link"><PermanentLink id=link.id origin/></Details>
                </div>
            </th>
            <td class="wrap" data-label="Section">{section}</td>
            <td data-label="Status">{status}" "<LifetimeMark lifetime now/></td>
            <td class="number" data-label="Clicks">{clicks}</td>
            {actions}
        </tr>
    }
}

/// The status of an environment that may be gone.
pub fn link_state(environment: Option<&Environment>) -> AnyView {
    match environment {
        Some(environment) => view! { <StatusBadge status=environment.status.clone()/> }.into_any(),
        None => view! { <Badge tone=Tone::Warning label="Gone"/> }.into_any(),
    }
}
