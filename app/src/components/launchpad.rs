//! The launchpad: a tile for each environment that somebody may use.

use domain::{
    inventory::Concern,
    portal::{Launchpad, Paged, Reason, Recent, Sought, Tile},
    team::{Joined, Standing},
};
use leptos::prelude::*;

use super::{Exactly, LifetimeMark, PermanentLink, RequestTable, TroubleLine, pages, sign_in, team_links::link_state};
use crate::{
    api::{launchpad::LaunchpadShown, visit::Visit},
    paths,
    ui::{
        Button, ButtonGroup, ButtonLook, ButtonShape, Choice, Details, EmptyState, FilterBar, Glyph, InputType, Need,
        Opens, Section, Select, TextField,
    },
};

/// As few tiles as this need no search.
const FEW: usize = 6;

/// The tiles in their states. `path` is the launchpad's own address.
#[component]
pub fn Tiles(shown: LaunchpadShown, sought: Sought, path: String, visit: Visit) -> impl IntoView {
    let LaunchpadShown { launchpad, of, origin, requests, now, .. } = shown;
    let Launchpad { tiles, all, recent, teams, .. } = launchpad;
    let is_filtered = sought != Sought::default();
    let search = (is_filtered || all > FEW).then(|| view! { <Search sought=sought.clone() path=path.clone()/> });
    let body = if all == 0 {
        let names = teams.iter().map(|team| team.name.as_str()).collect::<Vec<_>>().join(", ");
        let words = format!("Nobody has linked an environment to {names} so far. An owner of the team can do that.");
        view! {
            <EmptyState title="No environments yet" text=words
                action=view! { <Button label="See the teams" href=paths::TEAMS/> }/>
        }
        .into_any()
    } else if tiles.matching == 0 {
        view! {
            <EmptyState title="No environment matches" text=format!("None of the {all} environments fits these filters.")
                action=view! { <Button label="Clear filters" href=path.clone()/> }/>
        }
        .into_any()
    } else {
        let links = pages(&tiles, "environments", |number| paths::tiles(&path, &sought, number));
        let mode = Mode { is_own: of.is_none(), origin, here: visit.here, contact: visit.appearance.contact, now };
        view! { {sections(tiles, &mode)} {links} }.into_any()
    };
    let recent = (!recent.is_empty() && !is_filtered).then(|| view! { <Lately recent/> });
    let asked = (!requests.is_empty()).then(|| {
        view! { <Section title="What you asked for"><RequestTable requests now/></Section> }
    });
    view! {
        {search}
        {recent}
        {body}
        {asked}
    }
}

#[component]
fn Search(sought: Sought, path: String) -> impl IntoView {
    let clear = (sought != Sought::default()).then(|| path.clone());
    let concerns = Concern::OF_TEAMS.map(|concern| Choice::new(concern.as_str(), concern.label()));
    let choices = std::iter::once(Choice::new("", "All")).chain(concerns).collect::<Vec<_>>();
    view! {
        <FilterBar action=path label="Find environments" clear>
            <TextField name="text" label="Find in names, sections and teams" r#type=InputType::Search
                need=Need::Optional value=sought.text/>
            <Select name="only" label="Show only" need=Need::Optional choices
                value=sought.concern.map_or("", Concern::as_str)/>
        </FilterBar>
    }
}

/// What the person opened last, as plain links.
#[component]
fn Lately(recent: Vec<Recent>) -> impl IntoView {
    let items = recent.into_iter().map(|one| {
        view! { <li><a href=paths::go(&one.link) target="_blank" rel="noopener noreferrer">{one.title}</a></li> }
    });
    view! {
        <nav class="lately" aria-label="Opened last">
            <b>"Opened last: "</b>
            <ul>{items.collect_view()}</ul>
        </nav>
    }
}

/// What every tile needs to know.
struct Mode {
    /// One's own launchpad has buttons; somebody else's is only looked at.
    is_own: bool,
    origin: String,
    here: String,
    /// Whom to ask.
    contact: String,
    now: jiff::Timestamp,
}

fn sections(tiles: Paged<Tile>, mode: &Mode) -> Vec<AnyView> {
    let heading = |tile: &Tile| (tile.is_favourite, tile.link.section.to_lowercase());
    let mut rest = tiles.rows.as_slice();
    let mut sections = Vec::new();
    while let Some(first) = rest.first() {
        let end = rest.iter().position(|tile| heading(tile) != heading(first)).unwrap_or(rest.len());
        let (these, others) = rest.split_at(end);
        rest = others;
        let title = match (first.is_favourite, first.link.section.as_str()) {
            (true, _) => "Favourites".to_owned(),
            (false, "") => "Environments".to_owned(),
            (false, section) => section.to_owned(),
        };
        let items = these.iter().map(|tile| one(tile, mode)).collect_view();
        sections.push(view! { <Section title><ul class="tiles">{items}</ul></Section> }.into_any());
    }
    sections
}

