//! What an edit form shows, sent back with it.

use domain::environment::EditForm;
use leptos::prelude::*;

use crate::components::ShownSignIn;

/// The form as the page shows it, hidden: what somebody changed is found against it. A line stands for the metadata document.
#[component]
pub(super) fn ShownEdit(shown: EditForm) -> impl IntoView {
    let EditForm { name, description, mode, federation } = shown;
    let document = federation.metadata_document.clone();
    view! {
        <input type="hidden" name="shown[name]" value=name/>
        <input type="hidden" name="shown[description]" value=description/>
        <input type="hidden" name="shown[federation][metadata_document]" value=document/>
        <ShownSignIn mode federation/>
    }
}
