//! Rows of a form that people add and take away: tags, attributes, data bundles.

use leptos::prelude::*;
use web_sys::{Element, HtmlElement, wasm_bindgen::JsCast};

use super::{
    dom::{all, first, listen, mark, property},
    sending::CHANGED,
};
use crate::{components::ROW, ui::Glyph};

/// Put one below the rows: a `data-rows` of this name, and a `<template data-row>` whose names carry the index [`ROW`].
/// The empty rows of the page, and the button of `data-more` that asks the server for more, make way for one that adds rows.
#[island]
pub fn Rows(of: String, noun: String) -> impl IntoView {
    let said = RwSignal::new(String::new());
    let awake = RwSignal::new(false);
    let label = format!("Add {noun}");
    let list = StoredValue::new(List { of, noun, said });
    Effect::new(move |_| {
        list.with_value(List::wake);
        awake.set(true);
    });
    view! {
        <button type="button" class="button add-row" hidden=move || !awake.get() on:click=move |_| list.with_value(List::add)>
            {label}
        </button>
        <span class="visually-hidden" role="status">{said}</span>
    }
}

#[derive(Clone)]
struct List {
    of: String,
    noun: String,
    said: RwSignal<String>,
}

impl List {
    fn find(&self, kind: &str) -> Option<Element> {
        document().query_selector(&format!("[data-{kind}={}]", self.of)).ok().flatten()
    }

    fn wake(&self) {
        let Some(rows) = self.find("rows") else { return };
        for row in all(&rows, ":scope > .row") {
            if is_spare(&row) {
                row.remove();
            } else {
                equip(&row);
            }
        }
        self.number(&rows);
        if let Some(more) = self.find("more") {
            mark(&more, "hidden", Some(""));
        }
        let list = self.clone();
        listen(&rows, "click", move |target, _| {
            if let Ok(Some(button)) = target.closest("[data-remove]") {
                list.remove(&button);
            }
        });
    }

    fn add(&self) {
        let (Some(rows), Some(template)) = (self.find("rows"), self.find("row")) else { return };
        let number =
            |name| rows.get_attribute(name).and_then(|number| number.parse::<usize>().ok()).unwrap_or_default();
        let (next, most, there) = (number("data-next"), number("data-most"), all(&rows, ":scope > .row").len());
        if there >= most {
            self.said.set(format!("There is room for {most}. Remove one to add another."));
            return;
        }
        let row = template.inner_html().replace(&ROW.to_string(), &next.to_string());
        let _put = rows.insert_adjacent_html("beforeend", &row);
        mark(&rows, "data-next", Some(&(next + 1).to_string()));
        let Some(row) = rows.last_element_child() else { return };
        equip(&row);
        self.number(&rows);
        focus(first(&row, "input"));
        self.said.set(format!("Row {} added.", there + 1));
    }

    /// The names of the rows that stay keep their numbers: the server closes gaps.
    fn remove(&self, button: &Element) {
        let Some(row) = button.closest(".row").ok().flatten() else { return };
        let Some(rows) = row.parent_element() else { return };
        if let Some(form) = row.closest("form").ok().flatten().filter(|_| !is_empty(&row)) {
            mark(&form, CHANGED, Some(""));
        }
        let near = row.next_element_sibling().or_else(|| row.previous_element_sibling());
        row.remove();
        self.number(&rows);
        let heir = near.and_then(|near| first(&near, "[data-remove], input"));
        focus(heir.or_else(|| first(&rows.parent_element()?, ".add-row")));
        self.said.set("Removed.".to_owned());
    }

    /// Rows are told apart by their number on the page.
    fn number(&self, rows: &Element) {
        for (i, row) in all(rows, ":scope > .row").iter().enumerate() {
            let number = i + 1;
            if let Some(legend) = first(row, "legend") {
                let words = legend.text_content().unwrap_or_default();
                let name = words.rsplit_once(' ').map_or("", |(name, _)| name);
                legend.set_text_content(Some(&format!("{name} {number}")));
            }
            if let Some(button) = first(row, "[data-remove]") {
                mark(&button, "aria-label", Some(&format!("Remove {} {number}", self.noun)));
            }
        }
    }
}

/// A button that takes the row away; rows that must stay have none.
fn equip(row: &Element) {
    if row.has_attribute("data-kept") {
        return;
    }
    let Ok(button) = document().create_element("button") else { return };
    for (name, value) in [("type", "button"), ("class", "button button-link button-icon"), ("data-remove", "")] {
        mark(&button, name, Some(value));
    }
    button.set_inner_html(Glyph::Trash.svg());
    let _put = row.append_child(&button);
}

fn is_empty(row: &Element) -> bool {
    all(row, "input").iter().all(|input| property(input, "value").as_string().unwrap_or_default().is_empty())
}

/// Empty, not wrong, and nobody is typing into it.
fn is_spare(row: &Element) -> bool {
    let busy = document().active_element().is_some_and(|active| row.contains(Some(&active)));
    is_empty(row) && !busy && first(row, "[aria-invalid]").is_none()
}

fn focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _focused = element.focus();
    }
}
