//! What every page has around it: skip link, top bar, theme switch, account menu, footer.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use super::pagination::grouped;
use super::tabs::{NavLink, list};
use super::text::{MaybeText, Slot, Text};

/// What a person chose; `System` follows the browser and sets no `data-theme`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The value that the switch sends, and the cookie keeps.
    pub const fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The value of `data-theme` on `<html>`.
    pub const fn attribute(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    /// Reads a cookie or a form; anything else is `System`.
    pub fn parse(word: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.word() == word).unwrap_or_default()
    }

    const fn label(self) -> (&'static str, Glyph) {
        match self {
            Self::System => ("System", Glyph::Screen),
            Self::Light => ("Light", Glyph::Sun),
            Self::Dark => ("Dark", Glyph::Moon),
        }
    }
}

/// The first thing in `<body>`; the page's `<main>` has `id="main"`.
#[component]
pub fn SkipLink() -> impl IntoView {
    view! { <a class="skip-link" href="#main">"Skip to the content"</a> }
}

/// `end` is the place of the account menu, or of a Sign in button.
#[component]
pub fn TopBar(
    #[prop(into)] product: Text,
    #[prop(into)] home: Text,
    #[prop(optional)] links: Vec<NavLink>,
    #[prop(optional, into)] end: Slot,
) -> impl IntoView {
    let links = (!links.is_empty()).then(|| view! { <nav class="main-nav" aria-label="Main">{list(links)}</nav> });
    view! {
        <header class="top-bar">
            <a class="product" href=home><span class="mark" aria-hidden="true"></span>{product}</a>
            {links}
            {end.boxed("top-bar-end")}
        </header>
    }
}

/// The way to what one was told, with how much of it is unread.
#[component]
pub fn Bell(#[prop(into)] href: Text, unread: u64) -> impl IntoView {
    let count = (unread > 0).then(|| {
        view! { <span class="bell-count">{grouped(unread)}<span class="visually-hidden">" unread"</span></span> }
    });
    view! {
        <a class="button account bell" href=href>
            <Icon glyph=Glyph::Bell/>
            <span class="visually-hidden">"Notices "</span>
            {count}
        </a>
    }
}

/// Who is signed in, in a popover with Sign out; `children` may hold the theme switch and more links.
#[component]
pub fn AccountMenu(
    #[prop(into)] name: Text,
    #[prop(optional, into)] role: MaybeText,
    #[prop(into)] account: Text,
    #[prop(into)] sign_out: Text,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let role = role.0.map(|role| view! { <p class="menu-role">{role}</p> });
    view! {
        <button type="button" class="button account" popovertarget="account-menu">
            <Icon glyph=Glyph::Person/>
            <span class="account-name">{name.clone()}</span>
            <Icon glyph=Glyph::Down/>
            <span class="visually-hidden">" (account menu)"</span>
        </button>
        <div class="menu" id="account-menu" popover="auto">
            <p class="menu-name">{name}</p>
            {role}
            <a class="menu-item" href=account>"Account"</a>
            {children.map(|children| children())}
            <form method="post" action=sign_out>
                <button class="menu-item">"Sign out"</button>
            </form>
        </div>
    }
}

/// Posts `theme` (`Theme::word`) and `back`, the address to return to.
#[component]
pub fn ThemeSwitch(#[prop(into)] action: Text, theme: Theme, #[prop(optional, into)] back: MaybeText) -> impl IntoView {
    let back = back.0.map(|back| view! { <input type="hidden" name="back" value=back/> });
    let buttons = Theme::ALL.map(|choice| {
        let (label, glyph) = choice.label();
        let pressed = if choice == theme { "true" } else { "false" };
        view! {
            <button name="theme" value=choice.word() aria-pressed=pressed>
                <Icon glyph/>
                {label}
            </button>
        }
    });
    view! {
        <form class="theme-switch" method="post" action=action>
            {back}
            <fieldset>
                <legend>"Theme"</legend>
                {buttons.collect_view()}
            </fieldset>
        </form>
    }
}

#[component]
pub fn Footer(children: Children) -> impl IntoView {
    view! { <footer class="footer">{children()}</footer> }
}
