//! Work under way, measured or not.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use super::text::Text;

/// `done` of `of`, such as items of a bulk action.
#[component]
pub fn Progress(#[prop(into)] label: Text, done: u64, of: u64) -> impl IntoView {
    let words = format!("{} of {}", super::pagination::grouped(done), super::pagination::grouped(of));
    view! {
        <label class="progress">
            <span>{label}</span>
            <progress value=done.to_string() max=of.max(1).to_string()></progress>
            <span class="progress-count">{words}</span>
        </label>
    }
}

/// Something whose end is not known.
#[component]
pub fn Spinner(#[prop(into)] label: Text) -> impl IntoView {
    view! { <span class="spinner" role="status"><Icon glyph=Glyph::Spinner/>{label}</span> }
}
