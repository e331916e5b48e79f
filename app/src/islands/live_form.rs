//! Helps with a form while it is being filled in: checks it with the server's own rules and words, adds rows, reads a
//! document back, and sends it once.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use leptos::prelude::*;
use web_sys::Element;

use super::{
    dom::{SAID, listen},
    live_field::{LiveField, control_of, turn_boxes_into_buttons},
    metadata_peek::Peek,
    rows, sending,
};

/// Put one on a page with a form that is marked `data-live-form`. It takes nothing and looks everything up in the page: what
/// an island takes would come as JSON, whose reader weighs more than all the rest.
#[island]
pub fn LiveForm() -> impl IntoView {
    if cfg!(target_family = "wasm") {
        let form = document().query_selector("[data-live-form]").ok().flatten();
        if let Some(form) = form {
            check(&form);
            rows::wake(&form);
            Peek::wake(&form);
            sending::once(&form);
            sending::ask_before_leaving(form);
        }
    }
    view! { <span class="visually-hidden" role="status" id=SAID></span> }
}

fn check(form: &Element) {
    turn_boxes_into_buttons(form);
    listen(form, "input", |control, _| {
        if let Some(field) = LiveField::of(control) {
            field.typed();
        }
    });
    listen(form, "click", |target, _| {
        let button = target.closest("[data-use]").ok().flatten();
        let legal = button.as_ref().and_then(|button| button.get_attribute("data-use"));
        let control = button.and_then(|button| control_of(&button.get_attribute("data-for")?));
        if let (Some(legal), Some(field)) = (legal, control.and_then(LiveField::of)) {
            field.take(&legal);
        }
    });
    check_on_leaving(form);
}

/// New words push down what is below. While a button is being pressed they wait, or it would slip away from the pointer.
fn check_on_leaving(form: &Element) {
    let pressed = Rc::new(Cell::new(false));
    let waiting = Rc::new(RefCell::new(None::<LiveField>));
    let press = Rc::clone(&pressed);
    listen(form, "pointerdown", move |_, _| press.set(true));
    let (press, wait) = (Rc::clone(&pressed), Rc::clone(&waiting));
    listen(form, "focusout", move |control, _| {
        let Some(field) = LiveField::of(control) else { return };
        if press.get() {
            wait.replace(Some(field));
        } else {
            field.left();
        }
    });
    let release = move || {
        pressed.set(false);
        if let Some(field) = waiting.take() {
            // The click comes after the release.
            set_timeout(move || field.left(), Duration::ZERO);
        }
    };
    let cancel = release.clone();
    let _listens = window_event_listener_untyped("pointerup", move |_| release());
    let _listens = window_event_listener_untyped("pointercancel", move |_| cancel());
}
