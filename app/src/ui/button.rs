//! Buttons, and links that look like them.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use super::text::{MaybeText, Text, VisuallyHidden};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonLook {
    /// The one thing a page is for; at most one in sight.
    Primary,
    #[default]
    Normal,
    Danger,
    /// No box: for actions inside text and rows.
    Link,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonShape {
    #[default]
    Words,
    /// The icon only; the words stay for screen readers and as the tooltip of an island.
    IconOnly,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonType {
    #[default]
    Submit,
    /// For popovers and islands: sends nothing.
    Plain,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Opens {
    #[default]
    Here,
    NewTab,
}

/// Why a button cannot be used now. `id` is a word that is unique on the page.
#[derive(Clone, Debug)]
pub struct Blocked {
    pub id: Text,
    pub reason: Text,
}

impl Blocked {
    pub fn new(id: impl Into<Text>, reason: impl Into<Text>) -> Self {
        Self { id: id.into(), reason: reason.into() }
    }
}

/// A `<button>`, or an `<a>` when it has an `href`. When `blocked` it stays in the tab order, does nothing, and says why.
#[component]
pub fn Button(
    #[prop(into)] label: Text,
    #[prop(optional)] look: ButtonLook,
    #[prop(optional)] shape: ButtonShape,
    #[prop(optional)] icon: Option<Glyph>,
    #[prop(optional, into)] href: MaybeText,
    #[prop(optional)] opens: Opens,
    #[prop(optional)] r#type: ButtonType,
    #[prop(optional, into)] name: MaybeText,
    #[prop(optional, into)] value: MaybeText,
    /// The id of a form elsewhere on the page.
    #[prop(optional, into)]
    form: MaybeText,
    #[prop(optional, into)] formaction: MaybeText,
    /// The id of the popover that it opens.
    #[prop(optional, into)]
    popovertarget: MaybeText,
    #[prop(optional_no_strip)] blocked: Option<Blocked>,
) -> impl IntoView {
    let class = class(look, shape);
    let icon = icon.map(|glyph| view! { <Icon glyph/> });
    let words = match shape {
        ButtonShape::Words => view! { <span>{label}</span> }.into_any(),
        ButtonShape::IconOnly => view! { <VisuallyHidden text=label/> }.into_any(),
    };
    if let Some(Blocked { id, reason }) = blocked {
        let why = format!("why-{id}");
        return view! {
            <span class="blocked">
                <button
                    type="button"
                    class=class
                    aria-disabled="true"
                    aria-describedby=why.clone()
                    popovertarget=why.clone()
                    title=reason.clone()
                >
                    {icon}
                    {words}
                </button>
                <span class="blocked-reason" popover="auto" id=why>{reason}</span>
            </span>
        }
        .into_any();
    }
    match (href.0, opens) {
        (Some(href), Opens::Here) => view! { <a class=class href=href>{icon}{words}</a> }.into_any(),
        (Some(href), Opens::NewTab) => view! {
            <a class=class href=href target="_blank" rel="noopener noreferrer">
                {icon}
                {words}
                <Icon glyph=Glyph::External/>
                <span class="visually-hidden">" (opens in a new tab)"</span>
            </a>
        }
        .into_any(),
        (None, _) => {
            let kind = match r#type {
                ButtonType::Submit if !popovertarget.is_some() => "submit",
                _ => "button",
            };
            view! {
                <button
                    type=kind
                    class=class
                    name=name.0
                    value=value.0
                    form=form.0
                    formaction=formaction.0
                    popovertarget=popovertarget.0
                >
                    {icon}
                    {words}
                </button>
            }
            .into_any()
        }
    }
}

/// Buttons side by side that wrap on narrow screens.
#[component]
pub fn ButtonGroup(children: Children) -> impl IntoView {
    view! { <div class="button-group">{children()}</div> }
}

const fn class(look: ButtonLook, shape: ButtonShape) -> &'static str {
    match (look, shape) {
        (ButtonLook::Primary, ButtonShape::Words) => "button button-primary",
        (ButtonLook::Normal, ButtonShape::Words) => "button",
        (ButtonLook::Danger, ButtonShape::Words) => "button button-danger",
        (ButtonLook::Link, ButtonShape::Words) => "button button-link",
        (ButtonLook::Primary, ButtonShape::IconOnly) => "button button-primary button-icon",
        (ButtonLook::Normal, ButtonShape::IconOnly) => "button button-icon",
        (ButtonLook::Danger, ButtonShape::IconOnly) => "button button-danger button-icon",
        (ButtonLook::Link, ButtonShape::IconOnly) => "button button-link button-icon",
    }
}
