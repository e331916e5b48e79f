//! One field of a form while it is being filled in: what is wrong with it, how long it is, and the legal value to take.

use domain::{Field, Flaw, text::grouped};
use leptos::prelude::document;
use web_sys::{
    Element, HtmlElement,
    js_sys::{JsString, Reflect},
    wasm_bindgen::JsCast,
};

use super::dom::{all, first, mark, property};
use crate::ui::field_id;

/// Longer texts are looked at when somebody leaves the field, not at every key: a metadata document can have megabytes.
const AT_EVERY_KEY: u32 = 20_000;

pub(super) struct LiveField {
    control: Element,
    field: Field,
    /// The root of the ids of what stands around the control.
    id: String,
}

impl LiveField {
    /// The field of a control; none for what nobody checks.
    pub fn of(control: Element) -> Option<Self> {
        let name = control.get_attribute("name")?;
        let field = Field::of_input(&name)?;
        // Radio buttons have no id of their own: the words belong to their group.
        let id = Some(control.id()).filter(|id| !id.is_empty()).unwrap_or_else(|| field_id(&name));
        if !control.has_attribute("data-began") {
            let began = if control.has_attribute("aria-invalid") { "wrong" } else { "right" };
            mark(&control, "data-began", Some(began));
        }
        Some(Self { control, field, id })
    }

    /// While a field is filled in for the first time only its length is told; once it was wrong, every key tells.
    pub fn typed(&self) {
        if self.text().length() > AT_EVERY_KEY {
            return;
        }
        let too_long = self.count();
        if too_long || self.was_wrong() {
            self.tell(self.flaw().as_ref());
        }
    }

    /// On leaving, everything is told, unless nothing was typed.
    pub fn left(&self) {
        if !self.is_untouched() || self.control.has_attribute("data-told") {
            self.count();
            self.tell(self.flaw().as_ref());
        }
    }

    /// Puts the legal value in.
    pub fn take(&self, legal: &str) {
        let _set = Reflect::set(&self.control, &"value".into(), &legal.into());
        self.count();
        self.tell(self.flaw().as_ref());
        if let Some(control) = self.control.dyn_ref::<HtmlElement>() {
            let _focused = control.focus();
        }
    }

    fn text(&self) -> JsString {
        property(&self.control, "value").dyn_into().unwrap_or_else(|_| JsString::from(""))
    }

    fn is_untouched(&self) -> bool {
        property(&self.control, "value") == property(&self.control, "defaultValue")
    }

    fn was_wrong(&self) -> bool {
        self.control.has_attribute("data-told") || self.control.get_attribute("data-began").as_deref() == Some("wrong")
    }

    /// What the page came with and had no error is right, even where a rule would say otherwise: FinSpace has it.
    fn flaw(&self) -> Option<Flaw> {
        let text = String::from(self.text());
        let given = self.is_untouched() && self.control.get_attribute("data-began").as_deref() == Some("right");
        if given && !text.is_empty() { None } else { self.field.flaw(&text) }
    }

    fn part(&self, name: &str) -> Option<Element> {
        document().get_element_by_id(&format!("{}-{name}", self.id))
    }

    /// Tells the length, and whether it is too much.
    fn count(&self) -> bool {
        let Some(count) = self.part("count") else { return false };
        let limit: usize = count.get_attribute("data-limit").and_then(|limit| limit.parse().ok()).unwrap_or(usize::MAX);
        let characters = String::from(self.text()).trim().chars().count();
        let words = match characters {
            0 => format!("Up to {} characters", grouped(limit)),
            _ => format!("{} of {} characters", grouped(characters), grouped(limit)),
        };
        count.set_text_content(Some(&words));
        mark(&count, "data-state", (characters > limit).then_some("over"));
        characters > limit
    }

    fn tell(&self, flaw: Option<&Flaw>) {
        let Some(error) = self.part("error") else { return };
        let words = flaw.map(|flaw| flaw.words.as_str()).unwrap_or_default();
        // The same words again would be read out again.
        if error.text_content().as_deref() != Some(words) {
            error.set_text_content(Some(words));
        }
        if flaw.is_some() {
            mark(&self.control, "data-told", Some(""));
        }
        let group = matches!(self.control.get_attribute("type").as_deref(), Some("radio" | "checkbox"));
        let marked = if group { error.parent_element() } else { Some(self.control.clone()) };
        if let Some(marked) = marked {
            mark(&marked, "aria-invalid", flaw.map(|_| "true"));
            describe(&marked, &error.id(), flaw.is_some());
        }
        self.suggest(&error, flaw.and_then(|flaw| flaw.suggestion.as_deref()));
    }

    /// A button that puts the legal value in stands in the place of the server's box to tick.
    fn suggest(&self, error: &Element, legal: Option<&str>) {
        let old = error.next_element_sibling().filter(|next| next.class_name() == "suggestion");
        let same = old.as_ref().and_then(|old| old.get_attribute("data-use"));
        if same.as_deref() == legal && same.is_some() {
            return;
        }
        if let Some(old) = old {
            old.remove();
        }
        let make = |name| document().create_element(name).ok();
        let Some((((legal, button), words), value)) = legal.zip(make("button")).zip(make("span")).zip(make("b")) else {
            return;
        };
        let attributes = [("type", "button"), ("class", "suggestion"), ("data-use", legal), ("data-for", &self.id)];
        for (name, of) in attributes {
            mark(&button, name, Some(of));
        }
        value.set_text_content(Some(legal));
        words.set_text_content(Some("Use "));
        let _put = words
            .append_child(&value)
            .and_then(|_| button.append_child(&words))
            .and_then(|_| error.after_with_node_1(&button));
    }
}

/// The error describes its control while there is one.
fn describe(marked: &Element, error: &str, wrong: bool) {
    let known = marked.get_attribute("aria-describedby").unwrap_or_default();
    let mut parts: Vec<&str> = known.split(' ').filter(|part| !part.is_empty() && *part != error).collect();
    if wrong {
        parts.insert(0, error);
    }
    mark(marked, "aria-describedby", Some(parts.join(" ").as_str()).filter(|parts| !parts.is_empty()));
}

/// Turns the server's boxes to tick into buttons.
pub(super) fn turn_boxes_into_buttons(form: &Element) {
    for label in all(form, "label.suggestion") {
        let legal = first(&label, "input").and_then(|input| input.get_attribute("value"));
        let error = label.previous_element_sibling();
        let control = error.as_ref().and_then(|error| control_of(error.id().strip_suffix("-error")?));
        if let (Some(legal), Some(error), Some(field)) = (legal, error, control.and_then(LiveField::of)) {
            field.suggest(&error, Some(&legal));
        }
    }
}

pub(super) fn control_of(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}
