//! The few questions that islands ask of the page.

use leptos::prelude::{document, window_event_listener_untyped};
use web_sys::{
    Element, Event, Node,
    js_sys::Reflect,
    wasm_bindgen::{JsCast, JsValue},
};

/// Everything inside that a selector finds, in the order of the page.
pub(super) fn all(root: &Element, selector: &str) -> Vec<Element> {
    let Ok(found) = root.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|i| found.item(i)?.dyn_into().ok()).collect()
}

/// The first thing inside that a selector finds.
pub(super) fn first(root: &Element, selector: &str) -> Option<Element> {
    root.query_selector(selector).ok().flatten()
}

/// Calls for every event of this name that happens inside, also to what is put there later. Listens for as long as the
/// page is open.
pub(super) fn listen(inside: &Element, event: &str, call: impl Fn(Element, &Event) + 'static) {
    let inside = inside.clone();
    let _listens = window_event_listener_untyped(event, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if let Some(target) = target.filter(|target| inside.contains(Some(target.unchecked_ref::<Node>()))) {
            call(target, &event);
        }
    });
}

/// A property of a control such as its `value`, whatever kind of control it is.
pub(super) fn property(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or_default()
}

/// Sets an attribute, or takes it away. Neither fails for names that are written in this program.
pub(super) fn mark(element: &Element, name: &str, value: Option<&str>) {
    let _done = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

/// The id of the words that a form says to those who listen.
pub(super) const SAID: &str = "form-said";

/// Says what has just happened.
pub(super) fn say(words: &str) {
    if let Some(said) = document().get_element_by_id(SAID) {
        said.set_text_content(Some(words));
    }
}
