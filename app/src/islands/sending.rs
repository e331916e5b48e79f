//! A form on its way to the server: sent once, and not left behind by mistake.

use std::{cell::Cell, rc::Rc, time::Duration};

use leptos::prelude::{set_timeout, window_event_listener_untyped};
use web_sys::{
    Element,
    js_sys::Reflect,
    wasm_bindgen::{JsCast, JsValue},
};

use super::dom::{all, first, listen, mark, property};

/// Who stopped the browser from loading wants to press again; the server itself takes a form that comes twice as one.
const AGAIN: Duration = Duration::from_secs(30);
/// On a form: something was taken away that no control shows.
pub(super) const CHANGED: &str = "data-changed";
const SENT: &str = "data-sent";

/// Takes the first of two clicks.
pub(super) fn once(form: &Element) {
    let sending = Rc::new(Cell::new(0));
    let current = Rc::clone(&sending);
    listen(form, "submit", move |form, event| {
        if event.default_prevented() {
            return;
        }
        if form.has_attribute(SENT) {
            event.prevent_default();
            return;
        }
        show(&form, pressed(&form, event).as_ref());
        let this = current.get() + 1;
        current.set(this);
        let current = Rc::clone(&current);
        set_timeout(
            move || {
                if current.get() == this {
                    release(&form);
                }
            },
            AGAIN,
        );
    });
    // Back from the next page, the browser shows this one as it was left.
    let form = form.clone();
    let _listens = window_event_listener_untyped("pageshow", move |_| release(&form));
}

/// The button that was pressed; for Enter, the one that it stands for.
fn pressed(form: &Element, event: &JsValue) -> Option<Element> {
    let button: Element = property(event, "submitter").dyn_into().ok()?;
    if button.class_name() == "visually-hidden" {
        return first(form, ".button-primary");
    }
    // What stands elsewhere has its own looks.
    form.contains(Some(&button)).then_some(button)
}

fn show(form: &Element, pressed: Option<&Element>) {
    mark(form, SENT, Some(""));
    // A disabled button would not send its name and value.
    for button in all(form, "button:not([type=button])") {
        mark(&button, "aria-disabled", Some("true"));
    }
    if let Some(pressed) = pressed {
        mark(pressed, "aria-busy", Some("true"));
    }
}

fn release(form: &Element) {
    if !form.has_attribute(SENT) {
        return;
    }
    mark(form, SENT, None);
    for button in all(form, "button:not([type=button])") {
        mark(&button, "aria-disabled", None);
        mark(&button, "aria-busy", None);
    }
}

/// Lets the browser ask before something typed is lost.
pub(super) fn ask_before_leaving(form: Element) {
    let _listens = window_event_listener_untyped("beforeunload", move |event| {
        if !form.has_attribute(SENT)
            && (form.has_attribute(CHANGED) || all(&form, "input, textarea").iter().any(is_changed))
        {
            event.prevent_default();
            // Older browsers ask only when this is set; all show words of their own.
            let _set = Reflect::set(&event, &"returnValue".into(), &"unsaved".into());
        }
    });
}

fn is_changed(control: &Element) -> bool {
    let differ = |now, before| property(control, now) != property(control, before);
    match control.get_attribute("type").as_deref() {
        Some("hidden") => false,
        Some("checkbox" | "radio") => differ("checked", "defaultChecked"),
        Some("file") => property(control, "value").as_string().is_some_and(|file| !file.is_empty()),
        _ => differ("value", "defaultValue"),
    }
}
