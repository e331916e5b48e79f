//! Rows of a form that people add and take away.

use leptos::prelude::*;

/// The index in a template's names, which the island replaces by the real one.
pub const ROW: usize = 9999;

/// `rows` are `.row` elements with a legend; `template` is one more of them, with the index [`ROW`]. Without scripts people
/// fill in the empty rows that the page has; with scripts these make way for the button.
#[component]
pub fn Rows(
    /// What they are, in one word that is unique on the page.
    of: &'static str,
    noun: &'static str,
    most: usize,
    rows: Vec<AnyView>,
    template: AnyView,
) -> impl IntoView {
    let next = rows.len();
    view! {
        <div class="rows" data-rows=of data-noun=noun data-next=next data-most=most>{rows}</div>
        <template data-row=of>{template}</template>
        <button type="button" class="button add-row" data-add=of hidden>{format!("Add {noun}")}</button>
    }
}
