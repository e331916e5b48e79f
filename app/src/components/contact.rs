//! Whom to ask, as the house rules name them.

use leptos::prelude::*;

/// An address or a link where it is one, else the words as they stand; nothing where nobody is named.
#[component]
pub fn WhomToAsk(contact: String) -> impl IntoView {
    if contact.is_empty() {
        return None;
    }
    let is_word = !contact.contains(char::is_whitespace);
    let href = match contact.as_str() {
        link if is_word && link.starts_with("https://") => Some(contact.clone()),
        address if is_word && address.contains('@') => Some(format!("mailto:{contact}")),
        _ => None,
    };
    let whom = match href {
        Some(href) => view! { <a href=href>{contact}</a> }.into_any(),
        None => contact.into_any(),
    };
    Some(view! { <span>"Ask: " {whom}</span> })
}
