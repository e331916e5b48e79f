//! The outcome of what the person just did, at the top of the page.

use leptos::prelude::*;

use super::alert::quote;
use super::icon::{Glyph, Icon};
use super::text::{MaybeText, Text};
use super::tone::Tone;

#[derive(Clone, Debug)]
pub struct Flash {
    pub tone: Tone,
    pub title: Text,
    pub body: MaybeText,
    pub error_id: MaybeText,
}

impl Flash {
    pub fn new(tone: Tone, title: impl Into<Text>) -> Self {
        Self { tone, title: title.into(), body: MaybeText::default(), error_id: MaybeText::default() }
    }

    #[must_use]
    pub fn body(mut self, body: impl Into<MaybeText>) -> Self {
        self.body = body.into();
        self
    }

    #[must_use]
    pub fn error_id(mut self, id: impl Into<MaybeText>) -> Self {
        self.error_id = id.into();
        self
    }
}

/// Always present, so that an island can add to it. Dismissing is a checkbox that hides its item: it needs no script.
#[component]
pub fn Flashbar(flashes: Vec<Flash>) -> impl IntoView {
    let items: Vec<_> = flashes
        .into_iter()
        .map(|flash| {
            let role = if flash.tone == Tone::Danger { "alert" } else { "status" };
            let dismiss = format!("Dismiss: {}", flash.title);
            let body = flash.body.0.map(|body| view! { <p class="alert-body">{body}</p> });
            view! {
                <div class="alert flash" data-tone=flash.tone.word() role=role>
                    <Icon glyph=flash.tone.glyph()/>
                    <div class="alert-text">
                        <p class="alert-title">{flash.title}</p>
                        {body}
                        {quote(flash.error_id)}
                    </div>
                    <label class="flash-dismiss">
                        <input type="checkbox" autocomplete="off" aria-label=dismiss/>
                        <Icon glyph=Glyph::Cross/>
                    </label>
                </div>
            }
        })
        .collect();
    view! { <div class="flashbar" id="flashbar">{items}</div> }
}
