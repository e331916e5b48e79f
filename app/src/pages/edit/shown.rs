//! What an edit form shows, sent back with it.

use domain::environment::EditForm;
use leptos::prelude::*;

/// The form as the page shows it, hidden: what somebody changed is found against it. A line stands for the metadata document.
#[component]
pub(super) fn ShownEdit(shown: EditForm) -> impl IntoView {
    let federation = shown.federation;
    let attributes = federation.attributes.into_iter().enumerate().map(|(i, row)| {
        view! {
            <input type="hidden" name=format!("shown[federation][attributes][{i}][key]") value=row.key/>
            <input type="hidden" name=format!("shown[federation][attributes][{i}][value]") value=row.value/>
        }
    });
    view! {
        <input type="hidden" name="shown[name]" value=shown.name/>
        <input type="hidden" name="shown[description]" value=shown.description/>
        <input type="hidden" name="shown[mode]" value=shown.mode.as_str()/>
        <input type="hidden" name="shown[federation][metadata_document]" value=federation.metadata_document/>
        <input type="hidden" name="shown[federation][metadata_url]" value=federation.metadata_url/>
        <input type="hidden" name="shown[federation][callback_url]" value=federation.callback_url/>
        <input type="hidden" name="shown[federation][federation_urn]" value=federation.federation_urn/>
        <input type="hidden" name="shown[federation][provider_name]" value=federation.provider_name/>
        {attributes.collect_view()}
    }
}
