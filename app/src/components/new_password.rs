//! Choosing a password: twice, with what makes a good one.

use domain::{
    Field, Problems,
    person::{PASSWORD_LEAST, PASSWORD_MOST},
};
use leptos::prelude::*;

use super::error_at;
use crate::ui::{InputType, TextField};

/// The two fields, and what is wrong with them.
#[component]
pub fn NewPassword(
    problems: Problems,
    /// The name of the first field, where another password stands beside it.
    #[prop(default = Field::Password.label())]
    label: &'static str,
    /// The fewest characters.
    #[prop(default = PASSWORD_LEAST)]
    least: usize,
) -> impl IntoView {
    let limits = format!(
        "At least {least} characters. A few words that do not belong together are easy to remember and hard to guess."
    );
    view! {
        <TextField name=Field::Password.input() label r#type=InputType::Password
            hint=limits limit=u32::try_from(PASSWORD_MOST).unwrap_or(u32::MAX) autocomplete="new-password"
            error=error_at(&problems, Field::Password)/>
        <TextField name=Field::PasswordAgain.input() label=Field::PasswordAgain.label()
            r#type=InputType::Password autocomplete="new-password"
            error=error_at(&problems, Field::PasswordAgain)/>
    }
}
