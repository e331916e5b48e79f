//! Which claim of the identity provider fills which attribute of FinSpace.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::ui::{Caption, Table, TableLayout};

#[component]
pub fn AttributeMap(attributes: BTreeMap<String, String>) -> impl IntoView {
    if attributes.is_empty() {
        return view! { <p class="none">"FinSpace tells of no attribute map."</p> }.into_any();
    }
    let rows = attributes.into_iter().map(|(attribute, claim)| {
        view! {
            <tr>
                <th scope="row" data-label="Attribute">{attribute}</th>
                <td class="wrap" data-label="Claim"><code class="copy-value">{claim}</code></td>
            </tr>
        }
    });
    view! {
        <Table name="attribute-map" caption="Attribute map" caption_is=Caption::Shown layout=TableLayout::Stack>
            <thead><tr><th scope="col">"Attribute"</th><th scope="col">"Claim"</th></tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </Table>
    }
    .into_any()
}