fn one(tile: &Tile, mode: &Mode) -> AnyView {
    let title = tile.title().to_owned();
    let name = tile.environment.as_ref().map_or(&tile.link.name, |environment| &environment.name);
    let name = (*name != title).then(|| view! { <p class="row-id">{name.clone()}</p> });
    let star = mode.is_own.then(|| star(tile, &title, &mode.here));
    let status = link_state(tile.environment.as_ref());
    let (lifetime, now) = (tile.lifetime.clone(), mode.now);
    let mark = lifetime.is_some().then(|| view! { <p><LifetimeMark lifetime now/></p> });
    let trouble = tile.trouble.clone();
    let reasons = tile.reasons.iter().map(|one| reason(one, mode.is_own)).collect_view();
    let link = mode.is_own.then(|| {
        let (id, origin) = (tile.link.id.clone(), mode.origin.clone());
        let (end, change) = (paths::ending(&id), paths::ask_change(&id));
        view! {
            <Details summary="Permanent link"><PermanentLink id origin/></Details>
            <p class="small"><a href=end>"Ask for deletion or more time"</a></p>
            <p class="small"><a href=change>"Ask for a change"</a></p>
        }
    });
    view! {
        <li class="tile">
            <div class="tile-head"><h3>{title}</h3>{star}</div>
            {name}
            <p>{status}</p>
            {mark}
            <TroubleLine trouble contact=mode.contact.clone() now/>
            {ways(tile, mode)}
            <Details summary="Why is this here?"><ul class="reasons">{reasons}</ul></Details>
            {link}
        </li>
    }
    .into_any()
}

/// What can be opened, or why nothing can.
fn ways(tile: &Tile, mode: &Mode) -> AnyView {
    let way = tile.environment.as_ref().map_or(Err("The portal does not know it any more."), sign_in);
    let is_parked = tile.lifetime.as_ref().is_some_and(|one| one.parting().is_some());
    let way = if is_parked { Err("Its link is parked, because it is to be deleted.") } else { way };
    if !mode.is_own {
        let words = way.map_or_else(str::to_owned, |url| format!("Signs in at {url}"));
        return view! { <p class="soft small wrap">{words}</p> }.into_any();
    }
    let go = paths::go(&tile.link.id);
    if let Err(why) = way {
        return view! {
            <p class="soft small">{why}</p>
            <ButtonGroup><Button label="See what is going on" href=go/></ButtonGroup>
        }
        .into_any();
    }
    let notebook = tile.environment.as_ref().and_then(|environment| environment.notebook_url.clone());
    let notebook = notebook.filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    let notebook =
        notebook.map(|url| view! { <Button label="Notebook" look=ButtonLook::Link href=url opens=Opens::NewTab/> });
    view! { <ButtonGroup><Button label="Sign in" href=go opens=Opens::NewTab/>{notebook}</ButtonGroup> }.into_any()
}

fn star(tile: &Tile, title: &str, here: &str) -> impl IntoView + use<> {
    let (label, glyph) = if tile.is_favourite {
        (format!("Take {title} from the favourites"), Glyph::StarFull)
    } else {
        (format!("Put {title} among the favourites"), Glyph::Star)
    };
    let (link, wanted, back) = (tile.link.id.to_string(), (!tile.is_favourite).to_string(), here.to_owned());
    view! {
        <form method="post" action=paths::action::SET_FAVOURITE>
            <input type="hidden" name="link" value=link/>
            <input type="hidden" name="is_favourite" value=wanted/>
            <input type="hidden" name="back" value=back/>
            <Button label look=ButtonLook::Link shape=ButtonShape::IconOnly icon=glyph/>
        </form>
    }
}

/// The team that has it, and how the person came into the team.
fn reason(reason: &Reason, is_own: bool) -> impl IntoView + use<> {
    let Reason { team, added_at, added_by, joined, .. } = reason.clone();
    let joined = joined.map(|joined| view! { " "{came(joined, is_own)} });
    view! {
        <li>
            "The team "<a href=paths::team(&team.id)>{team.name}</a>" has it. "{added_by}" linked it on "
            <Exactly at=added_at/>"."{joined}
        </li>
    }
}

fn came(joined: Joined, is_own: bool) -> impl IntoView {
    let Joined { standing, by_hand, by_group } = joined;
    let (who, them) = if is_own { ("You are", "you") } else { ("They are", "them") };
    let what = match standing {
        Standing::Member => "in the team",
        Standing::Owner => "an owner of the team",
    };
    let by_hand = by_hand.map(|hand| view! { ": "{hand.who}" added "{them}" on "<Exactly at=hand.at/> });
    let and = if by_hand.is_some() { ", and by " } else { " by " };
    let by_group = by_group.map(|by| format!("{and}{}", by.in_words()));
    view! { {who}" "{what}{by_hand}{by_group}"." }
}
