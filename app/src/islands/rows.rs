//! Adds rows to a form and takes them away.

use leptos::prelude::document;
use web_sys::{Element, HtmlElement, wasm_bindgen::JsCast};

use super::{
    dom::{all, first, listen, mark, property, say},
    sending::CHANGED,
};
use crate::{components::ROW, ui::Glyph};

/// Every list of rows in the form: its empty rows, and the button of `data-more` that asks the server for more, make way
/// for a button that adds one.
pub(super) fn wake(form: &Element) {
    for rows in all(form, "[data-rows]") {
        for row in all(&rows, OWN) {
            if is_spare(&row) {
                row.remove();
            } else {
                equip(&row);
            }
        }
        number(&rows);
        let of = rows.get_attribute("data-rows").unwrap_or_default();
        if let Some(more) = first(form, &format!("[data-more={of}]")) {
            mark(&more, "hidden", Some(""));
        }
        if let Some(add) = first(form, &format!("[data-add={of}]")) {
            mark(&add, "hidden", None);
        }
    }
    let inside = form.clone();
    listen(form, "click", move |target, _| {
        let button = target.closest("[data-add], [data-remove]").ok().flatten();
        let Some(button) = button else { return };
        match button.get_attribute("data-add") {
            Some(of) => add(&inside, &of),
            None => remove(&inside, &button),
        }
    });
}

/// The rows of a list.
const OWN: &str = ":scope > .row";

fn add(form: &Element, of: &str) {
    let find = |kind: &str| first(form, &format!("[data-{kind}={of}]"));
    let (Some(rows), Some(template)) = (find("rows"), find("row")) else { return };
    let figure = |name| rows.get_attribute(name).and_then(|figure| figure.parse::<usize>().ok()).unwrap_or_default();
    let (next, most, there) = (figure("data-next"), figure("data-most"), all(&rows, OWN).len());
    if there >= most {
        say(&format!("There is room for {most}. Remove one to add another."));
        return;
    }
    let row = template.inner_html().replace(&ROW.to_string(), &next.to_string());
    let _put = rows.insert_adjacent_html("beforeend", &row);
    mark(&rows, "data-next", Some(&(next + 1).to_string()));
    let Some(row) = rows.last_element_child() else { return };
    equip(&row);
    number(&rows);
    focus(first(&row, "input"));
    say(&format!("Row {} added.", there + 1));
}

/// The names of the rows that stay keep their figures: the server closes gaps.
fn remove(form: &Element, button: &Element) {
    let Some(row) = button.closest(".row").ok().flatten() else { return };
    let Some(rows) = row.parent_element() else { return };
    if !is_empty(&row) {
        mark(form, CHANGED, Some(""));
    }
    let near = row.next_element_sibling().or_else(|| row.previous_element_sibling());
    row.remove();
    number(&rows);
    let heir = near.and_then(|near| first(&near, "[data-remove], input"));
    focus(heir.or_else(|| first(&rows.parent_element()?, ".add-row")));
    say("Removed.");
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

/// Rows are told apart by their number on the page.
fn number(rows: &Element) {
    let noun = rows.get_attribute("data-noun").unwrap_or_default();
    for (i, row) in all(rows, OWN).iter().enumerate() {
        let number = i + 1;
        if let Some(legend) = first(row, "legend") {
            let words = legend.text_content().unwrap_or_default();
            let name = words.trim_end_matches(|c: char| c.is_ascii_digit());
            legend.set_text_content(Some(&format!("{name}{number}")));
        }
        if let Some(button) = first(row, "[data-remove]") {
            mark(&button, "aria-label", Some(&format!("Remove {noun} {number}")));
        }
    }
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
