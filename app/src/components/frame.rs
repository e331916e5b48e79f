//! What stands around every page: the way to other pages, who is signed in, and what just happened.

use domain::{house::Appearance, may::Deed};
use leptos::prelude::*;

use crate::{
    api::visit::Visit,
    components::{WhomToAsk, problem_flash},
    flash::NoticeKind,
    paths,
    ui::{
        AccountMenu, Alert, Bell, Current, Flash, Flashbar, Footer, NavLink, SkipLink, Slot, Theme, ThemeSwitch, Tone,
        TopBar,
    },
};

/// The frame of a page. A refused form's own page shows field errors in place; everything else is told at the top.
#[component]
pub fn Frame(visit: Visit, children: Children) -> impl IntoView {
    let theme = Theme::parse(&visit.theme);
    // The way to what a person may not see is not shown: for them it is not there.
    let rights = visit.rights();
    let links = [
        (Deed::SeeEnvironments, "Dashboard", paths::HOME),
        (Deed::SeeLaunchpad, "Launchpad", paths::LAUNCHPAD),
        (Deed::SeeEnvironments, "Environments", paths::ENVIRONMENTS),
        (Deed::SeeEnvironments, "Tags", paths::TAG_KEYS),
        (Deed::SeeRequests, "Requests", paths::REQUESTS),
        (Deed::SeeTeams, "Teams", paths::TEAMS),
        (Deed::SeePeople, "People", paths::PEOPLE),
        (Deed::SeeLog, "Audit log", paths::LOG),
        (Deed::SeeConnections, "Settings", paths::CONNECTIONS),
    ];
    // What stands at the start page is the dashboard for those who have one, and the launchpad for everybody else.
    let is_home = visit.here.split('?').next() == Some(paths::HOME);
    let home = if rights.may(Deed::SeeEnvironments) { paths::HOME } else { paths::LAUNCHPAD };
    let links = links.into_iter().filter(|(deed, _, _)| rights.may(*deed)).map(|(_, label, href)| {
        let is_below = match href {
            paths::HOME => false,
            paths::CONNECTIONS => visit.here.starts_with(paths::SETTINGS),
            paths::REQUESTS => visit.here.starts_with(paths::REQUESTS) || visit.here.starts_with(paths::BLUEPRINTS),
            _ => visit.here.starts_with(href),
        };
        let is_here = if is_home { href == home } else { is_below };
        let place = if is_here { Current::Within } else { Current::No };
        NavLink::new(label, href, place).counting(if href == paths::REQUESTS { visit.numbers.requests } else { 0 })
    });
    let links = links.collect::<Vec<_>>();
    let here = visit.here.clone();
    // Who is not signed in has no menu to find the switch in.
    let switch = visit.actor.is_none().then(|| {
        view! { <ThemeSwitch action=paths::action::THEME theme back=here.clone()/> }
    });
    let end = match visit.actor {
        Some(actor) => Slot(Some(
            view! {
                <Bell href=paths::NOTICES unread=u64::try_from(visit.numbers.notices).unwrap_or_default()/>
                <AccountMenu name=actor.name role=actor.email account=paths::ACCOUNT sign_out=paths::action::SIGN_OUT>
                    <ThemeSwitch action=paths::action::THEME theme back=here/>
                </AccountMenu>
            }
            .into_any(),
        )),
        None => Slot::default(),
    };
    let mut flashes: Vec<Flash> = visit
        .flash
        .notices
        .into_iter()
        .map(|notice| {
            let tone = match notice.kind {
                NoticeKind::Done => Tone::Success,
                NoticeKind::Told => Tone::Info,
            };
            Flash::new(tone, notice.words)
        })
        .collect();
    let Appearance { name, notice, contact } = visit.appearance;
    let notice = (!notice.is_empty()).then(|| view! { <Alert tone=Tone::Info title=notice/> });
    flashes.extend(visit.flash.error.as_ref().and_then(problem_flash));
    view! {
        <SkipLink/>
        <TopBar product=name.clone() home=paths::HOME links=links end=end/>
        <main class="page" id="main" tabindex="-1">
            {notice}
            <Flashbar flashes/>
            {children()}
        </main>
        <Footer><span>{name}</span> <WhomToAsk contact/> {switch}</Footer>
    }
}
