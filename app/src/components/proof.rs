//! The password, to be sure that nobody else sits here.

use domain::{Field, Problems};
use leptos::prelude::*;

use super::error_at;
use crate::ui::{InputType, TextField};

/// `id` makes it another than those of other forms on the page.
#[component]
pub fn Proof(problems: Problems, id: Option<&'static str>) -> impl IntoView {
    let error = error_at(&problems, Field::PasswordNow);
    view! {
        <TextField name=Field::PasswordNow.input() id label=Field::PasswordNow.label() r#type=InputType::Password
            autocomplete="current-password" error/>
    }
}
