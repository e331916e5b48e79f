//! A status: colour, icon and word.

use leptos::prelude::*;

use super::icon::Icon;
use super::text::Text;
use super::tone::Tone;

#[component]
pub fn Badge(tone: Tone, #[prop(into)] label: Text) -> impl IntoView {
    view! {
        <span class="badge" data-tone=tone.word()>
            <Icon glyph=tone.glyph()/>
            {label}
        </span>
    }
}
