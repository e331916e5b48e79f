//! Makes the copy buttons of the whole page work.

use leptos::{ev, prelude::*, task::spawn_local};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlDocument, wasm_bindgen::JsCast};

use crate::ui::Glyph;

/// How long a button says that it copied.
const SAYS: std::time::Duration = std::time::Duration::from_secs(2);

/// Put one on a page with copy buttons: it listens for all of them, also for those that come later.
#[island]
pub fn CopyButtons() -> impl IntoView {
    let said = RwSignal::new("");
    Effect::new(move |_| {
        let _listens = window_event_listener(ev::click, move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            if let Some(button) = target.and_then(|target| target.closest("[data-copy]").ok().flatten()) {
                spawn_local(copy(button, said));
            }
        });
    });
    view! { <span class="visually-hidden" role="status">{said}</span> }
}

async fn copy(button: Element, said: RwSignal<&'static str>) {
    let place = button.closest(".copy, .code-block").ok().flatten();
    let Some(code) = place.and_then(|place| place.query_selector("code").ok().flatten()) else { return };
    let (state, icon, words) = if write(&code).await {
        ("copied", Glyph::Check, "Copied")
    } else {
        ("failed", Glyph::Cross, "The browser did not let the portal copy. Select the text and copy it yourself.")
    };
    show(&button, Some(state), icon);
    said.set(words);
    set_timeout(
        move || {
            show(&button, None, Glyph::Copy);
            said.set("");
        },
        SAYS,
    );
}

fn show(button: &Element, state: Option<&str>, icon: Glyph) {
    // A button that has left the page meanwhile does not mind.
    let _set = match state {
        Some(state) => button.set_attribute("data-state", state),
        None => button.remove_attribute("data-state"),
    };
    button.set_inner_html(icon.svg());
}

/// Browsers offer the clipboard on secure pages only; elsewhere a selection is copied as if by hand.
async fn write(code: &Element) -> bool {
    let text = code.text_content().unwrap_or_default();
    if window().is_secure_context() {
        return JsFuture::from(window().navigator().clipboard().write_text(&text)).await.is_ok();
    }
    let selected = window().get_selection().ok().flatten().is_some_and(|all| all.select_all_children(code).is_ok());
    let document = document().dyn_into::<HtmlDocument>().ok();
    selected && document.is_some_and(|document| document.exec_command("copy").unwrap_or(false))
}
