//! What is wrong with a form, at its top, each entry a link to its field.

use leptos::prelude::*;

use super::field::field_id;
use super::icon::{Glyph, Icon};
use super::text::{MaybeText, Text};

#[derive(Clone, Debug)]
pub struct FieldError {
    /// The name of the field, from which its id is derived.
    pub name: Text,
    pub message: Text,
}

impl FieldError {
    pub fn new(name: impl Into<Text>, message: impl Into<Text>) -> Self {
        Self { name: name.into(), message: message.into() }
    }
}

/// Renders nothing when there are no errors.
#[component]
pub fn FieldErrorSummary(errors: Vec<FieldError>, #[prop(optional, into)] title: MaybeText) -> impl IntoView {
    if errors.is_empty() {
        return None;
    }
    let title = title.0.unwrap_or_else(|| match errors.len() {
        1 => Text::from("One field needs another look"),
        count => Text::from(format!("{count} fields need another look")),
    });
    let items: Vec<_> = errors
        .into_iter()
        .map(|error| {
            let href = format!("#{}", field_id(&error.name));
            view! { <li><a href=href>{error.message}</a></li> }
        })
        .collect();
    Some(view! {
        <div class="alert error-summary" data-tone="danger" role="alert" tabindex="-1" id="errors">
            <Icon glyph=Glyph::Danger/>
            <div class="alert-text">
                <p class="alert-title">{title}</p>
                <ul>{items}</ul>
            </div>
        </div>
    })
}
