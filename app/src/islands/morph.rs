//! Makes a part of the page equal to a fresh one by touching only what differs, so that focus, a selection and an opened
//! detail stay where they are.

use web_sys::{Element, Node, wasm_bindgen::JsCast};

/// Makes `old` equal to `fresh`, an element of another document.
pub(super) fn morph(old: &Node, fresh: &Node) {
    if old.is_equal_node(Some(fresh)) {
        return;
    }
    match (old.dyn_ref::<Element>(), fresh.dyn_ref::<Element>()) {
        (Some(old), Some(fresh)) => {
            attributes(old, fresh);
            children(old, fresh);
        }
        _ => old.set_node_value(fresh.node_value().as_deref()),
    }
}

/// What a person opened stays open, and what a button says of itself for a moment stays too.
fn is_kept(name: &str) -> bool {
    matches!(name, "open" | "data-state")
}

fn attributes(old: &Element, fresh: &Element) {
    // Neither can fail: the names come from elements that carry them.
    for name in names(fresh) {
        let value = fresh.get_attribute(&name);
        if value != old.get_attribute(&name) && !is_kept(&name) {
            let _set = old.set_attribute(&name, &value.unwrap_or_default());
        }
    }
    for name in names(old) {
        if !fresh.has_attribute(&name) && !is_kept(&name) {
            let _removed = old.remove_attribute(&name);
        }
    }
}

fn names(element: &Element) -> Vec<String> {
    element.get_attribute_names().iter().filter_map(|name| name.as_string()).collect()
}

fn children(old: &Element, fresh: &Element) {
    let mut place = old.first_child();
    let mut wanted = fresh.first_child();
    while let Some(want) = wanted {
        wanted = want.next_sibling();
        let Some(found) = place.clone().and_then(|from| like(from, &want)) else {
            let copy = want.clone_node_with_deep(true);
            let _put = copy.and_then(|copy| old.insert_before(&copy, place.as_ref()));
            continue;
        };
        if place.as_ref() == Some(&found) {
            place = found.next_sibling();
        } else {
            let _moved = old.insert_before(&found, place.as_ref());
        }
        // An island keeps what it has: its code does not run again. What is for browsers without scripts is text here.
        if !matches!(found.node_name().as_str(), "LEPTOS-ISLAND" | "NOSCRIPT") {
            morph(&found, &want);
        }
    }
    while let Some(gone) = place {
        place = gone.next_sibling();
        let _removed = old.remove_child(&gone);
    }
}

/// The node that is to become `want`: the one in its place, or a later one when it is named by an id.
fn like(from: Node, want: &Node) -> Option<Node> {
    let id = id(want);
    let mut next = Some(from);
    while let Some(node) = next {
        if node.node_name() == want.node_name() && self::id(&node) == id {
            return Some(node);
        }
        if id.is_empty() {
            return None;
        }
        next = node.next_sibling();
    }
    None
}

fn id(node: &Node) -> String {
    node.dyn_ref::<Element>().map(Element::id).unwrap_or_default()
}
